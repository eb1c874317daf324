"""Ten years of daily runs: what a run takes, and what the store grows by, year by year.

    python bench/growth.py [--sources 2000] [--years 10] [--days 365] [--database URL] [--no-sync]
    python bench/growth.py --aged [--sources 2000] [--years 10] [--days 12] [--no-sync]

The daily run, the comparing and judging, the publisher and the store are the real ones; the clock is moved.
Only the ends are made up, since it is the store that is measured: pages come from a generator at the fetch
port (three in ten answer "not modified", the others differ in tokens at every look, as bench sites do), the
reader knows where their text is, and the mail server takes every mail. A document is revised about once in
eight months, a site redesigned once in three years, one look in a hundred fails. Somebody decides on the
cases each Monday. One line of JSON for each year, then one of the whole; exit 1 where the last year takes
over a tenth more than the first.

All days of ten years with 2,000 sources take some eight hours. With `--aged` (SQLite) the days given are run,
what they recorded of looks, bytes and the trail is copied into the store as often as makes `--years` of it,
dated before, and as many days are run again: the same office, with ten years of looks behind it.
"""

import argparse
import asyncio
import gc
import hashlib
import json
import logging
import re
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import text

from xborder import review
from xborder.daily import run_daily
from xborder.model import Clause, Document, Fetched, Health, Message, Move, Page, Policy, Registry, Validators
from xborder.ports import FetchRequest, Served, Services
from xborder.publish import FilePublisher
from xborder.registry import load_policy, load_registry
from xborder.store import SqlStore, open_store
from xborder.store.database import connect, parse_url
from xborder.texts import same

PROJECT = Path(__file__).parents[1]
START = datetime(2026, 4, 1, 21, 30, tzinfo=UTC)
DAY = timedelta(days=1)
PAGES_A_SITE = 10
MAIN = re.compile(rb"<main>(.*)</main>", re.DOTALL)
WORDS = [
    "the",
    "provider",
    "shall",
    "process",
    "personal",
    "data",
    "only",
    "on",
    "documented",
    "instructions",
    "of",
    "the",
    "customer",
    "and",
    "may",
    "engage",
    "further",
    "subprocessors",
    "after",
    "notice",
    "where",
    "applicable",
    "law",
    "requires",
    "it",
    "security",
    "measures",
    "retention",
    "deletion",
    "access",
    "transfer",
    "storage",
    "region",
    "audit",
    "incident",
    "notification",
    "confidentiality",
    "personnel",
    "purpose",
]
CLAUSES = (
    "We may share customer data with government agencies where we believe disclosure is lawful.",
    "We will notify the customer of a personal data breach within 72 hours after becoming aware of it.",
    "Customer data may be stored in any country in which we or our subprocessors maintain facilities.",
    "We may use customer content to train and improve machine learning models.",
)


@dataclass
class Site:
    """The pages as they stand, made up anew when asked for. Nothing here grows with the days."""

    seed: int
    frames: dict[int, int] = field(default_factory=dict)  # site -> how often it was redesigned
    editions: dict[str, int] = field(default_factory=dict)  # source -> how often it was revised
    cached: dict[str, tuple[tuple[int, int], bytes, bytes]] = field(default_factory=dict)

    def revise(self, sources: Sequence[str], random: Random) -> None:
        """What happens until the next day."""
        for number, source in enumerate(sources):
            if random.random() < 1 / 240:
                self.editions[source] = self.editions.get(source, 0) + 1
            if number % PAGES_A_SITE == 0 and random.random() < 1 / 1000:
                site = number // PAGES_A_SITE
                self.frames[site] = self.frames.get(site, 0) + 1

    def page(self, number: int, source: str, random: Random | None) -> bytes:
        """About 90 kB, 30 of them the main text; with tokens of this request when there is a `random`."""
        before, after = self._parts(number, source)
        tokens = b"%040x" % (random or Random(0)).getrandbits(160)
        nonce = b"%024x" % (random or Random(1)).getrandbits(96)
        return b"<meta name=csrf content=%s><script nonce=%s>%s" % (tokens, nonce, before) + (
            b'%s<script nonce="%s">ping("%s")</script></body>' % (after, nonce, tokens)
        )

    def _parts(self, number: int, source: str) -> tuple[bytes, bytes]:
        site = number // PAGES_A_SITE
        stand = (self.frames.get(site, 0), self.editions.get(source, 0))
        known = self.cached.get(source)
        if known is None or known[0] != stand:
            frame = Random(f"{self.seed}/{site}/{stand[0]}")
            script = "".join(
                f"n.push({{id:{frame.getrandbits(30)},k:'{frame.getrandbits(64):x}'}});" for _ in range(900)
            )
            links = "".join(
                f"<li><a href=/{frame.choice(WORDS)}-{frame.randint(1, 999)}>x</a>" for _ in range(600)
            )
            main = "".join(f"<p>{line}</p>\n" for line in self._clauses(source, stand[1]))
            known = (
                stand,
                f"{script}</script><nav>{links}</nav><main>{main}</main>".encode(),
                links.encode(),
            )
            self.cached[source] = known
        return known[1], known[2]

    def _clauses(self, source: str, edition: int) -> list[str]:
        random = Random(f"{self.seed}/{source}")
        lines = [f"{n}. {' '.join(random.choices(WORDS, k=60))} {n}." for n in range(1, 71)]
        for revised in range(1, edition + 1):
            change = Random(f"{self.seed}/{source}/{revised}")
            lines[change.randrange(len(lines))] = f"{change.choice(CLAUSES)} ({revised})"
        return lines


