"""What a document is made of, and which page of an earlier text stands for which page of a later one.

The addresses of a document and their order are the company's choice, as its selectors are: what becomes of
a text by that alone is no change of terms. Both sides of a diff are put together alike.
"""

import hashlib
from collections.abc import Callable, Sequence
from itertools import islice

from xborder.addresses import folded
from xborder.model import Document, Snapshot


def choice(document: Document) -> str:
    """The pages and selectors of the registry, as part of how a document is read; "" for one plain page."""
    chosen = [(source.select, source.remove) for source in document.sources]
    if len(document.sources) > 1:
        named = [(source.id, source.select, source.remove) for source in document.sources]
        return _short_digest(named)
    return _short_digest(chosen) if any(map(any, chosen)) else ""


def _short_digest(chosen: object) -> str:
    return hashlib.sha256(repr(chosen).encode()).hexdigest()[:8]


def counterparts(new: Sequence[Snapshot], old: Sequence[Snapshot]) -> tuple[Snapshot | None, ...]:
    """Of each new page the same page of the old text: the same source, or else the same address.

    By address are found again what was recorded when ids were numbers of places, and the one page of a
    document that is one of several now.
    """
    left = list(old)
    same_source = [_take(left, page.source, by=_source) for page in new]
    return tuple(
        known or _take(left, folded(page.url), by=_address)
        for known, page in zip(same_source, new, strict=True)
    )


def _take(left: list[Snapshot], wanted: str, *, by: Callable[[Snapshot], str]) -> Snapshot | None:
    found = next((snapshot for snapshot in left if by(snapshot) == wanted), None)
    if found is not None:
        left.remove(found)
    return found


def _source(snapshot: Snapshot) -> str:
    return snapshot.source


def _address(snapshot: Snapshot) -> str:
    return folded(snapshot.url)


def arranged(new: Sequence[Snapshot], old: Sequence[Snapshot]) -> tuple[Snapshot, ...]:
    """The pages of the old text, put together as the new one is.

    A page that only was taken off the document is left out. Where others came in its place, it stays, for
    the document may have moved: the addresses that went stand for those that came, in their order.
    """
    same = counterparts(new, old)
    gone = iter([snapshot for snapshot in old if snapshot not in same])
    pages: list[Snapshot] = []
    came = same.count(None)
    for page in same:
        if page is not None:
            pages.append(page)
            continue
        came -= 1
        pages += islice(gone, 1) if came else gone  # the last stands for all that are left
    return tuple(pages)
