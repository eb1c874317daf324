"""Lines and rows of PDF pages to blocks: running heads dropped, lines joined, headings known by size."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from xborder.extract.clauses import Block
from xborder.extract.layout import Line, Row
from xborder.extract.numbering import heading_level, is_number, strip_bullet
from xborder.extract.text import SENTENCE_END, begins, glue
from xborder.model import ClauseKind
from xborder.model.text import canonical

_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page\s*|p\.\s*)?[0-9０-９ivxlc]{1,4}\s*(?:(?:/|of|／|頁|ページ)\s*[0-9０-９]{0,4})?[-–—\s]*",
    re.IGNORECASE,
)
_HYPHEN = re.compile(r"([^\W\d_]+)-$")
_LONG_CELL = 200

Piece = Line | Row


def to_blocks(pages: Sequence[Sequence[Piece]]) -> Iterator[Block]:
    """The blocks of all pages, as one stream."""
    pieces = list(_stream(pages))
    lines = [p for p in pieces if isinstance(p, Line)]
    sizes = _sizes(lines)
    words = _words(pieces)
    rows: list[Row] = []
    open_lines: list[Line] = []
    for piece in pieces:
        if isinstance(piece, Row):
            yield from _passage(open_lines, sizes, words)
            open_lines = []
            rows.append(piece)
            continue
        yield from _table(rows, words)
        rows = []
        if open_lines and not _goes_on(open_lines, piece):
            yield from _passage(open_lines, sizes, words)
            open_lines = []
        open_lines.append(piece)
    yield from _passage(open_lines, sizes, words)
    yield from _table(rows, words)


def _stream(pages: Sequence[Sequence[Piece]]) -> Iterator[Piece]:
    """All pieces without running heads and page numbers."""
    apart = [_apart(page) for page in pages]
    seen = Counter(key for lines in apart for key in {_key(line) for line in lines})
    least = max(2, 0.5 * len(pages))
    for page, lines in zip(pages, apart, strict=True):
        heads = {line for line in lines if seen[_key(line)] >= least or _PAGE_NUMBER.fullmatch(line.text)}
        yield from (piece for piece in page if piece not in heads)


def _apart(page: Sequence[Piece]) -> list[Line]:
    """The lines at the top and the foot of a page that white space parts from the text."""
    ordered = sorted((p for p in page if isinstance(p, Line)), key=lambda line: line.top)
    found: list[Line] = []
    for lines in (ordered, ordered[::-1]):
        group: list[Line] = []
        for line, following in zip_longest(lines, lines[1:]):
            if not line.margin:
                break
            group.append(line)
            if following is None or abs(following.top - line.top) > 2 * line.size:
                found += group
                group = []
    return found


def _key(line: Line) -> tuple[int, str]:
    """A running head says the same at the same height, but for its numbers."""
    return round(line.top / 4), re.sub(r"[0-9]+", "#", canonical(line.text))


def _sizes(lines: Sequence[Line]) -> dict[float, int]:
    """The level of every size clearly larger than that of most of the text."""
    if not lines:
        return {}
    weight: Counter[float] = Counter()
    for line in lines:
        weight[line.size] += len(line.text)
    body = weight.most_common(1)[0][0]
    larger = sorted((s for s in weight if s > 1.12 * body), reverse=True)
    return {size: min(n, 6) for n, size in enumerate(larger, 1)}


def _words(pieces: Sequence[Piece]) -> frozenset[str]:
    """The words of the file, by which a hyphen at the end of a line is judged."""
    return frozenset(w.lower() for p in pieces for w in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", p.text))


def _goes_on(above: Sequence[Line], line: Line) -> bool:
    """Whether a line continues the passage above it."""
    last = above[-1]
    if abs(line.size - last.size) > 0.6 or line.bold != last.bold or begins(line.text):
        return False
    if line.page == last.page and line.top > last.top:
        # A gap, or a line set to the right like a date above the text.
        if line.top - last.bottom > 0.9 * last.size or last.x0 - line.x0 > 4 * last.size:
            return False
    elif SENTENCE_END.search(last.text):  # a new column or page shows no gap
        return False
    if line.text[:1].islower():
        return True
    if last.bold or heading_level(last.text) is not None:
        return _is_full(last)
    return _is_full(last)


def _is_full(line: Line) -> bool:
    """It ends where its column does, as far as words allow."""
    return line.short < 0.25


def _passage(lines: Sequence[Line], sizes: dict[float, int], words: frozenset[str]) -> Iterator[Block]:
    if not lines:
        return
    text = join([line.text for line in lines], words)
    level = sizes.get(lines[0].size) if _may_head(text) else None
    bare = strip_bullet(text) if level is None else None
    yield Block(
        text=bare or text,
        kind=ClauseKind.PARAGRAPH if bare is None else ClauseKind.ITEM,
        level=level,
        bold=all(line.bold for line in lines),
        page=lines[0].page,
    )


def _may_head(text: str) -> bool:
    return len(text) <= 120 and not is_number(text) and not text.endswith(("。", ";", ","))


def join(lines: Sequence[str], words: frozenset[str] = frozenset()) -> str:
    """Wrapped lines as one text: Japanese without a space, a hyphen dropped where the file knows the word."""
    text = ""
    for line in lines:
        broken = _HYPHEN.search(text)
        first = re.match(r"[^\W\d_]+", line)
        if broken and first and line[0].islower():
            whole = f"{broken[1]}{first[0]}".lower()
            hyphenated = f"{broken[1]}-{first[0]}".lower()
            keep = hyphenated in words and whole not in words
            text = (text if keep else text[:-1]) + line
        elif text:
            text = glue(text, line)
        else:
            text = line
    return text


def _table(rows: Sequence[Row], words: frozenset[str]) -> Iterator[Block]:
    header: tuple[str, ...] = ()
    for row in _rejoined(rows):
        cells = [join(lines, words) for lines in row.cells]
        if max(map(len, cells)) > _LONG_CELL:
            yield from _long_row(row, cells, words, header)
            continue
        text = " | ".join(cells)
        yield Block(text=text, kind=ClauseKind.ROW, under=header, page=row.page)
        if row.first:
            header = (text,)


def _rejoined(rows: Sequence[Row]) -> list[Row]:
    """A row cut by the end of a page put together: its rest has an empty first cell."""
    joined: list[Row] = []
    for row in rows:
        above = joined[-1] if joined else None
        cut = above is not None and row.first and row.page > above.page and len(row.cells) == len(above.cells)
        if above is not None and cut and not row.cells[0]:
            cells = tuple((*a, *b) for a, b in zip(above.cells, row.cells, strict=True))
            joined[-1] = replace(above, cells=cells)
        else:
            joined.append(replace(row, first=row.first and not cut))
    return joined


def _long_row(
    row: Row, cells: Sequence[str], words: frozenset[str], header: tuple[str, ...]
) -> Iterator[Block]:
    """A row whose cells hold whole clauses: the short cells name it, the others are cut to passages."""
    name = " | ".join(c for c in cells if 0 < len(c) <= _LONG_CELL)
    if name:
        yield Block(text=name, kind=ClauseKind.ROW, under=header, page=row.page)
    under = (*header, name) if name else header
    for lines, text in zip(row.cells, cells, strict=True):
        if len(text) > _LONG_CELL:
            for passage in _split(lines):
                yield Block(text=join(passage, words), kind=ClauseKind.ITEM, under=under, page=row.page)


def _split(lines: Sequence[str]) -> list[list[str]]:
    passages: list[list[str]] = []
    for line in lines:
        if passages and not begins(line) and not SENTENCE_END.search(passages[-1][-1]):
            passages[-1].append(line)
        else:
            passages.append([line])
    return passages
