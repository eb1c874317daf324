"""One run on several processes: the same records as on one, whatever happens to a worker."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
import trustme
from company import DAY, HOUR, MONDAY, OTHER, TERMS, TUESDAY, WEAKER, Company, every

from hostile_site import Asked, HostileSite, Reply
from mail_server import Post
from xborder.daily import Outcome, run_daily
from xborder.errors import EngineError
from xborder.model import Event, Report
from xborder.reading import PageReader
from xborder.settings import load_settings
from xborder.store import doctor

pytest.importorskip("distributed", reason="the extra `dask` is not installed")

from distributed import Scheduler
from distributed.security import Security

from xborder.wide.engine import DaskEngine
from xborder.wide.setup import release, tls

DELAY = 0.2
SETTINGS = """
database = "{database}"
state = "{state}"
[fetch]
contact = "{name}"
delay_seconds = {delay}
retries = 0
allowed_networks = ["127.0.0.0/8"]
"""


@contextmanager
def scheduler(security: Security | None = None) -> Iterator[str]:
    """A real one, on a port of this machine, in a thread of its own."""
    protocol = "tls://" if security else "tcp://"
    told: list[str] = []
    started = threading.Event()

    async def main() -> None:
        nonlocal loop
        loop = asyncio.get_running_loop()
        place = {"host": "127.0.0.1", "port": 0, "protocol": protocol, "dashboard_address": "127.0.0.1:0"}
        async with Scheduler(security=security, **place) as made:
            told.append(made.address)
            started.set()
            await stop.wait()

    loop: asyncio.AbstractEventLoop | None = None
    stop = asyncio.Event()
    thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    assert started.wait(30)
    yield told[0]
    assert loop is not None
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)


@dataclass
class Fleet:
    """A company whose runs are shared out over worker processes."""

    company: Company
    address: str
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def hire(self, name: str, *, database: str = "", state: str = "", more: str = "") -> None:
        settings = self.company.folder / f"{name}.toml"
        text = SETTINGS.format(
            database=database or self.company.database_url,
            state=state or self.company.folder,
            name=name,
            delay=DELAY,
        )
        settings.write_text(text + more, encoding="utf-8")
        place = re.sub("^t(cp|ls)", "dask", self.address)
        command = [sys.executable, "-m", "xborder", "--config", str(settings), "worker", place]
        self.workers[name] = subprocess.Popen(command, cwd=self.company.folder, stderr=subprocess.DEVNULL)

    def run(self, now, **changed: object) -> Outcome:
        services = self.company.services(now)
        proof = services.store.blobs.put(b"registry")
        services.store.blobs.settle()
        engine = DaskEngine(
            address=self.address,
            release=release(),
            proof=proof,
            reader=services.reader,
            store=services.store,
            part=2,
            **changed,  # type: ignore[arg-type]
        )
        return asyncio.run(run_daily(replace(services, engine=engine), now=now, owner="test"))

    def dismiss(self) -> None:
        for worker in self.workers.values():
            worker.kill()
            worker.wait()


def pages(company: Company, sites: list[HostileSite]) -> None:
    """Three hosts with two documents each, one of them a document of two pages on two hosts."""
    entries = ""
    for number, site in enumerate(sites):
        site.pages.clear()
        for name in ("terms", "dpa"):
            site.pages[f"/{name}"] = Reply(TERMS.replace(b"<title>", f"<title>{number}{name} ".encode()))
            entries += (
                f"      - {{id: {name}{number}, kind: {name}, title: T, url: '{site.url(f'/{name}')}'}}\n"
            )
    entries += f"      - {{id: both, kind: dpa, title: T, urls: ['{sites[0].url('/dpa')}', '{sites[1].url('/dpa')}']}}\n"
    company.watch(more=entries)
    company.show(TERMS)


def sent_to(address: str) -> Reply:
    return Reply(status=302, headers=(("Location", address),))


@pytest.fixture
def sites() -> Iterator[list[HostileSite]]:
    with ExitStack() as stack:
        yield [stack.enter_context(HostileSite(host=f"127.0.0.{n}")) for n in (2, 3, 4)]


@pytest.fixture
def fleet(tmp_path: Path, site: HostileSite, reader: PageReader, postgres_url: str) -> Iterator[Fleet]:
    (tmp_path / "wide").mkdir()
    company = Company(tmp_path / "wide", site, reader, Post(), None, postgres_url)
    with scheduler() as address:
        made = Fleet(company, address)
        yield made
        made.dismiss()
    company.store.close()


MADE_OF_THE_RUN = {
    ("run", "id"),
    ("run", "owner"),
    ("capture", "run"),
    ("capture", "fetched_at"),
    ("report", "run"),
    ("report", "payload"),  # compared below without the run
    ("outbox", "message_id"),
    ("outbox", "mime"),
}
MOMENT = re.compile(r'"fetched_at":"[^"]*"')


def rows(url: str) -> dict[str, list[str]]:
    """Everything in the database, but what is never the same twice.

    That is: the id of a run, which is random, and what it goes into (its owner and lock, the mail and the id
    of the mail); the moments of looks, since each worker has its clock; the audit trail, made of the digests of
    all that. Which page is a file, and which is kept as what differs from it, is decided by which of a site came
    first, in one process as in several: `served` compares the bytes that every look gives back.
    """
    skipped = {"delta", "audit_event", "audit_stamp", "run_lock", "alembic_version"}
    found: dict[str, list[str]] = {}
    with psycopg.connect(url) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (name,) in names:
            if name not in skipped:
                columns = [
                    c.name for c in connection.execute(f"SELECT * FROM {name} LIMIT 0").description or ()
                ]
                kept = ", ".join(c for c in columns if (name, c) not in MADE_OF_THE_RUN)
                got = connection.execute(f"SELECT {kept} FROM {name}").fetchall()
                found[name] = sorted(MOMENT.sub("", repr(row)) for row in got)
    return found


def served(company: Company) -> dict[str, bytes]:
    """Everything that a look saw, as the store gives it back."""
    digests = {look.sha256 for look in company.store.captures(limit=10_000) if look.sha256}
    return {digest: company.store.blobs.get(digest) for digest in digests}


def reports(company: Company) -> list[Report]:
    return [replace(report, run="") for report in company.store.reports()]


def days(run, company: Company, sites: list[HostileSite]) -> list[Outcome]:
    """First looks; a change and a failure; the change again; the failure's end and a return."""
    pages(company, sites)
    sites[0].pages["/terms"] = sent_to(sites[2].url("/moved"))  # a host of another chain
    sites[2].pages["/moved"] = Reply(TERMS)
    outcomes = [run(MONDAY)]
    sites[1].pages["/dpa"] = Reply(WEAKER)
    sites[2].pages["/terms"] = Reply(b"<h1>Service unavailable</h1>", status=503)
    outcomes += [run(TUESDAY), run(TUESDAY + 2 * HOUR)]
    sites[2].pages["/terms"] = Reply(OTHER)
    sites[1].pages["/dpa"] = Reply(TERMS)
    outcomes += [run(TUESDAY + DAY)]
    return outcomes


