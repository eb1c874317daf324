"""What the documents are made from, and the questions all of them ask of it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from xborder.cases import is_about
from xborder.model import (
    NOTHING,
    Action,
    Case,
    CaseState,
    Contractor,
    Country,
    Jurisdiction,
    Part,
    Profile,
    Registry,
    Text,
    Topic,
    Transfer,
)
from xborder.model.disclosure import Statements
from xborder.report.names import Names

IN_LIST, IN_TABLE = "4-1(8)", "4-2"
"""Places of the published policy that name contractors, and servers."""

CLOSED = (CaseState.CONFIRMED, CaseState.DISMISSED, CaseState.CORRECTED, CaseState.RESUMED)
"""States in which nothing is left to be done; CONTINUED stays to be told, with its reasons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """What keeps the forms of one report (HTML, PDF) from being one: what any of them lists is told."""

    differ: Text = NOTHING  # where they do not say the same
    unread: tuple[str, ...] = ()  # titles of those that were never read, while another was
    lost: tuple[tuple[str, datetime], ...] = ()  # ... that cannot be read any more, and since when


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The registry, what the company says, and what the store knows; the store may be empty."""

    registry: Registry
    statements: Statements
    as_of: datetime
    company: str = ""
    cases: tuple[Case, ...] = ()
    profiles: Mapping[str, Profile] = field(default_factory=dict)  # country code -> its report as last read
    of_parts: Mapping[str, Mapping[str, Profile]] = field(
        default_factory=dict
    )  # ... -> part -> the report on it
    forms: Mapping[tuple[str, str], Forms] = field(default_factory=dict)  # by country code and report
    withdrawn: frozenset[str] = frozenset()  # cases whose findings did not stay, none of them
    unlisted: frozenset[str] = frozenset()  # cases decided to continue, of laws that no report lists any more
    promised: Mapping[str, frozenset[Topic]] | None = None  # by contractor with a text read; None: not asked

    def country(self, code: str) -> Country:
        """The registry refuses codes it does not know, so that the fallback is for removed countries."""
        return self.registry.country(code) or Country(code=code, name_ja=code, name_en=code)

    def countries_in_use(self) -> tuple[Country, ...]:
        """Where a contractor or a server is; Japan is no foreign country."""
        used = {c.country for c in self.registry.contractors}
        used |= {code for c in self.registry.contractors for t in c.transfers for code in t.server_locations}
        return tuple(c for c in self.registry.countries if c.code in used and c.code != "JP")

    def cases_of(self, contractor: Contractor) -> tuple[Case, ...]:
        """What is not closed about its documents or the law where it is (Q12-11)."""
        return tuple(case for case in self.cases if case.state not in CLOSED and is_about(case, contractor))

    def cases_of_nobody(self) -> tuple[Case, ...]:
        """What is open of contractors that the registry does not know, or not by that name any more."""
        known = {c.id for c in self.registry.contractors} | {"country"}
        return tuple(
            case
            for case in self.cases
            if case.state not in CLOSED
            and (case.subject.partition("/")[0] not in known or not known.issuperset(case.only))
        )

    def transfers(self) -> Iterator[tuple[Contractor, Transfer]]:
        return ((c, t) for c in self.registry.contractors for t in c.transfers)

    def obstacles_of(self, contractor: Contractor) -> tuple[Case, ...]:
        """What obstructs, or may. What was withdrawn does not, but a suspension lasts until resumed."""
        return tuple(
            case
            for case in self.cases_of(contractor)
            if is_obstacle(case)
            and (case.id not in self.withdrawn or case.state is CaseState.SUSPENDED)
            and case.id not in self.unlisted
        )

    def laws_of(self, contractor: Contractor) -> tuple[Case, ...]:
        """Of these, what is about the law where it is, and still in the report."""
        return tuple(
            case
            for case in self.obstacles_of(contractor)
            if case.subject.startswith("country/") and case.id not in self.withdrawn
        )

    def parts_of(self, contractor: Contractor) -> tuple[Part, ...]:
        """The parts of the PPC's reports that apply where the contractor is."""
        country = self.country(contractor.country)
        elsewhere = {
            name
            for part in country.jurisdictions
            if not part.is_national and part.key not in contractor.jurisdictions
            for name in _names(part)
        }
        return tuple(part for part in self.parts_on(country) if part.name not in elsewhere)

    def parts_on(self, country: Country) -> Iterator[Part]:
        """What was read in the country's own report, then in those on its parts."""
        own = self.profiles.get(country.code)
        yield from own.parts if own else ()
        for report, profile in self.of_parts.get(country.code, {}).items():
            for part in profile.parts:
                name = _called(country, report, part.name) if len(profile.parts) == 1 else part.name
                yield replace(part, name=name)

    def unread(self, country: Country, parts: Collection[str]) -> tuple[str, ...]:
        """Of these parts those on which there is a report that nobody could read yet."""
        read = self.of_parts.get(country.code, {})
        return tuple(part for part in country.reports if part in parts and part not in read)


def is_obstacle(case: Case) -> bool:
    """Whether the case is about a measure or law that obstructs, not about a text still to be read."""
    return case.state not in CLOSED and case.recommendation.action.rank >= Action.REQUEST_CORRECTION.rank


def about(case: Case, names: Names) -> str:
    """What a case is about; a country in the language of the document."""
    country = case.subject.removeprefix("country/")
    return case.title if country == case.subject else names.country(country)


def national_name(country: Country, language: str) -> str:
    """As the PPC's report is headed: 「アメリカ合衆国（連邦）」 is what was surveyed, not the states."""
    federal = next((j for j in country.jurisdictions if j.part == "federal"), None)
    if federal is not None:
        return federal.name_en if language == "en" else federal.list_name_ja
    return country.name_en if language == "en" else country.name_ja


def _called(country: Country, report: str, name: str) -> str:
    """A report on a part may be headed by the name of the country: then it is called as on the list."""
    parts = (name for part in country.jurisdictions if not part.is_national for name in _names(part))
    return name if name in parts else country.called(report).ja


def _names(part: Jurisdiction) -> Iterator[str]:
    yield from (name for name in (part.list_name_ja, part.name_ja, *part.headings) if name)
