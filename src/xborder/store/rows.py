"""The tables. Rows never leave this package: what goes out are values of xborder.model.

Long values are compressed JSON. Columns beside them are what is searched by or joined on, and
win where both say something (a revision withdrawn later is withdrawn).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, String, Table, Text
from sqlmodel import Field, SQLModel

from xborder.model import (
    NOTHING,
    Alert,
    Capture,
    Case,
    ChangeStatus,
    Decision,
    DocumentState,
    Fetched,
    Health,
    Message,
    Observation,
    Queued,
    Rendering,
    Report,
    Revision,
    Run,
    Scope,
    Snapshot,
    SourceState,
    Validators,
)
from xborder.model import Text as Said
from xborder.model.signing import Signature
from xborder.store.columns import Bilingual, Json, Packed, UtcDateTime, Words

_NAMES = tuple[str, ...]
_TEXTS = tuple[Said, ...]
_PAIRS = tuple[tuple[str, str], ...]
_COUNTS = tuple[tuple[str, int], ...]
Row = Mapping[str, Any]


def table(row: type[SQLModel]) -> Table:
    """The table behind a row class."""
    return row.metadata.tables[str(row.__tablename__)]


class _Row(SQLModel):
    """A row comes from the database or from a checked value of the model: it needs no validator."""

    model_config = {"defer_build": True}


class RunRow(_Row, table=True):
    """One daily run. Not finished and not holding the lock means interrupted."""

    __tablename__ = "run"

    id: str = Field(primary_key=True)
    owner: str = Field(sa_type=Words)
    started_at: datetime = Field(sa_type=UtcDateTime, index=True)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    interrupted: bool = False
    counts: _COUNTS = Field(default=(), sa_column=Column(Json(_COUNTS), nullable=False))
    held: Said = Field(default=NOTHING, sa_type=Bilingual)
    scope: str | None = None

    def to_model(self) -> Run:
        return Run(
            id=self.id,
            started_at=self.started_at,
            finished_at=self.finished_at,
            interrupted=self.interrupted,
            scope=Scope(self.scope) if self.scope else None,
            counts=self.counts,
            held=self.held,
        )


class LockRow(_Row, table=True):
    """The single-run lock: one row for ever, free while `run` is NULL."""

    __tablename__ = "run_lock"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    run: str | None = Field(default=None, foreign_key="run.id")
    owner: str = Field(default="", sa_type=Words)
    host: str = ""
    pid: int = 0
    process_started: str = ""
    heartbeat_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CaptureRow(_Row, table=True):
    """One look at one source: the proof that we looked. Only ever added to."""

    __tablename__ = "capture"

    document: str = Field(primary_key=True)
    fetched_at: datetime = Field(primary_key=True, sa_type=UtcDateTime, index=True)
    source: str = Field(primary_key=True)
    run: str = Field(foreign_key="run.id")
    health: str  # after the content was judged
    transport: str  # what the transport alone said
    detail: Said = Field(sa_type=Bilingual)
    sha256: str | None = None
    served: str | None = None  # of the main answer, where the bytes are what a browser made of it
    rendered_by: str | None = Field(default=None, sa_type=Words)
    fingerprint: str | None = None
    status: int | None = None
    media_type: str | None = Field(default=None, sa_type=Words)
    charset: str | None = Field(default=None, sa_type=Words)
    url: str = Field(sa_type=Words)
    headers: _PAIRS = Field(sa_column=Column(Packed(_PAIRS)))
    redirects: _NAMES = Field(sa_column=Column(Json(_NAMES)))
    notes: _TEXTS = Field(sa_column=Column(Json(_TEXTS)))

    @staticmethod
    def to_row(capture: Capture, run: str) -> Row:
        fetched = capture.fetched
        return {
            "source": capture.source,
            "fetched_at": fetched.fetched_at,
            "document": capture.document,
            "run": run,
            "health": capture.health.value,
            "transport": fetched.health.value,
            "detail": capture.detail,
            "sha256": capture.sha256,
            "served": capture.served,
            "rendered_by": fetched.rendering.by if fetched.rendering else None,
            "fingerprint": capture.fingerprint,
            "status": fetched.status,
            "media_type": fetched.media_type,
            "charset": fetched.charset,
            "url": fetched.url,
            "headers": fetched.headers or None,
            "redirects": fetched.redirects or None,
            "notes": fetched.notes or None,
        }

    def to_model(self) -> Capture:
        fetched = Fetched(
            source=self.source,
            fetched_at=self.fetched_at,
            health=Health(self.transport),
            body=b"" if self.transport == Health.OK else None,  # the bytes are under sha256
            status=self.status,
            media_type=self.media_type,
            charset=self.charset,
            url=self.url,
            redirects=self.redirects or (),
            headers=self.headers or (),
            validators=_validators(self.headers or ()),
            notes=self.notes or (),
            rendering=Rendering(by=self.rendered_by or "", served=b"") if self.served else None,
        )
        return Capture(
            source=self.source,
            document=self.document,
            fetched=fetched,
            health=Health(self.health),
            detail=self.detail,
            sha256=self.sha256,
            served=self.served,
            fingerprint=self.fingerprint,
        )


def _validators(headers: _PAIRS) -> Validators:
    named = {name.lower(): value for name, value in headers}
    return Validators(etag=named.get("etag"), last_modified=named.get("last-modified"))


class DeltaRow(_Row, table=True):
    """Bytes as served that are nearly those of another page: what differs (deltas.py)."""

    __tablename__ = "delta"

    digest: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))  # of the bytes as served
    base: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # digest of what they stand on
    beside: bytes | None = Field(default=None, sa_column=Column(LargeBinary))  # of a second file under a page
    step: int
    packed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class SourceStateRow(_Row, table=True):
    __tablename__ = "source_state"

    source: str = Field(primary_key=True)
    state: SourceState = Field(sa_column=Column(Json(SourceState, sparse=True), nullable=False))

    @staticmethod
    def to_row(state: SourceState) -> Row:
        return {"source": state.source, "state": state}

    def to_model(self) -> SourceState:
        return self.state


class DocumentStateRow(_Row, table=True):
    __tablename__ = "document_state"

    document: str = Field(primary_key=True)
    state: DocumentState = Field(sa_column=Column(Json(DocumentState, sparse=True), nullable=False))

    @staticmethod
    def to_row(state: DocumentState) -> Row:
        return {"document": state.document, "state": state}

    def to_model(self) -> DocumentState:
        return self.state


class VersionRow(_Row, table=True):
    """One text. `page` is its Page as compressed JSON; where `on_bytes`, what is left of that beside the
    bytes of its snapshots (readings.py)."""

    __tablename__ = "version"

    id: str = Field(primary_key=True)
    document: str = Field(index=True)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    extractor: str
    digest: str
    snapshots: tuple[Snapshot, ...] = Field(sa_column=Column(Json(tuple[Snapshot, ...]), nullable=False))
    page: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    on_bytes: bool | None = None


class TextSeenRow(_Row, table=True):
    """The A-B-A memory: which text a fingerprint stood for, from when to when."""

    __tablename__ = "text_seen"
    __table_args__ = ({"sqlite_with_rowid": False},)

    document: str = Field(primary_key=True)
    fingerprint: str = Field(primary_key=True)
    version: str = Field(primary_key=True, foreign_key="version.id")
    first_seen: datetime = Field(sa_type=UtcDateTime)
    last_seen: datetime = Field(sa_type=UtcDateTime)
    times: int

    @staticmethod
    def to_rows(observation: Observation) -> list[Row]:
        return [
            {
                "document": observation.document,
                "fingerprint": fingerprint_key(fingerprint),
                "version": version,
                "first_seen": observation.at,
                "last_seen": observation.at,
                "times": 1,
            }
            for fingerprint, version in observation.seen
        ]


def fingerprint_key(fingerprint: str) -> str:
    """A document of many sources has a long fingerprint, and an index entry may not be long."""
    return fingerprint if len(fingerprint) <= 200 else sha256(fingerprint.encode()).hexdigest()


class RevisionRow(_Row, table=True):
    """`report` is the report that said the present findings, NULL while none has."""

    __tablename__ = "revision"
    __table_args__ = (
        Index("ix_revision_document_detected_at", "document", "detected_at"),
        Index("ix_revision_report_status", "report", "status"),
    )

    id: str = Field(primary_key=True)
    document: str
    detected_at: datetime = Field(sa_type=UtcDateTime, index=True)
    status: str
    substance: str  # digest of the findings: other findings are said again
    report: str | None = Field(default=None, foreign_key="report.id")
    payload: Revision = Field(sa_column=Column(Packed(Revision), nullable=False))

    def to_model(self) -> Revision:
        return replace(self.payload, status=ChangeStatus(self.status))


class AlertRow(_Row, table=True):
    __tablename__ = "alert"

    subject: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    since: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    report: str | None = Field(default=None, foreign_key="report.id", index=True)
    payload: Alert = Field(sa_column=Column(Json(Alert), nullable=False))

    @staticmethod
    def to_row(alert: Alert, report: str | None = None) -> Row:
        return {
            "subject": alert.subject,
            "kind": alert.kind,
            "since": alert.since,
            "report": report,
            "payload": alert,
        }

    def to_model(self) -> Alert:
        return self.payload


class ReportRow(_Row, table=True):
    """Everything a report said, as it was said then."""

    __tablename__ = "report"

    id: str = Field(primary_key=True)
    run: str = Field(foreign_key="run.id")
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)
    payload: Report = Field(sa_column=Column(Packed(Report), nullable=False))

    @staticmethod
    def to_row(report: Report) -> Row:
        return {"id": report.id, "run": report.run, "created_at": report.created_at, "payload": report}

    def to_model(self) -> Report:
        return self.payload


class ReportRevisionRow(_Row, table=True):
    """Which report said which revision, and as what."""

    __tablename__ = "report_revision"

    report: str = Field(primary_key=True, foreign_key="report.id")
    revision: str = Field(primary_key=True, foreign_key="revision.id", index=True)
    status: str


class CaseRow(_Row, table=True):
    """`edition` counts the writes: whoever changes a case must have read the last one."""

    __tablename__ = "case_file"  # "case" is a reserved word of SQL

    id: str = Field(primary_key=True)
    subject: str = Field(index=True)
    state: str = Field(index=True)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    edition: int
    payload: Case = Field(sa_column=Column(Json(Case), nullable=False))

    @staticmethod
    def to_row(case: Case) -> Row:
        return {
            "id": case.id,
            "subject": case.subject,
            "state": case.state.value,
            "opened_at": case.opened_at,
            "updated_at": case.updated_at,
            "edition": case.edition,
            "payload": case,
        }

    def to_model(self) -> Case:
        return replace(self.payload, edition=self.edition)


class DecisionRow(_Row, table=True):
    """What a person decided. Only ever added to; one for each edition of a case, by the key."""

    __tablename__ = "decision"

    case: str = Field(sa_column=Column("case_id", String, ForeignKey("case_file.id"), primary_key=True))
    based_on: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    move: str
    person: str = Field(sa_type=Words)
    payload: Decision = Field(sa_column=Column(Json(Decision), nullable=False))

    @staticmethod
    def to_row(decision: Decision) -> Row:
        return {
            "case_id": decision.case,
            "based_on": decision.based_on,
            "at": decision.at,
            "move": decision.move.value,
            "person": decision.person,
            "payload": decision,
        }

    def to_model(self) -> Decision:
        return self.payload


class ReviewStateRow(_Row, table=True):
    """The facts of a review, or of one item of it, as they were signed: canonical JSON by its digest."""

    __tablename__ = "review_state"

    digest: str = Field(primary_key=True)
    body: str = Field(sa_type=Text)


class SignatureRow(_Row, table=True):
    """A sign-off of the yearly review. Only ever added to."""

    __tablename__ = "review_signature"
    __table_args__ = (Index("ix_review_signature_item_at", "item", "at"),)

    id: str = Field(primary_key=True)
    year: int
    item: str
    state: str = Field(foreign_key="review_state.digest")
    at: datetime = Field(sa_type=UtcDateTime)
    payload: Signature = Field(sa_column=Column(Json(Signature), nullable=False))

    @staticmethod
    def to_row(signature: Signature) -> Row:
        return {
            "id": signature.id,
            "year": signature.year,
            "item": signature.item,
            "state": signature.state,
            "at": signature.at,
            "payload": signature,
        }

    def to_model(self) -> Signature:
        return self.payload


class AuditRow(_Row, table=True):
    """One link of the audit trail. `hash` is the SHA-256 of `body`, which names the link before it."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_kind_number", "kind", "number"),)

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str
    body: str = Field(sa_type=Text)
    hash: str = Field(unique=True)


