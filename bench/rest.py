"""Days on which nothing, or next to nothing, changed: what a daily run costs, and whether it is right.

    python bench/rest.py [--pages 200 5000] [--site FOLDER] [--store]

A site of realistic contract pages (../shared/bench/site.py) on addresses of this machine: tokens and session
ids that differ at every request, 30 % that answer conditional requests, 5 % PDF, and one page in a hundred
revised on the second day. The real program works through four runs with the shipped policy, its clock moved:
the first day, an unchanged day, a day with revisions, and the look that confirms them. Beside it, in the same
run, httpx alone downloads the same pages over as many connections. Prints a line of JSON for each number of
pages; exit 1 when anything is said that should not be, or not said that should. `--store` writes
bench/rest-results.json.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import compress
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.request import urlopen

from shared import SHARED, require
from xborder import clock
from xborder.store import open_store

PROJECT = Path(__file__).parents[1]
BENCH = Path(__file__).parent
RESULTS = BENCH / "rest-results.json"
LIST = PROJECT / "demo" / "site" / "before" / "laws"
SITE = SHARED / "bench" / "site.py"
HOSTS = 100  # asked at once, one request to each; twice a usual setting, so that waiting hides nothing
FIRST, UNCHANGED, REVISED, CONFIRMING = 0, 24, 48, 50  # hours after a morning
MORNING = 9  # o'clock in Tokyo: the last two looks are of one day
SETTINGS = f"""
[fetch]
delay_seconds = 0
concurrency = {HOSTS}
allowed_networks = ["127.0.0.0/8"]
"""


@dataclass(frozen=True)
class Cost:
    """What one process and its children took."""

    wall: float
    cpu: float
    helpers_cpu: float  # of processes that read dangerous files
    peak: float  # bytes of memory, of all together, at one moment
    output: str = ""


class Watch(Thread):
    """Looks at a process and its children ten times a second."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.peak, self._process, self._cpu, self._over = 0, process, dict[int, float](), Event()

    @property
    def helpers_cpu(self) -> float:
        return sum(self._cpu.values())

    def run(self) -> None:
        while not self._over.wait(0.1):
            family = [self._process, *_children(self._process)]
            self.peak = max(self.peak, sum(map(_memory, family)))
            self._cpu |= {child: cpu for child in family[1:] if (cpu := _cpu(child)) is not None}

    def stop(self) -> None:
        self._over.set()
        self.join()


def _hours_to_morning() -> float:
    now = clock.now().astimezone(clock.TOKYO)
    morning = now.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return (morning - now + timedelta(days=morning < now)) / timedelta(hours=1)


def _children(process: int) -> Iterator[int]:
    try:
        tasks = [task.read_text() for task in Path(f"/proc/{process}/task").glob("*/children")]
    except OSError:  # it has ended, or one of its threads has
        return
    for child in (int(child) for task in tasks for child in task.split()):
        yield child
        yield from _children(child)


def _memory(process: int) -> int:
    """Bytes, of what is shared its part."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _cpu(process: int) -> float | None:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(command: Sequence[str | Path], *, allowed: Sequence[int] = (0,), **options: Any) -> Cost:
    """Run it to its end, and say what it took."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        started = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, *map(str, command)], stdout=output, stderr=errors, **options
        )
        watch = Watch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
        watch.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode not in allowed:
            sys.exit(f"{command} ended with {process.returncode}: {errors.read()}")
        cpu = usage.ru_utime + usage.ru_stime
        return Cost(wall, cpu, watch.helpers_cpu, watch.peak, output.read())


