"""Asks one address and reads the answer: in turn, within limits, never past the guard."""

import asyncio
from dataclasses import dataclass, field

import httpx

from xborder.fetch.body import read_body
from xborder.fetch.client import Client
from xborder.fetch.failure import LIBRARY_ERRORS, AttemptError, bad_address, from_library, timed_out
from xborder.fetch.hosts import Hosts
from xborder.fetch.limits import FetchLimits
from xborder.model import Health

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_MAX_URL = 4000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. `body` is None where none was read."""

    url: httpx.URL
    status: int
    headers: httpx.Headers
    body: bytes | None = None

    @property
    def is_redirect(self) -> bool:
        return self.status in _REDIRECTS and "location" in self.headers


@dataclass(slots=True)
class Trip:
    """One attempt at one source, from its own address to wherever it leads."""

    start: httpx.URL
    url: httpx.URL = field(init=False)  # the address it has come to
    left_seconds: float = 0.0
    redirects: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cookies: httpx.Cookies | None = None  # of this attempt only; some sites redirect until they see theirs
    seen: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.url = self.start

    def begin(self, seconds: float) -> None:
        """Start over, as if nothing had been tried."""
        self.url, self.left_seconds, self.cookies = self.start, seconds, None
        for memory in (self.redirects, self.notes, self.seen):
            memory.clear()


def parse_address(text: str) -> httpx.URL:
    """A URL we are willing to ask, without its fragment. Raises AttemptError."""
    _check_characters(text)
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise bad_address("it cannot be read as a web address") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise bad_address("only http and https addresses are fetched")
    if url.port is not None and not 0 < url.port < 2**16:
        raise bad_address("there is no such port")
    if url.userinfo:
        raise bad_address("it carries a user name or a password")
    return url.copy_with(fragment=None) if url.fragment or "#" in text else url


def _check_characters(text: str) -> None:
    # Parsers do not agree on where the host ends once a backslash is in it.
    if len(text) > _MAX_URL or "\\" in text or not text.isprintable():
        raise bad_address("it is too long, or has characters that addresses do not have")


class Visitor:
    """Holds the client and the queues of one run."""

    def __init__(self, client: Client, hosts: Hosts, limits: FetchLimits) -> None:
        self._client, self._hosts, self._limits = client, hosts, limits

    async def ask(self, trip: Trip, headers: dict[str, str]) -> Answer:
        """One request to the address the trip has come to. Raises AttemptError."""
        host = self._hosts.of(trip.url.host)
        async with self._hosts.turn(host):
            started = asyncio.get_running_loop().time()
            try:
                answer = await self._in_time(trip, headers)
            except AttemptError as failure:
                if failure.answered:
                    host.spoke()
                else:
                    host.was_silent(failure.why, allowed=self._limits.host_failures)
                raise
            finally:
                trip.left_seconds -= asyncio.get_running_loop().time() - started
            host.spoke()
            return answer

    async def _in_time(self, trip: Trip, headers: dict[str, str]) -> Answer:
        try:
            async with asyncio.timeout(trip.left_seconds):
                return await self._exchange(trip, headers)
        except TimeoutError as error:
            raise timed_out(self._limits.total_seconds) from error
        except LIBRARY_ERRORS as error:
            raise from_library(error) from error

    async def _exchange(self, trip: Trip, headers: dict[str, str]) -> Answer:
        trip.seen.add((str(trip.url), _cookie_key(trip.cookies)))
        response = await self._client.send(trip.url, headers=headers, cookies=trip.cookies)
        try:
            return await self._read(trip, response)
        finally:
            await response.aclose()

    async def _read(self, trip: Trip, response: httpx.Response) -> Answer:
        if len(response.headers) > self._limits.max_headers:
            raise AttemptError(
                Health.REFUSED,
                why=f"the answer has more than {self._limits.max_headers} headers",
                fix="No honest server sends so many: look at the address in a browser.",
            )
        answer = Answer(trip.url, response.status_code, response.headers)
        if answer.is_redirect:
            trip.cookies = trip.cookies or httpx.Cookies()
            trip.cookies.extract_cookies(response)
            return answer
        if answer.status in (204, 304):
            return answer
        try:
            body = await read_body(response, self._limits)
        except (AttemptError, *LIBRARY_ERRORS):
            if answer.status < 400:
                raise
            return answer  # the page of an error is only evidence; the status says enough
        return Answer(trip.url, answer.status, answer.headers, body)

    def follow(self, trip: Trip, answer: Answer) -> None:
        """Move the trip to where a redirect points. Raises AttemptError."""
        target = _target(answer)
        if len(trip.redirects) >= self._limits.max_redirects:
            raise _refused(f"it redirects more than {self._limits.max_redirects} times")
        if answer.url.scheme == "https" and target.scheme != "https":
            raise _refused("it redirects from https to http, where anybody could change the text")
        if answer.status in _PERMANENT:
            trip.notes.append(f"moved permanently from {answer.url} to {target}")
        trip.redirects.append(str(target))
        trip.url = target
        if (str(target), _cookie_key(trip.cookies)) in trip.seen:
            raise _refused("it redirects in a circle")


def _target(answer: Answer) -> httpx.URL:
    location = answer.headers["location"].strip()
    try:
        _check_characters(location)
        joined = answer.url.join(location).copy_with(userinfo=b"")  # credentials are never carried along
        return parse_address(str(joined))
    except (httpx.InvalidURL, ValueError) as error:
        raise _refused("it redirects to something that is not an address") from error
    except AttemptError as failure:
        raise _refused(f"it redirects elsewhere, and {failure.why}") from failure


def _cookie_key(cookies: httpx.Cookies | None) -> str:
    return "; ".join(sorted(f"{c.domain}{c.path}{c.name}={c.value}" for c in cookies.jar)) if cookies else ""


def _refused(why: str) -> AttemptError:
    return AttemptError(
        Health.REFUSED,
        why=f"the address cannot be followed: {why}",
        fix="Open the address in a browser, and put the final address of the document into the registry.",
    )
