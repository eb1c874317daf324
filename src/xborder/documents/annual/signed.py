"""Comparison with the last signed review, and sign-offs, in words."""

from collections.abc import Iterator

from xborder.documents.annual.item import SHORT, UNREAD, Item
from xborder.documents.annual.standing import Standing
from xborder.documents.annual.year import Year
from xborder.documents.paper import Block, Paragraph, SignOff, Tone
from xborder.model.signing import SIGNERS, WHOLE, Signature
from xborder.report.names import Names
from xborder.report.words import Words

_CODED = {
    "basis": ("basis",),
    "legal_system": ("annual.system",),
    "eu_adequacy": ("annual.indicator",),
    "cbpr": ("annual.indicator",),
    "oecd": ("annual.provision",),
    "designated": ("annual.yes_no",),
    "terms": ("annual.terms",),
}
"""Where the words for the codes of a fact are."""


class Signed:
    """Says who signed what, whether it still stands so, and what is new since the last review."""

    def __init__(self, standing: Standing, year: Year, names: Names, words: Words) -> None:
        self.standing, self.year, self.names, self.words = standing, year, names, words

    # Sign-offs

    def about(self) -> str:
        """What the person who signs must name."""
        return self.words("annual.number.whole", number=self.standing.whole.state[:SHORT])

    def of(self, item: str) -> list[Signature]:
        return [signature for signature in self.year.signatures if signature.item == item]

    def stands(self, signature: Signature) -> bool:
        """Whether the facts are still those that were signed."""
        item = self.standing.item(signature.item)
        return item is not None and item.state == signature.state

    def lines(self, item: str) -> Iterator[str]:
        for made in self.of(item):
            said = self.words("annual.signed", who=self.who(made), reason=made.reason)
            yield said if self.stands(made) else self.words("annual.signed.before", said=said)

    def who(self, made: Signature) -> str:
        role = self.words(f"annual.role.{made.role.value}")
        return self.words("annual.signer", moment=self.words.moment(made.at), person=made.person, role=role)

    def item(self, name: str) -> Iterator[Block]:
        """Who signed; boxes as long as nobody signed what stands now."""
        number = self.standing.items[name].state[:SHORT]
        yield Paragraph(text=self.words("annual.number", item=name, number=number), tone=Tone.SMALL)
        yield from self.told(name)
        if not self.standing.mistakes and not any(map(self.stands, self.of(name))):
            yield SignOff(boxes=(self.words("annual.sign.item"), self.words("annual.sign.finding")))

    def whole(self) -> Iterator[Block]:
        yield from self.told(WHOLE)
        done = {made.role for made in self.of(WHOLE) if self.stands(made)}
        left = tuple(self.words(f"annual.sign.{role.value}") for role in SIGNERS if role not in done)
        if left and not self.standing.mistakes:
            yield SignOff(boxes=left, text=self.words("annual.sign_whole"))

    def told(self, name: str) -> Iterator[Block]:
        lines = tuple(self.lines(name))
        if lines:
            yield Paragraph(text="\n".join(lines))
            if not any(map(self.stands, self.of(name))):
                yield Paragraph(text=self.words("annual.sign.again"), tone=Tone.NOTICE)

    def cells(self, name: str) -> tuple[str, str, str, str]:
        """Who, on which grounds, and what to name when signing."""
        standing = [made for made in self.of(name) if self.stands(made)]
        who = "\n".join(map(self.who, standing))
        if not standing and self.of(name):
            who = self.words("annual.sign.again")
        reasons = "\n".join(made.reason for made in standing)
        return who, reasons, name, self.standing.items[name].state[:SHORT]

    def signature_rows(self) -> Iterator[tuple[str, ...]]:
        for made in self.year.signatures:
            state = self.words("annual.state.now" if self.stands(made) else "annual.state.before")
            yield self.title(made.item), self.who(made), made.reason, made.state[:SHORT], state

    def summary(self) -> Iterator[str]:
        """The last review, what is new or gone since, and how far this one is signed."""
        earlier, items = self.year.earlier, self.standing.items
        if earlier is None:
            yield self.words("annual.first")
        else:
            yield self.words("annual.earlier", year=earlier.signature.year, who=self.who(earlier.signature))
            for key, names in (("new", items.keys() - earlier.items), ("gone", earlier.items.keys() - items)):
                if names:
                    titles = self.words("comma").join(map(self.title, sorted(names)))
                    yield self.words(f"annual.items.{key}", items=titles)
        signed = sum(any(map(self.stands, self.of(name))) for name in items)
        yield self.words("annual.sum.signed", signed=signed, items=len(items))

    # Comparison

    def title(self, item: str) -> str:
        kind, _, name = item.partition("/")
        if item == WHOLE:
            return self.words("annual.whole")
        return self.names.country(name) if kind == "country" else self.names.contractor(name)

    def compared_rows(self) -> Iterator[tuple[str, ...]]:
        for item in self.standing.items.values():
            yield from self.compared(item)

    def compared(self, item: Item) -> Iterator[tuple[str, ...]]:
        changes = self.year.earlier.changes(item) if self.year.earlier else ()
        for fact, then, now in changes:
            yield self.title(item.id), self.fact(fact), self.value(fact, then), self.value(fact, now)

    def fact(self, name: str) -> str:
        kind, _, rest = name.partition(":")
        if kind in ("fact", "quote"):
            part, _, fact = rest.partition(":")
            return self.words(f"annual.fact.{kind}", part=part, fact=self.names.fact(fact))
        if kind == "measure":
            return self.words(f"topic.{rest}")
        return self.words(f"annual.fact.{kind}", name=rest)

    def value(self, name: str, value: str) -> str:
        if not value:
            return self.words("annual.fact.none")
        kind, _, rest = name.partition(":")
        fact = rest.partition(":")[2].partition(":")[0] if kind == "fact" else kind
        return "\n".join(self.line(fact, line) for line in value.split("\n"))

    def line(self, fact: str, code: str) -> str:
        if code == UNREAD:
            return self.words("annual.fact_unread")
        if fact == "country":
            return self.names.country(code)
        if fact == "contractors":
            return self.names.contractor(code)
        keys = (f"{prefix}.{code}" for prefix in _CODED.get(fact, ()))
        return next((self.words(key) for key in keys if self.words.has(key)), code)
