"""Items of a report -> its parts, each with the items under each heading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from xborder.extract.ppc.headings import WORDING, Found, Heading, find, without_marks
from xborder.extract.ppc.lines import Item, fold
from xborder.extract.ppc.names import printed
from xborder.extract.ppc.pillars import field_label, is_dash, is_footnote

_TITLES = (
    re.compile(r"外国制度\((.+)\)"),
    re.compile(r"制度等の調査\((.+)\)$"),
    re.compile(r"^(.+?)における個人情報の保護に関する制度"),
)
_NOT_A_NAME = re.compile(
    r"pdf|KB\)|MB\)|\d年|時点|調査|更新|公表|印刷|シェア|ツイート|トップ|ホーム|諸外国|資料|一覧|目次|個人情報保護委員会"
    r"|脚注|です|ます|[。、:>]",
    re.IGNORECASE,
)
# What follows a report on its page.
_TAIL = re.compile(
    r"ページの?(?:先頭|トップ)|(?:この)?ページ(?:に関する|の情報)|お問い?合わせ|関連(?:リンク|情報|ページ)|Copyright|©|法人番号"
    r"|サイトマップ|サイトポリシー|(?:以上|脚注|注釈|注|備考|参考|出典)$|出典:|前のページ|次のページ"
)
_FURNITURE = frozenset(
    ("項目", "内容", "区分", "事項", "概要", "調査項目", "調査結果", "法令名", "法令の名称", "根拠法令")
)  # heads of tables
_WINDOW = 7  # items between the name of a part and its first heading, at most


@dataclass(slots=True)
class Outline:
    """One part: its name, and what stands under each heading of the form."""

    start: int  # position of its first heading
    name: str = ""
    sections: dict[Heading, list[Item]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a report with the headings among them, looked up once."""

    every: tuple[Item, ...]
    headings: tuple[Found | None, ...]
    title: str

    @property
    def country(self) -> str:
        """The name in the title of the report."""
        for text in (self.title, *(i.text for i in self.every[:30])):
            name = _titled(text)
            if name:
                return name
        return printed(re.split(r"[|｜]", self.title)[0].strip())

    def around(self, parts: Sequence[Outline]) -> tuple[Item, ...]:
        """What stands before the first heading, and from the last heading on."""
        last = max(n for n, found in enumerate(self.headings) if found)
        return (*self.every[: parts[0].start], *self.every[last:])


def read_items(items: Sequence[Item], title: str, *, excerpt: bool) -> Items:
    every = [i for i in items if fold(i.text) not in _FURNITURE]
    if excerpt and every and _is_broken_heading(every[-1]):
        every.pop()
    return Items(tuple(every), tuple(find(i) for i in every), title)


def _is_broken_heading(item: Item) -> bool:
    """The text stops inside a heading."""
    text = fold(item.text)
    return len(text) >= 6 and any(
        fold(words).startswith(text) for forms in WORDING.values() for words in forms
    )


def outline(items: Items) -> list[Outline]:
    """The parts in order; empty when no heading of the form was found."""
    parts: list[Outline] = []
    section: list[Item] | None = None
    prefix = _common([i.path for i, found in zip(items.every, items.headings, strict=True) if found])
    for position, (item, found) in enumerate(zip(items.every, items.headings, strict=True)):
        if found is None:
            # Menus stand outside the smallest element that holds all headings.
            if item.path[: len(prefix)] != prefix or _TAIL.match(fold(item.text)):
                section = None
            if section is not None:
                section.append(item)
            continue
        if found.heading is Heading.SYSTEM and (not parts or len(parts[-1].sections) > 1):
            parts.append(Outline(position))
        if parts:
            section = parts[-1].sections.setdefault(found.heading, [])
            if found.rest:
                section.append(Item(found.rest, page=item.page, x=item.x, path=item.path))
    for number, part in enumerate(parts):
        part.name = _name(items, part, parts[number - 1] if number else None)
    return parts


def _common(paths: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    if not paths:
        return ()
    first, last = min(paths), max(paths)
    same = (n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b)
    return first[: next(same, min(len(first), len(last)))]


def _name(items: Items, part: Outline, before: Outline | None) -> str:
    """The heading above a part; taken out of the section before it, where it was gathered."""
    start = before.start if before else 0
    for position in range(part.start - 1, max(start, part.start - _WINDOW) - 1, -1):
        item = items.every[position]
        if items.headings[position]:
            break
        name = _as_name(item)
        is_next = position == part.start - 1 and not items.country
        if name and (before or is_next or _stands_out(item, items)):
            for section in before.sections.values() if before else ():
                if item in section:
                    del section[section.index(item) :]
            return name
    return items.country


def _stands_out(item: Item, items: Items) -> bool:
    return bool(item.heading or item.path or "【" in item.text) or printed(item.text) == items.country


def _titled(text: str) -> str | None:
    for pattern in _TITLES:
        found = pattern.search(fold(text))
        if found and found[1] != "外国":
            return printed(found[1])
    return None


def _as_name(item: Item) -> str | None:
    text = without_marks(item.text)
    if any(pattern.search(fold(text)) for pattern in _TITLES):
        return _titled(text)
    bare = re.sub(r"^[【\[〔<《]\s*|\s*[】\]〕>》]$", "", text)
    bare = re.sub(r"^(?:第\d+(?:部|章|節)?|[IVX]{1,4}[.、]?)\s+", "", bare)
    if not bare or len(fold(bare)) > 50 or is_dash(bare) or is_footnote(item) or field_label(text):
        return None
    return None if _NOT_A_NAME.search(bare) else printed(bare)
