"""Words that decide what a sentence does, whatever else it says: not, shall, only, all, without, 30 days.

Basis   APPI Art. 28(3), Enforcement Rules Art. 18(1): whether the measures can still be relied on. One such
        word turns a promise into its opposite, and weighs next to nothing in a count of words
Finds   "do not disclose" -> "disclose"; "shall" -> "may"; "only" dropped; "all data" -> "data"; "with" ->
        "without your consent"; "30 days" -> "90 days"; 「提供しません」 -> 「提供します」; "encrypts" ->
        "encrypts, where feasible"
Passes  a sentence written anew (the weights judge it); the same word on both sides; "won't" for "will not"
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from rapidfuzz.fuzz import ratio

from xborder.assess.terms.hedges import HEDGES
from xborder.assess.terms.passages import ALIKE, Passage
from xborder.model import Direction

LABEL = "operative-words/1"
_LARGEST_SHARE = 0.5  # of the letters of a sentence: where more changed, it is another sentence
_UNITS = (
    r"(?:calendar |business |working |consecutive )?(?:minutes?|hours?|days?|weeks?|months?|years?)\b"
    r"|%|percent\b|per cent\b|dollars?\b|euros?\b|usd\b|eur\b|yen\b|円"
    r"|(?:営業)?日(?!本)|時間|週間|[かヶカケ]月|年間|年(?:以内|以上|後|を|保)|歳|割"
)


class Operative(StrEnum):
    """What kind of word it is."""

    NEGATION = "negation"
    DUTY = "duty"
    PERMISSION = "permission"
    LIMIT = "limit"
    EXCEPTION = "exception"
    CONDITION = "condition"
    EXTENT = "extent"
    HEDGE = "hedge"
    NUMBER = "number"


_WORDS: dict[Operative, re.Pattern[str]] = {
    kind: re.compile(pattern)
    for kind, pattern in {
        Operative.NEGATION: (
            r"(?<!or )\b(?:not(?! limited to| only)|never|no(?! later)|neither|nor|cannot)\b|n't\b|ません"
            r"|(?<!少)ない(?!し)|禁止"
        ),
        Operative.DUTY: r"\b(?:shall|must|will)\b(?! not)|ものとし|ものとする|義務",
        Operative.PERMISSION: r"\b(?:may|might|can|could)\b(?! not)|ことがあ|場合があ|ことができ",
        Operative.LIMIT: r"\b(?:only|solely|exclusively)\b|のみ|だけ|限り|限って",
        Operative.EXTENT: r"\b(?:all|every|each|any|entire|whole)\b|すべて|全て|全部|あらゆる|各|いずれ",
        Operative.EXCEPTION: r"\b(?:unless|except)\b|除き|除く",
        Operative.CONDITION: (
            r"\b(?:without|consents?|permission|authori[sz]ation|approval)\b|同意|承諾|許可"
        ),
        Operative.HEDGE: HEDGES.pattern,
    }.items()
}
_ALL = re.compile(r"\b(?:all(?! times\b)|every(?! (?:time|year|month|week|day)\b))\b|すべて|全て|あらゆる")
"""The others of the extent only take its place: "each user" for "all users", "a user" for "any user"."""
_COUNTED = re.compile(rf"(?<![\d.,])\d[\d,.]*+(?=[\s)）\]]*(?:{_UNITS}))|(?<=[$€£¥])\s?\d[\d,.]*")
# What may change with such a word and say nothing of its own.
_BARE = re.compile(
    r"\b(?:shall|must|will|would|may|might|can|could|should|not|never|no|neither|nor|cannot|only|solely"
    r"|exclusively|all|every|with|without|do|does|did|be|is|are|been|has|have|to|ever|the|a|an|any|your|our|prior"
    r"|consents?|permission|authori[sz]ation|approval|notice|express|explicit|written)\b|n't\b|[\d,.]+"
)
_PARTICLES = re.compile(r"[ぁ-ん]|全て|場合|事|のみ|同意|承諾|事前|許可|禁止|得|無")
_VERB = re.compile(
    r"\b(?:is|are|was|be|may|might|can|could|will|shall|must|has|have|do|does|we|you|they)\b|ます|ません|です"
    r"|する|した|しない"
)
RISKY = re.compile(
    r"\b(?:disclos\w+|shar(?:e|es|ed|ing)|s[eo]ll(?:s|ing)?|sold|rent\w*|provid\w+|transfer\w*|mov(?:e|ed)"
    r"|train\w*|us(?:e|es|ed|ing)|collect\w*|access\w*|combin\w+|track\w*|stor(?:e|es|ed)|retain\w*"
    r"|process\w*|made|advertis\w+|scan\w*|monitor\w*|sub-?contract\w*|engag\w+)\b"
    r"|提供|開示|販売|移転|利用|使用|収集|取得|共有|送信|閲覧|保存|学習|再委託"
)
PROTECTIVE = re.compile(
    r"\b(?:encrypt\w*|delet\w+|eras\w+|notif\w+|inform\w*|protect\w*|secur\w+|ensur\w+|compl(?:y|ies)"
    r"|audit\w*|return\w*|anonymi\w+|pseudonymi\w+|obtain\w*|respond\w*|honou?r\w*|review\w*|challeng\w+)\b"
    r"|暗号化|削除|消去|通知|報告|保護|遵守|監査|返却|返還|匿名化|取得した上|確保"
)
OF_USER = re.compile(
    r"\b(?:you|users?|customers?|members?) (?:(?!data|content|information)\w+ )?"
    r"(?:may|must|shall|will|can|agree|cannot|should)\b"
    r"|(?:お客様|利用者|ユーザー?|会員)は"
)
_UNASKED = re.compile(
    r"without (?:\w+ ){0,3}(?:consent|permission|approval|authori[sz]ation|notice|notif\w+|telling|asking)"
    r"|(?:同意|承諾|通知|許可)(?:を得|する)?(?:こと)?なく"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A sentence in which such words came or went, and little else."""

    passages: tuple[int, ...]  # indices: the sentence before, after, or both
    kinds: frozenset[Operative]
    is_bare: bool  # whether nothing else changed
    direction: Direction | None  # where the words themselves say it


