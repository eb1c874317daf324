"""Learn the weights of assess/terms from labelled revisions, and write them into the package.

    python bench/train_terms.py [--captures FOLDER]

Logistic regression throughout (scikit-learn); what is written is plain numbers by feature name. A
passage that holds the quoted evidence of a topic is a positive example of it; the other passages of that
revision are unknown and left out; those of revisions without the topic are negative.
"""

import argparse
import json
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from terms_data import Revision, captured, english, japanese
from xborder.assess.terms.direction import DIRECTIONS, direction_features
from xborder.assess.terms.model import (
    SUBSTANCE,
    UNSPOKEN,
    Model,
    document_table,
    lend,
    said,
    unspoken,
)
from xborder.assess.terms.passages import with_counterparts
from xborder.assess.terms.signs import TOPICS, own_features, shared_features
from xborder.model import Direction, Topic

WEIGHTS = Path(__file__).resolve().parents[1] / "src/xborder/assess/terms/weights.json"

LEAST_PASSAGES = 3  # a feature seen in fewer passages, or of fewer companies, is chance
LEAST_PROOFS = 8  # a topic with fewer examples has no weights of its own
LEAST_COMPANIES = {"word": 3}
OWN_STRENGTH = 0.5  # inverse of the penalty on weights; found by cross-validation over 0.1 to 2
SHARED_STRENGTH = 1.0
FINAL_STRENGTH = 0.3
DIRECTION_STRENGTH = 0.15
# Thresholds are few and round: the best one of some 300 revisions is chance. By theory the best for F1 is
# half of that F1; a missed trigger costs the company; for meaning, the replay may alert 1.2 times a
# revision.
LIMITS = {"topic": 0.36, "rare": 0.3, "trigger": 0.07, "substance": 0.63}
SPECIAL = ("touched", "touched weak", "above")  # shared questions a topic may weigh for itself
SPECIAL_SCALE = 0.3  # the smaller, the closer each topic stays to what holds for all
CONSTANT_SCALE = 0.5
PER_REVISION = 8  # passages of one revision weigh at most as much as so many
INNER_FOLDS = 5

Array = Any


class Corpus:
    """All passages of some revisions as matrices, computed once; folds take rows of them."""

    def __init__(self, revisions: Sequence[Revision]) -> None:
        self.revisions = revisions
        ends = np.cumsum([0, *(len(r.signs) for r in revisions)])
        self.rows = [np.arange(a, b) for a, b in pairwise(ends)]
        own = [own_features(s) for r in revisions for s in r.signs]
        self.own_names = sorted({name for row in own for name in row})
        self.own = _matrix(own, self.own_names)
        shared = [shared_features(s, r.about) for r in revisions for s in r.signs]
        rows = [_shared_row(topic, of_topic[topic]) for of_topic in shared for topic in TOPICS]
        self.shared_names = sorted({name for row in rows for name in row})
        self.shared = _matrix(rows, self.shared_names)  # a row for each topic of each passage
        self.companies = np.array([r.company for r in revisions])
        examples = [_examples(revisions, topic) for topic in (*TOPICS, None)]
        self.labels = np.array([labels for labels, _ in examples]).T  # passages by topics, then substance
        self.weights = np.array([weights for _, weights in examples]).T
        proven = self.labels[:, :SUBSTANCE].sum(axis=0)
        self.rare = np.flatnonzero(proven < LEAST_PROOFS).tolist()

    def passages(self, chosen: Sequence[int]) -> Array:
        return np.concatenate([self.rows[i] for i in chosen])


def _matrix(rows: Sequence[dict[str, float]], names: Sequence[str]) -> Array:
    index = {name: i for i, name in enumerate(names)}
    entries = [(n, index[f], v) for n, row in enumerate(rows) for f, v in row.items()]
    at, column, value = zip(*entries, strict=True)
    return sparse.csr_matrix((value, (at, column)), shape=(len(rows), len(index)))


def _shared_row(topic: Topic, features: dict[str, float]) -> dict[str, float]:
    """Questions with weights for all topics, and a few with deviations of this one."""
    kind = "rest" if topic is Topic.OTHER else "any"
    row = {f"{kind}|{name}": value for name, value in features.items()}
    row[f"{topic.value}|constant"] = SPECIAL_SCALE
    row |= {f"{topic.value}|{name}": SPECIAL_SCALE * features[name] for name in SPECIAL if name in features}
    return row


def _examples(revisions: Sequence[Revision], topic: Topic | None) -> tuple[Array, Array]:
    """Label and weight of every passage; weight 0 where nobody can know. `None` asks for substance."""
    labels, weights = [], []
    for revision in revisions:
        share = min(1.0, PER_REVISION / max(1, len(revision.signs)))
        concerned = revision.substantive if topic is None else topic in revision.topics
        for proof in revision.proofs:
            positive = bool(proof) if topic is None else topic in proof
            labels.append(positive)
            weights.append(1.0 if positive else 0.0 if concerned else share)
    return np.array(labels), np.array(weights)


