"""What became of the clauses between two versions."""

from dataclasses import dataclass
from enum import StrEnum

from xborder.model.capture import Clause


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    MOVED = "moved"  # same words, other place


class Op(StrEnum):
    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Word:
    """A run of words that stayed, came or went."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One clause added, removed, reworded or moved.

    `words` joins to the texts: EQUAL and DELETE runs give `old.text`, EQUAL and INSERT runs `new.text`.
    """

    kind: ChangeKind
    old: Clause | None = None
    new: Clause | None = None
    words: tuple[Word, ...] = ()

    @property
    def clause(self) -> Clause:
        """The clause as it stands now, or stood last."""
        clause = self.new or self.old
        if clause is None:
            raise ValueError("a change without a clause")
        return clause

    @property
    def inserted(self) -> str:
        return " ".join(w.text for w in self.words if w.op is Op.INSERT)

    @property
    def deleted(self) -> str:
        return " ".join(w.text for w in self.words if w.op is Op.DELETE)
