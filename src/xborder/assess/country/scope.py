"""Whether a law became broader or narrower, by what the report says of it.

Seen from the person whose data it is. Broader: more bodies, purposes or data, fewer safeguards, or in the
way of deletion. Narrower: the reverse. When the text does not decide, it is amended, and a person reads it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum

from xborder.assess.country.safeguards import Measure, force, measures, without_measures
from xborder.assess.country.wording import (
    contents,
    is_content,
    letters,
    plain,
    same_words,
    spelled,
    tokens,
    word,
)
from xborder.model import NOTHING, FactChange, Text
from xborder.texts import together

_ONE_SIDE = Text(
    ja="法令の内容の記述が一方の版にしかありません", en="only one version says what the law provides"
)
_EITHER = Text(
    ja="範囲が広がったとも狭まったともいえません：{gained}、{lost}",
    en="it cannot be said whether it became broader or narrower: {gained}; {lost}",
)
_EXEMPTED = Text(ja="例外の追加：「{words}」", en="an exception was added: “{words}”")
_CHARGED = Text(ja="義務又は権限の追加：「{words}」", en="a duty or power was added: “{words}”")
_TOLD = Text(ja="記述の追加：「{words}」", en="a sentence was added: “{words}”")
_ADDED = Text(ja="追加：「{words}」", en="added: “{words}”")
_REMOVED = Text(ja="削除：「{words}」", en="removed: “{words}”")
_REPLACED = Text(ja="「{old}」から「{new}」へ", en="from “{old}” to “{new}”")

_JOIN = re.compile(r"その他|に加え|加え|のほか|ほか")
_FORBIDDEN = re.compile(r"(?:移転|持ち出|持出|越境|国外)[^。]{0,40}?(?:てはならない|禁止|できない)")
_QUALITY = re.compile(r"(?:な|された|される|する|した)$")  # before a noun: one kind of it only
_NOUN = re.compile(r"[\u30a1-\u30fc\u4e00-\u9fffA-Za-z0-9)][等ら]?[のを]?$")
_WIDER = re.compile(
    r"全て|国内外|内外|外国|国外|海外|等|含む|含み|含め|継続的|リアルタイム|即時|常時|直接|広く|問わず|限らず|限られ|かかわらず|その他"
)
_STRICTER = re.compile(
    r"場合|とき|限り|限る|限って|限定|範囲(?:内|で|に)|一定|特定|重大|重要|深刻|必要な|正当|合理的|緊急|例外|除き|除く|除い|のみ|に限"
)
_CLAUSE = re.compile(
    r"(?:ため|目的で|目的として|で|もの|に関する|のうち|し|て|た)$"
)  # a purpose, a quality, a precondition
_EXCEPTION = re.compile(
    r"ただし|但し|この限りでな|適用しない|適用されない|適用を除外|国外[^。]{0,30}(?:できる|妨げない|認められる)|免除|除く|対象としない|対象外"
)
_DUTY = re.compile(r"義務|できる|命ずる|負う|提供|保存|応ずる|求め|開示|報告")


# A new power or duty, even one with a warrant: what the sentence ends in.
_POWER = re.compile(
    r"(?:提供|開示|提出|傍受|アクセス|協力|取得|収集|閲覧|照会|検査|監視|入手)(?!を受け|された)[^。、]{0,10}(?:義務|できる|命ずる|応ずる)[^。、]{0,4}。?$"
)


_PROTECTS = re.compile(
    r"(?:通知|告知|報告|消去|廃棄|破棄|削除|公表|得る?|受ける?)(?:する)?義務[^。、]{0,4}。?$"
)
_OCCASION = re.compile(r"(?:場合|とき|時)(?:に|には|は)?〓*$")
_ACTION = re.compile(
    r"(?:提供|開示|提出|傍受|アクセス|取得|収集|閲覧|検査|監視|差押さえ|差押え|押収|複製|保存)(?:する|し|を?行う|を?行い)?$"
)


class Way(Enum):
    BROADER = "broader"
    NARROWER = "narrower"
    UNCLEAR = "unclear"

    @property
    def reverse(self) -> "Way":
        return {Way.BROADER: Way.NARROWER, Way.NARROWER: Way.BROADER}.get(self, self)


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that changed, which way, and how to say it."""

    way: Way
    text: Text
    decisive: bool = False  # outweighs signs the other way


@dataclass(frozen=True, slots=True)
class Verdict:
    change: FactChange | None  # None: only wording
    explanation: Text = NOTHING
    evidence: str = ""
    doubtful: bool = False


def compare_bodies(old: str, new: str) -> Verdict:
    """What became of the text on one law."""
    if same_words(old, new):
        return Verdict(None)
    if not plain(old) or not plain(new):
        return Verdict(FactChange.AMENDED, _ONE_SIDE, _evidence(old, new), doubtful=True)
    signs = _signs(old, new)
    if not signs:
        return Verdict(None)
    change, doubtful = _decide(signs)
    said = together(s.text for s in signs)
    return Verdict(change, said, _evidence(old, new), doubtful)


