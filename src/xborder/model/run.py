"""What a run did: one event per document, alerts, the report."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from xborder.model.capture import DocumentState, Fetched, Health, SourceState, Version
from xborder.model.finding import Alert, Case, Revision
from xborder.texts import NOTHING, Text


class Event(StrEnum):
    """What one look at a document came to."""

    FIRST = "first"
    UNCHANGED = "unchanged"
    SEEN_BEFORE = "seen_before"  # a text known from earlier came back
    PENDING = "pending"  # a new text, waiting to be seen again
    CHANGE = "change"
    TECHNICAL = "technical"  # our reading changed, or only form did
    UNHEALTHY = "unhealthy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One look at one source, as it is kept for proof. `sha256` names the stored bytes, if any."""

    source: str
    document: str
    fetched: Fetched  # body left out when read back from the store
    health: Health  # after the content was judged
    detail: Text = NOTHING
    sha256: str | None = None
    served: str | None = None  # of the main answer as served, where the bytes are what a browser made of it
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """All that one look at one document adds to the store; written in one transaction."""

    document: str
    at: datetime
    event: Event
    captures: tuple[Capture, ...]
    state: DocumentState
    sources: tuple[SourceState, ...] = ()
    version: Version | None = None  # set when it is new
    seen: tuple[tuple[str, str], ...] = ()  # (fingerprint, version id) to remember
    revision: Revision | None = None  # new, or an update of one with the same id
    withdrawn: tuple[str, ...] = ()  # ids of revisions that did not stay
    borne_out: tuple[str, ...] = ()  # ids of preliminary ones that another text, too, says
    alerts: tuple[Alert, ...] = ()


class Scope(StrEnum):
    """What a run is to look at."""

    DUE = "due"  # not looked at today, or waiting to be seen again
    PENDING = "pending"  # only what waits to be seen again
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    id: str
    started_at: datetime
    finished_at: datetime | None = None
    counts: tuple[tuple[str, int], ...] = ()
    held: Text = NOTHING  # why the run was held, nothing = it was not
    interrupted: bool = False  # it ended without being finished: killed, or stopped by an error
    scope: Scope | None = None  # None: an earlier release did not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything one mail and one page of the reports say. Kept, so that files can be written again."""

    id: str  # "2026-11-22" or "2026-11-22-2"
    run: str
    created_at: datetime
    revisions: tuple[Revision, ...] = ()
    alerts: tuple[Alert, ...] = ()
    cases: tuple[Case, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()  # documents by Event
    held: Text = NOTHING
    notes: tuple[Text, ...] = ()  # robots overrides, broken registry entries: repeated on every run
    since: datetime | None = None  # sign of life: the period it covers
    oldest: tuple[str, datetime] | None = None  # the document whose last good look lies furthest back


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A mail as it will be sent, byte for byte, as often as it takes."""

    message_id: str
    recipients: tuple[str, ...]
    subject: str
    mime: bytes
    report: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A message in the outbox."""

    message: Message
    attempts: int = 0
    created_at: datetime
    next_attempt_at: datetime
    delivered: tuple[str, ...] = field(default=())  # recipients that accepted it
    refused: tuple[str, ...] = field(default=())  # recipients refused for good
    last_error: str = ""