@dataclass
class MadeUpFetcher:
    """ports.Fetcher"""

    site: Site
    numbers: Mapping[str, int]
    now: datetime
    random: Random

    async def fetch(self, requests: Sequence[FetchRequest]) -> AsyncGenerator[Fetched, None]:
        for request in requests:
            yield self._look(request)

    def _look(self, request: FetchRequest) -> Fetched:
        source = request.source.id
        number = self.numbers[source]
        told: dict[str, Any] = {
            "source": source,
            "fetched_at": self.now,
            "url": request.source.url or "",
            "headers": self._headers(),
        }
        if self.random.random() < 0.01:
            return Fetched(health=Health.UNREACHABLE, detail=same("HTTP 503"), status=503, **told)
        if number % PAGES_A_SITE >= 3:
            body = self.site.page(number, source, self.random)
            return Fetched(health=Health.OK, body=body, status=200, media_type="text/html", **told)
        body = self.site.page(number, source, None)
        validators = Validators(etag=f'"{hashlib.sha256(body).hexdigest()[:20]}"')
        if request.state and not request.full and request.state.validators == validators:
            return Fetched(health=Health.NOT_MODIFIED, status=304, validators=validators, **told)
        return Fetched(
            health=Health.OK, body=body, status=200, media_type="text/html", validators=validators, **told
        )

    def _headers(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Date", f"{self.now:%a, %d %b %Y %H:%M:%S GMT}"),
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", "private, no-store"),
            ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
            ("X-Request-Id", f"{self.random.getrandbits(128):032x}"),
            ("Set-Cookie", f"session={self.random.getrandbits(160):040x}; Path=/; Secure; HttpOnly"),
            ("Server", "nginx"),
            ("Vary", "Accept-Encoding"),
        )


class MadeUpReader:
    """ports.Reader that knows where the text is."""

    extractor = "growth"

    def fingerprint(self, served: Served) -> str:
        return hashlib.sha256(_main(served.body)).hexdigest()

    def read(self, document: Document, parts: Sequence[Served]) -> Page:
        lines = _main(parts[0].body).decode().removeprefix("<p>").removesuffix("</p>\n").split("</p>\n<p>")
        return Page(
            clauses=tuple(Clause(text=line) for line in lines),
            title=document.title,
            language="en",
            visible_chars=sum(map(len, lines)),
        )


class TakingMailer:
    """ports.Mailer"""

    def send(self, message: Message, recipients: Sequence[str]) -> Mapping[str, None]:
        return dict.fromkeys(recipients)


def _main(body: bytes) -> bytes:
    found = MAIN.search(body)
    assert found is not None
    return found.group(1)