@dataclass(frozen=True)
class First:
    """The first two steps: weights of passages."""

    kept: Array  # columns of the own features
    own: Array  # features by topics
    own_constant: Array
    shared: Array
    shared_constant: float

    def scores(self, corpus: Corpus, revision: int) -> tuple[Array, Array]:
        rows = corpus.rows[revision]
        own = corpus.own[rows][:, self.kept] @ self.own + self.own_constant
        shared = corpus.shared[(rows[:, None] * SUBSTANCE + np.arange(SUBSTANCE)).ravel()] @ self.shared
        return own, (shared + self.shared_constant).reshape(len(rows), SUBSTANCE)


def train(corpus: Corpus, chosen: Sequence[int], version: str = "trial") -> dict[str, Any]:
    """Weights from revisions. The final step learns from scores of companies the first two did not see."""
    tables = _unseen_tables(corpus, chosen)
    final, final_substance = _final([corpus.revisions[i] for i in chosen], tables, corpus.rare)
    return {
        "version": version,
        **_written(corpus, _first(corpus, chosen)),
        "final": final,
        "final_substance": final_substance,
        "direction": _direction([corpus.revisions[i] for i in chosen]),
        "thresholds": LIMITS,
        "rare": corpus.rare,
    }


def _first(corpus: Corpus, chosen: Sequence[int]) -> First:
    kept = _frequent(corpus, chosen)
    passages = corpus.passages(chosen)
    matrix = corpus.own[passages][:, kept]
    # Whether there is meaning in a change does not depend on what it is about.
    of_topics = np.array([corpus.own_names[c].startswith(("says", "said")) for c in kept])
    plain = matrix @ sparse.diags(np.where(of_topics, 0.0, 1.0))
    columns = [
        _fit_own(plain if t == SUBSTANCE else matrix, corpus.labels[passages, t], corpus.weights[passages, t])
        for t in range(SUBSTANCE + 1)
    ]
    shared, constant = _fit_shared(corpus, passages)
    return First(
        kept, np.array([c[0] for c in columns]).T, np.array([c[1] for c in columns]), shared, constant
    )


def _frequent(corpus: Corpus, chosen: Sequence[int]) -> Array:
    """Columns of features that more than chance companies use."""
    passages = np.zeros(len(corpus.own_names))
    companies = np.zeros(len(corpus.own_names))
    for company in sorted(set(corpus.companies[list(chosen)])):
        rows = corpus.passages([i for i in chosen if corpus.companies[i] == company])
        used = corpus.own[rows].getnnz(axis=0)
        passages += used
        companies += used > 0
    least = np.array([LEAST_COMPANIES.get(name.split()[0], 2) for name in corpus.own_names])
    return np.flatnonzero((passages >= LEAST_PASSAGES) & (companies >= least))


def _fit_own(matrix: Array, labels: Array, weights: Array) -> tuple[Array, float]:
    known = weights > 0
    if not labels[known].any():
        return np.zeros(matrix.shape[1]), -6.0
    balanced = weights.copy()
    rarity = 0.25 * weights[known & ~labels].sum() / labels[known].sum()
    balanced[labels] *= max(1.0, rarity) ** 0.5
    fit = LogisticRegression(C=OWN_STRENGTH, max_iter=300, solver="liblinear", intercept_scaling=3)
    fit.fit(matrix[known], labels[known], sample_weight=balanced[known])
    return fit.coef_[0], float(fit.intercept_[0])


def _fit_shared(corpus: Corpus, passages: Array) -> tuple[Array, float]:
    rows = (passages[:, None] * SUBSTANCE + np.arange(SUBSTANCE)).ravel()
    labels = corpus.labels[passages, :SUBSTANCE].ravel()
    weights = corpus.weights[passages, :SUBSTANCE].ravel() * np.where(labels, 4.0, 1.0)
    known = weights > 0
    fit = LogisticRegression(C=SHARED_STRENGTH, max_iter=500)
    fit.fit(corpus.shared[rows[known]], labels[known], sample_weight=weights[known])
    return fit.coef_[0], float(fit.intercept_[0])


def _written(corpus: Corpus, first: First) -> dict[str, Any]:
    """The weights by name, as the package reads them."""
    rounded: Any = np.round(first.own, 3)
    own = {corpus.own_names[c]: rounded[i].tolist() for i, c in enumerate(first.kept) if rounded[i].any()}
    learned = dict(zip(corpus.shared_names, first.shared.tolist(), strict=True))

    def table(kind: str, scale: float = 1.0) -> dict[str, float]:
        found = {n.partition("|")[2]: v for n, v in learned.items() if n.partition("|")[0] == kind}
        return {name: round(scale * value, 4) for name, value in found.items()}

    constant = round(first.shared_constant, 4)
    return {
        "own": {"constant": np.round(first.own_constant, 3).tolist(), **own},
        "shared": {"constant": constant, **table("any")},
        "shared_other": {"constant": constant, **table("rest")},
        "shared_topic": {t.value: table(t.value, SPECIAL_SCALE) for t in TOPICS},
    }


# Final weights


