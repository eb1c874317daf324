"""What the commands share: the settings, exit codes, printing, progress bars on a terminal."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from xborder import logs
from xborder.errors import XborderError
from xborder.report.safe import visible

if TYPE_CHECKING:  # the help needs none
    from xborder.settings import Settings

ATTENTION, USAGE, INCOMPLETE = 1, 2, 3


class Language(StrEnum):
    """The languages of reports, documents and commands."""

    JA = "ja"
    EN = "en"


Json = Annotated[bool, typer.Option("--json", help="Print data on stdout, and nothing else.")]

Spoken = Annotated[Language | None, typer.Option("--language", help="That of the settings without it.")]

_log = logging.getLogger(__name__)


def settings_of(context: typer.Context) -> Settings:
    """What the administrator decided."""
    from xborder.settings import load_settings

    return load_settings(context.obj)


def complain(error: XborderError) -> None:
    """What, why, fix; on stderr."""
    if logs.is_json():
        _log.error("%s: %s", error.what, error.why, extra={"fields": {"fix": error.fix}})
        return
    _write(sys.stderr, f"xborder: {error.what}: {error.why}\n  -> {error.fix}")


def say(text: str) -> None:
    """A message that is not data."""
    if logs.is_json():
        _log.info("%s", text)
        return
    _write(sys.stderr, text)


def show(text: str) -> None:
    """The answer for people, on stdout."""
    _write(sys.stdout, text)


def _write(stream: TextIO, text: str) -> None:
    """As it is, but for characters that would act on the terminal: whatever is quoted may hold some."""
    stream.write(f"{visible(text)}\n")
    stream.flush()


def emit(data: Any) -> None:
    """One JSON value on one line of stdout."""
    is_ascii = not (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    sys.stdout.write(json.dumps(data, ensure_ascii=is_ascii, default=str) + "\n")
    sys.stdout.flush()


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
