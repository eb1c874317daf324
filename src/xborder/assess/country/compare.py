"""Two profiles of one report -> findings, fact by fact and part by part.

What could not be read on one side is never a change: it asks for a person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from rapidfuzz import fuzz

from xborder.assess.country.identity import match, match_parts
from xborder.assess.country.safeguards import deletion_of
from xborder.assess.country.scope import Verdict, compare_bodies
from xborder.assess.country.wording import flat, plain, same_dates, same_words, spelled
from xborder.model import (
    CountryAssessment,
    CountryFinding,
    FactChange,
    Indicator,
    Law,
    LegalSystem,
    Part,
    Profile,
    Provision,
    TriggerLaw,
)

PLACES = {
    "legal_system": "個人情報の保護に関する制度の有無",
    "eu_adequacy": "EUの十分性認定",
    "cbpr": "APECのCBPRシステム",
    "oecd": "OECDプライバシーガイドライン8原則",
    "data_localization": "個人情報の域内保存義務に係る制度",
    "government_access": "事業者に対し政府の情報収集活動への協力義務を課す制度",
}
_WORDS = {
    LegalSystem.NONE: "制度なし",
    LegalSystem.SECTORAL: "個別分野の法令のみ",
    LegalSystem.COMPREHENSIVE: "包括的な法令",
    Indicator.NO: "なし",
    Indicator.PARTIAL: "一部",
    Indicator.YES: "あり",
    Provision.NOT_FOUND: "不見当",
    Provision.PARTLY: "一部規定",
    Provision.PROVIDED: "規定あり",
}
_LEVEL = {LegalSystem.NONE: 0, LegalSystem.SECTORAL: 1, LegalSystem.COMPREHENSIVE: 2}
_INDICATOR = {Indicator.NO: 0, Indicator.PARTIAL: 1, Indicator.YES: 2}
_PROVISION = {Provision.NOT_FOUND: 0, Provision.PARTLY: 1, Provision.PROVIDED: 2}


@dataclass(slots=True)
class _Result:
    findings: list[CountryFinding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    is_doubtful: bool = False  # the end of the new state may be missing: what is gone may be out of sight


def compare(old: Profile | None, new: Profile | None, *, evidence: str = "") -> CountryAssessment:
    """What a new state of a report means. None: it could not be read; `evidence` is what it showed."""
    if new is None:
        return CountryAssessment(findings=(_unreadable(evidence),))
    if old is None:
        return CountryAssessment(
            needs_person="前の版を読み取れないため、変更の有無を判定できない。新しい版の内容を確認する。"
        )
    doubts = [w for w in new.warnings if w not in old.warnings]
    result = _Result(doubts=doubts, is_doubtful=bool(doubts))
    pairs, gone, come = match_parts(old.parts, new.parts)
    for before, after in pairs:
        _compare_part(before, after, result)
    for part in come:
        result.notes.append(f"新しい部：{part.name}")
        _compare_part(_blank(part.name), part, result, is_new=True)
    for part in gone:
        result.doubts.append(f"「{part.name}」の部が新しい版に見当たらない")
    if old.surveyed != new.surveyed:
        result.notes.append(f"調査時点：{old.surveyed or '記載なし'} → {new.surveyed or '記載なし'}")
    return CountryAssessment(
        findings=tuple(result.findings),
        notes=tuple(result.notes),
        needs_person="；".join(dict.fromkeys(result.doubts)),
    )


def _unreadable(evidence: str) -> CountryFinding:
    return CountryFinding(
        part=None,
        fact="readability",
        change=FactChange.UNREADABLE,
        evidence=evidence,
        explanation="新しい版を読み取れない。法令が削除されたとは判断しない。",
    )


def _blank(name: str) -> Part:
    """A part that was not surveyed before: its laws are newly listed, its indicators say nothing."""
    return Part(name=name, system=LegalSystem.NONE, laws=(), data_localization=(), government_access=())


def _compare_part(old: Part, new: Part, result: _Result, *, is_new: bool = False) -> None:
    place = _Place(old, new, result, is_new)
    _legal_system(place)
    for fact in ("eu_adequacy", "cbpr"):
        _indicator(place, fact)
    _principles(place)
    for fact in ("data_localization", "government_access"):
        _trigger(place, fact)
    result.doubts += [
        f"{new.name}：読み取れない項目：{u}" for u in new.unknown if ":" in u and not u.startswith("oecd:")
    ]


@dataclass(frozen=True, slots=True)
class _Place:
    """One part in both states, and where what is found of it goes."""

    old: Part
    new: Part
    result: _Result
    is_new: bool = False  # `old` stands for nothing: the part was not surveyed before

    def find(
        self,
        fact: str,
        change: FactChange,
        *,
        laws: Sequence[str] = (),
        evidence: str = "",
        explanation: str = "",
        hinders_deletion: bool | None = None,
    ) -> None:
        self.result.findings.append(
            CountryFinding(
                part=self.new.name,
                fact=fact,
                change=change,
                laws=tuple(laws),
                evidence=evidence,
                place=PLACES[fact.partition(":")[0]],
                explanation=explanation,
                hinders_deletion=hinders_deletion,
            )
        )

    def note(self, text: str) -> None:
        self.result.notes.append(f"{self.new.name}：{text}")

    def doubt(self, text: str) -> None:
        self.result.doubts.append(f"{self.new.name}：{text}")

    def quote(self, fact: str, *, removed: bool = False) -> str:
        quotes = dict((self.old if removed else self.new).quotes)
        text = quotes[fact].text if fact in quotes else ""
        return f"REMOVED: {text}" if removed and text else text


def _moved(old: StrEnum, new: StrEnum) -> str:
    return f"{_WORDS[old]} → {_WORDS[new]}"


# --- pillar 1


def _legal_system(place: _Place) -> None:
    old, new = place.old, place.new
    if old.system is None or new.system is None or old.laws is None or new.laws is None:
        if (old.system, old.laws) != (new.system, new.laws):
            place.doubt("制度の有無を一方の版で読み取れない")
        return
    matching = match(_resolved(old.laws), _resolved(new.laws))
    step = _LEVEL[new.system] - _LEVEL[old.system]
    if step > 0:
        names = [law.name_ja for law in matching.come]
        place.find(
            "legal_system",
            FactChange.INTRODUCED,
            laws=names,
            evidence=_opening(place, matching.come),
            explanation=_moved(old.system, new.system),
        )
    elif step < 0:
        names = [law.name_ja for law in matching.gone]
        place.find(
            "legal_system",
            FactChange.REPEALED,
            laws=names,
            evidence=place.quote("legal_system"),
            explanation=_moved(old.system, new.system),
        )
    else:
        _amended(place, list(_law_changes(place, matching.pairs, matching.gone, matching.come)))


def _opening(place: _Place, come: Sequence[Law]) -> str:
    return place.quote("legal_system") or (come[0].name_ja if come else "")


@dataclass(frozen=True, slots=True)
class _LawChange:
    law: str
    evidence: str
    explanation: str


def _amended(place: _Place, changes: list[_LawChange]) -> None:
    changes += _coming(place)
    if changes:
        place.find(
            "legal_system",
            FactChange.AMENDED,
            laws=[c.law for c in changes if c.law],
            evidence=changes[0].evidence,
            explanation="；".join(c.explanation for c in changes),
        )


def _law_changes(
    place: _Place, pairs: Sequence[tuple[Law, Law]], gone: Sequence[Law], come: Sequence[Law]
) -> Iterator[_LawChange]:
    for one, other in pairs:
        yield from _fields(place, one, other)
    for law in come:
        yield _LawChange(law.name_ja, law.name_ja, f"追加：{law.name_ja}")
    for law in gone:
        yield _LawChange(law.name_ja, f"REMOVED: {law.name_ja}", f"削除：{law.name_ja}")


def _fields(place: _Place, old: Law, new: Law) -> Iterator[_LawChange]:
    if spelled(old.name_ja) != spelled(new.name_ja):
        place.note(f"法令名の表記：{old.name_ja} → {new.name_ja}")
    if old.url != new.url:
        place.note(f"{new.name_ja}のURL：{old.url or '記載なし'} → {new.url or '記載なし'}")
    changed = []
    for name, label, same in (
        ("in_force", "施行状況", same_dates),
        ("bodies", "対象機関", same_words),
        ("information", "対象情報", same_words),
    ):
        before, after = getattr(old, name), getattr(new, name)
        if before is None or after is None:
            if before != after:
                place.note(f"{new.name_ja}の{label}が一方の版にのみ記載されている")
        elif not same(before, after):
            changed.append((label, before, after))
        elif flat(before) != flat(after):
            place.note(f"{new.name_ja}の{label}の表記")
    if changed:
        said = "、".join(f"{label}：{before} → {after}" for label, before, after in changed)
        yield _LawChange(new.name_ja, changed[0][2], f"{new.name_ja}の{said}")


def _resolved(laws: Sequence[Law]) -> tuple[Law, ...]:
    """With "同上" replaced by what it points to."""
    out: list[Law] = []
    for law in laws:
        for name in ("bodies", "information", "in_force"):
            value = getattr(law, name)
            if value and flat(value) in ("同上", "上記と同じ", "同左", "上に同じ") and out:
                law = replace(law, **{name: getattr(out[-1], name)})
        out.append(law)
    return tuple(out)


def _coming(place: _Place) -> Iterator[_LawChange]:
    """A bill announced, or one that went a step further, is a change; one no longer told is a note."""
    left = list(place.old.coming_laws)
    for text in place.new.coming_laws:
        same = max(left, key=lambda o: fuzz.ratio(plain(o), plain(text)), default=None)
        if same is not None and fuzz.ratio(plain(same), plain(text)) >= 50:
            left.remove(same)
            if same_words(same, text):
                continue
        yield _LawChange("", text, f"法案・草案：{text}")
    for text in left:
        place.note(f"法案・草案の記述がなくなった：{text}")


# --- pillars 2 and 3


def _indicator(place: _Place, fact: str) -> None:
    old, new = getattr(place.old, fact), getattr(place.new, fact)
    if old is None or new is None:
        if old is not new and not place.is_new:
            place.doubt(f"{PLACES[fact]}を一方の版で読み取れない")
        return
    step = _INDICATOR[new] - _INDICATOR[old]
    if step:
        change = FactChange.GAINED if step > 0 else FactChange.LOST
        place.find(fact, change, evidence=place.quote(fact), explanation=_moved(old, new))


def _principles(place: _Place) -> None:
    before = dict(place.old.oecd)
    for principle, new in place.new.oecd:
        old = before.get(principle)
        if old is None or new is None:
            if old is not new and not place.is_new:
                place.doubt(f"OECD8原則（{principle}）を一方の版で読み取れない")
        elif old in _PROVISION and new in _PROVISION and old != new:
            change = FactChange.GAINED if _PROVISION[new] > _PROVISION[old] else FactChange.LOST
            fact = f"oecd:{principle}"
            place.find(fact, change, evidence=place.quote(fact), explanation=_moved(old, new))


# --- pillar 4


def _trigger(place: _Place, fact: str) -> None:
    old: tuple[TriggerLaw, ...] | None = getattr(place.old, fact)
    new: tuple[TriggerLaw, ...] | None = getattr(place.new, fact)
    if old is None or new is None:
        _unknown_trigger(place, fact, old, new)
        return
    matching = match(old, new, (*(place.old.laws or ()), *(place.new.laws or ())))
    if matching.come:
        _listed(place, fact, matching.come)
    changed: dict[FactChange, list[tuple[TriggerLaw, Verdict]]] = {}
    for one, other in matching.pairs:
        if spelled(one.name_ja) != spelled(other.name_ja):
            place.note(f"法令名の表記：{one.name_ja} → {other.name_ja}")
        verdict = compare_bodies(one.body, other.body)
        if verdict.change is not None:
            changed.setdefault(verdict.change, []).append((other, verdict))
        elif flat(one.body) != flat(other.body):
            place.note(f"{other.name_ja}の記述の表現")
        if verdict.doubtful:
            place.doubt(f"{other.name_ja}の記述の変更が範囲を広げるか狭めるか、確認が必要")
    for change, verdicts in changed.items():
        _changed(place, fact, change, verdicts)
    names = [law.name_ja for law in matching.gone]
    if names and place.result.is_doubtful:
        place.doubt(f"{PLACES[fact]}に記載がない（末尾が欠けている可能性）：{'、'.join(names)}")
    elif names:
        place.find(
            fact,
            FactChange.REPEALED,
            laws=names,
            evidence=f"REMOVED: {names[0]}",
            explanation=f"記載がなくなった：{'、'.join(names)}",
        )


def _unknown_trigger(
    place: _Place, fact: str, old: tuple[TriggerLaw, ...] | None, new: tuple[TriggerLaw, ...] | None
) -> None:
    """One side could not be read. Laws that are printed are still named, so that none is lost from sight."""
    if old is None and new is None:
        return
    listed = "、".join(law.name_ja for law in (new or old or ())) or "なし"
    side = "前の版" if old is None else "新しい版"
    place.doubt(f"{PLACES[fact]}を{side}で読み取れない（他方の版の法令：{listed}）")


def _listed(place: _Place, fact: str, laws: Sequence[TriggerLaw]) -> None:
    names = [law.name_ja for law in laws]
    place.find(
        fact,
        FactChange.INTRODUCED,
        laws=names,
        evidence=_evidence(laws[0]),
        explanation=f"新たに記載された：{'、'.join(names)}",
        hinders_deletion=_hinders(fact, laws),
    )


def _changed(
    place: _Place, fact: str, change: FactChange, verdicts: Sequence[tuple[TriggerLaw, Verdict]]
) -> None:
    place.find(
        fact,
        change,
        laws=[law.name_ja for law, _ in verdicts],
        evidence=verdicts[0][1].evidence,
        explanation="；".join(f"{law.name_ja}：{verdict.explanation}" for law, verdict in verdicts),
        hinders_deletion=_hinders(fact, [law for law, _ in verdicts]),
    )


def _evidence(law: TriggerLaw) -> str:
    """What the report says of the law, or its name where it says nothing."""
    return law.body.split("\n")[0] if law.body else law.name_ja


def _hinders(fact: str, laws: Sequence[TriggerLaw]) -> bool | None:
    """Seed question of data localization: does it stand in the way of requests for deletion?"""
    if fact != "data_localization":
        return None
    said = [deletion_of(plain(law.body)) for law in laws]
    if False in said:
        return True
    return False if True in said else None
