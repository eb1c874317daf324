"""The reviewer's files: what opens one, what people may do with it, and when they are reminded."""

from xborder.cases.apart import history, is_about, is_judged, is_parted, known_as, part, titled
from xborder.cases.filing import file_revisions, subject_of
from xborder.cases.moves import MOVES, SUSPENSION_QUESTIONS, decide, overtaken, possible_moves, questions_for
from xborder.cases.proposals import Ground, grounds
from xborder.cases.states import CLOSED, OPEN, UNDECIDED, state_of
from xborder.cases.tending import business_days_until, tend, waiting
from xborder.cases.yearly import Deadline, deadline, reminder, review_due

__all__ = [
    "CLOSED",
    "MOVES",
    "OPEN",
    "SUSPENSION_QUESTIONS",
    "UNDECIDED",
    "Deadline",
    "Ground",
    "business_days_until",
    "deadline",
    "decide",
    "file_revisions",
    "grounds",
    "history",
    "is_about",
    "is_judged",
    "is_parted",
    "known_as",
    "overtaken",
    "part",
    "possible_moves",
    "questions_for",
    "reminder",
    "review_due",
    "state_of",
    "subject_of",
    "tend",
    "titled",
    "waiting",
]
