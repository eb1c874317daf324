"""The worker's side: looks at the parts it is given with its own clients, and sends back what it saw."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from tempfile import TemporaryDirectory

from distributed import Worker, get_worker
from distributed.diagnostics.plugin import WorkerPlugin
from distributed.security import Security

from xborder.daily import Astray, Here
from xborder.errors import XborderError
from xborder.model import Observation
from xborder.ports import Store
from xborder.wide.wire import ANSWERS, TASKS, Answer, Task, without_bytes

_NAME = "xborder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a worker has built from its own settings. Nothing of it ever leaves the process."""

    release: str
    engine: Here
    store: Store
    knows: Callable[[str], bool]  # whether its database has a run of this id


class _Holder(WorkerPlugin):
    """Where tasks find the tools."""

    name = _NAME

    def __init__(self, tools: Tools) -> None:
        self.tools = tools


async def serve(address: str, tools: Tools, *, at_once: int, security: Security | None = None) -> None:
    """Work for the scheduler at `address` until it goes away or tells us to stop."""
    with TemporaryDirectory(prefix="xborder-worker-") as folder:
        async with Worker(
            address,
            nthreads=at_once,
            local_directory=folder,
            memory_limit=0,  # the service manager limits memory; results here are small
            dashboard=False,
            plugins=(_Holder(tools),),
            security=security,
        ) as worker:
            await worker.finished()


def perform(packed: bytes) -> bytes:
    """Look at one part, in a thread of a worker. Called by name: nothing but bytes crosses the wire."""
    holder = get_worker().plugins[_NAME]
    assert isinstance(holder, _Holder)
    return ANSWERS.pack(asyncio.run(_perform(TASKS.unpack(packed), holder.tools)))


async def _perform(task: Task, tools: Tools) -> Answer:
    fault = _mismatch(task, tools)
    if fault is not None:
        return Answer(fault=fault)
    try:
        tools.store.blobs.get(task.proof)
        return await _look(task, tools)
    except XborderError as error:
        return Answer(fault=(error.what, error.why, error.fix))


async def _look(task: Task, tools: Tools) -> Answer:
    observations: list[Observation] = []
    astray: list[Astray] = []
    async with aclosing(tools.engine.look_within(task.work, task.hosts)) as looks:
        async for looked in looks:
            if isinstance(looked, Astray):
                astray.append(looked)
            else:
                observations.append(without_bytes(looked))
    tools.store.blobs.settle()  # the bytes first: a row never names what is not there
    return Answer(observations=tuple(observations), astray=tuple(astray))


def _mismatch(task: Task, tools: Tools) -> tuple[str, str, str] | None:
    what = "a worker of another kind"
    if task.release != tools.release:
        why = f"it runs release {tools.release}, and this run {task.release}"
        return what, why, "Install the same release on every machine"
    if not tools.knows(task.work.run):
        return what, "its database is not that of the run", "Give it the same `database` as here"
    return None
