"""Safeguards, deletion, force and amounts: what a text on a law says of each, as a number that can be compared.

A higher number protects the person more. A safeguard that is denied ("令状によらず") counts against it.
"""

import re
from enum import Enum

_DENIED = (
    r"[^。]{0,14}?(?:要することなく|要せず|要しない|不要|必要としない|必要とせず|なしに|なしで|なくとも|なく(?:、|して)?|によらず|よらないで|よることなく"
    r"|得ることなく|得ずに?|得ないで|経ずに?|経ることなく|行うことなく|することなく|せずに?|義務はない|義務を負わない|義務がない|問わず"
    r"|かかわらず|禁止|してはならない|しないことができる|省略|免除|廃止)"
)
_ACT = r"(?:令状|命令|許可状?|決定|承認|許諾|審査|関与|同意|手続|判断)"
_COURT = rf"(?:裁判所|裁判官|判事|司法機関|司法当局|司法)(?:の|による|が発する|から)?(?:事前の|書面による|発する|事後の)*{_ACT}|令状|捜索差押許可状|許可状|司法審査"
_OTHER_CONSENT = r"(?:検察官|検事|大臣|長官|委員会|監督機関|独立機関|議会|評議会|検察|上級官庁)(?:の|による)(?:事前の|書面による)*(?:許可|承認|決定|審査|同意|監督)"
_PERSON = r"(?:本人|利用者|データ主体|対象者|契約者|加入者|顧客|個人|当事者|被収集者|当人)"
_NOTICE = rf"{_PERSON}[^。、]{{0,16}}?(?:通知|告知|知らせ|通報)|(?:通知|告知)[^。、]{{0,12}}?{_PERSON}"
_CONSENT = rf"{_PERSON}の?(?:事前の|明示的な|書面による)*同意"
_OBJECTION = r"異議(?:を)?(?:申立|申し立|を述べ)|不服(?:を)?申立|(?:裁判所|委員会)に[^。]{0,12}?(?:訴え|取消)|救済を求め|司法審査を求め"
_NEED = r"必要(?:な|最小限の|最小限度の)(?:範囲|限度|もの)|必要最小限|必要な限り|比例(?:した|原則)|相当な範囲|に限り|に限る|に限って|に限定|場合に限"
_UNLIMITED = r"限られない|限らず|限定されない|制限なく|範囲を問わず|無制限"
_DELETION = r"(?:消去|削除|抹消|廃棄|利用停止)(?:等|又は[^。、]{1,8})?"
_HINDERED = (
    rf"{_DELETION}[^。]{{0,40}}?(?:できない|応じない|応ずることができない|応じてはならない|対応することができない|拒む|拒否|困難|妨げられ(?!ない)|制限され|認められない|義務を負わない|義務はない|適用されない|してはならない|禁止)"
    rf"|(?:拒む|拒否する|応じない)[^。]{{0,12}}?{_DELETION}"
)
_ANSWERED = rf"{_DELETION}[^。]{{0,40}}?(?:応ずることができる|応じなければならない|応ずる?義務|応ずる|応じる|対応することができる|できる|妨げない|妨げられない|妨げるものではない|影響を及ぼさない|影響しない|義務(?!を負わない|はない)|認められる)"
_FORCED = (
    r"(?:拒む|拒否する|拒絶する|断る)ことができない|拒んではならない|拒否してはならない|これに従わなければ"
)
_VOLUNTARY = r"応ずることができる|任意(?:に|の)|協力を求めることができる|努め(?:る|義務|なければ)|拒む(?:こと)?ことができる|拒むことができる|拒否することができる"
_COMMANDED = r"命ずる(?:ことができる)?|命令することができる|強制"
_SPAN = r"(\d+(?:\.\d+)?)(年|か月|月|週|日|時間)(?:間)?"
_KEPT = re.compile(
    rf"{_SPAN}(?:以上|以下|を超えない期間|の期間)?[^。、]{{0,12}}?保存|保存(?:期間)?[^。、]{{0,12}}?{_SPAN}"
)
_THRESHOLD = re.compile(
    r"(\d+(?:\.\d+)?)(万|億|千)?(?:人|件|社|名|回|ユーザー|アカウント|レコード)?(?:を超える|以上|を上回る)"
)
_DAYS = {"年": 365.0, "か月": 30.4, "月": 30.4, "週": 7.0, "日": 1.0, "時間": 1 / 24}
_POWER = {"": 1.0, "千": 1e3, "万": 1e4, "億": 1e8}


