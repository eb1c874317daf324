"""What a passage says to the rules: the concepts it touches or stands among, its grammar, its words.

A concept is *touched* when its words are among those that changed, *near* when they stand unchanged in
the same sentence, *above* when a heading names them. What the sentence is about without having changed
weighs little: "a topic is labelled when the change touches it, not because the sentence mentions it".
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from math import log, log1p, tanh

from xborder.assess.terms.concept import JAPANESE, Concept
from xborder.assess.terms.passages import Passage
from xborder.assess.terms.rules import RULES
from xborder.assess.terms.statement import Said, read_statements
from xborder.model import Page, Topic

CONCEPTS: tuple[tuple[Topic, Concept], ...] = tuple((r.topic, c) for r in RULES for c in r.concepts)
TOPICS: tuple[Topic, ...] = tuple(rule.topic for rule in RULES)

_ACTORS = (
    r"(?:you|users?|customers?|members?|merchants?|publishers?|developers?|participants?|licensees?"
    r"|subscribers?"
    r"|visitors?|players?|creators?|sellers?|agents?|clients?)"
)
_FLAGS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "duty of the user",
            (
                rf"\b{_ACTORS} (?:\w+ ){{0,2}}(?:may not|must|shall|agrees?|will not|cannot|should"
                rf"|represents?|warrants?"
                r"|(?:are|is) (?:solely |fully )?(?:responsible|prohibited)|acknowledges?|undertakes?|waives?"
                r"|hereby)\b"
                r"|(?:利用者|ユーザー?|お客様|会員|甲|乙)は.{0,60}(?:なりません|ものとします|いけません|禁止"
                r"|承諾)"
            ),
        ),
        (
            "personal data",
            (
                r"personal(?:ly)?[- ](?:data|identif|information)|(?:your|their|such|this|customer|user"
                r"|account|that|profile|contact"
                r"|usage|technical) (?:data|information|details|content)|information (?:about|we|you|that"
                r"|from|relating)"
                r"|data (?:subject|about|we|you|that|from|relating|collected)|(?:the|any|of|some) (?:data"
                r"|information)\b|inputs"
                r"|個人情報|個人データ|利用者情報|情報|データ"
            ),
        ),
        ("the contractor", r"\b(?:we|us|our)\b|当社|弊社|当(?:サイト|サービス)"),
        ("negation", r"\b(?:not|no|never|neither|without|nor)\b|n't\b|ません|ない"),
        (
            "reference",
            (
                r"for more|learn more|more information|more details|please (?:see|read|visit|refer|review)"
                r"|see (?:our|the|section)|click here|visit (?:our|the)|described in|詳しくは|をご覧|参照"
            ),
        ),
        (
            "list of changes",
            r"we(?: have|'ve)? (?:updated|added|clarified|revised|removed)|改定(?:内容|履歴)",
        ),
        ("liability", r"not (?:be )?(?:liable|responsible)|disclaim|no warrant|indemnif|liability|責任を負"),
        ("examples", r"for example|such as|e\.g\.|including|example|など|等"),
    )
)
FLAGS = tuple(name for name, _ in _FLAGS)
_VERB = re.compile(
    r"\b(?:is|are|may|will|shall|must|can|have|has|be|use|provide|collect|not|do|you|we)\b|ます|もの|です"
    r"|した"
)
_END = re.compile(r"[.;。:]\W*$")
_LATIN = re.compile(r"[a-z][a-z'-]{2,}")
_COMMON = frozenset(
    [
        "the",
        "and",
        "for",
        "that",
        "this",
        "with",
        "you",
        "your",
        "our",
        "are",
        "any",
        "all",
        "may",
        "will",
        "from",
        "have",
        "has",
        "was",
        "were",
        "but",
        "its",
        "their",
        "they",
        "such",
        "other",
        "these",
        "those",
        "which",
        "when",
        "where",
        "how",
        "what",
        "who",
        "can",
        "also",
        "into",
        "than",
        "then",
        "there",
        "here",
        "been",
        "being",
        "does",
        "did",
        "about",
        "more",
        "most",
        "some",
        "only",
        "own",
        "same",
        "one",
        "two",
        "per",
        "via",
        "shall",
        "should",
        "would",
        "could",
        "must",
        "each",
        "both",
        "either",
    ]
) - frozenset(["not", "may", "will", "only", "must", "shall", "can", "could", "any", "all", "other", "such"])

_DATA_WORDS = re.compile(
    r"personal(?:ly)?[ -](?:identifiable )?(?:data|information)|privacy|data (?:controller|subject"
    r"|protection)"
    r"|個人情報|プライバシー|個人データ|利用者情報|お客様の情報",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signs:
    """What one passage shows; the indices are of CONCEPTS."""

    touched: frozenset[int]
    near: frozenset[int]
    above: frozenset[int]
    flags: frozenset[str]
    words: frozenset[str]  # stems of the changed Latin words
    measures: Mapping[str, float]
    standing: Mapping[int, str] = field(default_factory=dict)  # of what is touched, in the other version
    says: Mapping[Topic, Said] = field(default_factory=dict)  # see statement.py


def read_signs(passages: Sequence[Passage]) -> tuple[Signs, ...]:
    """The signs of each passage, without the standing of what it touches (see standing.py)."""
    return tuple(map(_signs, passages, _places(passages)))


def _signs(passage: Passage, places: "_Places") -> Signs:
    stems = [_stem(word) for word in _LATIN.findall(passage.changed) if word not in _COMMON]
    return Signs(
        touched=frozenset(places.touched),
        near=frozenset(places.near - places.touched),
        above=_concepts_in(passage.heading),
        flags=frozenset(name for name, pattern in _FLAGS if pattern.search(passage.folded)),
        words=frozenset(stems),
        measures=_measures(passage, len(stems)),
        says=read_statements(passage),
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """The concepts whose words a passage holds: among the changed words, and anywhere."""

    touched: set[int] = field(default_factory=set)
    near: set[int] = field(default_factory=set)


def _places(passages: Sequence[Passage]) -> list[_Places]:
    """Each pattern runs once over all passages of a language, a line each: a rewrite has a thousand."""
    found = [_Places() for _ in passages]
    for japanese in (False, True):
        lines = [i for i, p in enumerate(passages) if bool(JAPANESE.search(p.folded)) is japanese]
        text = "\n".join(passages[i].folded for i in lines)
        starts = list(accumulate((len(passages[i].folded) + 1 for i in lines), initial=0))
        for index, (_, concept) in enumerate(CONCEPTS):
            for match in concept.pattern(japanese=japanese).finditer(text):
                line = bisect_right(starts, match.start()) - 1
                start, end = match.start() - starts[line], match.end() - starts[line]
                place = found[lines[line]]
                (place.touched if passages[lines[line]].touches(start, end) else place.near).add(index)
    return found


@lru_cache(maxsize=4096)
def _concepts_in(text: str) -> frozenset[int]:
    japanese = bool(JAPANESE.search(text))
    return frozenset(i for i, (_, c) in enumerate(CONCEPTS) if c.pattern(japanese=japanese).search(text))


def _measures(passage: Passage, stems: int) -> dict[str, float]:
    """Sizes and grammar, all near 0 to 1 for an ordinary sentence."""
    changed_japanese = len(JAPANESE.findall(passage.changed)) / 2
    all_japanese = len(JAPANESE.findall(passage.folded)) / 2
    return {
        "added": float(passage.added),
        "whole": float(passage.whole),
        f"kind {passage.kind.value}": 1.0,
        "changed words": log1p(stems + changed_japanese),
        "words": log1p(len(_LATIN.findall(passage.folded)) + all_japanese),
        "share": passage.share,
        "short": float(len(passage.folded) < 25 - all_japanese / 2),
        "sentence end": float(bool(_END.search(passage.folded))),
        "verb": float(bool(_VERB.search(passage.folded))),
    }


def _stem(word: str) -> str:
    word = word.strip("'-").removesuffix("'s")
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def about_data(pages: Iterable[Page], passages: Iterable[Passage]) -> float:
    """From -1 (terms of use) to 1 (a text about personal data), by how often it speaks of it.

    Said by the text and not by the registry: terms often hold a privacy part, and a comparison of two
    files comes without a registry.
    """
    text = "\n".join(page.text for page in pages) or "\n".join(p.text for p in passages)
    length = len(text) + len(JAPANESE.findall(text))  # a Japanese character says twice as much
    if not length:
        return 0.0
    density = 1000 * len(_DATA_WORDS.findall(text)) / length
    return tanh(1.5 * log((density + 0.02) / 0.8))


def own_features(signs: Signs) -> dict[str, float]:
    """What each topic weighs for itself: concepts, words, grammar."""
    features = {f"touched {CONCEPTS[i][0]}: {CONCEPTS[i][1].name}": 1.0 for i in signs.touched}
    features |= {f"near {CONCEPTS[i][0]}: {CONCEPTS[i][1].name}": 0.5 for i in signs.near}
    features |= {f"above {CONCEPTS[i][0]}: {CONCEPTS[i][1].name}": 0.5 for i in signs.above}
    for i, standing in signs.standing.items():
        features[f"{standing} {CONCEPTS[i][0]}: {CONCEPTS[i][1].name}"] = 0.7
    features |= {f"flag {name}": 0.5 for name in signs.flags}
    for topic, said in signs.says.items():
        if said.parts:
            anew = said.parts == said.of
            features |= {
                f"says {topic}": 0.7,
                f"says anew {topic}": 0.7 * anew,
                f"says key {topic}": 0.7 * said.key,
            }
        else:
            features[f"said {topic}"] = 0.5
    features |= {f"word {word}": 0.35 for word in signs.words}
    features |= {f"measure {name}": 0.5 * value for name, value in signs.measures.items()}
    return features


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many concepts of one topic a passage touches, stands among, stands under."""

    touched: int = 0  # decisive concepts
    touched_weak: int = 0
    near: int = 0
    near_weak: int = 0
    above: int = 0
    above_weak: int = 0
    standing: frozenset[str] = frozenset()  # of the decisive concepts touched

    @property
    def weight(self) -> float:
        return self.touched + 0.5 * self.touched_weak


