"""What is watched and why: contractors, countries, documents, sources, transfers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from xborder.texts import Text, same


class Basis(StrEnum):
    """The ground on which personal data may go abroad (APPI Art. 28(1); Rules Art. 15, 16)."""

    CONSENT = "consent"  # Art. 28(1): the principal's prior consent
    CONTRACT = "contract"  # Rule 16(i): contract or similar ensures equivalent measures
    CBPR = "cbpr"  # Rule 16(ii): certified under APEC or Global CBPR
    DESIGNATED = "designated_country"  # Rule 15: EU/EEA, UK
    NOT_HANDLED = "not_handled"  # Q12-3: the provider does not handle the personal data
    DOMESTIC = "domestic"  # the recipient is in Japan; only servers are abroad (Q10-25)
    UNCONFIRMED = "unconfirmed"  # the company has not said: treated with every duty until it does

    @property
    def has_duties(self) -> bool:
        """Whether Art. 28(3) and Rule 18 apply, or must be taken to: not under consent (Guideline 6)."""
        return self in (Basis.CONTRACT, Basis.CBPR, Basis.UNCONFIRMED)


class DocumentKind(StrEnum):
    TERMS = "terms"
    PRIVACY = "privacy"
    DPA = "dpa"
    SUBPROCESSORS = "subprocessors"
    GOVERNMENT_REQUESTS = "government_requests"
    SECURITY = "security"
    NOTICE = "notice"
    COUNTRY_REPORT = "country_report"
    COUNTRY_INDEX = "country_index"

    @property
    def is_country(self) -> bool:
        return self in (DocumentKind.COUNTRY_REPORT, DocumentKind.COUNTRY_INDEX)


class FetchBy(StrEnum):
    """Who makes a page of what the server sends."""

    HTTP = "http"  # nobody: the page as served
    BROWSER = "browser"  # a browser, which runs its scripts
    AUTO = "auto"  # a browser where the page as served is an empty shell


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One address (URL, or file under the data folder) with what is needed to read it."""

    id: str  # "zoom/terms"; one of several of a document "zoom/terms#3f0c2b9d1a77", named by its address
    url: str | None = None
    file: str | None = None
    select: tuple[str, ...] = ()  # CSS: keep only these; empty = find the main text
    remove: tuple[str, ...] = ()  # CSS: drop these
    accept_language: str = "en"
    ignore_robots: str | None = None  # the written reason for the override, reported on every run
    fetch: FetchBy = FetchBy.HTTP
    verified: bool = True  # False: nobody has seen this address answer

    @property
    def location(self) -> str:
        return self.url or f"file:{self.file}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What one or more sources make up together; the unit of versions and changes."""

    id: str  # "zoom/terms", "country/TH/html"
    owner: str  # contractor id, or country code
    kind: DocumentKind
    title: str
    sources: tuple[Source, ...]
    language: str | None = None  # expected: "en", "ja"; None = not judged
    report: str = ""  # of a country report, which one: "" = on the country itself, "us-ca" = on that part


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One service of a contractor: what goes where. The unit of concern."""

    service: str
    data: str = ""  # whose and which personal data, in the company's words
    server_locations: tuple[str, ...] = ()  # ISO 3166-1 alpha-2 codes
    server_jurisdictions: tuple[str, ...] = ()  # keys of parts that apply ("us-ca"); empty: national parts
    locations_reason: str = ""  # why these places (for example: not specified by the contract, candidates)
    locations_are_candidates: bool = False  # nobody has said where; these are possible places
    documents: tuple[str, ...] = ()  # document ids; empty = all of the contractor's
    listed_in: tuple[str, ...] = ()  # places of the published policy that name it: "4-2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contractor:
    """A legal entity to which personal data is entrusted."""

    id: str
    name: str  # legal entity
    name_ja: str = ""
    country: str  # ISO code of the place of the legal entity (Q12-11)
    jurisdictions: tuple[str, ...] = ()  # keys of parts that apply; empty: the national parts
    basis: Basis
    basis_note: str = ""
    transfers: tuple[Transfer, ...] = ()
    documents: tuple[Document, ...] = ()
    listed_in: tuple[str, ...] = ()  # places of the published policy that name it: "4-1(8)"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """One part of a country as the PPC surveys it: the whole, a federation, a state, an emirate."""

    key: str  # "us-federal"
    part: str | None = None  # None = the whole country; "federal", "state", "free-zone" ...
    list_name_ja: str
    name_ja: str | None = None
    name_en: str
    headings: tuple[str, ...] = ()  # names this part may carry as a heading of the report
    surveyed: str | None = None  # "2021-10", as cited; None = unknown
    note: str = ""

    @property
    def is_national(self) -> bool:
        """Applies to every contractor in the country, unless the registry says otherwise."""
        return self.part in (None, "national", "federal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """The legal system around contractors and servers."""

    code: str  # ISO 3166-1 alpha-2
    name_ja: str
    name_en: str
    jurisdictions: tuple[Jurisdiction, ...] = ()
    documents: tuple[Document, ...] = ()
    designated: bool = False  # Rule 15
    confirm_by_hand: str = ""  # why there is no PPC report to watch, and who confirms how
    note: str = ""

    @property
    def own_part(self) -> Jurisdiction | None:
        """The part that the country's own report is on: the whole, or the federation."""
        return next((j for j in self.jurisdictions if j.is_national), None)

    @property
    def reports(self) -> Mapping[str, tuple[Document, ...]]:
        """The PPC's reports on the country and its parts, its own first; of each report its forms."""
        names = sorted({d.report for d in self.documents})
        return {name: tuple(d for d in self.documents if d.report == name) for name in names}

    def called(self, report: str) -> Text:
        """What a report is on: the country, or the part as the PPC's list has it."""
        part = next((j for j in self.jurisdictions if j.key == report), None)
        if part is not None:
            return Text(ja=part.list_name_ja, en=part.name_en)
        title = next((d.title for d in self.reports.get(report, ())), report)
        return same(title) if report else Text(ja=self.name_ja, en=self.name_en)


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


WHOLE_FILE = "(file)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake in the registry, at its place."""

    file: str
    line: int
    field: str
    message: str  # what, why, fix
    severity: Severity = Severity.ERROR

    @property
    def of_file(self) -> bool:
        """Whether nothing of the file could be read."""
        return self.field == WHOLE_FILE and self.severity is Severity.ERROR

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """All that is watched. Broken entries are left out and stand in `problems`."""

    contractors: tuple[Contractor, ...] = ()
    countries: tuple[Country, ...] = ()
    index: Document | None = None  # the PPC's list page
    problems: tuple[Problem, ...] = field(default=())

    @property
    def mistakes(self) -> tuple[Problem, ...]:
        """What is not watched because of them is in none of the tuples above."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def documents(self) -> tuple[Document, ...]:
        own = [d for c in self.contractors for d in c.documents]
        theirs = [d for c in self.countries for d in c.documents]
        return (*own, *theirs, *((self.index,) if self.index else ()))

    def country(self, code: str) -> Country | None:
        return next((c for c in self.countries if c.code == code), None)

    def contractor(self, contractor_id: str) -> Contractor | None:
        return next((c for c in self.contractors if c.id == contractor_id), None)
