"""The characters of a PDF page -> printed lines, each inside its table cell where ruled lines make one."""

import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from xborder.extract.ppc.lines import split_marker, tidy

_GAP_EM = 0.9  # a hole in a line wider than this may be the gutter between two columns


@dataclass(slots=True)
class Char:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool


@dataclass(slots=True)
class Row:
    """One printed line inside one cell."""

    chars: list[Char]
    page: int
    cell: tuple[float, float, float] | None  # left and right edge, top of its band
    text: str
    x0: float
    x1: float
    top: float
    size: float
    bold: bool
    gap: tuple[float, float] | None = None  # the hole before it, when it is the second piece of a line


def page_rows(page: Any) -> Iterator[Row]:
    chars = [_char(c) for c in page.chars if c["upright"] and c["size"] > 3]
    vertical, horizontal = _edges(page)
    cells: dict[tuple[float, float, float] | None, list[Char]] = defaultdict(list)
    for char in chars:
        cells[_cell(char, vertical, horizontal)].append(char)
    for cell, members in cells.items():
        for row in _printed_lines(members):
            yield from _finish(row, page.page_number, cell)
    page.close()


def _char(c: dict[str, Any]) -> Char:
    bold = "bold" in c["fontname"].lower() or "gothic" in c["fontname"].lower()
    return Char(c["text"], c["x0"], c["x1"], c["top"], c["bottom"], c["size"], bold)


def _edges(page: Any) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]:
    """Vertical edges (x, top, bottom) and horizontal edges (y, left, right) of tables.

    A pair of verticals without a third between them is a frame, not a table.
    """
    vertical = {
        (round(e["x0"]), round(e["top"]), round(e["bottom"]))
        for e in page.edges
        if e["orientation"] == "v" and e["bottom"] - e["top"] > 5
    }
    horizontal = {
        (e["top"], e["x0"], e["x1"]) for e in page.edges if e["orientation"] == "h" and e["x1"] - e["x0"] > 20
    }
    return sorted(vertical), sorted(horizontal)


def _cell(
    char: Char,
    vertical: Sequence[tuple[float, float, float]],
    horizontal: Sequence[tuple[float, float, float]],
) -> tuple[float, float, float] | None:
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    beside = [e for e in vertical if e[1] - 1 <= y <= e[2] + 1]
    left = [e for e in beside if e[0] <= x]
    right = [e[0] for e in beside if e[0] > x]
    if not left or not right or len({e[0] for e in beside}) < 3:
        return None
    edge = max(left)
    band = max((h[0] for h in horizontal if h[0] <= y and h[1] - 3 <= x <= h[2] + 3), default=edge[1])
    return edge[0], min(right), round(band)


def _printed_lines(chars: list[Char]) -> Iterator[list[Char]]:
    """Characters whose middles are level; small raised ones join the line they overlap."""
    rows: list[tuple[float, float, list[Char]]] = []
    for char in sorted(chars, key=lambda c: -c.size):
        middle = (char.top + char.bottom) / 2
        for index in range(len(rows) - 1, -1, -1):
            top, bottom, members = rows[index]
            inside = top - 0.1 * char.size <= middle <= bottom + 0.1 * char.size
            if inside and abs(middle - (top + bottom) / 2) < 0.55 * members[0].size:
                members.append(char)
                break
        else:
            rows.append((char.top, char.bottom, [char]))
    for _, _, members in sorted(rows, key=lambda r: r[0]):
        yield sorted(members, key=lambda c: c.x0)


def _finish(chars: list[Char], page: int, cell: tuple[float, float, float] | None) -> Iterator[Row]:
    visible = [c for c in chars if c.text.strip()]
    if not visible:
        return
    size = statistics.median(c.size for c in visible)
    end: float | None = None
    for piece in _split_at_holes(chars, size) if cell is None else [chars]:
        seen = [c for c in piece if c.text.strip()]
        if seen:
            yield _row(piece, seen, page, cell, end)
            end = seen[-1].x1


def _row(
    chars: list[Char], seen: list[Char], page: int, cell: tuple[float, float, float] | None, end: float | None
) -> Row:
    size = statistics.median(c.size for c in seen)
    return Row(
        chars=chars,
        page=page,
        cell=cell,
        text=_text(_without_raised_numbers(chars, size)),
        x0=seen[0].x0,
        x1=seen[-1].x1,
        top=min(c.top for c in seen if c.size > 0.8 * size),  # a raised mark is no line of its own
        size=size,
        bold=all(c.bold for c in seen),
        gap=None if end is None else (end, seen[0].x0),
    )


def _split_at_holes(chars: list[Char], size: float) -> Iterator[list[Char]]:
    """Cells without ruled lines: a hole in the line, unless it only follows a bullet or number."""
    piece: list[Char] = []
    last: Char | None = None
    for char in chars:
        blank = not char.text.strip()
        if last is not None and not blank and char.x0 - last.x1 > _GAP_EM * size:
            text = _text(piece)
            if split_marker(text + "\u3042")[2] != "\u3042":
                yield piece
                piece = []
        piece.append(char)
        if not blank:
            last = char
    if piece:
        yield piece


def _without_raised_numbers(chars: Sequence[Char], size: float) -> list[Char]:
    """Without footnote marks that are bare small numbers. After ※, or at the start of a note, they stay."""
    out: list[Char] = []
    for char in chars:
        is_small = char.size < 0.75 * size and char.text.isdigit()
        if not (is_small and out and out[-1].text != "※" and char.bottom < out[-1].bottom - 0.15 * size):
            out.append(char)
    return out


def _text(chars: Sequence[Char]) -> str:
    out = ""
    last: Char | None = None
    for char in chars:
        if last is not None and char.x0 - last.x1 > 0.25 * char.size and not out.endswith(" "):
            out += " "
        out += char.text
        if char.text.strip():
            last = char
    return tidy(out)
