"""Whether the audit trail is whole, and whether what is stored is what it tells of.

First every link, in order: what follows a broken one proves nothing, so the first is named and the
rest left. Then every row against the last event on it, in a database of our own on the disk: ten
years have more rows than memory.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from rfc3161_client import decode_timestamp_response
from sqlalchemy import Connection, select
from sqlmodel import col

from xborder.store.audit import AUDITED, GENESIS, PURGED, digests, hash_of
from xborder.store.database import Database
from xborder.store.rows import AuditRow, StampRow, table

_EXAMPLES = 20
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is not as the trail says."""

    what: str
    why: str


def flaws(database: Database) -> Iterator[Flaw]:
    """What is wrong with the trail or the rows; the first broken link, or the first rows of many."""
    engine = database.engine
    if engine.dialect.name == "postgresql":  # one moment, though a run may be writing
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection, closing(_desk()) as desk:
        broken = _read_trail(connection, desk)
        if broken is not None:
            yield broken
            return
        for row_type in AUDITED:
            facts = ((table(row_type).name, json.dumps(k), d) for k, d in digests(connection, row_type))
            desk.executemany("INSERT INTO kept VALUES (?, ?, ?)", facts)
        yield from _differences(desk)
        yield from _wrong_stamps(connection)


def _desk() -> sqlite3.Connection:
    """A database that SQLite keeps in a file of its own and deletes when it is closed."""
    desk = sqlite3.connect("")
    desk.execute("CREATE TABLE told (name, key, digest, number, PRIMARY KEY (name, key)) WITHOUT ROWID")
    desk.execute("CREATE TABLE kept (name, key, digest, PRIMARY KEY (name, key)) WITHOUT ROWID")
    return desk


def _read_trail(connection: Connection, desk: sqlite3.Connection) -> Flaw | None:
    """Every link, its facts laid out on the desk; the first that is broken."""
    previous = GENESIS
    links = select(table(AuditRow)).order_by(col(AuditRow.number))
    streamed = connection.execute(links, execution_options={"yield_per": _AT_ONCE})
    for number, link in enumerate(streamed, start=1):
        why = _broken(link, number, previous)
        if why:
            return Flaw(f"audit event {number}", why)
        previous = link.hash
        desk.executemany("REPLACE INTO told VALUES (?, ?, ?, ?)", _facts(link.body, number))
    return None


def _broken(link: Any, number: int, previous: str) -> str:
    if link.number != number:
        return f"it is missing; the next is {link.number}"
    if hash_of(link.body) != link.hash:
        return "its text is not the one its hash was made of"
    event = json.loads(link.body)
    if event["previous"] != previous:
        return f"it follows another event than the one before it, {event['previous']}"
    if (event["number"], event["kind"]) != (number, link.kind):
        return "its number or kind are not those of its text"
    return ""


def _facts(body: str, number: int) -> Iterator[tuple[str, str, str, int]]:
    rows = {table(row_type).name for row_type in AUDITED}
    for name, told in json.loads(body)["facts"].items():
        if name in rows:
            yield from ((name, json.dumps(key), digest, number) for *key, digest in told)


def _differences(desk: sqlite3.Connection) -> Iterator[Flaw]:
    found = desk.execute(
        """
        SELECT told.name, told.key, told.number, told.digest, kept.digest
          FROM told LEFT JOIN kept USING (name, key)
         WHERE coalesce(kept.digest, ?) <> told.digest
        UNION ALL
        SELECT name, key, NULL, NULL, digest FROM kept WHERE (name, key) NOT IN (SELECT name, key FROM told)
         LIMIT ?
        """,
        (PURGED, _EXAMPLES),
    )
    for name, key, number, told, kept in found:
        yield Flaw(f"{name} {' '.join(json.loads(key))}", _difference(number, told, kept))


def _difference(number: int | None, told: str | None, kept: str | None) -> str:
    if number is None:
        return "no audit event tells of it: it was put there past xborder"
    if kept is None:
        return f"it is gone; audit event {number} tells of it, and none of its purge"
    if told == PURGED:
        return f"it is there, though audit event {number} tells that it was purged"
    return f"it was altered after audit event {number}"


def _wrong_stamps(connection: Connection) -> Iterator[Flaw]:
    for stamp in connection.execute(select(table(StampRow))):
        if stamped_digest(stamp.token) != stamp.root:
            yield Flaw(f"time stamp of {stamp.root}", "it was given for something else, or cannot be read")


def stamped_digest(token: bytes) -> str:
    """What a time-stamp response speaks of, in hexadecimal; "" when it cannot be read."""
    try:
        return decode_timestamp_response(token).tst_info.message_imprint.message.hex()
    except ValueError:
        return ""
