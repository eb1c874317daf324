"""Which states still ask something of somebody, and where a case begins."""

from xborder.model import Action, CaseState, Recommendation

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

UNDECIDED = (CaseState.OPEN, CaseState.SUSPENSION_RECOMMENDED)
"""Nobody decided anything yet."""


def state_of(recommendation: Recommendation) -> CaseState:
    """Where a case stands before anybody decided."""
    if recommendation.action is Action.SUSPEND:
        return CaseState.SUSPENSION_RECOMMENDED
    return CaseState.OPEN
