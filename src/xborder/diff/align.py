"""Which clause of the old text stands for which clause of the new one.

Clauses are matched by what they say, never by their number: one inserted clause renumbers the rest, and
forty changes for one cost the reader's trust. In order: clauses that say the same in the same order;
the same elsewhere (moved); passages cut into clauses at other places; clauses that say nearly the same.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel, LCSseq

from xborder.diff.recut import jointless, recut
from xborder.diff.words import split_words
from xborder.model import Clause, ClauseKind
from xborder.model.text import canonical

_LARGEST_TABLE = 400_000_000  # clauses times clauses compared for order: 0.1 s and 100 MB
_CANDIDATES = 6  # clauses looked at closely for each clause without a partner
_COMMON = 60  # a word in more clauses than this does not tell which clause is meant
_LONGEST = 3_000  # words of one clause compared closely

# Share of words in common, in order, from which a clause is the same clause reworded. Two unrelated
# clauses of one contract share about a quarter: articles, particles, the parties.
_SIMILAR = 0.4
_SIMILAR_SHORT = 0.6  # of few words, where one in common weighs much
_SIMILAR_ELSEWHERE = 0.7
_FEW = 5  # words that say little
_CONTAINED = 0.8  # of the shorter clause found again, in order, in the longer one
_CONTAINED_WORDS = 8


@dataclass(frozen=True, slots=True)
class Pair:
    """Indices of clauses that stand for each other: several on a side where a clause was cut or joined."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """All pairs that are not the same words at the same place, and the clauses without a partner.

    `anchors` are the clauses that stayed, as (old, new), rising in both.
    """

    pairs: tuple[Pair, ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]
    anchors: tuple[tuple[int, int], ...]


def align(old: Sequence[Clause], new: Sequence[Clause]) -> Alignment:
    """Find for each clause the one it stands for."""
    return _Aligner(old, new).run()


class _Aligner:
    """The clauses still without a partner, fewer with each step."""

    def __init__(self, old: Sequence[Clause], new: Sequence[Clause]) -> None:
        self.old, self.new = old, new
        keys = {text: canonical(text) for text in {clause.text for clause in (*old, *new)}}
        self.old_keys = [keys[clause.text] for clause in old]
        self.new_keys = [keys[clause.text] for clause in new]
        self.anchors = self._anchors()
        self.old_gap = _gap_numbers(len(old), [i for i, _ in self.anchors])
        self.new_gap = _gap_numbers(len(new), [j for _, j in self.anchors])
        self.pairs: list[Pair] = []
        # What has no letters is no clause to compare: bullets, rules.
        self.old_left = {i: None for i, key in enumerate(self.old_keys) if key}
        self.new_left = {j: None for j, key in enumerate(self.new_keys) if key}
        self._settle((i for i, _ in self.anchors), (j for _, j in self.anchors))

    def run(self) -> Alignment:
        self._same_elsewhere()
        self._cut_elsewhere()
        self._similar()
        self._parts()
        return Alignment(tuple(self.pairs), tuple(self.old_left), tuple(self.new_left), tuple(self.anchors))

    def _anchors(self) -> list[tuple[int, int]]:
        """Headings to headings first: a table of contents says their words too."""
        titles = _same_order(_marked(self.old, self.old_keys), _marked(self.new, self.new_keys))
        anchors, i_done, j_done = list[tuple[int, int]](), 0, 0
        for i, j in [*titles, (len(self.old), len(self.new))]:
            between = _same_order(self.old_keys[i_done:i], self.new_keys[j_done:j])
            anchors += [(i_done + i_in, j_done + j_in) for i_in, j_in in between]
            anchors.append((i, j))
            i_done, j_done = i + 1, j + 1
        return anchors[:-1]

    def _pair(self, old: Sequence[int], new: Sequence[int], *, moved: bool = False) -> None:
        self.pairs.append(Pair(tuple(old), tuple(new), moved))
        self._settle(old, new)

    def _settle(self, old: Iterable[int], new: Iterable[int]) -> None:
        for i in old:
            del self.old_left[i]
        for j in new:
            del self.new_left[j]

    def _same_elsewhere(self) -> None:
        """What stands outside the longest common order has moved, unless only its own list was sorted."""
        places: dict[str, deque[int]] = defaultdict(deque)
        for j in self.new_left:
            places[self.new_keys[j]].append(j)
        old_lists, new_lists = _lists(self.old, self.old_keys), _lists(self.new, self.new_keys)
        for i in list(self.old_left):
            if places[self.old_keys[i]]:
                j = places[self.old_keys[i]].popleft()
                if old_lists[i] and old_lists[i] == new_lists[j]:
                    self._settle((i,), (j,))
                else:
                    self._pair((i,), (j,), moved=True)

    def _cut_elsewhere(self) -> None:
        for old_gap, new_gap in self._open_gaps():
            old_texts = [jointless(self.old_keys[i]) for i in old_gap]
            new_texts = [jointless(self.new_keys[j]) for j in new_gap]
            for old_range, new_range in recut(old_texts, new_texts):
                self._settle([old_gap[i] for i in old_range], [new_gap[j] for j in new_range])

    def _open_gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """Clauses left between the same two anchors."""
        gaps: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for i in self.old_left:
            gaps[self.old_gap[i]][0].append(i)
        for j in self.new_left:
            gaps[self.new_gap[j]][1].append(j)
        return (gap for gap in list(gaps.values()) if gap[0] and gap[1])

    def _similar(self) -> None:
        """The most alike first; each clause once."""
        self.old_words = {i: _words(self.old_keys[i]) for i in self.old_left}
        self.new_words = {j: _words(self.new_keys[j]) for j in self.new_left}
        scored = sorted(self._scores(), key=lambda entry: (-entry[0], entry[1], entry[2]))
        for _, i, j in scored:
            if i in self.old_left and j in self.new_left:
                self._pair((i,), (j,))

    def _scores(self) -> Iterator[tuple[float, int, int]]:
        index = _Index(self.new_words)
        neighbours = {i: new for old, new in self._open_gaps() if len(new) <= _CANDIDATES for i in old}
        for i, words in self.old_words.items():
            for j in {*index.candidates(words), *neighbours.get(i, ())}:
                score = self._score(i, j)
                if score:
                    yield score, i, j

    def _score(self, i: int, j: int) -> float:
        """How much the clauses are alike; 0 when they are not the same clause."""
        old, new = self.old[i], self.new[j]
        old_words, new_words = self.old_words[i], self.new_words[j]
        in_place = self.old_gap[i] == self.new_gap[j]
        alike = Indel.normalized_similarity(old_words, new_words)
        least = _SIMILAR if in_place else _SIMILAR_ELSEWHERE
        if min(len(old_words), len(new_words)) <= _FEW:
            least = max(least, _SIMILAR_SHORT)
        if (old.kind is ClauseKind.HEADING) != (new.kind is ClauseKind.HEADING):
            least = _SIMILAR_ELSEWHERE
        if old.kind is new.kind is ClauseKind.ROW and _row_key(old) != _row_key(new):
            least = _SIMILAR_ELSEWHERE
        context = 0.05 * (old.path[-1:] == new.path[-1:]) + 0.02 * in_place
        if alike >= least:
            return alike + context
        if in_place and _contained(old_words, new_words):
            return _SIMILAR + context
        return 0.0

    def _parts(self) -> None:
        """A clause left over that belongs to a pair beside it: the clause was cut or joined, and reworded."""
        self.pairs = [pair if pair.moved else self._grown(pair) for pair in self.pairs]

    def _grown(self, pair: Pair) -> Pair:
        old, new = list(pair.old), list(pair.new)
        if len(self.old_words[old[0]]) >= len(self.new_words[new[0]]):
            _grow(new, self.new_left, self.new_words, self.old_words[old[0]])
        else:
            _grow(old, self.old_left, self.old_words, self.new_words[new[0]])
        return Pair(tuple(old), tuple(new))


def _same_order(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The longest run of clauses that stand in both texts in the same order."""
    old_at = [i for i, key in enumerate(old) if key]
    new_at = [j for j, key in enumerate(new) if key]
    if len(old_at) * len(new_at) > _LARGEST_TABLE:
        return _same_order_of_many(old, new)
    steps = Indel.opcodes([old[i] for i in old_at], [new[j] for j in new_at])
    return [
        (old_at[step.src_start + k], new_at[step.dest_start + k])
        for step in steps
        if step.tag == "equal"
        for k in range(step.src_end - step.src_start)
    ]


