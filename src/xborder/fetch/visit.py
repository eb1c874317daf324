"""Asks one address and reads the answer: in turn, within limits, never past the guard."""

import asyncio
from dataclasses import dataclass, field

import httpx

from xborder.fetch.body import read_body
from xborder.fetch.client import Client
from xborder.fetch.failure import (
    LIBRARY_ERRORS,
    NO_WEB_ADDRESS,
    AttemptError,
    BeyondError,
    bad_address,
    from_library,
    timed_out,
)
from xborder.fetch.hosts import Hosts, host_of
from xborder.fetch.limits import FetchLimits
from xborder.model import Health, Text

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
    hosts: frozenset[str] | None = None  # the only ones to go on to; None: all
    url: httpx.URL = field(init=False)  # the address it has come to
    left_seconds: float = 0.0
    redirects: list[str] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
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
        raise bad_address(NO_WEB_ADDRESS) from error
    if url.scheme not in ("http", "https") or not url.host:
        raise bad_address(
            Text(
                ja="取得できるのは http と https のアドレスだけです",
                en="only http and https addresses are fetched",
            )
        )
    if url.port is not None and not 0 < url.port < 2**16:
        raise bad_address(Text(ja="ポート番号が正しくありません", en="there is no such port"))
    if url.userinfo:
        raise bad_address(
            Text(ja="ユーザー名又はパスワードを含んでいます", en="it carries a user name or a password")
        )
    return url.copy_with(fragment=None) if url.fragment or "#" in text else url


def _check_characters(text: str) -> None:
    # Parsers do not agree on where the host ends once a backslash is in it.
    if len(text) > _MAX_URL or "\\" in text or not text.isprintable():
        raise bad_address(
            Text(
                ja="長すぎるか、アドレスに使えない文字を含んでいます",
                en="it is too long, or has characters that addresses do not have",
            )
        )


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
                    host.was_silent(failure.said, allowed=self._limits.host_failures)
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
                why=Text(
                    ja="応答のヘッダーが{most}個を超えています", en="the answer has more than {most} headers"
                ).fill(most=self._limits.max_headers),
                fix=Text(
                    ja="通常のサーバーはこれほど多く送りません。ブラウザーでアドレスを開いて確かめてください。",
                    en="No honest server sends so many: look at the address in a browser.",
                ),
            )
        answer = Answer(trip.url, response.status_code, response.headers)
        if answer.is_redirect:
            trip.cookies = trip.cookies or httpx.Cookies()
            trip.cookies.extract_cookies(response)
            return answer
        if answer.status in (204, 304):
            await anext(response.aiter_raw(), b"")  # no body: read to its end, the connection serves again
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
            raise _refused(_TOO_OFTEN.fill(most=self._limits.max_redirects))
        if answer.url.scheme == "https" and target.scheme != "https":
            raise _refused(_INSECURE)
        if answer.status in _PERMANENT:
            trip.notes.append(_MOVED.fill(old=answer.url, new=target))
        if trip.hosts is not None and (host := host_of(target)) not in trip.hosts:
            raise BeyondError(host)
        trip.redirects.append(str(target))
        trip.url = target
        if (str(target), _cookie_key(trip.cookies)) in trip.seen:
            raise _refused(_IN_A_CIRCLE)


def _target(answer: Answer) -> httpx.URL:
    location = answer.headers["location"].strip()
    try:
        _check_characters(location)
        joined = answer.url.join(location).copy_with(userinfo=b"")  # credentials are never carried along
        return parse_address(str(joined))
    except (httpx.InvalidURL, ValueError) as error:
        raise _refused(_NOWHERE) from error
    except AttemptError as failure:
        raise _refused(_ELSEWHERE.fill(why=failure.said)) from failure


def _cookie_key(cookies: httpx.Cookies | None) -> str:
    return "; ".join(sorted(f"{c.domain}{c.path}{c.name}={c.value}" for c in cookies.jar)) if cookies else ""


_TOO_OFTEN = Text(ja="転送が{most}回を超えています", en="it redirects more than {most} times")
_INSECURE = Text(
    ja="https から http へ転送されており、途中で誰でも文言を書き換えられます",
    en="it redirects from https to http, where anybody could change the text",
)
_MOVED = Text(ja="{old} から {new} へ恒久的に移転しています", en="moved permanently from {old} to {new}")
_IN_A_CIRCLE = Text(ja="転送が循環しています", en="it redirects in a circle")
_NOWHERE = Text(ja="転送先がアドレスではありません", en="it redirects to something that is not an address")
_ELSEWHERE = Text(ja="別の場所へ転送されています。{why}", en="it redirects elsewhere, and {why}")


def _refused(why: Text) -> AttemptError:
    return AttemptError(
        Health.REFUSED,
        why=Text(ja="転送をたどれません。{why}", en="the address cannot be followed: {why}").fill(why=why),
        fix=Text(
            ja="ブラウザーでアドレスを開き、最終的な掲載先のアドレスを登録してください。",
            en="Open the address in a browser, and put the final address of the document into the registry.",
        ),
    )
