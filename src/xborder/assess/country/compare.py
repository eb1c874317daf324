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
    NOTHING,
    CountryAssessment,
    CountryFinding,
    FactChange,
    Indicator,
    Law,
    LegalSystem,
    Part,
    Profile,
    Provision,
    Text,
    TriggerLaw,
)
from xborder.texts import listed, same, together

PLACES = {
    "legal_system": "個人情報の保護に関する制度の有無",
    "eu_adequacy": "EUの十分性認定",
    "cbpr": "APECのCBPRシステム",
    "oecd": "OECDプライバシーガイドライン8原則",
    "data_localization": "個人情報の域内保存義務に係る制度",
    "government_access": "事業者に対し政府の情報収集活動への協力義務を課す制度",
}
_FACTS = {
    "legal_system": "the legal system of data protection",
    "eu_adequacy": "the adequacy decision of the EU",
    "cbpr": "the CBPR system of APEC",
    "oecd": "the eight principles of the OECD guidelines",
    "data_localization": "data localization",
    "government_access": "cooperation with government access",
}
_WORDS = {
    LegalSystem.NONE: Text(ja="制度なし", en="no legal system"),
    LegalSystem.SECTORAL: Text(ja="個別分野の法令のみ", en="laws for single sectors only"),
    LegalSystem.COMPREHENSIVE: Text(ja="包括的な法令", en="a comprehensive law"),
    Indicator.NO: Text(ja="なし", en="no"),
    Indicator.PARTIAL: Text(ja="一部", en="in part"),
    Indicator.YES: Text(ja="あり", en="yes"),
    Provision.NOT_FOUND: Text(ja="規定は見当たらない", en="no provision found"),
    Provision.PARTLY: Text(ja="一部規定", en="provided in part"),
    Provision.PROVIDED: Text(ja="規定あり", en="provided"),
}
_NO_OLD_VERSION = Text(
    ja="前の版を読み取れないため、変更の有無を判定できません。新しい版の内容を確認してください",
    en="the former version cannot be read, so nobody can say what changed; read the new version",
)
_UNREADABLE = Text(
    ja="新しい版を読み取れません。法令が削除されたとは判断しません",
    en="the new version cannot be read; this is not taken for the repeal of a law",
)
_NEW_PART = Text(ja="新しい部：{part}", en="a new part: {part}")
_LOST_PART = Text(
    ja="「{part}」の部が新しい版に見当たりません", en="the part “{part}” is not in the new version"
)
_ANOTHER = Text(
    ja="「{old}」の報告書の代わりに「{new}」の内容が掲載されています。法令の変更とは判断しません。"
    "掲載先を確認してください",
    en="in place of the report on “{old}” there is one on “{new}”; this is not taken for a change of law: "
    "look where the report is now",
)
_SURVEYED = Text(ja="調査時点：{old} → {new}", en="surveyed: {old} → {new}")
_NOT_STATED = Text(ja="記載なし", en="not stated")
_NONE = Text(ja="なし", en="none")
_OF_PART = Text(ja="{part}：{text}", en="{part}: {text}")
_FROM_TO = Text(ja="{old} → {new}", en="{old} → {new}")
_UNKNOWN = Text(ja="{part}：読み取れない項目：{item}", en="{part}: an item that cannot be read: {item}")
_ONE_SIDE = Text(ja="「{fact}」を一方の版で読み取れません", en="in one version this cannot be read: {fact}")
_PRINCIPLE = Text(
    ja="OECD8原則（{principle}）を一方の版で読み取れません",
    en="in one version this principle of the OECD cannot be read: {principle}",
)
_ADDED = Text(ja="追加：{law}", en="added: {law}")
_REMOVED = Text(ja="削除：{law}", en="removed: {law}")
_SPELLED = Text(ja="法令名の表記：{old} → {new}", en="spelling of the name of a law: {old} → {new}")
_ADDRESS = Text(ja="{law}の掲載アドレス：{old} → {new}", en="address of {law}: {old} → {new}")
_ONCE = Text(
    ja="{law}の{field}が一方の版にのみ記載されています", en="only one version states for {law}: {field}"
)
_FIELD = Text(ja="{field}：{old} → {new}", en="{field}: “{old}” → “{new}”")
_FIELDS = Text(ja="{law}の{said}", en="{law}: {said}")
_WORDED = Text(ja="{law}の{field}の表記", en="wording only, for {law}: {field}")
_BILL = Text(ja="法案・草案：{text}", en="a bill or draft: “{text}”")
_NO_BILL = Text(
    ja="法案・草案の記述がなくなりました：{text}", en="a bill or draft is no longer told of: “{text}”"
)
_PHRASED = Text(ja="{law}の記述の表現", en="wording only, of what is said of {law}")
_WHICH_WAY = Text(
    ja="{law}の記述の変更が範囲を広げるものか狭めるものか、確認が必要です",
    en="whether {law} became broader or narrower must be confirmed",
)
_NOT_LISTED = Text(
    ja="「{fact}」に記載がありません（末尾が欠けている可能性があります）：{laws}",
    en="no longer listed under {fact} (the end of the report may be missing): {laws}",
)
_UNLISTED = Text(ja="記載がなくなりました：{laws}", en="no longer listed: {laws}")
_NEWLY_LISTED = Text(ja="新たに記載されました：{laws}", en="newly listed: {laws}")
_UNREAD_OLD = Text(
    ja="「{fact}」を前の版で読み取れません（新しい版の法令：{laws}）",
    en="the former version cannot be read on {fact} (laws in the new one: {laws})",
)
_UNREAD_NEW = Text(
    ja="「{fact}」を新しい版で読み取れません（前の版の法令：{laws}）",
    en="the new version cannot be read on {fact} (laws in the former one: {laws})",
)
_LEVEL = {LegalSystem.NONE: 0, LegalSystem.SECTORAL: 1, LegalSystem.COMPREHENSIVE: 2}
_INDICATOR = {Indicator.NO: 0, Indicator.PARTIAL: 1, Indicator.YES: 2}
_PROVISION = {Provision.NOT_FOUND: 0, Provision.PARTLY: 1, Provision.PROVIDED: 2}


