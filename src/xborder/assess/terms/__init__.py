"""What a revision of terms means: which topics it touches, in which direction, or that only form changed."""

from collections.abc import Sequence

from xborder.assess.terms.evidence import quote
from xborder.assess.terms.passages import Passage, passages
from xborder.assess.terms.rules import RULES
from xborder.model import (
    Change,
    Direction,
    DocumentKind,
    Page,
    TermsAssessment,
    TermsFinding,
    Topic,
)

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
    """Say what `changes` mean. The pages, where given, tell what stands elsewhere in the document."""
    if language not in LANGUAGES:
        reason = f"the text is in a language that is not judged ({language or 'unknown'}): read it"
        return TermsAssessment(substantive=True, confidence=0.0, needs_person=reason)
    found = passages(changes, old, new)
    if not found:
        return TermsAssessment(substantive=False, confidence=0.95)
    return TermsAssessment(substantive=True, confidence=0.6, findings=tuple(_findings(changes, found)))


def _findings(changes: Sequence[Change], found: Sequence[Passage]) -> list[TermsFinding]:
    findings = []
    for rule in RULES:
        for passage in found:
            hit = next(
                (
                    (concept.name, match.span())
                    for concept in rule.concepts
                    if concept.decisive
                    for match in concept.pattern.finditer(passage.folded)
                    if passage.touches(*match.span())
                ),
                None,
            )
            if hit:
                findings.append(
                    TermsFinding(
                        topic=rule.topic,
                        direction=Direction.NEUTRAL,
                        evidence=quote(passage, hit[1]),
                        place=" > ".join(changes[passage.change].clause.path),
                        rule=rule.label,
                        explanation=hit[0],
                        confidence=0.5,
                    )
                )
                break
    if not findings:
        findings.append(
            TermsFinding(
                topic=Topic.OTHER, direction=Direction.NEUTRAL, evidence=quote(found[0]), confidence=0.5
            )
        )
    return findings
