"""Everything that was seen, concluded and said, in one SQLite file or PostgreSQL database."""

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from sqlalchemy import Select, func, insert, or_, select, update
from sqlmodel import col

from xborder import clock
from xborder.cases import OPEN
from xborder.errors import StoreError
from xborder.model import (
    NOTHING,
    Alert,
    Capture,
    Case,
    CaseState,
    ChangeStatus,
    Decision,
    DocumentState,
    Look,
    Message,
    Observation,
    Queued,
    Report,
    Retention,
    Revision,
    Run,
    Scope,
    SourceState,
    Version,
)
from xborder.model.signing import Signature
from xborder.ports import Blobs
from xborder.store import audit, lock, publishing, purging, readings, recording, signing, watching
from xborder.store.blobs import FileBlobs
from xborder.store.bucket import BucketBlobs
from xborder.store.database import Database, connect, parse_url, sqlite_path
from xborder.store.deltas import DeltaBlobs
from xborder.store.faults import explained, explaining
from xborder.store.places import Place, open_blobs
from xborder.store.rows import (
    AlertRow,
    CaptureRow,
    CaseRevisionRow,
    CaseRow,
    DecisionRow,
    DocumentStateRow,
    OutboxRow,
    ReportRow,
    RevisionRow,
    RunRow,
    SignatureRow,
    SourceStateRow,
    StampRow,
    TextSeenRow,
    VersionRow,
    fingerprint_key,
    table,
)
from xborder.store.schema import check_file, create_if_missing, refuse_orphans, upgrade

_LONGEST_WAIT = timedelta(days=7)
_ASKED_TOGETHER = 500  # values of one query
_SAID = (ChangeStatus.CONFIRMED.value, ChangeStatus.PRELIMINARY.value)
T = TypeVar("T", covariant=True)


class _Holds(Protocol[T]):
    """A row of values of the model."""

    def to_model(self) -> T: ...


def open_store(
    url: str,
    blobs: Place,
    *,
    wait_seconds: float = 30,
    now: Callable[[], datetime] = clock.now,
    durable: bool = True,
) -> "SqlStore":
    """Open the store at `url`; a new or older schema is brought up to date first.

    `wait_seconds` is how long to wait for another process. `now` times the run lock only.
    `durable=False` is for stores that are thrown away: nothing is synced to the disk.
    """
    parsed = parse_url(url)
    path = sqlite_path(parsed)
    kept = open_blobs(blobs, durable=durable)
    if path is not None:
        with explaining(str(path)):
            if not path.exists():
                refuse_orphans(path, kept)
        create_if_missing(path)
        check_file(path)
    database = connect(parsed, wait_seconds=wait_seconds, durable=durable)
    try:
        with explaining(database.place):
            upgrade(database)
    except StoreError:
        database.close()
        raise
    return SqlStore(database, kept, now=now)


