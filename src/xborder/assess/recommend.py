"""What is recommended, by the rules of policy.yaml. xborder recommends; people decide (Q12-17)."""

from collections.abc import Iterable, Sequence

from xborder.model import (
    CountryAssessment,
    CountryFinding,
    Policy,
    PolicyRule,
    Reason,
    Recommendation,
    TermsAssessment,
    TermsFinding,
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
