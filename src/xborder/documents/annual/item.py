"""One thing that is signed, and how it stood when the last review was signed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from xborder.model.signing import Signature

SHORT = 12
"""Characters of a digest that people copy from a document."""

UNREAD = "unread"
_PASSING = ("case", "decision", "revision")
"""What belongs to one period: new each year by nature, and told in a table of its own."""


@dataclass(frozen=True)
class Item:
    """One item in its present state."""

    id: str
    facts: Mapping[str, str]

    @cached_property
    def body(self) -> str:
        """Canonical JSON; what no database can hold is replaced."""
        text = json.dumps(self.facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode("utf-8", "replace").decode()

    @cached_property
    def state(self) -> str:
        return sha256(self.body.encode()).hexdigest()


@dataclass(frozen=True)
class Earlier:
    """The last review before this one that was signed as a whole, as it was then."""

    signature: Signature
    items: Mapping[str, Mapping[str, str]]

    def changes(self, now: Item) -> tuple[tuple[str, str, str], ...]:
        """Fact, then, now; "" where there was or is none. Nothing for an item that is new."""
        then = self.items.get(now.id)
        if then is None:
            return ()
        names = [name for name in sorted({*then, *now.facts}) if name.partition(":")[0] not in _PASSING]
        pairs = ((name, then.get(name, ""), now.facts.get(name, "")) for name in names)
        return tuple(pair for pair in pairs if pair[1] != pair[2])


def read_earlier(signature: Signature, whole: str, states: Mapping[str, str]) -> Earlier:
    """From what was kept: the facts of the whole, and of its items by digest."""
    items = {name.removeprefix("item:"): d for name, d in json.loads(whole).items() if name[:5] == "item:"}
    return Earlier(signature, {name: json.loads(states[digest]) for name, digest in items.items()})


def item_states(whole: str) -> tuple[str, ...]:
    """The digests that the facts of a whole name."""
    return tuple(digest for name, digest in json.loads(whole).items() if name.startswith("item:"))
