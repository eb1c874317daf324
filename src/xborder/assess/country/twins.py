"""HTML and PDF of one report must say the same. Where they do not, a person looks; the law did not change."""

from xborder.assess.country.compare import compare
from xborder.model import CountryAssessment, CountryFinding, Profile


def crosscheck(html: Profile, pdf: Profile) -> CountryAssessment:
    """Where the two forms of a report differ in a fact."""
    seen = compare(html, pdf)
    doubts = [_said(f) for f in seen.findings] + ([seen.needs_person] if seen.needs_person else [])
    why = f"HTML版とPDF版が一致しない：{'；'.join(doubts)}" if doubts else ""
    return CountryAssessment(notes=seen.notes, needs_person=why)


def _said(finding: CountryFinding) -> str:
    laws = f"（{'、'.join(finding.laws)}）" if finding.laws else ""
    return f"{finding.part or ''} {finding.place}{laws}：{finding.explanation}"
