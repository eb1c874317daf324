"""What a revision of terms means: which topics it touches, in which direction, or that only form changed.

Rules say what a lawyer would look for; learned weights say how much each sign counts; every finding
carries a verbatim quote and the signs that weighed most. Doubt is shown, never silence: a chance near a
threshold asks for a person.
"""

from collections.abc import Sequence

from xborder.assess.terms.findings import find
from xborder.assess.terms.model import Verdict, shipped
from xborder.assess.terms.passages import Passage, is_cut, passages
from xborder.assess.terms.signs import about_data, read_signs
from xborder.model import Change, DocumentKind, Page, TermsAssessment

__all__ = ["assess"]

LANGUAGES = ("en", "ja")
DOUBT = 0.15  # chances so near to the threshold ask for a person


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
        return _unjudged(f"the text is in a language that is not judged ({language or 'unknown'}): read it")
    if is_cut(changes):
        reason = "the new text breaks off in the middle of a sentence: look at the source again"
        return TermsAssessment(substantive=False, confidence=0.5, needs_person=reason)
    found = passages(changes, old, new)
    signs = tuple(read_signs(passage) for passage in found)
    about = about_data((new,) if new else (), found)
    model = shipped()
    return _concluded(model.judge(signs, about), found, changes)


def _unjudged(reason: str) -> TermsAssessment:
    return TermsAssessment(substantive=True, confidence=0.0, needs_person=reason)


def _concluded(verdict: Verdict, found: Sequence[Passage], changes: Sequence[Change]) -> TermsAssessment:
    limit = shipped().thresholds["substance"]
    substantive = verdict.substance >= limit
    away = verdict.substance - limit
    confidence = min(1.0, abs(away) / ((1 - limit) if substantive else limit) / 2 + 0.5)
    doubtful = bool(found) and not substantive and -away < DOUBT
    return TermsAssessment(
        substantive=substantive,
        confidence=round(confidence, 2),
        findings=find(verdict, found, changes) if substantive else (),
        notes=() if found else ("only the form of the text changed",),
        needs_person="whether the meaning changed cannot be said with confidence" if doubtful else "",
    )