class SqlStore:
    """Implements ports.Store. Safe to use from several threads."""

    def __init__(
        self, database: Database, blobs: FileBlobs | BucketBlobs, *, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._blobs = DeltaBlobs(blobs, database)
        self._now = now

    @property
    def blobs(self) -> Blobs:
        return self._blobs

    @property
    def place(self) -> str:
        """The database, as people are told of it."""
        return self._database.place

    def close(self) -> None:
        self._database.close()

    # Runs

    @contextmanager
    def run(self, *, now: datetime, owner: str, files: Mapping[str, str] | None = None) -> Iterator[Run]:
        """Hold the single-run lock, and a new Run, for the length of the block."""
        run = Run(id=f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}", started_at=now)
        self._begin(run, owner, files or {})
        try:
            yield run
        finally:
            lock.over(run.id)
            self._end(run)

    @explained
    def _begin(self, run: Run, owner: str, files: Mapping[str, str]) -> None:
        with self._database.write() as connection:
            row = {"id": run.id, "owner": owner, "started_at": run.started_at, "interrupted": False}
            connection.execute(insert(RunRow), {**row, "counts": (), "held": NOTHING})
            lock.claim(connection, run.id, owner=owner, at=self._now())
            audit.note_files(connection, run.started_at, files)

    @explained
    def _end(self, run: Run) -> None:
        with self._database.write() as connection:
            lock.release(connection, run.id)

    @explained
    def finish_run(self, run: Run) -> None:
        values = {"finished_at": run.finished_at, "counts": run.counts, "held": run.held, "scope": run.scope}
        with self._database.write() as connection:
            lock.beat(connection, run.id, at=self._now())
            connection.execute(update(RunRow).where(col(RunRow.id) == run.id).values(values))
            audit.witness(connection, "run", self._now(), [(RunRow, [{"id": run.id}])])

    @explained
    def last_run(self, now: datetime, *, but: Scope | None = None) -> Run | None:
        """The last run that finished until now; `but` is a scope that does not count."""
        finished = select(RunRow).where(col(RunRow.finished_at) <= now)
        if but is not None:
            finished = finished.where(func.coalesce(col(RunRow.scope), "") != but)
        return self._first(finished.order_by(col(RunRow.finished_at).desc()))

    @explained
    def runs(self, limit: int = 30) -> Sequence[Run]:
        """The last runs, newest first, with those that were interrupted."""
        return self._all(select(RunRow).order_by(col(RunRow.started_at).desc()).limit(limit))

    # What was seen

    @explained
    def record(self, run: Run, observations: Iterable[Observation]) -> None:
        batch = tuple(observations)
        self._blobs.settle()  # the bytes first: a row never names what is not there
        versions = [readings.to_row(o.version, self._blobs) for o in batch if o.version]
        with self._database.write() as connection:
            lock.beat(connection, run.id, at=self._now())
            recording.write(connection, run, batch, versions, at=self._now())

    @explained
    def document_state(self, document: str) -> DocumentState | None:
        return self._first(select(DocumentStateRow).where(col(DocumentStateRow.document) == document))

    @explained
    def document_states(self) -> Mapping[str, DocumentState]:
        return {state.document: state for state in self._all(select(DocumentStateRow))}

    @explained
    def source_states(self) -> Mapping[str, SourceState]:
        return {state.source: state for state in self._all(select(SourceStateRow))}

    @explained
    def lost(self, sources: Sequence[str]) -> Sequence[str]:
        name, found = col(SourceStateRow.source), []
        for start in range(0, len(sources), _ASKED_TOGETHER):
            some = name.in_(sources[start : start + _ASKED_TOGETHER])
            for state in self._all(select(SourceStateRow).where(some).order_by(name)):
                kept = filter(None, (state.sha256, state.served))
                if not all(map(self._blobs.has, kept)):
                    found.append(state.source)
        return found

    @explained
    def version(self, version_id: str) -> Version:
        with self._database.engine.connect() as connection:
            named = select(table(VersionRow)).where(col(VersionRow.id) == version_id)
            found = connection.execute(named).first()
        if found is None:
            fix = "Restore the last good backup; `xborder doctor` says what else is missing"
            raise StoreError(f"version {version_id}", why=f"it is not in {self.place}", fix=fix)
        return readings.to_model(found, self._blobs)

    @explained
    def version_of(self, document: str, fingerprint: str) -> str | None:
        """The version this fingerprint stood for when it was last seen (A-B-A memory)."""
        seen = select(col(TextSeenRow.version)).where(
            col(TextSeenRow.document) == document,
            col(TextSeenRow.fingerprint) == fingerprint_key(fingerprint),
        )
        with self._database.engine.connect() as connection:
            return connection.scalar(seen.order_by(col(TextSeenRow.last_seen).desc()).limit(1))

    @explained
    def seen(self, document: str, version_id: str) -> tuple[datetime, datetime] | None:
        """When this text was first and last observed; None = never."""
        times = select(func.min(TextSeenRow.first_seen), func.max(TextSeenRow.last_seen)).where(
            col(TextSeenRow.document) == document, col(TextSeenRow.version) == version_id
        )
        with self._database.engine.connect() as connection:
            first, last = connection.execute(times).one()
        return None if first is None else (first, last)

    @explained
    def captures(
        self, document: str | None = None, *, since: datetime | None = None, limit: int = 100
    ) -> Sequence[Capture]:
        """The looks at a document, or at all, newest first: the proof that we looked. Without bodies."""
        looks = select(CaptureRow).order_by(col(CaptureRow.fetched_at).desc()).limit(limit)
        if document is not None:
            looks = looks.where(col(CaptureRow.document) == document)
        if since is not None:
            looks = looks.where(col(CaptureRow.fetched_at) >= since)
        return self._all(looks)

    @explained
    def capture(self, document: str, source: str, fetched_at: datetime) -> Capture | None:
        """One look, as a version names it. Without its body."""
        look = select(CaptureRow).where(
            col(CaptureRow.document) == document,
            col(CaptureRow.fetched_at) == fetched_at,
            col(CaptureRow.source) == source,
        )
        return self._first(look)

    @explained
    def days_watched(self, since: datetime, until: datetime) -> Sequence[watching.DayOfWatch]:
        """For every document and day (Japan time) with a look, whether it could be read."""
        with self._database.engine.connect() as connection:
            return watching.days(connection, since, until)

    @explained
    def last_looks(self, count: int) -> Mapping[str, Sequence[Look]]:
        """The last `count` looks at each document, newest first, in one question."""
        found: dict[str, list[Look]] = {}
        with self._database.engine.connect() as connection:
            for document, look in watching.last_looks(connection, count):
                found.setdefault(document, []).append(look)
        return found

    @explained
    def first_look(self, document: str) -> datetime | None:
        """Since when a document is watched."""
        with self._database.engine.connect() as connection:
            return watching.first_look(connection, document)

    @explained
    def revisions_between(self, since: datetime, until: datetime) -> Sequence[Revision]:
        """The revisions detected in a period, oldest first."""
        found = select(RevisionRow).where(
            col(RevisionRow.detected_at) >= since, col(RevisionRow.detected_at) < until
        )
        return self._all(found.order_by(col(RevisionRow.detected_at), col(RevisionRow.id)))

    # What was concluded and said

    @explained
    def unreported(self) -> tuple[Sequence[Revision], Sequence[Alert]]:
        """Confirmed and preliminary revisions whose present findings no report has said, and alerts.

        A preliminary revision confirmed as it was is not said again; one with other findings is, and so
        is one that had been withdrawn.
        """
        revisions = select(RevisionRow).where(
            col(RevisionRow.report).is_(None), col(RevisionRow.status).in_(_SAID)
        )
        alerts = select(AlertRow).where(col(AlertRow.report).is_(None))
        return (
            self._all(revisions.order_by(col(RevisionRow.detected_at), col(RevisionRow.id))),
            self._all(alerts.order_by(col(AlertRow.since), col(AlertRow.subject), col(AlertRow.kind))),
        )

    @explained
    def revisions(self, document: str | None = None) -> Sequence[Revision]:
        """All revisions, of one document or of all, newest first."""
        found = select(RevisionRow).order_by(col(RevisionRow.detected_at).desc(), col(RevisionRow.id))
        return self._all(found if document is None else found.where(col(RevisionRow.document) == document))

    def open_cases(self) -> Sequence[Case]:
        return self.cases_in(OPEN)

    @explained
    def cases_in(self, states: Collection[CaseState]) -> Sequence[Case]:
        """The oldest first."""
        found = select(CaseRow).where(col(CaseRow.state).in_([state.value for state in states]))
        return self._all(found.order_by(col(CaseRow.opened_at), col(CaseRow.id)))

    @explained
    def cases(self) -> Sequence[Case]:
        """All cases, newest first."""
        return self._all(select(CaseRow).order_by(col(CaseRow.opened_at).desc(), col(CaseRow.id).desc()))

    @explained
    def case(self, case_id: str) -> Case | None:
        return self._first(select(CaseRow).where(col(CaseRow.id) == case_id))

    @explained
    def revisions_of(self, case_id: str) -> Sequence[Revision]:
        """The revisions a case is about, oldest first."""
        named = select(col(CaseRevisionRow.revision)).where(col(CaseRevisionRow.case) == case_id)
        found = select(RevisionRow).where(col(RevisionRow.id).in_(named))
        return self._all(found.order_by(col(RevisionRow.detected_at), col(RevisionRow.id)))

    @explained
    def decisions(self, case_id: str | None = None) -> Sequence[Decision]:
        """The decisions on one case, or on all, oldest first."""
        found = select(DecisionRow).order_by(
            col(DecisionRow.at), col(DecisionRow.case), col(DecisionRow.based_on)
        )
        return self._all(found if case_id is None else found.where(col(DecisionRow.case) == case_id))

    @explained
    def decide(self, decision: Decision, case: Case, *, left: Case | None = None) -> Case:
        """Keep the decision and the case as it leaves it; the case as stored. Raises DecisionError."""
        with self._database.write() as connection:
            return publishing.decide(connection, decision, case, left)

    @explained
    def sign(self, signatures: Sequence[Signature], states: Mapping[str, str]) -> None:
        """Keep sign-offs and the facts they are bound to, all or none. Raises DecisionError."""
        with self._database.write() as connection:
            signing.write(connection, signatures, states)

    @explained
    def signatures(self, item: str | None = None) -> Sequence[Signature]:
        """The sign-offs of all reviews, or those of one item in all years, oldest first."""
        found = select(SignatureRow).order_by(col(SignatureRow.at), col(SignatureRow.id))
        return self._all(found if item is None else found.where(col(SignatureRow.item) == item))

    @explained
    def review_state(self, digest: str) -> str:
        """The facts as they were signed. Raises StoreError."""
        with self._database.engine.connect() as connection:
            return signing.state(connection, digest, self.place)

    @explained
    def was_said(self, alert: Alert, *, within: timedelta = timedelta()) -> bool:
        """Whether a report said this alert, by its subject, kind and moment, or `within` this time before."""
        said = select(col(AlertRow.report)).where(
            col(AlertRow.subject) == alert.subject,
            col(AlertRow.kind) == alert.kind,
            col(AlertRow.since).between(alert.since - within, alert.since),
        )
        with self._database.engine.connect() as connection:
            return connection.scalar(said) is not None

    @explained
    def first_run(self) -> datetime | None:
        """Since when there are runs."""
        with self._database.engine.connect() as connection:
            return connection.scalar(select(col(RunRow.started_at)).order_by(col(RunRow.started_at)).limit(1))

    @explained
    def publish(self, report: Report, cases: Sequence[Case], messages: Sequence[Message]) -> None:
        with self._database.write() as connection:
            lock.beat(connection, report.run, at=self._now())
            publishing.write(connection, report, cases, messages)

    @explained
    def reports(self, *, limit: int | None = None, until: datetime | None = None) -> Sequence[Report]:
        """All reports, or the last ones, newest first; those made `until` then."""
        found = select(ReportRow).order_by(col(ReportRow.created_at).desc(), col(ReportRow.id).desc())
        if until is not None:
            found = found.where(col(ReportRow.created_at) <= until)
        return self._all(found.limit(limit))

    @explained
    def due_messages(self, now: datetime | None) -> Sequence[Queued]:
        """What is to be handed over now, or all that waits (None).

        A wait that no rule gives was set by a clock that ran ahead.
        """
        due, waits = (
            select(OutboxRow).where(col(OutboxRow.settled_at).is_(None)),
            col(OutboxRow.next_attempt_at),
        )
        if now is not None:
            due = due.where(or_(waits <= now, waits > now + _LONGEST_WAIT))
        return self._all(due.order_by(col(OutboxRow.created_at), col(OutboxRow.message_id)))

    @explained
    def refused_by(self, report: str) -> Sequence[str]:
        """The recipients that refused the mail of this report for good."""
        mails = self._all(select(OutboxRow).where(col(OutboxRow.report) == report))
        return [recipient for mail in mails for recipient in mail.refused]

    @explained
    def settle_message(self, queued: Queued, *, now: datetime) -> None:
        with self._database.write() as connection:
            publishing.settle(connection, queued, now=now)

    @explained
    def last_event(self) -> str | None:
        """The text of the last audit event; None while there is none."""
        with self._database.engine.connect() as connection:
            return audit.last_event(connection)

    @explained
    def purge(self, retention: Retention, *, now: datetime, for_real: bool) -> Sequence[purging.Purge]:
        """What the rules take away; only counted unless `for_real`. Raises RunInProgress."""
        return purging.purge(
            self._database, self._blobs, retention, now=now, clock=self._now, for_real=for_real
        )

    @explained
    def keep_stamp(self, event: str, token: bytes, *, now: datetime) -> None:
        """Keep the time stamp of an audit event, itself a fact of the trail."""
        row = {"root": audit.hash_of(event), "at": now, "token": token}
        with self._database.write() as connection:
            recording.upsert(connection, StampRow, [row])
            audit.witness(connection, "stamp", now, [(StampRow, [row])])

    def _all(self, query: Select[_Holds[T]]) -> list[T]:
        kind = query.column_descriptions[0]["entity"]
        with self._database.engine.connect() as connection:  # plain rows: sooner made than objects
            return [kind.to_model(row) for row in connection.execute(query)]

    def _first(self, query: Select[_Holds[T]]) -> T | None:
        return next(iter(self._all(query.limit(1))), None)
