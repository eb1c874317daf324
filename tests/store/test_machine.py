"""No order of decisions, runs, crashes and late writers loses or alters a decision; tampering always shows."""

import sqlite3
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from looks import DAY, NOW, finished, report, revision, with_revision
from sqlalchemy import event, text
from sqlmodel import SQLModel

import budget
from xborder.cases import MOVES, SUSPENSION_QUESTIONS, decide, file_revisions, tend
from xborder.errors import DecisionError, StoreError
from xborder.model import Answer, Case, Decision, Move
from xborder.store import SqlStore, audit, open_store
from xborder.store.verify import flaws

pytestmark = pytest.mark.timeout(7200 if budget.is_thorough() else 120)

ANSWERS = tuple(Answer(question=question, text="確認した") for question in SUSPENSION_QUESTIONS)


class PowerCutError(Exception):
    """Stands for the end of the process in the middle of a transaction."""


class Company(RuleBasedStateMachine):
    """People decide and runs go on, over one store that several processes share."""

    url: ClassVar[str]  # "": a new SQLite file for each history
    emptied: ClassVar[Any]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.now = NOW
        self.reports = 0
        self.made: list[Decision] = []
        self.read: dict[str, Case] = {}  # what somebody has before them, perhaps of long ago
        place = self.url or f"sqlite:///{Path(self.folder.name) / 'x.db'}"
        self.store = open_store(place, Path(self.folder.name) / "blobs", durable=False)
        self.other = open_store(place, Path(self.folder.name) / "blobs", durable=False)

    @initialize()
    def first_finding(self) -> None:
        self.finding()

    @rule()
    def finding(self) -> None:
        """A run finds something and publishes it."""
        self.now += DAY
        self.reports += 1
        found = revision(f"r{self.reports}", at=self.now)
        with self.store.run(now=self.now, owner="run") as run:
            self.store.record(run, [with_revision(found, at=self.now)])
            name = f"report-{self.reports}"
            open_cases = self.store.open_cases()
            taken = [case.id for case in self.store.cases()]
            cases = file_revisions([found], open_cases, titles={}, taken=taken, report=name, now=self.now)
            self.store.publish(report(run, name, created_at=self.now, revisions=(found,)), cases, ())
            self.store.finish_run(finished(run, self.now))

    @rule(days=st.integers(1, 40))
    def time_goes_by(self, days: int) -> None:
        """A later run tends the cases."""
        self.now += days * DAY
        self.reports += 1
        tended = [tend(case, now=self.now, asked=()) for case in self.store.open_cases()]
        with self.store.run(now=self.now, owner="run") as run:
            alerts = tuple(alert for _, said in tended for alert in said)
            name = f"report-{self.reports}"
            changed = [case for case, said in tended if said]
            self.store.publish(report(run, name, created_at=self.now, alerts=alerts), changed, ())
            self.store.finish_run(finished(run, self.now))

    @rule(data=st.data())
    def read_a_case(self, data: st.DataObject) -> None:
        case = data.draw(st.sampled_from(sorted(self.store.cases(), key=lambda c: c.id)))
        self.read[case.id] = case

    @precondition(lambda self: self.read)
    @rule(data=st.data(), move=st.sampled_from(Move), person=st.sampled_from(["山田", "佐藤"]))
    def decide(self, data: st.DataObject, move: Move, person: str) -> None:
        """Somebody decides on what they read; another may have been faster."""
        seen = self.read[data.draw(st.sampled_from(sorted(self.read)))]
        decision = self.decision(seen, move, person)
        now = self.store.case(seen.id)
        try:
            after = decide(seen, decision, asked=())
        except DecisionError:
            assert seen.state not in MOVES[move].starts
            return
        through = data.draw(st.sampled_from([self.store, self.other]))
        if now != seen:
            with pytest.raises(DecisionError, match="has changed since it was read"):
                through.decide(decision, after)
            return
        kept = through.decide(decision, after)
        assert (kept.state, kept.edition) == (after.state, seen.edition + 1)
        self.made.append(decision)

    @precondition(lambda self: self.read)
    @rule(data=st.data(), step=st.integers(0, 6))
    def power_cut(self, data: st.DataObject, step: int) -> None:
        """The process ends within the transaction of a decision: it is there whole, or not at all."""
        seen = self.read[data.draw(st.sampled_from(sorted(self.read)))]
        allowed = [move for move in Move if seen.state in MOVES[move].starts]
        decision = self.decision(seen, data.draw(st.sampled_from(allowed)), "停電")
        with self.cut_at(step), suppress(PowerCutError, DecisionError):
            self.store.decide(decision, decide(seen, decision, asked=()))
            self.made.append(decision)

    @contextmanager
    def cut_at(self, step: int) -> Iterator[None]:
        """The process ends at this statement; it does not where the step is negative."""
        statements = iter(range(1000))

        def cut(*_: object) -> None:
            if next(statements) == step:
                raise PowerCutError

        engine = self.store._database.engine
        event.listen(engine, "before_cursor_execute", cut)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", cut)

    @precondition(lambda self: self.read)
    @rule(data=st.data())
    def two_decide_at_once(self, data: st.DataObject) -> None:
        """On the same edition, through stores of their own, at the same moment: one is recorded."""
        seen = self.read[data.draw(st.sampled_from(sorted(self.read)))]
        move = data.draw(st.sampled_from([m for m in Move if seen.state in MOVES[m].starts]))
        made = [self.decision(seen, move, person) for person in ("山田", "佐藤")]
        stores = (self.store, self.other)
        is_current = self.store.case(seen.id) == seen
        with ThreadPoolExecutor(2) as people:
            tried = [
                people.submit(store.decide, decision, decide(seen, decision, asked=()))
                for store, decision in zip(stores, made, strict=True)
            ]
        refused = [attempt.exception() for attempt in tried]
        assert all(error is None or isinstance(error, DecisionError) for error in refused), refused
        recorded = [decision for decision, error in zip(made, refused, strict=True) if error is None]
        assert len(recorded) == is_current
        self.made += recorded

    @precondition(lambda self: self.read)
    @rule(data=st.data(), step=st.integers(-1, 12))
    def a_run_reports_what_it_read(self, data: st.DataObject, step: int) -> None:
        """Perhaps overtaken by a person meanwhile, perhaps cut off: nothing decided is taken back."""
        seen = self.read[data.draw(st.sampled_from(sorted(self.read)))]
        self.now += 30 * DAY
        self.reports += 1
        changed, said = tend(seen, now=self.now, asked=())
        before = self.store.case(seen.id)
        overtaken = bool(said) and before != seen
        with self.store.run(now=self.now, owner="run") as run:
            told = report(run, f"report-{self.reports}", created_at=self.now, alerts=said)
            try:
                with self.cut_at(step):
                    self.store.publish(told, [changed] if said else [], ())
                assert not overtaken
            except (PowerCutError, DecisionError) as error:
                assert overtaken or isinstance(error, PowerCutError)
                assert self.store.case(seen.id) == before

    @rule(body=st.binary(min_size=1, max_size=200), part=st.floats(0, 1, exclude_max=True))
    def damage_what_was_served_and_put_it_back(self, body: bytes, part: float) -> None:
        """One byte of a stored page is flipped: it is given out as it was served, or not at all."""
        digest = self.store.blobs.put(body)
        self.store.blobs.settle()
        (file,) = (Path(self.folder.name) / "blobs").rglob(f"{digest}*")
        whole = file.read_bytes()
        file.write_bytes(_flipped(whole, int(part * len(whole))))
        with suppress(StoreError):
            assert self.other.blobs.get(digest) == body
        file.write_bytes(whole)
        assert self.other.blobs.get(digest) == body

    @rule(data=st.data(), part=st.floats(0, 1, exclude_max=True))
    def tamper_and_put_back(self, data: st.DataObject, part: float) -> None:
        """One byte of one stored value is flipped: it shows, and is put right again."""
        tables = [audit.table(row) for row in (*audit.AUDITED, audit.AuditRow)]
        stored = data.draw(st.sampled_from(tables))
        keys = [column.name for column in stored.primary_key.columns]
        column = data.draw(st.sampled_from([c.name for c in stored.columns if c.name not in keys]))
        order = ", ".join(keys)
        with self.store._database.engine.connect() as connection:
            # A run is witnessed when it finishes: one that was cut off is no part of the trail.
            told = "WHERE finished_at IS NOT NULL" if stored.name == "run" else ""
            query = text(f"SELECT {order}, {column} AS flipped FROM {stored.name} {told} ORDER BY {order}")
            rows = [dict(row) for row in connection.execute(query).mappings()]
        texts = [row for row in rows if isinstance(row["flipped"], str | bytes) and row["flipped"]]
        if not texts:
            return
        row = data.draw(st.sampled_from(texts))
        whole = row.pop("flipped")
        place = int(part * len(whole))  # lengths differ from run to run: ids are random
        self.write(stored.name, column, row, _flipped(whole, place))
        assert list(flaws(self.store._database)) != []
        self.write(stored.name, column, row, whole)

    def write(self, stored: str, column: str, keys: dict[str, Any], value: str | bytes) -> None:
        where = " AND ".join(f"{name} = :{name}" for name in keys)
        statement = f"UPDATE {stored} SET {column} = :new WHERE {where}"
        path = self.store._database.path
        if path is not None:
            with closing(sqlite3.connect(path)) as file, file:
                assert file.execute(statement, {**keys, "new": value}).rowcount == 1
            return
        with self.store._database.write() as server:
            server.execute(text("SET LOCAL session_replication_role = replica"))
            assert server.execute(text(statement), {**keys, "new": value}).rowcount == 1

    def decision(self, seen: Case, move: Move, person: str) -> Decision:
        self.now += timedelta(minutes=1)
        step = MOVES[move]
        return Decision(
            case=seen.id,
            move=move,
            person=person,
            reason="記録のため",
            at=self.now,
            based_on=seen.edition,
            answers=ANSWERS if step.needs_answers else (),
            deadline=self.now.date() + 20 * DAY if step.needs_deadline else None,
        )

    @invariant()
    def every_decision_is_there_as_it_was_made(self) -> None:
        assert list(self.other.decisions()) == sorted(self.made, key=lambda d: (d.at, d.case, d.based_on))

    @invariant()
    def the_trail_is_whole(self) -> None:
        assert list(flaws(self.store._database)) == []

    def teardown(self) -> None:
        self.store.close()
        self.other.close()
        self.folder.cleanup()
        if self.url:
            type(self).emptied()


