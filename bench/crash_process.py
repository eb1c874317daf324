"""A process that has imported everything, and forks for each command: a kill costs no imports.

Reads one JSON object a line: arguments, files for stdout and stderr, and the write to die at, if any. Answers
with the number of the process, and when that has ended, with its exit code and the writes it came to.
"""

import gc
import json
import mmap
import os
import resource
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, event

from xborder import bootstrap, cli, clock, registry, store
from xborder.assess.terms.model import shipped
from xborder.cli import docket, papers, text
from xborder.documents import to_text

WRITES = ("os.rename", "os.remove", "os.link", "os.mkdir", "os.truncate", "smtplib.connect", "smtplib.send")
KEPT = (bootstrap, docket, papers, registry, store, text, to_text)  # imported here, once


def become(job: dict[str, Any], count: Callable[[], None]) -> None:
    """The rest of this process is the command, in a group of its own with its helpers."""
    os.setsid()
    for name, stream in (("stdout", 1), ("stderr", 2)):
        os.dup2(os.open(job[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.argv = ["xborder", *job["arguments"]]
    later = timedelta(hours=job["hours"])
    clock.now = lambda: datetime.now(UTC) + later
    observe_writes(count)
    cli.main()


def observe_writes(count: Callable[[], None]) -> None:
    """Call `count` before each step that leaves something on disk, in the database or with a mail server."""
    sync = os.fsync

    def counted(handle: int) -> None:
        count()
        sync(handle)

    os.fsync = counted  # type: ignore[assignment]
    event.listen(Engine, "before_cursor_execute", lambda *_: count())
    event.listen(Engine, "commit", lambda *_: count())

    def audit(name: str, args: tuple[Any, ...]) -> None:
        if name in WRITES or (name == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+")):
            count()

    sys.addaudithook(audit)


def counter(shared: mmap.mmap, die_at: int | None) -> Callable[[], None]:
    """Counts into memory that outlives the process, and ends it at its write."""

    def count() -> None:
        number = int.from_bytes(shared[:8], "little")
        if number == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        shared[:8] = (number + 1).to_bytes(8, "little")

    return count


def main() -> None:
    shared = mmap.mmap(-1, 8)
    shipped()
    gc.freeze()  # what was imported stays shared with the children
    for line in sys.stdin:
        job = json.loads(line)
        shared[:8] = bytes(8)
        child = os.fork()
        if child == 0:
            become(job, counter(shared, job["die_at"]))
            return
        print(child, flush=True)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(code, int.from_bytes(shared[:8], "little"), flush=True)


if __name__ == "__main__":
    main()
