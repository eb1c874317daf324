"""The PPC's list page 「諸外国・地域の法制度」: which countries and regions have a report, and where."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml import etree

from xborder.errors import ReadingError
from xborder.extract.charset import decode
from xborder.extract.ppc.faults import EMPTY, FETCH_AGAIN, LOOK
from xborder.extract.ppc.lines import fold, tidy
from xborder.extract.ppc.names import printed
from xborder.model import IndexEntry
from xborder.texts import Text, same

_ROWS = ("li", "tr", "dd", "dt", "p", "div")
_FURNITURE = frozenset(("nav", "header", "footer", "aside"))
_FORMAT = re.compile(
    r"\(?(?:(?:PDF|HTML|pdf|html)(?:版|形式|ファイル)?(?:はこちら)?)(?::?\s*[\d.,]+\s*[KMkm]B)?\)?|"
    r"\(?[\d.,]+\s*[KM]B\)?|リンク先.*?開きます|別ウィンドウで開きます|新しいウィンドウで開きます|調査結果|報告書|(?:はこちら|こちら)$"
)
_TITLE = re.compile(r"外国制度\((.+)\)")
_REPORT = re.compile(r"offshore|_report|/laws/.+|/offshore/.+")


def read_index(body: bytes, charset: str | None, url: str) -> tuple[IndexEntry, ...]:
    """The entries in the order of the page. Raises ReadingError when the page lists no report."""
    try:
        root = lxml.html.document_fromstring(decode(body, charset).text)
    except etree.ParserError as error:
        raise ReadingError(same(url), why=EMPTY, fix=FETCH_AGAIN) from error
    found: dict[str, IndexEntry] = {}
    for name, address in _links(root, url):
        is_pdf = urlsplit(address).path.lower().endswith(".pdf")
        known = found.get(name, IndexEntry(name=name))
        found[name] = IndexEntry(
            name=name,
            html_url=known.html_url if is_pdf else known.html_url or address,
            pdf_url=known.pdf_url or address if is_pdf else known.pdf_url,
        )
    if not found:
        raise ReadingError(
            Text(ja="個人情報保護委員会の一覧ページ（{url}）", en="PPC list page ({url})").fill(url=url),
            why=Text(ja="国の報告書が一つも掲載されていません", en="it lists no country report"),
            fix=LOOK,
        )
    return tuple(found.values())


def _links(root: lxml.html.HtmlElement, url: str) -> Iterator[tuple[str, str]]:
    """(country, address) of every link to a report."""
    here = urlsplit(url).path.rstrip("/")
    for link in root.iter("a"):
        address = urljoin(url, (link.get("href") or "").strip()).partition("#")[0]
        path = urlsplit(address).path
        if not _REPORT.search(path) or path.rstrip("/") == here or _is_furniture(link):
            continue
        name = _name(link)
        if name:
            yield name, address


def _is_furniture(link: lxml.html.HtmlElement) -> bool:
    return any(a.tag in _FURNITURE or a.get("role") == "navigation" for a in link.iterancestors())


def _name(link: lxml.html.HtmlElement) -> str:
    """The text of the link; where that only says "PDF", the text of its row."""
    own = _country(link.text_content())
    if own:
        return own
    row = next((a for a in link.iterancestors() if a.tag in _ROWS), None)
    if row is None:
        return ""
    cells = [c for c in row if c.tag in ("td", "th")]
    return _country((cells[0] if cells else row).text_content())


def _country(text: str) -> str:
    bare = _FORMAT.sub("", tidy(text)).strip(" ・、/|:[]()【】「」")
    bare = bare + ")" * (bare.count("(") > bare.count(")"))
    found = _TITLE.search(fold(bare))
    name = found[1] if found else bare
    return printed(name) if 1 < len(name) <= 40 else ""
