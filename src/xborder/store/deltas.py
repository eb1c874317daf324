"""Bytes that are nearly those of another page, kept as what differs: for new tokens, a few hundred bytes.

A page is a file of its own (blobs.py) or stands on another page of its site; a look at the page stands on
the page. So there are never more than two steps to a file, however long a source is watched. What differs
is a row of the database, committed before the look that names it.

Every step is checked by its digest when it is read. Bytes that fit no page become a file again.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

import zstandard
from sqlalchemy import func, select
from sqlmodel import col

from xborder.errors import StoreError
from xborder.store.blobs import FileBlobs, compressed
from xborder.store.bucket import BucketBlobs
from xborder.store.database import Database
from xborder.store.faults import explaining
from xborder.store.recording import upsert
from xborder.store.rows import DeltaRow, table

_log = logging.getLogger(__name__)

PAGE, LOOK = 1, 2
"""What stands on a file: a page on another page of its site, or a look on its page. Nothing on a look."""

_LOOK_SHARE, _LOOK_BYTES = 20, 600
"""A look may differ by a twentieth of the page or by this much; else it is a page of its own."""
_PAGE_SHARE = 0.75  # of its size as a file: less gain is not worth standing on another page
_LEVEL = 3
_LARGE = 1 << 21
_MAX_MEMORY = 23  # log2 of places to remember, four bytes each
_MAX_WINDOW = 27  # log2; a decoder takes no more unasked


@dataclass(frozen=True, slots=True)
class Delta:
    """What is between `base` and some bytes."""

    base: str
    step: int
    packed: bytes

    @property
    def for_looks(self) -> bool:
        """Whether looks may stand on it."""
        return self.step == PAGE


class DeltaBlobs:
    """Implements ports.Blobs with files, in a folder or a bucket, and a table."""

    def __init__(self, files: FileBlobs | BucketBlobs, database: Database) -> None:
        self.files = files
        self._database = database
        self._pending: dict[str, Delta] = {}
        self._sites: dict[str, str] = {}  # the last file of each site
        self._lock = Lock()

    def put(self, body: bytes, *, like: str | None = None, site: str = "") -> str:
        """Keep until it is settled; the sha256 of the bytes."""
        digest = sha256(body).hexdigest()
        if self._has(digest):
            return digest
        delta = self._as_look(body, like) if like else None
        if delta is None:
            packed = compressed(body)
            delta = self._as_page(body, len(packed), self._sites.get(site))
        with self._lock:
            if delta is not None:
                self._pending[digest] = delta
                return digest
            self._sites[site] = digest
        self.files.put_packed(digest, packed)
        return digest

    def get(self, digest: str) -> bytes:
        """The same bytes, checked against the digest."""
        if not self.files.has(digest):
            delta = self._find(digest)
            if delta is not None:
                return self._apply(digest, delta)
        return self.files.get(digest)

    def settle(self) -> None:
        """Make everything that was put durable: the files first, since the rows stand on them."""
        self.files.settle()
        with self._lock:
            if not self._pending:
                return
            rows = [_to_row(digest, delta) for digest, delta in self._pending.items()]
            with explaining(self._database.place), self._database.write() as connection:
                upsert(connection, DeltaRow, rows)
            self._pending.clear()

    def deltas(self) -> Iterator[tuple[str, str, int]]:
        """What stands on what: digest, base and size of everything that is no file."""
        query = select(col(DeltaRow.digest), col(DeltaRow.base), func.length(DeltaRow.packed))
        with self._database.engine.connect() as connection:
            for digest, base, size in connection.execute(query, execution_options={"yield_per": 1000}):
                yield digest.hex(), base.hex(), size

    def _has(self, digest: str) -> bool:
        return self.files.has(digest) or self._find(digest) is not None

    def _find(self, digest: str) -> Delta | None:
        with self._lock:
            pending = self._pending.get(digest)
        if pending is not None:
            return pending
        query = select(table(DeltaRow)).where(col(DeltaRow.digest) == bytes.fromhex(digest))
        with explaining(self._database.place), self._database.engine.connect() as connection:
            row = connection.execute(query).first()
        return None if row is None else Delta(row.base.hex(), row.step, row.packed)

    def _as_look(self, body: bytes, like: str) -> Delta | None:
        known = None if self.files.has(like) else self._find(like)
        page = like if known is None or known.for_looks else known.base
        packed = self._difference(body, page)
        fits = packed is not None and len(packed) <= max(len(body) // _LOOK_SHARE, _LOOK_BYTES)
        return Delta(page, LOOK, packed) if packed is not None and fits else None

    def _as_page(self, body: bytes, size: int, base: str | None) -> Delta | None:
        packed = self._difference(body, base) if base else None
        if base is None or packed is None or len(packed) > size * _PAGE_SHARE:
            return None
        return Delta(base, PAGE, packed)

    def _difference(self, body: bytes, base: str) -> bytes | None:
        """None where there is nothing sound to stand on: then the bytes are kept whole."""
        try:
            return difference(body, self.get(base))
        except StoreError as error:
            _log.warning("%s: %s. What comes now is kept whole", error.what, error.why)
            return None

    def _apply(self, digest: str, delta: Delta) -> bytes:
        base = self.get(delta.base)
        try:
            body = zstandard.ZstdDecompressor(dict_data=_raw(base)).decompress(delta.packed)
        except zstandard.ZstdError as error:
            raise _lost(digest, f"the row is damaged ({error})") from error
        if sha256(body).hexdigest() != digest:
            raise _lost(digest, "its bytes are not those that were stored")
        return body


def difference(body: bytes, base: bytes) -> bytes:
    """What must be kept of `body` where `base` is kept."""
    total = len(body) + len(base)
    # Of large bytes zstd would remember the last part only.
    memory = min(total.bit_length() - 4, _MAX_MEMORY) if total > _LARGE else None
    parameters = zstandard.ZstdCompressionParameters.from_level(
        _LEVEL,
        source_size=len(body),
        dict_size=len(base),
        window_log=min(max(total.bit_length(), zstandard.WINDOWLOG_MIN), _MAX_WINDOW),
        **{"hash_log": memory, "chain_log": memory} if memory else {},
    )
    return zstandard.ZstdCompressor(dict_data=_raw(base), compression_params=parameters).compress(body)


def _raw(base: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _to_row(digest: str, delta: Delta) -> dict[str, object]:
    return {
        "digest": bytes.fromhex(digest),
        "base": bytes.fromhex(delta.base),
        "step": delta.step,
        "packed": delta.packed,
    }


def _lost(digest: str, why: str) -> StoreError:
    return StoreError(f"stored bytes {digest}", why=why, fix="Restore the last good backup of the database")
