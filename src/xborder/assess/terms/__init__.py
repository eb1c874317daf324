"""What a revision of terms means: which topics it touches, in which direction, or that only form changed.

Rules say what a lawyer would look for; learned weights say how much each sign counts; every finding
carries a verbatim quote and the signs that weighed most. Doubt is shown, never silence: a chance near a
threshold asks for a person.
"""

from collections.abc import Sequence

from xborder.assess.terms.conclude import FORM_ONLY, conclude
from xborder.assess.terms.model import shipped
from xborder.assess.terms.passages import is_cut, passages
from xborder.assess.terms.signs import CONCEPTS, TOPICS, about_data
from xborder.assess.terms.standing import read_all
from xborder.model import (
    Change,
    ChangeKind,
    Clause,
    DocumentKind,
    Op,
    Page,
    TermsAssessment,
    Text,
    Topic,
    Word,
)

__all__ = ["FORM_ONLY", "assess", "topics_of"]

LANGUAGES = ("en", "ja")

_OTHER_LANGUAGE = Text(
    ja="判定の対象でない言語の文書です（{language}）。本文をお読みください",
    en="the document is in a language that is not judged ({language}); read the text",
)
_UNKNOWN = Text(ja="言語不明", en="unknown")
_CUT = Text(
    ja="新しい文書が文の途中で切れています。掲載元を確認してください",
    en="the new document ends within a sentence; look at where it is published",
)


def assess(
    changes: Sequence[Change],
    *,
    language: str,
    kind: DocumentKind | None = None,
    old: Page | None = None,
    new: Page | None = None,
) -> TermsAssessment:
    """Say what `changes` mean. The pages, where given, tell what stands elsewhere in the document.

    `kind` is not used: what a document is about is read from its text (see `about_data`).
    """
    if not changes:
        return TermsAssessment(substantive=False, confidence=1.0)
    if language not in LANGUAGES:
        return TermsAssessment(
            substantive=True,
            confidence=0.0,
            needs_person=_OTHER_LANGUAGE.fill(language=language or _UNKNOWN),
        )
    if is_cut(changes):
        return TermsAssessment(
            substantive=False,
            confidence=0.5,
            needs_person=_CUT,
        )
    found = passages(changes, old, new)
    about = about_data((new,) if new else (), found)
    return conclude(shipped(), found, read_all(found, old, new), about, changes)


def topics_of(clause: Clause) -> tuple[Topic, ...]:
    """What a clause speaks of, the clearest words alone, whatever it says of it."""
    added = Change(kind=ChangeKind.ADDED, old=None, new=clause, words=(Word(Op.INSERT, clause.text),))
    found = passages([added])
    concepts = (CONCEPTS[name] for signs in read_all(found, None, None) for name in signs.touched)
    named = {topic for topic, concept in concepts if concept.decisive}
    return tuple(topic for topic in TOPICS if topic in named)