def _decide(signs: Sequence[Sign]) -> tuple[FactChange, bool]:
    ways = {s.way for s in signs}
    decisive = {s.way for s in signs if s.decisive}
    if Way.BROADER in decisive and Way.NARROWER not in decisive:
        return FactChange.BROADENED, Way.NARROWER in ways
    if Way.NARROWER in decisive and Way.BROADER not in ways:
        return FactChange.NARROWED, False
    if Way.BROADER in ways and Way.NARROWER not in ways:
        return FactChange.BROADENED, False
    if Way.NARROWER in ways and not ways & {Way.BROADER, Way.UNCLEAR}:
        return FactChange.NARROWED, False
    return FactChange.AMENDED, True


def _signs(old: str, new: str) -> list[Sign]:
    pairs, gone, come = _pair(_sentences(old), _sentences(new))
    moves: list[tuple[Measure, float]] = []
    signs: list[Sign] = []
    for sentence, factor in [(s, 1) for s in come] + [(s, -1) for s in gone]:
        sign = _whole_sentence(sentence)
        if sign is None:
            moves += [(m, factor * _step(m, v)) for m, v in _said(sentence).items()]
        else:
            signs.append(sign if factor > 0 else Sign(sign.way.reverse, _REMOVED.fill(words=sentence[:60])))
    for one, other in pairs:
        moves += _moves(one, other)
        signs += _within(one, other)
    return [*_measure_signs(moves), *signs]


def _said(sentence: str) -> dict[Measure, float]:
    """What a sentence on one side only counts for. A note ("なお、") only where it touches the gravest."""
    found = measures(sentence)
    if sentence.startswith("なお、"):
        return {m: v for m, v in found.items() if m.is_decisive}
    if Measure.KEEPING in found:
        found[Measure.KEEPING] = _period(sentence)
    return found


def _period(sentence: str) -> float:
    """A period of keeping told for the first time: a least one binds longer, a longest one shorter."""
    if re.search(r"最低|少なくとも|以上", sentence):
        return -1.0
    return 1.0 if re.search(r"最長|以内|以下|超えて|超えない", sentence) else 0.0


def _moves(one: str, other: str) -> list[tuple[Measure, float]]:
    before, after = measures(one), measures(other)
    moves: list[tuple[Measure, float]] = [
        (m, _step(m, after.get(m, 0) - before.get(m, 0))) for m in Measure if m is not Measure.KEEPING
    ]
    if Measure.DELETION not in before | after:
        moves.append((Measure.FORCE, _sign(force(one) - force(other))))
    moves = [(m, step) for m, step in moves if step]
    told = [sentence for sentence, said in ((one, before), (other, after)) if Measure.KEEPING in said]
    if len(told) == 1:
        moves.append((Measure.KEEPING, _sign(_period(told[0])) * (1 if told[0] is other else -1)))
    elif told and before[Measure.KEEPING] != after[Measure.KEEPING]:
        moves.append((Measure.KEEPING, _sign(after[Measure.KEEPING] - before[Measure.KEEPING])))
    return moves


def _step(measure: Measure, value: float) -> float:
    """Approval counts by who gives it; of the others only the direction does."""
    return value if measure is Measure.APPROVAL else _sign(value)


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _measure_signs(moves: Sequence[tuple[Measure, float]]) -> Iterator[Sign]:
    """Moves of one measure add up over the sentences; where they cancel out, nobody can say."""
    for measure in dict.fromkeys(m for m, _ in moves):
        delta = sum(step for m, step in moves if m is measure)
        if delta:
            way = Way.NARROWER if delta > 0 else Way.BROADER
            yield Sign(way, measure.gained if delta > 0 else measure.lost, decisive=measure.is_decisive)
        else:
            yield Sign(Way.UNCLEAR, _EITHER.fill(gained=measure.gained, lost=measure.lost))


# One power or duty may follow another within a sentence: "…でき、…しなければならず、"
_END = re.compile(r"(?<=。)|(?<=でき、)(?![^。]{0,12}これに応)|(?<=義務、)|\n")


def _sentences(text: str) -> list[str]:
    joined = plain(text.replace("\n", "。").replace("。。", "。"))
    return [s for s in _END.split(joined) if s.strip("。")]


def _pair(before: Sequence[str], after: Sequence[str]) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """Sentences that say nearly the same; a single sentence on either side is a pair whatever it says."""
    left, right, pairs = list(before), list(after), []
    scored = sorted(
        ((_likeness(a, b), i, j) for i, a in enumerate(before) for j, b in enumerate(after)), reverse=True
    )
    used_a: set[int] = set()
    used_b: set[int] = set()
    for score, i, j in scored:
        if score >= 0.45 and i not in used_a and j not in used_b:
            used_a.add(i)
            used_b.add(j)
            pairs.append((before[i], after[j]))
    left = [a for i, a in enumerate(before) if i not in used_a]
    right = [b for j, b in enumerate(after) if j not in used_b]
    if len(left) == len(right) == 1:
        pairs.append((left.pop(), right.pop()))
    return pairs, left, right


