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
# A run of half-width characters is not broken, nor a mark; of full-width ones, each may end a line.
_MARK = r"\[/?\w{1,8}\]"
_PIECE = re.compile(rf"\s+|{_MARK}|(?:(?!{_MARK})[!-~¡-˿Ͱ-ᇿ])+|.", re.DOTALL)
_LAST_RUN = re.compile(r"[!-~¡-˿Ͱ-ᇿ]+\Z")


def width_of(text: str) -> int:
    """Columns the text takes; ambiguous characters are two, as Japanese fonts print them."""
    return sum(_columns(character) for character in text)


def wrap(text: str, *, first: str = "", rest: str | None = None, width: int = WIDTH) -> Iterator[str]:
    """Lines of at most `width` columns: the first after `first`, the others after `rest`."""
    lead, rest = first, first if rest is None else rest
    line, used = "", width_of(lead)
    longest = width - max(width_of(first), width_of(rest))
    for piece in _pieces(text, longest):
        if line.strip() and used + width_of(piece.rstrip()) > width:
            line, piece = _carried(line, piece, longest)
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


def _carried(line: str, piece: str, longest: int) -> tuple[str, str]:
    """Take to the next line what may not end this one, or the one before what may not begin the next."""
    kept = line.rstrip()
    while len(kept) > 1 and (kept[-1] in _NOT_LAST or (piece[0] in _NOT_FIRST and kept[-1] == line[-1])):
        at = _carry_from(kept, longest - width_of(piece))
        piece, kept = kept[at:] + piece, kept[:at]
    return kept, piece


def _carry_from(kept: str, room: int) -> int:
    """Where the last word begins, since "12-17" is not "12-1"; the last character where that has no room."""
    run = _LAST_RUN.search(kept)
    is_word = run is not None and run.start() > 0 and width_of(run[0]) <= room
    return run.start() if run is not None and is_word else len(kept) - 1


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
