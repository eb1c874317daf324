"""Replays the archive of real captures: time, memory, determinism, and the score against true revisions.

    python bench/replay.py [--once] [--store]

Needs ../shared beside the project. --once skips the second run, which must give the same bytes; --store
writes the totals to bench/baseline.json.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

from shared import SHARED, score

BASELINE = Path(__file__).parent / "baseline.json"
ARCHIVE = SHARED / "replay" / "genai-2025-11_2026-08.tar.zst"
REVISIONS = SHARED / "benchmark" / "replay-dev-events.jsonl"


def run(output: Path) -> tuple[float, float, int]:
    """Wall seconds, CPU seconds and peak memory in kB of one `xborder replay --json`."""
    started = time.monotonic()
    with output.open("wb") as target:
        child = os.posix_spawn(
            sys.executable,
            [sys.executable, "-m", "xborder", "replay", str(ARCHIVE), "--json"],
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, target.fileno(), 1)],
        )
        _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"xborder replay ended with {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def main() -> None:
    if not ARCHIVE.is_file():
        sys.exit(f"{ARCHIVE} is missing: the archive of captures is not part of the project")
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "1.jsonl", Path(folder) / "2.jsonl"
        wall, cpu, peak = run(first)
        if "--once" not in sys.argv:
            run(second)
            if first.read_bytes() != second.read_bytes():
                sys.exit("two runs over the same archive differ")
        events = [json.loads(line) for line in first.read_text(encoding="utf-8").splitlines()]
        scores = score("replay", first, REVISIONS)
    result = {
        **events[-1],
        "true_revisions": scores["true_revisions"],
        "found": scores["found"],
        "alerts": scores["alerts"],
        "false_alerts": scores["false_alerts"],
        "repeats": scores["repeats"],
        "alerts_per_true_revision": scores["alerts_per_true_revision"],
    }
    print(json.dumps({**result, "wall_s": round(wall, 1), "cpu_s": round(cpu, 1), "peak_mb": peak // 1024}))
    if "--store" in sys.argv:
        known = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
        BASELINE.write_text(json.dumps({**known, "replay": result}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
