"""The audit trail: events that only ever grow, each chained to the one before by its hash.

An event is written in the transaction it tells of, and holds the digest of every row that the
transaction left: kind, time, number, hash of the event before, and for each table [key, digest].
Its hash is the SHA-256 of that text as it is stored, so `sha256sum` can check it. The digest of a
row is made of the columns as the database holds them, after writing, so that any altered byte
shows. What a later purge removes gets an event with the digest "" (`tombstone`): the chain stays whole.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Select, Table, func, insert, select, text, type_coerce
from sqlalchemy.types import NullType
from sqlmodel import SQLModel, col

from xborder.store.rows import (
    AlertRow,
    AuditRow,
    CaptureRow,
    CaseRow,
    DecisionRow,
    OutboxRow,
    ReportRow,
    ReviewStateRow,
    RevisionRow,
    Row,
    RunRow,
    SignatureRow,
    StampRow,
    VersionRow,
    table,
)

GENESIS = "0" * 64
AUDITED: tuple[type[SQLModel], ...] = (
    RunRow,
    CaptureRow,
    VersionRow,
    RevisionRow,
    AlertRow,
    ReportRow,
    CaseRow,
    DecisionRow,
    ReviewStateRow,
    SignatureRow,
    OutboxRow,
    StampRow,
)
"""Every row of these stands in an event; but for runs that did not finish, which prove nothing."""

PURGED = ""
_AT_ONCE = 500
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode

Key = tuple[str, ...]
Facts = Mapping[str, Sequence[tuple[Key, str]]]
"""By table: the key of each row, and its digest."""


def witness(
    connection: Connection, kind: str, at: datetime, rows: Iterable[tuple[type[SQLModel], Sequence[Row]]]
) -> None:
    """Append an event on these rows, as they are stored now."""
    facts: dict[str, list[tuple[Key, str]]] = {}
    for row_type, values in rows:
        if values:
            facts.setdefault(table(row_type).name, []).extend(_digests_of(connection, row_type, values))
    append(connection, kind, at, facts)


def append(connection: Connection, kind: str, at: datetime, facts: Facts, *, rule: str = "") -> None:
    """Append an event; nothing, when there are no facts. `rule` is the company's rule that asks for it."""
    if not any(facts.values()):
        return
    if connection.dialect.name == "postgresql":  # SQLite has one writer anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('xborder audit'))"))
    number, previous = head(connection)
    event = {
        "at": at.astimezone(UTC).isoformat(),
        "facts": {name: [[*key, digest] for key, digest in told] for name, told in facts.items() if told},
        "kind": kind,
        "number": number + 1,
        "previous": previous,
        **({"rule": rule} if rule else {}),
    }
    body = _canonical(event)
    row = {"number": number + 1, "kind": kind, "body": body, "hash": hash_of(body)}
    connection.execute(insert(AuditRow), row)


def tombstone(
    connection: Connection, at: datetime, purged: Mapping[str, Sequence[Key]], *, rule: str = ""
) -> None:
    """Tell what a purge removes in this transaction: rows by table, stored bytes under "blob"."""
    facts = {name: [(key, PURGED) for key in keys] for name, keys in purged.items()}
    append(connection, "purge", at, facts, rule=rule)


def adopt(connection: Connection, at: datetime) -> None:
    """Take every row there is into the trail, as it is: after an upgrade, which may have changed rows."""
    for row_type in AUDITED:
        batch: list[tuple[Key, str]] = []
        for fact in digests(connection, row_type):
            batch.append(fact)
            if len(batch) == _AT_ONCE:
                append(connection, "upgrade", at, {table(row_type).name: batch})
                batch = []
        append(connection, "upgrade", at, {table(row_type).name: batch})


def note_files(connection: Connection, at: datetime, files: Mapping[str, str]) -> None:
    """Append an event when the files of the registry are not those of the last such event."""
    last = select(col(AuditRow.body)).where(col(AuditRow.kind) == "registry")
    body = connection.scalar(last.order_by(col(AuditRow.number).desc()).limit(1))
    known = dict(json.loads(body)["facts"]["registry"]) if body else {}
    if files and known != files:
        append(connection, "registry", at, {"registry": [((name,), files[name]) for name in sorted(files)]})


