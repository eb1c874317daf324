"""Which documents are due. Missed days are caught up by the next run; a day is never done twice."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from xborder.clock import TOKYO
from xborder.model import Document, DocumentState, Policy, SourceState
from xborder.ports import FetchRequest


class Scope(StrEnum):
    DUE = "due"  # not looked at today, or waiting to be seen again
    PENDING = "pending"  # only what waits to be seen again
    EVERYTHING = "everything"


def due(
    documents: Iterable[Document],
    states: Mapping[str, DocumentState],
    policy: Policy,
    *,
    now: datetime,
    scope: Scope = Scope.DUE,
) -> tuple[Document, ...]:
    """The documents to look at now, in the order of the registry."""
    return tuple(d for d in documents if _is_due(states.get(d.id), policy, now, scope))


def _is_due(state: DocumentState | None, policy: Policy, now: datetime, scope: Scope) -> bool:
    if scope is Scope.EVERYTHING:
        return True
    if state is not None and waits(state, policy, now):
        return True
    return scope is Scope.DUE and _day_has_come(state, policy, now)


def waits(state: DocumentState, policy: Policy, now: datetime) -> bool:
    """A new text was seen once, and nobody has looked since it became old enough to count."""
    if state.pending_since is None or state.checked_at is None:
        return False
    age = timedelta(minutes=policy.confirm_after_minutes)
    looked_again = state.checked_at > state.pending_since and state.checked_at - state.pending_since >= age
    return now - state.pending_since >= age and not looked_again


def _day_has_come(state: DocumentState | None, policy: Policy, now: datetime) -> bool:
    if state is None or state.checked_at is None:
        return True
    if policy.every_hours % 24 == 0:
        days = now.astimezone(TOKYO).date() - state.checked_at.astimezone(TOKYO).date()
        return days >= timedelta(hours=policy.every_hours)
    return now - state.checked_at >= timedelta(hours=policy.every_hours)


def requests(
    documents: Iterable[Document], sources: Mapping[str, SourceState], policy: Policy, *, now: datetime
) -> tuple[FetchRequest, ...]:
    """One request for every source; without conditions when the last full fetch is too long ago."""
    return tuple(
        FetchRequest(
            source=source,
            state=(state := sources.get(source.id)),
            full=state is None
            or state.full_at is None
            or now - state.full_at >= timedelta(days=policy.full_fetch_days),
        )
        for document in documents
        for source in document.sources
    )
