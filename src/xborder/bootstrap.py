"""Settings -> Services: the only place that builds clients and sessions."""

from __future__ import annotations

import asyncio
import os
import socket
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xborder import __version__, clock
from xborder.errors import ConfigurationError, StoreError, XborderError
from xborder.model import FetchBy, Policy, Problem, Registry
from xborder.model.signing import Signature
from xborder.ports import (
    Adviser,
    Blobs,
    Mailer,
    Pinger,
    Services,
    Stamper,
)
from xborder.settings import Settings

if TYPE_CHECKING:  # what one command needs, the others do not wait for
    from xborder import replay as replaying
    from xborder import review
    from xborder.daily import Outcome, Progress, Scope
    from xborder.documents.annual import Review
    from xborder.documents.disclosure import Disclosure
    from xborder.documents.facts import Facts
    from xborder.documents.published import Discrepancy
    from xborder.fetch import FetchLimits, HttpFetcher, Renderer
    from xborder.metrics import Vitals
    from xborder.publish import FilePublisher
    from xborder.registry.register import Merged
    from xborder.store import Place, Purge, SqlStore, doctor


POLICY = "policy.yaml"


def owner() -> str:
    """Who holds the lock of a run: this process on this host."""
    return f"{socket.gethostname()}:{os.getpid()}"


@contextmanager
def services(settings: Settings, *, engine: str = "") -> Iterator[Services]:
    """Everything wired for real; closed at the end of the block. `engine` goes before the settings'."""
    from xborder.reading import PageReader
    from xborder.wide import setup as wide

    with ExitStack() as stack:
        try:
            registry, policy, store = stack.enter_context(watch(settings))
            reader = stack.enter_context(PageReader())
            files = _kept_files(settings, store.blobs)
        except XborderError as error:
            _tell_failed(settings, error)  # of what fails later the run tells by itself
            raise
        yield Services(
            engine=wide.engine(settings, engine or settings.wide.engine, reader, store, files),
            registry=registry,
            policy=policy,
            fetcher=_fetcher(settings, browser=_needs_browser(registry)),
            reader=reader,
            store=store,
            publisher=_publisher(settings, registry),
            mailer=_mailer(settings),
            pinger=_pinger(settings),
            stamper=_stamper(settings),
            adviser=_adviser(settings),
            files=files,
        )


def _tell_failed(settings: Settings, error: XborderError) -> None:
    """The dead-man switch hears of a run that could not begin. From a thread: a loop may be running here."""
    with suppress(XborderError):  # of what is wrong with the pinger itself, once the first error is mended
        if pinger := _pinger(settings):
            with ThreadPoolExecutor(1) as pool:
                pool.submit(asyncio.run, pinger.ping("fail", error.what)).result()


def work(settings: Settings, address: str) -> None:
    """Be a worker of the scheduler at `address`, until it or a signal ends it."""
    from xborder.wide import setup as wide

    scheduler = wide.scheduler(settings, address)
    from xborder.daily import Here
    from xborder.reading import PageReader
    from xborder.wide.worker import Tools, serve

    with opened(settings) as store, PageReader() as reader:
        fetcher = _fetcher(settings, rest_first=True)
        tools = Tools(
            release=wide.release(),
            engine=Here(fetcher, reader, store),
            store=store,
            knows=lambda run: any(known.id == run for known in store.runs(5)),
        )
        asyncio.run(serve(scheduler, tools, at_once=settings.wide.at_once, security=wide.tls(settings)))


@contextmanager
def opened(settings: Settings, *, wait_seconds: float = 30) -> Iterator[SqlStore]:
    """The records, until the end of the block."""
    from xborder.store import open_store

    _refuse_elsewhere(settings)
    with closing(open_store(settings.database_url, _blobs(settings), wait_seconds=wait_seconds)) as store:
        yield store


