"""Whether two clauses that differ are one clause reworded, and which neighbours belong to it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz.distance import Indel, LCSseq

from xborder.diff.words import split_words
from xborder.model import Clause, ClauseKind
from xborder.model.text import canonical

CANDIDATES = 6  # clauses looked at closely for each clause without a partner
_COMMON = 60  # a word in more clauses than this does not tell which clause is meant
_LONGEST = 3_000  # words of one clause compared closely

# Share of words in common, in order, from which a clause is the same clause reworded. Two unrelated
# clauses of one contract share about a quarter: articles, particles, the parties.
_SIMILAR = 0.4
_SIMILAR_SHORT = 0.6  # of few words, where one in common weighs much
_SIMILAR_ELSEWHERE = 0.7
_SIMILAR_TITLED = 0.2  # both open with the same title; in place the title alone will do
_FEW = 5  # words that say little
_CONTAINED = 0.8  # of the shorter clause found again, in order, in the longer one
_CONTAINED_WORDS = 8

_LETTER = re.compile(r"\w")
# "Data retention. We keep", "（安全管理）当社は"
_TITLE = re.compile(r"[^.:。：]{3,60}[.:：] |[(（][^()（）]{2,30}[)）]")


def content_words(key: str) -> list[str]:
    """The words of a canonical text, without marks and capitals."""
    bare = (word.strip() for word in split_words(key))
    return [word.lower() for word in bare if _LETTER.match(word)][:_LONGEST]


def likeness(
    old: Clause, new: Clause, old_words: Sequence[str], new_words: Sequence[str], *, in_place: bool
) -> float:
    """How much two clauses are alike; 0 when they are not the same clause."""
    titled = _same_title(old.text, new.text)
    alike = Indel.normalized_similarity(old_words, new_words)
    context = 0.05 * (old.path[-1:] == new.path[-1:]) + 0.02 * in_place + 0.1 * titled
    least = _SIMILAR if in_place else _SIMILAR_ELSEWHERE
    if min(len(old_words), len(new_words)) <= _FEW:
        least = max(least, _SIMILAR_SHORT)
    elif titled:
        least = 0.0 if in_place else _SIMILAR_TITLED
    if _other_thing(old, new):
        least = _SIMILAR_ELSEWHERE
    if alike >= least:
        return alike + context
    return _SIMILAR + context if _contained(old_words, new_words, in_place) else 0.0


def _same_title(old: str, new: str) -> bool:
    """Both open with the same few words and a stop."""
    title = _TITLE.match(old)
    return title is not None and title[0].casefold() == new[: title.end()].casefold()


def _row_key(row: Clause) -> str:
    return canonical(row.text.partition("|")[0])


def _other_thing(old: Clause, new: Clause) -> bool:
    """A heading is no sentence, and a row is about what its first cell names."""
    if old.kind is new.kind is ClauseKind.ROW:
        return _row_key(old) != _row_key(new)
    return (old.kind is ClauseKind.HEADING) != (new.kind is ClauseKind.HEADING)


def _contained(one: Sequence[str], other: Sequence[str], in_place: bool) -> bool:
    """Whether one says all of the other, and more."""
    least = min(len(one), len(other))
    if least < _CONTAINED_WORDS or (not in_place and max(len(one), len(other)) > 4 * least):
        return False
    return LCSseq.similarity(one, other) >= (_CONTAINED if in_place else 1.0) * least


class Index:
    """Clauses by their words, to look closely only at those with uncommon words in common."""

    def __init__(self, words: Mapping[int, Sequence[str]]) -> None:
        self.places: dict[str, list[int]] = defaultdict(list)
        for j, clause in words.items():
            for word in set(clause):
                self.places[word].append(j)

    def candidates(self, clause: Sequence[str]) -> list[int]:
        votes: Counter[int] = Counter()
        for word in dict.fromkeys(clause):
            places = self.places.get(word, ())
            if len(places) <= _COMMON:
                for j in places:
                    votes[j] += 1
        return [j for j, _ in votes.most_common(CANDIDATES)]


def grow(
    part: list[int], left: dict[int, None], words: Mapping[int, Sequence[str]], whole: Sequence[str]
) -> None:
    """Take in the neighbours whose words stand in `whole` beside those of `part`."""
    for step in (1, -1):
        while (index := part[-1 if step == 1 else 0] + step) in left:
            grown = sorted([*part, index])
            gain = _shared(grown, words, whole) - _shared(part, words, whole)
            if gain < _CONTAINED * len(words[index]) or not _is_sure(words[index], whole, step):
                break
            part[:] = grown
            del left[index]


def _is_sure(words: Sequence[str], whole: Sequence[str], step: int) -> bool:
    """A few words belong to a passage only as its very first or last ones."""
    if len(words) > _FEW:
        return True
    end = whole[-len(words) :] if step == 1 else whole[: len(words)]
    return bool(words) and LCSseq.similarity(end, words) >= _CONTAINED * len(words)


def _shared(indices: Iterable[int], words: Mapping[int, Sequence[str]], whole: Sequence[str]) -> int:
    joined = [word for index in indices for word in words[index]]
    return LCSseq.similarity(joined, whole)
