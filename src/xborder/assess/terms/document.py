"""From the scores of passages to what a judge of the whole revision looks at.

Labels are of revisions, proofs are sentences: one clear sentence is enough, three doubtful ones may be,
and in a rewrite of two hundred sentences a topic counts that takes its share of them.
"""

from collections.abc import Sequence
from math import exp, log, log1p

FEATURES = (
    "best",
    "second best",
    "expected passages",
    "passages",
    "share of all",
    "about data",
    "best share of a passage",
    "passages of its own",
    "share of the words",
    "rank",
    "behind the leader",
    "best, about data",
)
_NOTHING = -6.0
_LARGEST = 8.0  # scores beyond this say nothing more
_NO_TOPIC = 0.3  # weight of "none of them" where topics share a passage


def chance(score: float) -> float:
    """The probability a score (log odds) stands for."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


def summarise(scores: Sequence[Sequence[float]], sizes: Sequence[float], about: float) -> list[list[float]]:
    """For each topic the features above. `scores`: by passage, then topic; `sizes`: changed words (log)."""
    topics = len(scores[0]) if scores else 0
    clipped = [[max(-_LARGEST, min(_LARGEST, s)) for s in row] for row in scores]
    chances = [[chance(s) for s in row] for row in clipped]
    shares = [_shares(row) for row in clipped]
    sums = [sum(row[t] for row in chances) for t in range(topics)]
    everything = sum(sums) + 1e-6
    words = sum(1 + size for size in sizes)
    bests = [sorted((row[t] for row in clipped), reverse=True)[:2] for t in range(topics)]
    leader = max((best[0] for best in bests), default=0.0)
    result = []
    for t in range(topics):
        best = bests[t][0]
        result.append(
            [
                best,
                bests[t][1] if len(scores) > 1 else _NOTHING,
                log1p(sums[t]),
                log1p(len(scores)),
                log(sums[t] / everything + 0.01),
                about,
                4 * max(row[t] for row in shares) - 2,
                log1p(sum(row[t] for row in shares)),
                3 * sum(row[t] * (1 + size) for row, size in zip(shares, sizes, strict=True)) / words,
                sum(other[0] > best for other in bests) / 5,
                best - leader,
                0.3 * best * about,
            ]
        )
    return result


def _shares(row: Sequence[float]) -> list[float]:
    weights = [exp(score) for score in row]
    total = sum(weights) + _NO_TOPIC
    return [weight / total for weight in weights]
