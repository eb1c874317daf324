"""What the tests of cases work with."""

from datetime import UTC, date, datetime
from typing import Any

from xborder.cases import SUSPENSION_QUESTIONS
from xborder.model import Action, Answer, Case, CaseState, Decision, Move, Recommendation

NOW = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)  # Monday the 23rd in Tokyo, a holiday
ANSWERS = tuple(Answer(question=question, text="確認した") for question in SUSPENSION_QUESTIONS)


def case(state: CaseState = CaseState.OPEN, **fields: Any) -> Case:
    told: dict[str, Any] = {
        "id": "C-1",
        "subject": "acme/dpa",
        "title": "Acme DPA",
        "recommendation": Recommendation(action=Action.REQUEST_CORRECTION, deadline_days=30),
        "revisions": ("r1",),
        "opened_at": NOW,
        "updated_at": NOW,
        "edition": 3,
    }
    return Case(state=state, **(told | fields))


def decision(move: Move, **fields: Any) -> Decision:
    told: dict[str, Any] = {
        "case": "C-1",
        "person": "山田花子",
        "reason": "契約を確認した",
        "at": NOW,
        "based_on": 3,
        "answers": ANSWERS if move in (Move.SUSPEND, Move.CONTINUE, Move.RESUME) else (),
        "deadline": date(2026, 12, 25) if move is Move.REQUEST_CORRECTION else None,
    }
    return Decision(move=move, **(told | fields))
