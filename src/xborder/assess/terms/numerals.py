"""Numbers that count time, written in one way: "thirty (30) days", "thirty days" and 「三十日」 in digits."""

import re

_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_KNOWN = {**_ONES, **_TEENS, **_TENS}
KANJI = "一二三四五六七八九"
_UNIT = r"(?:(?:business|calendar|working) )?(?:minutes?|hours?|days?|weeks?|months?|years?|per ?cent)\b"
_IN_WORDS = re.compile(
    rf"\b(?:({'|'.join(_TENS)})(?:[- ]({'|'.join(_ONES)}))?|({'|'.join((*_TEENS, *_ONES))}))"
    rf"(?: ?\((\d{{1,3}})\))?(?=[ -]?{_UNIT})"
)
_TWICE = re.compile(rf"\b(\d{{1,3}}) ?\(([a-z]+(?:[- ][a-z]+)?|\d{{1,3}})\)(?=[ -]?{_UNIT})")
_IN_KANJI = re.compile(
    rf"(?<![{KANJI}十百千\d])([{KANJI}十百]{{1,5}})(?=(?:営業)?日|時間|週間|[かヶカケ箇]月|年)"
)
_MONTHS = re.compile("[ヶカケ箇]月")


def in_digits(text: str) -> str:
    """The text (folded) with numbers before a unit of time in digits; "thirty (60)" stays as it is."""
    if "(" in text or any(word in text for word in _MARKERS):
        text = _IN_WORDS.sub(_of_words, text)
        text = _TWICE.sub(lambda m: m[1] if m[2] == m[1] or _count(m[2]) == int(m[1]) else m[0], text)
    if not text.isascii():
        text = _MONTHS.sub("か月", _IN_KANJI.sub(lambda m: str(of_kanji(m[1])), text))
    return text


_MARKERS = ("minute", "hour", "day", "week", "month", "year", "cent")


def _of_words(found: re.Match[str]) -> str:
    count = _count(found[0].partition("(")[0].strip())
    return found[0] if found[4] and int(found[4]) != count else str(count)


def _count(words: str) -> int:
    """0 for what is no number."""
    parts = re.split("[- ]", words)
    return sum(_KNOWN[part] for part in parts) if all(part in _KNOWN for part in parts) else 0


def of_kanji(signs: str) -> int:
    """The number of 「三十」."""
    total = digit = 0
    for sign in signs:
        if sign in KANJI:
            digit = KANJI.index(sign) + 1
        else:
            total, digit = total + (digit or 1) * (10 if sign == "十" else 100), 0
    return total + digit
