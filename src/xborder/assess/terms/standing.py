"""Whether a concept that changed words name is new to the document, or was spoken of all along.

"A topic is labelled when the change touches it": where the other version of the same passage names the
same thing, its wording changed; where the other version names it nowhere, the thing itself came or went.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cache

from xborder.assess.terms.concept import JAPANESE
from xborder.assess.terms.passages import Passage
from xborder.assess.terms.signs import CONCEPTS, Signs, read_signs
from xborder.assess.terms.text import fold
from xborder.model import Page


class Standing(StrEnum):
    """Where the other version speaks of the same thing."""

    SAME_CHANGE = "same change"
    OTHER_CHANGE = "other change"
    UNCHANGED = "unchanged text"
    NOWHERE = "nowhere"


def read_all(passages: Sequence[Passage], old: Page | None, new: Page | None) -> tuple[Signs, ...]:
    """The signs of every passage, each touched concept with its standing in the other version."""
    signs = read_signs(passages)
    named = {side: _named(passages, signs, added=side) for side in (True, False)}
    of_change = _of_changes(passages, signs)
    speaks = {True: _speaks(new, passages, added=True), False: _speaks(old, passages, added=False)}

    def standing(passage: Passage, concept: int) -> Standing:
        other = not passage.added
        if concept in of_change.get((passage.change, other), ()):
            return Standing.SAME_CHANGE
        if concept in named[other]:
            return Standing.OTHER_CHANGE
        return Standing.UNCHANGED if speaks[other](concept) else Standing.NOWHERE

    return tuple(
        replace(sign, standing={i: standing(passage, i).value for i in sign.touched})
        for passage, sign in zip(passages, signs, strict=True)
    )


def _named(passages: Sequence[Passage], signs: Sequence[Signs], *, added: bool) -> frozenset[int]:
    return frozenset(i for p, s in zip(passages, signs, strict=True) if p.added is added for i in s.touched)


def _of_changes(
    passages: Sequence[Passage], signs: Sequence[Signs]
) -> dict[tuple[int, bool], frozenset[int]]:
    found: dict[tuple[int, bool], frozenset[int]] = {}
    for passage, sign in zip(passages, signs, strict=True):
        key = (passage.change, passage.added)
        found[key] = found.get(key, frozenset()) | sign.touched | sign.near
    return found


def _speaks(page: Page | None, passages: Sequence[Passage], *, added: bool) -> Callable[[int], bool]:
    """Whether one version speaks of a concept anywhere; asked once for each concept."""
    text = fold(page.text) if page else "\n".join(p.folded for p in passages if p.added is added)
    japanese = bool(JAPANESE.search(text))

    @cache
    def speaks(concept: int) -> bool:
        return bool(CONCEPTS[concept][1].pattern(japanese=japanese).search(text))

    return speaks
