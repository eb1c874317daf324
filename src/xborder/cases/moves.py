"""What people may do with a case: which move leads from which state to which, and what it takes.

A person may always be more careful than recommended: suspending is possible from every open state.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from xborder.cases.filing import deadline_of
from xborder.cases.states import CLOSED, state_of
from xborder.clock import TOKYO
from xborder.errors import DecisionError
from xborder.model import Case, CaseState, Decision, Move, Question, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where a move may start, where it leads (None: where the recommendation says), what it takes."""

    starts: frozenset[CaseState]
    ends: CaseState | None
    needs_answers: bool = False
    needs_deadline: bool = False


def _from(*states: CaseState) -> frozenset[CaseState]:
    return frozenset(states)


_S = CaseState
_ASKED_TO_CORRECT = _from(_S.CORRECTION_REQUESTED, _S.OVERDUE)

MOVES = {
    Move.CONFIRM: Step(starts=_from(_S.OPEN), ends=_S.CONFIRMED),
    # A false alarm can come to light at any time, but not while data is held back for it: that is `resume`.
    Move.DISMISS: Step(
        starts=_from(_S.OPEN, _S.SUSPENSION_RECOMMENDED) | _ASKED_TO_CORRECT, ends=_S.DISMISSED
    ),
    Move.REQUEST_CORRECTION: Step(
        starts=_from(_S.OPEN) | _ASKED_TO_CORRECT, ends=_S.CORRECTION_REQUESTED, needs_deadline=True
    ),
    Move.CORRECTED: Step(starts=_ASKED_TO_CORRECT, ends=_S.CORRECTED),
    Move.SUSPEND: Step(
        starts=_from(_S.OPEN, _S.SUSPENSION_RECOMMENDED) | _ASKED_TO_CORRECT,
        ends=_S.SUSPENDED,
        needs_answers=True,
    ),
    Move.CONTINUE: Step(
        starts=_from(_S.SUSPENSION_RECOMMENDED, _S.OVERDUE), ends=_S.CONTINUED, needs_answers=True
    ),
    Move.RESUME: Step(starts=_from(_S.SUSPENDED), ends=_S.RESUMED, needs_answers=True),
    Move.REOPEN: Step(starts=CLOSED, ends=None),
}

SUSPENSION_QUESTIONS = (
    Question(
        id="q12-17",
        text=Text(
            ja="個人データの取扱いと制度の運用の状況からみて、相当措置の継続的な実施を確保できるか(Q12-17)。",
            en="Seen from handling and the system's operation, can equivalent measures be ensured (Q12-17)?",
        ),
    ),
    Question(
        id="q12-19",
        text=Text(
            ja="既に提供した個人データの保護を確保できるか。返還又は削除を求めるか(Q12-19)。",
            en="Can data already provided be protected, or is its return or deletion asked for (Q12-19)?",
        ),
    ),
)
"""Asked before every decision on suspension; in the policy's own words where it has them."""


_LONGEST = timedelta(days=2 * 366)
"""No reasonable time for a correction (policy 4-1(7)) is longer: the year was mistyped."""


def possible_moves(case: Case) -> tuple[Move, ...]:
    return tuple(move for move, step in MOVES.items() if case.state in step.starts)


def questions_for(case: Case, move: Move, asked: Sequence[Question]) -> tuple[Question, ...]:
    """What must be answered with this move; `asked` are the questions of the policy."""
    if not MOVES[move].needs_answers:
        return ()
    worded = {question.id: question for question in asked}
    always = {question.id: worded.get(question.id, question) for question in SUSPENSION_QUESTIONS}
    recommended = {q.id: q for q in asked if q.text in case.recommendation.questions}
    return tuple((always | recommended).values())


def decide(case: Case, decision: Decision, *, asked: Sequence[Question], language: str = "ja") -> Case:
    """The case as the decision leaves it. Raises DecisionError, with the reason, for what cannot be.

    A question that was left open is asked again in `language`.
    """
    step = MOVES[decision.move]
    if decision.case != case.id or decision.based_on != case.edition:
        raise overtaken(case, decision, ())
    _check_start(case, decision, step)
    _check_words(case, decision)
    _check_deadline(case, decision, step)
    _check_answers(case, decision, asked, language)
    after = replace(case, deadline=decision.deadline, updated_at=decision.at)
    return replace(after, state=step.ends) if step.ends else _anew(after, decision.at)


def _anew(case: Case, now: datetime) -> Case:
    """As if it were opened now: nobody decided on it yet, and nothing was said of it."""
    recommended = case.recommendation
    deadline = deadline_of(recommended, now)
    return replace(case, state=state_of(recommended), deadline=deadline, reopened_at=now, told=())


def overtaken(case: Case, decision: Decision, decided: Sequence[Decision]) -> DecisionError:
    """The refusal of a decision on an earlier edition than `case`; says what happened meanwhile."""
    meanwhile = [
        f"{d.person} decided {d.move.value} at {d.at:%Y-%m-%d %H:%M} UTC ({d.reason})"
        for d in decided
        if d.based_on >= decision.based_on
    ]
    return DecisionError(
        _what(decision),
        why=f"{case.id} has changed since it was read and is now {case.state.value}: "
        + ("; ".join(meanwhile) or "a run added a finding, a reminder or a lapsed deadline"),
        fix=f"Read it again with `xborder show {case.id}`, then decide",
    )


def _check_start(case: Case, decision: Decision, step: Step) -> None:
    if case.state not in step.starts:
        possible = ", ".join(move.value for move in possible_moves(case))
        raise DecisionError(
            _what(decision), why=f"the case is {case.state.value}", fix=f"Possible now: {possible}"
        )


def _check_words(case: Case, decision: Decision) -> None:
    for name, text in (("person", decision.person), ("reason", decision.reason)):
        if not text.strip():
            raise DecisionError(
                _what(decision), why=f"it has no {name}", fix=f"Give the {name}: it is the proof in an audit"
            )


def _check_deadline(case: Case, decision: Decision, step: Step) -> None:
    day, today = decision.deadline, decision.at.astimezone(TOKYO).date()
    if step.needs_deadline and day is None:
        why, fix = "a correction is asked for without a date", "Give a deadline, for example 2027-01-29"
    elif day is not None and not step.needs_deadline:
        why, fix = "this move has no deadline", "Leave the deadline out"
    elif day is not None and day <= today:
        why, fix = f"the deadline {day} is not in the future", "Give a later day"
    elif day is not None and day > today + _LONGEST:
        why, fix = f"the deadline {day} is more than two years ahead", "Give a nearer day"
    else:
        return
    raise DecisionError(_what(decision), why=why, fix=fix)


def _check_answers(case: Case, decision: Decision, asked: Sequence[Question], language: str) -> None:
    given = {answer.question.id for answer in decision.answers if answer.text.strip()}
    missing = [q for q in questions_for(case, decision.move, asked) if q.id not in given]
    if missing:
        raise DecisionError(
            _what(decision),
            why=f"it needs an answer to: {' / '.join(f'{q.id}: {q.text.of(language)}' for q in missing)}",
            fix=f"Answer first: {' '.join(f'--answer {q.id}=...' for q in missing)}",
        )


def _what(decision: Decision) -> str:
    return f"{decision.move.value} of {decision.case}"
