"""Days on which somebody looked, on SQLite and PostgreSQL alike."""

from datetime import UTC, date, datetime, timedelta

from looks import DAY, DOCUMENT, capture, look, revision, version, with_revision

from xborder.model import Health
from xborder.store import SqlStore

EVENING = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)  # 1:00 on the 22nd in Tokyo


def recorded(store: SqlStore, *captures) -> None:
    with store.run(now=EVENING, owner="test") as run:
        store.record(run, [look(version(), captures=captures)])


def test_a_day_is_a_day_in_japan(store: SqlStore):
    recorded(store, capture(EVENING), capture(EVENING - timedelta(hours=2)))
    assert list(store.days_watched(EVENING - DAY, EVENING + DAY)) == [
        (DOCUMENT, date(2026, 11, 21), True),
        (DOCUMENT, date(2026, 11, 22), True),
    ]


def test_one_good_look_makes_the_day_and_two_do_not_make_two(store: SqlStore):
    failed = capture(EVENING, body=None, health=Health.UNREACHABLE)
    recorded(store, failed, capture(EVENING + timedelta(hours=3)), capture(EVENING + timedelta(hours=4)))
    assert list(store.days_watched(EVENING, EVENING + DAY)) == [(DOCUMENT, date(2026, 11, 22), True)]


def test_a_document_was_read_when_every_part_of_it_was(store: SqlStore):
    part = f"{DOCUMENT}#2"
    failed = capture(EVENING, source=part, body=None, health=Health.UNREACHABLE)
    recorded(store, capture(EVENING), failed)
    assert list(store.days_watched(EVENING, EVENING + DAY)) == [(DOCUMENT, date(2026, 11, 22), False)]
    recorded(store, capture(EVENING + timedelta(hours=1), source=part))
    assert list(store.days_watched(EVENING, EVENING + DAY)) == [(DOCUMENT, date(2026, 11, 22), True)]


def test_the_end_of_the_period_is_no_part_of_it(store: SqlStore):
    recorded(store, capture(EVENING))
    assert not store.days_watched(EVENING - DAY, EVENING)


def test_the_first_look_is_the_oldest(store: SqlStore):
    assert store.first_look(DOCUMENT) is None
    recorded(store, capture(EVENING), capture(EVENING - 3 * DAY))
    assert store.first_look(DOCUMENT) == EVENING - 3 * DAY


def test_revisions_of_a_period_are_oldest_first(store: SqlStore):
    made = revision()
    with store.run(now=EVENING, owner="test") as run:
        store.record(run, [look(version()), with_revision(made)])
    at = made.detected_at
    assert [r.id for r in store.revisions_between(at, at + DAY)] == [made.id]
    assert not store.revisions_between(at - DAY, at)


def test_of_each_document_the_last_looks_are_found_newest_first(store: SqlStore):
    parts = [capture(EVENING + n * DAY, source=f"{DOCUMENT}#2") for n in range(4)]
    failed = capture(EVENING + 5 * DAY, body=None, health=Health.UNREACHABLE)
    recorded(store, *parts, capture(EVENING), failed)
    found = store.last_looks(4)
    assert list(found) == [DOCUMENT]
    assert [(look.source, look.at, look.health) for look in found[DOCUMENT]] == [
        (failed.source, EVENING + 5 * DAY, Health.UNREACHABLE),
        *((parts[n].source, EVENING + n * DAY, Health.OK) for n in (3, 2, 1)),
    ]
    assert found[DOCUMENT][1].url == parts[3].fetched.url
    of_one = [look.at for look in store.last_looks(1000)[DOCUMENT] if look.source == failed.source]
    assert of_one == [EVENING + 5 * DAY, EVENING]
