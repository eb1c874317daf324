"""HTML to clauses: one walk over the tree, no recursion, so that no nesting can exhaust the stack."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xborder.extract.clauses import Block, to_clauses
from xborder.extract.furniture import open_page
from xborder.extract.hidden import clauses_in
from xborder.extract.language import language_of
from xborder.extract.numbering import heading_level, is_number, split_number
from xborder.extract.spans import Cell, Spans, spanning
from xborder.extract.tree import BLANK, single_spaced
from xborder.model import ClauseKind, Page

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "li",
        "main",
        "menu",
        "nav",
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
        "legend",
        "optgroup",
    ]
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_ITEMS = ("li", "dd")
_LABELS = ("summary", "button", "dt", "legend")  # name what follows
_COUNTED = frozenset([*_HEADINGS, *_ITEMS, *_LABELS, "pre"])
"""Blocks whose inside is read otherwise."""
_BOLD = ("b", "strong")
_TEXT = "-text"
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ENDED = re.compile(r"[。.!?！？:：;；」』)）]\s*$")
_LONG_ROW = 1_500  # characters; such a row holds clauses, not cells
_LONGEST_LEAD = 150
_MOST_LINKS = 2_000


def read_html(
    body: bytes,
    *,
    charset: str | None = None,
    url: str = "",
    select: Sequence[str] = (),
    remove: Sequence[str] = (),
) -> Page:
    """The clauses of the main text of a page."""
    opened = open_page(body, charset, tuple(select), tuple(remove))
    tree, main = opened.tree, opened.main
    clauses = to_clauses(block for node in main.nodes for block in blocks(node))
    text = "\n".join(c.text for c in clauses)
    return Page(
        clauses=clauses,
        title=_title(tree),
        language=language_of(text) or _language(tree),
        visible_chars=main.visible_chars,
        links=tuple(_links(main.nodes, _base(tree, url))),
        warnings=opened.warnings,
        hidden_chars=main.hidden_chars,
        hidden=clauses_in(main.hidden),
    )


class _Line:
    """Text collected since the last border of a block."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._is_bold = self._is_plain = False  # what it has, apart from blanks

    def add(self, text: str, *, bold: bool) -> None:
        if not self.pieces and not text.strip(BLANK):  # what stands between the blocks of most sources
            return
        self.pieces.append(text)
        if bold:
            self._is_bold = self._is_bold or bool(text.strip())
        elif not self._is_plain:
            self._is_plain = bool(text.strip())

    def take(self) -> tuple[str, bool]:
        """What it says, and whether all of it is bold."""
        text = single_spaced("".join(self.pieces))
        bold = self._is_bold and not self._is_plain
        self.pieces, self._is_bold, self._is_plain = [], False, False
        return text, bold


class _Walk:
    """Where the walk stands: the open elements that matter, and the line being collected."""

    def __init__(self) -> None:
        self.headings: list[int] = []  # levels
        self.items = self.labels = self.pre = self.bold = 0  # how many are open
        self.line = _Line()
        self.leads: list[str | None] = []  # of every open list item; None: nothing was said yet
        self.lines: list[tuple[str, bool]] = []  # of one block, cut at <br>
        self.blocks: list[Block] = []

    def read(self, text: str) -> None:
        if not self.pre:
            self.line.add(text, bold=self.bold > 0)
            return
        for n, piece in enumerate(text.split("\n")):
            if n:
                self.cut()
            self.line.add(piece, bold=self.bold > 0)

    def flush(self) -> None:
        """The end of a block: what was collected is one, or several where <br> parts them."""
        self.cut()
        if not self.lines:
            return
        lines, self.lines = _join(self.lines), []
        level = self.headings[-1] if self.headings else None
        kind = ClauseKind.ITEM if self.items and level is None else ClauseKind.PARAGRAPH
        for text, bold in [(" ".join(t for t, _ in lines), True)] if level else lines:
            under = tuple(t for t in self.leads if t) if kind is ClauseKind.ITEM else ()
            self.blocks.append(Block(text, kind, level, bold or self.labels > 0, under))
            self._remember_lead(text)

    def enter(self, tag: str) -> None:
        """Into a block."""
        if self.line.pieces or self.lines:
            self.flush()
        if tag in _COUNTED:
            self._count(tag, 1)

    def leave(self, tag: str) -> None:
        """Out of a block that was entered."""
        if self.line.pieces or self.lines:
            self.flush()
        if tag in _COUNTED:
            self._count(tag, -1)

    def _count(self, tag: str, by: int) -> None:
        if tag in _HEADINGS:
            self.headings.append(_HEADINGS[tag]) if by > 0 else self.headings.pop()
        elif tag in _ITEMS:
            self.items += by
        elif tag in _LABELS:
            self.labels += by
        elif tag == "pre":
            self.pre += by
        if tag == "li":
            self.leads.append(None) if by > 0 else self.leads.pop()

    def _remember_lead(self, text: str) -> None:
        """What a list item says first stands over the rest of it, unless it is a whole sentence."""
        if self.leads and self.leads[-1] is None:
            is_lead = len(text) <= _LONGEST_LEAD and not text.endswith((".", ";", "。", "；"))
            self.leads[-1] = text if is_lead else ""

    def cut(self) -> None:
        if not self.line.pieces:
            return
        text, bold = self.line.take()
        if text:
            self.lines.append((text, bold))


