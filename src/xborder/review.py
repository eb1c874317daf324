"""What reviewers do: look through cases, read one with its evidence, decide. No interface is assumed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from xborder import cases
from xborder.errors import DecisionError
from xborder.model import Answer, Case, Decision, Move, Policy, Question, Revision, Version
from xborder.ports import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A revision of the case with both texts it lies between, down to the bytes as served."""

    revision: Revision
    old: Version
    new: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything about one case that a person should see before deciding."""

    case: Case
    exhibits: tuple[Exhibit, ...]
    decisions: tuple[Decision, ...]
    moves: tuple[Move, ...]
    questions: tuple[Question, ...]  # to be answered with a move on suspension


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What a person wants to do. `seen` is the edition of the case they read; None: the present one."""

    case: str
    move: Move
    person: str
    reason: str
    answers: Mapping[str, str]
    deadline: date | None = None
    seen: int | None = None


def list_cases(store: Store, *, everything: bool = False) -> Sequence[Case]:
    """The open cases, or all."""
    return store.cases() if everything else store.open_cases()


def dossier(store: Store, policy: Policy, case_id: str) -> Dossier:
    """Raises DecisionError for a case that does not exist."""
    case = _case(store, case_id)
    return Dossier(
        case=case,
        exhibits=tuple(_exhibit(store, revision) for revision in store.revisions_of(case.id)),
        decisions=tuple(store.decisions(case.id)),
        moves=cases.possible_moves(case),
        questions=cases.questions_for(case, Move.SUSPEND, policy.questions),
    )


def decide(store: Store, policy: Policy, intent: Intent, *, now: datetime) -> Case:
    """Record a decision and move the case on, both or neither. Raises DecisionError."""
    case = _case(store, intent.case)
    questions = {q.id: q for q in cases.questions_for(case, intent.move, policy.questions)}
    _check_answers(intent, questions)
    decision = Decision(
        case=case.id,
        move=intent.move,
        person=intent.person.strip(),
        reason=intent.reason.strip(),
        at=now,
        based_on=case.edition if intent.seen is None else intent.seen,
        answers=tuple(Answer(question=questions[name], text=text) for name, text in intent.answers.items()),
        deadline=intent.deadline,
    )
    if decision.based_on != case.edition:
        raise cases.overtaken(case, decision, store.decisions(case.id))
    # The store compares the edition once more: somebody may decide between our reading and writing.
    return store.decide(decision, cases.decide(case, decision, asked=policy.questions))


def _case(store: Store, case_id: str) -> Case:
    case = store.case(case_id)
    if case is None:
        raise DecisionError(
            f"case {case_id}", why="there is none of this name", fix="List them with `xborder cases --all`"
        )
    return case


def _exhibit(store: Store, revision: Revision) -> Exhibit:
    return Exhibit(
        revision=revision, old=store.version(revision.old_version), new=store.version(revision.new_version)
    )


def _check_answers(intent: Intent, questions: Mapping[str, Question]) -> None:
    unknown = [name for name in intent.answers if name not in questions]
    if unknown:
        asked = ", ".join(questions) or "none"
        raise DecisionError(
            f"{intent.move.value} of {intent.case}",
            why=f"nobody asked {', '.join(unknown)}",
            fix=f"Answer these questions: {asked}",
        )