def _refuse_elsewhere(settings: Settings) -> None:
    """No new records in a wrong folder, nor beside the reports of lost ones: there would be "no cases"."""
    from xborder.store.database import parse_url, sqlite_path

    path = sqlite_path(parse_url(settings.database_url))
    if path is None or path.exists():
        return
    if not settings.data.is_dir():
        raise ConfigurationError(
            str(settings.data),
            why="no such folder, and there are no records",
            fix="Run xborder where its xborder.toml is, or name that with --config",
        )
    if next(settings.reports.glob("????-??-??*/report.json"), None) is not None:
        raise StoreError(
            str(path),
            why=f"the records are missing, but {settings.reports} holds reports that were made from them",
            fix="Restore them or correct `state`. To begin anew, move the old reports away yourself",
        )


def examine_settings(settings: Settings) -> None:
    """What is used only when its time comes. Raises ConfigurationError."""
    _mailer(settings)
    if settings.database:
        from xborder.store.database import parse_url

        parse_url(settings.database)
    for file in filter(None, (settings.fetch.ca_file, settings.smtp.ca_file)):
        from xborder.fetch.client import trusted_authorities

        trusted_authorities(file)


@contextmanager
def watch(settings: Settings) -> Iterator[tuple[Registry, Policy, SqlStore]]:
    """What is watched, and what was seen of it; without anything that fetches or reads pages."""
    from xborder.listed import listed_reports, with_found_reports

    registry, policy = load(settings)
    with opened(settings) as store:
        yield with_found_reports(registry, listed_reports(registry, store)), policy, store


@contextmanager
def records(settings: Settings) -> Iterator[tuple[SqlStore, Policy]]:
    """What reviewers decide by: the records and the policy, without what is watched."""
    policy = load_policy(settings)
    with opened(settings) as store:
        yield store, policy


async def run(
    wired: Services, *, scope: Scope | None = None, progress: Progress = lambda done, total: None
) -> Outcome:
    """One daily run, now; of what is due, if nothing else is asked for."""
    from xborder.daily import Scope, run_daily

    asked = scope or Scope.DUE
    return await run_daily(wired, now=clock.now(), owner=owner(), scope=asked, progress=progress)


def load(settings: Settings) -> tuple[Registry, Policy]:
    """The registry with its problems, and the policy. Raises ConfigurationError when there is no policy."""
    from xborder.registry import load_all

    registry, policy = load_all(settings.data)
    problems = [problem for problem in registry.problems if problem.file == POLICY]
    return registry, _usable(policy, problems, settings)


def load_policy(settings: Settings) -> Policy:
    """The policy alone. Raises ConfigurationError."""
    from xborder import registry

    return _usable(*registry.load_policy(settings.data), settings)


def _usable(policy: Policy | None, problems: Sequence[Problem], settings: Settings) -> Policy:
    if policy is None:
        raise ConfigurationError(
            str(settings.data / POLICY),
            why="; ".join(str(p) for p in problems),
            fix="Nothing can be recommended without it. Correct it, then run xborder check",
        )
    return policy


def examine_registry(settings: Settings) -> tuple[Registry, Sequence[Problem]]:
    """The registry, and the problems of all three files, the policy included."""
    from xborder.registry import load_registry

    registry = load_registry(settings.data)
    return registry, registry.problems


def vitals(settings: Settings) -> Vitals:
    """The numbers for monitoring, now."""
    from xborder.metrics import gather
    from xborder.registry import load_registry
    from xborder.store.database import parse_url, sqlite_path

    database = sqlite_path(parse_url(settings.database_url))
    places = {"reports": settings.reports}
    places |= {} if settings.bucket.url else {"blobs": settings.blobs}  # a bucket has its own monitoring
    places |= {"database": database} if database else {}
    with opened(settings, wait_seconds=5) as store:
        return gather(store, load_registry(settings.data), places, now=clock.now())


