"""Looks at documents: fetch, keep the bytes, judge, compare. The part of a run that can be shared out.

It writes nothing but bytes, and reads of the store only what concerns the document at hand. So it may be done
anywhere, in any order, and again: what comes of it is recorded by the run alone.
"""

import asyncio
import ctypes
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial

from xborder.daily.observe import Observer
from xborder.daily.plan import requests
from xborder.model import Document, DocumentState, Fetched, Observation
from xborder.ports import Fetcher, FetchRequest, Reader, Store, Work

_HEAPS = -8  # M_ARENA_MAX, from glibc's malloc.h


def _one_thread() -> ThreadPoolExecutor:
    """A thread beside the event loop. One, since each that reads pages keeps the memory for it."""
    _one_heap()
    here = copy_context()

    def settle_in() -> None:  # log lines name the run there, too
        for variable, value in here.items():
            variable.set(value)

    return ThreadPoolExecutor(1, thread_name_prefix="look", initializer=settle_in)


def _one_heap() -> None:
    """Threads use what others freed: glibc would give each a heap, which keeps what pages long read took."""
    if sys.platform == "linux" and (set_option := getattr(ctypes.CDLL(None), "mallopt", None)):
        set_option(_HEAPS, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Astray:
    """A document that was not looked at, since it led to hosts that were not to be asked."""

    document: str
    hosts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Here:
    """ports.Engine: this process does all the work."""

    fetcher: Fetcher
    reader: Reader
    store: Store

    async def look(self, work: Work) -> AsyncGenerator[Observation, None]:
        """Observe documents as their last source comes in."""
        async with aclosing(self.look_within(work, None)) as looks:
            async for looked in looks:
                assert isinstance(looked, Observation)  # nothing lies beyond all hosts
                yield looked

    async def look_within(
        self, work: Work, hosts: frozenset[str] | None
    ) -> AsyncGenerator[Observation | Astray, None]:
        """The same, asking no other hosts than these: what leads to others is given back."""
        observer = Observer(
            store=self.store,
            reader=self.reader,
            registry=work.registry,
            policy=work.policy,
            now=work.now,
        )
        wanted = requests(work.documents, work.sources, work.policy, now=work.now, hosts=hosts)
        loop = asyncio.get_running_loop()
        with _one_thread() as aside:
            async for document, fetched in self._by_document(work.documents, wanted):
                if beyond := frozenset(f.beyond for f in fetched if f.beyond):
                    yield Astray(document=document.id, hosts=beyond)
                    continue
                state = work.states.get(document.id, DocumentState(document=document.id))
                look = partial(observer.observe, document, fetched, state, work.sources)
                anything = any(f.body is not None for f in fetched)  # to read or to keep
                yield await loop.run_in_executor(aside, look) if anything else look()

    async def _by_document(
        self, documents: Sequence[Document], wanted: Sequence[FetchRequest]
    ) -> AsyncIterator[tuple[Document, list[Fetched]]]:
        owner = {source.id: document for document in documents for source in document.sources}
        arrived: dict[str, dict[str, Fetched]] = {}
        async with aclosing(self.fetcher.fetch(wanted)) as looks:
            async for fetched in looks:
                document = owner[fetched.source]
                parts = arrived.setdefault(document.id, {})
                parts[fetched.source] = fetched
                if len(parts) == len(document.sources):
                    del arrived[document.id]
                    yield document, [parts[source.id] for source in document.sources]