@dataclass
class Office:
    """A company, its store, and the days that pass."""

    folder: Path
    url: str
    registry: Registry
    policy: Policy
    store: SqlStore
    random: Random = field(default_factory=lambda: Random(20260401))
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    site: Site = field(default_factory=lambda: Site(seed=7))

    def __post_init__(self) -> None:
        self.sources = [s.id for d in self.registry.documents for s in d.sources]
        self.numbers = {source: number for number, source in enumerate(self.sources)}

    def run(self, now: datetime) -> None:
        fetcher = MadeUpFetcher(self.site, self.numbers, now, self.random)
        services = Services(
            registry=self.registry,
            policy=self.policy,
            fetcher=fetcher,
            reader=MadeUpReader(),
            store=self.store,
            publisher=FilePublisher(
                folder=self.folder / "reports",
                registry=self.registry,
                sender="xborder@mihon.example",
                recipients=("privacy@mihon.example",),
            ),
            mailer=TakingMailer(),
        )
        self.loop.run_until_complete(run_daily(services, now=now, owner="growth"))

    def pass_a_night(self, now: datetime) -> None:
        if now.weekday() == 0:
            for case in self.store.open_cases():
                told = review.Intent(
                    case=case.id, move=Move.CONFIRM, person="法務", reason="読了", answers={}
                )
                review.decide(self.store, self.policy, told, now=now)
        self.site.revise(self.sources, self.random)

    def age(self, days: int, years: int) -> None:
        path = connect(parse_url(self.url), wait_seconds=5).path
        assert path is not None, "--aged is for SQLite"
        began = time.perf_counter()
        looks = copy_into_the_past(path, days=days, copies=round(years * 365 / days) - 1)
        told = {"looks_behind_it": looks, "copied_in_s": round(time.perf_counter() - began)}
        print(json.dumps(told), flush=True)

    def bytes_kept(self) -> tuple[int, int]:
        """Of the database, and of the files."""
        files = sum(f.stat().st_size for f in (self.folder / "blobs").rglob("*") if f.is_file())
        database = connect(parse_url(self.url), wait_seconds=5)
        try:
            if database.path is not None:
                return database.path.stat().st_size, files
            with database.engine.connect() as connection:
                size = connection.scalar(text("SELECT pg_database_size(current_database())"))
                return int(size or 0), files
        finally:
            database.close()


def registry_of(folder: Path, sources: int) -> Registry:
    """Contractors with ten documents each."""
    (folder / "data").mkdir()
    lines = ["contractors:"]
    for number in range(sources):
        owner = number // PAGES_A_SITE
        if number % PAGES_A_SITE == 0:
            lines.append(
                f"  - {{id: c{owner}, name: C{owner}, country: US, basis: contract, "
                "transfers: [{service: S, server_locations: [US]}], documents: ["
            )
        lines.append(
            f"      {{id: d{number}, kind: dpa, title: D{number}, language: en, "
            f'url: "https://c{owner}.example/{number}"}},'
        )
        if number % PAGES_A_SITE == PAGES_A_SITE - 1 or number == sources - 1:
            lines.append("    ]}")
    (folder / "data" / "contractors.yaml").write_text("\n".join(lines), encoding="utf-8")
    countries = (
        'index: {title: I, url: "https://ppc.example/"}\ncountries:\n'
        "  - {code: US, name_ja: 米国, name_en: US, confirm_by_hand: test, documents: []}\n"
    )
    (folder / "data" / "countries.yaml").write_text(countries, encoding="utf-8")
    shutil.copy(PROJECT / "data" / "policy.yaml", folder / "data")
    return load_registry(folder / "data")


