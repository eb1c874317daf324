"""HTML and PDF of one report must say the same. Where they do not, a person looks; the law did not change."""

from xborder.assess.country.compare import compare, named
from xborder.model import NOTHING, CountryAssessment, CountryFinding, Profile, Text
from xborder.texts import listed, together


def crosscheck(html: Profile, pdf: Profile) -> CountryAssessment:
    """Where the two forms of a report differ in a fact."""
    seen = compare(html, pdf)
    doubts = [_said(f) for f in seen.findings] + ([seen.needs_person] if seen.needs_person else [])
    why = _DISAGREE.fill(doubts=together(doubts)) if doubts else NOTHING
    return CountryAssessment(notes=seen.notes, needs_person=why)


_DISAGREE = Text(
    ja="HTML版とPDF版の内容が一致しません：{doubts}",
    en="the HTML and the PDF form do not say the same: {doubts}",
)
_FOUND = Text(ja="{part} {fact}：{why}", en="{part}, {fact}: {why}")
_FOUND_IN = Text(ja="{part} {fact}（{laws}）：{why}", en="{part}, {fact} ({laws}): {why}")


def _said(finding: CountryFinding) -> Text:
    found = _FOUND_IN if finding.laws else _FOUND
    fact = named(finding.fact)
    return found.fill(part=finding.part or "", fact=fact, laws=listed(finding.laws), why=finding.explanation)
