"""Tables without ruled lines: columns are found by the gutter that several lines leave open."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from xborder.extract.ppc.headings import KEYS, without_marks
from xborder.extract.ppc.lines import fold, split_marker
from xborder.extract.ppc.rows import Row

_LEAST = 2  # lines that must leave the same gutter open
_GUTTERS = 4
_LABELS = tuple(fold(k) for k in KEYS)


def into_columns(rows: Sequence[Row]) -> list[Row]:
    """The rows, with a cell where a gutter makes one; other pieces of a line are put together."""
    pages: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        pages[row.page].append(row)
    right = max((r.x1 for r in rows), default=0.0)
    gutters = _gutters([r.gap for r in rows if r.gap])
    out: list[Row] = []
    running: float | None = None  # the gutter of a table that may go on over the page end
    for number in sorted(pages):
        page = sorted(pages[number], key=lambda r: (r.top, r.x0))
        placed: dict[int, Row] = {}
        for gutter in gutters:
            free = [r for r in page if r.cell is None and id(r) not in placed]
            for zone in _zones(free, gutter, goes_on=running == gutter):
                placed |= _cells(zone, gutter, right)
        out += _together([placed.get(id(r), r) for r in page])
        last = out[-1].cell if out else None
        running = last[0] if last and last[0] in gutters else None
    return out


def _gutters(gaps: Sequence[tuple[float, float]]) -> list[float]:
    """The points that lie in most gaps, one after another."""
    found: list[float] = []
    left = list(gaps)
    while left and len(found) < _GUTTERS:
        point = max((g[1] - 1 for g in left), key=lambda p: sum(a < p < b for a, b in left))
        inside = [g for g in left if g[0] < point < g[1]]
        if len(inside) < _LEAST:
            break
        found.append(round((max(a for a, _ in inside) + min(b for _, b in inside)) / 2, 1))
        left = [g for g in left if g not in inside]
    return found


def _zones(rows: Sequence[Row], gutter: float, *, goes_on: bool) -> Iterator[list[Row]]:
    """Runs of rows none of which crosses the gutter, with lines on both sides of it."""
    zone: list[Row] = []
    first = True
    for row in [*rows, None]:
        if row is not None and not row.x0 < gutter < row.x1:
            zone.append(row)
            continue
        if zone and (any(r.gap and r.gap[0] < gutter < r.gap[1] for r in zone) or (goes_on and first)):
            yield zone
        zone, first = [], False


def _cells(zone: Sequence[Row], gutter: float, right: float) -> dict[int, Row]:
    """Each label at the left with the text beside and below it, down to the next label."""
    left = [r for r in zone if r.x1 <= gutter]
    bands = [group[0].top for group in _labels(left)]
    placed: dict[int, Row] = {}
    for group in _labels(left):
        for row in group:
            placed[id(row)] = replace(row, cell=(0.0, gutter, group[0].top))
    for row in zone:
        if id(row) not in placed:
            above = [b for b in bands if b <= row.top + 0.5 * row.size]
            placed[id(row)] = replace(
                row, cell=(gutter, right, max(above, default=zone[0].top - 1)), gap=None
            )
    return placed


def _labels(rows: Sequence[Row]) -> list[list[Row]]:
    """Lines of one label stand together while they add up to a known heading."""
    groups: list[list[Row]] = []
    for row in rows:
        if groups:
            so_far = "".join(r.text for r in groups[-1])
            if any(k.startswith(_bare(so_far + row.text)) for k in _LABELS) or _is_rest(so_far, row):
                groups[-1].append(row)
                continue
        groups.append([row])
    return groups


def _bare(text: str) -> str:
    return fold(without_marks(split_marker(text)[2]))


def _is_rest(so_far: str, row: Row) -> bool:
    """An open bracket in the label goes on in the next line."""
    return so_far.count("(") > so_far.count(")") and row.gap is None


def _together(rows: Sequence[Row]) -> list[Row]:
    """Pieces of one line that no gutter parts are one line after all: there was only a wide space."""
    out: list[Row] = []
    for row in rows:
        before = out[-1] if out else None
        if row.gap and row.cell is None and before and before.cell is None and abs(before.top - row.top) < 3:
            text = f"{before.text} {row.text}"
            out[-1] = replace(before, text=text, x1=row.x1, chars=before.chars + row.chars)
        else:
            out.append(row)
    return out
