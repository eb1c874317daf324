"""What a revision of terms means: which topics it touches, in which direction, or that only form changed.

Rules say what a lawyer would look for; learned weights say how much each sign counts; every finding
carries a verbatim quote and the signs that weighed most. Doubt is shown, never silence: a chance near a
threshold asks for a person.
"""

from collections.abc import Sequence

from xborder.assess.terms.conclude import conclude
from xborder.assess.terms.model import shipped
from xborder.assess.terms.passages import is_cut, passages
from xborder.assess.terms.signs import about_data
from xborder.assess.terms.standing import read_all
from xborder.model import Change, DocumentKind, Page, TermsAssessment

__all__ = ["assess"]

LANGUAGES = ("en", "ja")


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
            needs_person=f"判定の対象でない言語の文書（{language or '言語不明'}）。担当者が本文を読む",
        )
    if is_cut(changes):
        return TermsAssessment(
            substantive=False,
            confidence=0.5,
            needs_person="新しい文書が文の途中で切れている。掲載元を確認する",
        )
    found = passages(changes, old, new)
    about = about_data((new,) if new else (), found)
    return conclude(shipped(), found, read_all(found, old, new), about, changes)
