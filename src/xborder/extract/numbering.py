"""Numbers and headings as contracts print them, in Japanese and in English."""

import re

_KANJI = "〇一二三四五六七八九十百千"
_DIGIT = "0-9０-９"
_ARTICLE = rf"第\s?[{_DIGIT}{_KANJI}]{{1,5}}\s?[編部章節款目条條项項号](?:の[{_DIGIT}{_KANJI}]{{1,3}}){{0,3}}"
_ENGLISH = r"(?:Article|Section|Clause|Chapter|Part|Annex|Appendix|Schedule|Exhibit|ARTICLE|SECTION|ANNEX|APPENDIX|SCHEDULE|EXHIBIT|PART)\s(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[IVXLC]{1,6}|[A-Z])(?![A-Za-z0-9])[.:]?"
_BRACKET = rf"[（(](?:[{_DIGIT}]{{1,3}}|[a-zA-Z]|[ivxlc]{{1,6}}|[ア-ヴイロハニホヘト]|[{_KANJI}]{{1,3}})[)）]"
_CIRCLED = r"[①-⒛⓪-⓿❶-➓㈠-㈩㉑-㉟㊀-㊉㊱-㊿㋐-㋾]"
_DECIMAL = rf"[{_DIGIT}]{{1,3}}(?:[.．][{_DIGIT}]{{1,3}}){{1,5}}[.．]?(?=[\s(（]|[^\x00-\x7f０-９])|[{_DIGIT}]{{1,3}}(?:[.．](?=\s|[^\x00-\x7f０-９])|[)）、](?=\D))"
_PARAGRAPH = rf"[{_DIGIT}]{{1,2}}(?=\u3000)"  # "２　前項の規定は": paragraph two of an article
_LETTER = r"[A-Za-z][.)](?=\s)|[IVX]{1,5}[.)](?=\s)|[ア-ン](?=[\u3000．.、)）])[．.、)）]?"
_SECTION = r"§{1,2}\s?[0-9]{1,4}(?:\.[0-9]{1,3})*"
_NUMBER = re.compile(
    rf"\s*((?:{_ARTICLE}|{_ENGLISH}|{_SECTION}|{_BRACKET}|{_CIRCLED}|{_DECIMAL}|{_PARAGRAPH}|{_LETTER})(?:\s?{_BRACKET})?)\s*"
)
_BULLET = re.compile(r"\s*(?:[•‣▪●○◦∙·・※＊]|[-*–—](?=\s))\s*")
_OUTLINE = (("編部", 10), ("章", 11), ("節", 12), ("款目", 13), ("条條", 14))
_ANNEX = re.compile(
    r"(?:附\s?則|別\s?[紙表添記]|前\s?文)\s?[0-9０-９一二三四五六七八九十]{0,3}(?![^\s\u3000（(【:：])"
)
_BRACKETED = re.compile(r"[【［〔][^】］〕]{1,60}[】］〕]|[■◆□◇▼][^。]{1,60}")
_SENTENCE_END = re.compile(r"[。．.!?！？;；:：,、，][\"'”’」』)）]?$")
_LONGEST_HEADING = 110


def split_number(text: str) -> tuple[str, str]:
    """The printed number of a clause and the rest. A number alone is text."""
    found = _NUMBER.match(text)
    if found is None or found.end() == len(text):
        return "", text.strip()
    return found[1], text[found.end() :].strip()


def is_number(text: str) -> bool:
    """Nothing but a number: the text it belongs to stands in the next block."""
    found = _NUMBER.match(text + "\u3000x")
    return found is not None and found.end() >= len(text) > 0


def strip_bullet(text: str) -> str | None:
    """The text behind a bullet, or None where there is no bullet."""
    found = _BULLET.match(text)
    return text[found.end() :] if found and found.end() < len(text) else None


def heading_level(text: str, *, bold: bool = False) -> int | None:
    """The depth a block has as a heading by its looks, below the real headings 1 to 6; None: it is none."""
    if len(text) > _LONGEST_HEADING or not text or "\n" in text:
        return None
    number, rest = split_number(text)
    level = _outline_level(number or text)
    if level is not None and not _is_sentence(rest):
        return level
    if _ANNEX.match(text) or (_BRACKETED.fullmatch(text) and len(text) < 60):
        return 14
    if _SENTENCE_END.search(text) and not (bold and text[-1] in ".:：．?？"):
        return None
    depth = _depth(number)
    if bold:
        return 20 + depth
    return 20 + depth if depth and _is_title(rest) else None


def _outline_level(number: str) -> int | None:
    if re.fullmatch(_ARTICLE, number):
        return next((level for letters, level in _OUTLINE if any(c in number for c in letters)), None)
    return 14 if re.fullmatch(_ENGLISH, number) else None


def _is_sentence(rest: str) -> bool:
    return bool(_SENTENCE_END.search(rest)) and not rest.endswith((".", ":", "：", ")", "）"))


def _depth(number: str) -> int:
    """How deep a decimal number is: "3." is 1, "3.2" is 2; anything else 0."""
    if not re.fullmatch(_DECIMAL.split("|")[0].split("(?=")[0] + r"|[0-9０-９]{1,3}[.．]", number):
        return 0
    return len(re.findall(rf"[{_DIGIT}]+", number))


def _is_title(rest: str) -> bool:
    """Short, without a closing full stop, and written as titles are."""
    if not rest or len(rest) > 80:
        return False
    return rest[0].isupper() or not rest[0].isascii()
