"""Which kept page says much of what another says: standard clauses, a group's terms on another of its sites.

A page is known by checksums of its longer runs of text, of which one in four is remembered: pages that
share clauses share some of these, wherever in the page the clauses stand.
"""

from collections import Counter
from collections.abc import Set
from zlib import crc32

_RUN = 100  # bytes from one tag to the next: a sentence, and no entry of a menu
_ONE_IN = 4
_FEWEST = 2  # shared: below that another page says too little of it
_LARGEST = 1 << 21  # bytes: of larger ones another takes too much memory to compare with
_MOST = 100_000  # checksums, 10 MB: the pages of many thousand sites


class Similar:
    """The pages that others may stand on, by what they say. Remembered as long as a process lives."""

    def __init__(self) -> None:
        self._pages: dict[int, str] = {}

    def keep(self, digest: str, passages: Set[int]) -> None:
        """Remember a page. Of passages that several have, the first one's stay its."""
        for passage in passages if len(self._pages) < _MOST else ():
            self._pages.setdefault(passage, digest)

    def nearest(self, passages: Set[int], *, but: str) -> str | None:
        """The page with most of these passages, other than `but`; None where none has some."""
        shared = Counter(page for passage in passages if (page := self._pages.get(passage)))
        shared.pop(but, None)
        page, count = max(shared.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        return page if count >= _FEWEST else None


def passages(body: bytes) -> frozenset[int]:
    """Checksums of the runs of text in a page, of one in four. Nothing of bytes without markup."""
    if len(body) > _LARGEST:
        return frozenset()
    pieces = (piece.partition(b">")[2] for piece in body.split(b"<")[1:] if len(piece) > _RUN)
    return frozenset(sum_ for run in pieces if len(run) > _RUN and not (sum_ := crc32(run)) % _ONE_IN)
