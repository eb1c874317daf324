"""Entries that say the same under another heading, at the head of another list, or in another column.

Basis   APPI Art. 28(3), Enforcement Rules Art. 18(1): whether the measures can still be relied on. What
        stands under "Prohibited" is forbidden, and under "Permitted" allowed, without a word of it changing
Finds   an item moved from "We do not" to "We do"; the two headings exchanged; a clause moved from the
        heading of one country to that of another; a tick moved to another column of its row
Passes  a text that stands more than once in a version; headings that neither allow nor forbid, and are no
        place; columns in another order
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from xborder.assess.entities import Places
from xborder.assess.terms.operative import PROTECTIVE, RISKY
from xborder.model import Change, ChangeKind, Clause, ClauseKind, Direction
from xborder.model.text import canonical

_LONGEST = 80  # characters of what stands over others; a sentence that is longer says something of its own
_FORBIDS = re.compile(
    r"\b(?:not|never|prohibit\w*|forbid\w*|forbidden|restrict\w*|excluded?|exclusions|cannot"
    r"|disallowed)\b|n't\b|禁止|禁じ|ません|(?<!なら)ない|不可|除外|対象外|以外",
    re.IGNORECASE,
)
_ALLOWS = re.compile(
    r"\b(?:permit\w*|allow(?:s|ed)?|may|can|do|does|will|authori[sz]ed|included?|yes)\b"
    r"|許可|許諾|認め|できる|できます|することがあ|します|行う|可$|対象$",
    re.IGNORECASE,
)
_OF_USER = re.compile(r"\b(?:you|customers?|users?|members?)\b|お客様|利用者|ユーザー?|会員", re.IGNORECASE)
_OPENS = (":", "：")


class _Stance(StrEnum):
    FORBIDS = "forbids"
    ALLOWS = "allows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A text as it stood and stands: under which words, and what that means where it can be told."""

    clause: Clause  # as it stands now
    text: str  # what moved: the clause, or the cell of a row
    before: str
    after: str
    direction: Direction = Direction.NEUTRAL
    is_place: bool = False  # countries stand over it
    is_column: bool = False  # it is a cell of its row


def elsewhere(old: Sequence[Clause], new: Sequence[Clause]) -> Iterator[Elsewhere]:
    """What means another thing by its place alone, in the order of the new version."""
    places = Places({})
    before, after = (_single(clauses) for clauses in (old, new))
    stood, stand = ({h for _, over in side.values() for h in over} for side in (before, after))
    for text, (clause, over) in after.items():
        if text in before and before[text][1] != over:
            found = _under_others(clause, before[text][1], over, places)
            # A heading that was reworded, over what stayed under it, is a change of its own words.
            yield from (entry for entry in found if entry.before in stand or entry.after in stood)
    rows, rows_now = (_rows(clauses) for clauses in (old, new))
    for said, (clause, cells) in rows_now.items():
        if said in rows:
            yield from _in_other_columns(clause, rows[said][1], cells)


def _single(clauses: Sequence[Clause]) -> dict[str, tuple[Clause, tuple[str, ...]]]:
    """What is said once, with what stands over it: the lead of its list, and its headings from within."""
    times = Counter(canonical(clause.text) for clause in clauses)
    found, lead = dict[str, tuple[Clause, tuple[str, ...]]](), ""
    for clause in clauses:
        is_member = clause.kind in (ClauseKind.ITEM, ClauseKind.ROW)
        if clause.kind is not ClauseKind.HEADING and times[canonical(clause.text)] == 1:
            leads = (lead,) if is_member and lead else ()
            found[canonical(clause.text)] = clause, (*leads, *reversed(clause.path))
        if clause.text.rstrip().endswith(_OPENS):
            lead = clause.text
        elif not is_member:
            lead = ""
    return found


def _under_others(
    clause: Clause, before: Sequence[str], after: Sequence[str], places: Places
) -> Iterator[Elsewhere]:
    stood, stands = _stance(before), _stance(after)
    if stood and stands and stood[0] is not stands[0]:
        yield Elsewhere(
            clause=clause,
            text=clause.text,
            before=stood[1],
            after=stands[1],
            direction=_direction(clause.text, (stood[1], stands[1]), is_freed=stands[0] is _Stance.ALLOWS),
        )
    was, now = (next((h for h in over if places.is_only_places(h)), "") for over in (before, after))
    if was and now and set(places.countries(was)) != set(places.countries(now)):
        yield Elsewhere(clause=clause, text=clause.text, before=was, after=now, is_place=True)


