"""What seeing a text means for a document. Decides, and touches nothing: no store, no clock, no log.

Most recorded "changes" of public terms are variants and error pages that go away by themselves, so a
new text counts once it was seen again on a later look. While a document shows another text than the
one last reported, it is in an episode, which ends when the reported text comes back. A text known
from before the episode is a variant: it counts only when it stays. Nothing waits for ever: an
episode of `unstable_after` is reported, whatever the page shows by then.

A page that goes on showing known texts by turns is silent by these rules, so that itself is told, once:
when one text went away `OFTEN` times and it lasts for `LASTING`, which no passing variant does. It is
over when no text went away for `OVER`, or when a change was reported; what begins then is told anew.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from xborder.model import DocumentState, Turns

FLAPPING = 2
"""A text that went away again this often is known to come and go: it must stay the longest time."""

OFTEN = 3
LASTING = timedelta(days=3)  # 81 % of reverted changes are undone within 48.5 h
OVER = timedelta(days=30)


class Meaning(StrEnum):
    """What a healthy look at a document means."""

    FIRST = "first"
    UNCHANGED = "unchanged"
    RETURNED = "returned"  # to the reported text, or to a known variant that has not stayed yet
    NEW = "new"  # waits to be seen again
    STILL_PENDING = "still_pending"  # seen again, too soon to count
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """When a text was observed in the past."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The delays that the decision needs."""

    confirm_after: timedelta
    variant: timedelta  # a text seen within this time is a variant when it comes back
    variant_stay: timedelta = timedelta(days=3)  # 81 % of reverted changes are undone within 48.5 h
    unstable_after: timedelta = timedelta(days=7)


def classify(
    state: DocumentState, version: str, *, now: datetime, seen: Seen | None, timing: Timing
) -> Meaning:
    """Say what it means to see `version` now. `seen` is None for a text never seen before."""
    if state.reported is None:
        return Meaning.FIRST
    if version == state.reported:
        return Meaning.UNCHANGED if state.observed == version else Meaning.RETURNED
    episode = state.diverged_since or now
    away = now - episode
    if away >= timing.unstable_after:
        return Meaning.CONFIRMED
    if seen is None or now - seen.last > timing.variant:
        return Meaning.NEW
    if seen.first < episode:
        comes_and_goes = state.flapping.count(version) >= FLAPPING
        stayed = not comes_and_goes and away >= timing.variant_stay
        return Meaning.CONFIRMED if stayed else Meaning.RETURNED
    return Meaning.CONFIRMED if now - seen.first >= timing.confirm_after else Meaning.STILL_PENDING


def advance(state: DocumentState, version: str, meaning: Meaning, *, now: datetime) -> DocumentState:
    """The state after `version` was seen with this meaning."""
    if version == state.reported or meaning in (Meaning.FIRST, Meaning.CONFIRMED):
        return replace(
            state,
            reported=version,
            observed=version,
            pending=None,
            pending_since=None,
            diverged_since=None,
            flapping=_flapping(state) if meaning is Meaning.RETURNED else state.flapping,
            turns=_turns(state, now) if meaning is Meaning.RETURNED else state.turns,
        )
    return replace(
        state,
        observed=version,
        pending=version,
        pending_since=state.pending_since if version == state.pending else now,
        diverged_since=state.diverged_since or now,
    )


def _flapping(state: DocumentState) -> tuple[str, ...]:
    """The texts that went away again, newest last, once for each time; the last twenty are enough."""
    return (*state.flapping, *((state.observed,) if state.observed else ()))[-20:]


def _turns(state: DocumentState, now: datetime) -> Turns:
    """A text has just gone away again."""
    turns = state.turns
    if turns is None or not timedelta(0) <= now - turns.last < OVER:
        return Turns(since=state.diverged_since or now, last=now)
    return replace(turns, last=now)


def taking_turns(state: DocumentState, *, now: datetime) -> str | None:
    """The text that has just gone away once more, if it does so often enough and was not told of yet."""
    turns = state.turns
    if turns is None or turns.last != now or now - turns.since < LASTING:
        return None
    text = state.flapping[-1]
    return text if state.flapping.count(text) >= OFTEN and text not in turns.settled else None


def present_turns(state: DocumentState, *, now: datetime) -> Turns | None:
    """The texts that take turns now, where it lasts."""
    turns = state.turns
    is_over = turns is None or now - turns.last >= OVER
    return None if turns is None or is_over or not turns.settled else turns


def settle(state: DocumentState, text: str) -> DocumentState:
    """The state once it was decided whether people hear of a text that takes turns."""
    turns = state.turns
    return replace(state, turns=turns and replace(turns, settled=(*turns.settled, text)))
