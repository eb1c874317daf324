"""Two files, compared as the daily run would compare them; nothing is stored."""

import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from xborder.assess.chain import CONTRACTOR_COUNTRY
from xborder.assess.country import to_json
from xborder.assess.recommend import recommend_country, recommend_source, recommend_terms
from xborder.daily.revise import assess_pages
from xborder.errors import ConfigurationError, ReadingError
from xborder.model import (
    Action,
    Change,
    Country,
    CountryAssessment,
    CountryFinding,
    Document,
    DocumentKind,
    FactChange,
    Page,
    Policy,
    Recommendation,
    Source,
    TermsAssessment,
    Text,
)
from xborder.ports import Reader, Served

mimetypes.add_type("text/markdown", ".md")


def compare_terms(
    old: Path, new: Path, *, reader: Reader, policy: Policy, countries: Sequence[Country] = ()
) -> Mapping[str, Any]:
    """The documented object for terms. Raises ReadingError when a file cannot be read."""
    before, after = (_read(path, DocumentKind.TERMS, reader) for path in (old, new))
    changes, assessed = assess_pages(DocumentKind.TERMS, before, after, countries)
    if not isinstance(assessed, TermsAssessment):
        raise TypeError(f"terms were assessed as {type(assessed).__name__}")
    return {
        "substantive": assessed.substantive,
        "confidence": round(assessed.confidence, 4),
        "needs_person": _said(assessed.needs_person),
        "topics": [_finding(f) for f in assessed.findings],
        "notes": [_said(note) for note in assessed.notes],
        "changes": [_change(c) for c in changes],
        "recommendation": _recommendation(recommend_terms(assessed, policy)),
    }


def compare_country(
    old: Path, new: Path, *, country: str | None, reader: Reader, policy: Policy
) -> Mapping[str, Any]:
    """The documented object for country reports; an unreadable file is a `readability` finding.

    The recommendation is the one for a contractor located in the country.
    """
    sides = [_read_report(path, reader) for path in (old, new)]
    pages = [side for side in sides if isinstance(side, Page)]
    if len(pages) == 2:
        assessed = assess_pages(DocumentKind.COUNTRY_REPORT, pages[0], pages[1])[1]
        if not isinstance(assessed, CountryAssessment):
            raise TypeError(f"a report was assessed as {type(assessed).__name__}")
        recommendation = recommend_country(assessed, policy, via=(CONTRACTOR_COUNTRY,))
    else:
        assessed = CountryAssessment(findings=tuple(s for s in sides if isinstance(s, CountryFinding)))
        recommendation = recommend_source(policy)
    return {
        "country": country,
        "old_profile": _profile(sides[0]),
        "new_profile": _profile(sides[1]),
        "findings": [_finding(f) for f in assessed.findings],
        "notes": [_said(note) for note in assessed.notes],
        "needs_person": _said(assessed.needs_person),
        "trigger": assessed.is_trigger,
        "recommendation": _recommendation(recommendation),
    }


def needs_attention(result: Mapping[str, Any]) -> bool:
    """Whether the comparison asks anything of a person."""
    return bool(result["recommendation"]["action"] != Action.NONE.value)


def _read(path: Path, kind: DocumentKind, reader: Reader) -> Page:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            str(path), why=error.strerror or str(error), fix="Name two readable files"
        ) from error
    source = Source(id=path.name, file=str(path))
    document = Document(id=path.name, owner="", kind=kind, title=path.name, sources=(source,))
    return reader.read(
        document, [Served(source=source, body=body, media_type=mimetypes.guess_type(path.name)[0])]
    )


def _read_report(path: Path, reader: Reader) -> Page | CountryFinding:
    try:
        return _read(path, DocumentKind.COUNTRY_REPORT, reader)
    except ReadingError as error:
        return CountryFinding(
            part=None, fact="readability", change=FactChange.UNREADABLE, explanation=error.text
        )


def _profile(side: Page | CountryFinding) -> Any:
    return to_json(side.profile) if isinstance(side, Page) and side.profile is not None else None


def _finding(finding: Any) -> dict[str, Any]:
    return {key: _plain(value) for key, value in asdict(finding).items()}


def _said(text: Text) -> Any:
    return asdict(text) if text else ""


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "place": " > ".join(change.clause.path),
        "number": change.clause.number,
        "old": change.old.text if change.old else None,
        "new": change.new.text if change.new else None,
        "words": [[word.op.value, word.text] for word in change.words],
    }


def _recommendation(recommendation: Recommendation) -> dict[str, Any]:
    return {
        "action": recommendation.action.value,
        "deadline_days": recommendation.deadline_days,
        "reasons": [
            {"rule": r.rule, "ja": r.text.ja, "en": r.text.en, "basis": list(r.basis)}
            for r in recommendation.reasons
        ],
        "questions": [{"ja": q.ja, "en": q.en} for q in recommendation.questions],
    }
