"""PDF to clauses: a quick look by PDFium, then lines, columns and ruled tables by pdfplumber.

Meant to run in a process with limits: PDF parsers are the part most easily hurt by a hostile file.
"""

import io
import struct
from collections.abc import Iterator

import pdfplumber
import pypdfium2 as pdfium
from pdfminer.psexceptions import PSException
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from xborder.errors import ReadingError
from xborder.extract.clauses import to_clauses
from xborder.extract.language import language_of
from xborder.extract.layout import Line, Row, lay_out
from xborder.extract.passages import to_blocks
from xborder.model import Page
from xborder.texts import Text

_MOST_PAGES = 1_000
_LEAST_CHARS = 25  # a page with less than this, on the average, is a picture of a page
_CID_SHARE = 0.02
# What the parsers are known to raise on files that are not what they say.
DAMAGED = (
    PdfminerException,
    MalformedPDFException,
    PSException,
    struct.error,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    NotImplementedError,
    RecursionError,
)
_LOOK = Text(
    ja="ファイルを開いて確かめ、委託先に読み取れる写しを求めるか、別のアドレスを登録してください。",
    en="Look at the file in a viewer; ask the contractor for a readable copy or watch another address",
)


_DISAGREE = Text(
    ja="二つの方法で読み取った本文の量が一致せず、読み落としがあるおそれがあります",
    en="two readers of the file disagree about how much text it has; some may have been missed",
)


def read_pdf(body: bytes) -> Page:
    """The clauses of a PDF. Raises ReadingError for what has no text that can be relied on."""
    quick = _quick_text(body)
    pages = _pages(body)
    chars = sum(len(piece.text) for page in pages for piece in page)
    cids = sum(piece.text.count("(cid:") for page in pages for piece in page)
    warnings = []
    if cids * 6 > _CID_SHARE * max(chars, 1):
        raise _unreadable(_NO_LETTERS)
    if chars < 0.7 * len("".join(quick.split())):
        warnings.append(_DISAGREE)
    clauses = to_clauses(to_blocks(pages))
    if not clauses:  # PDFium mends what the other reader takes for an empty file
        raise _unreadable(_DAMAGED_PART)
    text = "\n".join(c.text for c in clauses)
    return Page(
        clauses=clauses,
        title=next((c.text for c in clauses), "")[:200],
        language=language_of(text),
        visible_chars=chars,
        warnings=tuple(warnings),
    )


def _quick_text(body: bytes) -> str:
    """The text as PDFium has it; refuses what cannot be read before anything dear is tried."""
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        why = _ENCRYPTED if "password" in str(error).lower() else _DAMAGED_FILE
        raise _unreadable(why) from error
    try:
        count = len(document)
        if count > _MOST_PAGES:
            raise _unreadable(_TOO_LONG.fill(count=f"{count:,}", most=f"{_MOST_PAGES:,}"))
        text = "\n".join(_page_text(document, n) for n in range(count))
    except pdfium.PdfiumError as error:
        raise _unreadable(_DAMAGED_FILE) from error
    finally:
        document.close()
    if len("".join(text.split())) < _LEAST_CHARS * max(count, 1):
        raise _unreadable(_SCAN)
    return text


def _page_text(document: pdfium.PdfDocument, number: int) -> str:
    page = document[number]
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_bounded())
    finally:
        textpage.close()
        page.close()


def _pages(body: bytes) -> list[list[Line | Row]]:
    try:
        with pdfplumber.open(io.BytesIO(body)) as document:
            return list(_laid_out(document))
    except DAMAGED as error:
        raise _unreadable(_DAMAGED_PART) from error


def _laid_out(document: PDF) -> Iterator[list[Line | Row]]:
    for page in document.pages:
        yield lay_out(page)
        page.close()


_NO_LETTERS = Text(
    ja="フォントに文字の情報がなく、文字として読み取れません（cid）",
    en="its fonts do not say which characters they show (cid)",
)
_ENCRYPTED = Text(ja="暗号化されています", en="it is encrypted")
_DAMAGED_FILE = Text(ja="壊れているか、途中で切れています", en="it is damaged or cut short")
_DAMAGED_PART = Text(
    ja="壊れています。一部を解析できません", en="it is damaged: a part of it cannot be parsed"
)
_TOO_LONG = Text(
    ja="{count}ページあり、上限の{most}ページを超えています", en="it has {count} pages, more than {most}"
)
_SCAN = Text(ja="文字データがありません（スキャン画像）", en="it has no text layer (a scan)")


def _unreadable(why: Text) -> ReadingError:
    return ReadingError(Text(ja="PDFファイル", en="PDF file"), why=why, fix=_LOOK)
