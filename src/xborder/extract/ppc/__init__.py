"""The PPC's country reports (外国における個人情報の保護に関する制度等の調査): bytes -> profile.

One reader serves every layout: HTML, PDF and plain text become lines, lines become items, and the
items are read by the words of the headings. What is not shown is unknown, never "none".
"""

from typing import Literal

from xborder.errors import ReadingError
from xborder.extract.ppc.faults import COUNTRY_REPORT
from xborder.extract.ppc.html import read_html
from xborder.extract.ppc.index import read_index
from xborder.extract.ppc.lines import Line, tidy
from xborder.extract.ppc.reader import Form, read
from xborder.model import Profile
from xborder.texts import Text

__all__ = ["read_index", "read_profile"]


def read_profile(body: bytes, media: Literal["html", "pdf", "text"], charset: str | None = None) -> Profile:
    """The facts of one report. Raises ReadingError when it cannot be read as a whole.

    `text` is taken as an excerpt, which may stop anywhere.
    """
    if media == "pdf":
        from xborder.extract.ppc.pdf import read_pdf  # its libraries are large, and most reports are pages

        return read(*read_pdf(body), Form.PAPER)
    if media == "html":
        return read(*read_html(body, charset), Form.PAGE)
    try:
        text = body.decode(charset or "utf-8")
    except (UnicodeDecodeError, LookupError) as error:
        raise ReadingError(
            COUNTRY_REPORT,
            why=Text(ja="示された文字コードで書かれていません", en="the text is not in the encoding said"),
            fix=Text(ja="UTF-8 で保存し直してください。", en="Save it as UTF-8."),
        ) from error
    return read([_plain(line) for line in text.splitlines()], "", Form.EXCERPT)


def _plain(text: str) -> Line:
    return Line(tidy(text), x=float(len(text) - len(text.lstrip())))
