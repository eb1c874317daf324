"""Decisions are kept with the case they move on, once, and never over somebody else's."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from looks import DAY, NOW, report, revision, with_revision
from sqlalchemy import text

from xborder.cases import SUSPENSION_QUESTIONS, decide, part
from xborder.errors import DecisionError, StoreError
from xborder.model import (
    Action,
    Answer,
    Basis,
    Case,
    CaseState,
    Contractor,
    Decision,
    Move,
    Recommendation,
)
from xborder.store import SqlStore, open_store
from xborder.store.verify import flaws

OPENED = Case(
    id="C-1",
    subject="country/CN",
    title="中国",
    state=CaseState.SUSPENSION_RECOMMENDED,
    recommendation=Recommendation(action=Action.SUSPEND),
    revisions=("r1",),
    opened_at=NOW,
    updated_at=NOW,
)


@pytest.fixture
def case(store: SqlStore) -> Case:
    with store.run(now=NOW, owner="test") as run:
        store.record(run, [with_revision(revision())])
        store.publish(report(run), (OPENED,), ())
    (opened,) = store.cases()
    return opened


def suspension(person: str, of: Case) -> Decision:
    answers = tuple(Answer(question=question, text="確認した") for question in SUSPENSION_QUESTIONS)
    return Decision(
        case=of.id,
        move=Move.SUSPEND,
        person=person,
        reason="制度の運用を確認できない",
        at=NOW + DAY,
        based_on=of.edition,
        answers=answers,
    )


def settle(store: SqlStore, made: Decision, of: Case) -> Case:
    return store.decide(made, decide(of, made, asked=()))


def test_a_new_case_has_its_first_edition(case: Case) -> None:
    assert case == replace(OPENED, edition=1)


def test_a_decision_comes_back_as_it_was_made_and_the_case_moved_on(store: SqlStore, case: Case) -> None:
    made = suspension("山田花子", case)
    after = settle(store, made, case)
    assert (after.state, after.edition) == (CaseState.SUSPENDED, 2)
    assert store.case("C-1") == after
    assert store.decisions("C-1") == store.decisions() == [made]
    assert store.decisions("C-2") == [] and store.case("C-2") is None


def test_the_later_of_two_decisions_is_refused_and_told_what_happened(store: SqlStore, case: Case) -> None:
    settle(store, suspension("山田花子", case), case)
    second = replace(suspension("佐藤", case), move=Move.CONTINUE)
    with pytest.raises(
        DecisionError, match=r"is now suspended: 山田花子 decided suspend .*運用を確認"
    ) as refused:
        store.decide(second, decide(case, second, asked=()))
    assert "xborder show C-1" in refused.value.fix
    assert [made.person for made in store.decisions()] == ["山田花子"]


def test_of_many_who_decide_at_once_exactly_one_is_recorded(
    database_url: str, tmp_path: Path, store: SqlStore, case: Case
) -> None:
    together, refused = threading.Barrier(6), []

    def person(number: int) -> None:
        own = open_store(database_url, tmp_path / "blobs")
        made = suspension(f"人{number}", case)
        together.wait(30)
        try:
            settle(own, made, case)
        except DecisionError as error:
            refused.append(error)
        finally:
            own.close()

    threads = [threading.Thread(target=person, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (made,) = store.decisions()
    assert len(refused) == 5
    assert all(made.person in error.why for error in refused)


def test_a_report_made_before_a_decision_cannot_take_it_back(store: SqlStore, case: Case) -> None:
    stale = replace(case, title="中華人民共和国")
    after = settle(store, suspension("山田花子", case), case)
    with store.run(now=NOW, owner="test") as run, pytest.raises(DecisionError, match="somebody decided"):
        store.publish(report(run, "2026-11-24"), (stale,), ())
    assert store.case("C-1") == after
    assert [said.id for said in store.reports()] == ["2026-11-23"]


def test_a_case_that_is_opened_twice_is_opened_once(store: SqlStore, case: Case) -> None:
    with store.run(now=NOW, owner="test") as run, pytest.raises(DecisionError):
        store.publish(report(run, "2026-11-24"), (OPENED,), ())


def test_a_decision_that_cannot_be_kept_leaves_the_case_as_it_was(store: SqlStore, case: Case) -> None:
    with store._database.write() as connection:  # the place of this decision is taken by no doing of ours
        connection.execute(
            text("INSERT INTO decision VALUES ('C-1', 1, :at, 'confirm', 'x', '{}')"),
            {"at": "2026-11-22 00:00:00"},
        )
    with pytest.raises(StoreError):
        settle(store, suspension("山田花子", case), case)
    assert store.case("C-1") == case


def test_a_decision_on_a_case_that_does_not_exist_is_refused(store: SqlStore, case: Case) -> None:
    unknown = replace(case, id="C-9")
    made = suspension("山田花子", unknown)
    with pytest.raises(DecisionError, match="C-9"):
        settle(store, made, unknown)


def parted(of: Case) -> tuple[Case, Case]:
    """The case of beta alone, and what is left."""
    there = tuple(
        Contractor(id=name, name=name, country="CN", basis=Basis.CONTRACT) for name in ("acme", "beta")
    )
    own, left = part(of, ["beta"], there, taken={of.id})
    assert left is not None
    return own, left


def test_a_case_that_is_parted_is_kept_with_its_decision_and_what_is_left(
    store: SqlStore, case: Case
) -> None:
    own, left = parted(case)
    made = suspension("山田花子", own)
    after = store.decide(made, decide(own, made, asked=()), left=left)
    assert store.case("C-1-beta") == after and (after.state, after.edition) == (CaseState.SUSPENDED, 1)
    assert store.case("C-1") == replace(left, edition=2)
    assert store.decisions("C-1-beta") == [made] and store.decisions("C-1") == []
    assert [r.id for r in store.revisions_of("C-1-beta")] == [r.id for r in store.revisions_of("C-1")]
    assert list(flaws(store._database)) == []


def test_nothing_is_parted_from_a_case_that_moved_on(store: SqlStore, case: Case) -> None:
    own, left = parted(case)
    settle(store, suspension("佐藤", case), case)
    made = suspension("山田花子", own)
    with pytest.raises(DecisionError, match="佐藤 decided suspend"):
        store.decide(made, decide(own, made, asked=()), left=left)
    assert store.case("C-1-beta") is None
    assert [d.person for d in store.decisions()] == ["佐藤"]
