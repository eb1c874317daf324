"""Looks at sources: robots rules, turns, redirects, retries. One Fetched for each, whatever happens."""

import asyncio
import random
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from xborder.fetch import headers as said
from xborder.fetch import outcome
from xborder.fetch.client import Client, trusted_authorities
from xborder.fetch.failure import AttemptError, BeyondError
from xborder.fetch.files import media_type, read_file
from xborder.fetch.guard import AddressGuard, Resolver
from xborder.fetch.hosts import Backlog, Hosts, Sleep
from xborder.fetch.limits import FetchLimits
from xborder.fetch.rendering import Renderer, Viewer, as_shown, needs_browser, no_browser, not_shown
from xborder.fetch.robots import Rules, rules_from, rules_unreachable
from xborder.fetch.visit import Answer, Trip, Visitor, parse_address
from xborder.model import FetchBy, Fetched, Health, Source, Text, Validators
from xborder.ports import FetchRequest

_TRANSIENT = frozenset({429, 500, 502, 503, 504})
_ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8"
_YEAR = 366 * 86400.0

Headers = Callable[[httpx.URL], dict[str, str]]


class HttpFetcher:
    """ports.Fetcher over HTTP and the files of the data folder."""

    def __init__(
        self,
        *,
        limits: FetchLimits,
        now: Callable[[], datetime],
        folder: Path,
        allowed_networks: Iterable[str] = (),
        resolve: Resolver | None = None,
        ca_file: Path | None = None,
        proxy: str | None = None,
        browser: Renderer | None = None,
        sleep: Sleep = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.limits, self.now, self.folder = limits, now, folder
        self.sleep, self.jitter = sleep, jitter
        self.browser = browser
        self.agent = limits.user_agent.partition("/")[0]
        self._guard = AddressGuard(allowed_networks=allowed_networks, resolve=resolve)
        self._authorities, self._proxy = trusted_authorities(ca_file), proxy

    async def fetch(self, requests: Sequence[FetchRequest]) -> AsyncGenerator[Fetched, None]:
        """Yield one Fetched for every request, in order of completion."""
        async with AsyncExitStack() as stack:
            client = Client(self._guard, self.limits, authorities=self._authorities, proxy=self._proxy)
            await stack.enter_async_context(client)
            viewer = await stack.enter_async_context(self.browser.open()) if self.browser else None
            run = _Run(self, client, viewer)
            done: _Done = asyncio.Queue()
            tasks = [asyncio.create_task(run.look_at_all(of_host, done)) for of_host in _by_host(requests)]
            for task in tasks:
                task.add_done_callback(done.put_nowait)
            try:
                for _ in requests:
                    while isinstance(ended := await done.get(), asyncio.Task):
                        ended.result()  # raises what nobody foresaw
                    run.backlog.take()
                    yield ended
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)


_Done = asyncio.Queue[Fetched | asyncio.Task[None]]
"""Looks as they are done, and the task of a host once all of its are."""


def _by_host(requests: Sequence[FetchRequest]) -> Iterable[list[FetchRequest]]:
    """One host is asked one thing at a time: its requests in their order, and the files of the folder."""
    hosts: dict[str | None, list[FetchRequest]] = {}
    for request in requests:
        hosts.setdefault(_host(request.source), []).append(request)
    return hosts.values()


def _host(source: Source) -> str | None:
    try:
        return urlsplit(source.url or "").hostname
    except ValueError:  # no address at all, as the look will tell
        return source.url


