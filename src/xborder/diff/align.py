"""Which clause of the old text stands for which clause of the new one.

Clauses are matched by what they say, never by their number: one inserted clause renumbers the rest, and
forty changes for one cost the reader's trust. In order: clauses that say the same in the same order;
the same elsewhere (moved); passages cut into clauses at other places; clauses that say nearly the same.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from xborder.diff.likeness import CANDIDATES, Index, content_words, grow, likeness
from xborder.diff.order import same_order
from xborder.diff.recut import jointless, recut
from xborder.model import Clause, ClauseKind
from xborder.model.text import canonical


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
        titles = same_order(_marked(self.old, self.old_keys), _marked(self.new, self.new_keys))
        anchors, i_done, j_done = list[tuple[int, int]](), 0, 0
        for i, j in [*titles, (len(self.old), len(self.new))]:
            between = same_order(self.old_keys[i_done:i], self.new_keys[j_done:j])
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
                was, now = [old_gap[i] for i in old_range], [new_gap[j] for j in new_range]
                if not self._is_row_of_other_cells(was, now):
                    self._settle(was, now)

    def _is_row_of_other_cells(self, old: Sequence[int], new: Sequence[int]) -> bool:
        """A row with as many cells as before, and the same words in others of them."""
        if len(old) != 1 or len(new) != 1:
            return False
        one, other = self.old[old[0]], self.new[new[0]]
        before, after = (self.old_keys[old[0]].split("|"), self.new_keys[new[0]].split("|"))
        is_row = one.kind is other.kind is ClauseKind.ROW and len(before) == len(after)
        return is_row and [*map(jointless, before)] != [*map(jointless, after)]

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
        self.old_words = {i: content_words(self.old_keys[i]) for i in self.old_left}
        self.new_words = {j: content_words(self.new_keys[j]) for j in self.new_left}
        scored = sorted(self._scores(), key=lambda entry: (-entry[0], entry[1], entry[2]))
        for _, i, j in scored:
            if i in self.old_left and j in self.new_left:
                self._pair((i,), (j,))

    def _scores(self) -> Iterator[tuple[float, int, int]]:
        index = Index(self.new_words)
        neighbours = {i: new for old, new in self._open_gaps() if len(new) <= CANDIDATES for i in old}
        for i, words in self.old_words.items():
            for j in {*index.candidates(words), *neighbours.get(i, ())}:
                score = self._score(i, j)
                if score:
                    yield score, i, j

    def _score(self, i: int, j: int) -> float:
        in_place = self.old_gap[i] == self.new_gap[j]
        return likeness(self.old[i], self.new[j], self.old_words[i], self.new_words[j], in_place=in_place)

    def _parts(self) -> None:
        """A clause left over that belongs to a pair beside it: the clause was cut or joined, and reworded."""
        self.pairs = [pair if pair.moved else self._grown(pair) for pair in self.pairs]

    def _grown(self, pair: Pair) -> Pair:
        old, new = list(pair.old), list(pair.new)
        if len(self.old_words[old[0]]) >= len(self.new_words[new[0]]):
            grow(new, self.new_left, self.new_words, self.old_words[old[0]])
        else:
            grow(old, self.old_left, self.old_words, self.new_words[new[0]])
        return Pair(tuple(old), tuple(new))


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


def _gap_numbers(count: int, anchors: Sequence[int]) -> list[int]:
    """For each clause, how many anchors stand before it."""
    numbers, passed = [], 0
    for index in range(count):
        numbers.append(passed)
        if passed < len(anchors) and anchors[passed] == index:
            passed += 1
    return numbers
