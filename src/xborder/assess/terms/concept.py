"""A concept of the law as the words that name it, in English and in Japanese.

Both languages share the concepts, so what is learned of a concept from English revisions holds for
Japanese ones. Patterns are matched against folded text (see `text.py`): lower case, half-width, plain
quotation marks.
"""

import re
from dataclasses import dataclass, field

from xborder.model import Topic


@dataclass(frozen=True, slots=True)
class Concept:
    """Words that name one thing. `decisive`: where these words come or go, the topic is touched."""

    name: str
    en: str
    ja: str = ""
    decisive: bool = False
    pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Words are bounded, except where the pattern itself says "any ending".
        english = rf"(?<![a-z])(?:{self.en})" if self.en else ""
        object.__setattr__(self, "pattern", re.compile("|".join(p for p in (english, self.ja) if p)))


@dataclass(frozen=True, slots=True)
class TopicRule:
    """One topic as a lawyer would look for it: the concepts that touch it."""

    id: str
    version: int
    topic: Topic
    concepts: tuple[Concept, ...]

    @property
    def label(self) -> str:
        return f"{self.id}/{self.version}"
