"""What is told under Article 28(3) and published as the external environment (Rules Art. 18(3), Q10-25).

Names, places and links come from the registry, the company's sentences from policy.yaml. A sentence that an
open case contradicts is replaced by what is open: nobody is told "none" while it is being examined.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xborder.documents.doubts import doubts, doubts_about
from xborder.documents.facts import (
    IN_LIST,
    IN_TABLE,
    Facts,
    about,
    national_name,
    without_contradictions,
)
from xborder.documents.paper import Block, Bullets, Heading, Paper, Paragraph, Table, Tone
from xborder.model import (
    TRIGGER_FACTS,
    Case,
    CaseState,
    Contractor,
    Country,
    Document,
    Text,
    Transfer,
    TriggerLaw,
)
from xborder.report.names import Names
from xborder.report.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One of the seven items of Rule 18(3). `place` is its number in section 4-1 of the policy."""

    number: int
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a person who asks is told of one contractor; without items, Article 28(3) does not apply."""

    contractor: str
    name: str
    basis: str
    reason: str  # why there are no items, or why there are although nobody settled the ground
    services: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """The public text, a sheet for each contractor, and what a person must settle before either is used."""

    policy: Paper
    sheets: tuple[Sheet, ...]
    papers: tuple[Paper, ...]  # one for each of `sheets`
    doubts: tuple[str, ...]
    doubts_about: Mapping[str, tuple[str, ...]]  # ... one contractor's sheet is handed out


def disclose(facts: Facts, language: str) -> Disclosure:
    """Everything that is told, in one language."""
    return _Speaker(facts, Words(language, "xborder.documents")).all()


class _Speaker:
    def __init__(self, facts: Facts, words: Words) -> None:
        self.facts, self.words = facts, words
        self.names = Names(facts.registry, words)
        self.says = facts.statements

    def all(self) -> Disclosure:
        sheets = tuple(self.sheet(c) for c in self.facts.registry.contractors)
        return Disclosure(
            policy=self.paper("disclosure.title", tuple(self.policy())),
            sheets=sheets,
            papers=tuple(self.sheet_paper(sheet) for sheet in sheets),
            doubts=doubts(self.facts, self.words),
            doubts_about=doubts_about(self.facts, self.words),
        )

    def paper(self, title: str, blocks: tuple[Block, ...], **values: object) -> Paper:
        about = (self.facts.company, self.words("paper.made", day=self.words.day(self.facts.as_of)))
        return Paper(
            title=self.words(title, **values),
            language=self.words.language,
            about=tuple(line for line in about if line),
            blocks=blocks,
        )

    def of(self, text: Text) -> str:
        return text.of(self.words.language)

    # The published section

    def policy(self) -> Iterator[Block]:
        if self.facts.registry.mistakes:
            yield Paragraph(text=self.words("policy.mistakes"), tone=Tone.NOTICE)
        yield Heading(text=self.words("policy.1"))
        contractors = self.facts.registry.contractors
        listed = [c for c in contractors if IN_LIST in c.listed_in]
        concerned = [c for c in contractors if c in listed or c.basis.has_duties]
        for number, text in enumerate(self.general(concerned), 1):
            yield Heading(text=self.words(f"policy.1.{number}"), level=2)
            yield Paragraph(text=text)
        yield Heading(text=self.words("policy.1.8"), level=2)
        yield Bullets(
            items=tuple(
                f"{self.name(c)}{self.words('place.of', country=self.names.country(c.country))}"
                for c in listed
            )
        )
        yield Heading(text=self.words("policy.2"))
        yield self.table()
        yield from (Paragraph(text=note, tone=Tone.SMALL) for note in self.notes())

    def general(self, concerned: list[Contractor]) -> Iterator[str]:
        """4-1(1) to (7). A contractor that the list of (8) lacks by mistake is no reason to say "none"."""
        own = [(c, self.says.contractors[c.id]) for c in concerned if c.id in self.says.contractors]
        for common, texts in (
            (self.says.establishment, {c.id: said.establishment for c, said in own}),
            (self.says.measures, {c.id: said.measures for c, said in own}),
        ):
            of_one = (self.pair([name], self.of(text)) for name, text in texts.items() if text)
            yield self.joined(self.of(common), *of_one)
        yield self.frequency()
        yield self.words("policy.1.4.see")
        yield self.all_systems(concerned) or self.none(self.says.no_system)
        obstacles = (*(self.obstacles(c) for c in concerned), *self.obstacles_of_nobody())
        yield self.joined(*obstacles) or self.none(self.says.no_obstacle)
        yield self.steps()

    def none(self, text: Text) -> str:
        """That there is none, which nobody can say who could not read the whole registry."""
        return self.words("policy.unsettled") if self.facts.registry.mistakes else self.of(text)

    def all_systems(self, contractors: list[Contractor]) -> str:
        """What is told of systems, each text once, with the contractors it concerns."""
        concerned: dict[str, list[str]] = {}
        for contractor in contractors:
            concerned.setdefault(self.systems(contractor), []).append(contractor.id)
        return self.joined(*(self.pair(ids, text) for text, ids in concerned.items() if text))

    def pair(self, contractors: list[str], text: str) -> str:
        names = self.words("comma").join(self.names.contractor(name) for name in contractors)
        return self.words("pair", name=names, text=text)

    def frequency(self) -> str:
        return f"{self.of(self.says.confirm_terms)}\n{self.of(self.says.confirm_law)}"

    def steps(self) -> str:
        says = self.says
        laws = (f"{mark} {self.of(text)}" for mark, text in zip(
            ("1)", "2)"), (says.government_access, says.data_localization), strict=True))  # fmt: skip
        return "\n".join(
            map(str, (self.of(says.on_breach), self.of(says.on_uncorrected), self.of(says.on_law), *laws))
        )

    def table(self) -> Table:
        rows = tuple(
            (t.service, self.name(c), self.places(t), self.laws(t))
            for c, t in self.facts.transfers()
            if IN_TABLE in t.listed_in
        )
        head = tuple(self.words(f"servers.{name}") for name in ("service", "provider", "places", "laws"))
        return Table(name=self.words("policy.2"), head=head, rows=rows, widths=(3, 4, 5, 9))

    def places(self, transfer: Transfer) -> str:
        names = [self.names.country(code) for code in transfer.server_locations]
        mark = self.words("servers.mark") if transfer.locations_are_candidates else ""
        return "\n".join(names) + mark if names else self.words("servers.unknown")

    def laws(self, transfer: Transfer) -> str:
        parts = transfer.server_jurisdictions
        return "\n".join(self.law(self.facts.country(code), parts) for code in transfer.server_locations)

    def law(self, country: Country, parts: Collection[str]) -> str:
        """Where the PPC says what the law of a country is, and that of these parts of it."""
        name = national_name(country, self.words.language)
        lines = [name, *_links(country.reports.get("", ()))]
        if len(lines) == 1:
            key = "servers.designated" if country.designated else "servers.no_report"
            lines = [self.words(key, country=name)]
        for part, forms in country.reports.items():
            if part in parts:
                lines += [self.of(country.called(part)), *_links(forms)]
        return "\n".join(lines)

    def notes(self) -> Iterator[str]:
        for contractor, transfer in self.facts.transfers():
            if transfer.locations_are_candidates and IN_TABLE in transfer.listed_in:
                yield self.words(
                    "servers.candidates", provider=self.name(contractor), service=transfer.service
                )
        for text in self.says.domestic:
            yield self.words("servers.note", text=self.of(text))

    # The sheet of one contractor

    def sheet(self, contractor: Contractor) -> Sheet:
        applies = contractor.basis.has_duties
        key = f"sheet.reason.{contractor.basis.value}"
        return Sheet(
            contractor=contractor.id,
            name=self.name(contractor),
            basis=self.words(f"basis.{contractor.basis.value}"),
            reason=self.words(key) if self.words.has(key) else "",
            services=tuple(self.service(t) for t in contractor.transfers),
            items=tuple(self.items(contractor)) if applies else (),
        )

    def service(self, transfer: Transfer) -> str:
        lines = (
            transfer.service,
            self.words("sheet.data", data=transfer.data) if transfer.data else "",
            self.words("sheet.places", places=self.places(transfer).replace("\n", self.words("comma"))),
            self.words("sheet.candidates") if transfer.locations_are_candidates else "",
        )
        return "\n".join(line for line in lines if line)

    def items(self, contractor: Contractor) -> Iterator[Item]:
        texts = (
            self.joined(
                self.of(self.says.establishment_of(contractor.id)),
                self.words(f"sheet.basis.{contractor.basis.value}"),
            ),
            self.of(self.says.measures_of(contractor.id)),
            self.frequency(),
            self.names.country(contractor.country),
            self.systems(contractor) or self.none(self.says.no_system),
            self.obstacles(contractor) or self.none(self.says.no_obstacle),
            self.steps(),
        )
        for number, text in enumerate(texts, 1):
            yield Item(number=number, name=self.words(f"policy.1.{number}.item"), text=text)

    def sheet_paper(self, sheet: Sheet) -> Paper:
        blocks: list[Block] = [
            Paragraph(text=self.words("sheet.basis", basis=sheet.basis)),
            *((Paragraph(text=sheet.reason, tone=Tone.NOTICE),) if sheet.reason else ()),
            Heading(text=self.words("sheet.services")),
            Bullets(items=sheet.services),
        ]
        if sheet.items:
            rows = tuple((f"{item.number}. {item.name}", item.text) for item in sheet.items)
            head = (self.words("sheet.item"), self.words("sheet.content"))
            blocks += [
                Heading(text=self.words("sheet.items")),
                Table(name=sheet.contractor, head=head, rows=rows, widths=(3, 7)),
            ]
        return self.paper("sheet.title", tuple(blocks), name=sheet.name)

    # What stands against the company's own sentences

    def systems(self, contractor: Contractor) -> str:
        """What is open about the law of its country, what the PPC's report names, the company's outline."""
        of_law = without_contradictions(self.facts.laws_of(contractor))
        lines = [self.words(f"system.{_examined(case)}", case=about(case, self.names)) for case in of_law]
        for part in self.facts.parts_of(contractor):
            for fact, laws in zip(
                TRIGGER_FACTS, (part.government_access, part.data_localization), strict=True
            ):
                lines += self.named(contractor, fact, laws)
        if outline := self.says.systems.get(contractor.country):
            lines.append(self.of(outline))
        return self.joined(*lines)

    def named(self, contractor: Contractor, fact: str, laws: tuple[TriggerLaw, ...] | None) -> list[str]:
        country = self.names.country(contractor.country)
        if laws is None:
            return [self.words("system.unread", country=country, fact=self.names.fact(fact))]
        listed = self.words("comma").join(law.name_ja for law in laws)
        return (
            [self.words("system.named", country=country, fact=self.names.fact(fact), laws=listed)]
            if laws
            else []
        )

    def obstacles(self, contractor: Contractor) -> str:
        return self.stated(self.name(contractor), self.facts.obstacles_of(contractor))

    def obstacles_of_nobody(self) -> Iterator[str]:
        """By the names that the contractors had while they were registered."""
        by_name: dict[str, list[Case]] = {}
        for case in self.facts.obstacles_of_nobody():
            for name in self.facts.strangers(case).values():
                by_name.setdefault(name, []).append(case)
        yield from (self.stated(name, cases) for name, cases in by_name.items())

    def stated(self, name: str, cases: Iterable[Case]) -> str:
        return "\n".join(self.obstacle(name, case) for case in without_contradictions(cases))

    def obstacle(self, name: str, case: Case) -> str:
        due = self.words("obstacle.due", day=self.words.day(case.deadline)) if case.deadline else ""
        key = f"obstacle.{case.state.value}"
        return self.words(key, name=name, title=about(case, self.names), due=due)

    def name(self, contractor: Contractor) -> str:
        return self.names.contractor(contractor.id)

    def joined(self, *texts: str) -> str:
        return "\n".join(dict.fromkeys(text for text in texts if text))


def _links(forms: Sequence[Document]) -> list[str]:
    return [s.url for d in reversed(forms) for s in d.sources if s.url]


def _examined(case: Case) -> str:
    """How far a change of law was examined: nothing is "being examined" once somebody decided."""
    decided = {CaseState.CONTINUED: "continued", CaseState.SUSPENDED: "suspended"}
    return decided.get(case.state, "open")
