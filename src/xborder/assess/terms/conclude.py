"""From the model's verdict to what a lawyer can check: quotes, places, directions, reasons, doubts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from xborder.assess.terms.canary import is_canary
from xborder.assess.terms.direction import direct
from xborder.assess.terms.evidence import quote
from xborder.assess.terms.model import TRIGGERS, Model, Verdict
from xborder.assess.terms.operative import LABEL as OPERATIVE
from xborder.assess.terms.operative import Turn, turns
from xborder.assess.terms.passages import Passage
from xborder.assess.terms.rules import RULES
from xborder.assess.terms.rules.breach_notification import is_notice_changed
from xborder.assess.terms.rules.contracting_party import telephones
from xborder.assess.terms.rules.government_access import is_under_authorities
from xborder.assess.terms.rules.improper_use import is_forbidden
from xborder.assess.terms.rules.subcontractors import LISTED_UNDER
from xborder.assess.terms.signs import CONCEPTS, TOPICS, Signs
from xborder.assess.terms.stances import is_prohibition
from xborder.assess.terms.wording import explain, explain_turn
from xborder.model import NOTHING, Change, TermsAssessment, TermsFinding, Text, Topic

_WITNESSES = 3  # passages that decide the direction
_AS_GOOD = 1.5  # log odds a witness may stand behind the best
_CLEARLY = 1.0  # log odds from which a sentence is about something else
_BY_RULE = 0.8  # the chance that stands for a rule without a learned weight
_DOUBT = 0.16  # a chance of meaning so near below the threshold asks for a person
_LABELS = {rule.topic: rule.label for rule in RULES}


def conclude(
    model: Model, passages: Sequence[Passage], signs: Sequence[Signs], about: float, changes: Sequence[Change]
) -> TermsAssessment:
    """The assessment of a revision from its passages and their signs."""
    if not passages:
        return TermsAssessment(substantive=False, confidence=0.95, notes=(FORM_ONLY,))
    learned, turned = model.judge(signs, about), tuple(turns(passages))
    verdict = _by_rule(learned, passages, signs, turned)
    # Where the weights name a topic by another sentence, that one speaks of it more clearly.
    decisive = {
        topic: turn
        for turn in turned
        for topic in _concerned(turn, signs)
        if learned.topics[topic] < model.limit(topic) or _witnesses(topic, learned)[0] in turn.passages
    }
    limit = model.thresholds["substance"] - (_DOUBT if _is_trigger_said(model, verdict, signs) else 0.0)
    substantive = verdict.substance >= limit
    doubtful = not substantive and (verdict.substance >= limit - _DOUBT or _is_contact_changed(passages))
    return TermsAssessment(
        substantive=substantive,
        confidence=round(verdict.substance if substantive else 1 - verdict.substance, 2),
        findings=_findings(model, verdict, passages, signs, changes, decisive) if substantive else (),
        notes=_possible_triggers(model, verdict),
        needs_person=_UNSURE if doubtful else NOTHING,
    )


def _by_rule(
    verdict: Verdict, passages: Sequence[Passage], signs: Sequence[Signs], turned: Sequence[Turn]
) -> Verdict:
    """What is sure without a learned weight: a sentence turned by a word, a provider that came or went, a
    promise to tell of a breach, a statement that no authority asked.

    Basis: APPI Art. 25, 26 and 28(3), Guidelines on foreign third parties: measures that are kept up abroad.
    """
    sure = {topic for turn in turned for topic in _concerned(turn, signs)}
    if any(LISTED_UNDER.search(passage.heading) for passage in passages if passage.is_entry):
        sure.add(Topic.SUBCONTRACTORS)
    if any(is_notice_changed(passage.folded, passage.changed, passage.share) for passage in passages):
        sure.add(Topic.BREACH_NOTIFICATION)
    if any(p.is_new and is_under_authorities(p.heading, p.folded) for p in passages):
        sure.add(Topic.GOVERNMENT_ACCESS)
    if any(p.is_new and is_forbidden(p.folded) for p in passages):
        sure.add(Topic.IMPROPER_USE)
    if any(is_canary(passage.folded) for passage in passages):
        sure.add(Topic.GOVERNMENT_ACCESS)
    sure |= set(_prohibitions(passages, signs))
    return replace(
        verdict,
        topics={**verdict.topics, **{topic: max(verdict.topics[topic], _BY_RULE) for topic in sure}},
        substance=max(verdict.substance, _BY_RULE) if sure or turned else verdict.substance,
    )


def _prohibitions(passages: Sequence[Passage], signs: Sequence[Signs]) -> Iterator[Topic]:
    """The topics on which one version alone has a sentence that forbids, new or gone as a whole."""
    for topic in TOPICS:
        if topic is Topic.DATA_CATEGORIES:  # that a kind is not collected is no measure of the contract
            continue
        held = {
            passage.added
            for passage, s in zip(passages, signs, strict=True)
            if is_prohibition(topic, passage)
            and any(CONCEPTS[c][0] is topic and CONCEPTS[c][1].decisive for c in s.touched)
        }
        if len(held) == 1:
            yield topic


def _is_trigger_said(model: Model, verdict: Verdict, signs: Sequence[Signs]) -> bool:
    """Whether the key word of a sentence on a trigger changed: doubt about meaning is then no ground for
    silence, since a miss costs more (APPI Art. 28(3), Enforcement Rules Art. 18(1))."""
    said = {topic for s in signs for topic, how in s.says.items() if how.key}
    return any(topic in said and verdict.topics[topic] >= model.limit(topic) for topic in TRIGGERS)


def _is_contact_changed(passages: Sequence[Passage]) -> bool:
    """Whether a telephone number came or went: no proof of meaning, but never silence. Who is bound must be
    reachable, since information on the measures is asked for there (APPI Art. 28(3))."""
    old, new = (
        {
            number
            for p in passages
            if p.added is side
            for number, place in telephones(p.folded).items()
            if p.touches(*place)
        }
        for side in (False, True)
    )
    return old != new


def _concerned(turn: Turn, signs: Sequence[Signs]) -> set[Topic]:
    """The topics a turned sentence speaks of: where nothing else changed, the word bears on all of it."""
    if not turn.is_bare:
        return set()
    named = {concept for index in turn.passages for concept in signs[index].touched | signs[index].near}
    return {CONCEPTS[concept][0] for concept in named if CONCEPTS[concept][1].decisive}


FORM_ONLY = Text(ja="字句や体裁だけの変更です", en="only wording and layout changed")
_UNSURE = Text(
    ja="意味が変わったかどうかを確実には判定できません。本文をお読みください",
    en="whether the meaning changed cannot be said with confidence; read the text",
)
_POSSIBLE = Text(
    ja="断定はできませんが、次の事項に触れている可能性があります：{topic}（確率{chance}）",
    en="this may touch, though it cannot be said for sure: {topic} (probability {chance})",
)
_TRIGGERS = {
    Topic.GOVERNMENT_ACCESS: Text(
        ja="政府機関への提供・協力", en="disclosure to and cooperation with authorities"
    ),
    Topic.DATA_LOCATION: Text(ja="保存場所・越境移転", en="place of storage, cross-border transfer"),
}


def _possible_triggers(model: Model, verdict: Verdict) -> tuple[Text, ...]:
    """What was not said with enough confidence, but would cost too much to keep silent about."""
    return tuple(
        _POSSIBLE.fill(topic=_TRIGGERS[topic], chance=f"{verdict.topics[topic]:.0%}")
        for topic in TRIGGERS
        if model.limit(topic) / 2 <= verdict.topics[topic] < model.limit(topic)
    )


def _findings(
    model: Model,
    verdict: Verdict,
    passages: Sequence[Passage],
    signs: Sequence[Signs],
    changes: Sequence[Change],
    turned: Mapping[Topic, Turn],
) -> tuple[TermsFinding, ...]:
    """The topics over the threshold; if there is none, the likeliest, since the meaning did change."""
    chosen = [topic for topic in TOPICS if verdict.topics[topic] >= model.limit(topic)]
    chosen = chosen or [max(TOPICS, key=lambda topic: verdict.topics[topic])]
    chosen = [t for t in chosen if t is not Topic.OTHER or _is_left_over(verdict, chosen)]
    findings = []
    for topic in chosen:
        turn = turned.get(topic)
        witnesses = turn.passages[::-1] if turn else _witnesses(topic, verdict)
        best = passages[witnesses[0]]
        findings.append(
            TermsFinding(
                topic=topic,
                direction=(turn and turn.direction)
                or direct(model.direction, topic, passages, witnesses, _speaking(topic, verdict, witnesses)),
                evidence=quote(best, _decisive(best, topic)),
                place=" > ".join(changes[best.change].clause.path),
                rule=f"{_LABELS[topic]} {OPERATIVE if turn else f'model/{model.version}'}",
                explanation=explain_turn(turn)
                if turn
                else explain(model.reasons(signs[witnesses[0]], topic)),
                confidence=round(verdict.topics[topic], 2),
            )
        )
    return tuple(findings)


def _is_left_over(verdict: Verdict, chosen: Sequence[Topic]) -> bool:
    """Whether a sentence is clearly about something else than the named topics, if any are: what is left
    over is "other", and nothing is where they say it all."""
    named = [TOPICS.index(topic) for topic in chosen if topic is not Topic.OTHER]
    other = TOPICS.index(Topic.OTHER)
    return not named or any(
        row[other] > max(_CLEARLY, *(row[topic] for topic in named)) for row in verdict.scores
    )


def _witnesses(topic: Topic, verdict: Verdict) -> list[int]:
    """The passages that speak most clearly of the topic, best first."""
    scores = [row[TOPICS.index(topic)] for row in verdict.scores]
    ranked = sorted(range(len(scores)), key=lambda i: -scores[i])[:_WITNESSES]
    return [i for i in ranked if scores[i] >= scores[ranked[0]] - _AS_GOOD]


def _speaking(topic: Topic, verdict: Verdict, witnesses: Sequence[int]) -> list[int]:
    """The witnesses, and every other sentence that is likelier than not about the topic."""
    column = TOPICS.index(topic)
    return [*witnesses, *(i for i, r in enumerate(verdict.scores) if r[column] > 0 and i not in witnesses)]


def _decisive(passage: Passage, topic: Topic) -> tuple[int, int]:
    """Where the words stand that speak of the topic; else the first changed words."""
    for _, concept in (pair for pair in CONCEPTS if pair[0] is topic):
        for match in concept.find(passage.folded):
            if passage.touches(*match.span()):
                return match.span()
    return passage.spans[0]
