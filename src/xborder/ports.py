"""What the use cases need from the outside world. Adapters implement these; tests have fakes of them."""

from collections.abc import AsyncGenerator, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from xborder.errors import DeliveryError
from xborder.model import (
    Alert,
    Capture,
    Case,
    CaseState,
    Decision,
    Document,
    DocumentState,
    Fetched,
    Look,
    Message,
    Observation,
    Page,
    Policy,
    Queued,
    Registry,
    Report,
    Revision,
    Run,
    Scope,
    Source,
    SourceState,
    Version,
)
from xborder.model.signing import Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """One source to look at. `full` asks without validators, whatever the state holds.

    `hosts` are the only ones that redirects may lead to; None: all. What leads beyond them is not followed,
    and comes back as a Fetched that names the host in `beyond`.
    """

    source: Source
    state: SourceState | None = None
    full: bool = False
    hosts: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Documents to look at, with all that must be known for it: plain values that can go anywhere."""

    run: str  # the run it belongs to
    now: datetime
    documents: tuple[Document, ...]
    states: Mapping[str, DocumentState]  # of these documents
    sources: Mapping[str, SourceState]  # of their sources
    registry: Registry
    policy: Policy


class Engine(Protocol):
    """Who looks at documents: this process, or many."""

    def look(self, work: Work) -> AsyncGenerator[Observation, None]:
        """Yield one Observation for every document, in order of completion; what it names is stored."""
        ...


class Fetcher(Protocol):
    """Looks at sources, politely and in parallel."""

    def fetch(self, requests: Sequence[FetchRequest]) -> AsyncGenerator[Fetched, None]:
        """Yield one Fetched for every request, in order of completion. Never raises for a source."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Bytes of one source with what the server said of them."""

    source: Source
    body: bytes
    media_type: str | None = None
    charset: str | None = None
    url: str = ""


class Reader(Protocol):
    """Turns bytes into fingerprints and pages; dangerous formats in a process with limits."""

    extractor: str  # version of the reading code: other version, other text of the same bytes

    def fingerprint(self, served: Served) -> str:
        """Digest of the visible main text, cheap enough for every fetch. Never raises."""
        ...

    def read(self, document: Document, parts: Sequence[Served]) -> Page:
        """All parts as one page; country reports with their profile. Raises ReadingError."""
        ...


class Blobs(Protocol):
    """Bytes by their digest, compressed, written atomically, never overwritten."""

    def put(self, body: bytes, *, like: str | None = None, site: str = "") -> str:
        """Store, durable before a record that names it; the sha256 of the bytes as served.

        `like` are earlier bytes of the same source, `site` is where they come from: pages of one site, and
        even more so one page at two times, share most of their bytes, which are then kept once.
        """
        ...

    def get(self, sha256: str) -> bytes:
        """The same bytes, checked against the digest. Raises StoreError."""
        ...

    def settle(self) -> None:
        """Make all that was put durable. Recording does it, too."""
        ...


