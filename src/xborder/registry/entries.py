"""What may stand in data/*.yaml: the shape of one entry, field by field. Unknown fields are refused.

Lists of entries are left as Any here: each of their entries is checked by itself, so that a broken one
does not take its neighbours along.
"""

import re
import unicodedata
from string import ascii_uppercase
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from babel import Locale
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from xborder.model import Action, Basis, Direction, DocumentKind, FactChange, Topic

# Known to CLDR, but no countries of ISO 3166-1.
NOT_ISO = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "ZZ"}
# Left to users by ISO 3166-1: places without a code of their own (XK, Kosovo), and demonstrations.
USER_ASSIGNED = {f"X{letter}" for letter in ascii_uppercase}
COUNTRY_CODES = {c for c in map(str, Locale("en").territories) if len(c) == 2 and c.isalpha()} - NOT_ISO
COUNTRY_CODES |= USER_ASSIGNED
WIDE = "[\u3000-\u30ff\u3400-\u9fff\uff00-\uff60]"
WIDE_GAP = re.compile(rf"(?<={WIDE}) (?={WIDE})")
HYPHEN = re.compile(r"(?<=\d)\s*[-\u2010-\u2015\u2212\u30fc]\s*(?=\d)")
OFTEN_MEANT = {"UK": "Write GB", "EU": "Name the country of the legal entity or server, as IE"}
LANGUAGES = {c for c in map(str, Locale("en").languages) if len(c) == 2}


def _printable(text: str) -> str:
    """Characters that nobody sees can forge a mail header or turn a line around."""
    if text.isprintable():  # says Python at once of nearly all
        return text
    hidden = {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") and c != "\n"}
    if hidden:
        names = ", ".join(sorted(f"U+{ord(c):04X}" for c in hidden))
        raise ValueError(f"holds invisible characters ({names}). Delete them")
    return text


def _one_line(text: str) -> str:
    if "\n" in text:
        raise ValueError("is more than one line. Write it on one line")
    return _printable(text)


def _unfold(text: str) -> str:
    """YAML folds lines with a space, which Japanese does not have between its characters."""
    return WIDE_GAP.sub("", _printable(text))


def _place(text: str) -> str:
    """As the code spells it: an input method writes 4－2 and 4-1（8）, which would be other places."""
    return HYPHEN.sub("-", unicodedata.normalize("NFKC", text)).replace(" (", "(").strip()


def _country_code(code: str) -> str:
    if code not in COUNTRY_CODES:
        fix = OFTEN_MEANT.get(code, "Write two capital letters, as JP")
        raise ValueError(f"'{code}' is no ISO 3166-1 alpha-2 country code. {fix}")
    return code


def _language(code: str) -> str:
    if code not in LANGUAGES:
        raise ValueError(f"'{code}' is no ISO 639-1 language code. Write en or ja")
    return code


def _address(url: str) -> str:
    """http or https with a plain host: what a person reads is what will be asked."""
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise ValueError("holds spaces, backslashes or other than ASCII characters. Percent-encode them")
    try:
        parts = urlsplit(url)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError as error:
        raise ValueError(f"is no address: {error}. Copy it from the browser") from error
    names = (parts.hostname or "").removesuffix(".").split(".")
    if parts.scheme not in ("http", "https") or not all(names) or not port_is_valid:
        raise ValueError("is no http or https address. Write it in full, as https://example.com/terms")
    if "@" in parts.netloc:
        raise ValueError("holds credentials. Registry files are read by many: delete them")
    return url


def _selector(selector: str) -> str:
    """CSS, tried by the engine that will use it."""
    try:
        LexborHTMLParser("<p></p>").css(_one_line(selector))
    except (SelectolaxError, ValueError) as error:
        raise ValueError(
            f"'{selector}' is no CSS selector (XPath and regular expressions are not)"
        ) from error
    return selector


Line = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_one_line)]
Place = Annotated[Line, AfterValidator(_place)]
Prose = Annotated[str, StringConstraints(max_length=4000, strip_whitespace=True), AfterValidator(_unfold)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Code = Annotated[str, AfterValidator(_country_code)]
Language = Annotated[str, AfterValidator(_language)]
Url = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_address)]
Selector = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_selector)]
Days = Annotated[int, Field(ge=1, le=3650)]


