"""The labelled data beside the project, and its scorer."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

SHARED = Path(__file__).parents[2] / "shared"
BENCHMARK = SHARED / "benchmark"


def require(path: Path) -> Path:
    """`path`, or a clear end."""
    if not path.exists():
        sys.exit(f"{path} is missing: the labelled data is not part of the project")
    return path


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def write_rows(path: Path, items: Iterable[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(i, ensure_ascii=False) + "\n" for i in items), encoding="utf-8")


def score(kind: str, predictions: Path, labels: Path) -> dict[str, Any]:
    """What the scorer says of `predictions`."""
    command = [sys.executable, str(BENCHMARK / "score.py"), kind, str(predictions), str(labels), "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result
