"""The two sides of a change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_sample import WEAKENED, reworded
from xborder.model import Change, ChangeKind, Clause
from xborder.report.diffs import Run, foremost, place_of, sides
from xborder.report.words import Words

JA = Words("ja")


def shown(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


@given(old=st.text(max_size=80), new=st.text(max_size=80))
def test_both_sides_are_verbatim(old: str, new: str) -> None:
    result = sides(reworded(old, new), JA, limit=1_000)
    assert shown(result.old) == old
    assert shown(result.new) == new


def test_a_caret_marks_where_something_came_in() -> None:
    result = sides(reworded("We keep data safe.", "We keep your data safe."), JA, limit=1_000)
    assert [run.mark for run in result.old] == ["", "caret", ""]
    assert Run("insert", "your") in result.new


def test_a_replaced_word_needs_no_caret() -> None:
    result = sides(reworded("We will encrypt it.", "We may encrypt it."), JA, limit=1_000)
    assert "caret" not in [run.mark for run in result.old]
    assert Run("delete", "will") in result.old and Run("insert", "may") in result.new


def test_a_change_without_words_marks_all_of_it() -> None:
    change = Change(kind=ChangeKind.REWORDED, old=Clause(text="旧"), new=Clause(text="新"))
    result = sides(change, JA, limit=100)
    assert result.old == (Run("delete", "旧"),) and result.new == (Run("insert", "新"),)


@pytest.mark.parametrize("change", WEAKENED.changes, ids=lambda change: change.kind.value)
def test_a_side_that_is_not_there_is_empty(change: Change) -> None:
    result = sides(change, JA, limit=1_000)
    assert bool(result.old) == (change.old is not None)
    assert bool(result.new) == (change.new is not None)


def test_stretches_are_left_out_between_words() -> None:
    old = "the provider keeps its records for as long as the contract lasts and no longer. " * 10
    result = sides(reworded(f"First. {old}Last.", f"Second. {old}Final."), JA, limit=5_000)
    kept = [run.text for run in result.old if not run.mark and len(run.text) > 10]
    assert len(kept) == 2 and all(len(text) < 120 for text in kept)
    words = {word.strip(".") for word in old.split()}
    assert {word.strip(".") for text in kept for word in text.split()} - {""} <= words


def test_the_clause_that_carries_the_evidence_is_never_left_out() -> None:
    plain = [Change(kind=ChangeKind.ADDED, new=Clause(text=f"clause {n}")) for n in range(50)]
    telling = Change(kind=ChangeKind.ADDED, new=Clause(text="We may encrypt your data."))
    shown = foremost([*plain, telling, *plain], ["may encrypt"], 5)
    assert shown == (*plain[:4], telling)


def test_a_moved_clause_is_the_first_to_be_left_out() -> None:
    moved = Change(kind=ChangeKind.MOVED, old=Clause(text="x"), new=Clause(text="x"))
    added = Change(kind=ChangeKind.ADDED, new=Clause(text="y"))
    assert foremost([moved, moved, added], [], 2) == (moved, added)


def test_a_place_is_its_headings_number_and_page() -> None:
    assert place_of(Clause(text="x", path=("第2章", "安全管理"), number="第5条", page=3)) == (
        "第2章 > 安全管理 > 第5条 > p. 3"
    )
