"""The schema, from nothing or from an older release to ours.

A new file is made aside and takes its name when it is whole, so that a file at that name was once a
good store: an empty or cut one is a loss that must be seen, never a store to begin again in. Alembic is
loaded only when there is something to migrate: every command opens the store.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import URL

from xborder import clock
from xborder.errors import StoreError
from xborder.store import audit
from xborder.store.blobs import UNFINISHED, FileBlobs, sync_folder
from xborder.store.bucket import BucketBlobs
from xborder.store.database import Database, connect, parse_url, sqlite_path
from xborder.store.faults import explaining

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).with_name("migrations")
_one_at_a_time = threading.Lock()  # Alembic hands the connection over by global names
_HEADER = 100  # bytes of a SQLite file
_RESTORE = "Restore the last good backup. To begin anew, move the file and the blobs away yourself"


def migrate(url: str) -> None:
    """Bring the database at `url` to our schema. Raises StoreError when that cannot be done safely."""
    parsed = parse_url(url)
    path = sqlite_path(parsed)
    if path is not None:
        create_if_missing(path)
        check_file(path)
    database = connect(parsed, wait_seconds=30)
    try:
        with explaining(database.place):
            upgrade(database)
    finally:
        database.close()


def upgrade(database: Database) -> None:
    """Run what is pending, after a backup when there is something to lose."""
    with database.engine.connect() as connection:
        current = current_revision(connection, database.place)
    if current == head():
        return
    if current is not None and database.path is not None:
        _backup(database, database.path, current)
    with database.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('xborder schema'))"))
        _run(connection)
        if current is not None:
            audit.adopt(connection, clock.now())


def head() -> str:
    """The schema of this release."""
    revisions = _revisions()
    if not revisions:
        raise StoreError("the migrations", why="none are installed", fix="Install xborder again")
    return revisions[-1]


def _revisions() -> list[str]:
    """All schemas there ever were, in their order: what the names of the migrations begin with."""
    return sorted(path.stem.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def create_if_missing(path: Path) -> None:
    """An empty store at `path`, whole or not at all; two processes at once make one."""
    if path.exists():
        return
    with explaining(str(path)):
        _refuse_leftovers(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
        database = connect(URL.create("sqlite", database=str(fresh)), wait_seconds=30)
        try:
            with database.write() as connection:
                _run(connection)
            database.close()  # the last connection folds the log into the file
            _name(fresh, path)
        finally:
            database.close()
            fresh.unlink(missing_ok=True)


def refuse_orphans(path: Path, blobs: FileBlobs | BucketBlobs) -> None:
    """Bytes without a database: it was lost, or the path is wrong. Never begin anew unasked."""
    if next(iter(blobs.digests()), None) is not None:
        why = f"the database is missing, but {blobs.folder} holds what it had recorded"
        fix = "Restore the database or correct its path. To begin anew, move the blobs away yourself"
        raise StoreError(str(path), why=why, fix=fix)


def check_file(path: Path) -> None:
    """Refuse a file that cannot be a whole SQLite database. Cheap; `doctor` looks inside."""
    with explaining(str(path)):
        size = path.stat().st_size
        with path.open("rb") as file:
            header = file.read(_HEADER)
    if size < _HEADER or not header.startswith(b"SQLite format 3\0"):
        raise StoreError(str(path), why=f"it is no SQLite database ({size} bytes)", fix=_RESTORE)
    page_size = int.from_bytes(header[16:18], "big")
    expected = int.from_bytes(header[28:32], "big") * (65536 if page_size == 1 else page_size)
    log = Path(f"{path}-wal")
    if size < expected and not (log.exists() and log.stat().st_size):  # else the log makes it whole again
        why = f"it was cut: {size} of {expected} bytes are left"
        raise StoreError(str(path), why=why, fix=_RESTORE)


def _refuse_leftovers(path: Path) -> None:
    left = [p for suffix in ("-wal", "-journal") if (p := Path(f"{path}{suffix}")).exists()]
    if left:
        raise StoreError(str(path), why=f"it is missing, but {left[0].name} is still there", fix=_RESTORE)


def _name(fresh: Path, path: Path) -> None:
    try:
        os.link(fresh, path)
    except FileExistsError:
        return  # another process was faster
    except OSError:  # a file system without links
        fresh.rename(path)
    sync_folder(path.parent)


def current_revision(connection: Connection, place: str) -> str | None:
    """The schema of the database; None for an empty one."""
    tables = set(inspect(connection).get_table_names())
    named = text("SELECT version_num FROM alembic_version")
    current: str | None = connection.scalar(named) if "alembic_version" in tables else None
    if current is not None and current not in _revisions():
        why = f"its schema {current!r} is newer than this release of xborder, which knows {head()!r}"
        raise StoreError(
            place, why=why, fix="Install the release that wrote it, or restore the backup made before"
        )
    if current is None and (others := tables - {"alembic_version"}):
        why = f"it holds tables of something else ({', '.join(sorted(others)[:3])})"
        raise StoreError(place, why=why, fix="Give xborder a database of its own")
    return current


def _backup(database: Database, path: Path, current: str) -> None:
    """A checked copy beside the file. `VACUUM INTO` needs no transaction, and sees one moment."""
    name = path.with_name(f"{path.name}.before-{head()}-{clock.now():%Y%m%dT%H%M%SZ}")
    unfinished = Path(f"{name}{UNFINISHED}")
    source = sqlite3.connect(path)
    try:
        source.execute("VACUUM INTO ?", (str(unfinished),))
    finally:
        source.close()
    copy = sqlite3.connect(unfinished)
    try:
        verdict = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    finally:
        copy.close()
    if verdict != "ok":
        raise StoreError(
            str(path), why=f"the backup before the upgrade is not sound ({verdict})", fix=_RESTORE
        )
    unfinished.rename(name)
    sync_folder(path.parent)


def _run(connection: Connection) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    with _one_at_a_time:
        command.upgrade(config, "head")


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
