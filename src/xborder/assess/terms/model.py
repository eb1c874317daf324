"""The learned part: sums of weights over named features, so that every label can be explained.

Three steps, each a logistic regression. *Own* weights of each topic over concepts, words and grammar of a
passage; *shared* weights over the same questions for every topic, for the rare ones; and *final* weights
over both kinds of scores of all passages. Learned by bench/train_terms.py; used without any library.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import expm1, log1p
from typing import Any

from xborder.assess.terms.document import chance, summarise
from xborder.assess.terms.signs import TOPICS, Signs, own_features, shared_features
from xborder.assess.terms.statement import spoken_of
from xborder.model import Topic

SUBSTANCE = len(TOPICS)  # the column after the topics: is there meaning in the change at all?
UNSPOKEN = 0.3  # what the chance of a trigger is worth that no changed sentence speaks of
TRIGGERS = (Topic.GOVERNMENT_ACCESS, Topic.DATA_LOCATION)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the model says of a revision."""

    topics: Mapping[Topic, float]  # chances
    substance: float
    scores: Sequence[Sequence[float]]  # own + shared, by passage and topic


@dataclass(frozen=True, slots=True)
class Model:
    """Weights as bench/train_terms.py wrote them."""

    version: str
    own: Mapping[str, Sequence[float]]  # feature -> weight for each topic, and substance
    shared: Mapping[str, float]
    shared_other: Mapping[str, float]  # `other` is what is left over: questions weigh differently
    shared_topic: Mapping[str, Mapping[str, float]]
    final: Sequence[Sequence[float]]  # by topic: constant, then features of own, then of shared
    final_substance: Sequence[float]
    direction: Mapping[str, Sequence[float]]
    thresholds: Mapping[str, float]
    rare: Sequence[int]  # topics with too few examples to have weights of their own

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Model":
        return cls(**data)

    def judge(self, signs: Sequence[Signs], about: float) -> Verdict:
        if not signs:
            return Verdict(dict.fromkeys(TOPICS, 0.0), 0.0, ())
        shared = [self.shared_scores(shared_features(s, about)) for s in signs]
        own = [self.own_scores(own_features(s)) for s in signs]
        own = lend(own, shared, self.rare)
        sizes = [s.measures["changed words"] for s in signs]
        table = document_table(own, shared, sizes, about)
        mute = unspoken(signs)
        topics = {
            topic: chance(_dot(self.final[i], table[i])) * (UNSPOKEN if topic in mute else 1.0)
            for i, topic in enumerate(TOPICS)
        }
        evidence = [*table[SUBSTANCE], max(topics.values()), said(signs)]
        substance = chance(_dot(self.final_substance, evidence))
        return Verdict(topics, substance, [_added(a, b) for a, b in zip(own, shared, strict=True)])

    def limit(self, topic: Topic) -> float:
        """The chance from which a topic is named."""
        rare = TOPICS.index(topic) in self.rare
        return self.thresholds["trigger" if topic in TRIGGERS else "rare" if rare else "topic"]

    def own_scores(self, features: Mapping[str, float]) -> list[float]:
        scores = list(self.own["constant"])
        for name, value in features.items():
            for i, weight in enumerate(self.own.get(name, ())):
                scores[i] += weight * value
        return scores

    def shared_scores(self, features: Mapping[Topic, Mapping[str, float]]) -> list[float]:
        scores = []
        for topic in TOPICS:
            weights = self.shared_other if topic is Topic.OTHER else self.shared
            special = self.shared_topic[topic.value]
            scores.append(
                special.get("constant", 0.0)
                + weights["constant"]
                + sum((weights.get(f, 0.0) + special.get(f, 0.0)) * v for f, v in features[topic].items())
            )
        return scores

    def reasons(self, signs: Signs, topic: Topic, limit: int = 3) -> list[str]:
        """The features of a passage that weighed most for the topic."""
        column = TOPICS.index(topic)
        weighed = {
            name: self.own[name][column] * value
            for name, value in own_features(signs).items()
            if name in self.own and not name.startswith(("measure", "flag", "says", "said"))
        }
        for name, value in shared_features(signs, 0.0)[topic].items():
            if name.startswith("touched") and "," not in name:
                weighed[name] = weighed.get(name, 0.0) + self.shared.get(name, 0.0) * value
        best = sorted(weighed, key=lambda name: -weighed[name])[:limit]
        return [name for name in best if weighed[name] > 0.05]


def lend(
    own: Sequence[list[float]], shared: Sequence[Sequence[float]], rare: Sequence[int]
) -> list[list[float]]:
    """The own scores, where rare topics borrow the shared ones."""
    for row, lender in zip(own, shared, strict=True):
        for topic in rare:
            row[topic] = lender[topic]
    return list(own)


def document_table(
    own: Sequence[Sequence[float]], shared: Sequence[Sequence[float]], sizes: Sequence[float], about: float
) -> list[list[float]]:
    """One row for each topic with the features of its own and its shared scores; the last row: substance."""
    by_own = summarise([row[:SUBSTANCE] for row in own], sizes, about)
    by_shared = summarise(shared, sizes, about)
    substance = summarise([[row[SUBSTANCE]] for row in own], sizes, about)
    return [*([*a, *b] for a, b in zip(by_own, by_shared, strict=True)), substance[0]]


def unspoken(signs: Sequence[Signs]) -> frozenset[Topic]:
    """The triggers that no changed sentence speaks of: an authority that nothing is disclosed to, a country
    where nothing is kept."""
    return frozenset(TRIGGERS) - spoken_of(s.says for s in signs)


def said(signs: Sequence[Signs]) -> float:
    """How many words changed inside whole sentences (log); menus and labels are none."""
    sizes = (
        expm1(s.measures["changed words"]) for s in signs if s.measures["verb"] and s.measures["words"] > 1.7
    )
    return 0.3 * log1p(sum(sizes))


def _added(one: Sequence[float], other: Sequence[float]) -> list[float]:
    return [a + b for a, b in zip(one[: len(other)], other, strict=True)]


def _dot(weights: Sequence[float], values: Sequence[float]) -> float:
    return weights[0] + sum(w * v for w, v in zip(weights[1:], values, strict=True))


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The weights that come with the package."""
    text = (files(__package__) / "weights.json").read_text(encoding="utf-8")
    return Model.of(json.loads(text))
