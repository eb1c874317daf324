"""One contract, kept by SQLite and PostgreSQL alike."""

import threading
from dataclasses import replace
from datetime import date, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from looks import (
    DAY,
    DOCUMENT,
    NOW,
    alert,
    capture,
    fetched,
    finished,
    look,
    message,
    report,
    revision,
    version,
    with_revision,
)

from xborder.errors import RunInProgress, StoreError
from xborder.model import (
    Action,
    Case,
    CaseState,
    ChangeStatus,
    Clause,
    DocumentState,
    Health,
    Observation,
    Page,
    Recommendation,
    Revision,
    Run,
    Scope,
)
from xborder.ports import Store
from xborder.store import SqlStore, open_store
from xborder.texts import same

RUN_AT = NOW


def record(store: SqlStore, *observations: Observation) -> None:
    with store.run(now=RUN_AT, owner="test") as run:
        store.record(run, observations)


def case(name: str, state: CaseState, *revisions: str) -> Case:
    return Case(
        id=name,
        subject="country/CN",
        title="中国",
        state=state,
        recommendation=Recommendation(action=Action.SUSPEND),
        revisions=revisions,
        opened_at=NOW,
        updated_at=NOW,
        deadline=date(2026, 12, 6),
    )


def test_the_store_is_a_store(store: SqlStore) -> None:
    port: Store = store
    assert port.document_states() == {} and port.last_run(NOW) is None and port.reports() == []


# Runs


def test_a_finished_run_comes_back_as_it_was(store: SqlStore) -> None:
    with store.run(now=NOW, owner="root@server") as run:
        store.finish_run(finished(run))
    assert store.last_run(NOW) == finished(run)
    assert store.runs() == [finished(run)]


def test_two_runs_at_once_are_refused_and_the_holder_is_named(store: SqlStore) -> None:
    second = store.run(now=NOW, owner="second")
    with store.run(now=NOW, owner="管理者"), pytest.raises(RunInProgress, match="管理者"), second:
        pytest.fail("the second run began")
    assert [r.interrupted for r in store.runs()] == [True]  # the refused one left nothing behind


def test_the_lock_is_free_again_after_an_error_and_the_run_counts_as_interrupted(store: SqlStore) -> None:
    with pytest.raises(ZeroDivisionError), store.run(now=NOW, owner="test"):
        raise ZeroDivisionError
    with store.run(now=NOW + DAY, owner="test") as run:
        store.finish_run(finished(run, NOW + DAY))
    assert [(r.interrupted, r.finished_at) for r in store.runs()] == [(False, NOW + DAY), (True, None)]
    assert store.last_run(NOW + DAY) == finished(run, NOW + DAY)


def test_a_holder_that_fell_silent_loses_the_lock_and_can_write_no_more(
    database_url: str, tmp_path: Path
) -> None:
    moment = [NOW]
    store = open_store(database_url, tmp_path / "blobs", now=lambda: moment[0])
    with store.run(now=NOW, owner="asleep") as first:
        moment[0] += timedelta(minutes=29)
        with pytest.raises(RunInProgress), store.run(now=NOW, owner="early"):
            pytest.fail("taken over too early")
        moment[0] += timedelta(minutes=2)
        with store.run(now=NOW, owner="next") as second:
            with pytest.raises(StoreError, match="another run took its place"):
                store.record(first, [look(version())])
            with pytest.raises(StoreError, match="another run took its place"):
                store.publish(report(first), (), ())
            store.record(second, [look(version())])
            store.finish_run(finished(second))
    assert {r.id: r.interrupted for r in store.runs()} == {first.id: True, second.id: False}
    assert store.reports() == []
    store.close()


def test_a_lock_that_a_clock_running_ahead_took_is_not_held_for_years(
    database_url: str, tmp_path: Path
) -> None:
    moment = [NOW + 3650 * DAY]
    store = open_store(database_url, tmp_path / "blobs", now=lambda: moment[0])
    with store.run(now=moment[0], owner="ahead"):
        moment[0] = NOW
        with store.run(now=NOW, owner="next") as run:
            store.finish_run(finished(run))
    store.close()