def _likeness(one: str, other: str) -> float:
    a, b = contents(one), contents(other)
    shared = sum((a & b).values())
    return 2 * shared / max(1, sum(a.values()) + sum(b.values()))


def _whole_sentence(sentence: str) -> Sign | None:
    """What a sentence on one side only means; None: it is about a safeguard, deletion or keeping."""
    if measures(sentence) and (_PROTECTS.search(sentence) or not _POWER.search(sentence)):
        return None
    if sentence.startswith("なお、") and not _POWER.search(sentence):
        return None
    if _EXCEPTION.search(sentence):
        return Sign(Way.NARROWER, _EXEMPTED.fill(words=sentence[:60]))
    if _DUTY.search(sentence) or _FORBIDDEN.search(sentence):
        return Sign(Way.BROADER, _CHARGED.fill(words=sentence[:60]))
    return Sign(Way.UNCLEAR, _TOLD.fill(words=sentence[:60]))


@dataclass(slots=True)
class _Edit:
    removed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    before: str = ""
    after: str = ""


def _within(old: str, new: str) -> Iterator[Sign]:
    """Signs inside one sentence: words in lists gained or lost, conditions set or dropped."""
    one, other = without_measures(old), without_measures(new)
    if spelled(one) == spelled(other) or letters(one) == letters(other):
        return
    moved = contents(one) & contents(other)
    spare_old, spare_new = contents(one) - moved, contents(other) - moved
    for edit in _edits(tokens(one), tokens(other)):
        removed, added = _net(edit.removed, spare_old), _net(edit.added, spare_new)
        yield from _edit_signs(edit, removed, added)


def _net(words: Sequence[str], spare: Counter[str]) -> str:
    """The words of an edit that really came or went, not only moved."""
    if not any(is_content(w) and spare[word(w)] > 0 for w in words):
        return ""
    return "".join(words)


def _edits(one: list[str], other: list[str]) -> Iterator[_Edit]:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for op, i1, i2, j1, j2 in matcher.get_opcodes():
        if op != "equal":
            yield _Edit(
                one[i1:i2], other[j1:j2], "".join(one[max(0, i1 - 2) : i1]), "".join(other[j2 : j2 + 2])
            )


def _edit_signs(edit: _Edit, removed: str, added: str) -> Iterator[Sign]:
    if added and not removed:
        yield Sign(_way(added, edit), _ADDED.fill(words=added))
    elif removed and not added:
        yield Sign(_way(removed, edit).reverse, _REMOVED.fill(words=removed))
    elif added and removed:
        yield _replaced(removed, added, edit)


def _way(text: str, edit: _Edit) -> Way:
    """Which way a text leads that was put in: a further item of a list widens, a condition narrows."""
    text = text.strip("〓")
    phrase = text.strip("、。・〓")
    if _FORBIDDEN.search(phrase):
        return Way.BROADER
    parted = "、" in text or edit.before[-1:] in "、・" or edit.after[:1] in "、・"
    # A further occasion ("…の場合又は…の場合"), a further act, a further item of a list.
    if _JOIN.match(phrase) or (
        text[:1] == "、" and _OCCASION.search(phrase) and _OCCASION.search(edit.before)
    ):
        return Way.BROADER
    if parted and _ACTION.search(phrase):
        return Way.BROADER
    if parted and (_NOUN.search(phrase) or _JOIN.search(phrase)) and not _STRICTER.search(phrase):
        return Way.BROADER
    if phrase == "等":
        return Way.UNCLEAR  # wording as often as a wider scope
    if _STRICTER.search(phrase):
        return Way.NARROWER
    if _WIDER.search(phrase):
        return Way.BROADER
    if _CLAUSE.search(phrase) or (_QUALITY.search(phrase) and is_content(edit.after[:1])):
        return Way.NARROWER
    return Way.UNCLEAR


def _replaced(removed: str, added: str, edit: _Edit) -> Sign:
    said = _REPLACED.fill(old=removed, new=added)
    old, new = contents(removed), contents(added)
    if not old - new:
        return Sign(_way(added, edit), said)
    if not new - old:
        return Sign(_way(removed, edit).reverse, said)
    if ("全て" in added) != ("全て" in removed):
        return Sign(Way.BROADER if "全て" in added else Way.NARROWER, said)
    if _WIDER.search(added) and _STRICTER.search(removed):
        return Sign(Way.BROADER, said)
    if _STRICTER.search(added) and _WIDER.search(removed):
        return Sign(Way.NARROWER, said)
    return Sign(Way.UNCLEAR, said)


def _evidence(old: str, new: str) -> str:
    """The first sentence of the new text that the old one had not; else of the old one, as removed."""
    known = {spelled(s) for s in _verbatim(old)}
    fresh = [s for s in _verbatim(new) if spelled(s) not in known]
    if fresh:
        return fresh[0]
    kept = {spelled(s) for s in _verbatim(new)}
    lost = [s for s in _verbatim(old) if spelled(s) not in kept]
    return f"REMOVED: {lost[0]}" if lost else new


def _verbatim(text: str) -> list[str]:
    return [s.strip() for s in re.split(r"(?<=。)|\n", text) if s.strip()]
