"""Which documents are due. Missed days are caught up by the next run; a day is never done twice."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from xborder.clock import TOKYO
from xborder.model import Document, DocumentState, Policy, Scope, SourceState
from xborder.ports import FetchRequest

_MOMENTS = ("checked_at", "good_at", "pending_since", "unhealthy_since", "diverged_since")


def believable(states: Mapping[str, DocumentState], now: datetime) -> dict[str, DocumentState]:
    """A clock that ran ahead wrote moments that have not come yet: they count from now, that look not at all.

    Else a document looked at "in ten years" would not be looked at for ten years.
    """
    return {name: _believable(state, now) for name, state in states.items()}


def ran_ahead(states: Iterable[DocumentState], now: datetime) -> datetime | None:
    """The look that lies furthest ahead, if it is more than a zone or a small jump of the clock explains."""
    looks = (s.checked_at for s in states if s.checked_at and s.checked_at > now + timedelta(days=1))
    return max(looks, default=None)


def _believable(state: DocumentState, now: datetime) -> DocumentState:
    moments = {name: at for name in _MOMENTS if (at := getattr(state, name)) is not None and at > now}
    if not moments:
        return state
    values: dict[str, datetime | None] = dict.fromkeys(moments, now)
    return replace(state, **(values | ({"checked_at": None} if "checked_at" in moments else {})))  # type: ignore[arg-type]


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
    documents: Iterable[Document],
    sources: Mapping[str, SourceState],
    policy: Policy,
    *,
    now: datetime,
    hosts: frozenset[str] | None = None,
) -> tuple[FetchRequest, ...]:
    """One request for every source; without conditions when the last full fetch is too long ago."""
    return tuple(
        FetchRequest(
            source=source,
            state=(state := sources.get(source.id)),
            full=state is None
            or state.full_at is None
            or state.full_at > now
            or now - state.full_at >= timedelta(days=policy.full_fetch_days),
            hosts=hosts,
        )
        for document in documents
        for source in document.sources
    )
