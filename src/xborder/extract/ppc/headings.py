"""The headings of the survey's form, known by their words, however they are decorated."""

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from xborder.extract.ppc.lines import Item, fold
from xborder.model import Principle


class Heading(StrEnum):
    SYSTEM = "system"
    INDICATORS = "indicators"
    OECD = "oecd"
    OTHER = "other"
    DATA_LOCALIZATION = "data_localization"
    GOVERNMENT_ACCESS = "government_access"


_SERIOUS = "本人の権利利益に重大な影響を及ぼす可能性のある"
_LOCALIZATION = "個人情報の域内保存義務に係る制度"
_ACCESS = "事業者に対し政府の情報収集活動への協力義務を課す制度"
_OECD = "OECDプライバシーガイドライン8原則"
_OECD_LONG = f"{_OECD}に対応する事業者等の義務又は本人の権利"
WORDING: dict[Heading, tuple[str, ...]] = {
    Heading.SYSTEM: ("個人情報の保護に関する制度の有無",),
    Heading.INDICATORS: ("個人情報の保護に関する制度についての指標となり得る情報",),
    Heading.OECD: (_OECD_LONG, _OECD),
    Heading.OTHER: (f"その他{_SERIOUS}制度",),
    Heading.DATA_LOCALIZATION: (f"{_LOCALIZATION}であって、{_SERIOUS}もの", _LOCALIZATION),
    Heading.GOVERNMENT_ACCESS: (f"{_ACCESS}であって、{_SERIOUS}もの", _ACCESS),
}
PRINCIPLES: dict[Principle, str] = {
    Principle.COLLECTION_LIMITATION: "収集制限の原則",
    Principle.DATA_QUALITY: "データ内容の原則",
    Principle.PURPOSE_SPECIFICATION: "目的明確化の原則",
    Principle.USE_LIMITATION: "利用制限の原則",
    Principle.SECURITY_SAFEGUARDS: "安全保護の原則",
    Principle.OPENNESS: "公開の原則",
    Principle.INDIVIDUAL_PARTICIPATION: "個人参加の原則",
    Principle.ACCOUNTABILITY: "責任の原則",
}
FIELDS: dict[str, tuple[str, ...]] = {
    "url": ("URL",),
    "in_force": ("施行状況", "施行日", "施行時期"),
    "bodies": ("対象機関", "対象範囲", "適用対象"),
    "information": ("対象情報", "対象となる情報"),
}
EU, CBPR = "EUの十分性認定", "APECのCBPRシステム"
KEYS = (
    # Not the short form of OECD: sentences go on from it.
    *(words for forms in WORDING.values() for words in forms if words != _OECD),
    *PRINCIPLES.values(),
    *(label + ":" for labels in FIELDS.values() for label in labels),
    EU,
    CBPR,
)
_MARK_LIST = r"\s?\d{1,2}(?:[、,]\s?※?\d{1,2})*"
_MARK = re.compile(rf"\((?:※|注){_MARK_LIST}\)|\[(?:※|注){_MARK_LIST}\]|※{_MARK_LIST}|※(?=:)")
_DECORATION = re.compile(
    r"^[\s【\[〔<■□◆●○▼#.|第部0-9一二三四1-4IVX.、)(]+(?=\D)|[】\]〕>|:。\s]+$|\((?:続き|つづき|承前)\)$"
)
_LIKE = 92  # per cent of the letters: one or two lost or wrong ones in a heading


@dataclass(frozen=True, slots=True)
class Found:
    """A heading, and what follows it in the same item."""

    heading: Heading
    rest: str = ""


def without_marks(text: str) -> str:
    """The text without its footnote marks (※1)."""
    return _MARK.sub("", text).strip()


def find(item: Item) -> Found | None:
    """The heading an item is. A sentence that only begins like one is none."""
    text = fold(without_marks(item.text))
    if len(text) < 8:
        return None
    bare = _DECORATION.sub("", _DECORATION.sub("", text))
    for heading, forms in WORDING.items():
        for form in map(fold, forms):
            if bare == form:
                return Found(heading)
            rest = _after(bare, form)
            if rest is not None and heading not in (Heading.SYSTEM, Heading.INDICATORS, Heading.OTHER):
                return Found(heading, rest)
    return _nearly(bare)


def _after(text: str, form: str) -> str | None:
    """What stands behind "heading:" in one item."""
    if text.startswith(form) and re.match(r"[:|]", text[len(form) :]):
        return text[len(form) + 1 :]
    return None


def _nearly(text: str) -> Found | None:
    best, score = None, 0.0
    for heading, forms in WORDING.items():
        for form in forms:
            if abs(len(form) - len(text)) <= 3:
                ratio = fuzz.ratio(text, fold(form))
                if ratio > score:
                    best, score = heading, ratio
    return Found(best) if best and score >= _LIKE else None
