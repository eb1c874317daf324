"""Safeguards, deletion, force and amounts: what a text on a law says of each, as a number to compare.

A higher number protects the person more. A safeguard that is denied ("令状によらず") counts against it.
All patterns are for plain text (see wording).
"""

import re
from enum import Enum

from xborder.model import Text


def _any(*words: str) -> str:
    return "(?:" + "|".join(words) + ")"


_DENIED = _any(
    "要することなく|要せず|要しない|不要|必要としない|必要とせず|必要ではない|必要がない",
    "なしに|なしで|なくとも|なくても|ない場合でも|しない(?!こと)|なく(?:、|して)?|によらず|よらないで|よることなく",
    "得ることなく|得ずに?|得ないで|経ずに?|経ることなく|行うことなく|することなく|せずに?",
    "義務はない|義務を負わない|義務がない|問わず|かかわらず|禁止|してはならない|しないことができる|省略|免除|廃止",
)
_DENIES = re.compile(rf"[^。]{{0,14}}?{_DENIED}")
_ACT = _any("令状|命令|許可状?|決定|承認|許諾|審査|関与|同意|追認|手続|判断")
_FORM = r"(?:事前の|事後の|書面による|発する|正式な)*"
_COURT = _any(
    rf"[一-龥]{{0,8}}(?:裁判所|裁判官|判事|司法機関|司法当局|司法)(?:の|による|から|が[^。、]{{1,6}}する)?{_FORM}{_ACT}",
    "令状|許可状|司法審査",
)
_OFFICE = (
    _any("検察官|検事|検察|大臣|長官|委員会|監督機関|独立機関|議会|評議会|上級官庁")
    + rf"(?:の|による){_FORM}(?:許可|承認|決定|審査|同意|監督)"
)
_PERSON = _any("本人|利用者|データ主体|対象者|契約者|加入者|顧客|個人|当事者")
_NOTICE = _any(
    rf"{_PERSON}[^。、]{{0,16}}?(?:通知|告知|知らせ|通報)", rf"(?:通知|告知)[^。、]{{0,12}}?{_PERSON}"
)
_CONSENT = rf"{_PERSON}の?(?:事前の|明示的な|書面による)*同意"
_REVIEW = _any(
    "異議(?:を)?(?:申立|述べ)|不服(?:を)?申立|救済を求め",
    "(?:裁判所|委員会)に[^。]{0,12}?(?:訴え|取消)",
    "(?:議会|国会|裁判所|検察官|委員会|監督機関|監察官)(?:に|へ)(?:対し)?[^。]{0,16}?報告",
)
_WRITTEN = r"(?:書面|文書)(?:により|による|で|をもって)(?=[^。]{0,40}求め)"
_LIMIT = _any(
    "必要(?:な|最小限の|最小限度の)(?:範囲|限度)(?:内)?(?:において|で)?|必要最小限|必要な限り|比例(?:した|原則)",
    "相当な範囲|に限り|に限る|に限って|に限定",
)
_BOUNDLESS = _any("限られない|限らず|限定されない|制限なく|範囲を問わず|無制限")
_ERASE = r"(?:消去|削除|抹消|廃棄|利用停止)(?:等|又は[^。、]{1,8})?"
_HINDERED = _any(
    rf"{_ERASE}[^。]{{0,40}}?"
    + _any(
        "できない|応じない|応ずるてはならない|応ずるない|拒む|拒否|困難|妨げられ(?!ない)|制限され|認められない|必要はない|必要がない|要しない|対象とならない|対象外|除外",
        "義務を負わない|義務はない|適用されない|してはならない|禁止",
    ),
    rf"(?:拒む|拒否する)[^。]{{0,12}}?{_ERASE}",
)
_ANSWERED = rf"{_ERASE}[^。]{{0,40}}?" + _any(
    "応ずる|でき(?:る|、)|妨げない|妨げられない|妨げるものではない|影響を及ぼさない|影響しない|義務|認められる"
)
_FORCED = _any(
    "(?:拒む|拒否する|拒絶する|断る)ことができない|拒んではならない|拒否してはならない|これに従わなければ"
)
_VOLUNTARY = _any(
    "応ずることができる|任意(?:に|の)|協力を求めることができる|努め(?:る|義務)",
    "(?:拒む|拒否する)ことができる",
)
_COMMANDED = _any("命ずる(?:ことができる)?|命令することができる|強制")
_SPAN = r"(\d+(?:\.\d+)?)(年|か月|月|週|日|時間)(?:間)?"
_KEPT = re.compile(
    rf"{_SPAN}(?:以上|以下|を超えない期間|の期間)?[^。、]{{0,12}}?保存|保存(?:期間)?[^。]{{0,12}}?{_SPAN}"
)
_THRESHOLD = re.compile(
    r"(\d+(?:\.\d+)?)(万|億|千)?(?:人|件|社|名|回|ユーザー|アカウント|レコード)?(?:を超える|以上|を上回る)"
)
_DAYS = {"年": 365.0, "か月": 30.4, "月": 30.4, "週": 7.0, "日": 1.0, "時間": 1 / 24}
_TIMES = {"": 1.0, "千": 1e3, "万": 1e4, "億": 1e8}


