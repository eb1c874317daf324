"""What is signed: the facts of every item, canonical, so that a digest stands for what was looked at.

Values are codes and quotes, never words of a catalogue: another wording of ours is no other fact. What
only time changes (ages, days watched) is shown in the review and left out here, or every day would ask
for new signatures.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xborder.documents.annual.item import UNREAD, Item
from xborder.documents.annual.year import Year
from xborder.documents.facts import CLOSED, Facts
from xborder.model import ChangeStatus, Contractor, Country, Document, Part, Problem
from xborder.model.signing import WHOLE


@dataclass(frozen=True)
class Standing:
    """All items, and the whole, which stands for all of them together.

    With mistakes in the registry nobody knows what all is, and nothing can be signed.
    """

    items: Mapping[str, Item]
    whole: Item
    mistakes: tuple[Problem, ...] = ()

    def item(self, name: str) -> Item | None:
        return self.whole if name == WHOLE else self.items.get(name)


def standing(facts: Facts, year: Year) -> Standing:
    """The present state of everything that is signed."""
    registry = facts.registry
    items = {
        item.id: item
        for item in (
            *(_country(facts, year, c) for c in facts.countries_in_use()),
            *(_contractor(facts, year, c) for c in registry.contractors),
        )
    }
    told = {f"item:{name}": item.state for name, item in items.items()}
    about = {"year": str(year.year), "since": year.since.isoformat()}
    about |= {"earlier": year.earlier.signature.state if year.earlier else ""}
    whole = Item(WHOLE, {**about, **told, **dict(_open_cases(facts))})
    return Standing(items, whole, registry.mistakes)


def _open_cases(facts: Facts) -> Iterator[tuple[str, str]]:
    yield from ((f"case:{case.id}", case.state.value) for case in facts.cases if case.state not in CLOSED)


def _country(facts: Facts, year: Year, country: Country) -> Item:
    profile = facts.profiles.get(country.code)
    using = [c.id for c in facts.registry.contractors if c.country == country.code]
    servers = [
        t.service
        for c in facts.registry.contractors
        for t in c.transfers
        if country.code in t.server_locations
    ]
    told = {
        "designated": "yes" if country.designated else "no",
        "confirm_by_hand": country.confirm_by_hand or "",
        "contractors": "\n".join(sorted(using)),
        "servers": "\n".join(sorted(servers)),
        "surveyed": (profile.surveyed or "") if profile else UNREAD,
    }
    for part in facts.parts_on(country):
        told |= dict(_part(part))
    told |= dict(_period(facts, year, country.documents, f"country/{country.code}"))
    return Item(f"country/{country.code}", told)


def _part(part: Part) -> Iterator[tuple[str, str]]:
    said = dict(part.quotes)
    values: dict[str, str] = {
        "legal_system": "\n".join((part.system or UNREAD, *(law.name_ja for law in part.laws or ()))),
        "eu_adequacy": part.eu_adequacy or UNREAD,
        "cbpr": part.cbpr or UNREAD,
    }
    values |= {f"oecd:{principle}": provision or UNREAD for principle, provision in part.oecd}
    for name, laws in (
        ("government_access", part.government_access),
        ("data_localization", part.data_localization),
    ):
        values[name] = UNREAD if laws is None else "\n".join(f"{x.name_ja}\n{x.body}".strip() for x in laws)
    for fact, value in values.items():
        yield f"fact:{part.name}:{fact}", str(value)
        if fact in said:
            yield f"quote:{part.name}:{fact}", said[fact].text


def _contractor(facts: Facts, year: Year, contractor: Contractor) -> Item:
    told = {"country": contractor.country, "basis": contractor.basis.value}
    for measure in year.measures.get(contractor.id, ()):
        name = f"measure:{measure.topic.value}"
        told[name] = f"{told[name]}\n{measure.quote}" if name in told else measure.quote
    told["terms"] = "read" if contractor.id in year.measures else UNREAD
    told |= dict(_period(facts, year, contractor.documents, f"{contractor.id}/"))
    return Item(f"contractor/{contractor.id}", told)


def _period(
    facts: Facts, year: Year, documents: tuple[Document, ...], subject: str
) -> Iterator[tuple[str, str]]:
    """The documents watched, what came to light in them, and what people decided on it."""
    mine = {document.id for document in documents}
    yield from ((f"document:{document.id}", document.title) for document in documents)
    found = [r for r in year.revisions if r.document in mine and not r.echo_of and r.is_substantive]
    for revision in found:
        stood = revision.status is not ChangeStatus.WITHDRAWN
        yield f"revision:{revision.id}", revision.recommendation.action.value if stood else "withdrawn"
    names = {revision.id for revision in found}
    for case in facts.cases:
        is_open = case.state not in CLOSED and (case.subject == subject or case.subject.startswith(subject))
        if is_open or names & set(case.revisions):
            yield f"case:{case.id}", case.state.value
            for made in year.decisions:
                if made.case == case.id:
                    said = (made.at.isoformat(), made.person, made.move.value, made.reason)
                    yield f"decision:{case.id}:{made.based_on}", "\n".join(said)
