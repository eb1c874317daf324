"""What is older than the company's rules keep it: counted, or taken away with a word in the audit trail.

In small transactions, each with its tombstones, and files only after the transaction that tells their end:
killed anywhere, the store is whole, and the next purge goes on. What a text, a state, the registry or
anything that stays stands on is never taken (inventory.py).
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import col

from xborder.model import NOTHING, Retention
from xborder.store import audit, lock
from xborder.store.database import Database
from xborder.store.deltas import DeltaBlobs
from xborder.store.inventory import taken
from xborder.store.rows import DeltaRow, LockRow, OutboxRow, RunRow

PREFIX = "purge-"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    """What one rule takes away, or would."""

    rule: str  # as policy.yaml names it, with its days
    before: datetime
    count: int
    size: int  # bytes


def purge(
    database: Database,
    blobs: DeltaBlobs,
    retention: Retention,
    *,
    now: datetime,
    clock: Callable[[], datetime],
    for_real: bool,
) -> Sequence[Purge]:
    """By every rule that is set; `clock` times the lock.

    Raises RunInProgress, since a run may stand on what goes, and StoreError when one took the lock meanwhile.
    """
    with _alone(database, now, clock) as mine:
        return list(_by_rules(database, blobs, retention, now, mine if for_real else None))


_Mine = Callable[[Connection], None]
"""Shows within a transaction that the purge lives, or raises: nothing is taken then."""


def _by_rules(
    database: Database, blobs: DeltaBlobs, retention: Retention, now: datetime, mine: _Mine | None
) -> Iterator[Purge]:
    if retention.mails_days is not None:
        rule, before = f"mails_days: {retention.mails_days}", now - timedelta(days=retention.mails_days)
        yield _mails(database, rule, before, now, mine)
    if retention.unchanged_bytes_days is not None:
        days = retention.unchanged_bytes_days
        rule, before = f"unchanged_bytes_days: {days}", now - timedelta(days=days)
        yield _bytes(database, blobs, rule, before, now, mine)


def _mails(database: Database, rule: str, before: datetime, now: datetime, mine: _Mine | None) -> Purge:
    """Mails that everybody has got, or refused for good. What a report said stays with the report."""
    old = select(col(OutboxRow.message_id), col(OutboxRow.mime)).where(col(OutboxRow.settled_at) < before)
    with database.engine.connect() as connection:
        found = [(name, len(mime)) for name, mime in connection.execute(old)]
    for part in _parts([name for name, _ in found]):
        if mine is None:
            break
        with database.write() as connection:
            mine(connection)
            connection.execute(delete(OutboxRow).where(col(OutboxRow.message_id).in_(part)))
            audit.tombstone(connection, now, {"outbox": [(name,) for name in part]}, rule=rule)
    return Purge(rule=rule, before=before, count=len(found), size=sum(size for _, size in found))


def _bytes(
    database: Database, blobs: DeltaBlobs, rule: str, before: datetime, now: datetime, mine: _Mine | None
) -> Purge:
    """Bytes of looks that showed nothing new. The looks themselves, with their digests, stay."""
    with taken(database, blobs) as inventory:
        left, unneeded = inventory.left_over(), inventory.unneeded(before)
        size = inventory.size(unneeded) + sum(blobs.files.size(digest) for digest in left)
    if mine:
        with database.write() as connection:
            mine(connection)
        blobs.files.delete(left)
        for part in _parts(unneeded):
            with database.write() as connection:
                mine(connection)
                _take(connection, part)
                audit.tombstone(connection, now, {"blob": [(digest,) for digest in part]}, rule=rule)
            blobs.files.delete(part)
    return Purge(rule=rule, before=before, count=len(unneeded) + len(left), size=size)


def _take(connection: Connection, digests: Sequence[str]) -> None:
    rows = [bytes.fromhex(digest) for digest in digests]
    connection.execute(delete(DeltaRow).where(col(DeltaRow.digest).in_(rows)))


def _parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[start : start + _AT_ONCE] for start in range(0, len(names), _AT_ONCE))


@contextmanager
def _alone(database: Database, now: datetime, clock: Callable[[], datetime]) -> Iterator[_Mine]:
    """Hold the lock of runs. Nothing is left of it; a purge is no run that looked at anything."""
    name = f"{PREFIX}{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
    with database.write() as connection:
        row = {
            "id": name,
            "owner": "purge",
            "started_at": now,
            "interrupted": False,
            "counts": (),
            "held": NOTHING,
        }
        connection.execute(insert(RunRow), row)
        lock.claim(connection, name, owner="purge", at=clock())
    try:
        yield lambda connection: lock.beat(connection, name, at=clock())
    finally:
        lock.over(name)
        with database.write() as connection:
            lock.release(connection, name)
            held = select(col(LockRow.run)).where(col(LockRow.run).is_not(None))  # by another purge
            gone = col(RunRow.id).startswith(PREFIX), col(RunRow.id).not_in(held)
            connection.execute(delete(RunRow).where(*gone))