class Store(Protocol):
    """Everything that was seen, concluded and said. Each method is one transaction."""

    @property
    def blobs(self) -> Blobs: ...

    def run(
        self, *, now: datetime, owner: str, files: Mapping[str, str] | None = None
    ) -> AbstractContextManager[Run]:
        """Hold the single-run lock, and a new Run, for the length of the block.

        `files` are the digests of what the registry was read from, by name: a change is recorded.

        Raises RunInProgress while another run lives. The lock of a dead process is taken over.
        """
        ...

    def finish_run(self, run: Run) -> None: ...

    def last_run(self, now: datetime, *, but: Scope | None = None) -> Run | None:
        """The last run that finished until now; `but` is a scope that does not count.

        A clock that ran ahead leaves runs that have not come yet, and would be the last ones for years.
        """
        ...

    def document_state(self, document: str) -> DocumentState | None: ...

    def document_states(self) -> Mapping[str, DocumentState]: ...

    def source_states(self) -> Mapping[str, SourceState]: ...

    def lost(self, sources: Sequence[str]) -> Sequence[str]:
        """Of these sources, those whose last good bytes are not there any more. Reads none of them."""
        ...

    def version(self, version_id: str) -> Version: ...

    def version_of(self, document: str, fingerprint: str) -> str | None:
        """The version this fingerprint stood for when it was last seen (A-B-A memory)."""
        ...

    def seen(self, document: str, version_id: str) -> tuple[datetime, datetime] | None:
        """When this text was first and last observed; None = never."""
        ...

    def record(self, run: Run, observations: Iterable[Observation]) -> None:
        """Write the observations, all or none."""
        ...

    def unreported(self) -> tuple[Sequence[Revision], Sequence[Alert]]:
        """What no report has said yet: confirmed and preliminary revisions, alerts."""
        ...

    def revisions(self, document: str | None = None) -> Sequence[Revision]: ...

    def revisions_between(self, since: datetime, until: datetime) -> Sequence[Revision]:
        """The revisions detected in a period, oldest first."""
        ...

    def capture(self, document: str, source: str, fetched_at: datetime) -> Capture | None:
        """One look, as a version names it. Without its body."""
        ...

    def captures(
        self, document: str | None = None, *, since: datetime | None = None, limit: int = 100
    ) -> Sequence[Capture]:
        """The looks at a document, or at all, newest first. Without bodies."""
        ...

    def days_watched(self, since: datetime, until: datetime) -> Sequence[tuple[str, date, bool]]:
        """For every document and day (Japan time) with a look, whether it could be read."""
        ...

    def last_looks(self, count: int) -> Mapping[str, Sequence[Look]]:
        """The last `count` looks at each document, newest first, in one question."""
        ...

    def first_look(self, document: str) -> datetime | None:
        """Since when a document is watched."""
        ...

    def open_cases(self) -> Sequence[Case]: ...

    def cases_in(self, states: Collection[CaseState]) -> Sequence[Case]:
        """The cases in one of these states, the oldest first."""
        ...

    def cases(self) -> Sequence[Case]:
        """All cases, newest first."""
        ...

    def case(self, case_id: str) -> Case | None: ...

    def revisions_of(self, case_id: str) -> Sequence[Revision]:
        """The revisions a case is about, oldest first."""
        ...

    def decisions(self, case_id: str | None = None) -> Sequence[Decision]:
        """The decisions on one case, or on all, oldest first."""
        ...

    def decide(self, decision: Decision, case: Case, *, left: Case | None = None) -> Case:
        """Keep the decision and the case as it leaves it, both or neither; the case as stored.

        `left` is what remains of the case that `case` was parted from, kept with it. Raises DecisionError
        when either moved on since it was read.
        """
        ...

    def sign(self, signatures: Sequence[Signature], states: Mapping[str, str]) -> None:
        """Keep sign-offs of a review and the facts they are bound to, by digest; all or none.

        Raises DecisionError when one of them is there already: nothing is ever overwritten.
        """
        ...

    def signatures(self, item: str | None = None) -> Sequence[Signature]:
        """The sign-offs of all reviews, or those of one item in all years, oldest first."""
        ...

    def review_state(self, digest: str) -> str:
        """The facts as they were signed. Raises StoreError."""
        ...

    def was_said(self, alert: Alert, *, within: timedelta = ...) -> bool:
        """Whether a report said this alert, by its subject, kind and moment, or `within` this time before."""
        ...

    def first_run(self) -> datetime | None:
        """Since when there are runs."""
        ...

    def publish(self, report: Report, cases: Sequence[Case], messages: Sequence[Message]) -> None:
        """Keep the report, mark what it says as said, open or update the cases, queue the mails.

        All in one transaction: after it nothing is reported twice, before it nothing is lost.
        Raises DecisionError when a person moved one of the cases on since it was read.
        """
        ...

    def reports(self, *, limit: int | None = None, until: datetime | None = None) -> Sequence[Report]:
        """The reports, newest first; those made `until` then."""
        ...

    def due_messages(self, now: datetime | None) -> Sequence[Queued]:
        """What is to be handed over now; with None all that waits."""
        ...

    def refused_by(self, report: str) -> Sequence[str]:
        """The recipients that refused the mail of this report for good."""
        ...

    def settle_message(self, queued: Queued, *, now: datetime) -> None:
        """Write back what an attempt gave; done when every recipient is delivered or refused."""
        ...

    def last_event(self) -> str | None:
        """The text of the last audit event; None while there is none."""
        ...

    def keep_stamp(self, event: str, token: bytes, *, now: datetime) -> None:
        """Keep the time stamp of an audit event."""
        ...


class Stamper(Protocol):
    """A time-stamp authority (RFC 3161)."""

    async def stamp(self, text: str) -> bytes | None:
        """The authority's response for the SHA-256 of `text`, or None. Never raises."""
        ...


class Mailer(Protocol):
    """Hands a message to the mail server."""

    def send(self, message: Message, recipients: Sequence[str]) -> Mapping[str, DeliveryError | None]:
        """What became of each recipient. Raises DeliveryError when nothing could be handed over."""
        ...


class Adviser(Protocol):
    """A language model that is asked for a second opinion."""

    model: str
    seconds: float  # one run waits for all its answers together no longer
    max_chars: int  # ... and sends no more

    async def advise(self, instructions: str, text: str, *, seconds: float) -> str:
        """What the model answers. Raises FetchError; takes no longer than `seconds`."""
        ...


class Pinger(Protocol):
    """The dead-man switch: start, success, failure. Never raises."""

    async def ping(self, signal: str, body: str = "") -> None: ...


class Publisher(Protocol):
    """Writes what is derived from reports to files. Can be repeated at any time."""

    @property
    def recipients(self) -> tuple[str, ...]:
        """Who is to get mail now."""
        ...

    def write(self, report: Report) -> Path:
        """The folder of this report, with HTML, text and JSON; the index is kept in step."""
        ...

    def is_written(self, report: str) -> bool:
        """Whether all files of a report are there."""
        ...

    def compose(self, report: Report) -> Sequence[Message]:
        """The mails of a report, the same every time."""
        ...

    def keep_mail(self, message: Message, report: str) -> None:
        """Keep the message as .eml beside its report."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything a use case works with, built once by bootstrap."""

    registry: Registry
    policy: Policy
    fetcher: Fetcher
    reader: Reader
    store: Store
    publisher: Publisher
    engine: Engine | None = None  # None: this process looks at everything
    mailer: Mailer | None = None  # None: no mail server is set; messages stay in the outbox
    pinger: Pinger | None = None
    stamper: Stamper | None = None
    adviser: Adviser | None = None  # None: no second opinion is wanted
    files: Mapping[str, str] = field(default_factory=dict)  # digests of the registry's files, by name