class Measure(Enum):
    """(what is said when it was lost, when it was gained, whether it outweighs the rest)."""

    APPROVAL = (
        Text(
            ja="裁判所、検察官等の関与が減り、又は不要になりました",
            en="courts, prosecutors or others take less part, or none",
        ),
        Text(ja="裁判所、検察官等の関与が加わりました", en="courts, prosecutors or others take more part"),
        True,
    )
    NOTICE = (
        Text(
            ja="本人への通知がなくなり、又は禁じられました",
            en="the person is no longer notified, or notice is forbidden",
        ),
        Text(ja="本人への通知が加わりました", en="the person is notified"),
        False,
    )
    CONSENT = (
        Text(ja="本人の同意が不要になりました", en="consent of the person is no longer needed"),
        Text(ja="本人の同意が必要になりました", en="consent of the person is needed"),
        False,
    )
    REVIEW = (
        Text(ja="不服の申立て又は監督がなくなりました", en="there is no appeal or supervision any more"),
        Text(ja="不服の申立て又は監督が加わりました", en="there is now an appeal or supervision"),
        False,
    )
    WRITTEN = (
        Text(ja="書面による求めが不要になりました", en="the request need not be in writing any more"),
        Text(ja="書面による求めが必要になりました", en="the request must be in writing"),
        False,
    )
    LIMIT = (
        Text(ja="必要な範囲等の限定がなくなりました", en="limits such as the necessary extent were dropped"),
        Text(ja="必要な範囲等の限定が加わりました", en="limits such as the necessary extent were added"),
        False,
    )
    DELETION = (
        Text(
            ja="消去等の請求に応ずることが妨げられます", en="requests for deletion and the like are hindered"
        ),
        Text(ja="消去等の請求に応ずることができます", en="requests for deletion and the like can be met"),
        True,
    )
    FORCE = (
        Text(ja="協力の義務が強くなりました", en="the duty to cooperate became stricter"),
        Text(ja="協力の義務が弱くなりました", en="the duty to cooperate became weaker"),
        False,
    )
    KEEPING = (
        Text(ja="保存期間が長くなりました", en="data is kept longer"),
        Text(ja="保存期間が短くなりました", en="data is kept for a shorter time"),
        False,
    )
    THRESHOLD = (
        Text(ja="対象となる規模の下限が下がりました", en="smaller businesses are covered"),
        Text(ja="対象となる規模の下限が上がりました", en="only larger businesses are covered"),
        False,
    )

    def __init__(self, lost: Text, gained: Text, is_decisive: bool) -> None:
        self.lost, self.gained, self.is_decisive = lost, gained, is_decisive


