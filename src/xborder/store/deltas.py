"""Bytes that are nearly those of another page, kept as what differs: for new tokens, a few hundred bytes.

A page is a file of its own (blobs.py) or stands on another page of its site, and beside it on one of another
site that says much of the same (similar.py); a look at the page stands on the page. So there are never more
than two steps to a file, however long a source is watched. What differs is a row of the database, committed
before the look that names it.

Every step is checked by its digest when it is read. Bytes that fit no page become a file again.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from xborder.errors import DamagedError, StoreError
from xborder.store.blobs import FileBlobs, compressed
from xborder.store.bucket import BucketBlobs
from xborder.store.database import Database, Prepared
from xborder.store.faults import explaining
from xborder.store.recent import Recent
from xborder.store.recording import upsert
from xborder.store.rows import DeltaRow, table
from xborder.store.similar import Similar, passages
from xborder.zstd import CompressionParameter, ZstdDict, ZstdError, compress, decompress

_log = logging.getLogger(__name__)

PAGE, LOOK = 1, 2
"""What stands on others: a page on files (of its site, and one like it), or a look on its page."""

_LOOK_SHARE, _LOOK_BYTES = 20, 600
"""A look may differ by a twentieth of the page or by this much; else it is a page of its own."""
_PAGE_SHARE = 0.75  # of its size as a file: less gain is not worth standing on another page
_SMALL_SHARE = 0.16  # of its bytes: that is less than that, and the file need not be made to know
_LOOK_LEVEL = 2  # a look is tokens in a known page: 1 misses some of them, more finds no more
_PAGE_LEVEL = 6  # 9 % smaller than 3, for a millisecond on the first day alone
_SIMILAR_LEVEL = 3  # on one that says much of the same: 10 % larger than at 6, in a third of the time
_LARGE, _LARGE_LEVEL = 1 << 21, 3  # higher ones search a part only
_MAX_MEMORY = 23  # log2 of places to remember, four bytes each
_MIN_WINDOW, _MAX_WINDOW = 10, 27  # log2; a decoder takes no more unasked
_SHORTEST = 8  # bytes: zstd looks for nothing in fewer
_AT_HAND = 24 << 20  # bytes: the files of two hundred sites, and the pages that wait to be recorded

_base = table(DeltaRow).alias("base_row")
_KNOWN = (
    select(
        col(DeltaRow.digest),
        col(DeltaRow.base),
        col(DeltaRow.beside),
        col(DeltaRow.step),
        col(DeltaRow.packed),
        _base.c.base.label("page_base"),
        _base.c.beside.label("page_beside"),
        _base.c.packed.label("page_packed"),
    )
    .select_from(table(DeltaRow).outerjoin(_base, _base.c.digest == col(DeltaRow.base)))
    .where(col(DeltaRow.digest).in_((bindparam("one"), bindparam("other"))))
)


@dataclass(frozen=True, slots=True)
class Delta:
    """What is between some bytes and those of `bases`: one of a look, one or two of a page."""

    bases: tuple[str, ...]
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
        self._database, self._known = database, Prepared(database, _KNOWN)
        self._pending: dict[str, Delta] = {}
        self._sites: dict[str, str] = {}  # the last file of each site
        self._similar = Similar()  # of the files
        self._at_hand = Recent(_AT_HAND)
        self._lock = Lock()

    def put(self, body: bytes, *, like: str | None = None, site: str = "") -> str:
        """Keep until it is settled; the sha256 of the bytes."""
        digest = sha256(body).hexdigest()
        is_again = digest == like  # asked of the rows first: most pages are one, and a bucket is far away
        if not is_again and self.files.has(digest):
            return digest
        known = self._find(digest, like)
        if digest in known or (is_again and self.files.has(digest)):
            return digest
        delta = self._as_look(body, like, known) if like else None
        if delta is None:
            self._put_page(digest, body, site)
        else:
            self._hold(digest, delta)
        return digest

    def has(self, digest: str) -> bool:
        """Whether they are there, as far as names tell: every file that they are, or stand on."""
        if self.files.has(digest):
            return True
        known = self._find(digest)
        delta = known.get(digest)
        if delta is None:
            return False
        page = None if delta.for_looks or self.files.has(delta.bases[0]) else known.get(delta.bases[0])
        return all(map(self.files.has, (page or delta).bases))

    def get(self, digest: str) -> bytes:
        """The same bytes, checked against the digest."""
        known = {} if self.files.has(digest) else self._find(digest)
        return self._built(digest, known, self.files.get)

    def recall(self, digest: str) -> bytes:
        """The same; from memory, where they were used just now and checked then."""
        body = self._at_hand.get(digest)
        return self.get(digest) if body is None else body

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

    def deltas(self) -> Iterator[tuple[str, str, str | None, int]]:
        """What stands on what: digest, one or two bases and size of everything that is no file."""
        columns = col(DeltaRow.digest), col(DeltaRow.base), col(DeltaRow.beside)
        query = select(*columns, func.length(DeltaRow.packed))
        with self._database.engine.connect() as connection:
            for digest, base, beside, size in connection.execute(
                query, execution_options={"yield_per": 1000}
            ):
                yield digest.hex(), base.hex(), beside and beside.hex(), size

    def _find(self, digest: str, like: str | None = None) -> dict[str, Delta]:
        """What of these is no file, with the pages that they stand on where those are none either."""
        names = {digest, like or digest}
        with self._lock:
            found = {name: self._pending[name] for name in names if name in self._pending}
            pages = {delta.bases[0] for delta in found.values() if not delta.for_looks}
            found |= {name: self._pending[name] for name in pages if name in self._pending}
        asked = [bytes.fromhex(name) for name in (names | pages) - found.keys()]  # two at most
        if not asked:
            return found
        with explaining(self._database.place):
            rows = self._known.ask(one=asked[0], other=asked[-1])
        for name, base, beside, step, packed, page_base, page_beside, page_packed in rows:
            found[name.hex()] = Delta(_bases(base, beside), step, packed)
            if page_base is not None:
                found[base.hex()] = Delta(_bases(page_base, page_beside), PAGE, page_packed)
        return found

    def _as_look(self, body: bytes, like: str, known: Mapping[str, Delta]) -> Delta | None:
        look = known.get(like)
        page = like if look is None or look.for_looks else look.bases[0]
        packed = self._difference(body, (page,), known, _LOOK_LEVEL)
        fits = packed is not None and len(packed) <= max(len(body) // _LOOK_SHARE, _LOOK_BYTES)
        return Delta((page,), LOOK, packed) if packed is not None and fits else None

    def _put_page(self, digest: str, body: bytes, site: str) -> None:
        self._at_hand.keep(digest, body)  # soon others stand on it, or its text
        says = passages(body)
        delta = self._as_page(body, self._sites.get(site), says)
        if delta is None or len(delta.packed) > len(body) * _SMALL_SHARE:
            alone = compressed(body)
            if delta is None or len(delta.packed) > len(alone) * _PAGE_SHARE:
                self.files.put_packed(digest, alone)
                self._sites[site] = digest
                self._similar.keep(digest, says)
                return
        self._hold(digest, delta)

    def _as_page(self, body: bytes, base: str | None, says: Set[int]) -> Delta | None:
        """The first page of a site is a file in any case: what the others share with it is their frame."""
        if base is None:
            return None
        similar = self._similar.nearest(says, but=base)
        bases, level = ((base, similar), _SIMILAR_LEVEL) if similar else ((base,), _PAGE_LEVEL)
        packed = self._difference(body, bases, {}, level)
        return None if packed is None else Delta(bases, PAGE, packed)

    def _hold(self, digest: str, delta: Delta) -> None:
        with self._lock:
            self._pending[digest] = delta

    def _difference(
        self, body: bytes, bases: Sequence[str], known: Mapping[str, Delta], level: int
    ) -> bytes | None:
        """None where there is nothing sound to stand on: then the bytes are kept whole."""
        try:
            on = b"".join(self._built(base, known, self._file_at_hand) for base in bases)
        except StoreError as error:
            _log.warning("%s: %s. What comes now is kept whole", error.what, error.why)
            return None
        return difference(body, on, level)

    def _built(self, digest: str, known: Mapping[str, Delta], file: Callable[[str], bytes]) -> bytes:
        """From its files, in two steps at most, whatever the rows may say."""
        delta = known.get(digest)
        if delta is None or self.files.has(digest):
            return file(digest)
        page = None if delta.for_looks or self.files.has(delta.bases[0]) else known.get(delta.bases[0])
        if page is None:
            return _applied(digest, delta, b"".join(map(file, delta.bases)))
        return _applied(digest, delta, _applied(delta.bases[0], page, b"".join(map(file, page.bases))))

    def _file_at_hand(self, digest: str) -> bytes:
        """A file that others are to stand on: read and checked once, but there each time."""
        body = self._at_hand.get(digest)
        if body is None or not self.files.has(digest):
            body = self.files.get(digest)
            self._at_hand.keep(digest, body)
        return body


def _applied(digest: str, delta: Delta, base: bytes) -> bytes:
    try:
        body = whole(delta.packed, base)
    except ZstdError as error:
        raise _lost(digest, f"the row is damaged ({error})") from error
    if sha256(body).hexdigest() != digest:
        raise _lost(digest, "its bytes are not those that were stored")
    return body


def difference(body: bytes, base: bytes, level: int = _PAGE_LEVEL) -> bytes:
    """What must be kept of `body` where `base` is kept."""
    total = len(body) + len(base)
    is_large = total > _LARGE
    # Of large bytes zstd would remember the last part only.
    memory = min(total.bit_length() - 4, _MAX_MEMORY)
    options: dict[int, int] = {
        CompressionParameter.compression_level: _LARGE_LEVEL if is_large else level,
        CompressionParameter.window_log: min(max(total.bit_length(), _MIN_WINDOW), _MAX_WINDOW),
        CompressionParameter.checksum_flag: 1,
    }
    if is_large:
        options |= dict.fromkeys((CompressionParameter.hash_log, CompressionParameter.chain_log), memory)
    return compress(body, options=options, zstd_dict=_before(base))


def whole(packed: bytes, base: bytes) -> bytes:
    """The `body` that differs so from `base`. Raises ZstdError."""
    return decompress(packed, zstd_dict=_before(base))


def _before(base: bytes) -> tuple[ZstdDict, int] | None:
    """As if it stood before the bytes: no table is made of it that would serve others, too."""
    return ZstdDict(base, is_raw=True).as_prefix if len(base) >= _SHORTEST else None


def _bases(base: bytes, beside: bytes | None) -> tuple[str, ...]:
    return (base.hex(),) if beside is None else (base.hex(), beside.hex())


def _to_row(digest: str, delta: Delta) -> dict[str, object]:
    base, beside = [*map(bytes.fromhex, delta.bases), None][:2]
    return {
        "digest": bytes.fromhex(digest),
        "base": base,
        "beside": beside,
        "step": delta.step,
        "packed": delta.packed,
    }


def _lost(digest: str, why: str) -> DamagedError:
    fix = "Restore the last good backup of the database"
    return DamagedError(f"stored bytes {digest}", why=why, fix=fix)