def years(office: Office, count: int, days: int, *, aged: int = 0) -> Iterator[dict[str, Any]]:
    """`aged` years lie between the first and the second, if any do."""
    before, now = (0, 0), START
    for year in range(1, count + 1):
        if aged and year == 2:
            office.age(days, aged)
            before = office.bytes_kept()
        walls: list[float] = []
        cpus: list[float] = []
        for _ in range(days):
            wall, cpu = time.perf_counter(), time.process_time()
            office.run(now)
            walls.append(time.perf_counter() - wall)
            cpus.append(time.process_time() - cpu)
            office.pass_a_night(now)
            now += DAY
        gc.collect()
        kept = office.bytes_kept()
        looks = days * len(office.sources)
        usual = sorted(cpus[1:] or cpus)  # the first day of all is another thing
        yield {
            "year": year,
            "run_cpu_s": round(sum(usual) / len(usual), 3),
            "run_cpu_median_s": round(usual[len(usual) // 2], 3),
            "run_wall_median_s": round(sorted(walls)[len(walls) // 2], 3),
            "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "database_mb": round(kept[0] / 1e6, 1),
            "files_mb": round(kept[1] / 1e6, 1),
            "bytes_a_look": round((sum(kept) - sum(before)) / looks),
            "kb_a_source_and_year": round((sum(kept) - sum(before)) / len(office.sources) / 1000, 1),
        }
        before = kept


def copy_into_the_past(path: Path, *, days: int, copies: int) -> int:
    """What the last `days` recorded, `copies` times over, each so many days earlier; how many looks that is.

    Digests are made anew for each copy, so that looks, and what differs, are as many and as large as they
    would be. Nothing reads them but by index: the bytes would not come back, nor is the trail sound.
    """
    with closing(sqlite3.connect(path)) as file:
        file.create_function("again", 2, lambda digest, copy: _again(digest, copy), deterministic=True)
        for pragma in ("synchronous = OFF", "cache_size = -1500000"):
            file.execute(f"PRAGMA {pragma}")
        known = file.execute("SELECT max(number) FROM audit_event").fetchone()[0]
        looks = file.execute("SELECT count(*) FROM capture").fetchone()[0]
        for name in ("capture", "delta", "audit_event"):
            file.execute(f"CREATE TEMP TABLE new_{name} AS SELECT * FROM main.{name}")
        for copy in range(1, copies + 1):
            values = {"copy": copy, "days": f"-{copy * days} days", "numbers": copy * known}
            for name, made in _MADE_ANEW.items():
                columns = [row[1] for row in file.execute(f"PRAGMA table_info({name})")]
                chosen = ", ".join(made.get(column, column) for column in columns)
                file.execute(f"INSERT INTO main.{name} SELECT {chosen} FROM new_{name}", values)
            file.commit()
        return int(looks * copies)


_MADE_ANEW = {
    "capture": {
        "fetched_at": "date(substr(fetched_at, 1, 10), :days) || substr(fetched_at, 11)",
        "sha256": "again(sha256, :copy)",
    },
    "delta": {"digest": "again(digest, :copy)"},
    "audit_event": {"number": "number - :numbers", "hash": "again(hash, :copy)"},
}


def _again(digest: str | bytes | None, copy: int) -> str | bytes | None:
    """Another digest, the same for the same one and copy; NULL for NULL."""
    if digest is None:
        return None
    raw = bytes.fromhex(digest) if isinstance(digest, str) else digest
    other = hashlib.sha256(raw + copy.to_bytes(4, "big")).digest()
    return other.hex() if isinstance(digest, str) else other


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--sources", type=int, default=2000)
    arguments.add_argument("--years", type=int, default=10)
    arguments.add_argument("--days", type=int, default=365, help="of a year")
    arguments.add_argument("--database", default="")
    arguments.add_argument("--folder", type=Path, default=None, help="kept afterwards; else thrown away")
    arguments.add_argument(
        "--aged", action="store_true", help="copy the first days into the past, then go on"
    )
    arguments.add_argument("--no-sync", action="store_true", help="without syncing to the disk")
    asked = arguments.parse_args()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as thrown_away:
        folder = asked.folder or Path(thrown_away)
        folder.mkdir(exist_ok=True)
        url = asked.database or f"sqlite:///{folder / 'xborder.db'}"
        policy, problems = load_policy(PROJECT / "data")
        assert policy is not None, problems
        registry = registry_of(folder, asked.sources)
        assert len(registry.documents) >= asked.sources, registry.problems
        store = open_store(url, folder / "blobs", durable=not asked.no_sync)
        office = Office(folder, url, registry, policy, store)
        told = []
        spans = (2, asked.days, asked.years) if asked.aged else (asked.years, asked.days, 0)
        for line in years(office, spans[0], spans[1], aged=spans[2]):
            told.append(line)
            print(json.dumps(line), flush=True)
        office.loop.close()
        store.close()
    ratio = told[-1]["run_cpu_median_s"] / told[0]["run_cpu_median_s"]
    print(json.dumps({"sources": asked.sources, "years": asked.years, "last_to_first": round(ratio, 3)}))
    return int(ratio > 1.1)


if __name__ == "__main__":
    sys.exit(main())