def test_what_a_clock_that_ran_ahead_left_is_not_the_last_of_its_kind(store: SqlStore) -> None:
    for at in (NOW, NOW + 3650 * DAY):
        with store.run(now=at, owner="test") as run:
            store.publish(report(run, f"{at:%Y-%m-%d}", created_at=at), (), ())
            store.finish_run(finished(run, at))
    assert [r.created_at for r in store.reports(limit=1, until=NOW + DAY)] == [NOW]
    last = store.last_run(NOW + DAY)
    assert last is not None and last.finished_at == NOW


def test_the_hourly_looks_are_not_the_last_daily_run(store: SqlStore) -> None:
    for hours, scope in enumerate((None, Scope.DUE, Scope.PENDING, Scope.PENDING)):
        with store.run(now=NOW + timedelta(hours=hours), owner="test") as run:
            store.finish_run(replace(finished(run, run.started_at), scope=scope))
    assert [(r.finished_at, r.scope) for r in (store.last_run(NOW + DAY, but=Scope.PENDING),) if r] == [
        (NOW + timedelta(hours=1), Scope.DUE)
    ]
    last = store.last_run(NOW + DAY)
    assert last is not None and last.scope is Scope.PENDING


def test_a_run_that_records_keeps_the_lock(database_url: str, tmp_path: Path) -> None:
    moment = [NOW]
    store = open_store(database_url, tmp_path / "blobs", now=lambda: moment[0])
    with store.run(now=NOW, owner="slow") as run:
        for _ in range(4):
            moment[0] += timedelta(minutes=20)
            store.record(run, ())
            with pytest.raises(RunInProgress), store.run(now=NOW, owner="next"):
                pytest.fail("taken over although it lives")
    store.close()


def test_of_many_that_start_together_one_runs(store: SqlStore) -> None:
    outcomes: list[str] = []
    together, afterwards = threading.Barrier(6), threading.Barrier(6)

    def start() -> None:
        together.wait(30)
        try:
            with store.run(now=NOW, owner="racer"):
                outcomes.append("ran")
                afterwards.wait(30)
        except RunInProgress:
            outcomes.append("refused")
            afterwards.wait(30)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["ran", *["refused"] * 5]


# What was seen


def test_a_version_comes_back_whole(store: SqlStore) -> None:
    shown = version()
    record(store, look(shown))
    assert store.version(shown.id) == shown


def test_an_unknown_version_is_an_error_not_nothing(store: SqlStore) -> None:
    with pytest.raises(StoreError, match="not in"):
        store.version("never")


def test_states_come_back_as_written_and_are_replaced(store: SqlStore) -> None:
    first = look(version("1"))
    second = look(version("2"), at=NOW + DAY)
    record(store, first, look(version("1", document="beta/dpa"), document="beta/dpa"))
    record(store, second)
    assert store.document_states()[DOCUMENT] == store.document_state(DOCUMENT) == second.state
    assert store.source_states()[f"{DOCUMENT}/en"] == second.sources[0]
    assert set(store.document_states()) == {DOCUMENT, "beta/dpa"}
    assert store.document_state("nowhere") is None


def test_every_look_is_kept_with_what_the_server_said(store: SqlStore) -> None:
    seen = capture(NOW, sha256="ab" * 32)
    silent = capture(NOW + DAY, body=None, status=304)
    record(store, look(captures=(seen,)), look(at=NOW + DAY, captures=(silent,)))
    assert store.captures(DOCUMENT) == [silent, replace(seen, fetched=replace(seen.fetched, body=b""))]


def test_looks_are_found_by_document_and_time(store: SqlStore) -> None:
    days = [NOW + n * DAY for n in range(5)]
    record(store, *(look(at=day) for day in days), *(look(at=day, document="beta/dpa") for day in days))
    assert [c.fetched.fetched_at for c in store.captures(DOCUMENT, since=days[2])] == days[:1:-1]
    assert len(store.captures(since=days[3])) == 4
    assert len(store.captures(limit=3)) == 3


def test_recording_the_same_again_adds_nothing(store: SqlStore) -> None:
    observation = replace(look(version()), revision=revision(), alerts=(alert(),))
    record(store, observation, observation)
    record(store, observation)
    assert len(store.captures(DOCUMENT)) == 1
    revisions, alerts = store.unreported()
    assert (list(revisions), list(alerts)) == ([revision()], [alert()])


def test_a_batch_is_recorded_whole_or_not_at_all(store: SqlStore) -> None:
    lost = replace(look(document="beta/dpa"), seen=(("print", "a version that does not exist"),))
    with pytest.raises(StoreError):
        record(store, look(version()), lost)
    assert store.document_states() == {}
    assert store.captures() == []