class Measure(Enum):
    """(name, what to say when lost, when gained, decisive)."""

    COURT = ("裁判所等の関与（令状・命令・許可）", True)
    CONSENT_OF_AUTHORITY = ("検察官・大臣・監督機関等の承認", False)
    NOTICE = ("本人への通知", False)
    CONSENT = ("本人の同意", False)
    OBJECTION = ("異議・不服の申立て", False)
    LIMIT = ("必要な範囲等の限定", False)
    DELETION = ("本人からの消去等の請求への対応", True)
    FORCE = ("協力の任意性", False)
    KEEPING = ("保存期間", False)
    THRESHOLD = ("対象となる規模の下限", False)

    def __init__(self, label: str, decisive: bool) -> None:
        self.label, self.is_decisive = label, decisive

    @property
    def lost(self) -> str:
        return {
            Measure.DELETION: "消去等の請求に応ずることが妨げられる",
            Measure.FORCE: "協力の義務が強くなった",
            Measure.KEEPING: "保存期間が長くなった",
            Measure.THRESHOLD: "対象となる規模の下限が下がった",
        }.get(self, f"{self.label}が減った、又は不要になった")

    @property
    def gained(self) -> str:
        return {
            Measure.DELETION: "消去等の請求に応ずることができる",
            Measure.FORCE: "協力の義務が弱くなった",
            Measure.KEEPING: "保存期間が短くなった",
            Measure.THRESHOLD: "対象となる規模の下限が上がった",
        }.get(self, f"{self.label}が加わった")


_WORDS = {
    Measure.COURT: _COURT,
    Measure.CONSENT_OF_AUTHORITY: _OTHER_CONSENT,
    Measure.NOTICE: _NOTICE,
    Measure.CONSENT: _CONSENT,
    Measure.OBJECTION: _OBJECTION,
}
_PATTERNS = {measure: re.compile(words) for measure, words in _WORDS.items()}
_DENIES = re.compile(_DENIED)
_LIMITED, _BOUNDLESS = re.compile(_NEED), re.compile(_UNLIMITED)
_HINDERS, _ANSWERS = re.compile(_HINDERED), re.compile(_ANSWERED)


def measures(sentence: str) -> dict[Measure, float]:
    """What one plain sentence says of each measure; only what it speaks of."""
    found: dict[Measure, float] = {}
    for measure, pattern in _PATTERNS.items():
        denied = [bool(_DENIES.match(sentence, m.end())) for m in pattern.finditer(sentence)]
        if denied:
            found[measure] = float((False in denied) - (True in denied))
    limits, boundless = len(_LIMITED.findall(sentence)), len(_BOUNDLESS.findall(sentence))
    if limits or boundless:
        found[Measure.LIMIT] = float(bool(limits)) - float(bool(boundless))
    deletion = deletion_of(sentence)
    if deletion is not None:
        found[Measure.DELETION] = 1.0 if deletion else -1.0
    spans = [_days(m) for m in _KEPT.finditer(sentence)]
    if spans:
        found[Measure.KEEPING] = -max(spans)
    amounts = [float(n) * _POWER[p] for n, p in _THRESHOLD.findall(sentence)]
    if amounts:
        found[Measure.THRESHOLD] = min(amounts)
    return found


def deletion_of(text: str) -> bool | None:
    """Whether requests for deletion can be met (True), are hindered (False), or nothing is said."""
    text = re.sub(r"目的外[^。、]*", "", text)
    if _HINDERS.search(text):
        return False
    return True if _ANSWERS.search(text) else None


def force(sentence: str) -> float:
    """How hard the duty to cooperate is: 0 free, 1 asked for, 2 ordered or owed, 3 without a right to refuse."""
    if re.search(_FORCED, sentence):
        return 3.0
    if re.search(_VOLUNTARY, sentence):
        return 0.0
    return 2.0 if re.search(rf"{_COMMANDED}|義務", sentence) else 1.0


def without_measures(sentence: str) -> str:
    """What is left to compare once the measures are compared by themselves."""
    for pattern in (
        *_PATTERNS.values(),
        _LIMITED,
        _BOUNDLESS,
        _HINDERS,
        _ANSWERS,
        _KEPT,
        _THRESHOLD,
        _HARDNESS,
    ):
        sentence = pattern.sub("〓", sentence)
    return re.sub(
        rf"〓(?:{_DENIED})?(?:を(?:得て|得た|経て|もって|受けて|受けた)|がある|が|に基づき|により|による|を|に)?(?:場合には?|ときは?|とき|うえで|上で)?、?(?:又は)?",
        "",
        sentence,
    )


_HARDNESS = re.compile(
    rf"、?(?:他の法令の規定を理由としてこれを|これを|正当な理由なく)?(?:{_FORCED})|{_VOLUNTARY}|{_COMMANDED}|義務|ことができる"
)


def _days(found: re.Match[str]) -> float:
    number, unit = (found[1], found[2]) if found[1] else (found[3], found[4])
    return float(number) * _DAYS[unit]