@pytest.mark.timeout(300)
def test_a_run_on_several_processes_records_what_a_run_on_one_does(
    fleet: Fleet, sites: list[HostileSite], tmp_path: Path, reader: PageReader, postgres: object
) -> None:
    fleet.hire("one")
    fleet.hire("two")
    with psycopg.connect(postgres.get_uri(), autocommit=True) as connection:  # type: ignore[attr-defined]
        connection.execute("CREATE DATABASE alone")
    alone_url = postgres.get_uri("alone")  # type: ignore[attr-defined]
    (tmp_path / "alone").mkdir()
    alone = Company(tmp_path / "alone", fleet.company.site, reader, Post(), None, alone_url)
    expected = days(alone.run, alone, sites)
    found = days(fleet.run, fleet.company, sites)
    assert Event.CHANGE in {o.event for outcome in expected for o in outcome.observations}
    assert [sorted((o.document, o.event) for o in outcome.observations) for outcome in found] == [
        sorted((o.document, o.event) for o in outcome.observations) for outcome in expected
    ]
    assert rows(fleet.company.database_url) == rows(alone_url)
    assert served(fleet.company) == served(alone)
    assert reports(fleet.company) == reports(alone)
    alone.store.close()
    agents = {a.headers["user-agent"] for s in sites for a in s.asked if "+one" in str(a) or "+two" in str(a)}
    assert len(agents) == 2  # both took part
    troubles = doctor.examine(
        fleet.company.database_url,
        fleet.company.folder / "blobs",
        now=TUESDAY,
        thorough=True,
        audit=True,
    )
    assert [t for t in troubles if t.needs_action] == []


@pytest.mark.timeout(300)
def test_a_worker_that_is_killed_costs_nothing_but_time(fleet: Fleet, sites: list[HostileSite]) -> None:
    pages(fleet.company, sites)
    asked: list[tuple[str, float]] = []
    killed: list[str] = []

    def kill_who_asks(request: Asked) -> Reply:
        agent = request.headers["user-agent"]
        name = next(n for n in fleet.workers if f"+{n}" in agent)
        asked.append((name, time.monotonic()))
        if not killed:
            killed.append(name)
            os.kill(fleet.workers[name].pid, signal.SIGKILL)
        return Reply(TERMS)

    sites[2].pages["/dpa"] = sites[2].pages["/terms"] = kill_who_asks
    fleet.hire("one")
    fleet.hire("two")
    outcome = fleet.run(MONDAY)
    assert {o.event for o in outcome.observations} == {Event.FIRST}
    assert len(outcome.observations) == 9
    assert len(killed) == 1 and asked[-1][0] != killed[0]
    assert all(later[1] - earlier[1] >= DELAY for earlier, later in pairwise(asked))
    with psycopg.connect(fleet.company.database_url) as connection:
        (looks,) = connection.execute("SELECT count(*) FROM capture").fetchone() or ()
    assert looks == 10


