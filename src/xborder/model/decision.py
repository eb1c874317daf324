"""What a person decides on a case: a value of its own, kept apart from the finding and from the case."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from xborder.model.finding import Question


class Move(StrEnum):
    """What a person can do with a case."""

    CONFIRM = "confirm"  # read, and nothing more is asked of anybody
    DISMISS = "dismiss"  # the finding is wrong: a false alarm
    REQUEST_CORRECTION = "request_correction"
    CORRECTED = "corrected"
    SUSPEND = "suspend"
    CONTINUE = "continue"
    RESUME = "resume"
    REOPEN = "reopen"  # an earlier decision was a mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer with the question as it was asked then: the policy may be worded anew later."""

    question: Question
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who decided what, when and why. Only ever added to."""

    case: str  # id
    move: Move
    person: str
    reason: str
    at: datetime
    based_on: int  # the edition of the case that the person saw
    answers: tuple[Answer, ...] = ()
    deadline: date | None = None
