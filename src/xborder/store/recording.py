"""What a look adds to the store. Written twice, it leaves what writing it once leaves."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, case, update
from sqlmodel import SQLModel, col

from xborder.model import ChangeStatus, Observation, Revision, Run
from xborder.store import audit
from xborder.store.rows import (
    AlertRow,
    CaptureRow,
    DocumentStateRow,
    RevisionRow,
    Row,
    SourceStateRow,
    TextSeenRow,
    VersionRow,
    table,
)

Excluded = Any
"""The row that could not be inserted, as both dialects name it."""


def write(
    connection: Connection, run: Run, batch: Sequence[Observation], versions: Sequence[Row], *, at: datetime
) -> None:
    """Everything `batch` says, in the order that references need, and the audit event that tells of it."""
    captures = [CaptureRow.to_row(c, run.id) for o in batch for c in o.captures]
    upsert(connection, CaptureRow, captures)
    upsert(connection, VersionRow, versions)
    upsert(connection, TextSeenRow, [r for o in batch for r in TextSeenRow.to_rows(o)], _seen_again)
    sources = [SourceStateRow.to_row(s) for o in batch for s in o.sources]
    upsert(connection, SourceStateRow, sources, lambda new: {"state": new.state})
    documents = [DocumentStateRow.to_row(o.state) for o in batch]
    upsert(connection, DocumentStateRow, documents, lambda new: {"state": new.state})
    revisions = [revision_row(o.revision) for o in batch if o.revision]
    upsert(connection, RevisionRow, revisions, _revised)
    gone = [name for o in batch for name in o.withdrawn]
    withdraw(connection, gone)
    stay = [name for o in batch for name in o.borne_out]
    confirm(connection, stay)
    alerts = [AlertRow.to_row(a) for o in batch for a in o.alerts]
    upsert(connection, AlertRow, alerts)
    moved = [*revisions, *({"id": name} for name in (*gone, *stay))]
    told = ((CaptureRow, captures), (VersionRow, versions), (RevisionRow, moved), (AlertRow, alerts))
    audit.witness(connection, "record", at, told)


def upsert(
    connection: Connection,
    row: type[SQLModel],
    values: Sequence[Row],
    update: Callable[[Excluded], dict[str, Any]] | None = None,
) -> None:
    """Insert rows; where the key is known, set what `update` says, or keep the row as it is."""
    if not values:
        return
    into = table(row)
    insert = _insert(connection, into)
    statement = (
        insert.on_conflict_do_nothing()
        if update is None
        else insert.on_conflict_do_update(
            index_elements=into.primary_key.columns, set_=update(insert.excluded)
        )
    )
    connection.execute(statement, values)


def _insert(connection: Connection, into: Table) -> Any:
    """The insert of this database alone: its dialect is loaded already, the other takes long."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(into)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(into)


def revision_row(revision: Revision, report: str | None = None) -> Row:
    return {
        "id": revision.id,
        "document": revision.document,
        "detected_at": revision.detected_at,
        "status": revision.status.value,
        "substance": substance(revision),
        "report": report,
        "payload": revision,
    }


def substance(revision: Revision) -> str:
    """Digest of what a reader was told: findings and action. When it changes, they are told again.

    A preliminary report that is confirmed as it was is not repeated; one that turned out worse is.
    """
    terms, country = revision.terms, revision.country
    said = (
        revision.recommendation.action.value,
        terms and (terms.substantive, bool(terms.needs_person)),
        terms and sorted((f.topic.value, f.direction.value, f.evidence) for f in terms.findings),
        country and bool(country.needs_person),
        country
        and sorted((f.part or "", f.fact, f.change.value, f.laws, f.evidence) for f in country.findings),
    )
    return sha256(repr(said).encode("utf-8", "replace")).hexdigest()[:32]


def withdraw(connection: Connection, revisions: Iterable[str]) -> None:
    """Mark as withdrawn. Should the same text come back, it is news again."""
    gone = {"status": ChangeStatus.WITHDRAWN.value, "report": None}
    for name in revisions:
        connection.execute(update(RevisionRow).where(col(RevisionRow.id) == name).values(gone))


def confirm(connection: Connection, revisions: Iterable[str]) -> None:
    """Mark as confirmed what was preliminary. It was said, and is not said again."""
    for name in revisions:
        mine = col(RevisionRow.id) == name, col(RevisionRow.status) == ChangeStatus.PRELIMINARY.value
        connection.execute(update(RevisionRow).where(*mine).values(status=ChangeStatus.CONFIRMED.value))


def _seen_again(new: Excluded) -> dict[str, Any]:
    first, last = col(TextSeenRow.first_seen), col(TextSeenRow.last_seen)
    later: ColumnElement[bool] = new.last_seen > last
    return {
        "first_seen": case((new.first_seen < first, new.first_seen), else_=first),
        "last_seen": case((later, new.last_seen), else_=last),
        "times": col(TextSeenRow.times) + case((later, 1), else_=0),
    }


def _revised(new: Excluded) -> dict[str, Any]:
    same = col(RevisionRow.substance) == new.substance
    return {
        "status": new.status,
        "substance": new.substance,
        "report": case((same, col(RevisionRow.report)), else_=None),
        "payload": new.payload,
    }
