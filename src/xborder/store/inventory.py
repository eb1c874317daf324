"""Which bytes are kept, what names them, and what stands on what: the doctor and a purge ask the same.

Laid out in a database of our own on the disk: ten years of looks are more than memory should hold.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime

from sqlalchemy import Connection, select
from sqlmodel import Session, col

from xborder.model import Snapshot
from xborder.store.audit import purged_blobs, registry_files
from xborder.store.database import Database
from xborder.store.deltas import DeltaBlobs
from xborder.store.rows import CaptureRow, SourceStateRow, VersionRow, table

_ALWAYS = (
    "9999"  # later than any look: what a text, a state or the registry names is needed as long as they are
)

_MEMORY_KIB = 128 << 10  # before the disk is used; ten years of looks at 2,000 sources take some 2 GB


class Inventory:
    """Every digest of stored bytes, as one moment shows it."""

    def __init__(self, desk: sqlite3.Connection) -> None:
        self._desk = desk

    def digests(self) -> Iterator[str]:
        """Everything that is kept."""
        yield from self._all("SELECT digest FROM kept ORDER BY digest")

    def missing(self) -> Sequence[str]:
        """What something names and nobody has; but for what a purge took away after it was last named."""
        return self._all(
            "SELECT digest FROM named LEFT JOIN kept USING (digest) LEFT JOIN purged USING (digest)"
            " WHERE kept.digest IS NULL AND (purged.at IS NULL OR named.at > purged.at) ORDER BY digest"
        )

    def lost_bases(self) -> Sequence[tuple[str, Sequence[str]]]:
        """What others stand on and nobody has, with everything that cannot be read for it."""
        lost = "SELECT DISTINCT base FROM stands WHERE base NOT IN (SELECT digest FROM kept)"
        return [(base, self._dependants(base)) for base in self._all(lost)]

    def looks_on(self, digests: Sequence[str]) -> Sequence[str]:
        """The sources whose looks have these bytes."""
        query = "SELECT source FROM named WHERE digest = ? AND source <> ''"
        return sorted({source for d in digests for (source,) in self._desk.execute(query, (d,))})

    def texts_on(self, digests: Sequence[str]) -> Sequence[str]:
        """The documents of which a text stands on these bytes."""
        query = "SELECT document FROM texts WHERE digest = ?"
        return sorted({document for d in digests for (document,) in self._desk.execute(query, (d,))})

    def orphans(self) -> Sequence[str]:
        """What nothing names."""
        return self._all(
            "SELECT digest FROM kept WHERE digest NOT IN (SELECT digest FROM named)"
            " AND digest NOT IN (SELECT base FROM stands) ORDER BY digest"
        )

    def unneeded(self, before: datetime) -> Sequence[str]:
        """What only looks before then name, and nothing needed stands on. Looks before their pages."""
        needed = """
            WITH needed AS (
                SELECT digest FROM kept LEFT JOIN named USING (digest)
                 WHERE named.at IS NULL OR named.at >= ?1
            ), pages AS (
                SELECT base AS digest FROM stands JOIN needed USING (digest)
            ), files AS (
                SELECT base AS digest FROM stands JOIN pages USING (digest)
            )
            SELECT digest FROM kept JOIN named USING (digest)
             WHERE named.at < ?1
               AND digest NOT IN (SELECT digest FROM pages)
               AND digest NOT IN (SELECT digest FROM files)
             ORDER BY digest IN (SELECT base FROM stands), base IS NULL, digest
        """
        return [digest for (digest,) in self._desk.execute(needed, (_text(before),))]

    def size(self, digests: Sequence[str]) -> int:
        """Bytes that these take."""
        query = "SELECT size FROM kept WHERE digest = ?"
        return sum(size for digest in digests for (size,) in self._desk.execute(query, (digest,)))

    def left_over(self) -> Sequence[str]:
        """Files that a purge told the end of and was killed before it took them away."""
        return self._all(
            "SELECT digest FROM kept JOIN purged USING (digest) LEFT JOIN named USING (digest)"
            " WHERE kept.base IS NULL AND (named.at IS NULL OR named.at < purged.at)"
            " AND digest NOT IN (SELECT base FROM stands)"
        )

    def _dependants(self, base: str) -> Sequence[str]:
        query = """
            SELECT DISTINCT digest FROM stands WHERE base = ?1
                OR base IN (SELECT digest FROM stands WHERE base = ?1) ORDER BY digest
        """
        return [digest for (digest,) in self._desk.execute(query, (base,))]

    def _all(self, query: str) -> list[str]:
        return [digest for (digest,) in self._desk.execute(query)]


@contextmanager
def taken(database: Database, blobs: DeltaBlobs) -> Iterator[Inventory]:
    """The inventory as it is now.

    A run or a purge may be at work: bytes are kept before a row names them, and told as purged before
    they go. Asked in this order (who names them, what is kept, what went) nothing seems to be missing.
    """
    with closing(sqlite3.connect("")) as desk:
        desk.execute(f"PRAGMA cache_size = -{_MEMORY_KIB}")  # digests come in no order
        desk.execute("PRAGMA journal_mode = OFF")  # it is thrown away in any case
        desk.execute("CREATE TABLE kept (digest PRIMARY KEY, base, beside, size) WITHOUT ROWID")
        desk.execute("CREATE TABLE named (digest PRIMARY KEY, at, source) WITHOUT ROWID")
        desk.execute("CREATE TABLE purged (digest PRIMARY KEY, at) WITHOUT ROWID")
        desk.execute("CREATE TABLE texts (digest, document, PRIMARY KEY (digest, document)) WITHOUT ROWID")
        with database.engine.connect() as connection:
            desk.executemany("REPLACE INTO texts VALUES (?, ?)", _texts(connection))
            desk.executemany(
                "INSERT INTO named VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET at = max(at, ?2)",
                _named(connection, database),
            )
        desk.executemany("REPLACE INTO kept VALUES (?, ?, ?, ?)", blobs.deltas())
        desk.executemany("REPLACE INTO kept VALUES (?, NULL, NULL, ?)", blobs.files.sizes())
        desk.execute("CREATE INDEX on_base ON kept (base)")
        desk.execute("CREATE INDEX on_beside ON kept (beside) WHERE beside IS NOT NULL")
        desk.execute(
            "CREATE VIEW stands AS SELECT digest, base FROM kept WHERE base IS NOT NULL"
            " UNION ALL SELECT digest, beside FROM kept WHERE beside IS NOT NULL"
        )
        with database.engine.connect() as connection:  # another, which sees what was committed since
            desk.executemany(
                "INSERT INTO purged VALUES (?1, ?2) ON CONFLICT DO UPDATE SET at = max(at, ?2)",
                purged_blobs(connection),
            )
        yield Inventory(desk)


def _named(connection: Connection, database: Database) -> Iterator[tuple[str, str, str]]:
    """Every digest that something names: until when it is needed for that, and the source of a look."""
    looked_by_versions = set()
    for snapshots in connection.scalars(select(col(VersionRow.snapshots))):
        for snapshot in snapshots:
            looked_by_versions.add(_key(snapshot))
            yield from ((digest, _ALWAYS, snapshot.source) for digest in [snapshot.sha256] if digest)
    looks = select(
        col(CaptureRow.source), col(CaptureRow.fetched_at), col(CaptureRow.sha256), col(CaptureRow.served)
    )
    for source, at, *digests in connection.execute(looks, execution_options={"yield_per": 1000}):
        until = _ALWAYS if (source, at) in looked_by_versions and digests[1] else _text(at)
        yield from ((digest, until, source) for digest in digests if digest)
    yield from ((digest, _ALWAYS, "") for digest in registry_files(connection))
    with Session(database.engine) as session:
        for state in (row.to_model() for row in session.scalars(select(SourceStateRow))):
            yield from ((d, _ALWAYS, state.source) for d in (state.sha256, state.served) if d)


def _texts(connection: Connection) -> Iterator[tuple[str, str]]:
    """What texts stand on. It stays as long as they do, since their snapshots name it."""
    standing = select(col(VersionRow.snapshots), col(VersionRow.document)).where(table(VersionRow).c.on_bytes)
    for snapshots, document in connection.execute(standing, execution_options={"yield_per": 1000}):
        yield from ((snapshot.sha256, document) for snapshot in snapshots)


def _key(snapshot: Snapshot) -> tuple[str, datetime]:
    return (snapshot.source, snapshot.fetched_at)


def _text(at: datetime) -> str:
    """Sorts as the moments do."""
    return at.isoformat(timespec="microseconds")
