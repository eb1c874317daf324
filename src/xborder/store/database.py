"""One way to reach SQLite and PostgreSQL: the same code above, the same promises below.

A write transaction of SQLite takes the lock when it begins, so that it waits at one place only and
never fails half way. `synchronous=FULL` syncs every commit: after a power cut the store is as old as
the last report that was sent, not older. A batch of records is one commit, so it costs little.
"""

import logging
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlmodel import create_engine

from xborder.errors import ConfigurationError, StoreError

_log = logging.getLogger(__name__)

_PAGE = 2048  # bytes; most of what is stored is long rows, which leave half a page empty each
_NETWORK = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "afs",
    "ceph",
    "gluster",
    "lustre",
    "virtiofs",
    "vboxsf",
    "fuse.",
    "ncpfs",
)


@dataclass(frozen=True, slots=True)
class Database:
    """An open database. `path` is None for a server."""

    engine: Engine
    path: Path | None
    place: str  # for people; without password

    def write(self) -> AbstractContextManager[Connection]:
        """One transaction that writes: all or nothing."""
        return self.engine.execution_options(is_write=True).begin()

    def close(self) -> None:
        self.engine.dispose()


class Prepared:
    """A question of every look: its words made once, and asked without a transaction around it."""

    def __init__(self, database: Database, statement: Select[Any]) -> None:
        compiled = statement.compile(database.engine)
        self._engine, self._words = database.engine, str(compiled)
        self._order = getattr(compiled, "positiontup", None)  # of the values, for a database that counts them
        self._fault = database.engine.dialect.loaded_dbapi.Error

    def ask(self, **values: Any) -> Sequence[Sequence[Any]]:
        """The rows, as the driver gives them. Raises DBAPIError."""
        ordered = values if self._order is None else [values[name] for name in self._order]
        try:
            with closing(self._engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
                cursor.execute(self._words, ordered)
                return cursor.fetchall()
        except self._fault as error:
            raise DBAPIError(self._words, None, error) from error


def parse_url(url: str) -> URL:
    """The URL with the driver we use. Raises ConfigurationError."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # no URL, or its port is no number
        raise _wrong("what is set") from None  # neither it nor the cause is shown: a password is in it
    if parsed.get_backend_name() in ("postgresql", "postgres"):
        if url.partition("://")[2].partition(":")[2].count("@") > 1:  # behind the name of the user
            raise _wrong_at()
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise _wrong(parsed.render_as_string())
    return parsed


def _wrong_at() -> ConfigurationError:
    """What stands behind the first @ would be taken for the host and shown, and is of the password."""
    return ConfigurationError(
        "database URL",
        why="it has more than one @",
        fix="Write each @ but the one before the host as %40",
    )


def _wrong(url: str) -> ConfigurationError:
    return ConfigurationError(
        "database URL",
        why=f"{url} is neither a SQLite file nor a PostgreSQL server",
        fix="Write sqlite:////folder/xborder.db or postgresql://user:password@host/database",
    )


def sqlite_path(url: URL) -> Path | None:
    return Path(url.database or "").absolute() if url.get_backend_name() == "sqlite" else None


def connect(url: URL, *, wait_seconds: float, durable: bool = True) -> Database:
    path = sqlite_path(url)
    if path is not None:
        engine = create_engine(url, connect_args={"timeout": wait_seconds})
        _speak_sqlite(engine, path, durable)
        return Database(engine, path, str(path))
    options = f"-c lock_timeout={int(wait_seconds * 1000)} -c timezone=UTC"
    engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10, "options": options})
    return Database(engine, None, url.render_as_string())


def _speak_sqlite(engine: Engine, path: Path, durable: bool) -> None:
    wal = _may_use_wal(path)
    event.listen(engine, "connect", _prepare(wal, durable))
    event.listen(engine, "begin", _begin(Path(f"{path}-wal") if wal else None))


def _prepare(wal: bool, durable: bool) -> Callable[[sqlite3.Connection, Any], None]:
    def prepare(connection: sqlite3.Connection, record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        connection.execute(f"PRAGMA page_size = {_PAGE}")  # of a new file; another keeps its own
        connection.execute(f"PRAGMA journal_mode = {'wal' if wal else 'delete'}")
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")

    return prepare


def _begin(wal_file: Path | None) -> Callable[[Connection], None]:
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("is_write"):
            connection.exec_driver_sql("BEGIN")
            return
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        # SQLite would go on writing into a deleted file, and lose it all when it closes.
        if wal_file is not None and not wal_file.exists():
            raise StoreError(
                str(wal_file),
                why="it was deleted while the database was in use",
                fix="Stop every xborder process, leave the -wal file alone, then run `xborder doctor`",
            )

    return begin


def _may_use_wal(path: Path) -> bool:
    """A write-ahead log needs memory shared between processes, which network file systems do not give."""
    kind = network_file_system(path)
    if kind:
        _log.warning("%s is on a network file system (%s); use PostgreSQL, or a local disk", path, kind)
    return not kind


def network_file_system(path: Path) -> str:
    """Its type if `path` is on one, else ""."""
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return ""
    table = [line.split(" ")[1:3] for line in mounts.read_text("utf-8", "replace").splitlines()]
    resolved = path.resolve()
    at = [(point, kind) for point, kind in table if resolved.is_relative_to(_unescaped(point))]
    kind = max(at, key=lambda mount: len(mount[0]), default=("", ""))[1]
    return kind if kind.startswith(_NETWORK) else ""


def _unescaped(point: str) -> str:
    return point.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