def turns(passages: Sequence[Passage]) -> Iterator[Turn]:
    """The sentences that such a word turned."""
    numbered = list(enumerate(passages))
    for _, group in groupby(numbered, key=lambda pair: pair[1].change):
        for pair in _sentences(list(group)):
            turn = _turn(pair)
            if turn is not None:
                yield turn


_Numbered = tuple[int, Passage]


def _sentences(group: Sequence[_Numbered]) -> Iterator[tuple[_Numbered, ...]]:
    """The passages of one change, each before with the one after that is most like it."""
    left = [pair for pair in group if pair[1].added]
    for old in (pair for pair in group if not pair[1].added):
        best = max(left, key=lambda new: ratio(old[1].folded, new[1].folded), default=None)
        if best is not None and ratio(old[1].folded, best[1].folded) >= ALIKE:
            left.remove(best)
            yield (old, best)
        else:
            yield (old,)
    yield from ((pair,) for pair in left)


def _turn(pair: Sequence[_Numbered]) -> Turn | None:
    sentences = [passage for _, passage in pair]
    if any(p.whole or _share(p) > _LARGEST_SHARE or not _VERB.search(p.folded) for p in sentences):
        return None
    before, after = (_words(p for p in sentences if p.added is side) for side in (False, True))
    if not any(p.touches(*m.span()) for p in sentences for m in _ALL.finditer(p.folded)):
        del before[Operative.EXTENT, ""], after[Operative.EXTENT, ""]
    lost, gained = before - after, after - before
    if not lost and not gained:
        return None
    is_bare = _is_bare(sentences)
    return Turn(
        passages=tuple(index for index, _ in pair),
        kinds=frozenset(kind for kind, _ in (*lost, *gained)),
        is_bare=is_bare,
        direction=_direction(sentences, lost, gained) if is_bare else None,
    )


