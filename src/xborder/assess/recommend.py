"""What is recommended, by the rules of policy.yaml. xborder recommends; people decide (Q12-17)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from xborder.model import (
    NOTHING,
    Basis,
    Contractor,
    CountryAssessment,
    CountryFinding,
    Policy,
    PolicyRule,
    Reason,
    Recommendation,
    TermsAssessment,
    TermsFinding,
    Text,
)
from xborder.model.finding import gravest


def recommend_terms(assessment: TermsAssessment, policy: Policy) -> Recommendation:
    """For a revision of a contractor's terms (seed 4-1(3) and 4-1(7), first two paragraphs)."""
    matched = [r for r in policy.rules if any(_touches_terms(r, f) for f in assessment.findings)]
    if assessment.substantive or assessment.needs_person:
        matched += [r for r in policy.rules if r.substantive]
    return combine(matched)


def recommend_country(assessment: CountryAssessment, policy: Policy, *, via: Sequence[str]) -> Recommendation:
    """For a change of a country report, reaching us by the ways in `via` (seed 4-1(7), last paragraph)."""
    matched = [r for r in policy.rules if any(_touches_country(r, f, via) for f in assessment.findings)]
    if assessment.needs_person and via:
        matched += [r for r in policy.rules if r.source_health]
    return combine(matched)


def recommend_source(policy: Policy) -> Recommendation:
    """For a source that stays unreadable or stale."""
    return combine([r for r in policy.rules if r.source_health])


def combine(rules: Iterable[PolicyRule]) -> Recommendation:
    """The gravest action that any rule asks for, with every reason, question and the nearest deadline."""
    return gravest(_recommendation(rule) for rule in rules)


_DUTIES = "APPI Art. 28(3)"
_EXEMPT = Text(
    ja="{name}は、{ground}ため、法第28条第3項及び規則第18条の対象ではない。{still}"
    "公表方針に基づく推奨の措置を、この委託先についてもとるか。",
    en="{name} {ground}: APPI Art. 28(3) and Rules Art. 18 do not apply to it.{still} Is the step of the "
    "published policy to be taken for this contractor, too?",
)
_GROUNDS = {
    Basis.CONSENT: Text(
        ja="本人の同意を提供の根拠とする(ガイドライン6)",
        en="is provided with data on the principals' consent (Guideline 6)",
    ),
    Basis.DESIGNATED: Text(ja="規則第15条の国にある", en="is in a country of Rules Art. 15"),
    Basis.NOT_HANDLED: Text(
        ja="個人データを取り扱わないこととなっている(Q12-3)",
        en="is not to handle the personal data (Q12-3)",
    ),
    Basis.DOMESTIC: Text(ja="国内にある", en="is located in Japan"),
}


_SUPERVISED = Text(ja="委託先の監督(法第25条)は及ぶ。", en=" Supervision of contractors (APPI Art. 25) does.")
_STILL = {
    Basis.CONSENT: Text(
        ja="制度の変更後も同意は有効だが、重要な変更は本人に知らせることが望ましい(Q12-13)。",
        en=" Consent stays valid after a change of the law; to inform the principals of an important one is "
        "desirable (Q12-13).",
    ),
    Basis.DESIGNATED: _SUPERVISED,
    Basis.DOMESTIC: _SUPERVISED,
}
"""What binds all the same."""


def with_exempt(recommendation: Recommendation, contractors: Iterable[Contractor]) -> Recommendation:
    """Where it rests on the duties of Art. 28(3), a question for each contractor whose ground knows none.

    They belong to the standards-compliant system, not to consent (Guideline 6). Recipients in a country of
    Rule 15, and what is no provision (Q12-3), are outside of Article 28 itself. The policy may ask for the
    step anyway.
    """
    if not any(_DUTIES in reason.basis for reason in recommendation.reasons):
        return recommendation
    asked = exempt_questions(contractors).values()
    return replace(recommendation, questions=(*recommendation.questions, *asked))


def exempt_questions(contractors: Iterable[Contractor]) -> dict[str, Text]:
    """By contractor whose ground knows no duties, what is asked of it."""
    return {
        c.id: _EXEMPT.fill(name=c.name, ground=_GROUNDS[c.basis], still=_STILL.get(c.basis, NOTHING))
        for c in contractors
        if not c.basis.has_duties
    }


def _recommendation(rule: PolicyRule) -> Recommendation:
    return Recommendation(
        action=rule.action,
        reasons=(Reason(rule=rule.id, text=rule.reason, basis=rule.basis),),
        questions=rule.questions,
        deadline_days=rule.deadline_days,
    )


def _touches_terms(rule: PolicyRule, finding: TermsFinding) -> bool:
    return finding.topic in rule.topics and (not rule.directions or finding.direction in rule.directions)


def _touches_country(rule: PolicyRule, finding: CountryFinding, via: Sequence[str]) -> bool:
    return (
        any(_names_fact(pattern, finding.fact) for pattern in rule.facts)
        and (not rule.changes or finding.change in rule.changes)
        and (not rule.via or any(way in rule.via for way in via))
    )


def _names_fact(pattern: str, fact: str) -> bool:
    return pattern == fact or (pattern.endswith("*") and fact.startswith(pattern[:-1]))