@dataclass(slots=True)
class _Result:
    findings: list[CountryFinding] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    doubts: list[Text] = field(default_factory=list)
    is_doubtful: bool = False  # the end of the new state may be missing: what is gone may be out of sight


def compare(old: Profile | None, new: Profile | None, *, evidence: str = "") -> CountryAssessment:
    """What a new state of a report means. None: it could not be read; `evidence` is what it showed."""
    if new is None:
        return CountryAssessment(findings=(_unreadable(evidence),))
    if old is None:
        return CountryAssessment(needs_person=_NO_OLD_VERSION)
    doubts = [w for w in new.warnings if w not in old.warnings]
    result = _Result(doubts=doubts, is_doubtful=bool(doubts))
    pairs, gone, come = match_parts(old.parts, new.parts)
    for before, after in pairs:
        if is_another(before, after):
            result.doubts.append(_ANOTHER.fill(old=before.name, new=after.name))
        else:
            _compare_part(before, after, result)
    for part in come:
        result.notes.append(_NEW_PART.fill(part=part.name))
        _compare_part(_blank(part.name), part, result, is_new=True)
    for part in gone:
        result.doubts.append(_LOST_PART.fill(part=part.name))
    if old.surveyed != new.surveyed:
        result.notes.append(_SURVEYED.fill(old=_or_none(old.surveyed), new=_or_none(new.surveyed)))
    return CountryAssessment(
        findings=tuple(result.findings),
        notes=tuple(result.notes),
        needs_person=together(result.doubts),
    )


def _unreadable(evidence: str) -> CountryFinding:
    return CountryFinding(
        part=None,
        fact="readability",
        change=FactChange.UNREADABLE,
        evidence=evidence,
        explanation=_UNREADABLE,
    )


def is_another(old: Part, new: Part) -> bool:
    """Whether a page now shows another country: neither the name nor a single law is the same."""
    if flat(old.name) == flat(new.name) or not old.laws or not new.laws:
        return False
    return not match(_resolved(old.laws), _resolved(new.laws)).pairs


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
        _UNKNOWN.fill(part=new.name, item=u) for u in new.unknown if ":" in u and not u.startswith("oecd:")
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
        explanation: Text = NOTHING,
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

    def note(self, text: Text) -> None:
        self.result.notes.append(_OF_PART.fill(part=self.new.name, text=text))

    def doubt(self, text: Text) -> None:
        self.result.doubts.append(_OF_PART.fill(part=self.new.name, text=text))

    def quote(self, fact: str, *, removed: bool = False) -> str:
        quotes = dict((self.old if removed else self.new).quotes)
        text = quotes[fact].text if fact in quotes else ""
        return f"REMOVED: {text}" if removed and text else text


def named(fact: str) -> Text:
    """A fact by the heading of the report, and by its sense for those who do not read Japanese."""
    base = fact.partition(":")[0]
    return Text(ja=PLACES[base], en=_FACTS[base])


def _moved(old: StrEnum, new: StrEnum) -> Text:
    return _FROM_TO.fill(old=_WORDS[old], new=_WORDS[new])


def _or_none(stated: str | None) -> Text:
    return same(stated) if stated else _NOT_STATED


# --- pillar 1


