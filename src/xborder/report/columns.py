"""Plain text in columns: full-width characters count two; no line begins with 「、」 or ends with 「（」."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

WIDTH = 72

_NOT_FIRST = frozenset(
    "、。，．・：；！？）」』】〕〉》］｝…‥ー々ゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ,.!?;:)]}"
)
_NOT_LAST = frozenset("（「『【〔〈《［｛([{")
# A run of half-width characters is not broken; of full-width ones, each may end a line.
_PIECE = re.compile(r"\s+|\[/?\w{1,8}\]|[!-~¡-˿Ͱ-ᇿ]+|.", re.DOTALL)


def width_of(text: str) -> int:
    """Columns the text takes; ambiguous characters are two, as Japanese fonts print them."""
    return sum(_columns(character) for character in text)


def wrap(text: str, *, first: str = "", rest: str | None = None, width: int = WIDTH) -> Iterator[str]:
    """Lines of at most `width` columns: the first after `first`, the others after `rest`."""
    lead, rest = first, first if rest is None else rest
    line, used = "", width_of(lead)
    for piece in _pieces(text, width - max(width_of(first), width_of(rest))):
        if line.strip() and used + width_of(piece.rstrip()) > width:
            line, piece = _carried(line, piece)
            yield (lead + line).rstrip()
            lead, line, piece = rest, "", piece.lstrip()
            used = width_of(lead)
        line += piece
        used += width_of(piece)
    yield (lead + line).rstrip()


@cache
def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def _carried(line: str, piece: str) -> tuple[str, str]:
    """Take to the next line what may not end this one, or the one before what may not begin the next."""
    kept = line.rstrip()
    while len(kept) > 1 and (kept[-1] in _NOT_LAST or (piece[0] in _NOT_FIRST and kept[-1] == line[-1])):
        piece, kept = kept[-1] + piece, kept[:-1]
    return kept, piece


def _pieces(text: str, longest: int) -> Iterator[str]:
    """What is not broken; a run too long for any line is cut, unless it is an address."""
    for match in _PIECE.finditer(text):
        piece = match[0]
        if piece.isspace():
            yield piece if set(piece) <= {" ", "　"} else " "
        elif piece.startswith(("https://", "http://")):
            yield piece
        else:
            yield from (piece[at : at + longest] for at in range(0, len(piece), longest))
