"""A change of a clause as two sides a person can read: one form for the page, the mail and the plain text.

Long stretches that stayed are left out with their length, so that what changed is seen at once. The
texts themselves are never altered.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from xborder.model import Change, ChangeKind, Clause, Op, Word
from xborder.report.words import Words

_CONTEXT = 90  # characters kept on each side of what changed
_LONGEST_WORD = 25
_WORTH_LEAVING_OUT = 120  # shorter stretches are shown


@dataclass(frozen=True, slots=True)
class Run:
    """Part of a side. `mark`: "" stayed, "delete", "insert", "caret" (something came in), "note" (ours)."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Old and new side of one change. A side without runs means: there is none."""

    kind: str
    label: str
    place: str
    old: tuple[Run, ...]
    new: tuple[Run, ...]


def sides(change: Change, words: Words, *, limit: int) -> Sides:
    """The two sides of a change, each of at most about `limit` characters."""
    old, new = _runs(change, words)
    return Sides(
        kind=change.kind.value,
        label=words(f"change.{change.kind.value}"),
        place=place_of(change.clause),
        old=tuple(_limited(old, limit, words)),
        new=tuple(_limited(new, limit, words)),
    )


def foremost(changes: Sequence[Change], evidence: Sequence[str], most: int) -> tuple[Change, ...]:
    """At most so many changes, in their order: those that carry evidence before others, moved ones last."""
    if len(changes) <= most:
        return tuple(changes)
    ranked = sorted(range(len(changes)), key=lambda index: _rank(changes[index], evidence))
    return tuple(changes[index] for index in sorted(ranked[:most]))


def _rank(change: Change, evidence: Sequence[str]) -> int:
    texts = [clause.text for clause in (change.old, change.new) if clause is not None]
    if any(quote in text for quote in evidence for text in texts):
        return 0
    return 2 if change.kind is ChangeKind.MOVED else 1


def place_of(clause: Clause) -> str:
    """Where a clause stands: headings, number, page of a PDF."""
    page = (f"p. {clause.page}",) if clause.page is not None else ()
    return " > ".join(part for part in (*clause.path, clause.number, *page) if part)


def _runs(change: Change, words: Words) -> tuple[Sequence[Run], Sequence[Run]]:
    match change.kind:
        case ChangeKind.ADDED:
            return (), (Run("insert", change.clause.text),)
        case ChangeKind.REMOVED:
            return (Run("delete", change.clause.text),), ()
        case ChangeKind.MOVED:
            return _moved(change.old, "from", words), _moved(change.new, "to", words)
        case ChangeKind.REWORDED:
            return _reworded(change, words)


def _moved(clause: Clause | None, way: str, words: Words) -> tuple[Run, ...]:
    if clause is None:
        return ()
    return (Run("note", words(f"diff.moved.{way}", place=place_of(clause) or "－")), Run("", clause.text))


def _reworded(change: Change, words: Words) -> tuple[Sequence[Run], Sequence[Run]]:
    marked = change.words or tuple(_unmarked(change))
    old = _side(marked, Op.DELETE, "delete")
    new = _side(marked, Op.INSERT, "insert")
    return tuple(_shortened(old, words)), tuple(_shortened(new, words))


def _unmarked(change: Change) -> Iterable[Word]:
    if change.old is not None:
        yield Word(Op.DELETE, change.old.text)
    if change.new is not None:
        yield Word(Op.INSERT, change.new.text)


def _side(marked: Iterable[Word], own: Op, mark: str) -> list[Run]:
    """What stayed and what is this side's own; a caret where only the new side has something."""
    runs: list[Run] = []
    for word in marked:
        if word.op is own:
            if own is Op.DELETE and runs and runs[-1].mark == "caret":
                runs.pop()
            runs.extend(_without_edges(mark, word.text))
        elif word.op is Op.EQUAL:
            runs.append(Run("", word.text))
        elif own is Op.DELETE and not (runs and runs[-1].mark):
            runs.append(Run("caret", ""))
    return runs


def _without_edges(mark: str, text: str) -> Iterator[Run]:
    """White space around a change is not part of it: underlining it would only look untidy."""
    core = text.strip()
    start = text.index(core)
    for run in (Run("", text[:start]), Run(mark, core), Run("", text[start + len(core) :])):
        if run.text:
            yield run


def _shortened(runs: Sequence[Run], words: Words) -> Iterator[Run]:
    for index, run in enumerate(runs):
        head = _head(run.text) if index > 0 else ""
        tail = _tail(run.text) if index < len(runs) - 1 else ""
        left_out = len(run.text) - len(head) - len(tail)
        if run.mark or left_out < _WORTH_LEAVING_OUT or len(runs) == 1:
            yield run
            continue
        note = Run("note", words("diff.elided", count=left_out))
        yield from (part for part in (Run("", head), note, Run("", tail)) if part.text)


def _head(text: str) -> str:
    """The beginning, up to the end of a word; Japanese has none and is cut where it stands."""
    more = text[_CONTEXT : _CONTEXT + _LONGEST_WORD]
    space = next((at for at, character in enumerate(more) if character.isspace()), 0)
    return text[: _CONTEXT + space]


def _tail(text: str) -> str:
    return _head(text[::-1])[::-1]


def _limited(runs: Iterable[Run], limit: int, words: Words) -> Iterator[Run]:
    left, cut = limit, 0
    for run in runs:
        if run.mark == "note" and not cut:
            yield run
        elif left > 0:
            cut += max(0, len(run.text) - left)
            yield Run(run.mark, run.text[:left])
            left -= len(run.text)
        else:
            cut += len(run.text)
    if cut:
        yield Run("note", words("diff.cut", count=cut))
