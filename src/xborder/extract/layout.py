"""One page of a PDF as lines and table rows, in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from pdfplumber.page import Page as PdfPage

_BOLD = ("bold", "black", "heavy", "-w6", "-w7", "-w8", "demi")
_LEAST_LINES = 8  # fewer lines do not show whether there are columns


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line."""

    text: str
    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    short: float  # share of its column that is left empty behind it
    margin: bool  # in the outer tenth of the page, where running heads stand


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a ruled table; every cell its lines."""

    cells: tuple[tuple[str, ...], ...]
    page: int
    first: bool  # of its table

    @property
    def text(self) -> str:
        return " | ".join(" ".join(lines) for lines in self.cells)


Box = tuple[float, float, float, float]
Words = list[dict[str, Any]]


def lay_out(page: PdfPage) -> list[Line | Row]:
    """Rows of tables and lines of text, from top to bottom, columns one after the other."""
    words = page.extract_words(
        keep_blank_chars=True, use_text_flow=False, x_tolerance_ratio=0.3, extra_attrs=["fontname", "size"]
    )
    tables = [t for t in page.find_tables() if len(t.rows) > 0 and max(len(r.cells) for r in t.rows) > 1]
    outside = [w for w in words if not any(_inside(w, t.bbox) for t in tables)]
    edges = sorted(t.bbox[1] for t in tables)
    groups: list[tuple[float, Sequence[Line | Row]]] = []
    groups.extend((table.bbox[1], _rows(page, table.rows, words)) for table in tables)
    groups.extend((band[0]["top"], _in_columns(band, page)) for band in _between(outside, edges))
    return [piece for _, group in sorted(groups, key=lambda g: g[0]) for piece in group]


def _in_columns(words: Words, page: PdfPage) -> list[Line]:
    """The lines of some words, the left column before the right one."""
    return [_line(line, page, column) for column in _columns(words) for line in _lines(column)]


def _line(words: Words, page: PdfPage, column: Words) -> Line:
    top, bottom = min(w["top"] for w in words), max(w["bottom"] for w in words)
    tenth = 0.1 * float(page.height)
    return Line(
        text=_text(words),
        page=page.page_number,
        x0=words[0]["x0"],
        x1=words[-1]["x1"],
        top=top,
        bottom=bottom,
        size=round(median(w["size"] for w in words), 1),
        bold=all(any(b in w["fontname"].lower() for b in _BOLD) for w in words),
        short=(max(w["x1"] for w in column) - words[-1]["x1"]) / max(_reach(column), 1.0),
        margin=bottom < tenth or top > float(page.height) - tenth,
    )


def _text(words: Words) -> str:
    text = ""
    for before, word in zip([None, *words], words, strict=False):
        gap = before is not None and word["x0"] - before["x1"] > 0.15 * word["size"]
        text += (" " if gap and text else "") + word["text"]
    return " ".join(text.split(" ")).strip()


def _lines(words: Words) -> list[Words]:
    """Words that stand at one height, from left to right."""
    lines: list[Words] = []
    for word in sorted(words, key=lambda w: (_middle(w), w["x0"])):
        if lines and abs(_middle(word) - _middle(lines[-1][0])) < 0.5 * min(
            word["size"], lines[-1][0]["size"]
        ):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda w: w["x0"]) for line in lines]


def _middle(word: dict[str, Any]) -> float:
    return float(word["top"] + word["bottom"]) / 2


def _columns(words: Words) -> list[Words]:
    """The words cut at a gutter, if nearly no line crosses the middle of the text."""
    lines = _lines(words)
    gutter = _gutter(lines) if len(lines) >= _LEAST_LINES else None
    if gutter is None:
        return [words] if words else []
    columns: list[Words] = []
    left: Words = []
    right: Words = []
    for line in lines:
        if any(w["x0"] < gutter < w["x1"] for w in line):  # a line across both ends what stands above it
            columns += [left, right, line]
            left, right = [], []
            continue
        left += [w for w in line if w["x1"] <= gutter]
        right += [w for w in line if w["x0"] >= gutter]
    return [c for c in (*columns, left, right) if c]


def _gutter(lines: Sequence[Words]) -> float | None:
    """Where two columns part: hardly crossed, and text of some width on both sides of it."""
    start, end = min(w["x0"] for line in lines for w in line), max(w["x1"] for line in lines for w in line)
    width = end - start
    best = None
    for step in range(35, 66):
        x = start + width * step / 100
        crossed = sum(any(w["x0"] < x < w["x1"] for w in line) for line in lines)
        left = sum(_reach([w for w in line if w["x1"] <= x]) > 0.25 * width for line in lines)
        right = sum(_reach([w for w in line if w["x0"] >= x]) > 0.25 * width for line in lines)
        if crossed <= 0.25 * len(lines) and min(left, right) >= 0.35 * len(lines):
            score = (crossed, -min(left, right))
            best = min(best, (score, x)) if best else (score, x)
    return best[1] if best else None


def _reach(words: Words) -> float:
    return float(max(w["x1"] for w in words) - min(w["x0"] for w in words)) if words else 0.0


def _inside(word: dict[str, Any], box: Box) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _between(words: Words, edges: Sequence[float]) -> list[Words]:
    """The words between tables: columns are looked for in each band alone."""
    bands: dict[int, Words] = {}
    for word in words:
        bands.setdefault(sum(edge < word["top"] for edge in edges), []).append(word)
    return [bands[key] for key in sorted(bands)]


def _rows(page: PdfPage, rows: Sequence[Any], words: Words) -> list[Row]:
    found = []
    for n, row in enumerate(rows):
        cells = tuple(
            tuple(_text(line) for line in _lines([w for w in words if _inside(w, cell)]))
            for cell in row.cells
            if cell is not None
        )
        if any(cells):
            found.append(Row(cells=cells, page=page.page_number, first=n == 0))
    return found
