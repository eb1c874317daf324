"""What it costs to start: seconds of the processor of the everyday commands, the best of five.

nice .venv/bin/python bench/start.py [FOLDER]      FOLDER has an xborder.toml; else that of `make demo`
"""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent
TIMES = 5


def main(folder: Path) -> None:
    command = [sys.executable, "-m", "xborder", "--config", str(folder / "xborder.toml")]
    listed = json.loads(
        subprocess.run([*command, "cases", "--all", "--json"], capture_output=True, check=True).stdout
    )
    shown = [["show", listed[0]["id"]]] if listed else []
    for words in (
        ["--help"],
        ["run", "--help"],
        ["decide", "--help"],
        ["check"],
        ["cases"],
        *shown,
        ["status"],
    ):
        print(f"{min(seconds([*command, *words]) for _ in range(TIMES)):.2f}  {' '.join(words)}")


def seconds(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # As it is installed: what Python compiled is kept.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT / "demo" / "run")