def _unseen_tables(corpus: Corpus, chosen: Sequence[int]) -> list[Array]:
    """The table of every chosen revision, scored by weights that never saw its company."""
    tables: dict[int, Array] = {}
    for seen, unseen in GroupKFold(INNER_FOLDS).split(chosen, groups=corpus.companies[list(chosen)]):
        first = _first(corpus, [chosen[i] for i in seen])
        tables |= {chosen[i]: _table(corpus, first, chosen[i]) for i in unseen}
    return [tables[i] for i in chosen]


def _table(corpus: Corpus, first: First, index: int) -> Array:
    revision = corpus.revisions[index]
    if not revision.signs:
        return None
    own, shared = first.scores(corpus, index)
    sizes = [s.measures["changed words"] for s in revision.signs]
    return document_table(
        lend(own.tolist(), shared.tolist(), corpus.rare), shared.tolist(), sizes, revision.about
    )


def _final(
    revisions: Sequence[Revision], tables: Sequence[Array], rare: Sequence[int]
) -> tuple[list[list[float]], list[float]]:
    known = [(r, t) for r, t in zip(revisions, tables, strict=True) if t is not None]
    width = len(known[0][1][0])
    fit = LogisticRegression(C=FINAL_STRENGTH, max_iter=2000)
    rows = [_final_row(t[i], None if i in rare else i, width) for _, t in known for i in range(SUBSTANCE)]
    labels = np.array([topic in r.topics for r, _ in known for topic in TOPICS])
    fit.fit(np.array(rows), labels)
    final = [_collapsed(fit, i, width) for i in range(SUBSTANCE)]
    chances = fit.predict_proba(np.array(rows))[:, 1].reshape(len(known), SUBSTANCE)
    for row, (revision, _) in zip(chances, known, strict=True):
        row[[TOPICS.index(topic) for topic in unspoken(revision.signs)]] *= UNSPOKEN
    substance = _final_substance(known, chances.max(axis=1))
    return final, substance


def _final_row(values: Sequence[float], topic: int | None, width: int) -> Array:
    """Weights for all topics, then deviations of this one."""
    row = np.zeros(width + SUBSTANCE * (width + 1))
    row[:width] = values
    if topic is None:
        return row
    start = width + topic * (width + 1)
    row[start] = CONSTANT_SCALE
    row[start + 1 : start + 1 + width] = SPECIAL_SCALE * np.array(values)
    return row


def _collapsed(fit: LogisticRegression, topic: int, width: int) -> list[float]:
    weights = fit.coef_[0]
    start = width + topic * (width + 1)
    own = weights[:width] + SPECIAL_SCALE * weights[start + 1 : start + 1 + width]
    constant = fit.intercept_[0] + CONSTANT_SCALE * weights[start]
    return [round(float(v), 4) for v in (constant, *own)]


def _final_substance(known: Sequence[tuple[Revision, Array]], best: Array) -> list[float]:
    rows = np.array(
        [[*t[SUBSTANCE], chance, said(r.signs)] for (r, t), chance in zip(known, best, strict=True)]
    )
    labels = np.array([r.substantive for r, _ in known])
    fit = LogisticRegression(C=FINAL_STRENGTH, max_iter=2000)
    fit.fit(rows, labels)
    return [round(float(v), 4) for v in (fit.intercept_[0], *fit.coef_[0])]


# Direction


def _direction(revisions: Sequence[Revision]) -> dict[str, list[float]]:
    rows, labels = [], []
    for revision in revisions:
        for topic, direction in revision.topics.items():
            proofs = [i for i, topics in enumerate(revision.proofs) if topic in topics]
            if proofs:
                rows.append(direction_features(topic, with_counterparts(revision.passages, proofs)))
                labels.append(DIRECTIONS.index(Direction(direction)))
    names = sorted({name for row in rows for name in row})
    fit = LogisticRegression(C=DIRECTION_STRENGTH, max_iter=2000)
    fit.fit(_matrix(rows, names), np.array(labels))
    weights = {name: np.round(fit.coef_[:, i], 3).tolist() for i, name in enumerate(names)}
    return {"constant": np.round(fit.intercept_, 3).tolist(), **weights}


def cross_validate(
    revisions: Sequence[Revision],
    judge: Callable[[Model, Revision], Any],
    folds: int = 8,
) -> dict[str, Any]:
    """What `judge` says of every revision, by a model that never saw its company."""
    corpus = Corpus(revisions)
    verdicts: dict[str, Any] = {}
    for seen, unseen in GroupKFold(folds).split(revisions, groups=corpus.companies):
        model = Model.of(train(corpus, seen.tolist()))
        verdicts |= {revisions[i].id: judge(model, revisions[i]) for i in unseen}
    return verdicts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--captures", type=Path, help="folder of the unpacked replay archive")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    revisions = [*english(), *japanese(), *(captured(arguments.captures) if arguments.captures else ())]
    weights = train(Corpus(revisions), range(len(revisions)), version="1")
    WEIGHTS.write_text(json.dumps(weights, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(revisions)} revisions, {len(weights['own'])} features: {WEIGHTS}")


if __name__ == "__main__":
    main()
