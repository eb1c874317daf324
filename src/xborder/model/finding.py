"""What the changes mean under Article 28, and what is recommended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from xborder.model.change import Change
from xborder.texts import NOTHING, Text


class Topic(StrEnum):
    """What a change of terms may touch. The first six are the seed's equivalent measures."""

    PURPOSE_OF_USE = "purpose_of_use"
    IMPROPER_USE = "improper_use"
    SECURITY = "security"
    PERSONNEL = "personnel"
    SUBCONTRACTORS = "subcontractors"
    THIRD_PARTY_PROVISION = "third_party_provision"
    GOVERNMENT_ACCESS = "government_access"
    DATA_LOCATION = "data_location"
    RETENTION_DELETION = "retention_deletion"
    BREACH_NOTIFICATION = "breach_notification"
    INDIVIDUAL_RIGHTS = "individual_rights"
    DATA_CATEGORIES = "data_categories"
    CONTRACTING_PARTY = "contracting_party"
    OTHER = "other"


MEASURES = (
    Topic.PURPOSE_OF_USE,
    Topic.IMPROPER_USE,
    Topic.SECURITY,
    Topic.PERSONNEL,
    Topic.SUBCONTRACTORS,
    Topic.THIRD_PARTY_PROVISION,
)
"""The six equivalent measures (相当措置) a contract must evidence."""


class Direction(StrEnum):
    """Seen from the protection of the entrusted data."""

    WEAKENS = "weakens"
    STRENGTHENS = "strengthens"
    NEUTRAL = "neutral"


class FactChange(StrEnum):
    INTRODUCED = "introduced"
    BROADENED = "broadened"
    NARROWED = "narrowed"
    AMENDED = "amended"
    REPEALED = "repealed"
    GAINED = "gained"
    LOST = "lost"
    UNREADABLE = "unreadable"


TRIGGER_FACTS = ("government_access", "data_localization")
TRIGGER_CHANGES = (FactChange.INTRODUCED, FactChange.BROADENED)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsFinding:
    """One topic whose meaning moved."""

    topic: Topic
    direction: Direction
    evidence: str  # verbatim; removed text after "REMOVED: "
    place: str = ""  # heading path
    rule: str = ""  # id and version of the rule, or of the model, that said so
    explanation: Text = NOTHING  # why, for a lawyer: the words or terms that weighed most
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryFinding:
    """One fact of a country report that changed. `part` is None for readability."""

    part: str | None
    fact: str  # government_access, data_localization, legal_system, eu_adequacy, cbpr, oecd:…, readability
    change: FactChange
    laws: tuple[str, ...] = ()
    evidence: str = ""
    place: str = ""
    explanation: Text = NOTHING
    hinders_deletion: bool | None = None  # data localization only; None = cannot be said

    @property
    def is_trigger(self) -> bool:
        """Seed 4-1(7): the two kinds of law that ask for suspension."""
        return self.fact in TRIGGER_FACTS and self.change in TRIGGER_CHANGES


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsAssessment:
    """What a revision of terms means. `needs_person` when our code cannot be trusted with it."""

    substantive: bool
    confidence: float
    findings: tuple[TermsFinding, ...] = ()
    notes: tuple[Text, ...] = ()
    needs_person: Text = NOTHING  # the reason, for people


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryAssessment:
    """What a new state of a country report means."""

    findings: tuple[CountryFinding, ...] = ()
    notes: tuple[Text, ...] = ()  # wording, address and date changes that are no findings
    needs_person: Text = NOTHING

    @property
    def is_trigger(self) -> bool:
        return any(f.is_trigger for f in self.findings)


