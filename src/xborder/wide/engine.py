"""The run's side: shares work out over the workers of a dask scheduler, and takes in what they saw.

A part whose worker dies is done again by another: it had recorded nothing, and bytes stored twice are
stored once. A part that takes one worker after the other down with it is told as the trouble of its sources.

A host that only a redirect leads to, and that nobody knew of, may be another worker's. So a document that is
led there comes back unlooked, and is shared out once more when the others are done, with what is known by
then. What is led on even so is looked at by one worker at a time, wherever it leads.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count

from distributed import Client, KilledWorker
from distributed.client import FutureCancelledError
from distributed.comm.core import CommClosedError
from distributed.security import Security

from xborder import clock
from xborder.daily import Here
from xborder.errors import EngineError
from xborder.model import Fetched, Health, Observation, Text
from xborder.ports import FetchRequest, Reader, Store, Work
from xborder.wide.groups import Chain, Part, one_by_one, share_out
from xborder.wide.wire import ANSWERS, TASKS, Answer, Task, without_bytes
from xborder.wide.worker import perform

PART = 100
"""Sources in one part: some minutes at one host, and what a killed worker costs at most."""
_AHEAD = 2  # chains for each thread of the workers: none waits for us
_LOOK_ROUND = 5.0  # seconds until new workers are seen
_LOST = (OSError, CommClosedError, FutureCancelledError)


@dataclass(frozen=True, slots=True, kw_only=True)
class DaskEngine:
    """ports.Engine over many machines."""

    address: str  # of the scheduler
    release: str  # workers must have the same
    proof: str  # digest of stored bytes that workers must find
    reader: Reader
    store: Store
    security: Security | None = None
    part: int = PART
    connect_seconds: float = 30.0
    patience_seconds: float = 600.0  # without any worker, until a run gives up

    async def look(self, work: Work) -> AsyncGenerator[Observation, None]:
        """Yield what the workers saw, part by part. Raises EngineError."""
        beyond: dict[str, frozenset[str]] = {}
        async with self._client() as client:
            for is_last in (False, False, True):
                chains = one_by_one(work, self.part) if is_last else share_out(work, self.part, beyond)
                beyond = {}
                async with aclosing(self._round(client, chains)) as answers:
                    async for answer in answers:
                        beyond |= {astray.document: astray.hosts for astray in answer.astray}
                        for observation in answer.observations:
                            yield observation
                work = replace(work, documents=tuple(d for d in work.documents if d.id in beyond))

    async def _round(self, client: Client, chains: Sequence[Chain]) -> AsyncGenerator[Answer, None]:
        """What the workers answer, part by part; no two parts of a chain at once."""
        waiting = deque(chains)
        busy: dict[asyncio.Task[Answer], Chain] = {}
        watch = _Watch(client, self.address, self.patience_seconds)
        try:
            while waiting or busy:
                room = _AHEAD * await watch.threads() - len(busy)
                for part, *others in (waiting.popleft() for _ in range(min(room, len(waiting)))):
                    busy[asyncio.create_task(self._perform(client, part))] = tuple(others)
                for task in await _some_of(busy):
                    if later := busy.pop(task):
                        waiting.appendleft(later)
                    yield task.result()
        finally:
            for task in busy:
                task.cancel()
            await asyncio.gather(*busy, return_exceptions=True)

    async def _perform(self, client: Client, part: Part) -> Answer:
        task = Task(release=self.release, proof=self.proof, work=part.work, hosts=part.hosts)
        key = f"{part.work.run}-{next(_numbers)}"
        future = client.submit(perform, TASKS.pack(task), key=key, pure=False)
        try:
            answer = ANSWERS.unpack(await future)
        except KilledWorker:
            return await self._as_trouble(part.work)
        except _LOST as error:
            raise _unreachable(self.address) from error
        finally:
            future.release()
        if answer.fault is not None:
            what, why, fix = answer.fault
            raise EngineError(what, why=why, fix=fix)
        return answer

    async def _as_trouble(self, part: Work) -> Answer:
        """What is said of sources whose workers died, each time anew."""
        nobody = Here(_NotLooked(), self.reader, self.store)
        told = [without_bytes(observation) async for observation in nobody.look(part)]
        return Answer(observations=tuple(told))

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[Client]:
        try:
            client = await Client(
                self.address, asynchronous=True, security=self.security, timeout=self.connect_seconds
            )
        except _LOST as error:
            raise _unreachable(self.address) from error
        try:  # its own `async with` minds in which task it ends, which a generator cannot promise
            yield client
        finally:
            await client.close()


_numbers = count(1)


class _Watch:
    """How many threads there are to work; a run does not wait for workers for ever."""

    def __init__(self, client: Client, address: str, patience_seconds: float) -> None:
        self._client, self._address, self._patience = client, address, patience_seconds
        self._seen_at = asyncio.get_running_loop().time()

    async def threads(self) -> int:
        try:
            threads: int = sum((await self._client.nthreads()).values())
        except _LOST as error:
            raise _unreachable(self._address) from error
        now = asyncio.get_running_loop().time()
        if threads:
            self._seen_at = now
        if now - self._seen_at >= self._patience:
            raise EngineError(
                self._address,
                why=f"no worker was there for {self._patience:g} seconds",
                fix="Start `xborder worker` on the machines; what was recorded stays",
            )
        return threads


async def _some_of(
    busy: dict[asyncio.Task[Answer], Chain],
) -> set[asyncio.Task[Answer]]:
    """Those that are done; none after a while, so that workers that came are seen."""
    if not busy:
        await asyncio.sleep(min(1.0, _LOOK_ROUND))
        return set()
    return (await asyncio.wait(busy, timeout=_LOOK_ROUND, return_when=asyncio.FIRST_COMPLETED))[0]


_DIED = Text(
    ja="この情報源又は同じ組の情報源を見たワーカーがすべて落ちました。ワーカーのログを確認してください。次回の実行で再び試します。",
    en="Every worker that looked at this source or its neighbours died. Look into their logs; the source is "
    "tried again on the next run.",
)


class _NotLooked:
    """ports.Fetcher that looked at nothing: whoever tried to died of it."""

    async def fetch(self, requests: Sequence[FetchRequest]) -> AsyncGenerator[Fetched, None]:
        for request in requests:
            yield Fetched(
                source=request.source.id,
                fetched_at=clock.now(),
                health=Health.UNREADABLE,
                detail=_DIED,
                url=request.source.location,
            )


def _unreachable(address: str) -> EngineError:
    return EngineError(
        address,
        why="the scheduler of the workers cannot be reached",
        fix="Start it (`dask scheduler`), or correct the address. What was recorded stays",
    )
