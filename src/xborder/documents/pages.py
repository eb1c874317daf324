"""A paper as a self-contained page and as plain text. Everything is escaped, always."""

import re
from collections.abc import Iterator

from jinja2 import Environment, PackageLoader, StrictUndefined

from xborder.documents.paper import Block, Bullets, Heading, Paper, Paragraph, SignOff, Table, Tone
from xborder.report.columns import width_of
from xborder.report.safe import visible

_ADDRESS = re.compile(r"https?://[!-~]+")


def to_html(paper: Paper) -> str:
    """One file: no scripts, nothing fetched from elsewhere; prints on A4."""
    return _ENVIRONMENT.get_template("paper.html").render(paper=paper)


def to_text(paper: Paper) -> str:
    """For mail and for people who read without a browser."""
    parts = [paper.title, "=" * width_of(paper.title), *paper.about, ""]
    for block in paper.blocks:
        parts += [*_lines(block), ""]
    return visible("\n".join(parts).rstrip()) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text, level=level):
            yield text
            if level < 3:
                yield ("=" if level == 1 else "-") * width_of(text)
        case Paragraph(text=text, tone=tone):
            mark = {Tone.NOTICE: "※ ", Tone.QUOTE: "> "}.get(tone, "")
            yield from (f"{mark}{line}" for line in text.split("\n"))
        case Bullets(items=items):
            yield from (f"- {item}" for item in items)
        case Table():
            yield from _rows(block)
        case SignOff(boxes=boxes, text=text):
            yield from (text,) if text else ()
            yield from (f"[ ] {box}: ____________________  ____/__/__" for box in boxes)


def _rows(table: Table) -> Iterator[str]:
    """One field a line: tables with sentences in them do not fit into columns of characters."""
    for row in table.rows:
        for name, cell in zip(table.head, row, strict=True):
            if cell:
                yield f"{name}: " + cell.replace("\n", "\n    ")
        yield ""


def _pieces(text: str) -> list[tuple[str, bool]]:
    """Text and addresses in turn; True marks an address, to be made a link."""
    pieces, end = [], 0
    for match in _ADDRESS.finditer(text):
        pieces += [(text[end : match.start()], False), (match[0], True)]
        end = match.end()
    return [piece for piece in (*pieces, (text[end:], False)) if piece[0]]


def _seen(value: object) -> object:
    return visible(value) if type(value) is str else value


_ENVIRONMENT = Environment(
    loader=PackageLoader("xborder.documents"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=_seen,
)
_ENVIRONMENT.filters["pieces"] = _pieces
_ENVIRONMENT.tests["of"] = lambda block, kind: type(block).__name__ == kind
