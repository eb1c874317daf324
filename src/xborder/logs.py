"""The log: one line an event, for people or as JSON, each with the run it belongs to.

It says what xborder did, never what a page said. Of a fault of ours only its type and its place are told,
since its message may quote a page; secrets of the settings are struck out wherever they turn up, and
characters that would act on a terminal are written out.
"""

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal

from xborder.errors import XborderError

RUN: ContextVar[str] = ContextVar("run", default="")
"""The id of the run that goes on, for every line that it causes."""

Form = Literal["text", "json"]
_PLAIN_SPACES = " \u3000"


def set_up(*, form: Form = "text", verbose: bool = False, secrets: tuple[str, ...] = ()) -> None:
    """Log to stderr from now on. As JSON, what xborder did is told too, not only what went wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(secrets) if form == "json" else Lines(secrets))
    logging.basicConfig(handlers=[handler], level=logging.INFO if verbose else logging.WARNING, force=True)
    if form == "json":
        logging.getLogger("xborder").setLevel(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)


def is_json() -> bool:
    """Whether lines are JSON: then nothing else may stand between them."""
    return any(isinstance(handler.formatter, JsonLines) for handler in logging.getLogger().handlers)


def is_verbose() -> bool:
    """Whether every step is wanted."""
    return logging.getLogger().isEnabledFor(logging.INFO)


class Lines(logging.Formatter):
    """A line for people."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        super().__init__()
        # Longer ones first: one may be part of another.
        self._secrets = sorted(filter(None, secrets), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        run = f" run={RUN.get()}" if RUN.get() else ""
        said = f"{_moment(record)} {record.levelname}{run} {record.name}: {record.getMessage()}"
        for name, value in _fields(record).items():
            said += f" {name}={value}"
        if record.exc_info and record.exc_info[1]:
            error = _error(record.exc_info[1])
            said += f" [{error['type']}: {error['message']}] at " + ", ".join(error["at"])
        return self.harmless(said)

    def harmless(self, said: str) -> str:
        """Without secrets, on one line, with nothing that acts."""
        for secret in self._secrets:
            said = said.replace(secret, "…")
        return "".join(c if c.isprintable() or c in _PLAIN_SPACES else _escaped(c) for c in said)


class JsonLines(Lines):
    """A JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, Any] = {
            "time": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "run": RUN.get() or None,
            "message": record.getMessage(),
            **_fields(record),
        }
        if record.exc_info and record.exc_info[1]:
            event["error"] = _error(record.exc_info[1])
        return json.dumps(self._clean(event), ensure_ascii=False, default=str)

    def _clean(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.harmless(value)
        if isinstance(value, Mapping):
            return {name: self._clean(part) for name, part in value.items()}
        return [self._clean(part) for part in value] if isinstance(value, list) else value


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _fields(record: logging.LogRecord) -> Mapping[str, Any]:
    """What a caller gave as `extra={"fields": {...}}`."""
    fields: Mapping[str, Any] = getattr(record, "fields", {})
    return fields


def _error(error: BaseException) -> dict[str, Any]:
    told = isinstance(error, (XborderError, OSError))
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "type": type(error).__name__,
        "message": str(error) if told else "not told: it may quote a page",
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:]],
    }


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()
