"""Which documents are due."""

from datetime import UTC, datetime, timedelta

import pytest

from xborder.daily.plan import Scope, believable, due, requests
from xborder.model import Document, DocumentKind, DocumentState, Policy, Source, SourceState

DOCUMENT = Document(
    id="acme/dpa",
    owner="acme",
    kind=DocumentKind.DPA,
    title="DPA",
    sources=(Source(id="acme/dpa", url="https://acme.example/dpa"),),
)
POLICY = Policy(rules=())
NOW = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)  # 06:30 on the 23rd in Tokyo
HOUR = timedelta(hours=1)


def is_due(state: DocumentState | None, scope: Scope = Scope.DUE, policy: Policy = POLICY) -> bool:
    states = {"acme/dpa": state} if state else {}
    return bool(due([DOCUMENT], states, policy, now=NOW, scope=scope))


def state(checked: timedelta, pending: timedelta | None = None) -> DocumentState:
    return DocumentState(
        document="acme/dpa",
        checked_at=NOW - checked,
        pending="v" if pending is not None else None,
        pending_since=NOW - pending if pending is not None else None,
    )


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (None, True),
        (state(7 * HOUR), True),
        (state(6 * HOUR), False),
        (state(72 * HOUR), True),
        (state(2 * HOUR, pending=2 * HOUR), True),
        (state(HOUR / 2, pending=HOUR / 2), False),
        (state(HOUR / 2, pending=30 * HOUR), False),
    ],
    ids=[
        "never looked at",
        "yesterday in Tokyo",
        "today in Tokyo",
        "days were missed",
        "a new text waits long enough",
        "a new text waits too short",
        "a variant was looked at again today",
    ],
)
def test_what_is_due(known: DocumentState | None, expected: bool):
    assert is_due(known) is expected


def test_between_the_daily_runs_only_what_waits_is_looked_at():
    assert not is_due(state(7 * HOUR), Scope.PENDING)
    assert is_due(state(2 * HOUR, pending=2 * HOUR), Scope.PENDING)


def test_everything_is_everything():
    assert is_due(state(HOUR / 60), Scope.EVERYTHING)


def test_a_shorter_interval_counts_in_hours():
    assert is_due(state(6 * HOUR), policy=Policy(rules=(), every_hours=6))
    assert not is_due(state(5 * HOUR), policy=Policy(rules=(), every_hours=6))


@pytest.mark.parametrize(
    ("days", "full"), [(1, False), (7, True), (None, True)], ids=["recent", "a week ago", "never"]
)
def test_a_full_fetch_comes_at_least_every_week(days: int | None, full: bool):
    full_at = NOW - timedelta(days=days) if days is not None else None
    known = {"acme/dpa": SourceState(source="acme/dpa", full_at=full_at)}
    (request,) = requests([DOCUMENT], known, POLICY, now=NOW)
    assert request.full is full


def test_a_look_that_has_not_happened_yet_counts_as_none_and_its_moments_from_now():
    ahead = state(-3650 * 24 * HOUR, pending=-3650 * 24 * HOUR)
    believed = believable({"acme/dpa": ahead}, NOW)["acme/dpa"]
    assert is_due(believed)
    assert (believed.checked_at, believed.pending_since) == (None, NOW)
    assert believable({"acme/dpa": state(HOUR)}, NOW) == {"acme/dpa": state(HOUR)}


def test_a_full_fetch_in_the_future_is_no_reason_to_ask_with_conditions():
    known = {"acme/dpa": SourceState(source="acme/dpa", full_at=NOW + 3650 * 24 * HOUR)}
    (request,) = requests([DOCUMENT], known, POLICY, now=NOW)
    assert request.full