def _join(lines: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Lines cut by <br> put together again where the cut is inside a sentence."""
    if len(lines) == 1:
        return lines
    joined: list[tuple[str, bool]] = []
    for text, bold in lines:
        if joined and _goes_on(joined[-1], (text, bold)):
            joined[-1] = (f"{joined[-1][0]} {text}", bold)
        else:
            joined.append((text, bold))
    return joined


def _goes_on(above: tuple[str, bool], line: tuple[str, bool]) -> bool:
    if above[1] != line[1] or _ENDED.search(above[0]) or heading_level(above[0]):
        return False
    return not split_number(line[0])[0] and not is_number(line[0]) and heading_level(line[0]) is None


def blocks(root: LexborNode) -> list[Block]:
    """The blocks under an element, in reading order."""
    walk, end = _Walk(), root.mem_id
    node: LexborNode | None = root
    entering = True
    while node is not None:
        tag = node.tag or ""
        if tag == _TEXT:
            walk.read(node.text_content or "")
        else:
            inside = _enter(walk, node, tag) if entering else None
            if inside is not None:
                node = inside
                continue
            _leave(walk, node, tag)
            if node.mem_id == end:
                break
        following = node.next
        entering = following is not None
        node = following if entering else node.parent
    walk.flush()
    return walk.blocks


def _enter(walk: _Walk, node: LexborNode, tag: str) -> LexborNode | None:
    """What is to be entered next, if there is anything inside."""
    if tag in _BLOCKS:
        walk.enter(tag)
        if tag == "table" and _is_rows(node):
            walk.blocks += _rows(node)
            return None
    elif tag == "br":
        walk.cut()
    elif _is_bold(node, tag):
        walk.bold += 1
    return node.child


def _leave(walk: _Walk, node: LexborNode, tag: str) -> None:
    if tag in _BLOCKS:
        walk.leave(tag)
    elif _is_bold(node, tag):
        walk.bold -= 1


def _is_bold(node: LexborNode, tag: str) -> bool:
    if tag in _BOLD:
        return True
    return tag == "span" and bool(_BOLD_STYLE.search(node.attributes.get("style") or ""))


def _is_rows(table: LexborNode) -> bool:
    """A table of data; one that only lays out the page is read as blocks."""
    if table.attributes.get("role") in ("presentation", "none"):
        return False
    if table.css_first("table table,h1,h2,h3") is not None:
        return False
    return any(len(row.css("td,th")) > 1 for row in table.css("tr"))


def _rows(table: LexborNode) -> Iterator[Block]:
    header: tuple[str, ...] = ()
    for caption in table.css("caption"):
        yield from blocks(caption)
    spans, group = Spans(), 0
    for row in table.css("tr"):
        if (above := row.parent.mem_id if row.parent else 0) != group:
            spans.end()
            group = above
        cells = row.css("td,th")
        texts = [" ".join(b.text for b in blocks(cell)) for cell in cells]
        said = spans.row(map(_cell, cells, texts))
        if sum(map(len, texts)) > _LONG_ROW:
            yield from _long_row(cells, texts, header)
            continue
        text = " | ".join(said)
        if not text.strip(" |"):
            continue
        yield Block(text=text, kind=ClauseKind.ROW, under=header)
        if all(cell.tag == "th" for cell in cells):
            header = (text,)


def _cell(node: LexborNode, text: str) -> Cell:
    attributes = node.attributes
    return spanning(text, attributes.get("rowspan"), attributes.get("colspan"))


def _long_row(cells: Sequence[LexborNode], texts: Sequence[str], header: tuple[str, ...]) -> Iterator[Block]:
    """A row whose cells hold whole clauses: the short cells name it, the others are read as blocks."""
    name = " | ".join(t for t in texts if 0 < len(t) <= 200)
    if name:
        yield Block(text=name, kind=ClauseKind.ROW, under=header)
    for cell, text in zip(cells, texts, strict=True):
        if len(text) > 200:
            for block in blocks(cell):
                kind = ClauseKind.ITEM if block.kind is ClauseKind.PARAGRAPH else block.kind
                yield Block(text=block.text, kind=kind, under=(*header, name) if name else header)


def _title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("title")
    return single_spaced(node.text()).strip() if node else ""


def _language(tree: LexborHTMLParser) -> str:
    node = tree.css_first("html")
    declared = (node.attributes.get("lang") or "") if node else ""
    return re.split("[-_]", declared.strip().lower())[0][:3]


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return _absolute(url, node.attributes.get("href") or "") if node else url


def _links(nodes: Sequence[LexborNode], base: str) -> Iterator[tuple[str, str]]:
    seen = set()
    for link in [a for node in nodes for a in node.css("a[href]")][:_MOST_LINKS]:
        address = _absolute(base, (link.attributes.get("href") or "").strip())
        text = single_spaced(link.text()).strip()
        if text and address.startswith(("http://", "https://")) and (address, text) not in seen:
            seen.add((address, text))
            yield address, text


def _absolute(base: str, address: str) -> str:
    if address.startswith("#"):
        return base.partition("#")[0] + address.rstrip("#")
    try:
        return urljoin(base, address)
    except ValueError:
        return ""