def test_text_from_outside_that_databases_refuse_is_kept_as_far_as_it_can_be(store: SqlStore) -> None:
    hostile = "個人\x00データ\ud800!"
    page = Page(clauses=(Clause(text=hostile),), title=hostile)
    shown = replace(version(), page=page)
    seen = replace(
        capture(), detail=same(hostile), fetched=fetched(url=hostile, headers=((hostile, hostile),))
    )
    record(store, look(shown, captures=(seen,)))
    assert store.version(shown.id).page.clauses[0].text.startswith("個人\x00データ")
    assert store.captures()[0].detail.ja.startswith("個人\N{REPLACEMENT CHARACTER}データ")


def test_moments_come_back_aware_and_in_utc_whatever_zone_they_were_said_in(store: SqlStore) -> None:
    tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
    shown = replace(version(), recorded_at=tokyo)
    record(store, look(shown))
    back = store.version(shown.id).recorded_at
    assert back == NOW and back.utcoffset() == timedelta(0)


# A-B-A memory


def test_a_text_seen_before_is_known_with_its_times(store: SqlStore) -> None:
    shown = version()
    record(store, look(shown, fingerprint="f"))
    record(store, look(at=NOW + DAY, seen=(("f", shown.id), ("g", shown.id))))
    assert store.version_of(DOCUMENT, "f") == store.version_of(DOCUMENT, "g") == shown.id
    assert store.seen(DOCUMENT, shown.id) == (NOW, NOW + DAY)


def test_the_memory_is_kept_per_document(store: SqlStore) -> None:
    record(store, look(version(), fingerprint="f"))
    assert store.version_of("beta/dpa", "f") is None
    assert store.seen("beta/dpa", version().id) is None


def test_a_fingerprint_of_many_sources_is_no_problem(store: SqlStore) -> None:
    long = "+".join(f"{n:064x}" for n in range(100))
    record(store, look(version("1"), fingerprint=long))
    assert store.version_of(DOCUMENT, long) == version("1").id
    assert store.version_of(DOCUMENT, long[:-1]) is None


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    shown=st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("123"), st.integers(0, 50)), min_size=1)
)
def test_a_fingerprint_stands_for_what_it_was_last_seen_as(
    store: SqlStore, shown: list[tuple[str, str, int]]
) -> None:
    """In whatever order looks are written, and whether or not they share a transaction."""
    document = f"document {len(store.document_states())}"  # the fixture is shared by the examples
    versions = {name: version(name, document=document) for name in "123"}
    times = {
        (print_, name): [NOW + n * DAY for p, v, n in shown if (p, v) == (print_, name)]
        for print_, name, _ in shown
    }
    looks = [
        look(versions[name], at=NOW + n * DAY, document=document, fingerprint=print_)
        for print_, name, n in shown
    ]
    half = len(looks) // 2
    record(store, *looks[:half])
    record(store, *looks[half:])
    for print_ in {p for p, _, _ in shown}:
        latest = max(max(at) for (p, _), at in times.items() if p == print_)
        candidates = {versions[v].id for (p, v), at in times.items() if p == print_ and max(at) == latest}
        assert store.version_of(document, print_) in candidates
    for name in {v for _, v, _ in shown}:
        moments = [m for (_, v), at in times.items() if v == name for m in at]
        assert store.seen(document, versions[name].id) == (min(moments), max(moments))


# What was concluded and said


def publish(store: SqlStore, name: str, *said: Revision, alerts: tuple[object, ...] = ()) -> None:
    with store.run(now=NOW, owner="test") as run:
        store.publish(report(run, name, revisions=said, alerts=alerts), (), ())


def test_what_was_said_is_not_said_again(store: SqlStore) -> None:
    record(store, replace(with_revision(revision()), alerts=(alert(),)))
    publish(store, "2026-11-23", revision(), alerts=(alert(),))
    assert store.unreported() == ([], [])
    record(store, replace(with_revision(revision()), alerts=(alert(),)))
    assert store.unreported() == ([], [])


def test_what_a_report_left_out_waits_for_the_next(store: SqlStore) -> None:
    first, second = revision("r1"), revision("r2", at=NOW + DAY)
    record(store, with_revision(first), with_revision(second, at=NOW + DAY))
    publish(store, "2026-11-23", first)
    assert store.unreported() == ([second], [])