class StampRow(_Row, table=True):
    """A time stamp by an authority outside: the trail up to `root` existed then."""

    __tablename__ = "audit_stamp"

    root: str = Field(primary_key=True, foreign_key="audit_event.hash")
    at: datetime = Field(sa_type=UtcDateTime)
    token: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class CaseRevisionRow(_Row, table=True):
    __tablename__ = "case_revision"

    case: str = Field(sa_column=Column("case_id", String, primary_key=True))
    revision: str = Field(primary_key=True, foreign_key="revision.id", index=True)


class OutboxRow(_Row, table=True):
    """A mail, kept byte for byte until and after it was sent. `settled_at` is NULL while it waits."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_settled_at_next_attempt_at", "settled_at", "next_attempt_at"),)

    message_id: str = Field(primary_key=True)
    report: str | None = Field(default=None, foreign_key="report.id", index=True)
    subject: str = Field(sa_type=Words)
    recipients: _NAMES = Field(sa_column=Column(Json(_NAMES), nullable=False))
    mime: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime)
    attempts: int = 0
    next_attempt_at: datetime = Field(sa_type=UtcDateTime)
    delivered: _NAMES = Field(default=(), sa_column=Column(Json(_NAMES), nullable=False))
    refused: _NAMES = Field(default=(), sa_column=Column(Json(_NAMES), nullable=False))
    last_error: str = Field(default="", sa_type=Words)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @staticmethod
    def to_row(message: Message, at: datetime) -> Row:
        return {
            "message_id": message.message_id,
            "report": message.report or None,
            "subject": message.subject,
            "recipients": message.recipients,
            "mime": message.mime,
            "created_at": at,
            "next_attempt_at": at,
            "attempts": 0,
            "delivered": (),
            "refused": (),
            "last_error": "",
        }

    def to_model(self) -> Queued:
        message = Message(
            message_id=self.message_id,
            recipients=self.recipients,
            subject=self.subject,
            mime=self.mime,
            report=self.report or "",
        )
        return Queued(
            message=message,
            attempts=self.attempts,
            created_at=self.created_at,
            next_attempt_at=self.next_attempt_at,
            delivered=self.delivered,
            refused=self.refused,
            last_error=self.last_error,
        )
