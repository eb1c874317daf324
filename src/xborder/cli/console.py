"""What the commands share: exit codes, printing, progress bars on a terminal, the wired services."""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from xborder import logs
from xborder.errors import XborderError

ATTENTION, USAGE, INCOMPLETE = 1, 2, 3

Json = Annotated[bool, typer.Option("--json", help="Print data on stdout, and nothing else.")]

_log = logging.getLogger(__name__)
_err = Console(stderr=True, highlight=False, soft_wrap=True)
_out = Console(highlight=False, soft_wrap=True)


def complain(error: XborderError) -> None:
    """What, why, fix; on stderr, without markup of what it quotes."""
    if logs.is_json():
        _log.error("%s: %s", error.what, error.why, extra={"fields": {"fix": error.fix}})
        return
    _err.print(f"xborder: {error.what}: {error.why}", markup=False)
    _err.print(f"  -> {error.fix}", markup=False)


def say(text: str) -> None:
    """A message that is not data."""
    if logs.is_json():
        _log.info("%s", text)
        return
    _err.print(text, markup=False)


def show(text: str) -> None:
    """The answer for people, on stdout."""
    _out.print(text, markup=False)


def emit(data: Any) -> None:
    """One JSON value on one line of stdout."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, silence elsewhere."""
    if not _err.is_terminal:
        yield lambda done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_err, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