def registry_files(connection: Connection) -> Iterator[str]:
    """The digests of every state the registry ever had."""
    for body in connection.scalars(select(col(AuditRow.body)).where(col(AuditRow.kind) == "registry")):
        yield from (digest for _, digest in json.loads(body)["facts"]["registry"])


def purged_blobs(connection: Connection) -> Iterator[tuple[str, str]]:
    """The digests of stored bytes that a purge removed, and when."""
    for event in purges(connection):
        yield from ((key, event["at"]) for key, _ in event["facts"].get("blob", ()))


def purges(connection: Connection) -> Iterator[Mapping[str, Any]]:
    """What purges told of what they removed, in order."""
    told = select(col(AuditRow.body)).where(col(AuditRow.kind) == "purge").order_by(col(AuditRow.number))
    for body in connection.scalars(told, execution_options={"yield_per": _AT_ONCE}):
        yield json.loads(body)


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last event."""
    found = connection.execute(_last(col(AuditRow.number), col(AuditRow.hash))).first()
    return (found[0], found[1]) if found else (0, GENESIS)


def last_event(connection: Connection) -> str | None:
    """The text of the last event."""
    body: str | None = connection.scalar(_last(col(AuditRow.body)))
    return body


def last_moment(connection: Connection) -> datetime | None:
    """When the last event was written, by the clock of then."""
    body = last_event(connection)
    return datetime.fromisoformat(json.loads(body)["at"]) if body else None


def _last(*columns: Any) -> Select[Any]:
    last = select(func.max(AuditRow.number)).scalar_subquery()
    return select(*columns).where(col(AuditRow.number) == last)


def hash_of(body: str) -> str:
    return sha256(body.encode()).hexdigest()


def digests(connection: Connection, row_type: type[SQLModel]) -> Iterator[tuple[Key, str]]:
    """Key and digest of every row that must stand in the trail."""
    query = select(*_raw_columns(table(row_type)))
    if row_type is RunRow:
        query = query.where(col(RunRow.finished_at).is_not(None))
    streamed = connection.execute(query, execution_options={"yield_per": _AT_ONCE})
    stored = table(row_type)
    return ((_key(stored, row), _digest(row)) for row in streamed.mappings())


def _digests_of(
    connection: Connection, row_type: type[SQLModel], values: Sequence[Row]
) -> Iterator[tuple[Key, str]]:
    stored = table(row_type)
    first, *others = stored.primary_key.columns
    for start in range(0, len(values), _AT_ONCE):
        part = values[start : start + _AT_ONCE]
        wanted = {_key(stored, row) for row in part}
        # SQLite reads the whole table for lists of pairs; a list and ranges it finds by the index.
        ranges = [c.between(min(r[c.name] for r in part), max(r[c.name] for r in part)) for c in others]
        found = select(*_raw_columns(stored)).where(first.in_({row[first.name] for row in part}), *ranges)
        for row in connection.execute(found).mappings():
            key = _key(stored, row)
            if key in wanted:
                yield key, _digest(row)


def _raw_columns(stored: Table) -> list[Any]:
    """The columns without the types that turn them into values of the model."""
    return [type_coerce(column, NullType()).label(column.name) for column in stored.columns]


def _digest(row: Mapping[Any, Any]) -> str:
    told = {name: _plain(value) for name, value in row.items() if value is not None}
    return hash_of(_canonical(told))


def _key(stored: Table, row: Mapping[Any, Any]) -> Key:
    return tuple(str(_plain(row[column.name])) for column in stored.primary_key.columns)


def _plain(value: Any) -> Any:
    """The same for the same row, in SQLite and in PostgreSQL."""
    if isinstance(value, str):  # nearly all are
        return value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, bytes):
        return ["sha256", sha256(value).hexdigest()]
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value
