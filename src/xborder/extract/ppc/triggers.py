"""The laws under the two headings of the last pillar, with what the report says of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from xborder.extract.ppc.headings import without_marks
from xborder.extract.ppc.lines import Item, fold, split_marker
from xborder.extract.ppc.names import is_name, is_sentence, named_in, printed, read_name, split_sentence
from xborder.extract.ppc.pillars import is_dash, is_footnote, is_note, quote
from xborder.model import TriggerLaw

_DENIAL = re.compile(
    r"(?:存在しない|存在せず|不見当である|見当たらない|認められない|認められなかった|確認されていない|確認されなかった|確認できない"
    r"|確認できなかった|設けられていない|課されていない|課していない|規定されていない|定められていない|該当しない|有しない|特になし"
    r"|該当(?:する(?:制度|法令|規定))?(?:は|が)?(?:ない|なし)|(?:制度|法令|規定|義務|法律)(?:は|も|が)(?:ない|なし))。?$"
)
_INLINE = re.compile(r"(?<=[、,。)\s及び又は])(?=[②-⑳])")


@dataclass(slots=True)
class _Draft:
    item: Item
    name: str
    bodies: list[str] = field(default_factory=list)


def read_triggers(
    items: Sequence[Item], heading: str
) -> tuple[tuple[TriggerLaw, ...] | None, tuple[str, ...], Item | None]:
    """(laws or None when nothing can be said, doubts, the item that says "none")."""
    content = [part for i in _content(items) for part in _parted(i)]
    drafts: list[_Draft] = []
    doubts: list[str] = []
    empty: Item | None = None
    for item in content:
        if not drafts and _says_none(item):
            empty = empty or item
        elif is_note(item) and not (drafts and fold(item.text).startswith("なお、")):
            continue  # "なお、" behind a law is said of that law
        elif _is_law(item, drafts, content):
            drafts.append(_draft(item))
        elif drafts:
            drafts[-1].bodies.append((f"{item.number} " if item.number else "") + item.text)
        else:
            drafts.append(_unnamed(item, doubts))
    if not drafts and empty is None:
        return None, (), None
    return tuple(_law(d, heading) for d in drafts), tuple(doubts), empty


def _content(items: Sequence[Item]) -> list[Item]:
    """Without footnotes, and without what follows a footnote on its page."""
    kept: list[Item] = []
    after_footnote: int | bool | None = False
    for item in items:
        if is_footnote(item):
            after_footnote = True if item.page is None else item.page
            continue
        if after_footnote is True or (after_footnote is not False and item.page == after_footnote):
            continue
        after_footnote = False
        kept.append(item)
    return kept


def _parted(item: Item) -> list[Item]:
    """「①A法、②B法」 in one item is two laws."""
    pieces = _INLINE.split(item.text)
    if item.number != "①" or len(pieces) < 2 or not is_name(pieces[0].rstrip("、,及び又は ")):
        return [item]
    parts = [
        Item(pieces[0].rstrip("、,及び又は "), "", item.number, item.x, item.page, item.heading, item.path)
    ]
    for piece in pieces[1:]:
        _, number, rest = split_marker(piece)
        parts.append(
            Item(
                re.sub(r"(?:[、,]|及び|又は|が(?:ある|あります|存在する)。?)+$", "", rest),
                "",
                number,
                item.x,
                item.page,
            )
        )
    return parts


def _says_none(item: Item) -> bool:
    text = fold(without_marks(item.text))
    if is_dash(text):
        return True
    last = [s for s in re.split(r"(?<=。)", text) if s]
    return (
        bool(last)
        and all(_DENIAL.search(s) or s.startswith("なお、") for s in last)
        and bool(_DENIAL.search(last[0]))
    )


def _is_law(item: Item, drafts: Sequence[_Draft], content: Sequence[Item]) -> bool:
    split = is_name(item.text) or split_sentence(item.text) is not None
    if not drafts:
        return split or bool(item.number and not is_sentence(item.text))
    first = drafts[0].item
    is_level = abs(item.x - first.x) < (4.0 if item.page else 1.0)
    if first.number:
        same = _style(item.number) == _style(first.number)
        return same and (split or (is_level and not is_sentence(item.text)))
    return split and is_level and not item.number and item.bullet == first.bullet


def _style(number: str) -> str:
    return "①" if re.match("[①-㊿]", number) else re.sub(r"\d+", "1", number)


def _draft(item: Item) -> _Draft:
    split = None if is_name(item.text) else split_sentence(item.text)
    if split is None:
        return _Draft(item, item.text)
    return _Draft(item, split[0], [split[1]])


def _unnamed(item: Item, doubts: list[str]) -> _Draft:
    """A sentence where a law was expected: what is named in it, or the sentence itself, but never nothing."""
    name = named_in(item.text)
    if name is None:
        doubts.append(f"no law is named in: {printed(item.text)}")
    return _Draft(item, name or item.text, [item.text])


def _law(draft: _Draft, heading: str) -> TriggerLaw:
    name = read_name(draft.name)
    return TriggerLaw(
        name_ja=name.japanese,
        name_original=name.original,
        short_names=name.short,
        body="\n".join(printed(without_marks(b)) for b in draft.bodies),
        quote=quote(draft.item, heading),
    )
