"""From the model's verdict to findings a lawyer can check: a quote, a place, a direction, and why."""

from collections.abc import Sequence

from xborder.assess.terms.direction import decide, direction_features
from xborder.assess.terms.evidence import quote
from xborder.assess.terms.model import Verdict, shipped
from xborder.assess.terms.passages import Passage
from xborder.assess.terms.rules import RULES
from xborder.assess.terms.signs import CONCEPTS, TOPICS, read_signs
from xborder.model import Change, TermsFinding, Topic

_WITNESSES = 3  # passages that decide the direction
_AS_GOOD = 1.5  # log odds a witness may stand behind the best

_LABELS = {rule.topic: rule.label for rule in RULES}


def find(
    verdict: Verdict, passages: Sequence[Passage], changes: Sequence[Change]
) -> tuple[TermsFinding, ...]:
    """The topics over the threshold; if there is none, the likeliest, since the meaning did change."""
    limit = shipped().thresholds["topic"]
    chosen = [topic for topic in TOPICS if verdict.topics[topic] >= limit]
    chosen = chosen or [max(TOPICS, key=lambda topic: verdict.topics[topic])]
    return tuple(_finding(topic, verdict, passages, changes) for topic in chosen)


def _finding(
    topic: Topic, verdict: Verdict, passages: Sequence[Passage], changes: Sequence[Change]
) -> TermsFinding:
    witnesses = _witnesses(topic, verdict, passages)
    best = witnesses[0]
    model = shipped()
    return TermsFinding(
        topic=topic,
        direction=decide(model.direction, direction_features(topic, witnesses)),
        evidence=quote(best, _decisive(best, topic)),
        place=" > ".join(changes[best.change].clause.path),
        rule=f"{_LABELS[topic]} model/{model.version}",
        explanation="; ".join(model.reasons(read_signs(best), topic)),
        confidence=round(verdict.topics[topic], 2),
    )


def _witnesses(topic: Topic, verdict: Verdict, passages: Sequence[Passage]) -> list[Passage]:
    """The passages that speak most clearly of the topic, best first."""
    column = TOPICS.index(topic)
    ranked = sorted(range(len(passages)), key=lambda i: -verdict.scores[i][column])[:_WITNESSES]
    least = verdict.scores[ranked[0]][column] - _AS_GOOD
    return [passages[i] for i in ranked if verdict.scores[i][column] >= least]


def _decisive(passage: Passage, topic: Topic) -> tuple[int, int]:
    """Where the words stand that speak of the topic; else the first changed words."""
    for _, concept in (pair for pair in CONCEPTS if pair[0] is topic):
        for match in concept.pattern.finditer(passage.folded):
            if passage.touches(*match.span()):
                return match.span()
    return passage.spans[0]
