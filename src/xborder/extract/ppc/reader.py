"""Lines of a report -> profile: one reader for every layout."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from xborder.errors import ReadingError
from xborder.extract.ppc.headings import KEYS, WORDING, Heading, find, without_marks
from xborder.extract.ppc.lines import Item, Line, fold, items
from xborder.extract.ppc.names import printed
from xborder.extract.ppc.pillars import (
    dates,
    field_label,
    is_dash,
    is_footnote,
    quote,
    read_cbpr,
    read_coming,
    read_eu,
    read_laws,
    read_principles,
    read_system,
)
from xborder.extract.ppc.triggers import read_triggers
from xborder.model import Part, Principle, Profile, Provision, Quote

_TITLE = (
    re.compile(r"外国制度\((.+)\)"),
    re.compile(r"制度等の調査\((.+)\)$"),
    re.compile(r"^(.+?)における個人情報の保護に関する制度"),
)
_NOT_A_NAME = re.compile(
    r"pdf|KB\)|MB\)|時点|調査|最終更新|更新日|印刷|シェア|トップ|ホーム|諸外国|資料|一覧|目次|個人情報保護委員会|脚注|です|ます|[。、:>]",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"ページの?(?:先頭|トップ)|このページ|お問い?合わせ|関連(?:リンク|情報|ページ)|Copyright|©|法人番号|サイトマップ|以上$|脚注$|注釈$|備考$"
)
_FURNITURE = frozenset(("項目", "内容", "区分", "事項", "概要", "調査項目", "調査結果"))
_COMPLETE = (Heading.SYSTEM, Heading.OTHER, Heading.DATA_LOCALIZATION, Heading.GOVERNMENT_ACCESS)


@dataclass(slots=True)
class _Draft:
    """One part while it is gathered."""

    start: int  # position of its first heading
    sections: dict[Heading, list[Item]] = field(default_factory=dict)


def read(lines: Iterable[Line], title: str, *, excerpt: bool) -> Profile:
    """The profile. With `excerpt` the text may stop anywhere: what is not shown is unknown."""
    every = [i for i in items(lines, KEYS) if fold(i.text) not in _FURNITURE]
    found = [find(i) for i in every]
    drafts = _parts(every, found)
    if not drafts:
        raise ReadingError(
            "country report",
            why=f"none of the headings of the PPC's form was found. The text begins: {_beginning(every)}",
            fix="Open the address: an error page comes and goes; after a redesign the reader must be taught.",
        )
    if not excerpt:
        _require_end(drafts[-1])
    names = [_name(every, found, d, drafts[n - 1] if n else None, title) for n, d in enumerate(drafts)]
    parts = tuple(_part(name, d, excerpt=excerpt) for name, d in zip(names, drafts, strict=True))
    last = max(position for position, f in enumerate(found) if f)
    surveyed = next(dates([*every[: drafts[0].start], *every[last:]]), None)
    return Profile(parts=parts, surveyed=surveyed, warnings=_warnings(every))


def _beginning(every: Sequence[Item]) -> str:
    return " / ".join(i.text for i in every[:4])[:200] or "(no text)"


def _parts(every: Sequence[Item], found: Sequence[object]) -> list[_Draft]:
    drafts: list[_Draft] = []
    section: list[Item] | None = None
    inside = _inside(every)
    for position, item in enumerate(every):
        hit = find(item) if found[position] else None
        if hit is None:
            if section is not None and inside(item):
                section.append(item)
            continue
        if hit.heading is Heading.SYSTEM and (not drafts or len(drafts[-1].sections) > 1):
            drafts.append(_Draft(position))
        if drafts:
            section = drafts[-1].sections.setdefault(hit.heading, [])
            if hit.rest:
                section.append(Item(hit.rest, page=item.page, x=item.x, path=item.path))
    return drafts


def _inside(every: Sequence[Item]) -> "_Inside":
    heads = [i.path for i in every if find(i)]
    return _Inside(_common(heads))


@dataclass(frozen=True, slots=True)
class _Inside:
    """Whether an item stands in the smallest element that holds all headings: menus stand outside."""

    prefix: tuple[int, ...]

    def __call__(self, item: Item) -> bool:
        return item.path[: len(self.prefix)] == self.prefix and not _TAIL.search(fold(item.text)[:40])


def _common(paths: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    if not paths:
        return ()
    prefix = paths[0]
    for path in paths:
        length = next(
            (n for n, (a, b) in enumerate(zip(prefix, path, strict=False)) if a != b),
            min(len(prefix), len(path)),
        )
        prefix = prefix[:length]
    return prefix


def _require_end(last: _Draft) -> None:
    missing = [h for h in _COMPLETE if h not in last.sections]
    if missing:
        raise ReadingError(
            "country report",
            why="it is cut short: there is no 「" + "」「".join(WORDING[h][0] for h in missing) + "」",
            fix="Fetch it again; if it stays so, read the other form (HTML or PDF) of the report.",
        )


def _name(
    every: Sequence[Item], found: Sequence[object], draft: _Draft, before: _Draft | None, title: str
) -> str:
    """The heading above a part; taken out of the section before it, where it was gathered."""
    start = before.start if before else 0
    for position in range(draft.start - 1, max(start, draft.start - 7) - 1, -1):
        item = every[position]
        if found[position]:
            break
        name = _as_name(item)
        if name and (
            before or item.heading or item.path or "【" in item.text or name == _country(every, title)
        ):
            for section in before.sections.values() if before else ():
                if item in section:
                    del section[section.index(item) :]
            return name
    return _country(every, title)


def _country(every: Sequence[Item], title: str) -> str:
    """The name in the title of the report."""
    for text in (title, *(i.text for i in every[:30])):
        for pattern in _TITLE:
            found = pattern.search(fold(text))
            if found and found[1] != "外国":
                return printed(found[1])
    return printed(re.split(r"[|｜]", title)[0].strip())


def _as_name(item: Item) -> str | None:
    text = without_marks(item.text)
    for pattern in _TITLE:
        found = pattern.search(fold(text))
        if found:
            return printed(found[1]) if found[1] != "外国" else None
    bare = re.sub(r"^[【\[〔<《]\s*|\s*[】\]〕>》]$", "", text)
    bare = re.sub(r"^(?:第\d+(?:部|章|節)?|[IVX]{1,4}[.、]?)\s+", "", bare)
    if (
        not bare
        or len(fold(bare)) > 50
        or is_dash(bare)
        or _NOT_A_NAME.search(bare)
        or is_footnote(item)
        or field_label(text)
    ):
        return None
    return printed(bare)


def _part(name: str, draft: _Draft, *, excerpt: bool) -> Part:
    sections, quotes, unknown = draft.sections, [], []

    def note(fact: str, item: Item | None, heading: Heading) -> None:
        if item is not None:
            quotes.append((fact, quote(item, WORDING[heading][0])))

    system_items = sections.get(Heading.SYSTEM, [])
    system, opening = read_system(system_items)
    note("legal_system", opening, Heading.SYSTEM)
    laws = read_laws(system_items, WORDING[Heading.SYSTEM][0])
    indicators = sections.get(Heading.INDICATORS, [])
    eu, eu_item = read_eu(indicators)
    cbpr, cbpr_item = read_cbpr(indicators)
    note("eu_adequacy", eu_item, Heading.INDICATORS)
    note("cbpr", cbpr_item, Heading.INDICATORS)
    oecd = _oecd(sections, quotes)
    triggers = {}
    for heading in (Heading.DATA_LOCALIZATION, Heading.GOVERNMENT_ACCESS):
        if heading in sections:
            triggers[heading], doubts, item = read_triggers(sections[heading], WORDING[heading][0])
            note(heading.value, item, heading)
            unknown += [f"{heading.value}: {d}" for d in doubts if triggers[heading] is not None]
        else:
            triggers[heading] = None
    part = Part(
        name=name,
        system=system,
        laws=laws if laws or system is not None else None,
        eu_adequacy=eu,
        cbpr=cbpr,
        oecd=oecd,
        data_localization=triggers[Heading.DATA_LOCALIZATION],
        government_access=triggers[Heading.GOVERNMENT_ACCESS],
        coming_laws=read_coming(system_items),
        quotes=tuple(quotes),
    )
    return _with_unknown(part, unknown)


def _oecd(
    sections: dict[Heading, list[Item]], quotes: list[tuple[str, Quote]]
) -> tuple[tuple[Principle, Provision | None], ...]:
    """Not required only when the section is complete and says so without a list."""
    values, waived = read_principles(sections.get(Heading.OECD, []))
    for principle, (_, item) in values.items():
        quotes.append((f"oecd:{principle}", quote(item, WORDING[Heading.OECD][0])))
    if not values and waived is not None and Heading.OTHER in sections:
        quotes.append(("oecd", quote(waived, WORDING[Heading.OECD][0])))
        return tuple((p, Provision.NOT_REQUIRED) for p in Principle)
    return tuple((p, values[p][0] if p in values else None) for p in Principle)


def _with_unknown(part: Part, doubts: Sequence[str]) -> Part:
    from dataclasses import replace

    facts = {
        "legal_system": part.system,
        "eu_adequacy": part.eu_adequacy,
        "cbpr": part.cbpr,
        "data_localization": part.data_localization,
        "government_access": part.government_access,
    }
    unknown = [name for name, value in facts.items() if value is None]
    unknown += [f"oecd:{p}" for p, value in part.oecd if value is None]
    return replace(part, unknown=(*unknown, *doubts))


def _warnings(every: Sequence[Item]) -> tuple[str, ...]:
    marked = any(re.search(r"[^\s]※\d", fold(i.text)) for i in every)
    if marked and not any(is_footnote(i) for i in every):
        return ("The text has footnote marks (※1) but no footnotes: the end may be missing.",)
    return ()