def shared_features(signs: Signs, about: float) -> dict[Topic, dict[str, float]]:
    """The same questions for every topic, so that what is learned of one holds for the rare ones too."""
    counts = _counts(signs)
    weights = [*sorted((c.weight for c in counts.values()), reverse=True), 0.0, 0.0]
    common = _common(signs, about)
    features = {}
    for topic in TOPICS:
        own = counts.get(topic, _Counts())
        rival = weights[1] if own.weight == weights[0] else weights[0]
        every = common | _own(own, sum(weights), rival, signs, about)
        every |= _statement(signs.says.get(topic), is_touched=bool(own.touched))
        features[topic] = {name: value for name, value in every.items() if value}
    return features


def _statement(said: Said | None, *, is_touched: bool) -> dict[str, float]:
    """Whether the sentence says something on the topic, and how much of that changed."""
    if said is None:
        return {"says nothing": 1.0, "touched, says nothing": float(is_touched)}
    if not said.parts:
        return {}
    return {
        "says": 1.0,
        "says anew": float(said.parts == said.of),
        "says key": float(said.key),
        "says and touched": float(is_touched),
    }


def _counts(signs: Signs) -> dict[Topic, _Counts]:
    """The counts of the topics that occur at all."""
    counters: defaultdict[Topic, Counter[str]] = defaultdict(Counter)
    for name, found in (("touched", signs.touched), ("near", signs.near), ("above", signs.above)):
        for index in found:
            topic, concept = CONCEPTS[index]
            counters[topic][name if concept.decisive else f"{name}_weak"] += 1
    standing: defaultdict[Topic, set[str]] = defaultdict(set)
    for index, place in signs.standing.items():
        topic, concept = CONCEPTS[index]
        if concept.decisive:
            standing[topic].add(place)
    return {t: _Counts(**counter, standing=frozenset(standing[t])) for t, counter in counters.items()}


