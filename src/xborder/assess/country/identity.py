"""Which law, and which part, of the old report is which of the new one.

A law keeps its identity through a new translation of its name, a short name and another place in the list.
It does not when its number or year is another: then one law succeeded the other.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import fuzz

from xborder.assess.country.wording import flat, plain, spelled
from xborder.model import Law, Part, TriggerLaw

_AMENDED = re.compile(
    r",?\s*\(?\b(?:as\s+)?(?:last\s+)?(?:amended|revised|modified|consolidated|supplemented)\b.*$",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:No\.?|Nr\.?|N[°º]|Act|Law|Cap\.?|第)\s*((?!(?:1[89]|20)\d\d(?!\d|/))\d[0-9A-Za-z./\-]*)|(?<![0-9/])(\d+[/.]\d{4}(?:/[0-9A-Za-z\-]+)*)"
)
_YEAR = re.compile(r"(?<!\d)((?:1[89]|20)\d\d)(?!\d)")

T = TypeVar("T", Law, TriggerLaw)


@dataclass(frozen=True, slots=True)
class Matching(Generic[T]):
    pairs: tuple[tuple[T, T], ...]
    gone: tuple[T, ...]
    come: tuple[T, ...]


def match(old: Sequence[T], new: Sequence[T], aliases: Sequence[Law] = ()) -> Matching[T]:
    """Pair the laws, surest ground first. `aliases` say which short name stands for which law."""
    left, right, pairs = list(old), list(new), []
    for ground in (_same_name, lambda a, b: _same_alias(a, b, aliases), _renamed):
        for one in tuple(left):
            other = _best(one, right, ground)
            if other is not None:
                pairs.append((one, other))
                left.remove(one)
                right.remove(other)
    order = {id(o): n for n, o in enumerate(new)}
    pairs.sort(key=lambda p: order[id(p[1])])
    return Matching(tuple(pairs), tuple(left), tuple(right))


def _best(one: T, others: Sequence[T], ground: Callable[[T, T], bool]) -> T | None:
    fit = [o for o in others if not _differ(one, o) and ground(one, o)]
    return max(fit, key=lambda o: fuzz.ratio(_text(one), _text(o)), default=None)


def _text(law: Law | TriggerLaw) -> str:
    return law.name_ja + (law.body if isinstance(law, TriggerLaw) else law.information or "")


def _differ(one: Law | TriggerLaw, other: Law | TriggerLaw) -> bool:
    """Two numbers, or two years of enactment: two laws, whatever they are called."""
    numbers, years = (_numbers(one), _numbers(other)), (_years(one), _years(other))
    return any(a and b and not a & b for a, b in (numbers, years))


def _official(law: Law | TriggerLaw) -> str:
    """The names without the amendments: "as amended by Law No. 19 of 2016" is no other law."""
    return f"{law.name_ja} {_AMENDED.sub('', law.name_original or '')}"


def _numbers(law: Law | TriggerLaw) -> set[str]:
    """The numbers without their years: "No. 45 of 2021" is "45/2021", "13.709" is "13,709"."""
    text = re.sub(r"(?<=\d)[.,](?=\d{3}(?!\d))", "", _official(law))
    return {(a or b).split("/")[0].casefold().strip(".-") for a, b in _NUMBER.findall(text)}


def _years(law: Law | TriggerLaw) -> set[str]:
    return set(_YEAR.findall(_official(law)))


def _same_name(one: Law | TriggerLaw, other: Law | TriggerLaw) -> bool:
    if spelled(one.name_ja) == spelled(other.name_ja):
        return True
    a, b = one.name_original, other.name_original
    return bool(a and b and _letters(a) == _letters(b))


def _letters(original: str) -> str:
    return re.sub(r"[\W_]|\bthe\b", "", flat(_AMENDED.sub("", original)).casefold())


def _same_alias(one: Law | TriggerLaw, other: Law | TriggerLaw, aliases: Sequence[Law]) -> bool:
    return bool(_called(one, aliases) & _called(other, aliases))


def _called(law: Law | TriggerLaw, aliases: Sequence[Law]) -> set[str]:
    names = {law.name_ja, law.name_original or "", *law.short_names}
    for alias in aliases:
        known = {alias.name_ja, alias.name_original or "", *alias.short_names} - {""}
        if known & names:
            names |= known
    return {spelled(n) for n in names if n}


def _renamed(one: Law | TriggerLaw, other: Law | TriggerLaw) -> bool:
    """Another translation or spelling: nearly the same name, or the same text under a like one."""
    if one.name_original and other.name_original:
        return fuzz.ratio(_letters(one.name_original), _letters(other.name_original)) >= 85
    likeness = fuzz.ratio(spelled(one.name_ja), spelled(other.name_ja))
    if likeness >= 88:
        return True
    same_text = (
        isinstance(one, TriggerLaw)
        and isinstance(other, TriggerLaw)
        and one.body
        and fuzz.ratio(plain(one.body), plain(other.body)) >= 85
    )
    return bool(same_text) and likeness >= 60


def match_parts(
    old: Sequence[Part], new: Sequence[Part]
) -> tuple[list[tuple[Part, Part]], list[Part], list[Part]]:
    """By name; then what is left by likeness of the laws, so that a renamed part stays itself."""
    left, right, pairs = list(old), list(new), []
    for one in tuple(left):
        other = next((p for p in right if flat(p.name) == flat(one.name)), None)
        if other is not None:
            pairs.append((one, other))
            left.remove(one)
            right.remove(other)
    while left and right and (len(old) == len(new) or len(old) == 1):
        one, other = max(((a, b) for a in left for b in right), key=lambda p: _alike(*p))
        pairs.append((one, other))
        left.remove(one)
        right.remove(other)
    order = {id(p): n for n, p in enumerate(new)}
    return sorted(pairs, key=lambda p: order[id(p[1])]), left, right


def _alike(one: Part, other: Part) -> float:
    def laws(part: Part) -> str:
        return "".join(law.name_ja for law in part.laws or ())

    return fuzz.ratio(laws(one), laws(other)) + fuzz.ratio(one.name, other.name)
