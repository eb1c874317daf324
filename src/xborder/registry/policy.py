"""policy.yaml: what is recommended when. A broken policy is no policy: the caller must stop."""

from collections.abc import Iterator
from pathlib import Path

from xborder.model import (
    MEASURES,
    TRIGGER_CHANGES,
    TRIGGER_FACTS,
    Action,
    Direction,
    Policy,
    PolicyRule,
    Problem,
    Question,
    Retention,
    Severity,
    Text,
)
from xborder.model.profile import Principle
from xborder.registry.desk import Desk
from xborder.registry.entries import PolicyFile, RuleEntry, TextEntry
from xborder.registry.tree import Location, read_tree

INDICATORS = ("legal_system", "eu_adequacy", "cbpr", "oecd:*", "readability", "report_list")
FACTS = (*TRIGGER_FACTS, *INDICATORS, *(f"oecd:{principle}" for principle in Principle))


def load_policy(folder: Path) -> tuple[Policy | None, tuple[Problem, ...]]:
    """The policy, or None with the reasons: recommending by half a policy would hide what is missing."""
    desk = Desk(read_tree(folder / "policy.yaml"))
    file = desk.entry((), PolicyFile) if desk.is_readable else None
    questions = file.questions if file else None
    rules = [rule for place in desk.places("rules") if (rule := _read_rule(desk, place, questions))]
    _check_ids(desk)
    if file and not desk.problems:
        for gap in _gaps(rules):
            desk.complain(("rules",), f"no rule says what to do when {gap}. Add one")
    problems = tuple(sorted(desk.problems, key=lambda p: p.line))
    if file is None or any(p.severity is Severity.ERROR for p in problems):
        return None, problems
    asked = tuple(Question(id=name, text=_text(entry)) for name, entry in file.questions.items())
    limits = file.limits.model_dump(exclude_none=True)
    retention = Retention(**file.retention.model_dump())
    return Policy(rules=tuple(rules), questions=asked, retention=retention, **limits), problems


def _read_rule(desk: Desk, place: Location, questions: dict[str, TextEntry] | None) -> PolicyRule | None:
    """None where it has a mistake, or the file around it: then its questions are not known."""
    entry = desk.entry(place, RuleEntry)
    if entry is None:
        return None
    before = len(desk.problems)
    for fact in entry.when.facts:
        if fact not in FACTS:
            desk.complain((*place, "when", "facts"), f"'{fact}' is no fact. Known: {', '.join(FACTS)}")
    for name in entry.questions:
        if questions is not None and name not in questions:
            desk.complain(
                (*place, "questions"), f"'{name}' is not under `questions`. Write the question there"
            )
    _check_action(desk, place, entry)
    return None if questions is None or len(desk.problems) > before else _to_rule(entry, questions)


def _check_action(desk: Desk, place: Location, entry: RuleEntry) -> None:
    # Q12-17: a law alone does not settle it, so suspension is never proposed without the test.
    if entry.action is Action.SUSPEND and not entry.questions:
        desk.complain(place, "recommends to suspend, but asks nothing first (Q12-17). Add `questions`")
    if entry.action is Action.REQUEST_CORRECTION and not entry.deadline_days:
        desk.complain(place, "requests a correction without a date. Add `deadline_days`")


def _to_rule(entry: RuleEntry, questions: dict[str, TextEntry]) -> PolicyRule:
    return PolicyRule(
        id=entry.id,
        action=entry.action,
        reason=_text(entry.reason),
        basis=entry.basis,
        deadline_days=entry.deadline_days,
        questions=tuple(_text(questions[name]) for name in entry.questions),
        **entry.when.model_dump(),
    )


def _text(entry: TextEntry) -> Text:
    return Text(ja=entry.ja, en=entry.en)


def _check_ids(desk: Desk) -> None:
    seen: set[str] = set()
    for place in desk.places("rules"):
        name = str(desk.value((*place, "id")))
        if name in seen:
            desk.complain((*place, "id"), f"'{name}' stands here twice. Give each rule an id of its own")
        seen.add(name)


def _gaps(rules: list[PolicyRule]) -> Iterator[str]:
    """What the law and the company's own words ask an answer for: silence there would miss a trigger."""
    for fact in TRIGGER_FACTS:
        for change in TRIGGER_CHANGES:
            for via in ("contractor_country", "server_location"):
                if not any(_answers_law(r, fact, change, via) for r in rules):
                    yield f"{fact} is {change} ({via})"
    for topic in MEASURES:
        if not any(topic in r.topics and _holds(Direction.WEAKENS, r.directions) for r in rules):
            yield f"the measure {topic} is weakened"
    if not any(r.substantive for r in rules):
        yield "the terms are revised in substance"
    if not any(r.source_health for r in rules):
        yield "a source stays unreadable or stale"


def _answers_law(rule: PolicyRule, fact: str, change: str, via: str) -> bool:
    return fact in rule.facts and _holds(change, rule.changes) and _holds(via, rule.via)


def _holds(value: str, allowed: tuple[str, ...]) -> bool:
    return not allowed or value in allowed