@pytest.mark.parametrize("status", [ChangeStatus.PENDING, ChangeStatus.WITHDRAWN])
def test_what_waits_or_was_withdrawn_is_not_said(store: SqlStore, status: ChangeStatus) -> None:
    record(store, with_revision(revision(status=status)))
    assert store.unreported() == ([], [])
    assert store.revisions()[0].status is status


def test_a_preliminary_report_confirmed_as_it_was_is_not_repeated(store: SqlStore) -> None:
    early = revision(status=ChangeStatus.PRELIMINARY)
    record(store, with_revision(early))
    assert store.unreported() == ([early], [])
    publish(store, "2026-11-23", early)
    record(store, with_revision(revision(status=ChangeStatus.CONFIRMED)))
    assert store.unreported() == ([], [])
    assert [r.status for r in store.revisions()] == [ChangeStatus.CONFIRMED]


def test_a_preliminary_report_that_turned_out_otherwise_is_said_again_once(store: SqlStore) -> None:
    record(store, with_revision(revision(status=ChangeStatus.PRELIMINARY)))
    publish(store, "2026-11-23", revision(status=ChangeStatus.PRELIMINARY))
    worse = revision(fact="data_localization")
    record(store, with_revision(worse))
    assert store.unreported() == ([worse], [])
    publish(store, "2026-11-23-2", worse)
    record(store, with_revision(worse))
    assert store.unreported() == ([], [])


def test_a_withdrawn_trigger_that_comes_back_is_news(store: SqlStore) -> None:
    early = revision(status=ChangeStatus.PRELIMINARY)
    record(store, with_revision(early))
    publish(store, "2026-11-23", early)
    record(store, look(at=NOW + DAY, document=early.document, withdrawn=(early.id,)))
    assert store.unreported() == ([], [])
    assert store.revisions()[0].status is ChangeStatus.WITHDRAWN
    record(store, with_revision(early, at=NOW + 2 * DAY))
    assert store.unreported() == ([early], [])


def test_revisions_are_listed_by_document_newest_first(store: SqlStore) -> None:
    first, second = revision("r1"), revision("r2", at=NOW + DAY)
    other = replace(revision("r3"), document=DOCUMENT)
    record(store, with_revision(first), with_revision(second), with_revision(other))
    assert store.revisions("country/CN/html") == [second, first]
    assert len(store.revisions()) == 3


def test_a_report_comes_back_whole_and_newest_first(store: SqlStore) -> None:
    with store.run(now=NOW, owner="test") as run:
        older = report(
            run,
            "2026-11-23",
            revisions=(revision(),),
            alerts=(alert(),),
            notes=(same("注意"),),
            since=NOW - DAY,
        )
        newer = report(run, "2026-11-23-2", created_at=NOW + timedelta(minutes=1), counts=(("change", 1),))
        store.publish(older, (), ())
        store.publish(newer, (), ())
    assert store.reports() == [newer, older]
    assert store.reports(limit=1) == [newer]


def test_a_report_id_is_never_used_twice(store: SqlStore) -> None:
    with store.run(now=NOW, owner="test") as run:
        store.publish(report(run), (), ())
        with pytest.raises(StoreError):
            store.publish(report(run, notes=(same("another"),)), (), (message(),))
    assert store.due_messages(NOW) == []


def test_a_report_its_cases_and_its_mails_stand_or_fall_together(store: SqlStore) -> None:
    record(store, with_revision(revision()))
    unknown = case("C-1", CaseState.OPEN, "a revision that does not exist")
    with store.run(now=NOW, owner="test") as run, pytest.raises(StoreError):
        store.publish(report(run, revisions=(revision(),)), (unknown,), (message(),))
    assert store.reports() == [] and store.open_cases() == [] and store.due_messages(NOW) == []
    assert store.unreported() == ([revision()], [])


def test_open_cases_are_those_that_still_ask_for_something(store: SqlStore) -> None:
    with store.run(now=NOW, owner="test") as run:
        cases = tuple(case(f"C-{state.value}", state) for state in CaseState)
        store.publish(report(run), cases, ())
    states = {c.state for c in store.open_cases()}
    assert states == set(CaseState) - {
        CaseState.CONFIRMED,
        CaseState.DISMISSED,
        CaseState.CORRECTED,
        CaseState.CONTINUED,
        CaseState.RESUMED,
    }
    assert {c.state for c in store.cases()} == set(CaseState)


