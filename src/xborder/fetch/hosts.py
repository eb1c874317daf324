"""Politeness: one request at a time to one host, with a pause between, and rest when it is in trouble."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from itertools import count as count_from

import httpx

from xborder.fetch.failure import AttemptError
from xborder.fetch.limits import FetchLimits
from xborder.model import Health, Text

Sleep = Callable[[float], Awaitable[None]]


def host_of(address: str | httpx.URL) -> str:
    """The host of an address by its one name, however that is written; "" for what is no address."""
    try:
        return httpx.URL(address).raw_host.decode("ascii").lower().rstrip(".")
    except (httpx.InvalidURL, ValueError):
        return ""


class Host:
    """The queue before one host, and what we learned of it in this run."""

    def __init__(self, name: str, rank: int, delay_seconds: float) -> None:
        self.name, self.rank, self.delay_seconds = name, rank, delay_seconds
        self.turn = asyncio.Lock()
        self.free_at = 0.0  # loop time
        self.silences = 0  # attempts in a row without an answer
        self.closed: tuple[Health, Text] | None = None  # why it is left alone for the rest of this run

    def rest(self, seconds: float) -> None:
        """No request for so long."""
        self.free_at = max(self.free_at, asyncio.get_running_loop().time() + seconds)

    def spoke(self) -> None:
        self.silences = 0

    def was_silent(self, why: Text, *, allowed: int) -> None:
        """A host that is down must not cost every one of its pages a time-out."""
        self.silences += 1
        if self.silences >= allowed:
            said = _SILENT.fill(host=self.name, times=self.silences, why=why)
            self.closed = (Health.UNREACHABLE, said)


_SILENT = Text(
    ja="{host} に{times}回続けて接続できませんでした（最後の原因：{why}）",
    en="{host} could not be reached {times} times in a row, at last because {why}",
)


class Backlog:
    """Answers nobody has taken yet. New requests wait from when it is full until half of it is taken."""

    def __init__(self, limit: int) -> None:
        self._limit, self._unread, self._room = limit, 0, asyncio.Event()
        self._room.set()

    def add(self) -> None:
        self._unread += 1
        if self._unread >= self._limit:
            self._room.clear()

    def take(self) -> None:
        self._unread -= 1
        if self._unread <= self._limit // 2:
            self._room.set()

    async def room(self) -> None:
        await self._room.wait()


class Slots:
    """So many requests at once. Of the hosts that wait, the one met first goes first.

    So a few hosts are worked through at a time, over connections that stay open, instead of all by turns.
    """

    def __init__(self, count: int) -> None:
        self._free = count
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []  # a heap
        self._ticket = count_from(0)

    async def acquire(self, rank: int) -> None:
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (rank, next(self._ticket), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it was given the slot, and will not use it
                self.release()
            raise

    def release(self) -> None:
        while self._waiting:
            *_, turn = heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


class Hosts:
    """All hosts of one run."""

    def __init__(self, limits: FetchLimits, sleep: Sleep, backlog: Backlog) -> None:
        self._limits, self._sleep, self._backlog = limits, sleep, backlog
        self._hosts: dict[str, Host] = {}
        self._slots = Slots(limits.concurrency)

    def of(self, name: str) -> Host:
        key = name.lower().rstrip(".")
        if key not in self._hosts:
            self._hosts[key] = Host(key, len(self._hosts), self._limits.delay_seconds)
            if self._limits.rest_first:
                self._hosts[key].rest(self._limits.delay_seconds)
        return self._hosts[key]

    @asynccontextmanager
    async def turn(self, host: Host) -> AsyncIterator[None]:
        """Hold the one slot of the host. Raises AttemptError for a host that is left alone."""
        loop = asyncio.get_running_loop()
        async with host.turn:
            if host.closed is not None:
                raise _left_alone(*host.closed)
            if (wait := host.free_at - loop.time()) > 0:
                await self._sleep(wait)
            await self._slots.acquire(host.rank)
            try:
                await self._backlog.room()
                yield
            finally:
                host.rest(host.delay_seconds)
                self._slots.release()


def _left_alone(health: Health, why: Text) -> AttemptError:
    return AttemptError(
        health,
        why=Text(
            ja="{why}。そのため、今回はこのホストにこれ以上問い合わせません",
            en="{why}, so nothing more is asked of it in this run",
        ).fill(why=why),
        fix=Text(
            ja="次回の実行でもう一度試みます。続くようであれば、ホストとネットワークを確かめてください。",
            en="It will be tried again on the next run. If it lasts, check the host and the network.",
        ),
    )
