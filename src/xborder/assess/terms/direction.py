"""Whether a change weakens or strengthens the protection of the entrusted data, seen from the exporter.

Basis   APPI Art. 28(3), Enforcement Rules Art. 18(1): the question is whether the equivalent measures can
        still be relied on; a promise added helps, a promise removed, hedged or narrowed does not.
Finds   "will notify" -> "may notify"; "only" dropped; new purposes, kinds of data, recipients
Passes  clarified, moved, or both at once: neutral

What was removed counts as the opposite of what was added, so every cue is signed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from xborder.assess.terms.authorities import by_authority
from xborder.assess.terms.durations import by_duration
from xborder.assess.terms.engagement import by_engagement
from xborder.assess.terms.passages import Passage, with_counterparts
from xborder.assess.terms.places import by_place
from xborder.assess.terms.protections import by_protection
from xborder.assess.terms.stances import by_prohibition, by_stance
from xborder.model import Direction, Topic

DIRECTIONS = (Direction.WEAKENS, Direction.STRENGTHENS, Direction.NEUTRAL)

_CUES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("negation", r"\b(?:not|no|never|nor|neither|without|prohibit\w*)\b|n't\b|ません|ない|禁止"),
        (
            "hedge",
            (
                r"\b(?:may|might|could|can|discretion|reasonabl[ye]|where (?:possible|appropriate)|endeavou?r"
                r"|strive|seek to)\b"
                r"|ことがあり|場合があり|努め|合理的"
            ),
        ),
        (
            "promise",
            (
                r"\b(?:will|shall|must|commit\w*|ensure\w*|guarantee\w*|undertake\w*|promis\w+|compl(?:y|ies"
                r"|iance))\b"
                r"|ものとし|いたします|遵守|保証"
            ),
        ),
        (
            "limit",
            (
                r"\b(?:only|solely|exclusively|strictly|limited to|except|unless|necessary|minimum|specific"
                r"|prior)\b"
                r"|限り|のみ|限定|最小限|必要な範囲"
            ),
        ),
        (
            "extension",
            (
                r"\b(?:including|such as|also|any|other|additional|but not limited|all|combine\w*|various"
                r"|affiliates?|further)\b"
                r"|など|その他|含み|含む|等"
            ),
        ),
        (
            "choice",
            (
                r"\b(?:opt|consent\w*|request\w*|rights?|choice|choose|control\w*|object|withdraw|unsubscribe"
                r"|settings?|access|correct|appeal|contact)\b"
                r"|同意|請求|停止|撤回|拒否|申し?出|選択"
            ),
        ),
        (
            "safeguard",
            (
                r"\b(?:encrypt\w*|safeguards?|delet\w+|eras\w+|anonymi\w+|pseudonymi\w+|protect\w*|secur\w+"
                r"|adequa\w+|framework|clauses|notif\w+|confidential\w*|audit\w*|certif\w+|measures|agreement"
                r"|bound|inform)\b"
                r"|暗号|安全|削除|消去|匿名|保護|管理|通知|監督|契約"
            ),
        ),
        (
            "use",
            (
                r"\b(?:shar\w+|disclos\w+|s[eo]ll|sold|sale|collect\w*|us(?:e|es|ed|ing)|advertis\w+"
                r"|marketing|train\w*|transfer\w*|retain\w*|stor(?:e|ed|age)|receiv\w+|track\w*|analy\w+"
                r"|process\w*|partners?)\b"
                r"|提供|開示|販売|収集|取得|利用し|利用する|利用いた|共有|広告|送信"
            ),
        ),
        ("time", r"\b\d+ (?:days?|months?|years?|hours)|\d ?(?:日|か月|ヶ月|年|時間)"),
        (
            "authority by law",
            (
                r"\b(?:required by law|court order|subpoena|legal process|valid|lawful\w*|due process"
                r"|legally)\b|令状|法令に基づ"
            ),
        ),
    )
)


_OF_ALL = (by_duration, by_protection)  # rules on every sentence that speaks of the topic
_OF_CLEAREST = (by_authority, by_place, by_engagement, by_stance)


def direct(
    weights: Mapping[str, Sequence[float]],
    topic: Topic,
    passages: Sequence[Passage],
    witnesses: Sequence[int],
    speaking: Sequence[int],
) -> Direction:
    """What a revision does to the protection: by rule where one reads the sentences, `speaking` of the topic
    or `witnesses`, the clearest of them; else by the learned weights of the latter."""
    clearest = with_counterparts(passages, witnesses)
    read = with_counterparts(passages, speaking, unlike=True)
    return (
        _first(_OF_ALL, topic, read)
        or by_prohibition(topic, read, passages)
        or _first(_OF_CLEAREST, topic, clearest)
        or decide(weights, direction_features(topic, clearest))
    )


def _first(
    rules: Sequence[Callable[[Topic, Sequence[Passage]], Direction | None]],
    topic: Topic,
    read: Sequence[Passage],
) -> Direction | None:
    return next((found for rule in rules if (found := rule(topic, read))), None)


def direction_features(topic: Topic, passages: Sequence[Passage]) -> dict[str, float]:
    """Signed cues of the passages that speak of the topic."""
    features = {f"{topic}": 1.0}
    count = len(passages) or 1
    for passage in passages:
        sign = (1.0 if passage.added else -1.0) / count
        weight = sign * (1.0 if passage.whole else 0.7)
        _add(features, topic, "balance", weight)
        for cue in _cues(passage.changed):
            _add(features, topic, cue, sign)
        _add(features, topic, "reworded", 0.0 if passage.whole else 1.0 / count)
    return features


def _add(features: dict[str, float], topic: Topic, name: str, value: float) -> None:
    for key, scale in ((f"all {name}", 1.0), (f"{topic} {name}", 0.7)):
        features[key] = features.get(key, 0.0) + scale * value


@lru_cache(maxsize=4096)
def _cues(text: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in _CUES if pattern.search(text))


def decide(weights: Mapping[str, Sequence[float]], features: Mapping[str, float]) -> Direction:
    scores = list(weights["constant"])
    for name, value in features.items():
        for i, weight in enumerate(weights.get(name, ())):
            scores[i] += weight * value
    return DIRECTIONS[scores.index(max(scores))]
