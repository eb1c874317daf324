"""Texts, kept as what differs from the bytes they were read from: a sixth of what they take alone.

The bytes of a version are named by its snapshots, and kept as long as it is (inventory.py). A text that
they do not hold as it stands (of a PDF, or in another character set) is kept alone, as all were before
`on_bytes`; so is one whose bytes cannot be read, since then it is all there is.
"""

from collections.abc import Callable, Sequence
from typing import Any

from xborder.errors import DamagedError, StoreError
from xborder.model import Page, Snapshot, Version
from xborder.store.columns import dump, load, packed
from xborder.store.deltas import DeltaBlobs, difference, whole
from xborder.store.faults import explaining
from xborder.store.rows import Row, VersionRow
from xborder.zstd import compress, decompress

_LEVEL = 4  # 9 is a fifth smaller, and takes half as long again
_ALONE_LEVEL = 9  # 7 % smaller than `packed`, for a millisecond beside the seconds that a PDF takes to read
_SHARE = 0.5  # of what it takes alone: less gain is not worth standing on anything
_SMALL_SHARE = 0.06  # of its own bytes: that is less than that, and need not be compared
_LARGEST = 1 << 21  # bytes to stand on: no contract is longer, and searching more costs much memory


def to_row(version: Version, blobs: DeltaBlobs) -> Row:
    """Made before the transaction that writes it: it reads, and takes its time."""
    plain = dump(Page, version.page)
    page = _on_bytes(version, plain, blobs)
    alone = page is None
    kept = {"page": compress(plain, _ALONE_LEVEL) if alone else page, "on_bytes": None if alone else True}
    return {name: kept[name] if name in kept else getattr(version, name) for name in VersionRow.model_fields}


def to_model(row: Any, blobs: DeltaBlobs) -> Version:
    """Raises StoreError where the text, or the bytes it stands on, are not as they were stored."""
    return Version(
        id=row.id,
        document=row.document,
        recorded_at=row.recorded_at,
        extractor=row.extractor,
        digest=row.digest,
        snapshots=row.snapshots,
        page=_page(row, blobs),
    )


def _on_bytes(version: Version, plain: bytes, blobs: DeltaBlobs) -> bytes | None:
    """None where there is nothing sound to stand on, or little to gain by it."""
    try:
        base = _read_from(version.snapshots, blobs.recall)
    except StoreError:  # the doctor tells of bytes that a look names and nobody has
        return None
    if not base or len(base) > _LARGEST:
        return None
    page = difference(plain, base, _LEVEL)
    small = len(page) <= len(plain) * _SMALL_SHARE or len(page) <= len(packed(plain)) * _SHARE
    return page if small else None


def _page(row: Any, blobs: DeltaBlobs) -> Page:
    what = f"version {row.id} of {row.document}"
    try:
        base = _read_from(row.snapshots, blobs.get) if row.on_bytes else b""
    except DamagedError as error:
        why = f"it stands on bytes that cannot be read ({error.what}: {error.why})"
        raise DamagedError(what, why=why, fix=error.fix) from error
    with explaining(what):
        plain = whole(row.page, base) if row.on_bytes else decompress(row.page)
        page: Page = load(Page, plain)
        return page


def _read_from(snapshots: Sequence[Snapshot], bytes_of: Callable[[str], bytes]) -> bytes:
    """All parts, in the order of the document's sources."""
    return b"".join(bytes_of(snapshot.sha256) for snapshot in snapshots)