def _share(passage: Passage) -> float:
    """How much changed beside hedges, which are long."""
    changed = passage.changed
    return passage.share * len(HEDGES.sub("", changed)) / max(1, len(changed))


_Word = tuple[Operative, str]


def _words(sentences: Iterable[Passage]) -> Counter[_Word]:
    """The operative words among those that changed. Of a kind one is as good as another, but for numbers."""
    found: Counter[_Word] = Counter()
    for passage in sentences:
        for kind, pattern in _WORDS.items():
            if kind is Operative.HEDGE and not PROTECTIVE.search(passage.folded):
                continue  # only a promise can be hedged
            for match in pattern.finditer(passage.folded):
                if passage.touches(*match.span()):
                    found[kind, "without" if match[0] == "without" else ""] += 1
        for match in _COUNTED.finditer(passage.folded):
            if passage.touches(*match.span()):
                found[Operative.NUMBER, match[0].strip(" .,")] += 1
    return found


def _is_bare(sentences: Iterable[Passage]) -> bool:
    """Whether hardly anything but such words changed: then the sentence says the rest as it did."""
    left = "".join(_PARTICLES.sub("", _BARE.sub("", HEDGES.sub("", p.changed))) for p in sentences)
    return not any(map(str.isalnum, left))


def _direction(
    sentences: Sequence[Passage], lost: Counter[_Word], gained: Counter[_Word]
) -> Direction | None:
    """What is forbidden to the contractor and then allowed weakens; None where it takes a reader."""
    text = sentences[-1].folded
    if OF_USER.search(text):
        return None
    freed = {
        p.added is not _is_forbidden(p.folded)
        for p in sentences
        for m in _UNASKED.finditer(p.folded)
        if p.touches(*m.span())
    }
    if freed:
        return None if len(freed) > 1 else Direction.WEAKENS if True in freed else Direction.STRENGTHENS
    risky, protective = bool(RISKY.search(text)), bool(PROTECTIVE.search(text))
    if protective and _is_one_sided(lost, gained, Operative.HEDGE):
        return Direction.WEAKENS if _of(gained, Operative.HEDGE) else Direction.STRENGTHENS
    if risky == protective:
        return None
    if _is_one_sided(lost, gained, Operative.NEGATION):
        is_freed = bool(_of(lost, Operative.NEGATION))
        return Direction.WEAKENS if is_freed == risky else Direction.STRENGTHENS
    if risky and _is_one_sided(lost, gained, Operative.LIMIT):
        return Direction.WEAKENS if _of(lost, Operative.LIMIT) else Direction.STRENGTHENS
    if _is_one_sided(lost, gained, Operative.EXTENT) and not any(_is_forbidden(p.folded) for p in sentences):
        is_narrowed = bool(_of(lost, Operative.EXTENT))
        return Direction.WEAKENS if is_narrowed == protective else Direction.STRENGTHENS
    if protective and _of(lost, Operative.DUTY) and _of(gained, Operative.PERMISSION):
        return Direction.WEAKENS
    if protective and _of(lost, Operative.PERMISSION) and _of(gained, Operative.DUTY):
        return Direction.STRENGTHENS
    return None


def _is_forbidden(text: str) -> bool:
    """「同意なく提供しません」 forbids what 「同意なく提供します」 allows."""
    return bool(_WORDS[Operative.NEGATION].search(text))


def _of(words: Counter[_Word], kind: Operative) -> int:
    return sum(times for (of_kind, _), times in words.items() if of_kind is kind)


def _is_one_sided(lost: Counter[_Word], gained: Counter[_Word], kind: Operative) -> bool:
    return bool(_of(lost, kind)) != bool(_of(gained, kind))
