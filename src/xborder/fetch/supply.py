"""What a page may load while a browser shows it: little, and all of it through our own client.

The browser has no network. Each of its requests comes here and is answered like a source: robots rules,
turns, address guard, limits. What a reader of a text does not need (pictures, fonts, frames) is refused, and
so is all but GET: a stranger's script must not have us send anything.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from xborder.fetch.failure import AttemptError
from xborder.fetch.visit import Answer, Trip, parse_address
from xborder.model import Health, Text
from xborder.texts import same

_CODE = ("script", "xhr", "fetch", "stylesheet")  # kinds of requests, as browsers name them
_SENT_ON = ("accept", "accept-language", "authorization", "content-type", "origin", "referer", "x-")
_TOLD = ("content-type", "access-control-allow-", "access-control-expose-headers")

LATER = Text(
    ja="次回の実行でもう一度試みます。続くようであれば、ページを手作業で保存し、ファイルとして登録してください。",
    en="It will be tried again on the next run. If it lasts, save the page by hand and watch it as a file.",
)
_SHELF_BYTES = 32 * 2**20

Travel = Callable[[Trip, Mapping[str, str]], Awaitable[Answer]]
"""Go to the end of a trip with these headers, as politely as to any source. Raises AttemptError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserLimits:
    """What one page may cost beside the limits of every request."""

    pages: int = 2  # shown at once; each is a process of some 300 MB
    seconds: float = 60.0  # of the browser and its requests; waiting for turns does not count
    requests: int = 150
    body_bytes: int = 50 * 2**20  # of everything one page loads


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A request the browser would make."""

    url: str
    method: str = "GET"
    kind: str = "document"
    is_page: bool = False  # a navigation of the page itself, not of a frame in it
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the browser gets for it."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Shelf:
    """The scripts of one run: the pages of a site share theirs, and are not to ask for them twice."""

    def __init__(self, limit: int = _SHELF_BYTES) -> None:
        self._left, self._given = limit, dict[str, Given]()

    def put(self, wanted: Wanted, given: Given) -> None:
        if wanted.kind == "script" and given.status == 200 and len(given.body) <= self._left:
            self._left -= len(given.body)
            self._given[wanted.url] = given

    def get(self, wanted: Wanted) -> Given | None:
        return self._given.get(wanted.url) if wanted.kind == "script" else None


class Supply:
    """Answers the requests of one page. `fault` is why it must not be shown any longer."""

    def __init__(self, first: Answer, travel: Travel, shelf: Shelf, limits: BrowserLimits) -> None:
        self.first, self._travel, self._shelf, self._limits = first, travel, shelf, limits
        self._left_requests, self._left_bytes = limits.requests, limits.body_bytes
        self.left_seconds = limits.seconds
        self.open = 0  # requests not answered yet
        self.fault: AttemptError | None = None

    async def give(self, wanted: Wanted) -> Given | None:
        """The answer, or None for a refusal."""
        if not self._may(wanted) or not self._has_room():
            return None
        if wanted.kind == "stylesheet":  # some pages wait for theirs; what is read is the text
            return Given(headers={"content-type": "text/css"})
        if wanted.is_page and _same_page(wanted.url, str(self.first.url)):
            return _as_given(self.first)
        return self._shelf.get(wanted) or await self._load(wanted)

    def spend(self, seconds: float) -> None:
        """Take from the time this page has."""
        self.left_seconds -= seconds
        if self.left_seconds <= 0:
            self.stop(restless(self._limits.seconds))

    def stop(self, fault: AttemptError) -> None:
        """Nothing more is given; the first fault counts."""
        self.fault = self.fault or fault

    def _may(self, wanted: Wanted) -> bool:
        return wanted.method == "GET" and (wanted.is_page or wanted.kind in _CODE)

    def _has_room(self) -> bool:
        if self._left_requests <= 0:
            self.stop(_endless(_REQUESTS.fill(most=self._limits.requests)))
        self._left_requests -= 1
        return self.fault is None

    async def _load(self, wanted: Wanted) -> Given | None:
        self.open += 1
        try:
            answer = await self._ask(wanted)
        except AttemptError:
            return None  # to the page it is a failed request; what is missing then, the judge sees
        finally:
            self.open -= 1
        self._left_bytes -= len(answer.body or b"")
        if self._left_bytes < 0:
            self.stop(_endless(same(f"{self._limits.body_bytes / 2**20:.3g} MB")))
            return None
        if wanted.is_page and not _same_page(str(answer.url), wanted.url):
            return _going_on(str(answer.url))
        given = _as_given(answer)
        self._shelf.put(wanted, given)
        return given

    async def _ask(self, wanted: Wanted) -> Answer:
        trip, allowed = Trip(parse_address(wanted.url)), self.left_seconds
        trip.begin(allowed)
        try:
            return await self._travel(trip, _sent_on(wanted.headers))
        finally:
            self.spend(allowed - trip.left_seconds)


def _same_page(one: str, other: str) -> bool:
    return one.partition("#")[0] == other.partition("#")[0]


def _sent_on(headers: Mapping[str, str]) -> dict[str, str]:
    """What a script may say for itself: never cookies, never another name than ours."""
    return {n: v for n, v in headers.items() if n.lower().startswith(_SENT_ON) and v.isprintable()}


def _as_given(answer: Answer) -> Given:
    told = {n: v for n, v in answer.headers.items() if n.lower().startswith(_TOLD)}
    return Given(status=answer.status, headers=told, body=answer.body or b"")


def _going_on(url: str) -> Given:
    """A redirect of the page itself, in a form that comes back to us: the address must become the new one."""
    target = url.replace("&", "&amp;").replace('"', "%22").replace("<", "%3C")
    page = f'<!doctype html><meta http-equiv="refresh" content="0;url={target}">'
    return Given(headers={"content-type": "text/html; charset=utf-8"}, body=page.encode("ascii", "ignore"))


def restless(seconds: float) -> AttemptError:
    return AttemptError(
        Health.UNREADABLE,
        why=Text(
            ja="ブラウザーでの表示が{seconds}秒たっても落ち着きませんでした",
            en="in a browser the page did not come to rest in {seconds} seconds",
        ).fill(seconds=f"{seconds:g}"),
        fix=LATER,
    )


_REQUESTS = Text(ja="{most}件の要求", en="{most} requests")


def _endless(what: Text) -> AttemptError:
    return AttemptError(
        Health.REFUSED,
        why=Text(
            ja="ブラウザーで、ページが上限（{what}）を超える取得を求めています",
            en="in a browser the page asks for more than {what}",
        ).fill(what=what),
        fix=Text(
            ja="これほど多くを要する契約文書はありません。ページを手作業で保存してファイルとして登録するか、"
            "[browser] の上限を上げてください。",
            en="No contract needs so much. Save the page by hand and watch it as a file, or raise the "
            "limits of [browser].",
        ),
    )
