"""One version permits what the other forbids or limits: what the contractor does with the data of others.

Basis   APPI Art. 17 to 19, 27 and 28, Enforcement Rules Art. 16: use, provision and transfer beyond what was
        agreed are what the measures hold back; whoever may is freer than whoever must not
Finds   "we do not sell personal data" in the place of "we may sell" (stronger), and back (weaker);
        「同意なく提供しません」 for 「提供することがあります」; "use only as you instruct" for "use freely";
        a plain prohibition that comes (stronger) or goes (weaker) with nothing in its place
Passes  a permission or a limit that has nothing in its place; both versions permit, or both forbid; what
        customers may or must not: the weights judge it
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
    Topic.IMPROPER_USE: (
        r"(?:us(?:e|es|ed|ing)|process\w*|handl\w+|treat\w*|obtain\w*|acquir\w+|collect\w*)\b",
        r"利用|使用|取り?扱|取得",
    ),
    Topic.DATA_CATEGORIES: (
        r"(?:collect\w*|obtain\w*|receiv\w*|accept\w*|request\w*|gather\w*|record\w*|purchas\w*)\b",
        r"取得|収集|記録|受領",
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
    r"\b(?:(?:do|does|did|will|shall|may|must|can|is|are) not|cannot|never|don't|doesn't|won't|no longer"
    r"|refrains? from) (?:\w+ ){{0,2}}{act}"
)
_FORBIDS_JA = r"(?:{act})[^。、]{{0,12}}(?:ません|しない|いたしかね|ことはな)"
_LIMITS_EN = (
    r"{act}[^.;]{{0,80}}\b(?:only|solely|exclusively)\b|\b(?:only|solely|exclusively)\b[^.;]{{0,40}}{act}"
    r"|{act}[^.;]{{0,60}}\b(?:unless|except (?:where|when|as|if|with))\b"
)
_LIMITS_JA = (
    r"(?:限り|限って|のみ|だけ)[^。]{{0,40}}(?:{act})|(?:{act})[^。]{{0,20}}(?:限り|限ら|限定|のみに|範囲内)"
)
_BESIDES = re.compile(
    r"\b(?:may|might|can|could)\b(?! not)|\b(?:except|unless|other than|knowingly|in ways)\b"
    r"|除き|除い|ことがあ|場合があ|できます"
)
_DATA = re.compile(
    r"\bdata\b|information|\bcontents?\b|\binputs?\b|\boutputs?\b|データ|情報|コンテンツ|入力|内容"
)
_OF_LEAVE = re.compile(
    r"\b(?:you|users?|customers?|members?) (?:(?:are|is) not (?:authori[sz]ed|permitted|allowed|licensed)"
    r"|(?:do|did|have|had|does|has) not)\b"
)  # what the user may not do, or does not
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


def by_prohibition(
    topic: Topic, sentences: Sequence[Passage], everything: Sequence[Passage]
) -> Direction | None:
    """The direction, where plain prohibitions came, or went, all `sentences` on the act hold it back, and
    nothing at all does in the other version."""
    on_it = [s for s in sentences if topic in _ACTS and _patterns(topic)[0].search(s.folded)]
    sides = {sentence.added for sentence in on_it}
    if len(sides) != 1 or not all(_holds_back(topic, s.folded) for s in on_it):
        return None
    if not any(is_prohibition(topic, s) for s in on_it):
        return None
    if any(_holds_back(topic, s.folded) for s in everything if s.added not in sides):
        return None
    return Direction.STRENGTHENS if True in sides else Direction.WEAKENS


def is_prohibition(topic: Topic, sentence: Passage) -> bool:
    """Whether a sentence that comes or goes forbids the contractor the act with data, and permits nothing
    beside."""
    return (
        topic in _ACTS
        and sentence.is_new
        and not OF_USER.search(sentence.folded)
        and not _OF_LEAVE.search(sentence.folded)
        and bool(_DATA.search(sentence.folded))
        and _forbids(topic, sentence.folded)
    )


def _holds_back(topic: Topic, text: str) -> bool | None:
    """Whether the act is forbidden or limited; None where the sentence has no such act."""
    act, holds, _ = _patterns(topic)
    if not act.search(text):
        return None
    return bool(holds.search(text)) and not _ALSO.search(text)


def _forbids(topic: Topic, text: str) -> bool:
    """Plainly: nothing is permitted beside, and nothing excepted."""
    return bool(_patterns(topic)[2].search(text)) and not _BESIDES.search(text)


@cache
def _patterns(topic: Topic) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The act, the act held back, and the act forbidden."""
    en, ja = _ACTS[topic]
    held = (_FORBIDS_EN.format(act=en), _LIMITS_EN.format(act=en))
    held_ja = (_FORBIDS_JA.format(act=ja), _LIMITS_JA.format(act=ja))
    forbidden = re.compile(f"{held[0]}|{held_ja[0]}")
    return re.compile(f"{en}|{ja}"), re.compile("|".join((*held, *held_ja))), forbidden
