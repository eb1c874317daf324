"""The browser that tests show pages in, where this machine has one."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="the extra `browser` is not installed")

from xborder.fetch.browser import Chromium, find_chromium
from xborder.fetch.supply import BrowserLimits

EXECUTABLE = find_chromium()
needs_chromium = pytest.mark.skipif(EXECUTABLE is None, reason="there is no Chromium on this machine")


def _may_shut_in() -> bool:
    """Chromium's sandbox needs user name spaces, and an ordinary user."""
    if os.name == "nt":
        return True
    tool = shutil.which("unshare")
    allowed = (
        tool is not None
        and subprocess.run([tool, "--user", "true"], stderr=subprocess.DEVNULL).returncode == 0
    )
    return os.geteuid() != 0 and allowed


def chromium(
    limits: BrowserLimits, *, agent: str, isolate: bool = True, executable: Path | None = EXECUTABLE
) -> Chromium:
    assert executable is not None
    return Chromium(executable, limits, agent=agent, largest=2**20, sandbox=_may_shut_in(), isolate=isolate)
