"""Numbers and headings as contracts print them, in Japanese and in English."""

import re

_KANJI = "〇一二三四五六七八九十百千"
_DIGIT = "0-9０-９"
_WIDE = r"[^\x00-\x7f０-９]"
_UNITS = (
    r"(?!\s*(?:[%％円万億年月日時分か]|percent|million|billion|times|seconds|minutes|hours|days|weeks|months|years"
    r"|business|calendar|[KMGT]B)\b)"
)
_ARTICLE = rf"第\s?[{_DIGIT}{_KANJI}]{{1,5}}\s?[編部章節款目条條项項号](?:の[{_DIGIT}{_KANJI}]{{1,3}}){{0,3}}"
_UNIT_NAMES = "Article|Section|Clause|Chapter|Part|Annex|Appendix|Schedule|Exhibit|Attachment"
_ENGLISH = (
    rf"(?:{_UNIT_NAMES}|{_UNIT_NAMES.upper()})\s"
    r"(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[IVXLC]{1,6}|[A-Z])(?![A-Za-z0-9])"
)
_BRACKET = rf"[（(](?:[{_DIGIT}]{{1,3}}|[a-zA-Z]|[ivxlc]{{1,6}}|[ア-ヴイロハニホヘト]|[{_KANJI}]{{1,3}})[)）]"
_POINTS = rf"[{_DIGIT}]{{1,3}}(?:[.．][{_DIGIT}]{{1,3}}){{1,5}}[.．]?"
_NUMBERS = (
    # A sentence may begin with a reference: "第28条に基づき", "Section 230 of". A number stands apart.
    rf"{_ARTICLE}(?=[\s（(【「：:．.]|$)",
    rf"{_ENGLISH}(?:[.:：]|(?=\s*[-–—]\s)|$)",
    r"§{1,2}\s?[0-9]{1,4}(?:\.[0-9]{1,3})*",
    _BRACKET,
    r"[①-⒛⓪-⓿❶-➓㈠-㈩㉑-㉟㊀-㊉㊱-㊿㋐-㋾]",
    rf"{_POINTS}{_UNITS}(?=[\s(（]|{_WIDE})",
    rf"[{_DIGIT}]{{1,3}}\.(?=\s|{_WIDE})|[{_DIGIT}]{{1,3}}．(?=[^{_DIGIT}])",
    rf"[{_DIGIT}]{{1,3}}[)）、](?=\D)",
    rf"[{_DIGIT}]{{1,2}}(?=\u3000)",  # "２　前項の規定は": paragraph two of an article
    r"[A-Za-z][.)](?=\s)",
    r"[IVXivx]{1,5}[.)](?=\s)",
    r"[ア-ン](?=[\u3000．.、)）])[．.、)）]?",
)
_NUMBER = re.compile(rf"\s*((?:{'|'.join(_NUMBERS)})(?:\s?{_BRACKET})?)\s*")
_DECIMAL = re.compile(rf"{_POINTS}|[{_DIGIT}]{{1,3}}[.．]?")
_NAMED = re.compile(rf"({_ARTICLE})|{_ENGLISH}")
_PARTICLE = re.compile("[にのをはがでとへやも第、及又若]")  # what follows a reference, not a number
_BULLET = re.compile(r"\s*(?:[•‣▪▫●○◦∙·・※＊□■◆◇▶►➢✓✔]|[-*–—－](?=\s|$))\s*")
_OUTLINE = (("編部", 10), ("章", 11), ("節", 12), ("款目", 13), ("条條", 14))
_ANNEX = re.compile(
    r"(?:附\s?則|別\s?[紙表添記]|前\s?文)\s?[0-9０-９一二三四五六七八九十]{0,3}(?![^\s\u3000（(【:：])"
)
_BRACKETED = re.compile(r"[【［〔][^】］〕]{1,60}[】］〕]|[■◆□◇▼][^。]{1,60}")
_SENTENCE_END = re.compile(r"[。．.!?！？;；:：,、，][\"'”’」』)）]?$")
_LONGEST_HEADING = 110
_LONGEST_NUMBER = 60


def split_number(text: str) -> tuple[str, str]:
    """The printed number of a clause and the rest. A number alone is text."""
    found = _NUMBER.match(text)
    if found is None or found.end() == len(text):
        return "", text.strip()
    return found[1], text[found.end() :].strip()


def is_number(text: str) -> bool:
    """Nothing but a number: the text it belongs to stands in the next block."""
    if len(text) > _LONGEST_NUMBER:
        return False
    found = _NUMBER.match(text + "\u3000x")
    return found is not None and found.end() >= len(text) > 0 and not re.match(_ENGLISH, text)


def strip_bullet(text: str) -> str | None:
    """The text behind a bullet, or None where there is no bullet."""
    found = _BULLET.match(text)
    return text[found.end() :] if found and found.end() < len(text) else None


def heading_level(text: str, *, bold: bool = False) -> int | None:
    """The depth a block has as a heading by its looks, below the real headings 1 to 6; None: it is none."""
    if not text or len(text) > _LONGEST_HEADING:
        return None
    level = _outline_level(text)
    if level is not None or _ANNEX.match(text) or (_BRACKETED.fullmatch(text) and len(text) < 60):
        return level or 14
    number, rest = split_number(text)
    if _SENTENCE_END.search(text) and not (bold and text[-1] in ".:：．?？"):
        return None
    depth = len(re.findall(rf"[{_DIGIT}]+", number)) if _DECIMAL.fullmatch(number) else 0
    if bold:
        return 20 + depth
    return 20 + depth if depth and _is_title(rest) else None


def _outline_level(text: str) -> int | None:
    """Of "第2章 総則" or "Article 5 Rights": by the unit that is named."""
    found = _NAMED.match(text)
    if found is None:
        return None
    rest = text[found.end() :]
    if (
        _PARTICLE.match(rest)
        or rest.strip()[:1].islower()
        or rest.rstrip().endswith(("。", ";", "；", "、", ","))
    ):
        return None
    if rest.rstrip().endswith(".") and len(rest) > 60:
        return None
    unit = re.sub(rf"(?:の[{_DIGIT}{_KANJI}]+)+$", "", found[1])[-1] if found[1] else "条"
    return next((level for letters, level in _OUTLINE if unit in letters), None)


def _is_title(rest: str) -> bool:
    """Short, without a closing full stop, and written as titles are."""
    return 0 < len(rest) <= 80 and (rest[0].isupper() or not rest[0].isascii())
