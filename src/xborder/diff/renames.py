"""A name that was replaced throughout is one thing to tell, not forty clauses.

Only names: a company, a product, a party, a defined term. Whether the new name is the same thing under
another name, or another thing, is for a person to say; so a rename is told, never dropped. Words that
carry duties, numbers, dates and countries are never names.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from babel import Locale

from xborder.diff.form import substance
from xborder.model import Change, ChangeKind, Op
from xborder.model.text import canonical

_LEAST_CHANGES = 3
_CONSISTENT = 0.8  # of the places where the old name went or the new one came
_LONGEST = 6  # words

_PRONOUNS = frozenset(("we", "us", "our"))
_PARTIES = frozenset(
    {
        *("当社", "弊社", "当行", "当法人", "当サービス", "本サービス", "運営者", "会社", "甲", "乙"),
        *("利用者", "会員", "契約者", "お客様", "お客さま", "皆様", "ユーザ", "ユーザー"),
    }
)
_LOADED = frozenset(
    {
        *("may", "might", "can", "could", "shall", "should", "will", "would", "must", "need", "not", "never"),
        *("no", "only", "any", "all", "each", "every", "except", "unless", "until", "before", "after"),
        *("with", "without", "and", "or", "notify", "consent", "request", "reasonable", "promptly"),
        *("january", "february", "march", "april", "june", "july", "august", "september", "october"),
        *("november", "december"),
    }
)
_SMALL = frozenset(("of", "the", "&", "for"))  # inside a name
_LATIN_WORD = re.compile(r"[^\W\d_぀-ヿ㐀-鿿]+(?:['.-][^\W\d_]+)*|&")
_KATAKANA = re.compile(r"[ァ-ヺー・]{3,}[㐀-鿿]{0,6}|.*(?:株式会社|合同会社|有限会社).*")
_JAPANESE = re.compile(r"[぀-ヿ㐀-鿿]")


@dataclass(frozen=True, slots=True)
class Rename:
    """One name in place of another; `count` changes say nothing else."""

    old: str
    new: str
    count: int


def find_renames(changes: Iterable[Change]) -> tuple[Rename, ...]:
    """The names replaced throughout, most frequent first."""
    reworded = [change for change in changes if change.kind is ChangeKind.REWORDED]
    candidates = _consistent([frozenset(_swaps(change)) for change in reworded])
    explained = Counter(
        swap
        for change in reworded
        if _says_only(change, candidates)
        for swap in candidates.intersection(_swaps(change))
    )
    found = (Rename(old, new, count) for (old, new), count in explained.items() if count >= _LEAST_CHANGES)
    return tuple(sorted(found, key=lambda rename: (-rename.count, rename.old)))


def _consistent(swaps: Sequence[frozenset[tuple[str, str]]]) -> set[tuple[str, str]]:
    """Names that nearly always gave way to the same other name."""
    together = Counter(swap for found in swaps for swap in found)
    went = Counter(old for found in swaps for old, _ in found)
    came = Counter(new for found in swaps for _, new in found)
    return {
        (old, new)
        for (old, new), count in together.items()
        if old != new
        and count >= _LEAST_CHANGES
        and count >= _CONSISTENT * max(went[old], came[new])
        and _is_name(old)
        and _is_name(new)
    }


def _says_only(change: Change, known: set[tuple[str, str]]) -> bool:
    if change.kind is not ChangeKind.REWORDED or not known:
        return False
    swaps = list(_swaps(change))
    return any(swap in known for swap in swaps) and all(
        swap in known or substance(swap[0]) == substance(swap[1]) for swap in swaps
    )


def _swaps(change: Change) -> Iterator[tuple[str, str]]:
    """What stands in place of what: each run of changed words between words that stayed."""
    for changed, run in groupby(change.words, key=lambda word: word.op is not Op.EQUAL):
        if changed:
            words = list(run)
            yield (
                canonical("".join(word.text for word in words if word.op is Op.DELETE)),
                canonical("".join(word.text for word in words if word.op is Op.INSERT)),
            )


def _is_name(text: str) -> bool:
    if text in _PRONOUNS or text in _PARTIES:
        return True
    if not text or text.casefold() in _countries() or any(character.isdigit() for character in text):
        return False
    return _is_japanese_name(text) if _JAPANESE.search(text) else _is_latin_name(_LATIN_WORD.findall(text))


def _is_japanese_name(text: str) -> bool:
    return bool(_KATAKANA.fullmatch(text))


def _is_latin_name(words: Sequence[str]) -> bool:
    if not 0 < len(words) <= _LONGEST or any(word.casefold() in _LOADED for word in words):
        return False
    return words[0][0].isupper() and all(word[0].isupper() or word in _SMALL for word in words)


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    """Names of countries: one in place of another moves data, it renames nothing."""
    return frozenset(
        name.casefold() for language in ("en", "ja") for name in Locale(language).territories.values()
    )