def _legal_system(place: _Place) -> None:
    old, new = place.old, place.new
    if old.system is None or new.system is None or old.laws is None or new.laws is None:
        if (old.system, old.laws) != (new.system, new.laws):
            place.doubt(_ONE_SIDE.fill(fact=named("legal_system")))
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
    explanation: Text


def _amended(place: _Place, changes: list[_LawChange]) -> None:
    changes += _coming(place)
    if changes:
        place.find(
            "legal_system",
            FactChange.AMENDED,
            laws=[c.law for c in changes if c.law],
            evidence=changes[0].evidence,
            explanation=together(c.explanation for c in changes),
        )


def _law_changes(
    place: _Place, pairs: Sequence[tuple[Law, Law]], gone: Sequence[Law], come: Sequence[Law]
) -> Iterator[_LawChange]:
    for one, other in pairs:
        yield from _fields(place, one, other)
    for law in come:
        yield _LawChange(law.name_ja, law.name_ja, _ADDED.fill(law=law.name_ja))
    for law in gone:
        yield _LawChange(law.name_ja, f"REMOVED: {law.name_ja}", _REMOVED.fill(law=law.name_ja))


def _fields(place: _Place, old: Law, new: Law) -> Iterator[_LawChange]:
    if spelled(old.name_ja) != spelled(new.name_ja):
        place.note(_SPELLED.fill(old=old.name_ja, new=new.name_ja))
    if old.url != new.url:
        place.note(_ADDRESS.fill(law=new.name_ja, old=_or_none(old.url), new=_or_none(new.url)))
    changed = []
    for name, label, alike in (
        ("in_force", Text(ja="施行状況", en="entry into force"), same_dates),
        ("bodies", Text(ja="対象機関", en="bodies covered"), same_words),
        ("information", Text(ja="対象情報", en="information covered"), same_words),
    ):
        before, after = getattr(old, name), getattr(new, name)
        if before is None or after is None:
            if before != after:
                place.note(_ONCE.fill(law=new.name_ja, field=label))
        elif not alike(before, after):
            changed.append((after, _FIELD.fill(field=label, old=before, new=after)))
        elif flat(before) != flat(after):
            place.note(_WORDED.fill(law=new.name_ja, field=label))
    if changed:
        said = together((text for _, text in changed), ja="、")
        yield _LawChange(new.name_ja, changed[0][0], _FIELDS.fill(law=new.name_ja, said=said))


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
        yield _LawChange("", text, _BILL.fill(text=text))
    for text in left:
        place.note(_NO_BILL.fill(text=text))


# --- pillars 2 and 3


def _indicator(place: _Place, fact: str) -> None:
    old, new = getattr(place.old, fact), getattr(place.new, fact)
    if old is None or new is None:
        if old is not new and not place.is_new:
            place.doubt(_ONE_SIDE.fill(fact=named(fact)))
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
                place.doubt(_PRINCIPLE.fill(principle=principle))
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
            place.note(_SPELLED.fill(old=one.name_ja, new=other.name_ja))
        verdict = compare_bodies(one.body, other.body)
        if verdict.change is not None:
            changed.setdefault(verdict.change, []).append((other, verdict))
        elif flat(one.body) != flat(other.body):
            place.note(_PHRASED.fill(law=other.name_ja))
        if verdict.doubtful:
            place.doubt(_WHICH_WAY.fill(law=other.name_ja))
    for change, verdicts in changed.items():
        _changed(place, fact, change, verdicts)
    names = [law.name_ja for law in matching.gone]
    if names and place.result.is_doubtful:
        place.doubt(_NOT_LISTED.fill(fact=named(fact), laws=listed(names)))
    elif names:
        place.find(
            fact,
            FactChange.REPEALED,
            laws=names,
            evidence=f"REMOVED: {names[0]}",
            explanation=_UNLISTED.fill(laws=listed(names)),
        )


def _unknown_trigger(
    place: _Place, fact: str, old: tuple[TriggerLaw, ...] | None, new: tuple[TriggerLaw, ...] | None
) -> None:
    """One side could not be read. Laws that are printed are still named, so that none is lost from sight."""
    if old is None and new is None:
        return
    laws = [law.name_ja for law in (new or old or ())]
    said = _UNREAD_OLD if old is None else _UNREAD_NEW
    place.doubt(said.fill(fact=named(fact), laws=listed(laws) if laws else _NONE))


def _listed(place: _Place, fact: str, laws: Sequence[TriggerLaw]) -> None:
    names = [law.name_ja for law in laws]
    place.find(
        fact,
        FactChange.INTRODUCED,
        laws=names,
        evidence=_evidence(laws[0]),
        explanation=_NEWLY_LISTED.fill(laws=listed(names)),
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
        explanation=together(_OF_PART.fill(part=law.name_ja, text=v.explanation) for law, v in verdicts),
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
