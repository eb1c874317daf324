"""Blocks as a format gives them, to clauses with their headings and numbers. One code for every format."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xborder.extract.numbering import heading_level, is_number, split_number, strip_bullet
from xborder.model import Clause, ClauseKind

_BULLETS = " •·・●○■□◆◇*|"
_LONGEST_IMPRINT = 120
_MARKS = ("©", "ⓒ", "opyright", "OPYRIGHT")
_IMPRINT = re.compile(r"(?:copyright\s*)?[©ⓒ](?=[^.]*\d{4})|copyright\s+(?:\(c\)\s*)?\d{4}\b", re.IGNORECASE)
# What says more than whose the page is: a further sentence, on what somebody may or must.
_SAYS_MORE = re.compile(
    r"[.]\s.*\b(?:we|us|our|you|your|may|shall|will|must)\b"
    r"|。(?!.{0,20}(?:転載|複製|複写|転用|引用|著作権)).{8,}",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:(?:date of )?last\s+)?(?:updated?|modified|revised|revision|effective|published)\b[^.]{0,40}\d{4}"
    r"|(?:最終)?(?:更新|改[定訂正]|制定|施行|発効|適用開始)日?\s*[:：]?\s*(?:\d{4}|[０-９]{4}|令和|平成)",
    re.IGNORECASE,
)


class Block(NamedTuple):  # a page has hundreds: made in a third of the time of a frozen dataclass
    """One passage as the markup or the layout sets it apart."""

    text: str
    kind: ClauseKind = ClauseKind.PARAGRAPH
    level: int | None = None  # of a heading the markup declares, 1 to 6
    bold: bool = False
    under: tuple[str, ...] = ()  # head row of a table, term of a definition
    page: int | None = None


def to_clauses(blocks: Iterable[Block]) -> tuple[Clause, ...]:
    """The clauses of the blocks, each under its headings."""
    path: list[tuple[int, tuple[str, ...]]] = []  # headings that are open: level, and all down to it
    clauses = []
    for block in _joined(blocks):
        level = _level(block)
        if level is not None:
            while path and path[-1][0] >= level:
                path.pop()
        above = path[-1][1] if path else ()
        clauses.append(_clause(block, above, heading=level is not None))
        if level is not None:
            path.append((level, (*above, block.text)))
    return tuple(clauses)


def may_hold_imprint(text: str) -> bool:
    """Whether any of its lines can be one, as they are written: cheap enough for every fetch."""
    return any(mark in text for mark in _MARKS)


def is_imprint(text: str) -> bool:
    """The line "© 2026 Example, Inc. All rights reserved.": of the site, and new every January."""
    return len(text) < _LONGEST_IMPRINT and bool(_IMPRINT.match(text)) and not _SAYS_MORE.search(text)


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks with a number that was set in a block of its own put before its text."""
    pending: Block | None = None
    for block in blocks:
        if not block.text.strip(_BULLETS) or is_imprint(block.text):
            continue
        if pending is not None:
            if block.kind is ClauseKind.ROW or is_number(block.text):
                yield pending
            else:
                level = block.level if block.level is not None else pending.level
                block = block._replace(text=f"{pending.text} {block.text}", level=level)
            pending = None
        if block.kind is not ClauseKind.ROW and is_number(block.text):
            pending = block
        else:
            yield block
    if pending is not None:
        yield pending


def _level(block: Block) -> int | None:
    level = block.level
    if level is None and block.kind is ClauseKind.PARAGRAPH:
        level = heading_level(block.text, bold=block.bold)
    if level is not None and _DATED.match(block.text):  # a date in the path would move every clause under it
        return None
    return level


def _clause(block: Block, path: tuple[str, ...], *, heading: bool) -> Clause:
    kind = ClauseKind.HEADING if heading else block.kind
    text, number = block.text, ""
    if kind is not ClauseKind.ROW:
        bare = None if heading else strip_bullet(text)
        if bare is not None:
            kind, text = ClauseKind.ITEM, bare
        number, text = split_number(text)
        if number and kind is ClauseKind.PARAGRAPH:
            kind = ClauseKind.ITEM
    return Clause(text=text, path=(*path, *block.under), number=number, kind=kind, page=block.page)