@pytest.mark.timeout(300)
def test_a_host_that_only_redirects_lead_to_is_asked_by_one_worker_at_a_time(
    fleet: Fleet, sites: list[HostileSite]
) -> None:
    pages(fleet.company, sites)
    with HostileSite(host="127.0.0.5") as common, HostileSite(host="127.0.0.6") as last:
        asked: dict[str, list[float]] = {common.host: [], last.host: []}

        def answer(site: HostileSite, reply: Reply) -> Callable[[Asked], Reply]:
            def remember(_: Asked) -> Reply:
                asked[site.host].append(time.monotonic())
                return reply

            return remember

        common.pages["/robots.txt"] = answer(common, Reply(status=404))
        last.pages["/robots.txt"] = answer(last, Reply(status=404))
        for number, site in enumerate(sites):
            for name in ("terms", "dpa"):
                page = f"/{name}{number}"
                site.pages[f"/{name}"] = sent_to(common.url(page))
                common.pages[page] = answer(common, Reply(TERMS))
        for number in (0, 2):  # on to a third host, from two chains
            common.pages[f"/terms{number}"] = answer(common, sent_to(last.url(f"/{number}")))
            last.pages[f"/{number}"] = answer(last, Reply(TERMS))
        fleet.hire("one")
        fleet.hire("two")
        outcome = fleet.run(MONDAY)
    assert {o.event for o in outcome.observations} == {Event.FIRST}
    assert sorted(every(outcome)) == sorted(d.id for d in fleet.company.registry.documents)
    agents = {a.headers["user-agent"] for site in sites for a in site.asked}
    assert sum(f"+{name}" in agent for name in fleet.workers for agent in agents) == 2  # both took part
    for requests in asked.values():
        assert len(requests) > 2
        assert all(later - earlier >= DELAY for earlier, later in pairwise(requests))


@pytest.mark.timeout(300)
def test_a_worker_with_another_database_is_refused(
    fleet: Fleet, sites: list[HostileSite], postgres: object
) -> None:
    pages(fleet.company, sites)
    with psycopg.connect(postgres.get_uri(), autocommit=True) as connection:  # type: ignore[attr-defined]
        connection.execute("CREATE DATABASE elsewhere")
    fleet.hire("stranger", database=postgres.get_uri("elsewhere"))  # type: ignore[attr-defined]
    with pytest.raises(EngineError, match="database is not that of the run"):
        fleet.run(MONDAY)


def test_a_run_without_workers_ends_with_the_fix(fleet: Fleet, sites: list[HostileSite]) -> None:
    pages(fleet.company, sites)
    with pytest.raises(EngineError, match="xborder worker"):
        fleet.run(MONDAY, patience_seconds=0.5)


def test_a_scheduler_that_is_not_there_is_one_clear_error(fleet: Fleet, sites: list[HostileSite]) -> None:
    pages(fleet.company, sites)
    fleet.address = "tcp://127.0.0.1:9"
    with pytest.raises(EngineError, match="cannot be reached"):
        fleet.run(MONDAY, connect_seconds=0.5)


@pytest.mark.timeout(300)
def test_machines_that_trust_one_authority_talk_in_private(
    tmp_path: Path, site: HostileSite, reader: PageReader, postgres_url: str
) -> None:
    authority = trustme.CA()
    machine = authority.issue_cert("127.0.0.1")
    names = {part: tmp_path / f"{part}.pem" for part in ("ca", "cert", "key")}
    authority.cert_pem.write_to_path(names["ca"])
    machine.cert_chain_pems[0].write_to_path(names["cert"])
    machine.private_key_pem.write_to_path(names["key"])
    section = "[wide]\n" + "".join(f'{part}_file = "{file}"\n' for part, file in names.items())
    (tmp_path / "xborder.toml").write_text(section, encoding="utf-8")
    security = tls(load_settings(tmp_path / "xborder.toml"))
    assert security is not None
    security.tls_scheduler_cert, security.tls_scheduler_key = str(names["cert"]), str(names["key"])
    company = Company(tmp_path, site, reader, Post(), None, postgres_url)
    company.show(TERMS)
    with scheduler(security) as address:
        fleet = Fleet(company, address)
        fleet.hire("private", more=section)
        outcome = fleet.run(MONDAY, security=security)
        fleet.address = address.replace("tls", "tcp")
        with pytest.raises(EngineError, match="cannot be reached"):
            fleet.run(TUESDAY, connect_seconds=2)
        fleet.dismiss()
    assert {o.event for o in outcome.observations} == {Event.FIRST}
    company.store.close()
