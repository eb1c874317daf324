"""A report as PDF -> lines in reading order, without running heads, with footnotes at the end."""

import io
import re
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from xborder.errors import ReadingError
from xborder.extract.pdf import DAMAGED
from xborder.extract.ppc.columns import into_columns
from xborder.extract.ppc.faults import FETCH_AGAIN, READ_HTML
from xborder.extract.ppc.headings import KEYS
from xborder.extract.ppc.lines import Line, fold, tidy
from xborder.extract.ppc.rows import Row, page_rows
from xborder.texts import Text

_MAX_PAGES = 200
_COUNTER = re.compile(r"[-–—―]?(?:p\.?|page)?\d{1,3}(?:/|of)(\d{1,3})(?:ページ|頁)?[-–—―]?", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"[-–—―]?(?:p\.?|page|第)?\d{1,3}(?:(?:/|of|ページ中|頁中)\d{1,3})?(?:ページ|頁)?[-–—―]?", re.IGNORECASE
)


def read_pdf(body: bytes) -> tuple[list[Line], str]:
    """The lines in reading order, and the title. Raises ReadingError for a scan, a cut or locked file."""
    if b"%%EOF" not in body[-2048:]:
        raise _unreadable(_NO_MARK, FETCH_AGAIN)
    try:
        with pdfplumber.open(io.BytesIO(body)) as pdf:
            if len(pdf.pages) > _MAX_PAGES:
                raise _unreadable(
                    Text(ja="{most}ページを超えています", en="it has more than {most} pages").fill(
                        most=_MAX_PAGES
                    ),
                    Text(ja="報告書のアドレスを確かめてください。", en="Check the address of the report."),
                )
            rows = [row for page in pdf.pages for row in page_rows(page)]
            title = str(pdf.metadata.get("Title") or "")
            count = len(pdf.pages)
            _require_text(rows, pdf)
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)):
            raise _unreadable(_LOCKED, READ_HTML) from error
        raise _unreadable(_DAMAGED.fill(error=type(cause).__name__), FETCH_AGAIN) from error
    except (PDFException, *DAMAGED) as error:
        raise _unreadable(_DAMAGED.fill(error=type(error).__name__), FETCH_AGAIN) from error
    _require_pages(rows, count)
    rows = _without_furniture(rows, count)
    return list(_lines(_footnotes_last(into_columns(rows)))), tidy(title)


_LOCKED = Text(ja="パスワードで保護されています", en="it is locked with a password")
_DAMAGED = Text(ja="壊れています（{error}）", en="it is damaged ({error})")
_NO_MARK = Text(
    ja="途中で切れています。ファイルの終端がありません",
    en="it is cut short: the end-of-file mark is missing",
)
_SCAN = Text(ja="スキャン画像で、文字データがありません", en="it is a scan: pictures without text")
_NO_TEXT = Text(ja="文字がありません", en="it has no text")
_CUT_SHORT = Text(
    ja="途中で切れています。全{most}ページのうち{count}ページしかありません",
    en="it is cut short: {count} of {most} pages are there",
)
_BY_EYE = Text(
    ja="報告書の HTML 版を読むか、目で見て確かめてください。",
    en="Read the HTML form of the report, or read it by eye.",
)
_WHAT = Text(ja="外国制度の報告書（PDF）", en="country report (PDF)")


def _unreadable(why: Text, fix: Text) -> ReadingError:
    return ReadingError(_WHAT, why=why, fix=fix)


def _require_text(rows: Sequence[Row], pdf: Any) -> None:
    text = "".join(r.text for r in rows)
    if len(fold(text)) < 200:
        is_scan = any(page.images for page in pdf.pages)
        raise _unreadable(_SCAN if is_scan else _NO_TEXT, _BY_EYE)
    if text.count("(cid:") * 20 > len(text):
        raise _unreadable(
            Text(
                ja="フォントに文字の情報がなく、文字として読み取れません",
                en="its fonts do not say which characters they show",
            ),
            READ_HTML,
        )


# --- rows of the document


def _without_furniture(rows: Sequence[Row], pages: int) -> list[Row]:
    """Without page numbers and running heads: apart at the edge of a page, the same on several pages."""
    edges = {
        id(r) for number in {r.page for r in rows} for r in _at_edges([r for r in rows if r.page == number])
    }
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for row in rows:
        if id(row) in edges:
            seen[_key(row), round(row.top / 3)].add(row.page)

    def is_furniture(row: Row) -> bool:
        if id(row) not in edges or row.cell is not None:
            return False
        if _PAGE_NUMBER.fullmatch(fold(row.text)):
            return True
        on = set().union(*(seen.get((_key(row), round(row.top / 3) + d), set()) for d in (-1, 0, 1)))
        return len(on) >= 2 and 0.5 * pages <= len(on)

    return [r for r in rows if not is_furniture(r)]


def _require_pages(rows: Sequence[Row], count: int) -> None:
    """The page numbers ("1 / 3") may tell of more pages than there are."""
    told = (_COUNTER.fullmatch(fold(r.text)) for r in rows if r.cell is None)
    most = max((int(found[1]) for found in told if found), default=0)
    if most > count:
        raise _unreadable(_CUT_SHORT.fill(count=count, most=most), FETCH_AGAIN)


def _key(row: Row) -> str:
    return re.sub(r"\d+", "#", fold(row.text))


