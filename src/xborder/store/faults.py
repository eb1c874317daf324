"""What the database and the disk complain of, said so that an operator can act on it.

Decided by error codes, never by the words of a message.
"""

import errno
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from xborder.errors import StoreError
from xborder.zstd import ZstdError


class HasPlace(Protocol):
    @property
    def place(self) -> str: ...


_RESTORE = "Restore the last good backup; `xborder doctor` says what is missing"
_SPACE = "Make room, then run again: nothing half written is kept"
_ACCESS = "Give the user that runs xborder the right to write there"

_SQLITE = {
    sqlite3.SQLITE_BUSY: (
        "locked by another process",
        "Wait for it to end, or find it with `fuser`, then run again",
    ),
    sqlite3.SQLITE_LOCKED: ("locked by another process", "Wait for it to end, then run again"),
    sqlite3.SQLITE_PERM: ("access is denied", _ACCESS),
    sqlite3.SQLITE_READONLY: ("it cannot be written to", _ACCESS),
    sqlite3.SQLITE_IOERR: (
        "the disk reports an error",
        "Check the disk and its mounts, then run `xborder doctor`",
    ),
    sqlite3.SQLITE_CORRUPT: ("the file is damaged", _RESTORE),
    sqlite3.SQLITE_FULL: ("the disk is full", _SPACE),
    sqlite3.SQLITE_CANTOPEN: (
        "the file cannot be opened",
        "Check that its folder exists and may be written to",
    ),
    sqlite3.SQLITE_NOTADB: ("the file is not a database", _RESTORE),
}

# Where one kind of error has a cause that a person can do something about.
_SQLITE_EXACTLY = {
    sqlite3.SQLITE_IOERR_SHMSIZE: ("the disk is full", _SPACE),
    sqlite3.SQLITE_IOERR_WRITE: ("the disk is full, or reports an error", _SPACE),
    sqlite3.SQLITE_IOERR_NOMEM: ("memory is used up", "Give xborder more memory, then run again"),
}

_POSTGRES = {
    "08": ("the connection failed", "Check that the server runs and can be reached, then run again"),
    "25": ("it cannot be written to", "Use the primary server, not a replica"),
    "28": ("the server refused the user or the password", "Correct the database URL in the settings"),
    "3D": ("the database does not exist", "Create it, or correct the database URL in the settings"),
    "42": (
        "access is denied, or the tables are not ours",
        "Give the user of the database URL the right to its tables",
    ),
    "53": ("the server is out of disk, memory or connections", _SPACE),
    "55": ("locked by another session", "Wait for it to end, then run again"),
    "57": ("the server is stopping or starting", "Wait until it is up, then run again"),
    "58": ("the server's disk reports an error", "Check the server's log"),
}

_SYSTEM = {
    errno.ENOSPC: ("the disk is full", _SPACE),
    errno.EDQUOT: ("the disk quota is used up", _SPACE),
    errno.EFBIG: ("a file would become larger than allowed", "Raise the file size limit, then run again"),
    errno.EROFS: ("the file system is read-only", "Mount it writable, then run again"),
    errno.EACCES: ("access is denied", _ACCESS),
    errno.EPERM: ("access is denied", _ACCESS),
}


S = TypeVar("S", bound=HasPlace)
P = ParamSpec("P")
R = TypeVar("R")


def explained(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """Every fault below this method as one StoreError: what, why, fix."""

    @wraps(method)
    def guarded(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with explaining(self.place):
            return method(self, *args, **kwargs)

    return guarded


@contextmanager
def explaining(place: str) -> Iterator[None]:
    """The same for a block of code. `place` names the database or the file for people."""
    try:
        yield
    except DBAPIError as error:
        raise _database(error.orig, place) from error
    except sqlite3.Error as error:
        raise _database(error, place) from error
    except SQLAlchemyError as error:
        raise StoreError(place, why=f"the database cannot be used ({error})", fix=_RESTORE) from error
    except (ValidationError, ZstdError) as error:
        raise StoreError(place, why=f"a record cannot be read ({error})", fix=_RESTORE) from error
    except OSError as error:
        raise _system(error, place) from error


def _database(cause: BaseException | None, place: str) -> StoreError:
    known = None
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0)
        known = _SQLITE_EXACTLY.get(code) or _SQLITE.get(code & 0xFF)
    elif cause is not None and "psycopg" in sys.modules:  # else PostgreSQL was not spoken to
        known = _of_postgres(cause)
    why, fix = known or ("the database refused", "Run `xborder doctor`, and report this as a bug")
    return StoreError(place, why=f"{why} ({cause})".replace("\n", " "), fix=fix)


def _of_postgres(cause: BaseException) -> tuple[str, str] | None:
    import psycopg

    if isinstance(cause, psycopg.OperationalError) and cause.sqlstate is None:
        return _POSTGRES["08"]
    return _POSTGRES.get((cause.sqlstate or "")[:2]) if isinstance(cause, psycopg.Error) else None


def _system(error: OSError, place: str) -> StoreError:
    why, fix = _SYSTEM.get(
        error.errno or 0, ("the disk or file system failed", "Check the disk and its mounts")
    )
    return StoreError(place, why=f"{why} ({error})", fix=fix)