def _flipped(whole: str | bytes, place: int) -> str | bytes:
    if isinstance(whole, bytes):
        return whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
    return whole[:place] + ("x" if whole[place] != "x" else "y") + whole[place + 1 :]


def run_histories(url: str, emptied: Any, *, histories: int) -> None:
    kind = type("TestedCompany", (Company,), {"url": url, "emptied": staticmethod(emptied)})
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    chosen = settings(
        max_examples=histories * budget.times(),
        stateful_step_count=30 if budget.is_thorough() else 12,
        deadline=None,
        derandomize=not budget.is_thorough(),
        suppress_health_check=slow,
        phases=(Phase.explicit, Phase.generate),  # to shrink a history takes minutes
    )
    run_state_machine_as_test(kind, settings=chosen)


def test_no_history_loses_or_alters_a_decision_in_sqlite() -> None:
    run_histories("", lambda: None, histories=30)


def test_no_history_loses_or_alters_a_decision_in_postgresql(postgres_url: str) -> None:
    def emptied() -> None:
        store: SqlStore = open_store(postgres_url, Path(tempfile.gettempdir()) / "none")
        with store._database.write() as server:
            server.execute(text("SET LOCAL session_replication_role = replica"))
            for name in set(SQLModel.metadata.tables) - {"run_lock"}:
                server.execute(text(f"DELETE FROM {name}"))
        store.close()

    run_histories(postgres_url, emptied, histories=8)
