"""A report on a web page -> lines. Blocks are lines; depth in the tree is indent."""

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from xborder.errors import ReadingError
from xborder.extract.charset import decode
from xborder.extract.ppc.faults import COUNTRY_REPORT, EMPTY, FETCH_AGAIN
from xborder.extract.ppc.lines import Line, tidy
from xborder.extract.ppc.pillars import field_label
from xborder.texts import Text

_SKIP = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "nav",
        "aside",
        "button",
        "form",
        "select",
        "iframe",
        "head",
        "object",
        "video",
    ]
)
_BLOCK = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ROLES = frozenset(("navigation", "search", "contentinfo", "dialog", "banner", "complementary"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NUMBER_PICTURE = re.compile(r"マル\s?\d+|[①-⑳]|\(?\d{1,2}\)?|※\d+")
_BARE_MARK = re.compile(r"\(?\d{1,2}\)?")  # a footnote mark; one with ※ is known by it
_NEEDS_END = ("div", "ul", "ol", "dl", "table", "section", "main", "article", "h2", "h3", "span", "a")


def read_html(body: bytes, charset: str | None) -> tuple[list[Line], str]:
    """The visible lines and the title of the page. Raises ReadingError when its end is missing."""
    text = decode(body, charset).text
    _require_whole(text)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = lxml.html.document_fromstring(text)
    except etree.ParserError as error:
        raise ReadingError(COUNTRY_REPORT, why=EMPTY, fix=FETCH_AGAIN) from error
    title = tidy(root.findtext(".//title") or "")
    return list(_Walk().lines(root)), title


def _require_whole(text: str) -> None:
    """A page whose elements are still open where it stops was cut short in transit."""
    low = text.lower()
    if "</html>" in low or "</body>" in low:
        return
    still_open = [t for t in _NEEDS_END if len(re.findall(rf"<{t}[\s>]", low)) > low.count(f"</{t}>")]
    if still_open or low.rfind("<") > low.rfind(">"):
        raise ReadingError(
            COUNTRY_REPORT,
            why=Text(
                ja="ページが途中で切れています。<{tag}> が閉じられていません",
                en="the page is cut short: <{tag}> is never closed",
            ).fill(tag=still_open[0] if still_open else "..."),
            fix=FETCH_AGAIN,
        )


class _Walk:
    """Gathers the text of inline elements until a block begins or ends."""

    def __init__(self) -> None:
        self._text = ""
        self._wraps = False

    def lines(self, root: lxml.html.HtmlElement) -> Iterator[Line]:
        yield from self._element(root, (), 0, heading=False)
        yield from self._flush((), 0, heading=False)

    def _element(
        self, node: lxml.html.HtmlElement, path: tuple[int, ...], depth: int, *, heading: bool
    ) -> Iterator[Line]:
        tag = node.tag if isinstance(node.tag, str) else ""
        if not tag or _is_hidden(node, tag):
            return
        if tag == "br":
            yield from self._flush(path, depth, heading=heading)
            self._wraps = True
            return
        if tag == "sup" and _BARE_MARK.fullmatch("".join(node.itertext()).strip()):
            return
        if tag == "img":
            alt = (node.get("alt") or "").strip()
            self._text += alt + " " if _NUMBER_PICTURE.fullmatch(alt) else ""
            return
        block = tag in _BLOCK
        if block:
            yield from self._flush(path, depth, heading=heading)
            self._wraps = False
        heading = tag in _HEADINGS or (heading and not block)
        inner = depth + 1 if block else depth
        if tag == "table" and (rows := _columns(node)):
            yield from (Line(tidy(r), inner, path=path) for r in rows)
            return
        self._text += node.text or ""
        for number, child in enumerate(node):
            # An inline element is no place of its own: the block is.
            place = (*path, number) if block else path
            yield from self._element(
                child, place if child.tag in _BLOCK else path if not block else place, inner, heading=heading
            )
            self._text += child.tail or ""
        if block:
            yield from self._flush(path, inner, heading=heading)
            self._wraps = False

    def _flush(self, path: tuple[int, ...], depth: int, *, heading: bool) -> Iterator[Line]:
        text, self._text = tidy(self._text), ""
        if text:
            yield Line(text, depth, wraps=self._wraps, heading=heading, path=path, cell=-self._wraps)


def _is_hidden(node: lxml.html.HtmlElement, tag: str) -> bool:
    if tag in _SKIP or node.get("hidden") is not None or node.get("role") in _ROLES:
        return True
    return bool(_HIDDEN.search(node.get("style") or ""))


def _columns(table: lxml.html.HtmlElement) -> list[str]:
    """A table with one law a row and its fields in columns, as "label: value" lines; else nothing."""
    rows = [[tidy(c.text_content()) for c in r if c.tag in ("td", "th")] for r in table.iter("tr")]
    if len(rows) < 2 or sum(field_label(c) is not None and field_label(c)[1] == "" for c in rows[0]) < 2:  # type: ignore[index]
        return []
    head = rows[0]
    lines: list[str] = []
    for row in rows[1:]:
        for label, value in zip(head, row, strict=False):
            lines.append(f"{label}:{value}" if value else "")
    return lines
