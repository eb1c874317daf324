"""Which states still ask something of somebody."""

from xborder.model import CaseState

CLOSED = frozenset(
    {
        CaseState.CONFIRMED,
        CaseState.DISMISSED,
        CaseState.CORRECTED,
        CaseState.CONTINUED,
        CaseState.RESUMED,
    }
)
"""Nobody has to do anything any more. A suspension is open until it is resumed."""

OPEN = tuple(state for state in CaseState if state not in CLOSED)