def all_looked_at(settings: Settings, now: datetime) -> datetime | None:
    """Since when every document of the registry was looked at; None while one never was.

    A look that a clock running ahead dated later than now is none. When a run last finished would not do: the
    hourly ones look only at what waits to be seen again.
    """
    from xborder.registry import load_registry

    with opened(settings) as store:
        states = store.document_states()
    found = [states.get(document.id) for document in load_registry(settings.data).documents]
    looks = [state.checked_at if state else None for state in found]
    known = [at for at in looks if at is not None and at <= now]
    return min(known) if known and len(known) == len(looks) else None


def compare(settings: Settings, old: Path, new: Path, *, kind: str, country: str | None) -> Mapping[str, Any]:
    """Two files compared; with the policy of the data folder."""
    from xborder import compare as comparing
    from xborder.reading import PageReader

    registry, policy = load(settings)
    with PageReader() as reader:
        if kind == "country":
            return comparing.compare_country(old, new, country=country, reader=reader, policy=policy)
        return comparing.compare_terms(old, new, reader=reader, policy=policy, countries=registry.countries)


async def replay(
    settings: Settings,
    archive: Path,
    *,
    tell: Callable[[Mapping[str, Any]], None],
    progress: Progress = lambda done, total: None,
) -> None:
    """The pipeline over an archive, in a store that is thrown away."""
    from xborder import replay as replaying
    from xborder.archive import open_archive
    from xborder.reading import PageReader
    from xborder.store import open_store

    policy = load_policy(settings)
    with open_archive(archive) as captures, tempfile.TemporaryDirectory() as folder, PageReader() as reader:
        place = Path(folder)
        store = open_store(f"sqlite:///{place / 'replay.db'}", place / "blobs", durable=False)

        def wired(registry: Registry, fetcher: replaying.ArchiveFetcher) -> Services:
            return Services(
                registry=registry,
                policy=policy,
                fetcher=fetcher,
                reader=reader,
                store=store,
                publisher=replaying.NoPublisher(),
            )

        try:
            async for event in replaying.replay(captures, wired, owner=owner(), progress=progress):
                tell(event)
        finally:
            store.close()


def _limits(settings: Settings) -> FetchLimits:
    from xborder.fetch import FetchLimits

    contact = f" (+{settings.fetch.contact})" if settings.fetch.contact else ""
    return FetchLimits(
        user_agent=f"xborder/{__version__}{contact}",
        delay_seconds=settings.fetch.delay_seconds,
        concurrency=settings.fetch.concurrency,
        read_seconds=settings.fetch.timeout_seconds,
        total_seconds=settings.fetch.total_seconds,
        max_body_bytes=int(settings.fetch.max_megabytes * 2**20),
        retries=settings.fetch.retries,
    )


def _networks(settings: Settings) -> list[str]:
    return [str(network) for network in settings.fetch.allowed_networks]


def _fetcher(settings: Settings, *, browser: bool = True, rest_first: bool = False) -> HttpFetcher:
    from xborder.fetch import HttpFetcher

    return HttpFetcher(
        limits=replace(_limits(settings), rest_first=rest_first),
        now=clock.now,
        folder=settings.data,
        allowed_networks=_networks(settings),
        proxy=settings.fetch.proxy,
        ca_file=settings.fetch.ca_file,
        browser=_browser(settings) if browser else None,
    )


def _needs_browser(registry: Registry) -> bool:
    sources = (source for document in registry.documents for source in document.sources)
    return any(source.fetch is not FetchBy.HTTP for source in sources)


def _browser(settings: Settings) -> Renderer | None:
    """Chromium, where the extra and the browser are installed; sources that need it say when it is not."""
    if find_spec("playwright") is None:
        return None
    from xborder.fetch import BrowserLimits
    from xborder.fetch.browser import Chromium, find_chromium

    asked = settings.browser
    executable = find_chromium(asked.executable)
    if executable is None:
        return None
    return Chromium(
        executable,
        BrowserLimits(
            pages=asked.pages,
            seconds=asked.seconds,
            requests=asked.max_requests,
            body_bytes=int(asked.max_megabytes * 2**20),
        ),
        agent=_limits(settings).user_agent,
        largest=_limits(settings).max_body_bytes,
        sandbox=asked.sandbox,
    )


