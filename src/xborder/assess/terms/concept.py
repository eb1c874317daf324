"""A concept of the law as the words that name it, in English and in Japanese.

Both languages share the concepts, so what is learned of a concept from English revisions holds for
Japanese ones. Patterns are matched against folded text (see `text.py`): lower case, half-width, plain
quotation marks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from xborder.model import Topic

JAPANESE = re.compile(r"[ぁ-ヿ㐀-鿿]")


@dataclass(frozen=True, slots=True)
class Concept:
    """Words that name one thing. `decisive`: where these words come or go, the topic is touched."""

    name: str
    en: str
    ja: str = ""
    decisive: bool = False
    _english: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _mixed: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Words begin where they begin; a pattern says itself where they must end. "$" ends a line, since
        # passages are searched many at a time, a line each.
        english = rf"(?<![a-z])(?:{self.en})"
        object.__setattr__(self, "_english", re.compile(english, re.MULTILINE))
        object.__setattr__(
            self, "_mixed", re.compile(f"{english}|{self.ja}" if self.ja else english, re.MULTILINE)
        )

    def pattern(self, *, japanese: bool) -> re.Pattern[str]:
        """Japanese patterns know no spaces and would match inside English words: only for Japanese text."""
        return self._mixed if japanese else self._english

    def find(self, text: str) -> Iterator[re.Match[str]]:
        return self.pattern(japanese=bool(JAPANESE.search(text))).finditer(text)


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
