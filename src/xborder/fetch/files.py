"""Sources that are files below the data folder: documents saved by hand, or delivered by mail."""

from pathlib import Path

from xborder.fetch.body import too_big
from xborder.fetch.failure import AttemptError
from xborder.fetch.limits import FetchLimits
from xborder.model import Health

_MEDIA_TYPES = {".html": "text/html", ".htm": "text/html", ".pdf": "application/pdf", ".txt": "text/plain"}


def read_file(folder: Path, name: str, limits: FetchLimits) -> bytes:
    """The bytes of a file that lies below `folder`, links followed. Raises AttemptError."""
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise _outside(name)
        if not path.is_file():  # a pipe or a device would hang us
            raise _missing(name)
        with path.open("rb") as file:
            body = file.read(limits.max_body_bytes + 1)
    except (OSError, ValueError, RuntimeError) as error:  # a null byte in the name, links in a circle
        raise _unreadable(name) from error
    if len(body) > limits.max_body_bytes:
        raise too_big(limits.max_body_bytes)
    if not body.strip():
        raise AttemptError(
            Health.ERROR_PAGE, why=f"the file {name!r} is empty", fix="Save the document again."
        )
    return body


def media_type(name: str) -> str | None:
    return _MEDIA_TYPES.get(Path(name).suffix.lower())


def _outside(name: str) -> AttemptError:
    return AttemptError(
        Health.REFUSED,
        why=f"the file {name!r} lies outside the data folder",
        fix="Put the file into the data folder, and write its path relative to that folder.",
    )


def _missing(name: str) -> AttemptError:
    return AttemptError(
        Health.GONE,
        why=f"there is no file {name!r} in the data folder",
        fix="Save the document there under this name, or correct `file` in the registry.",
    )


def _unreadable(name: str) -> AttemptError:
    return AttemptError(
        Health.UNREACHABLE,
        why=f"the file {name!r} cannot be read",
        fix="Check its name, and that the account xborder runs under may read it.",
    )