def _direction(text: str, over: Sequence[str], *, is_freed: bool) -> Direction:
    """What the contractor may now do with data weakens, and so does what it need not do for them any more."""
    plain = text.casefold()
    is_risky, is_protective = bool(RISKY.search(plain)), bool(PROTECTIVE.search(plain))
    if is_risky == is_protective or any(_OF_USER.search(words) for words in over):
        return Direction.NEUTRAL
    return Direction.WEAKENS if is_freed is is_risky else Direction.STRENGTHENS


def _stance(over: Sequence[str]) -> tuple[_Stance, str] | None:
    """Of the nearest words that forbid or allow."""
    for text in over:
        plain = canonical(text)
        if len(plain) <= _LONGEST:
            if _FORBIDS.search(plain):
                return _Stance.FORBIDS, text
            if _ALLOWS.search(plain):
                return _Stance.ALLOWS, text
    return None


_Cells = dict[str, str]  # by the name of the column


def without_reordered(
    changes: Sequence[Change], old: Sequence[Clause], new: Sequence[Clause]
) -> tuple[Change, ...]:
    """The changes but those of rows that say the same of the same columns in another order of these."""
    was, now = _said(old), _said(new)
    said, before, after = {**was, **now}, set(was.values()) - {None}, set(now.values()) - {None}
    return tuple(
        change
        for change in changes
        if change.kind is ChangeKind.MOVED
        or not all(
            said.get((clause.text, clause.path)) in others
            for clause, others in ((change.old, after), (change.new, before))
            if clause is not None
        )
    )


_Said = frozenset[tuple[str, str]] | None


def _said(clauses: Sequence[Clause]) -> dict[tuple[str, tuple[str, ...]], _Said]:
    """What each row says, whatever the order of its columns; nothing of one without a head."""
    heads = _heads(clauses)
    said: dict[tuple[str, tuple[str, ...]], _Said] = {}
    for clause in clauses:
        if clause.kind is ClauseKind.ROW:
            cells = _split(clause.text)
            head = [""] * len(cells) if clause.text in heads else _head(clause)
            said[clause.text, clause.path] = frozenset(zip(head, cells, strict=True)) if head else None
    return said


def _heads(clauses: Sequence[Clause]) -> frozenset[str]:
    """The rows that name the columns of others."""
    return frozenset(clause.path[-1] for clause in clauses if clause.kind is ClauseKind.ROW and clause.path)


def _head(clause: Clause) -> list[str]:
    """The names of the columns of a row; none where they are not known."""
    head = _split(clause.path[-1]) if clause.path else []
    return head if len(head) == clause.text.count("|") + 1 and len(set(head)) == len(head) else []


def _split(row: str) -> list[str]:
    return [canonical(cell) for cell in row.split("|")]


def _rows(clauses: Sequence[Clause]) -> dict[tuple[str, ...], tuple[Clause, _Cells]]:
    """Rows by all they say, in whatever columns, where one alone says so."""
    found: dict[tuple[str, ...], tuple[Clause, _Cells]] = {}
    times: Counter[tuple[str, ...]] = Counter()
    heads = _heads(clauses)
    for clause in clauses:
        cells = _split(clause.text) if clause.kind is ClauseKind.ROW and clause.text not in heads else []
        if len(cells) > 1:
            said = tuple(sorted(filter(None, cells)))
            times[said] += 1
            head = _head(clause) or [str(number) for number in range(1, len(cells) + 1)]
            found[said] = clause, dict(zip(head, cells, strict=True))
    return {said: row for said, row in found.items() if times[said] == 1}


def _in_other_columns(clause: Clause, before: _Cells, after: _Cells) -> Iterator[Elsewhere]:
    """Of a row with the same columns and the same words: what stands in another column."""
    if before.keys() != after.keys():
        return
    for column, text in after.items():
        if text and before[column] != text:
            left = next(c for c, was in before.items() if was == text and after[c] != text)
            stood, stands = _stance([left]), _stance([column])
            is_turned = stood and stands and stood[0] is not stands[0]
            freed = bool(stands and stands[0] is _Stance.ALLOWS)
            turned = _direction(clause.text, (left, column), is_freed=freed)
            yield Elsewhere(
                clause=clause,
                text=text,
                before=left,
                after=column,
                direction=turned if is_turned else Direction.NEUTRAL,
                is_column=True,
            )
