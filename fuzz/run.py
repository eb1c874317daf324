"""Fuzzes one door for some time, guided by coverage; says what broke it, and for how long it was tried.

    python fuzz/run.py html [--seconds 600] [--memory-mb 2048] [--input-seconds 10]

Needs atheris (`pip install atheris`; Linux). Inputs that break something are kept in fuzz/found/TARGET, one
for each place in the code; copy what was mended to fuzz/regressions/TARGET, which `make test` replays.
One line of JSON; exit 1 when something was found.
"""

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import time
import traceback
from pathlib import Path

HERE = Path(__file__).parent
WATCHED = ["xborder", "pdfminer", "pdfplumber", "tarfile", "email"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--memory-mb", type=int, default=2048)
    parser.add_argument("--input-seconds", type=int, default=10)
    parser.add_argument("--corpus", type=Path, default=None, help="Where what is learned is kept.")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        _work(options)
    else:
        sys.exit(_supervise(options))


def _supervise(options: argparse.Namespace) -> int:
    """Start workers until the time is up: one that met a limit ends, and the next goes on."""
    began, runs, found = time.monotonic(), 0, HERE / "found" / options.target
    found.mkdir(parents=True, exist_ok=True)
    while (left := options.seconds - (time.monotonic() - began)) > 1:
        command = [sys.executable, __file__, options.target, "--worker", "--seconds", str(int(left))]
        command += ["--memory-mb", str(options.memory_mb), "--input-seconds", str(options.input_seconds)]
        command += ["--corpus", str(options.corpus)] if options.corpus else []
        ended = subprocess.run(command, stderr=subprocess.PIPE, text=True, errors="replace", check=False)
        runs += _runs(ended.stderr)
        if ended.returncode and _runs(ended.stderr) == 0:
            print(ended.stderr[-4000:], file=sys.stderr)
            break
    kept = sorted(path.name for path in found.iterdir() if path.suffix != ".txt")
    minutes = round((time.monotonic() - began) / 60, 1)
    print(json.dumps({"target": options.target, "minutes": minutes, "runs": runs, "found": kept}))
    return 1 if kept else 0


def _runs(log: str) -> int:
    """The last number that libFuzzer counted to."""
    numbers = [line[1:].split("\t")[0].split(" ")[0] for line in log.splitlines() if line.startswith("#")]
    return max((int(n) for n in numbers if n.isdigit()), default=0)


def _work(options: argparse.Namespace) -> None:
    import atheris

    with atheris.instrument_imports(include=WATCHED, enable_loader_override=False):
        from targets import TARGETS

    target, found = TARGETS[options.target], HERE / "found" / options.target

    def once(data: bytes) -> None:
        try:
            target(data)
        except Exception as error:
            _keep(found, data, error)

    limit = options.memory_mb * 2**20
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit * 8, limit * 8))
    learned = options.corpus or HERE / "learned" / options.target
    learned.mkdir(parents=True, exist_ok=True)
    seeds = [HERE / kind / options.target for kind in ("corpus", "regressions")]
    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={options.seconds}",
            f"-rss_limit_mb={options.memory_mb}",
            f"-timeout={options.input_seconds}",
            "-max_len=65536",
            "-len_control=20",
            f"-artifact_prefix={found}/",
            str(learned),
            *(str(folder) for folder in seeds if folder.is_dir()),
        ],
        once,
    )
    atheris.Fuzz()


def _keep(found: Path, data: bytes, error: Exception) -> None:
    """The shortest input for each place that raised."""
    frames = [(f.filename.rpartition("/")[2], f.lineno) for f in traceback.extract_tb(error.__traceback__)]
    place = hashlib.sha256(repr((type(error).__name__, frames[-3:])).encode()).hexdigest()[:12]
    file = found / f"raised-{place}"
    if not file.exists() or len(data) < file.stat().st_size:
        file.write_bytes(data)
        story = "".join(traceback.format_exception(error))
        file.with_suffix(".txt").write_text(story, encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    main()