def _common(signs: Signs, about: float) -> dict[str, float]:
    """What is the same for all topics."""
    features = {"about data": about, **dict.fromkeys(signs.flags, 1.0)}
    for name in ("changed words", "share", "verb", "words", "short", "sentence end"):
        features[name] = signs.measures[name] * (0.3 if name.endswith("words") else 1.0)
    return features


def _own(own: _Counts, total: float, rival: float, signs: Signs, about: float) -> dict[str, float]:
    """What differs from topic to topic."""
    features = {
        "near": float(min(own.near, 2)),
        "near weak": float(min(own.near_weak, 2)),
        "above": float(own.above > 0),
        "above weak": float(own.above_weak > 0),
        "share of concepts": own.weight / (total + 1),
        "strongest rival": rival,
    }
    if own.touched_weak:
        features |= {"touched weak": 1.0, "touched weak more": min(own.touched_weak, 3) - 1.0}
        features |= {f"touched weak, {flag}": 1.0 for flag in signs.flags}
    if own.weight:
        features["any touched, words"] = signs.measures["changed words"]
    return features | _touched(own, signs, about) if own.touched else features


def _touched(own: _Counts, signs: Signs, about: float) -> dict[str, float]:
    """What counts only where a decisive concept of the topic is touched."""
    features = {
        "touched": 1.0,
        "touched more": min(own.touched, 3) - 1.0,
        "touched and above": float(own.above > 0),
        "touched, about data": about,
    }
    features |= {f"touched, {place}": 1.0 for place in own.standing}
    features |= {f"touched, {name}": signs.measures[name] for name in ("share", "verb", "whole", "added")}
    features |= {f"touched, {flag}": 1.0 for flag in signs.flags}
    return features
