"""References to law as the reader writes them: 「個人情報保護法第28条第3項」 for "APPI Art. 28(3)".

The policy names its bases in one notation. What does not follow it is shown as it stands.
"""

import re

from xborder.report.words import Words

_SOURCES = (
    (re.compile(r"(?:APPI|個人情報保護法)\b"), "law.appi"),
    (re.compile(r"(?:Enforcement )?Rules?\b"), "law.rules"),
    (re.compile(r"(?:GL|Guidelines?)\b"), "law.guideline"),
    (re.compile(r"(?:PPC )?Q(?:&A)?(?=\s*\d)"), "law.qa"),
    (re.compile(r"(?:our |privacy )?policy\b", re.IGNORECASE), "law.policy"),
)
_ARTICLE = re.compile(r"\s*Art(?:icle|\.)?\s*(?P<article>\d+)(?P<parts>(?:\((?:\d+|[ivx]+)\))*)\s*")
_PART = re.compile(r"\((\d+|[ivx]+)\)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}


def cite(basis: str, words: Words) -> str:
    """The reference in the language of the report."""
    for pattern, key in _SOURCES:
        match = pattern.match(basis)
        if match:
            return _joined(words(key), basis[match.end() :], words)
    return basis


def _joined(name: str, rest: str, words: Words) -> str:
    article = _ARTICLE.fullmatch(rest)
    if article is None:
        return f"{name} {rest.strip()}".rstrip()
    if words.language == "en":
        return f"{name} Art. {article['article']}{article['parts']}"
    return f"{name}第{article['article']}条" + "".join(map(_japanese_part, _PART.findall(article["parts"])))


def _japanese_part(part: str) -> str:
    """Paragraphs (項) are counted in digits, items (号) in Roman numerals."""
    return f"第{_ROMAN[part]}号" if part in _ROMAN else f"第{part}項"
