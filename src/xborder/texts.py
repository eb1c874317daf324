"""What we say to people, in both languages: said where it is known, shown as the reader asks.

Both languages stand beside each other and are stored together: a record of ten years ago still says what
was said, whatever became of our catalogues since. Names and quotes are the same in both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import model_validator


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text in the languages of the reports. Without words it is false."""

    ja: str
    en: str

    def of(self, language: str) -> str:
        return self.en if language == "en" else self.ja

    def __bool__(self) -> bool:
        return bool(self.ja or self.en)

    def fill(self, **values: "Text | object") -> "Text":
        """The text with its {names} filled in: a Text by its own language, anything else as it is."""
        return Text(
            ja=self.ja.format(**{name: _in(value, "ja") for name, value in values.items()}),
            en=self.en.format(**{name: _in(value, "en") for name, value in values.items()}),
        )

    @model_validator(mode="before")
    @classmethod
    def _of_one_language(cls, stored: Any) -> Any:
        """What was stored in one language alone, as it stands."""
        return {"ja": stored, "en": stored} if isinstance(stored, str) else stored


NOTHING = Text(ja="", en="")


def same(words: object) -> Text:
    """A name, a number or a quote: the same in every language."""
    return Text(ja=str(words), en=str(words))


def together(texts: Iterable[Text], *, ja: str = "；", en: str = "; ") -> Text:
    """Several texts as one, each once, with the marks of each language between them."""
    once = tuple(dict.fromkeys(texts))
    return Text(ja=ja.join(t.ja for t in once), en=en.join(t.en for t in once))


def listed(names: Iterable[object]) -> Text:
    """Names in a row: 「A、B」, "A, B"."""
    return together(map(same, names), ja="、", en=", ")


def _in(value: object, language: str) -> object:
    return value.of(language) if isinstance(value, Text) else value
