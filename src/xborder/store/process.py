"""Who holds the run lock: one process on one host, told apart from a later one with the same number."""

import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """`started` is "" where the system does not tell when a process began."""

    host: str  # with the space of process numbers: containers on one host do not see each other
    pid: int
    started: str = ""

    @property
    def is_dead(self) -> bool:
        """True only when it is certain."""
        if self.host != _host() or sys.platform == "win32":
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return _started(self.pid) != self.started


def this_process() -> Process:
    return Process(host=_host(), pid=os.getpid(), started=_started(os.getpid()))


def _host() -> str:
    namespace = Path("/proc/self/ns/pid")
    return (
        f"{socket.gethostname()} {namespace.readlink()}" if namespace.is_symlink() else socket.gethostname()
    )


def _started(pid: int) -> str:
    """Which start of the machine, and how long after it; "dead" for one that only waits to be buried."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return "dead" if fields[0] in "ZX" else f"{boot} {fields[19]}"
