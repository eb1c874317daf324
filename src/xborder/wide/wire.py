"""What crosses the wire: plain values as compressed JSON, never pickles of clients or secrets."""

import json
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from xborder.daily import Astray
from xborder.model import Capture, Observation
from xborder.ports import Work
from xborder.zstd import ZstdDecompressor, ZstdError, compress

T = TypeVar("T")
_LARGEST = 2 * 2**30  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One part of a run, and how a worker knows that it works on the same things."""

    release: str  # of xborder and its reading code: other code reads other texts
    proof: str  # digest of stored bytes that a worker must find in its own blobs
    work: Work
    hosts: frozenset[str] | None = None  # the only ones to ask; None: all


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a task: its observations and what it gives back, or why the run must stop."""

    observations: tuple[Observation, ...] = ()
    astray: tuple[Astray, ...] = ()
    fault: tuple[str, str, str] | None = None  # what, why, fix


def without_bytes(observation: Observation) -> Observation:
    """The bytes are stored by their digests, and stay where they are."""
    return replace(observation, captures=tuple(map(_without_bytes, observation.captures)))


def _without_bytes(capture: Capture) -> Capture:
    fetched = capture.fetched
    made = replace(fetched.rendering, served=b"") if fetched.rendering else None
    body = b"" if fetched.body is not None else None
    return replace(capture, fetched=replace(fetched, body=body, rendering=made))


class Packing(Generic[T]):
    """Values of one kind as compressed JSON."""

    def __init__(self, kind: type[T]) -> None:
        self._adapter = TypeAdapter(kind)

    def pack(self, value: T) -> bytes:
        try:
            plain = self._adapter.dump_json(value)
        except PydanticSerializationError:
            # A lone surrogate out of a hostile page: it is replaced, as the store would.
            dumped = self._adapter.dump_python(value, mode="json")
            plain = json.dumps(dumped, ensure_ascii=False).encode("utf-8", "replace")
        return compress(plain)

    def unpack(self, packed: bytes) -> T:
        """Raises ZstdError, ValidationError."""
        unpacker = ZstdDecompressor()
        plain = unpacker.decompress(packed, _LARGEST)
        if not unpacker.eof:
            raise ZstdError("the message is cut off, or too large")
        return self._adapter.validate_json(plain)


TASKS, ANSWERS = Packing(Task), Packing(Answer)
