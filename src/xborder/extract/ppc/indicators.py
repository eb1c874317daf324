"""The second and third pillar: EU adequacy, CBPR, the eight principles."""

import re
from collections.abc import Sequence
from dataclasses import replace

from xborder.extract.ppc.headings import CBPR, EU, PRINCIPLES, without_marks
from xborder.extract.ppc.lines import Item, fold, split_marker
from xborder.extract.ppc.pillars import is_dash
from xborder.model import Indicator, Principle, Provision


def labelled(items: Sequence[Item], label: str) -> tuple[str, Item] | None:
    """The value behind "label:" in one item, or in the item after a label on its own."""
    name = re.escape(fold(label))
    for position, item in enumerate(items):
        text = fold(without_marks(item.text))
        found = re.match(rf"{name}[^:|]{{0,12}}[:|](.+)", text) or re.match(rf"{name}(.{{1,80}})", text)
        if found:
            return found[1], item
        if re.match(rf"{name}[:|]?$", text) and position + 1 < len(items):
            return fold(without_marks(items[position + 1].text)), items[position + 1]
    return None


def parted(items: Sequence[Item], names: Sequence[str]) -> list[Item]:
    """Items that run several of the named entries together, one by one."""
    number = r"(?:[①-⑧]|\(\d\)|\d[.])?\s*"
    ahead = re.compile(rf"(?={number}(?:{'|'.join(map(re.escape, names))}))")
    out: list[Item] = []
    for item in items:
        starts = sum(item.text.count(n) for n in names)
        pieces = [p.strip() for p in ahead.split(item.text) if p.strip()] if starts > 1 else [item.text]
        out += [replace(item, text=split_marker(p)[2] if starts > 1 else p) for p in pieces]
    return out


def read_eu(items: Sequence[Item]) -> tuple[Indicator | None, Item | None]:
    found = labelled(parted(items, (EU, CBPR)), EU)
    if found is None:
        return None, None
    return _eu_value(found[0]), found[1]


def _eu_value(value: str) -> Indicator | None:
    if is_dash(value) or re.match(
        r"なし|無|ない|受けていない|未|失効|取消|取り消|無効|停止|審査中|検討中|手続中|協議中", value
    ):
        return Indicator.NO
    if re.search(
        r"(?:受けていない|認定はない|存在しない|失効した|取り消された|無効とされた|認定なし)", value
    ):
        return Indicator.NO
    if re.match(r"一部|部分", value):
        return Indicator.PARTIAL
    if (
        re.match(r"あり|有|受けている|認定済|決定|[(]?\d{4}年|[(]?(?:令和|平成)", value)
        or "受けている" in value
        or "決定" in value
    ):
        limited = re.search(r"に限る|に限り|限定|のみ|一部|部分的|を除く|除き", value)
        return Indicator.PARTIAL if limited else Indicator.YES
    return None


def read_cbpr(items: Sequence[Item]) -> tuple[Indicator | None, Item | None]:
    items = parted(items, (EU, CBPR))
    found = labelled(items, CBPR) or labelled(items, "CBPRシステム")
    if found is None:
        return None, None
    value = found[0]
    if (
        is_dash(value)
        or re.match(r"なし|無|ない|不参加|未参加|未加入|離脱|脱退", value)
        or re.search(r"参加していない|脱退した|離脱した|参加なし", value)
    ):
        return Indicator.NO, found[1]
    if re.search(r"参加(?:を)?(?:申請|検討|予定|表明)", value) and not re.search(r"\d年.{0,6}参加$", value):
        return Indicator.NO, found[1]
    if re.search(r"参加|あり|有|加入", value):
        return Indicator.YES, found[1]
    return None, found[1]


def read_principles(
    items: Sequence[Item],
) -> tuple[dict[Principle, tuple[Provision | None, Item]], Item | None]:
    """The list of the eight principles, and the sentence that says that no list is needed."""
    found: dict[Principle, tuple[Provision | None, Item]] = {}
    items = parted(items, tuple(PRINCIPLES.values()))
    for position, item in enumerate(items):
        principle, value = _principle(item)
        if principle is None or principle in found:
            continue
        if not value and position + 1 < len(items) and _principle(items[position + 1])[0] is None:
            following = items[position + 1]
            found[principle] = (
                _provision(fold(following.text)),
                Item(f"{item.text}:{following.text}", page=item.page),
            )
        else:
            found[principle] = _provision(value), item
    return found, next(
        (
            i
            for i in items
            if re.search(r"情報提供(?:は|を).{0,12}(?:必要がない|必要はない|要しない)", fold(i.text))
        ),
        None,
    )


def _principle(item: Item) -> tuple[Principle | None, str]:
    text = fold(without_marks(item.text))
    for principle, name in PRINCIPLES.items():
        short = re.escape(name.removesuffix("の原則"))
        found = re.match(rf"{short}(?:の原則)?(?:\([^()]*\))?(?:[:|・\-]|(?=[^の]))?", text)
        if found and (text.startswith(name) or found[0][-1:] in ":|"):
            return principle, text[found.end() :]
    return None, ""


def _provision(value: str) -> Provision | None:
    if re.search(
        r"不見当|見当たらない|規定されていない|規定はない|規定がない|存在しない|定められていない|該当なし",
        value,
    ) or is_dash(value):
        return Provision.NOT_FOUND
    if re.search(r"一部|部分的|のみ規定|に限り規定", value):
        return Provision.PARTLY
    if re.search(r"規定されている|規定がある|規定あり|定められている|定めがある|^あり", value):
        return Provision.PROVIDED
    return None
