"""A concept of the law as the words that name it, in English and in Japanese.

Both languages share the concepts, so what is learned of a concept from English revisions holds for
Japanese ones. Patterns are matched against folded text (see `text.py`): lower case, half-width, plain
quotation marks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from xborder.model import Topic

JAPANESE = re.compile(r"[ぁ-ヿ㐀-鿿]")


@dataclass(frozen=True, slots=True)
class Concept:
    """Words that name one thing. `decisive`: where these words come or go, the topic is touched."""

    name: str
    en: str
    ja: str = ""
    decisive: bool = False

    def pattern(self, *, japanese: bool) -> re.Pattern[str]:
        """Japanese patterns know no spaces and would match inside English words: only for Japanese text."""
        return _compiled(self.en, self.ja if japanese else "")

    def find(self, text: str) -> Iterator[re.Match[str]]:
        return self.pattern(japanese=bool(JAPANESE.search(text))).finditer(text)


@cache
def _compiled(en: str, ja: str) -> re.Pattern[str]:
    """Words begin where they begin; a pattern says itself where they must end. "$" ends a line, since
    passages are searched many at a time, a line each. On most days nothing is searched at all."""
    english = rf"(?<![a-z0-9])(?:{en})"
    return re.compile(f"{english}|{ja}" if ja else english, re.MULTILINE)


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
