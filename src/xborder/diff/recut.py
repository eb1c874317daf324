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

_START = 6  # letters by which the start of a passage is looked up
_STARTS = 8  # places tried for each clause
_PIECES = 256  # clauses one passage may be cut into


def jointless(text: str) -> str:
    """The letters of a canonical text, whatever way it is cut."""
    return _JOINT.sub("", text)


def recut(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[range, range]]:
    """Ranges of neighbouring clauses of which both sides join to the same letters."""
    starts: dict[str, list[int]] = defaultdict(list)
    for j, text in enumerate(new):
        for length in range(1, min(_START, len(text)) + 1):
            starts[text[:length]].append(j)
    i = j_done = 0
    while i < len(old):
        found = None
        for j in _places(starts, old[i], j_done):
            if found := _same_letters(old, new, i, j):
                break
        if found:
            yield range(i, found[0]), range(j, found[1])
            i, j_done = found
        else:
            i += 1


def _places(starts: dict[str, list[int]], text: str, done: int) -> list[int]:
    places = starts.get(text[:_START], [])
    first = bisect_left(places, done)
    return places[first : first + _STARTS]


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