@dataclass(frozen=True)
class Trial:
    """A site that is served, and the folder of a company that watches all of it."""

    folder: Path
    pages: Sequence[Mapping[str, Any]]
    addresses: Sequence[str]
    index: str  # address of a list of reports: no registry is without one
    to_morning: float = field(default_factory=_hours_to_morning)

    def run(self, hours: float) -> Cost:
        command: list[str | Path] = [
            BENCH / "rest_process.py",
            str(self.to_morning + hours),
            "--config",
            self.folder / "xborder.toml",
        ]
        return measure([*command, "run", "--json"], allowed=(0, 1), env=_environment())

    def download(self) -> Cost:
        """Every page in full by httpx alone."""
        file = self.folder / "addresses"
        file.write_text("\n".join(self.addresses), encoding="ascii")
        return measure([BENCH / "rest_download.py", file, str(HOSTS)])

    def documents(self) -> list[str]:
        return [f"host-{page['host']}/page-{page['id']}" for page in self.pages]

    def turn(self, day: int) -> None:
        _ask(self.addresses[0], f"/__day?{day}")


def _environment() -> dict[str, str]:
    """Without settings of ours, and with compiled modules kept, as any installation has them."""
    return {
        n: v for n, v in os.environ.items() if not n.startswith("XBORDER_") and n != "PYTHONDONTWRITEBYTECODE"
    }


def _ask(address: str, path: str) -> Any:
    origin = "/".join(address.split("/")[:3])
    with urlopen(origin + path) as answer:
        return json.load(answer)


