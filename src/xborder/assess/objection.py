"""How long the company has to object to a new sub-processor, in the words of the contract."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from xborder.model import Clause
from xborder.model.text import canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePeriod:
    """Days from the notice; `to_object` when the contract ties the right to object to them."""

    days: int
    business_days: bool = False
    to_object: bool = False
    quote: str  # the sentence
    clause: Clause


_UNITS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
)
_NUMBERS = {word: value for value, word in enumerate(_UNITS, 1)} | {
    "twenty": 20, "twenty-one": 21, "thirty": 30, "forty": 40, "forty-five": 45, "sixty": 60, "ninety": 90,
}  # fmt: skip
_NUMBER = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_ENGLISH = re.compile(
    rf"(?:\b(?P<word>{_NUMBER})\b\s*)?(?:\(?\b(?P<digits>\d{{1,3}})\)?)?[\s-]{{1,3}}"
    r"(?P<business>business |working )?(?:calendar )?days?\b",
    re.IGNORECASE,
)
_JAPANESE = re.compile(
    r"(?P<digits>\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?P<business>営業)?日(?:以内|以上前|前|間|後)"
)
_KANJI = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ABOUT = re.compile(r"sub-?\s?processor|sub-?contractor|再委託|サブプロセッサ|復処理者", re.IGNORECASE)
_NOTICE = re.compile(r"notice|notif|inform|通知|告知|知らせ", re.IGNORECASE)
_OBJECT = re.compile(r"object|not (?:wish to )?consent|異議|拒否|反対", re.IGNORECASE)
_AFTERWARDS = re.compile(r"receipt of [^.]{0,40}objection", re.IGNORECASE)  # the time the contractor has then
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z(])|(?<=[。；])")


def notice_periods(clauses: Iterable[Clause]) -> tuple[NoticePeriod, ...]:
    """Periods for notice of, or objection to, sub-processors; those to object in first."""
    found = [period for clause in clauses if _is_about(clause) for period in _periods(clause)]
    return tuple(sorted(found, key=lambda period: not period.to_object))


def _is_about(clause: Clause) -> bool:
    return any(_ABOUT.search(text) for text in (clause.text, *clause.path[-1:]))


def _periods(clause: Clause) -> Iterator[NoticePeriod]:
    ends = [0, *(match.end() for match in _SENTENCE.finditer(clause.text)), len(clause.text)]
    for start, end in pairwise(ends):
        quote = clause.text[start:end].strip()
        to_object = bool(_OBJECT.search(quote))
        if _AFTERWARDS.search(quote):
            continue
        if not to_object and not (_NOTICE.search(quote) and _ABOUT.search(quote)):
            continue
        for match in (*_ENGLISH.finditer(canonical(quote)), *_JAPANESE.finditer(canonical(quote))):
            if days := _days(match):
                business = bool(match["business"])
                yield NoticePeriod(
                    days=days, business_days=business, to_object=to_object, quote=quote, clause=clause
                )


def _days(match: re.Match[str]) -> int:
    """The digits if there are any: "thirty (30) days" says the same twice."""
    words = match.groupdict()
    if digits := words["digits"]:
        return int(digits) if digits.isdecimal() else _kanji(digits)
    return _NUMBERS.get((words.get("word") or "").casefold(), 0)


def _kanji(text: str) -> int:
    tens, has_ten, units = text.partition("十")
    if not has_ten:
        return _KANJI.get(text, 0)
    return (_KANJI.get(tens, 0) or 1) * 10 + _KANJI.get(units, 0)
