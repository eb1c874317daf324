"""What the documents are made from, and the questions all of them ask of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from xborder.cases import UNDECIDED, is_about, is_judged, is_parted, known_as, state_of
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
    reached: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict
    )  # case -> contractor that its findings reached -> its name then
    promised: Mapping[str, frozenset[Topic]] | None = None  # by contractor with a text read; None: not asked
    known_as: Mapping[str, tuple[str, ...]] = field(init=False, repr=False)  # contractor -> all its ids

    def __post_init__(self) -> None:
        reached = {name: called for of_case in self.reached.values() for name, called in of_case.items()}
        object.__setattr__(self, "known_as", known_as(self.registry.contractors, reached))

    def country(self, code: str) -> Country:
        """The registry refuses codes it does not know, so that the fallback is for removed countries."""
        return self.registry.country(code) or Country(code=code, name_ja=code, name_en=code)

    def countries_in_use(self) -> tuple[Country, ...]:
        """Where a contractor or a server is; Japan is no foreign country."""
        used = {c.country for c in self.registry.contractors}
        used |= {code for c in self.registry.contractors for t in c.transfers for code in t.server_locations}
        return tuple(c for c in self.registry.countries if c.code in used and c.code != "JP")

    def cases_of(self, contractor: Contractor) -> tuple[Case, ...]:
        """What is not closed about its documents or the law where it is (Q12-11), as it stands for it."""
        mine = (c for c in self.cases if c.state not in CLOSED and self.concerns(c, contractor))
        return tuple(
            case if self.is_judged(case, contractor) else replace(case, state=state_of(case.recommendation))
            for case in mine
        )

    def is_judged(self, case: Case, contractor: Contractor) -> bool:
        return is_judged(case, self.known_as[contractor.id])

    def concerns(self, case: Case, contractor: Contractor) -> bool:
        """An open case keeps whom it reached, wherever the registry moves them and whatever it calls them."""
        names = self.known_as[contractor.id]
        about = [is_about(case, replace(contractor, id=name)) for name in names]
        is_common = _is_law(case) and not case.only
        if all(about) if is_common else any(about):
            return True
        return case.state is not CaseState.CONTINUED and any(self._is_named(case, name) for name in names)

    def cases_of_nobody(self) -> tuple[Case, ...]:
        """What is open of contractors that the registry does not know, and of countries where nobody is."""
        unsettled = (c for c in self.cases if c.state not in (*CLOSED, CaseState.CONTINUED))
        return tuple(case for case in unsettled if self.strangers(case) or not self._concerned(case))

    def strangers(self, case: Case) -> Mapping[str, str]:
        """Those of a case that the registry does not know, by no name, with the names they had."""
        if _is_law(case) and not case.only and case.state in UNDECIDED and self._concerned(case):
            return {}  # it is decided for those who are there
        known = {name for names in self.known_as.values() for name in names}
        called = self.reached.get(case.id, {})
        named = (case.subject.partition("/")[0], *case.only, *case.decided_for, *called)
        return {n: called.get(n, n) for n in named if n not in known and self._is_named(case, n)}

    def _concerned(self, case: Case) -> bool:
        return any(self.concerns(case, c) for c in self.registry.contractors)

    def _is_named(self, case: Case, name: str) -> bool:
        """Whether it is the owner of the document, or one whom the law reached or was decided for."""
        if not _is_law(case):
            return case.subject.startswith(f"{name}/")
        if is_parted(case, name):
            return False
        decided_for = () if case.state in UNDECIDED else case.decided_for
        return name in (case.only or decided_for or self.reached.get(case.id, {}))

    def transfers(self) -> Iterator[tuple[Contractor, Transfer]]:
        return ((c, t) for c in self.registry.contractors for t in c.transfers)

    def obstacles_of(self, contractor: Contractor) -> tuple[Case, ...]:
        """What obstructs, or may. What was withdrawn does not, but a suspension lasts until resumed."""
        return tuple(case for case in self.cases_of(contractor) if self._stands(case))

    def obstacles_of_nobody(self) -> tuple[Case, ...]:
        """What obstructs, or may, the provision to contractors that the registry does not know."""
        return tuple(c for c in self.cases_of_nobody() if self._stands(c) and self.strangers(c))

    def _stands(self, case: Case) -> bool:
        if case.id in self.withdrawn and case.state is not CaseState.SUSPENDED:
            return False
        return is_obstacle(case) and case.id not in self.unlisted

    def laws_of(self, contractor: Contractor) -> tuple[Case, ...]:
        """Of these, what is about the law where it is, and still in the report."""
        here = f"country/{contractor.country}"
        return tuple(
            case
            for case in self.obstacles_of(contractor)
            if case.subject == here and case.id not in self.withdrawn
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


def _is_law(case: Case) -> bool:
    return case.subject.startswith("country/")


def is_obstacle(case: Case) -> bool:
    """Whether the case is about a measure or law that obstructs, not about a text still to be read."""
    return case.state not in CLOSED and case.recommendation.action.rank >= Action.REQUEST_CORRECTION.rank


_BY_GRAVITY = (
    CaseState.SUSPENDED,
    CaseState.OVERDUE,
    CaseState.SUSPENSION_RECOMMENDED,
    CaseState.CORRECTION_REQUESTED,
    CaseState.OPEN,
    CaseState.CONTINUED,
)
_ON_SUSPENDING = (CaseState.OVERDUE, CaseState.SUSPENSION_RECOMMENDED, CaseState.CONTINUED)


def without_contradictions(cases: Iterable[Case]) -> tuple[Case, ...]:
    """Of what stands for one contractor, the gravest on each document or law.

    While anything is open it is not said that measures can be ensured; and not that a suspension is being
    considered of whom nothing is provided to.
    """
    gravest: dict[str, Case] = {}
    for case in sorted(cases, key=lambda c: (_BY_GRAVITY.index(c.state), c.deadline or date.max)):
        gravest.setdefault(case.subject, case)
    states = {case.state for case in gravest.values()}
    moot: Collection[CaseState] = ()
    if CaseState.SUSPENDED in states:
        moot = _ON_SUSPENDING
    elif len(states) > 1:
        moot = (CaseState.CONTINUED,)
    return tuple(case for case in gravest.values() if case.state not in moot)


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