def _pinger(settings: Settings) -> Pinger | None:
    if not settings.ping_url:
        return None
    from xborder.fetch.ping import HttpPinger

    return HttpPinger(
        settings.ping_url,
        limits=_limits(settings),
        allowed_networks=_networks(settings),
        proxy=settings.fetch.proxy,
        ca_file=settings.fetch.ca_file,
    )


def _stamper(settings: Settings) -> Stamper | None:
    if not settings.timestamp_url:
        return None
    from xborder.fetch.stamp import HttpStamper

    return HttpStamper(
        settings.timestamp_url,
        limits=_limits(settings),
        allowed_networks=_networks(settings),
        proxy=settings.fetch.proxy,
    )


def _adviser(settings: Settings) -> Adviser | None:
    asked = settings.second_opinion
    if not asked.url:
        return None
    from xborder.fetch.advise import HttpAdviser

    return HttpAdviser(
        asked.url,
        model=asked.model,
        api_key=asked.api_key.get_secret_value(),
        seconds=asked.timeout_seconds,
        max_chars=asked.max_chars,
        limits=_limits(settings),
        allowed_networks=_networks(settings),
        proxy=settings.fetch.proxy,
        ca_file=settings.fetch.ca_file,
    )


def _blobs(settings: Settings) -> Place:
    """Where the bytes as served are kept."""
    bucket = settings.bucket
    if not bucket.url:
        return settings.blobs
    from xborder.store import Bucket

    return Bucket(
        url=bucket.url,
        endpoint=bucket.endpoint,
        region=bucket.region,
        access_key=bucket.access_key.get_secret_value(),
        secret_key=bucket.secret_key.get_secret_value(),
    )


def _kept_files(settings: Settings, blobs: Blobs) -> Mapping[str, str]:
    """What the registry was read from, kept like what was fetched: later one must know what was watched."""
    from xborder.registry import FILES

    kept = {}
    for name in FILES:
        with suppress(OSError):  # one that cannot be read is told of as a mistake in the registry
            kept[name] = blobs.put((settings.data / name).read_bytes())
    return kept


def _publisher(settings: Settings, registry: Registry) -> FilePublisher:
    from xborder.publish import FilePublisher

    return FilePublisher(
        folder=settings.reports,
        registry=registry,
        language=settings.language,
        sender=settings.smtp.sender,
        recipients=settings.smtp.recipients,
    )


def _mailer(settings: Settings) -> Mailer | None:
    smtp = settings.smtp
    if not smtp.host:
        return None
    from xborder.mail import Security, SmtpMailer

    return SmtpMailer(
        host=smtp.host,
        port=smtp.port,
        sender=smtp.sender,
        security=Security(smtp.security),
        ca_file=smtp.ca_file,
        user=smtp.user,
        password=smtp.password.get_secret_value(),
        timeout_seconds=smtp.timeout_seconds,
    )


def purge(settings: Settings, *, for_real: bool) -> Sequence[Purge]:
    """What is older than the policy keeps it; only counted unless `for_real`."""
    with records(settings) as (store, policy):
        return store.purge(policy.retention, now=clock.now(), for_real=for_real)


def examine_store(
    settings: Settings, *, repair: bool, thorough: bool, audit: bool
) -> Sequence[doctor.Trouble]:
    """What is wrong with the store and the report files; with `repair`, after putting right what can be."""
    from xborder.store import doctor

    work = doctor.repair if repair else doctor.examine
    found = work(settings.database_url, _blobs(settings), now=clock.now(), thorough=thorough, audit=audit)
    try:
        return [*found, *_examine_reports(settings, repair=repair)]
    except StoreError:  # a store that cannot be opened was told of already
        return found