class _Run:
    """One call of fetch(): its queues, and the robots rules read so far."""

    def __init__(self, fetcher: HttpFetcher, client: Client, viewer: Viewer | None) -> None:
        self._its, self._limits, self._viewer = fetcher, fetcher.limits, viewer
        self.backlog = Backlog(fetcher.limits.concurrency)
        self._hosts = Hosts(fetcher.limits, fetcher.sleep, self.backlog)
        self._visitor = Visitor(client, self._hosts, fetcher.limits)
        self._robots: dict[tuple[str, bytes], asyncio.Task[Rules]] = {}  # by scheme, host and port

    async def look_at_all(self, requests: Sequence[FetchRequest], done: _Done) -> None:
        """In their order; a look that is done waits in the queue."""
        for request in requests:
            look = await self._look(request)
            self.backlog.add()
            done.put_nowait(look)

    async def _look(self, request: FetchRequest) -> Fetched:
        if request.source.url is None:
            return await self._look_at_file(request.source)
        return await self._look_at_url(request, request.source.url)

    async def _look_at_file(self, source: Source) -> Fetched:
        name = source.file or ""
        try:
            body = await asyncio.to_thread(read_file, self._its.folder, name, self._limits)
        except AttemptError as failure:
            return outcome.of_failure(source, failure, None, now=self._its.now())
        return Fetched(
            source=source.id,
            fetched_at=self._its.now(),
            health=Health.OK,
            body=body,
            media_type=media_type(name),
            url=source.location,
        )

    async def _look_at_url(self, request: FetchRequest, address: str) -> Fetched:
        source = request.source
        trip: Trip | None = None
        try:
            trip = Trip(parse_address(address), request.hosts)
            answer = await self._persist(trip, partial(_headers, request), robots=not source.ignore_robots)
        except AttemptError as failure:
            look = outcome.of_failure(source, failure, trip, now=self._its.now())
            if isinstance(failure, BeyondError):
                return replace(look, beyond=failure.host)
        else:
            sent = _validators(request, answer.url)
            look = outcome.of_answer(source, answer, trip, now=self._its.now(), sent=sent)
            if await needs_browser(source, answer):
                look = await self._in_browser(source, answer, look)
        return replace(look, notes=(*look.notes, *_registry_notes(source)))

    async def _in_browser(self, source: Source, answer: Answer, look: Fetched) -> Fetched:
        """What the scripts of a page make of it; each of their requests is as polite as ours."""
        trusted = answer.url.host if source.ignore_robots else None

        async def travel(trip: Trip, headers: Mapping[str, str]) -> Answer:
            return await self._travel(trip, lambda _: dict(headers), robots=trip.url.host != trusted)

        try:
            if self._viewer is None:
                raise no_browser()
            shown = await self._viewer.show(answer, travel, language=source.accept_language)
        except AttemptError as failure:
            return not_shown(look, failure)
        return replace(as_shown(look, shown), fetched_at=self._its.now())

    async def _persist(self, trip: Trip, headers: Headers, *, robots: bool) -> Answer:
        """Travel until there is an answer worth keeping, or no attempt left. Raises AttemptError."""
        for attempt in count():
            is_last = attempt >= self._limits.retries
            trip.begin(self._limits.total_seconds)
            wait: float | None = None
            try:
                answer = await self._travel(trip, headers, robots=robots)
            except AttemptError as failure:
                if is_last or not failure.transient:
                    raise
            else:
                wait = said.retry_after(answer.headers, self._its.now())
                if answer.status not in _TRANSIENT or self._asks_too_much(trip, wait) or is_last:
                    return answer
            self._hosts.of(trip.url.host).rest(max(wait or 0.0, self._backoff(attempt)))
        raise AssertionError("count() has no end")

    def _asks_too_much(self, trip: Trip, wait: float | None) -> bool:
        """Whether the server wants to be left alone for longer than a run can wait."""
        if wait is None or wait <= self._limits.max_retry_after_seconds:
            return False
        host = self._hosts.of(trip.url.host)
        why = _LEAVE_ALONE.fill(host=host.name, time=_time(min(wait, _YEAR)))
        host.closed = (Health.BLOCKED, why)
        trip.notes.append(why)
        return True

    def _backoff(self, attempt: int) -> float:
        return float(self._limits.backoff_seconds * 2**attempt * (0.5 + self._its.jitter()))

    async def _travel(self, trip: Trip, headers: Headers, *, robots: bool) -> Answer:
        while True:
            if robots:
                rules = await self._rules(trip.url, trip.hosts)
                rules.check(str(trip.url), self._its.agent)
            answer = await self._visitor.ask(trip, headers(trip.url))
            if not answer.is_redirect:
                return answer
            self._visitor.follow(trip, answer)

    async def _rules(self, url: httpx.URL, hosts: frozenset[str] | None) -> Rules:
        """The robots rules of the site this address belongs to; asked for once, however many wait."""
        site = url.scheme, url.netloc
        if site not in self._robots:
            address = url.copy_with(raw_path=b"/robots.txt")
            self._robots[site] = asyncio.create_task(self._read_rules(Trip(address, hosts)))
        return await self._robots[site]

    async def _read_rules(self, trip: Trip) -> Rules:
        try:
            answer = await self._persist(trip, lambda _: {}, robots=False)
        except BeyondError:
            raise
        except AttemptError as failure:
            return rules_unreachable(failure)
        rules = rules_from(answer.status, answer.body)
        host, asked = self._hosts.of(trip.start.host), rules.delay_seconds(self._its.agent)
        host.delay_seconds = max(host.delay_seconds, min(asked, self._limits.max_crawl_delay_seconds))
        return rules


_LEAVE_ALONE = Text(
    ja="{host} から、{time}は取得しないよう求められました", en="{host} asked to be left alone for {time}"
)
_OVERRIDDEN = Text(ja="robots.txt に従わない取得です。理由：{reason}", en="robots.txt overridden: {reason}")


def _time(seconds: float) -> Text:
    time = timedelta(seconds=seconds)
    ja = f"{time.days}日" if time.days else f"{time.seconds // 60 + 1}分"
    return Text(ja=ja, en=str(time))


def _registry_notes(source: Source) -> Iterator[Text]:
    """What the registry asks for and the report repeats on every run."""
    if source.ignore_robots:
        yield _OVERRIDDEN.fill(reason=said.plain(source.ignore_robots))


def _headers(request: FetchRequest, url: httpx.URL) -> dict[str, str]:
    headers = {"Accept": _ACCEPT, "Accept-Language": request.source.accept_language}
    known = _validators(request, url)
    if known and known.etag:
        headers["If-None-Match"] = known.etag
    if known and known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


def _validators(request: FetchRequest, url: httpx.URL) -> Validators | None:
    """What may be asked of this address. Validators belong to the address that gave them, to no other."""
    state = request.state
    if (
        request.full
        or request.source.fetch is FetchBy.BROWSER
        or state is None
        or state.url != str(url)
        or state.validators == Validators()
    ):
        return None
    return state.validators
