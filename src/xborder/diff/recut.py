"""Passages that say the same but are cut into clauses at other places.

A paragraph that became two, a sentence that became a list, cells joined or parted: no word changed, so
there is nothing to report.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

# Space and the marks that stand where clauses are cut. Between digits they are part of a number.
_JOINT = re.compile(r"(?<!\d)[\s.,;:|。、・；：]+|[\s.,;:|。、・；：]+(?!\d)")
# A number that opens a clause is no part of its text; inside a passage that was not cut it is.
_NUMBER = re.compile(
    r"(?:^|(?<=[.;:。；：])\s?)(?:\d+(?:\.\d+)+\.?|\d{1,2}[.)]|\((?:[a-z]|[ivx]{2,4}|\d)\))(?!\d)"
)

_START = 6  # letters by which the start of a passage is looked up
_STARTS = 8  # places tried for each clause
_PIECES = 256  # clauses one passage may be cut into


def jointless(text: str) -> str:
    """The letters of a canonical text, whatever way it is cut and numbered."""
    return _JOINT.sub("", _NUMBER.sub("", text))


def recut(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[range, range]]:
    """Ranges of neighbouring clauses of which both sides join to the same letters."""
    starts = _Starts(new)
    i = done = 0
    while i < len(old):
        found = ((j, _same_letters(old, new, i, j)) for j in starts.places(old[i], done))
        j, ends = next(((j, ends) for j, ends in found if ends), (0, None))
        if ends:
            yield range(i, ends[0]), range(j, ends[1])
            i, done = ends
        else:
            i += 1


class _Starts:
    """Where a passage may start: one of the two texts must start with the other."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.by_start: dict[str, list[int]] = defaultdict(list)
        self.short: dict[str, list[int]] = defaultdict(list)
        for j, text in enumerate(texts):
            for length in range(1, min(_START, len(text)) + 1):
                self.by_start[text[:length]].append(j)
            if len(text) < _START:
                self.short[text].append(j)

    def places(self, text: str, done: int) -> Iterator[int]:
        found = [self.by_start.get(text[:_START], [])]
        found += [self.short.get(text[:length], []) for length in range(1, min(_START, len(text)))]
        for places in found:
            first = bisect_left(places, done)
            yield from places[first : first + _STARTS]


def _same_letters(old: Sequence[str], new: Sequence[str], i: int, j: int) -> tuple[int, int] | None:
    """Where both sides, read from `i` and `j`, first end together; None if they part before."""
    longer, at, shorter_is_new = old[i], 0, True
    i += 1
    for _ in range(_PIECES):
        side, index = (new, j) if shorter_is_new else (old, i)
        if index == len(side):
            return None
        piece = side[index]
        i, j = (i, j + 1) if shorter_is_new else (i + 1, j)
        if longer.startswith(piece, at):
            at += len(piece)
            if at == len(longer):
                return i, j
        elif piece.startswith(longer[at:]):
            longer, at, shorter_is_new = piece, len(longer) - at, not shorter_is_new
        else:
            return None
    return None
