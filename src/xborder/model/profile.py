"""A PPC country report as typed facts, per part (country, federation, state, emirate).

The values follow the form of the PPC's survey 「外国における個人情報の保護に関する制度等の調査」.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from xborder.texts import Text


class LegalSystem(StrEnum):
    COMPREHENSIVE = "comprehensive"
    SECTORAL = "sectoral"
    NONE = "none"


class Indicator(StrEnum):
    YES = "yes"
    NO = "no"
    PARTIAL = "partial"


class Principle(StrEnum):
    """The eight OECD principles, in the order of the report."""

    COLLECTION_LIMITATION = "collection_limitation"
    DATA_QUALITY = "data_quality"
    PURPOSE_SPECIFICATION = "purpose_specification"
    USE_LIMITATION = "use_limitation"
    SECURITY_SAFEGUARDS = "security_safeguards"
    OPENNESS = "openness"
    INDIVIDUAL_PARTICIPATION = "individual_participation"
    ACCOUNTABILITY = "accountability"


class Provision(StrEnum):
    PROVIDED = "provided"
    PARTLY = "partly"
    NOT_FOUND = "not_found"
    NOT_REQUIRED = "not_required"  # no list because of EU adequacy


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Where a fact was read, verbatim."""

    text: str
    heading: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A law of pillar 1. Fields that are not printed are None."""

    name_ja: str
    name_original: str | None = None
    url: str | None = None
    in_force: str | None = None
    bodies: str | None = None
    information: str | None = None
    short_names: tuple[str, ...] = ()
    quote: Quote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerLaw:
    """A law under one of the two headings of the last pillar, with what the report says of it."""

    name_ja: str
    name_original: str | None = None
    short_names: tuple[str, ...] = ()
    body: str = ""
    quote: Quote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The facts of one part. None means: could not be read. That is never the same as "none"."""

    name: str
    system: LegalSystem | None = None
    laws: tuple[Law, ...] | None = None
    eu_adequacy: Indicator | None = None
    cbpr: Indicator | None = None
    oecd: tuple[tuple[Principle, Provision | None], ...] = ()
    data_localization: tuple[TriggerLaw, ...] | None = None
    government_access: tuple[TriggerLaw, ...] | None = None
    coming_laws: tuple[str, ...] = ()  # bills and drafts announced under pillar 1
    quotes: tuple[tuple[str, Quote], ...] = ()  # fact id -> where it was read
    unknown: tuple[str, ...] = ()  # fact ids that could not be read, and say so


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One report. `surveyed` is "YYYY-MM"; None when no such line is printed."""

    parts: tuple[Part, ...]
    surveyed: str | None = None
    warnings: tuple[Text, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """One country or region on the PPC's list page, with the addresses of its report."""

    name: str
    html_url: str | None = None
    pdf_url: str | None = None
