"""Every state, every move: where it leads, or why it is refused."""

from datetime import date, timedelta

import pytest
from files import ANSWERS, case, decision

from xborder.cases import CLOSED, SUSPENSION_QUESTIONS, decide, possible_moves, questions_for
from xborder.errors import DecisionError
from xborder.model import Action, CaseState, Move, Question, Recommendation, Text

S, M = CaseState, Move
CORRECTING = {
    M.CORRECTED: S.CORRECTED,
    M.REQUEST_CORRECTION: S.CORRECTION_REQUESTED,
    M.SUSPEND: S.SUSPENDED,
    M.DISMISS: S.DISMISSED,
}
ALLOWED = {
    S.OPEN: {
        M.CONFIRM: S.CONFIRMED,
        M.DISMISS: S.DISMISSED,
        M.REQUEST_CORRECTION: S.CORRECTION_REQUESTED,
        M.SUSPEND: S.SUSPENDED,
    },
    S.CORRECTION_REQUESTED: CORRECTING,
    S.OVERDUE: {**CORRECTING, M.CONTINUE: S.CONTINUED},
    S.SUSPENSION_RECOMMENDED: {
        M.SUSPEND: S.SUSPENDED,
        M.CONTINUE: S.CONTINUED,
        M.DISMISS: S.DISMISSED,
    },
    S.SUSPENDED: {M.RESUME: S.RESUMED},
    **{state: {M.REOPEN: S.OPEN} for state in CLOSED},
}
TABLE = [(state, move) for state in CaseState for move in Move]


@pytest.mark.parametrize(("state", "move"), TABLE, ids=lambda value: value.value)
def test_every_move_from_every_state_leads_where_it_must_or_is_refused_with_the_reason(
    state: CaseState, move: Move
) -> None:
    end = ALLOWED[state].get(move)
    if end is not None:
        after = decide(case(state), decision(move), asked=())
        assert (after.state, after.updated_at, after.edition) == (end, decision(move).at, 3)
        return
    with pytest.raises(DecisionError, match=f"the case is {state.value}") as refused:
        decide(case(state), decision(move), asked=())
    assert all(possible.value in refused.value.fix for possible in ALLOWED[state])


@pytest.mark.parametrize("state", CaseState, ids=lambda state: state.value)
def test_from_every_state_there_is_a_way_on(state: CaseState) -> None:
    assert set(possible_moves(case(state))) == set(ALLOWED[state]) != set()


@pytest.mark.parametrize("state", sorted(CLOSED))
def test_a_reopened_case_stands_where_its_recommendation_says(state: CaseState) -> None:
    grave = case(state, recommendation=Recommendation(action=Action.SUSPEND))
    assert decide(grave, decision(M.REOPEN), asked=()).state is S.SUSPENSION_RECOMMENDED


def test_a_reopened_case_has_the_deadline_that_its_recommendation_gives() -> None:
    closed = case(S.CORRECTED, told=("2026-12-23 passed",))
    again = decide(closed, decision(M.REOPEN), asked=())
    assert (again.deadline, again.told) == (date(2026, 11, 23) + timedelta(days=30), ())
    grave = case(S.CONTINUED, recommendation=Recommendation(action=Action.SUSPEND))
    assert decide(grave, decision(M.REOPEN), asked=()).deadline is None


@pytest.mark.parametrize("field", ["person", "reason"])
@pytest.mark.parametrize("text", ["", " \t", "\u3000"], ids=["nothing", "spaces", "full-width space"])
def test_a_decision_without_a_person_or_a_reason_is_refused(field: str, text: str) -> None:
    with pytest.raises(DecisionError, match=f"it has no {field}"):
        decide(case(), decision(M.CONFIRM, **{field: text}), asked=())


@pytest.mark.parametrize(
    ("move", "state"),
    [(M.SUSPEND, S.SUSPENSION_RECOMMENDED), (M.CONTINUE, S.OVERDUE), (M.RESUME, S.SUSPENDED)],
)
@pytest.mark.parametrize("left_out", [0, 1], ids=["q12-17", "q12-19"])
def test_nothing_about_a_suspension_is_decided_before_both_questions_are_answered(
    move: Move, state: CaseState, left_out: int
) -> None:
    given = tuple(answer for n, answer in enumerate(ANSWERS) if n != left_out)
    with pytest.raises(DecisionError) as refused:
        decide(case(state), decision(move, answers=given), asked=())
    missing = SUSPENSION_QUESTIONS[left_out]
    assert missing.text.ja in refused.value.why and f"--answer {missing.id}=" in refused.value.fix


def test_the_questions_are_those_of_the_policy_in_its_words() -> None:
    own = Question(id="q12-17", text=Text(ja="会社の問い", en="our question"))
    further = Question(id="board", text=Text(ja="取締役会に諮ったか", en="Was the board asked?"))
    other = Question(id="contract-first", text=Text(ja="契約", en="contract"))
    recommended = Recommendation(action=Action.SUSPEND, questions=(further.text,))
    asked = questions_for(case(recommendation=recommended), M.SUSPEND, (own, further, other))
    assert asked == (own, SUSPENSION_QUESTIONS[1], further)
    assert questions_for(case(recommendation=recommended), M.CONFIRM, (own, further)) == ()


@pytest.mark.parametrize(
    ("day", "why"),
    [(None, "without a date"), (date(2026, 11, 23), "not in the future"), (date(2026, 1, 1), "not in")],
    ids=["none", "today in Tokyo", "past"],
)
def test_a_correction_needs_a_day_to_come(day: date | None, why: str) -> None:
    with pytest.raises(DecisionError, match=why):
        decide(case(), decision(M.REQUEST_CORRECTION, deadline=day), asked=())
    with pytest.raises(DecisionError, match="more than two years ahead"):
        decide(case(), decision(M.REQUEST_CORRECTION, deadline=date(2126, 12, 25)), asked=())
    kept = decide(case(), decision(M.REQUEST_CORRECTION, deadline=date(2026, 11, 24)), asked=())
    assert kept.deadline == date(2026, 11, 24)


def test_other_moves_have_no_deadline_and_end_the_one_there_was() -> None:
    with pytest.raises(DecisionError, match="has no deadline"):
        decide(case(), decision(M.CONFIRM, deadline=date(2027, 1, 1)), asked=())
    assert decide(case(deadline=date(2027, 1, 1)), decision(M.CONFIRM), asked=()).deadline is None


def test_a_decision_on_an_edition_that_is_not_the_last_is_refused() -> None:
    with pytest.raises(DecisionError, match="has changed since it was read"):
        decide(case(edition=4), decision(M.CONFIRM), asked=())
