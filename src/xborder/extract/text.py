"""Markdown and plain text to clauses. Markdown goes through HTML, so that both are cut alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from xborder.extract.charset import Decoded, decode
from xborder.extract.clauses import Block, to_clauses
from xborder.extract.html import blocks
from xborder.extract.language import language_of
from xborder.extract.numbering import heading_level, is_number, split_number, strip_bullet
from xborder.extract.tree import parse
from xborder.model import ClauseKind, Page

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_ATTRIBUTES = re.compile(r"\{:[^{}\n]{0,200}\}")  # kramdown's, never text
# CommonMark sees no emphasis where Japanese stands next to the marks.
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)([^*_<>\n]{1,300})(?<=\S)\1")
_JAPANESE_END = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]$")
_WIDEST_WRAP = 120  # columns; longer lines are paragraphs
SENTENCE_END = re.compile(r"[。.!?！？:：;；」』)）]$")


@cache
def _parser() -> MarkdownIt:
    """Of CommonMark with tables. Loaded when there is Markdown: most registries have none."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("code")


def read_text(body: bytes, *, charset: str | None = None, markdown: bool = False) -> Page:
    """The clauses of plain text or Markdown; links are dropped to their text."""
    decoded = decode(body, charset)
    found = _markdown(decoded.text) if markdown else _plain(decoded.text)
    return _page(decoded, tuple(found))


def _page(decoded: Decoded, found: tuple[Block, ...]) -> Page:
    clauses = to_clauses(found)
    text = "\n".join(c.text for c in clauses)
    return Page(
        clauses=clauses,
        title=next((b.text for b in found if b.level == 1), ""),
        language=language_of(text),
        visible_chars=len("".join(decoded.text.split())),
        warnings=decoded.warnings,
    )


def _markdown(text: str) -> Sequence[Block]:
    markup = _parser().render(_ATTRIBUTES.sub("", text))
    root = parse(_EMPHASIS.sub(r"<strong>\2</strong>", markup)).body
    return blocks(root) if root is not None else ()


def _plain(text: str) -> Iterator[Block]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    wrap = _wrap_width(text)
    for passage in re.split(r"\n[ \t\u3000]*\n", text):
        for line in join_lines(passage.split("\n"), wrap):
            bare = strip_bullet(line)
            yield Block(text=bare or line, kind=ClauseKind.PARAGRAPH if bare is None else ClauseKind.ITEM)


def _wrap_width(text: str) -> int:
    """The width lines were wrapped to; 0 when paragraphs are lines of their own."""
    widest = max(map(_width, text.split("\n")), default=0)
    return widest if widest <= _WIDEST_WRAP else 0


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line[: _WIDEST_WRAP + 1])


def join_lines(lines: list[str], wrap: int) -> list[str]:
    """Lines wrapped to a width put together; a number, a bullet or a heading begins a new one."""
    joined: list[str] = []
    above = ""
    for line in lines:
        if not line.strip():
            continue
        full = wrap > 0 and _width(above) > 0.75 * wrap
        if joined and full and not begins(line) and heading_level(above.strip()) is None:
            joined[-1] = glue(joined[-1], line.strip())
        else:
            joined.append(line.strip())
        above = line
    return joined


def glue(text: str, line: str) -> str:
    """A line after the text it goes on with; Japanese needs no space."""
    return f"{text}{line}" if _JAPANESE_END.search(text) else f"{text} {line}"


def begins(line: str) -> bool:
    """Whether a line opens a passage by a number or a bullet."""
    return bool(split_number(line)[0]) or is_number(line) or strip_bullet(line) is not None
