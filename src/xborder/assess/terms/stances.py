"""One version permits what the other forbids or limits: what the contractor does with the data of others.

Basis   APPI Art. 17 to 19, 27 and 28, Enforcement Rules Art. 16: use, provision and transfer beyond what was
        agreed are what the measures hold back; whoever may is freer than whoever must not
Finds   "we do not sell personal data" in the place of "we may sell" (stronger), and back (weaker);
        「同意なく提供しません」 for 「提供することがあります」; "use only as you instruct" for "use freely"
Passes  a sentence that has nothing in its place; both versions permit, or both forbid; what customers may or
        must not: the weights judge it
"""

import re
from collections.abc import Sequence
from functools import cache

from xborder.assess.terms.operative import OF_USER
from xborder.assess.terms.passages import Passage
from xborder.model import Direction, Topic

_ACTS = {
    Topic.PURPOSE_OF_USE: (
        r"(?:us(?:e|es|ed|ing)|process\w*|train\w*|analy[sz]\w*|combin\w*|advertis\w*|market\w*|profil\w*)\b",
        r"利用|使用|取り?扱|処理|学習|分析|広告",
    ),
    Topic.THIRD_PARTY_PROVISION: (
        r"(?:sell\w*|sold|shar(?:e|es|ed|ing)|disclos\w*|provid\w*|rent\w*|transfer\w*|giv(?:e|es|en|ing))\b",
        r"提供|開示|共有|販売|売却|譲渡",
    ),
    Topic.GOVERNMENT_ACCESS: (
        r"(?:disclos\w*|provid\w*|shar(?:e|es|ed|ing)|hand\w*|giv(?:e|es|en|ing)|respon\w*|comply|complies)\b",
        r"提供|開示|応じ|協力|提出",
    ),
    Topic.DATA_LOCATION: (
        r"(?:stor(?:e|es|ed|ing)|transfer\w*|process\w*|host\w*|kept|keep\w*|mov(?:e|es|ed|ing))\b",
        r"保管|保存|移転|処理|提供|取り?扱",
    ),
}
_FORBIDS_EN = (
    r"\b(?:(?:do|does|did|will|shall|may|must|can|is|are) not|cannot|never|don't|doesn't|won't|no longer)"
    r" (?:\w+ ){{0,2}}{act}"
)
_FORBIDS_JA = r"(?:{act})[^。、]{{0,12}}(?:ません|しない|いたしかね|ことはな)"
_LIMITS_EN = (
    r"{act}[^.;]{{0,80}}\b(?:only|solely|exclusively)\b|\b(?:only|solely|exclusively)\b[^.;]{{0,40}}{act}"
    r"|{act}[^.;]{{0,60}}\b(?:unless|except (?:where|when|as|if|with))\b"
)
_LIMITS_JA = (
    r"(?:限り|限って|のみ|だけ)[^。]{{0,40}}(?:{act})|(?:{act})[^。]{{0,20}}(?:限り|限ら|限定|のみに|範囲内)"
)
_ALSO = re.compile(r"\bnot only\b|\bonly (?:some|a few)\b|だけでなく|のみならず|に限らず|に限られ")


def by_stance(topic: Topic, sentences: Sequence[Passage]) -> Direction | None:
    """The direction, where every sentence of one version holds back and none of the other does."""
    if topic not in _ACTS:
        return None
    stances: dict[bool, set[bool]] = {False: set(), True: set()}
    for sentence in sentences:
        if OF_USER.search(sentence.folded):
            return None
        held = _holds_back(topic, sentence.folded)
        if held is not None:
            stances[sentence.added].add(held)
    if stances == {False: {False}, True: {True}}:
        return Direction.STRENGTHENS
    return Direction.WEAKENS if stances == {False: {True}, True: {False}} else None


def _holds_back(topic: Topic, text: str) -> bool | None:
    """Whether the act is forbidden or limited; None where the sentence has no such act."""
    act, holds = _patterns(topic)
    if not act.search(text):
        return None
    return bool(holds.search(text)) and not _ALSO.search(text)


@cache
def _patterns(topic: Topic) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The act, and the act held back."""
    en, ja = _ACTS[topic]
    held = (_FORBIDS_EN.format(act=en), _LIMITS_EN.format(act=en))
    held_ja = (_FORBIDS_JA.format(act=ja), _LIMITS_JA.format(act=ja))
    return re.compile(f"{en}|{ja}"), re.compile("|".join((*held, *held_ja)))