class Entry(BaseModel):
    """One mapping of a file. Strict: text is text, true is true."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class DocumentEntry(Entry):
    """One document and the addresses that make it up."""

    id: Id
    kind: DocumentKind
    title: Line
    url: Url | None = None
    urls: Annotated[tuple[Url, ...], Field(min_length=1, max_length=50)] | None = None
    file: Line | None = None
    select: tuple[Selector, ...] = ()
    remove: tuple[Selector, ...] = ()
    language: Language | None = None
    verified: bool = True
    ignore_robots: Annotated[Line, Field(min_length=10)] | None = None
    fetch: Literal["http", "browser", "auto"] = "http"

    @model_validator(mode="after")
    def _has_one_place(self) -> "DocumentEntry":
        if sum(place is not None for place in (self.url, self.urls, self.file)) != 1:
            raise ValueError("needs exactly one of url, urls and file. Add one, or delete the others")
        if self.file and (self.ignore_robots or self.fetch != "http"):
            raise ValueError("is a file: ignore_robots and fetch are for addresses. Delete them")
        return self


class CountryDocumentEntry(DocumentEntry):
    """A country report; Japanese unless the registry says otherwise."""

    kind: DocumentKind = DocumentKind.COUNTRY_REPORT
    title: Line = ""
    language: Language | None = "ja"
    jurisdiction: Id | None = None  # the part it is on; left out: the country


class TransferEntry(Entry):
    """One service of a contractor: what goes where."""

    service: Line
    data: Prose = ""
    server_locations: tuple[Code, ...] = ()
    server_jurisdictions: tuple[Id, ...] = ()
    locations_reason: Prose = ""
    locations_are_candidates: bool = False
    documents: tuple[Id, ...] = ()
    listed_in: tuple[Place, ...] = ()


class ContractorEntry(Entry):
    """A legal entity to which personal data is entrusted."""

    id: Id
    name: Line
    name_ja: Line = ""
    country: Code
    jurisdictions: tuple[Id, ...] = ()
    basis: Basis
    basis_note: Prose = ""
    listed_in: tuple[Place, ...] = ()
    note: Prose = ""
    transfers: Annotated[tuple[Any, ...], Field(min_length=1)]
    documents: tuple[Any, ...] = ()


class JurisdictionEntry(Entry):
    """One part of a country, as the PPC surveys it."""

    key: Id
    part: Id | None = None
    list_name_ja: Line
    name_ja: Line | None = None
    name_en: Line
    headings: tuple[Line, ...] = ()
    surveyed: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}$")] | None = None
    note: Prose = ""


class CountryEntry(Entry):
    """The legal system around contractors and servers."""

    code: Code
    name_ja: Line
    name_en: Line
    designated: bool = False
    confirm_by_hand: Prose = ""
    note: Prose = ""
    jurisdictions: tuple[Any, ...] = ()
    documents: tuple[Any, ...] = ()


class CountriesFile(Entry):
    """countries.yaml."""

    index: Any
    countries: Annotated[tuple[Any, ...], Field(min_length=1)]


class ContractorsFile(Entry):
    """contractors.yaml."""

    contractors: Annotated[tuple[Any, ...], Field(min_length=1)]


class IndexEntry(Entry):
    """The PPC's list of its reports."""

    title: Line
    url: Url
    select: tuple[Selector, ...] = ()
    remove: tuple[Selector, ...] = ()
    verified: bool = True


class TextEntry(Entry):
    """One text in the languages of the reports."""

    ja: Annotated[Prose, Field(min_length=1)]
    en: Annotated[Prose, Field(min_length=1)]


class ConditionEntry(Entry):
    """When a rule applies: all that is named must hold, any member of a list will do."""

    topics: tuple[Topic, ...] = ()
    directions: tuple[Direction, ...] = ()
    facts: tuple[Line, ...] = ()
    changes: tuple[FactChange, ...] = ()
    via: tuple[Literal["contractor_country", "server_location"], ...] = ()
    source_health: bool = False
    substantive: bool = False

    @model_validator(mode="after")
    def _is_one_kind(self) -> "ConditionEntry":
        kinds = (bool(self.topics), bool(self.facts), self.source_health, self.substantive)
        if sum(kinds) != 1:
            raise ValueError(
                "needs exactly one of topics, facts, source_health and substantive. Make two rules"
            )
        if (self.directions and not self.topics) or ((self.changes or self.via) and not self.facts):
            raise ValueError(
                "directions belong to topics; changes and via belong to facts. Move or delete them"
            )
        return self


class RuleEntry(Entry):
    """One rule of the policy."""

    id: Id
    when: ConditionEntry
    action: Action
    reason: TextEntry
    basis: Annotated[tuple[Line, ...], Field(min_length=1)]
    deadline_days: Days | None = None
    questions: tuple[Id, ...] = ()


class LimitsEntry(Entry):
    """Intervals and thresholds; what is left out keeps its default."""

    every_hours: Annotated[int, Field(ge=1, le=168)] | None = None
    confirm_after_minutes: Annotated[int, Field(ge=0, le=10080)] | None = None
    full_fetch_days: Days | None = None
    unhealthy_alert_days: Days | None = None
    stale_after_days: Days | None = None
    report_age_days: Days | None = None
    review_month: Annotated[int, Field(ge=1, le=12)] | None = None
    sign_of_life_weekday: Annotated[int, Field(ge=0, le=6)] | None = None
    fleet_share: Annotated[float, Field(gt=0, le=1)] | None = None
    fleet_minimum: Annotated[int, Field(ge=1)] | None = None
    variant_days: Days | None = None


class OfContractorEntry(Entry):
    """What is told of one contractor in place of the sentence for all; what is left out is told as of all."""

    establishment: TextEntry | None = None
    measures: TextEntry | None = None


class DisclosureEntry(Entry):
    """What the company says to the public and to whom asks, beside what the registry says."""

    establishment: TextEntry
    measures: TextEntry
    confirm_terms: TextEntry
    confirm_law: TextEntry
    no_system: TextEntry
    no_obstacle: TextEntry
    on_breach: TextEntry
    on_uncorrected: TextEntry
    on_law: TextEntry
    government_access: TextEntry
    data_localization: TextEntry
    domestic: tuple[TextEntry, ...] = ()
    contractors: dict[Id, OfContractorEntry] = {}
    systems: dict[Code, TextEntry] = {}


class RetentionEntry(Entry):
    """How long what is kept; what is left out is kept for ever."""

    unchanged_bytes_days: Annotated[int, Field(ge=31, le=36500)] | None = None
    mails_days: Annotated[int, Field(ge=31, le=36500)] | None = None


class PolicyFile(Entry):
    """policy.yaml."""

    limits: LimitsEntry = LimitsEntry()
    retention: RetentionEntry = RetentionEntry()
    questions: dict[Id, TextEntry] = {}
    rules: Annotated[tuple[Any, ...], Field(min_length=1)]
    disclosure: DisclosureEntry | None = None