@contextmanager
def trial(site: Path, count: int, *, with_pdf: bool = True, latency: float = 50) -> Iterator[Trial]:
    """Serve `count` pages of `site`, built before."""
    common = ["--site", str(site), "--n", str(count), "--port", str(_free_port())]
    tool = [sys.executable, str(require(SITE))]
    listed = subprocess.run([*tool, "urls", *common], check=True, capture_output=True, text=True)
    manifest = json.loads((site / "manifest.json").read_text(encoding="utf-8"))["pages"][:count]
    wanted = [with_pdf or not page["pdf"] for page in manifest]
    pages = list(compress(manifest, wanted))
    addresses = [entry["url"] for entry in compress(json.loads(listed.stdout), wanted)]
    server = subprocess.Popen(
        [*tool, "serve", *common, "--latency-ms", str(latency)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        if not server.stdout.readline().startswith("serving"):
            sys.exit("the site is not served: is the port taken?")
        with tempfile.TemporaryDirectory(prefix="xborder-rest-") as folder, _list_of_reports() as index:
            made = Trial(Path(folder), pages, addresses, index)
            _set_up(made)
            yield made
    finally:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def _list_of_reports() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=LIST)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


def build(site: Path, count: int, *options: str) -> Path:
    """The site, made once: pages of a smaller one are the first of a larger one."""
    manifest = site / "manifest.json"
    if not manifest.exists() or len(json.loads(manifest.read_text(encoding="utf-8"))["pages"]) < count:
        command = [sys.executable, str(require(SITE)), "build", "--out", str(site), "--n", str(count)]
        subprocess.run([*command, *options], check=True, stdout=sys.stderr)
    return site


CONTRACTOR = """  - id: host-{host}
    name: Host {host}, Inc.
    country: US
    basis: contract
    transfers:
      - service: Service {host}
        server_locations: [US]
    documents:
"""
DOCUMENT = """      - id: page-{id}
        kind: terms
        title: Terms {id}
        url: {url}
        language: en
"""
COUNTRIES = """
index: {{title: 一覧, url: "{index}"}}
countries:
  - {{code: US, name_ja: アメリカ合衆国, name_en: United States, confirm_by_hand: この計測では見ない}}
"""


def _set_up(made: Trial) -> None:
    """A contractor for each host, with a document for each of its pages; beside them the list of reports."""
    entries = ["contractors:\n"]
    previous = None
    for page, address in zip(made.pages, made.addresses, strict=True):
        if page["host"] != previous:
            previous = page["host"]
            entries.append(CONTRACTOR.format(host=previous))
        entries.append(DOCUMENT.format(id=page["id"], url=address))
    written = {
        "data/contractors.yaml": "".join(entries),
        "data/countries.yaml": COUNTRIES.format(index=made.index),
        "data/policy.yaml": (PROJECT / "data" / "policy.yaml").read_text(encoding="utf-8"),
        "xborder.toml": SETTINGS,
    }
    (made.folder / "data").mkdir()
    for name, text in written.items():
        (made.folder / name).write_text(text, encoding="utf-8")


def stored(folder: Path) -> int:
    """Bytes of everything kept."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def faults(made: Trial, runs: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What was said and should not have been, and what was not said."""
    count = len(made.pages) + 1  # the list of reports
    revised = {d for d, page in zip(made.documents(), made.pages, strict=True) if page["change"]}
    expected = {
        "first": {"first": count},
        "unchanged": {"unchanged": count},
        "revised": {"unchanged": count - len(revised), "pending": len(revised)},
    }
    for name, events in expected.items():
        if runs[name]["events"] != {event: n for event, n in events.items() if n}:
            yield f"{name}: {runs[name]['events']} instead of {events}"
    for name, run in runs.items():
        if run["alerts"] or (run["findings"] and name != "confirming"):
            yield f"{name}: {run['alerts'][:3]} {run['findings'][:3]}"
    with closing(
        open_store(f"sqlite:///{made.folder / 'state' / 'xborder.db'}", made.folder / "state" / "blobs")
    ) as s:
        found = {revision.document for revision in s.revisions()}
    yield from (f"{document}: its edit was not found" for document in sorted(revised - found))
    yield from (f"{document}: a revision that is none" for document in sorted(found - revised))


def examine(site: Path, count: int, *, with_pdf: bool = True) -> dict[str, Any]:
    """All four runs, and what they took."""
    with trial(build(site, count), count, with_pdf=with_pdf) as made:
        count = len(made.pages)
        alone = [made.download()]
        first = made.run(FIRST)
        kept = stored(made.folder / "state")
        unchanged = made.run(UNCHANGED)
        kept_again = stored(made.folder / "state")
        alone.append(made.download())
        made.turn(2)
        revised = made.run(REVISED)
        confirming = made.run(CONFIRMING)
        costs = {"first": first, "unchanged": unchanged, "revised": revised, "confirming": confirming}
        runs = {name: json.loads(cost.output) for name, cost in costs.items()}
        wrong = list(faults(made, runs))
        pdfs = sum(page["pdf"] for page in made.pages)
    raw = sum(cost.wall for cost in alone) / len(alone)
    raw_cpu = sum(cost.cpu for cost in alone) / len(alone)
    return {
        "pages": count,
        "pdfs": pdfs,
        "download": {"wall_s": round(raw, 2), "cpu_ms_page": round(1000 * raw_cpu / count, 2)},
        **{name: _figures(cost, count) for name, cost in costs.items()},
        "wall_ratio_unchanged": round(unchanged.wall / raw, 2),
        "stored_kb_page": {
            "first": round(kept / count / 1000, 1),
            "unchanged": round((kept_again - kept) / count / 1000, 1),
        },
        "edits": sum(bool(page["change"]) for page in made.pages),
        "told": len(runs["confirming"]["findings"]),
        "faults": wrong,
    }


def _figures(cost: Cost, count: int) -> dict[str, float]:
    return {
        "wall_s": round(cost.wall, 2),
        "cpu_ms_page": round(1000 * cost.cpu / count, 2),
        "cpu_ms_page_without_pdf": round(1000 * (cost.cpu - cost.helpers_cpu) / count, 2),
        "peak_mb": round(cost.peak / 2**20),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, nargs="+", default=[200])
    parser.add_argument("--site", type=Path, default=Path(tempfile.gettempdir()) / "xborder-rest-site")
    parser.add_argument("--without-pdf", action="store_true", help="HTML alone: a new PDF takes seconds")
    parser.add_argument("--store", action="store_true")
    asked = parser.parse_args()
    build(asked.site, max(asked.pages))
    results = []
    for count in asked.pages:
        results.append(examine(asked.site, count, with_pdf=not asked.without_pdf))
        print(json.dumps(results[-1], ensure_ascii=False), flush=True)
    if asked.store:
        RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    sys.exit(any(result["faults"] for result in results))


if __name__ == "__main__":
    main()