def _marked(clauses: Sequence[Clause], keys: Sequence[str]) -> list[str]:
    """Keys that tell headings from the rest."""
    return [
        f"{key}\n" if key and clause.kind is ClauseKind.HEADING else key
        for clause, key in zip(clauses, keys, strict=True)
    ]


def _lists(clauses: Sequence[Clause], keys: Sequence[str]) -> list[str]:
    """For each item or row what introduces it, for other clauses nothing."""
    introduced, introduction = [], ""
    for clause, key in zip(clauses, keys, strict=True):
        is_member = clause.kind in (ClauseKind.ITEM, ClauseKind.ROW)
        introduced.append(introduction if is_member else "")
        if not is_member or clause.text.rstrip().endswith((":", "：")):
            introduction = key
    return introduced


def _same_order_of_many(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The same of clauses said once on each side, in the time of a sort."""
    old_counts, new_at = Counter(old), _places_of_single(new)
    chain = [(i, new_at[key]) for i, key in enumerate(old) if old_counts[key] == 1 and key in new_at]
    return _longest_rising(chain)


def _places_of_single(keys: Sequence[str]) -> dict[str, int]:
    counts = Counter(keys)
    return {key: j for j, key in enumerate(keys) if key and counts[key] == 1}


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    ends: list[int] = []  # smallest last value of a rising run, by length
    at: list[int] = []  # the pair that stands there
    before: list[int] = []  # for each pair, the one before it in its run
    for index, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        at[length : length + 1] = [index]
    run: list[tuple[int, int]] = []
    index = at[-1] if at else -1
    while index >= 0:
        run.append(pairs[index])
        index = before[index]
    return run[::-1]


def _gap_numbers(count: int, anchors: Sequence[int]) -> list[int]:
    """For each clause, how many anchors stand before it."""
    numbers, passed = [], 0
    for index in range(count):
        numbers.append(passed)
        if passed < len(anchors) and anchors[passed] == index:
            passed += 1
    return numbers


_LETTER = re.compile(r"\w")


def _words(key: str) -> list[str]:
    bare = (word.strip() for word in split_words(key))
    return [word.lower() for word in bare if _LETTER.match(word)][:_LONGEST]


def _row_key(row: Clause) -> str:
    return canonical(row.text.partition("|")[0])


def _contained(one: Sequence[str], other: Sequence[str]) -> bool:
    least = min(len(one), len(other))
    return least >= _CONTAINED_WORDS and LCSseq.similarity(one, other) >= _CONTAINED * least


class _Index:
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
        return [j for j, _ in votes.most_common(_CANDIDATES)]


def _grow(
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
    return bool(words) and list(whole[-len(words) :] if step == 1 else whole[: len(words)]) == list(words)


def _shared(indices: Iterable[int], words: Mapping[int, Sequence[str]], whole: Sequence[str]) -> int:
    joined = [word for index in indices for word in words[index]]
    return LCSseq.similarity(joined, whole)
