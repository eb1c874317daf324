"""Sources that are files below the data folder: documents saved by hand, or delivered by mail."""

from pathlib import Path

from xborder.fetch.body import too_big
from xborder.fetch.failure import AttemptError
from xborder.fetch.limits import FetchLimits
from xborder.model import Health, Text

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
            Health.ERROR_PAGE,
            why=Text(ja="ファイル {name} は空です", en="the file {name} is empty").fill(name=repr(name)),
            fix=Text(ja="文書を保存し直してください。", en="Save the document again."),
        )
    return body


def media_type(name: str) -> str | None:
    return _MEDIA_TYPES.get(Path(name).suffix.lower())


def _outside(name: str) -> AttemptError:
    return AttemptError(
        Health.REFUSED,
        why=Text(
            ja="ファイル {name} はデータフォルダーの外にあります",
            en="the file {name} lies outside the data folder",
        ).fill(name=repr(name)),
        fix=Text(
            ja="ファイルをデータフォルダーに置き、そのフォルダーからの相対パスを書いてください。",
            en="Put the file into the data folder, and write its path relative to that folder.",
        ),
    )


def _missing(name: str) -> AttemptError:
    return AttemptError(
        Health.GONE,
        why=Text(
            ja="データフォルダーにファイル {name} がありません",
            en="there is no file {name} in the data folder",
        ).fill(name=repr(name)),
        fix=Text(
            ja="この名前で文書を保存するか、登録内容の `file` を直してください。",
            en="Save the document there under this name, or correct `file` in the registry.",
        ),
    )


def _unreadable(name: str) -> AttemptError:
    return AttemptError(
        Health.UNREACHABLE,
        why=Text(ja="ファイル {name} を読み取れません", en="the file {name} cannot be read").fill(
            name=repr(name)
        ),
        fix=Text(
            ja="名前と、xborder を実行するアカウントに読み取りの権限があるかを確かめてください。",
            en="Check its name, and that the account xborder runs under may read it.",
        ),
    )
