"""The process that reads dangerous files: started with a pipe, limited in time, memory, files and network.

Answers are JSON, never pickles: what a broken parser sends back is only ever parsed as data.
"""

import ctypes
import sys
from dataclasses import asdict, dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from xborder.errors import ReadingError
from xborder.model import Page, Text
from xborder.reading.parts import FILE, Answer, Task, perform

try:
    import resource
except ImportError:  # not a POSIX system: the time-out of the parent is what is left
    resource = None  # type: ignore[assignment]

TASK = TypeAdapter(Task)
ANSWER = TypeAdapter(Answer)
_PAST_LIMITS = Text(
    ja="読み取りが上限を超えました（{error}）", en="reading it went past the limits ({error})"
)
_BY_HAND = Text(ja="目で見て確かめてください。", en="Look at it by hand")
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.system",
    "os.spawn",
    "shutil.",
)
_CHANGES = (
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.chmod",
    "os.chown",
    "os.link",
    "os.symlink",
    "os.truncate",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may cost."""

    seconds: float = 120.0  # by the clock, and of the processor
    memory_bytes: int = 2 * 2**30


def serve(pipe: Connection, limits: Limits) -> None:
    """Answer until the other side is gone."""
    _load_readers()
    confine(limits)
    while True:
        try:
            task, body = TASK.validate_json(pipe.recv_bytes()), pipe.recv_bytes()
        except EOFError:
            return
        _allow_processor(limits.seconds)
        pipe.send_bytes(ANSWER.dump_json(_answer(task, body)))


def _load_readers() -> None:
    """While libraries can still be loaded from anywhere, without counting against any file."""
    for name in ("xborder.extract.pdf", "xborder.extract.ppc.pdf"):
        import_module(name)


def _answer(task: Task, body: bytes) -> Answer:
    try:
        result = perform(task, body)
    except ReadingError as error:
        return Answer(error=error.parts)
    except (MemoryError, RecursionError) as error:
        return Answer(error=(FILE, _PAST_LIMITS.fill(error=type(error).__name__), _BY_HAND))
    return Answer(page=result) if isinstance(result, Page) else Answer(profile=result)


def confine(limits: Limits) -> None:
    """Give up, for good, what reading a file never needs."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _leave_network()
    allowed = tuple(str(Path(p).resolve()) for p in (sys.prefix, sys.base_prefix, *sys.path) if p)
    sys.addaudithook(lambda event, args: _watch(event, args, allowed))


def _leave_network() -> None:
    """An empty network of its own, where the system lets us have one; the audit hook holds in any case."""
    if sys.platform == "linux":
        ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NET)


def _watch(event: str, args: tuple[Any, ...], allowed: tuple[str, ...]) -> None:
    """Refuse what reading a file never needs: network, processes, writing, files beyond the libraries."""
    if event.startswith(_FORBIDDEN) or event in _CHANGES:
        raise PermissionError(f"{event} while reading a file")
    if event == "open" and isinstance(args[0], str):
        writes = isinstance(args[1], str) and set(args[1]) & set("wax+")
        if writes or not args[0].startswith((*allowed, "<")):
            raise PermissionError(f"opening {args[0]} while reading a file")


def _allow_processor(seconds: float) -> None:
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def main() -> None:
    """Arguments: the number of the pipe, and the limits."""
    handle, seconds, memory = sys.argv[1:]
    with Connection(int(handle)) as pipe:
        serve(pipe, Limits(seconds=float(seconds), memory_bytes=int(memory)))


def arguments(limits: Limits) -> list[str]:
    return [str(value) for value in asdict(limits).values()]


if __name__ == "__main__":
    main()
