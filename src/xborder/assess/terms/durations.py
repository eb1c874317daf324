"""A time limit that became shorter or longer says itself whether protection was strengthened.

Basis   APPI Art. 28(3), Enforcement Rules Art. 18(1): to be told, or rid of data, sooner helps more
Finds   "notify within 72 hours" -> "within 24 hours" (stronger); 「30日以内に削除」 -> 「180日以内」 (weaker)
Passes  other topics, where longer may be better ("30 days' prior notice"); anything else that changed beside
        the number
"""

import re
from collections.abc import Sequence

from xborder.assess.terms.passages import Passage
from xborder.model import Direction, Topic

_SOONER_IS_BETTER = (Topic.BREACH_NOTIFICATION, Topic.RETENTION_DELETION)
_HOURS = {"hour": 1, "時間": 1, "day": 24, "日": 24, "week": 168, "週間": 168, "month": 730, "か月": 730}
_HOURS |= {"ヶ月": 730, "year": 8760, "年": 8760}
_WORDS = {
    "forty-eight": 48, "seventy-two": 72, "twenty-four": 24, "forty-five": 45,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "fourteen": 14, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30,
    "forty": 40, "sixty": 60, "ninety": 90,
}  # fmt: skip
_KANJI = "一二三四五六七八九"
_NUMBER = (
    rf"(?<!\d)\d{{1,4}}|(?<![\w-])(?:{'|'.join(_WORDS)})"
    rf"|(?<![{_KANJI}十百千\d])[{_KANJI}十百]{{1,5}}"
)
_DURATION = re.compile(rf"({_NUMBER})(?: ?\(({_NUMBER})\))? ?(?:calendar )?({'|'.join(_HOURS)})s?")


def by_duration(topic: Topic, passages: Sequence[Passage]) -> Direction | None:
    """The direction, where one duration is all that differs between an old sentence and a new one."""
    if topic not in _SOONER_IS_BETTER:
        return None
    limits = {p.added: found for p in passages if len(found := _DURATION.findall(p.folded)) == 1}
    frames = {_DURATION.sub("~", p.folded).strip() for p in passages}
    if len(passages) != 2 or len(limits) != 2 or len(frames) != 1:
        return None
    old, new = (_hours(*limits[side][0]) for side in (False, True))
    if old == new:
        return None
    return Direction.STRENGTHENS if new < old else Direction.WEAKENS


def _hours(number: str, in_brackets: str, unit: str) -> int:
    """The longer one where "thirty (60) days" says two things: the contractor may take that time."""
    return max(_count(n) for n in (number, in_brackets) if n) * _HOURS[unit]


def _count(number: str) -> int:
    """Of digits, an English word, or the numerals of 「三十」."""
    if number.isascii():
        return _WORDS[number] if number in _WORDS else int(number)
    total = digit = 0
    for sign in number:
        if sign in _KANJI:
            digit = _KANJI.index(sign) + 1
        else:
            total, digit = total + (digit or 1) * (10 if sign == "十" else 100), 0
    return total + digit
