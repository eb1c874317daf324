"""A time limit that became shorter or longer says itself whether protection was strengthened.

Basis   APPI Art. 28(3), Enforcement Rules Art. 18(1): to be told, or rid of data, sooner helps more
Finds   "notify within 72 hours" -> "within 24 hours" (stronger); 「30日以内に削除」 -> 「180日以内」 (weaker)
        "within 48 hours" -> "without undue delay" (weaker)
Passes  other topics, where longer may be better ("30 days' prior notice"); a sentence that says another
        thing, or promises less firmly ("where feasible")
"""

import re
from collections.abc import Sequence

from rapidfuzz.fuzz import ratio

from xborder.assess.terms.hedges import is_hedged
from xborder.assess.terms.numerals import KANJI, of_kanji
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
_DENIED = re.compile(r"\b(?:(?:not|no)\b(?! later| more)|never\b|cannot\b)|n't\b|ません|ない")
_NUMBER = (
    rf"(?<!\d)\d{{1,4}}|(?<![\w-])(?:{'|'.join(_WORDS)})"
    rf"|(?<![{KANJI}十百千\d])[{KANJI}十百]{{1,5}}"
)
_DURATION = re.compile(rf"({_NUMBER})(?: ?\(({_NUMBER})\))? ?(?:calendar )?({'|'.join(_HOURS)})s?")


# No limit at all: what is left of one when the number goes.
_VAGUE = re.compile(
    r"\bwithout (?:\w+ )?(?:undue|unreasonable) delay|\bpromptly\b|\bas soon as\b|\bin due course\b"
    r"|\breasonable (?:time|period)|\b(?:as long as|for (?:such|the) (?:\w+ )?(?:time|period))\b"
    r"|速やか|遅滞なく|すみやか|合理的な期間|必要な(?:期間|限り)|相当な期間"
)
_ALIKE = 40  # of 100: a sentence that says another thing has another limit


def by_duration(topic: Topic, passages: Sequence[Passage]) -> Direction | None:
    """The direction, where an old sentence and the new one in its place differ in their only time limit, or
    one of them has none; None where one promises less firmly, or the other way round."""
    if topic not in _SOONER_IS_BETTER:
        return None
    old, new = (_promise(topic, [p.folded for p in passages if p.added is side]) for side in (False, True))
    if not old or not new or is_hedged(old) is not is_hedged(new):
        return None
    frames = [_DURATION.sub("~", sentence).strip() for sentence in (old, new)]
    if ratio(*frames) < _ALIKE or _DENIED.findall(frames[0]) != _DENIED.findall(frames[1]):
        return None
    sooner = _is_sooner(*(_limit(sentence) for sentence in (old, new)))
    return None if sooner is None else Direction.STRENGTHENS if sooner else Direction.WEAKENS


def _promise(topic: Topic, sentences: Sequence[str]) -> str:
    """The only sentence with a time limit; else the only one that leaves the time open; "" for none."""
    limited = [s for s in sentences if _DURATION.search(s)]
    if limited:
        times = len(_DURATION.findall(limited[0]))
        return limited[0] if len(limited) == 1 and (times == 1 or topic is Topic.BREACH_NOTIFICATION) else ""
    vague = [s for s in sentences if _VAGUE.search(s)]
    return vague[0] if len(vague) == 1 else ""


def _limit(sentence: str) -> int | None:
    """In hours, until people first hear of it."""
    return min((_hours(*found) for found in _DURATION.findall(sentence)), default=None)


def _is_sooner(old: int | None, new: int | None) -> bool | None:
    """A limit is sooner than none; None where neither is."""
    if old == new:
        return None
    return new is not None and (old is None or new < old)


def _hours(number: str, in_brackets: str, unit: str) -> int:
    """The longer one where "thirty (60) days" says two things: the contractor may take that time."""
    return max(_count(n) for n in (number, in_brackets) if n) * _HOURS[unit]


def _count(number: str) -> int:
    """Of digits, an English word, or the numerals of 「三十」."""
    if number.isascii():
        return _WORDS[number] if number in _WORDS else int(number)
    return of_kanji(number)