def _examine_reports(settings: Settings, *, repair: bool) -> Iterator[doctor.Trouble]:
    """Files of reports are derived: what is missing is written again, what was left half written goes."""
    from xborder.registry import load_registry

    publisher = _publisher(settings, load_registry(settings.data))
    for file in publisher.leftovers(clock.now() - timedelta(hours=1)):
        if repair:
            file.unlink(missing_ok=True)
        yield _repairable(str(file), "a killed process left it half written", "deletes it", repair)
    with opened(settings) as store:
        missing = [r for r in reversed(store.reports()) if not publisher.is_written(r.id)]
        for report in missing:
            if repair:
                publisher.write(report)
            why = f"its files are not in {settings.reports}"
            yield _repairable(f"report {report.id}", why, "writes them again", repair)


def _repairable(what: str, why: str, does: str, repaired: bool) -> doctor.Trouble:
    from xborder.store.doctor import Trouble

    return Trouble(what=what, why=why, fix=f"Run `xborder doctor --repair`, which {does}", repaired=repaired)


@contextmanager
def facts(settings: Settings) -> Iterator[tuple[Facts, Policy, SqlStore]]:
    """What the documents are made from, with the policy, and the store it was read from."""
    from xborder import papers
    from xborder.registry import load_statements

    with watch(settings) as (registry, policy, store):
        company, statements = settings.company, load_statements(settings.data)
        yield papers.gather(registry, statements, store, company=company, now=clock.now()), policy, store


def disclosures(settings: Settings, languages: tuple[str, ...]) -> Mapping[str, Disclosure]:
    """What is told under Article 28(3), by language."""
    from xborder import papers

    with facts(settings) as (gathered, _, store):
        return papers.disclosures(gathered, store, languages)


def check_published(settings: Settings, file: Path, *, language: str) -> Sequence[Discrepancy]:
    """A published policy against the registry and the cases."""
    from xborder import papers

    with facts(settings) as (gathered, _, _):
        return papers.check(file, gathered, language)


def annual(
    settings: Settings, year: int, *, since: date | None, languages: tuple[str, ...]
) -> Mapping[str, Review]:
    """The annual review, by language."""
    from xborder import papers

    with facts(settings) as (gathered, policy, store):
        found = papers.year_of(gathered, store, policy, year, since=since)
        return papers.annual(gathered, found, languages=languages)


def sign(
    settings: Settings, year: int, intent: review.SignOff, *, since: date | None
) -> tuple[Signature, ...]:
    """Sign-offs of the annual review, bound to what was looked at."""
    from xborder import papers, review
    from xborder.documents.annual import standing

    with facts(settings) as (gathered, policy, store):
        found = papers.year_of(gathered, store, policy, year, since=since)
        return review.sign(store, standing(gathered, found), year, intent, now=gathered.as_of)


def evidence(settings: Settings, case: str) -> bytes:
    """The evidence bundle of a case."""
    from xborder import papers

    with facts(settings) as (gathered, _, store):
        return papers.evidence(gathered, store, case, language=settings.language)


def export_register(settings: Settings, file: Path) -> tuple[bytes, tuple[Problem, ...]]:
    """The register of transfers, in the format that the name of the file asks for, and what it lacks."""
    from xborder.registry import load_registry
    from xborder.registry.spreadsheet import rows_of, to_csv, to_xlsx

    if file.suffix.lower() not in (".csv", ".xlsx"):
        raise ConfigurationError(
            str(file), why="its name says no format", fix="Name a file that ends in .csv or .xlsx"
        )
    registry = load_registry(settings.data)
    rows = rows_of(registry.contractors)
    body = to_xlsx(rows, made_at=clock.now()) if file.suffix.lower() == ".xlsx" else to_csv(rows)
    return body, registry.mistakes


def import_register(settings: Settings, file: Path, *, remove: bool) -> Merged:
    """contractors.yaml with the edits of a spreadsheet; nothing is written."""
    from xborder.registry.register import merge

    return merge(file, settings.data, remove=remove)