_COURTS, _OFFICES = re.compile(_COURT), re.compile(_OFFICE)
_PERSONAL = {
    Measure.NOTICE: re.compile(_NOTICE),
    Measure.CONSENT: re.compile(_CONSENT),
    Measure.REVIEW: re.compile(_REVIEW),
    Measure.WRITTEN: re.compile(_WRITTEN),
}
_LIMITS, _NO_LIMITS = re.compile(_LIMIT), re.compile(_BOUNDLESS)
_HINDERS, _ANSWERS = re.compile(_HINDERED), re.compile(_ANSWERED)
_NOT_REFUSED = re.compile(
    rf"{_ERASE}[^。]{{0,30}}?(?:(?:拒む|拒否する)ことはできない|(?:拒む|拒否する)ことができない|拒んではならない|禁止されていない|禁止するものではない)"
)
_AFTERWARDS = re.compile(r"事後|追認|後に|遅滞なく")
_BOTH = re.compile(rf"(?:{_COURT}|{_OFFICE})(?:及び|かつ|に加え)[^。、]{{0,12}}?(?:{_COURT}|{_OFFICE})")
_HARDNESS = re.compile(
    rf"、?(?:他の法令の規定を理由としてこれを|これを|正当な理由なく)?{_FORCED}"
    rf"|{_VOLUNTARY}|{_COMMANDED}|応ずる|義務|ことができる?"
)
_LEFTOVER = re.compile(
    rf"〓(?:[がはをのに]?{_DENIED})?(?:を?(?:得て|得た|経て|もって|受けて|受けた)|がある|が|に基づき|により|による|を|に)?"
    r"(?:場合には?|ときは?|とき|うえで|上で)?、?(?:又は)?"
)


def measures(sentence: str) -> dict[Measure, float]:
    """What one plain sentence says of each measure; only what it speaks of."""
    found: dict[Measure, float] = {}
    approval = _approval(sentence)
    if approval:
        found[Measure.APPROVAL] = approval
    for measure, pattern in _PERSONAL.items():
        denied = [_is_denied(sentence, m) for m in pattern.finditer(sentence)]
        if denied:
            found[measure] = float((False in denied) - (True in denied))
    limits, boundless = _LIMITS.search(sentence), _NO_LIMITS.search(sentence)
    if limits or boundless:
        found[Measure.LIMIT] = float(bool(limits)) - float(bool(boundless))
    deletion = deletion_of(sentence)
    if deletion is not None:
        found[Measure.DELETION] = 1.0 if deletion else -1.0
    spans = [_days(m) for m in _KEPT.finditer(sentence)]
    if spans:
        found[Measure.KEEPING] = -max(spans)
    amounts = [float(number) * _TIMES[times] for number, times in _THRESHOLD.findall(sentence)]
    if amounts:
        found[Measure.THRESHOLD] = min(amounts)
    return found


def deletion_of(text: str) -> bool | None:
    """Whether requests for deletion can be met (True), are hindered (False), or nothing is said."""
    if _HINDERS.search(_NOT_REFUSED.sub("", text)):
        return False
    if _NOT_REFUSED.search(text):
        return True
    return True if _ANSWERS.search(text) else None


def force(sentence: str) -> float:
    """How hard the duty to cooperate is: 0 free, 1 asked, 2 ordered or owed, 3 with no right to refuse."""
    if re.search(_FORCED, sentence):
        return 3.0
    if re.search(_VOLUNTARY, sentence):
        return 0.0
    return 2.0 if re.search(rf"{_COMMANDED}|義務", sentence) else 1.0


def without_measures(sentence: str) -> str:
    """What is left to compare once the measures are compared by themselves."""
    for pattern in (
        *(_COURTS, _OFFICES, *_PERSONAL.values(), _LIMITS, _NO_LIMITS),
        *(_HINDERS, _ANSWERS, _KEPT, _THRESHOLD, _HARDNESS),
    ):
        sentence = pattern.sub("〓", sentence)
    return _LEFTOVER.sub("〓", sentence)  # still a gap between words


def _approval(sentence: str) -> float:
    """Who must agree first. A court protects better than an office, both better still."""
    courts = [_is_denied(sentence, m) for m in _COURTS.finditer(sentence)]
    offices = [_is_denied(sentence, m) for m in _OFFICES.finditer(sentence)]
    level = (1.5 if _AFTERWARDS.search(sentence) else 3.0) * (False in courts)
    if False in offices:
        level = 1.0 if not level else 4.0 if _BOTH.search(sentence) else 2.0
    return level - 2.5 * (True in courts or True in offices)


def _is_denied(sentence: str, found: re.Match[str]) -> bool:
    return bool(_DENIES.match(sentence, found.end()))


def _days(found: re.Match[str]) -> float:
    number, unit = (found[1], found[2]) if found[1] else (found[3], found[4])
    return float(number) * _DAYS[unit]