def test_a_case_is_updated_under_its_id(store: SqlStore) -> None:
    record(store, with_revision(revision("r1")), with_revision(revision("r2")))
    opened = case("C-1", CaseState.OPEN, "r1")
    graver = case("C-1", CaseState.SUSPENSION_RECOMMENDED, "r1", "r2")
    with store.run(now=NOW, owner="test") as run:
        store.publish(report(run), (opened,), ())
        store.publish(report(run, "2026-11-23-2"), (replace(graver, edition=1),), ())
    assert store.open_cases() == [replace(graver, edition=2)]
    assert [r.id for r in store.revisions_of("C-1")] == ["r1", "r2"]


# The outbox


def queue(store: SqlStore, *recipients: str) -> None:
    with store.run(now=NOW, owner="test") as run:
        store.publish(report(run), (), (message("<1@acme.example>", *recipients, report="2026-11-23"),))


def test_a_mail_waits_byte_for_byte_until_it_is_due(store: SqlStore) -> None:
    queue(store)
    assert store.due_messages(NOW - timedelta(seconds=1)) == []
    (queued,) = store.due_messages(NOW)
    assert queued.message == message(report="2026-11-23")
    assert (queued.attempts, queued.created_at, queued.next_attempt_at) == (0, NOW, NOW)


def test_a_mail_waits_for_its_last_recipient(store: SqlStore) -> None:
    queue(store, "a@acme.example", "b@acme.example", "c@acme.example")
    (queued,) = store.due_messages(NOW)
    later = NOW + timedelta(minutes=5)
    tried = replace(
        queued,
        attempts=1,
        next_attempt_at=later,
        delivered=("a@acme.example",),
        refused=("b@acme.example",),
        last_error="451 灰色リスト",
    )
    store.settle_message(tried, now=NOW)
    assert store.due_messages(NOW) == []
    assert store.due_messages(later) == [tried]
    store.settle_message(
        replace(tried, attempts=2, delivered=("a@acme.example", "c@acme.example")), now=later
    )
    assert store.due_messages(later + 365 * DAY) == []


def test_a_mail_put_off_for_years_by_a_clock_that_ran_ahead_is_due(store: SqlStore) -> None:
    queue(store)
    (queued,) = store.due_messages(NOW)
    store.settle_message(replace(queued, attempts=1, next_attempt_at=NOW + 3650 * DAY), now=NOW + 3650 * DAY)
    assert [q.attempts for q in store.due_messages(NOW + DAY)] == [1]


def test_a_mail_that_was_never_queued_cannot_be_settled(store: SqlStore) -> None:
    queue(store)
    (queued,) = store.due_messages(NOW)
    with pytest.raises(StoreError, match="outbox"):
        store.settle_message(replace(queued, message=message("<other@acme.example>")), now=NOW)


# Threads


def test_many_threads_record_and_nothing_is_mixed_up(store: SqlStore) -> None:
    def work(run: Run, number: int) -> None:  # an error in a thread fails the test
        name = f"contractor-{number}/terms"
        for day in range(5):
            at = NOW + day * DAY
            store.record(run, [look(version(str(day), document=name, at=at), at=at, document=name)])
            assert store.version_of(name, f"print of {name}-{day}") == f"{name}-{day}"

    with store.run(now=NOW, owner="test") as run:
        threads = [threading.Thread(target=work, args=(run, n)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    states = store.document_states()
    assert {d: s.observed for d, s in states.items()} == {
        f"contractor-{n}/terms": f"contractor-{n}/terms-4" for n in range(4)
    }
    assert all(c.source.startswith(c.document) for c in store.captures(limit=1000))
    assert len(store.captures(limit=1000)) == 20


def test_a_store_opened_again_knows_everything(database_url: str, tmp_path: Path) -> None:
    store = open_store(database_url, tmp_path / "blobs")
    digest = store.blobs.put("規約".encode())
    record(store, look(version(), state=DocumentState(document=DOCUMENT, health=Health.BLOCKED)))
    store.close()
    again = open_store(database_url, tmp_path / "blobs")
    assert again.document_states()[DOCUMENT].health is Health.BLOCKED
    assert again.version(version().id) == version()
    assert again.blobs.get(digest).decode() == "規約"
    again.close()
