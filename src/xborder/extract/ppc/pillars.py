"""The facts under each heading of the form."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from xborder.extract.ppc.headings import FIELDS, without_marks
from xborder.extract.ppc.lines import Item, fold, joined, tidy
from xborder.extract.ppc.names import is_name, is_sentence, printed, read_name
from xborder.model import Law, LegalSystem, Quote

_DASH = re.compile(r"[-－ー‐‑–—―−一]{1,3}|なし|無し|無|該当なし|該当なし。|特になし|特になし。|N/A|n/a")
_ABSENT = r"(?:存在しない|存在せず|不見当|見当たらない|見当たらず|ない|なく|なし)"
_SOME = r"包括的な法[令律](?:※?\d*)"
_NONE = re.compile(
    rf"{_SOME}(?:と?しても|も|は|及び|又は)[^。]{{0,24}}個別[^。]{{0,30}}(?:も|は)、?(?:いずれも)?{_ABSENT}"
)
_NO_COMPREHENSIVE = re.compile(rf"{_SOME}(?:は|が|も|について)[^。]{{0,12}}?{_ABSENT}")
_COMPREHENSIVE = re.compile(
    rf"{_SOME}(?:として|が|は|である)(?:(?!{_ABSENT})[^。]){{0,60}}?"
    r"(?:存在する|存在し(?!な)|定められ|制定され|がある|適用され)"
)
_COMING = re.compile(
    r"法案|草案|案を(?:公表|提出|可決|審議)|令案|規則案|改正案|議案|審議中|審議され|制定される予定|施行される予定|施行予定|改正を予定|成立する見込|パブリックコメント"
)
_NOTE = re.compile(r"※|なお、|注[)\d]|\(注")


def is_dash(text: str) -> bool:
    return bool(_DASH.fullmatch(fold(text)))


def is_note(item: Item) -> bool:
    return bool(_NOTE.match(fold(item.text)))


def is_footnote(item: Item) -> bool:
    return bool(re.match(r"[(\[]?(?:※|注|\*)\d", fold(item.text)))


def quote(item: Item, heading: str = "") -> Quote:
    return Quote(text=printed(item.text), heading=heading, page=item.page)


def value_of(text: str) -> str:
    return printed(without_marks(text))


def read_system(items: Sequence[Item]) -> tuple[LegalSystem | None, Item | None]:
    """From the opening sentence. What is only announced ("なお、…") does not count."""
    for item in items:
        text = fold(without_marks(item.text))
        if is_note(item) or "包括的" not in text:
            continue
        if _NONE.search(text):
            return LegalSystem.NONE, item
        if _COMPREHENSIVE.search(text):
            return LegalSystem.COMPREHENSIVE, item
        if _NO_COMPREHENSIVE.search(text):
            return (LegalSystem.SECTORAL if "個別" in text else LegalSystem.NONE), item
    return None, None


def read_coming(items: Sequence[Item]) -> tuple[str, ...]:
    """The sentences that announce bills and drafts."""
    sentences = (s.strip() for i in items if not is_footnote(i) for s in re.split(r"(?<=。)", i.text))
    return tuple(printed(without_marks(s)) for s in sentences if is_sentence(s) and _COMING.search(fold(s)))


@dataclass(slots=True)
class _Draft:
    """A law while its lines are read."""

    item: Item
    name: str
    fields: dict[str, str] = field(default_factory=dict)
    open: str | None = None  # the field whose value goes on
    x: float = 0.0


def read_laws(items: Sequence[Item], heading: str) -> tuple[Law, ...]:
    drafts: list[_Draft] = []
    for position, item in enumerate(items):
        label = field_label(item.text)
        if label == ("name_ja", ""):
            continue
        if label and label[0] == "name_ja":
            drafts.append(_Draft(item, label[1]))
        elif label and drafts:
            _open_field(drafts[-1], item, *label)
        elif drafts and _belongs(drafts[-1], item):
            _extend(drafts[-1], item)
        elif _is_law(items, position):
            drafts.append(_Draft(item, item.text))
    return tuple(_law(d, heading) for d in drafts)


def field_label(text: str) -> tuple[str, str] | None:
    """(field, value) of "施行状況:…" or of a label on its own."""
    flat = tidy(text)
    for name, labels in (*FIELDS.items(), ("name_ja", ("法令名", "法令の名称", "名称"))):
        for label in labels:
            found = re.match(
                r"\s*".join(label) + r"(?:\s*\([^()]*\))?\s*(?:※\s?\d+)?\s*(?:[:|]\s*|$)", flat, re.IGNORECASE
            )
            if found:
                return name, flat[found.end() :]
    return None


def _open_field(draft: _Draft, item: Item, name: str, value: str) -> None:
    draft.fields.setdefault(name, value)
    draft.open, draft.x = name, item.x


def _belongs(draft: _Draft, item: Item) -> bool:
    """Whether an item without a label goes on with what stands before it."""
    if draft.open is None:
        return item.text.startswith("(") and not draft.fields
    if draft.fields[draft.open] == "":
        return True
    if is_note(item):
        return False
    return item.x > draft.x + 0.5


def _extend(draft: _Draft, item: Item) -> None:
    if draft.open is None:
        draft.name = joined(draft.name, item.text)
    else:
        draft.fields[draft.open] = joined(draft.fields[draft.open], (item.number or "") + item.text)


def _is_law(items: Sequence[Item], position: int) -> bool:
    item = items[position]
    if is_note(item) or is_dash(item.text) or is_sentence(item.text):
        return False
    followed = position + 1 < len(items) and field_label(items[position + 1].text) is not None
    return followed or is_name(item.text)


def _law(draft: _Draft, heading: str) -> Law:
    name = read_name(draft.name)
    values = {key: value_of(text) or None for key, text in draft.fields.items()}
    url = values.get("url")
    return Law(
        name_ja=name.japanese,
        name_original=name.original,
        url=re.sub(r"\s+", "", url) if url and url.startswith("http") else url,
        in_force=values.get("in_force"),
        bodies=values.get("bodies"),
        information=values.get("information"),
        short_names=name.short,
        quote=quote(draft.item, heading),
    )


def dates(items: Sequence[Item]) -> Iterator[str]:
    """Survey dates ("2021-10") in lines that say they are such."""
    for item in items:
        text = fold(item.text)
        for found in re.finditer(
            r"(?:(令和|平成)(元|\d{1,2})年|(\d{4})(?:年|[./]))(\d{1,2})(?:月|(?!\d))(?:\d{1,2}日)?(末|初旬|中旬|下旬)?(時点|現在)?",
            text,
        ):
            named = re.search(r"調査(?:時点|年月|時期|日|実施|結果)|作成|本資料", text)
            alone = found[6] and len(text) <= len(found[0]) + 4
            if alone or (named and (found[6] or "調査" in text)):
                year = int(found[3]) if found[3] else _year(found[1], found[2])
                yield f"{year:04d}-{int(found[4]):02d}"


def _year(era: str, number: str) -> int:
    return {"令和": 2018, "平成": 1988}[era] + (1 if number == "元" else int(number))
