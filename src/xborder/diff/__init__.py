"""What became of the clauses between two versions of a document."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from xborder.diff.align import Alignment, align
from xborder.diff.form import form_only
from xborder.diff.renames import Rename, find_renames
from xborder.diff.words import word_runs
from xborder.model import Change, ChangeKind, Clause, Op

__all__ = ["Rename", "diff", "find_renames", "form_only"]


def diff(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[Change, ...]:
    """The changes in the order of the new text; what was removed stands where it stood.

    The words of every change join to its texts, whatever its kind. A clause that was cut in two or joined
    from two while it was reworded is one change: its parts are given as one clause, a line for each.
    """
    alignment = align(old, new)
    placed = [*_paired(old, new, alignment), *_added(new, alignment), *_removed(old, alignment)]
    return tuple(change for _, change in sorted(placed, key=lambda entry: entry[0]))


_Place = tuple[int, int, int]  # new index, 0 for what stands there or 1 for what stood behind it, old index
_Placed = tuple[_Place, Change]


def _paired(old: Sequence[Clause], new: Sequence[Clause], alignment: Alignment) -> Iterator[_Placed]:
    for pair in alignment.pairs:
        kind = ChangeKind.MOVED if pair.moved else ChangeKind.REWORDED
        change = _change(kind, _one([old[i] for i in pair.old]), _one([new[j] for j in pair.new]))
        yield (pair.new[0], 0, 0), change


def _added(new: Sequence[Clause], alignment: Alignment) -> Iterator[_Placed]:
    for j in alignment.added:
        yield (j, 0, 0), _change(ChangeKind.ADDED, None, new[j])


def _removed(old: Sequence[Clause], alignment: Alignment) -> Iterator[_Placed]:
    """Behind the last clause before it that stands in the new text too."""
    partner = dict(alignment.anchors)
    partner |= {pair.old[-1]: pair.new[-1] for pair in alignment.pairs if not pair.moved}
    stayed = sorted(partner)
    for i in alignment.removed:
        before = bisect_left(stayed, i)
        place = partner[stayed[before - 1]] if before else -1
        yield (place, 1, i), _change(ChangeKind.REMOVED, old[i], None)


def _change(kind: ChangeKind, old: Clause | None, new: Clause | None) -> Change:
    words = word_runs(old.text if old else "", new.text if new else "")
    assert kind is ChangeKind.MOVED or any(word.op is not Op.EQUAL for word in words), "an empty difference"
    return Change(kind=kind, old=old, new=new, words=words)


def _one(clauses: Sequence[Clause]) -> Clause:
    if len(clauses) == 1:
        return clauses[0]
    return replace(clauses[0], text="\n".join(clause.text for clause in clauses))