class Action(StrEnum):
    """What is recommended; xborder never does it by itself."""

    NONE = "none"
    CONFIRM = "confirm"
    REVIEW = "review"
    REQUEST_CORRECTION = "request_correction"
    SUSPEND = "suspend"

    @property
    def rank(self) -> int:
        return list(Action).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why an action is recommended, by which rule of policy.yaml, on which basis."""

    rule: str
    text: Text
    basis: tuple[str, ...] = ()  # "APPI Art. 28(3)", "Rules Art. 18(1)(ii)", "policy 4-1(7)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """The step we propose, with its reasons and the questions a person must answer first."""

    action: Action
    reasons: tuple[Reason, ...] = ()
    questions: tuple[Text, ...] = ()
    deadline_days: int | None = None


def gravest(recommendations: Iterable[Recommendation]) -> Recommendation:
    """One for all: the gravest action, its nearest deadline, and every reason and question once."""
    ordered = sorted(recommendations, key=lambda r: -r.action.rank)
    action = ordered[0].action if ordered else Action.NONE
    deadlines = [r.deadline_days for r in ordered if r.action is action and r.deadline_days is not None]
    return Recommendation(
        action=action,
        reasons=tuple({reason.rule: reason for r in ordered for reason in r.reasons}.values()),
        questions=tuple(dict.fromkeys(question for r in ordered for question in r.questions)),
        deadline_days=min(deadlines, default=None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRule:
    """When `when` holds of a finding, recommend `action`. See docs/reviewers on policy.yaml."""

    id: str
    action: Action
    reason: Text
    basis: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    directions: tuple[Direction, ...] = ()
    facts: tuple[str, ...] = ()  # "oecd:*" matches every principle
    changes: tuple[FactChange, ...] = ()
    via: tuple[str, ...] = ()  # "contractor_country", "server_location"
    source_health: bool = False  # applies to a lasting source problem
    substantive: bool = False  # applies to any substantive revision
    deadline_days: int | None = None
    questions: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What must be answered before a decision on suspension, under the name policy.yaml gives it."""

    id: str  # "q12-17"
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How many days what is kept; None: for ever. What is not named here is never purged."""

    unchanged_bytes_days: int | None = None  # bytes of looks that showed nothing new
    mails_days: int | None = None  # mails that were delivered, or refused for good


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """data/policy.yaml: rules and limits that the company sets."""

    rules: tuple[PolicyRule, ...]
    questions: tuple[Question, ...] = ()
    every_hours: int = 24  # between looks at a source
    confirm_after_minutes: int = 60  # a new text counts once it was seen again this much later
    full_fetch_days: int = 7  # an unconditional fetch at least this often
    unhealthy_alert_days: int = 3
    stale_after_days: int = 14  # no good look for so long: an alert
    report_age_days: int = 365  # a country confirmed longer ago than this asks for a review
    review_month: int | None = None  # the yearly review is due at its end; None: a year after the last one
    sign_of_life_weekday: int = 0  # Monday = 0, Asia/Tokyo
    fleet_share: float = 0.2  # more than this share of documents changed or failed: the run is held
    fleet_minimum: int = 5  # ... and at least this many
    variant_days: int = 30  # a text seen within this time coming back is a variant, later a change
    retention: Retention = Retention()


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """A transfer that a finding reaches, and how: the chain shown in the report."""

    contractor: str  # id
    contractor_name: str
    service: str
    via: str  # "contract", "contractor_country", "server_location"
    place: Text = NOTHING  # country, jurisdiction or document


class ChangeStatus(StrEnum):
    PENDING = "pending"  # seen once
    PRELIMINARY = "preliminary"  # a trigger, reported at once (速報)
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"  # did not stay


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A change of one document from one version to another, with what it means."""

    id: str
    document: str
    owner: str
    old_version: str
    new_version: str
    detected_at: datetime
    status: ChangeStatus
    changes: tuple[Change, ...] = ()
    terms: TermsAssessment | None = None
    country: CountryAssessment | None = None
    recommendation: Recommendation = field(default_factory=lambda: Recommendation(action=Action.NONE))
    affected: tuple[Affected, ...] = ()
    echo_of: str = ""  # id of the revision of the sister document (HTML, PDF) that said the same first

    @property
    def is_substantive(self) -> bool:
        if self.terms is not None:
            return self.terms.substantive or bool(self.terms.needs_person)
        return self.country is not None and bool(self.country.findings or self.country.needs_person)

    @property
    def is_trigger(self) -> bool:
        return self.country is not None and self.country.is_trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A source or registry trouble people are told of once, and of its end once."""

    subject: str  # document id, or "registry", "run"
    kind: str  # a Health value, "stale", "recovered", "fleet", "clock", "registry", "robots", "moved"
    since: datetime
    text: Text
    fix: Text


class CaseState(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    CORRECTION_REQUESTED = "correction_requested"
    CORRECTED = "corrected"
    OVERDUE = "overdue"
    SUSPENSION_RECOMMENDED = "suspension_recommended"
    SUSPENDED = "suspended"
    CONTINUED = "continued"
    RESUMED = "resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The reviewer's file on the findings about one document or country.

    On a country it concerns every contractor there but those `apart`, or `only` those named.
    """

    id: str  # "C-2026-0001"
    subject: str  # document id, or "country/<code>"
    title: str
    state: CaseState
    recommendation: Recommendation
    revisions: tuple[str, ...]
    opened_at: datetime
    updated_at: datetime
    reopened_at: datetime | None = None  # the last time
    deadline: date | None = None
    edition: int = 0  # how often it was written; whoever moves it on must have seen the last one
    told: tuple[str, ...] = ()  # reminders and proposals that were made already
    only: tuple[str, ...] = ()  # contractors
    apart: tuple[str, ...] = ()  # contractors that were given a case of their own
    origins: tuple[
        str, ...
    ] = ()  # the cases it was parted from, whose decisions bind it, the first one first
    decided_for: tuple[str, ...] = ()  # whom it concerned when it was last decided; empty: not recorded