def _at_edges(rows: Sequence[Row]) -> Iterator[Row]:
    """Up to three lines at the top and at the bottom of a page, parted from the text by a wide space."""
    for ordered in (sorted(rows, key=lambda r: r.top), sorted(rows, key=lambda r: -r.top)):
        block: list[Row] = []
        for row, inner in pairwise(ordered):
            block.append(row)
            if abs(inner.top - row.top) > 1.8 * max(row.size, inner.size):
                yield from block
                break
            if len({round(r.top) for r in block}) > 3:
                break


def _footnotes_last(rows: Sequence[Row]) -> list[Row]:
    """Rows in reading order; small footnotes at the foot of a page go behind the report."""
    pages: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        pages[row.page].append(row)
    body = statistics.median(r.size for r in rows for _ in r.text)
    main: list[Row] = []
    notes: list[Row] = []
    for page in sorted(pages):
        ordered = _ordered(pages[page])
        cut = _footnote_start(ordered, body)
        main += ordered[:cut]
        notes += [_marked(ordered[cut]), *ordered[cut + 1 :]] if ordered[cut:] else []
    return main + notes


def _marked(row: Row) -> Row:
    """A footnote whose mark is a bare number gets the mark of the form."""
    return row if not row.text[:1].isdigit() else replace(row, text=f"※{row.text}")


def _footnote_start(rows: Sequence[Row], body: float) -> int:
    cut = len(rows)
    while cut and rows[cut - 1].cell is None and rows[cut - 1].size < 0.95 * body:
        cut -= 1
    while cut < len(rows) and not re.match(r"[(\[]?(?:※|注|\*)?\d", fold(rows[cut].text)):
        cut += 1
    return cut


def _ordered(rows: Sequence[Row]) -> list[Row]:
    """Cell by cell, left before right, within each band of a table; else from top to bottom."""

    def key(row: Row) -> tuple[float, float, float, float]:
        if row.cell is not None:
            return row.cell[2], row.cell[0], row.top, row.x0
        return row.top, 0.0, 0.0, row.x0

    return sorted(rows, key=key)


# --- rows to lines


def _lines(rows: Sequence[Row]) -> Iterator[Line]:
    rows = _heal_labels(rows)
    limits = _limits(rows)
    body = statistics.median(r.size for r in rows for _ in r.text) if rows else 0
    before: dict[object, Row] = {}
    last: Row | None = None
    for number, row in enumerate(rows):
        column = _column(row)
        previous = before.get(column)
        wraps = (
            previous is not None
            and _adjoins(previous, row, last)
            and abs(previous.size - row.size) < 1.2
            and _reaches(previous, row, limits[column])
        )
        heading = row.size > 1.08 * body or (row.bold and row.cell is None)
        yield Line(
            row.text, row.x0, row.page, wraps=wraps, heading=heading, cell=0 if row.cell is None else number
        )
        before[column] = row
        last = row


def _adjoins(previous: Row, row: Row, last: Row | None) -> bool:
    """The line before stands in the same cell, or at the end of the page before."""
    if row.page == previous.page:
        return previous.cell == row.cell and (row.cell is not None or previous is last)
    return previous is last


def _column(row: Row) -> object:
    return (row.cell[0], row.cell[1]) if row.cell else None


def _limits(rows: Iterable[Row]) -> dict[object, float]:
    """Where lines end at the latest, per column."""
    ends: dict[object, list[tuple[float, float, float]]] = defaultdict(list)
    for row in rows:
        ends[_column(row)].append((row.x1, row.cell[1] if row.cell else 0.0, row.size))
    limits: dict[object, float] = {}
    for column, values in ends.items():
        furthest = max(v[0] for v in values)
        edge, size = values[0][1], values[0][2]
        limits[column] = max(furthest, edge - 1.2 * size) if edge else furthest
    return limits


def _reaches(before: Row, row: Row, limit: float) -> bool:
    """Whether the next word had no room on the line before."""
    first = re.match(r"[A-Za-z0-9À-ÿ./:?=&%_#,;()'-]+|.", row.text)
    width = 0.0
    if first:
        taken = [c for c in row.chars if c.text.strip()][: max(1, len(first[0]))]
        width = taken[-1].x1 - taken[0].x0
    return before.x1 + width + 1.6 * before.size >= limit


def _heal_labels(rows: Sequence[Row]) -> list[Row]:
    """A label cell broken by a page end is put together where it began."""
    healed = list(rows)
    keys = [fold(k) for k in KEYS]
    for index, row in enumerate(healed):
        if row.cell is None:
            continue
        label = [r for r in healed if r.cell == row.cell and r.page == row.page]
        text = fold("".join(r.text for r in label))
        if label[-1] is not row or not any(k.startswith(text) and k != text for k in keys) or len(text) < 4:
            continue
        for later in range(index + 1, len(healed)):
            other = healed[later]
            if other.page == row.page + 1 and other.cell and other.cell[:2] == row.cell[:2]:
                rest = [r for r in healed if r.cell == other.cell and r.page == other.page]
                whole = text + fold("".join(r.text for r in rest))
                if any(whole == k or k.startswith(whole) for k in keys):
                    healed = [r for r in healed if r not in rest]
                    position = healed.index(row) + 1
                    healed[position:position] = [_moved(r, row) for r in rest]
                    return _heal_labels(healed)
                break
    return healed


def _moved(row: Row, to: Row) -> Row:
    return replace(row, cell=to.cell, page=to.page)
