"""The sign-offs of the yearly review: who answers for which item, in the state that was looked at."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

WHOLE = "all"
"""The item that stands for the review as a whole."""


class Role(StrEnum):
    """As what somebody signs."""

    REVIEWER = "reviewer"  # of one country or contractor
    OFFICER = "officer"
    LEGAL = "legal"
    APPROVER = "approver"


SIGNERS = (Role.OFFICER, Role.LEGAL, Role.APPROVER)
"""Those who sign the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One sign-off. `state` is the SHA-256 of the facts that were looked at, which are kept beside it."""

    year: int
    item: str  # "country/US", "contractor/zoom" or WHOLE
    state: str
    person: str
    role: Role
    reason: str
    at: datetime

    @property
    def id(self) -> str:
        """The same for the same person, role, item and state: nobody signs the same thing twice."""
        named = "\n".join((str(self.year), self.item, self.state, self.role.value, self.person))
        return sha256(named.encode()).hexdigest()[:32]
