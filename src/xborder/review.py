"""What reviewers do: look through cases, read one with its evidence, decide; sign the yearly review.

No interface is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from xborder import cases
from xborder.errors import DecisionError
from xborder.model import Answer, Case, Contractor, Decision, Move, Policy, Question, Revision, Version
from xborder.model.signing import SIGNERS, WHOLE, Role, Signature
from xborder.ports import Store

if TYPE_CHECKING:  # whoever signs has them
    from xborder.documents.annual import Item, Standing


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
    contractors: tuple[str, ...] = ()  # whom it is decided for, of those that the case concerns; (): all
    language: str = "ja"  # in which they are asked what they left open


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """What a person wants to sign. `seen` is the number of each item, or of the whole, that they read."""

    items: tuple[str, ...]
    seen: str
    person: str
    reason: str
    role: Role | None = None  # None: reviewer of items, privacy officer for the whole


def list_cases(store: Store, *, everything: bool = False) -> Sequence[Case]:
    """The open cases, or all."""
    return store.cases() if everything else store.open_cases()


def dossier(store: Store, policy: Policy, case_id: str) -> Dossier:
    """Raises DecisionError for a case that does not exist."""
    case = _case(store, case_id)
    return Dossier(
        case=case,
        exhibits=tuple(_exhibit(store, revision) for revision in store.revisions_of(case.id)),
        decisions=cases.history(case, store.decisions()),
        moves=cases.possible_moves(case),
        questions=cases.questions_for(case, Move.SUSPEND, policy.questions),
    )


def decide(
    store: Store, policy: Policy, intent: Intent, *, now: datetime, registered: Sequence[Contractor] = ()
) -> Case:
    """Record a decision and move the case on, both or neither. Raises DecisionError.

    `registered` are the contractors of the registry: it is decided for those of them whom it concerns.
    """
    case = _case(store, intent.case)
    questions = {q.id: q for q in cases.questions_for(case, intent.move, policy.questions)}
    _check_answers(intent, questions)
    _check_plain(intent)
    decision = Decision(
        case=case.id,
        move=intent.move,
        person=" ".join(intent.person.split()),
        reason=intent.reason.strip(),
        at=now,
        based_on=case.edition if intent.seen is None else intent.seen,
        answers=tuple(Answer(question=questions[name], text=text) for name, text in intent.answers.items()),
        deadline=intent.deadline,
    )
    if decision.based_on != case.edition:
        raise cases.overtaken(case, decision, store.decisions(case.id))
    left = None
    if intent.contractors:
        taken = {known.id for known in store.cases()}
        case, left = cases.part(case, intent.contractors, registered, taken=taken)
        decision = replace(decision, case=case.id, based_on=case.edition)
    whom = tuple(c.id for c in registered if cases.is_about(case, c)) or case.decided_for
    # The store compares the edition once more: somebody may decide between our reading and writing.
    after = cases.decide(case, decision, asked=policy.questions, language=intent.language)
    return store.decide(decision, replace(after, decided_for=whom), left=left)


def sign(
    store: Store, standing: Standing, year: int, intent: SignOff, *, now: datetime
) -> tuple[Signature, ...]:
    """Record sign-offs of what was looked at, all or none. Raises DecisionError."""
    _check_names(year, intent)
    _check_whole(year, standing)
    items = [_item(standing, year, name) for name in dict.fromkeys(intent.items)]
    for item in items:
        _check_seen(standing, year, item, intent.seen)
    made = tuple(_signature(year, item, intent, now) for item in items)
    states = {item.state: item.body for item in items}
    if any(signature.item == WHOLE for signature in made):
        _check_complete(standing, year, (*store.signatures(), *made))
        states = {item.state: item.body for item in standing.items.values()} | states
    store.sign(made, states)
    return made


def _signature(year: int, item: Item, intent: SignOff, now: datetime) -> Signature:
    return Signature(
        year=year,
        item=item.id,
        state=item.state,
        person=" ".join(intent.person.split()),
        role=_role(year, item, intent.role),
        reason=intent.reason.strip(),
        at=now,
    )


def _role(year: int, item: Item, asked: Role | None) -> Role:
    if asked is None:
        return Role.OFFICER if item.id == WHOLE else Role.REVIEWER
    if item.id == WHOLE and asked not in SIGNERS:
        raise DecisionError(
            f"review of {year}",
            why="a reviewer of items does not sign the whole",
            fix=f"Sign it as {', '.join(role.value for role in SIGNERS)}",
        )
    return asked


def _check_names(year: int, intent: SignOff) -> None:
    for name, text in (("who signs (--by)", intent.person), ("on which grounds (--reason)", intent.reason)):
        if not text.strip() or not _is_plain(text):
            why = f"it does not say {name}, or not in plain characters"
            raise DecisionError(f"review of {year}", why=why, fix="Sign with a name and a reason")


def _is_plain(text: str) -> bool:
    """Whether it reads on every screen and paper as it was written; names have full-width blanks, too."""
    return all(c.isprintable() or c in "\n\t\u3000" for c in text)


def _check_whole(year: int, standing: Standing) -> None:
    if standing.mistakes:
        raise DecisionError(
            f"review of {year}",
            why="the registry has mistakes, and what they concern is missing from it: "
            + "; ".join(map(str, standing.mistakes)),
            fix=f"Correct them, make the review again with `xborder review {year}`, read it, and sign that",
        )


def _item(standing: Standing, year: int, name: str) -> Item:
    item = standing.item(name)
    if item is None:
        known = ", ".join((*standing.items, WHOLE))
        why = f"it has no item {name!r}"
        raise DecisionError(f"review of {year}", why=why, fix=f"Name one of {known}")
    return item


_LEAST = 8
"""Characters of a number that no two states share by chance."""


def _check_seen(standing: Standing, year: int, item: Item, seen: str) -> None:
    """The number of the whole stands for every item, too."""
    number = seen.strip().lower()
    if len(number) >= _LEAST and (item.state.startswith(number) or standing.whole.state.startswith(number)):
        return
    raise DecisionError(
        f"{item.id} of {year}",
        why=f"{seen!r} is not the number of its present state: its facts changed since it was looked at, "
        "or the number is another item's",
        fix=f"Make the review again with `xborder review {year}`, read it, and sign with the number it shows",
    )


def _check_complete(standing: Standing, year: int, made: Sequence[Signature]) -> None:
    signed = {(s.item, s.state) for s in made if s.year == year}
    missing = [item.id for item in standing.items.values() if (item.id, item.state) not in signed]
    if missing:
        raise DecisionError(
            f"review of {year}",
            why=f"not signed in their present state: {', '.join(missing)}",
            fix="Sign every item first, then the whole",
        )


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


def _check_plain(intent: Intent) -> None:
    answers = {f"answer to {name}": text for name, text in intent.answers.items()}
    for name, text in ({"person": intent.person, "reason": intent.reason} | answers).items():
        if not _is_plain(text):
            raise DecisionError(
                f"{intent.move.value} of {intent.case}",
                why=f"the {name} is not in plain characters",
                fix="Write it without control characters",
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
