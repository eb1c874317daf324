"""What lists, periods and promises add to the assessment of a revision of terms.

Sub-processors are compared entity by entity; a measure whose last promise was struck is a finding whatever
the wording; the days to object are counted from the day the revision was first seen, not from that of its
confirmation.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from xborder.assess.elsewhere import elsewhere
from xborder.assess.entities import name_of
from xborder.assess.objection import notice_periods
from xborder.assess.subprocessors import (
    Comparison,
    ListChange,
    Subprocessor,
    SubprocessorChange,
    compare_subprocessors,
    subprocessors,
    without_understood,
)
from xborder.assess.terms import FORM_ONLY, topics_of
from xborder.assess.terms.measures import evidenced
from xborder.model import (
    MEASURES,
    NOTHING,
    Change,
    Country,
    Direction,
    Page,
    TermsAssessment,
    TermsFinding,
    Text,
    Topic,
)
from xborder.texts import together

CARRIES_MEASURES = 4
"""A document that promises at least so many of the six measures is what the company relies on for them
(seed 4-1(2)). Elsewhere one sentence is no measure, and its going is judged like any change."""

_LONGEST_QUOTE = 200
_DIGITS = re.compile(r"\d+")
_MEASURES = {
    Topic.PURPOSE_OF_USE: Text(ja="利用目的", en="purpose of use"),
    Topic.IMPROPER_USE: Text(ja="不適正利用の禁止", en="no improper use"),
    Topic.SECURITY: Text(ja="安全管理措置", en="security control"),
    Topic.PERSONNEL: Text(ja="従業者の監督", en="supervision of employees"),
    Topic.SUBCONTRACTORS: Text(ja="再委託先の監督", en="supervision of sub-processors"),
    Topic.THIRD_PARTY_PROVISION: Text(ja="第三者提供の制限", en="limits on provision to third parties"),
}
_NAMES = {
    ListChange.ADDED: Text(ja="追加", en="added"),
    ListChange.REMOVED: Text(ja="削除", en="removed"),
    ListChange.ENTITY: Text(ja="法人の変更", en="another legal entity"),
    ListChange.COUNTRY: Text(ja="国の変更", en="another country"),
    ListChange.PURPOSE: Text(ja="業務の変更", en="another task"),
}
_FROM_TO = Text(ja="{kind}（{old}→{new}）", en="{kind} ({old} → {new})")
_ENTRY = Text(ja="{name}：{kind}", en="{name}: {kind}")
_SUBPROCESSOR = Text(ja="再委託先の{kind}：{name}", en="sub-processor {name}: {kind}")
_KNOWN_COUNTRY = Text(
    ja="再委託先の新しい国：{name}（countries.yaml に登録済みです。制度の報告書を確認してください）",
    en="a country new among the sub-processors: {name} (in countries.yaml; confirm the report on it)",
)
_NEW_COUNTRY = Text(
    ja="再委託先の新しい国・地域：{code}（countries.yaml に登録がありません。"
    "制度を確認して登録してください）",
    en="a country or region new among the sub-processors: {code} (not in countries.yaml; confirm its legal "
    "system, and enter it)",
)
_UNCLEAR = Text(
    ja="再委託先{name}の所在地が「{place}」に変わりましたが、どの国か読み取れません。",
    en="The place of the sub-processor {name} is now “{place}”, and which country that is cannot be told.",
)
_QUOTED = Text(ja="「{quote}」", en="“{quote}”")
_HIDDEN = Text(
    ja="本文の中に、画面に表示されない、条項のような文言があります：{quotes}。新旧対照と判定には含めていません",
    en="the main text holds words that are not shown to readers and read like a clause: {quotes}; they are "
    "left out of the comparison and the findings",
)
_MUCH_HIDDEN = 300  # characters: less is a hint or two
_LEFT_OUT = Text(
    ja="画面に表示されない文字（{count}字）が新たに現れ、読み取りから除きました",
    en="{count} characters that readers are not shown are new on the page, and were left out",
)
_UNDER = Text(
    ja="文言は同じまま、「{before}」の下から「{after}」の下に移りました",
    en="the same words now stand under “{after}”, and stood under “{before}”",
)
_COLUMN = Text(
    ja="「{text}」が、表の「{before}」の列から「{after}」の列に移りました",
    en="“{text}” now stands in the column “{after}”, and stood in “{before}”",
)
_MOST_ELSEWHERE = 5
_NO_PROMISE = Text(
    ja="この措置を約束する文言が文書からなくなりました",
    en="the document no longer has any words that promise this measure",
)
_HELD = Text(
    ja="改定後の文言が示す相当措置：{held}。この文書に見当たらない相当措置：{missing}",
    en="equivalent measures that the revised text shows: {held}. Not found in this document: {missing}",
)
_NONE = Text(ja="なし", en="none")
_BUSINESS_DAYS = Text(
    ja="異議を述べる期間：通知から{days}営業日（原文「{quote}」）",
    en="period to object: {days} business days from the notice (the text says “{quote}”)",
)
_LAST_DAY = Text(
    ja="異議を述べる期限の目安：{last}（初めて確認した{first}から{days}日。起算日は通知によります。原文「{quote}」）",
    en="likely last day to object: {last} ({days} days from {first}, when it was first seen; the notice "
    "decides when they begin; the text says “{quote}”)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """Both sides of a revision, the countries the registry knows, and what became of the list."""

    old: Page
    new: Page
    changes: Sequence[Change]  # without those that the comparison of the list judged
    countries: Sequence[Country] = ()
    listed: Comparison = field(default_factory=Comparison)

    @classmethod
    def of(
        cls, old: Page, new: Page, changes: Sequence[Change], countries: Sequence[Country] = ()
    ) -> "Revised":
        """With the lists of sub-processors compared, where both versions have one."""
        names = {name: c.code for c in countries for name in (c.name_ja, c.name_en) if name}
        before, after = (subprocessors(page.clauses, names) for page in (old, new))
        listed = Comparison()
        if before.entries and after.entries:
            listed = compare_subprocessors(before.entries, after.entries)
            changes = without_understood(changes, before, after, listed)
        return cls(old=old, new=new, changes=changes, countries=countries, listed=listed)


def supplement(
    assessed: TermsAssessment, revised: Revised, *, first_seen: date | None = None
) -> TermsAssessment:
    """The assessment with what the lists, promises and periods say. Adds, and never takes away."""
    lists = revised.listed.changes
    said = {(f.topic, f.direction) for f in assessed.findings}
    found = (*_list_findings(lists), *_lost_measures(revised))
    added = [f for f in found if (f.topic, f.direction) not in said]
    added += _findings_elsewhere(revised, listed={_entry(change).clause.text for change in lists})
    findings = (*_without_contradicted(assessed.findings, added), *added)
    said_before = (note for note in assessed.notes if not (added and note == FORM_ONLY))
    notes = (*said_before, *_list_notes(lists, revised.countries))
    if any(f.topic in MEASURES for f in findings):
        notes = (*notes, _held(revised.new))
    if any(f.topic is Topic.SUBCONTRACTORS for f in findings) and first_seen is not None:
        notes = (*notes, *_deadline(revised.new, first_seen))
    doubts = (assessed.needs_person, *_unclear_places(lists), hidden_text(revised.new, revised.old))
    return replace(
        assessed,
        substantive=assessed.substantive or bool(added),
        findings=findings,
        notes=notes,
        needs_person=together(filter(None, doubts)),
    )


def doubts(new: Page, old: Page) -> Iterator[Text]:
    """What is doubtful about the reading of a page, and was not before; numbers alone make no doubt new."""
    known = {_DIGITS.sub("", doubt.en) for doubt in old.warnings}
    yield from (doubt for doubt in new.warnings if _DIGITS.sub("", doubt.en) not in known)
    if new.hidden_chars > _MUCH_HIDDEN >= old.hidden_chars:
        yield _LEFT_OUT.fill(count=new.hidden_chars)


def hidden_text(new: Page, old: Page | None = None) -> Text:
    """What the page hides from readers and did not hide before; nothing where there is none."""
    fresh = [quote for quote in new.hidden if old is None or quote not in old.hidden]
    if not fresh:
        return NOTHING
    quotes = together((_QUOTED.fill(quote=quote) for quote in fresh), ja="", en=", ")
    return _HIDDEN.fill(quotes=quotes)


def _without_contradicted(
    findings: Sequence[TermsFinding], added: Sequence[TermsFinding]
) -> Iterator[TermsFinding]:
    """A list compared row by row knows better than the words around it."""
    known = {f.topic for f in added}
    return (f for f in findings if f.topic not in known)


def _list_findings(changes: Sequence[SubprocessorChange]) -> Iterator[TermsFinding]:
    if changes:
        yield _list_finding(Topic.SUBCONTRACTORS, changes)
    moved = [c for c in changes if c.kind is ListChange.COUNTRY and (c.came or c.went or c.unclear)]
    if moved:
        yield _list_finding(Topic.DATA_LOCATION, moved)


def _list_finding(topic: Topic, changes: Sequence[SubprocessorChange]) -> TermsFinding:
    gravest = sorted(changes, key=lambda c: list(ListChange).index(c.kind))
    widened = [c for c in gravest if c.kind is ListChange.ADDED or c.came]
    narrowed = [c for c in gravest if c.kind is ListChange.REMOVED or c.went]
    if any(c.unclear for c in gravest):
        narrowed = []  # where it went is not known: that is no gain
    direction = Direction.WEAKENS if widened else Direction.STRENGTHENS if narrowed else Direction.NEUTRAL
    shown = (widened or narrowed or gravest)[0]
    return TermsFinding(
        topic=topic,
        direction=direction,
        evidence=shown.evidence[:_LONGEST_QUOTE],
        place=" > ".join(_entry(shown).clause.path),
        rule="list-of-sub-processors/1",
        explanation=together(
            (_ENTRY.fill(name=_entry(c).name, kind=_kind(c)) for c in gravest[:10]), ja="、"
        ),
        confidence=0.9,
    )


def _kind(change: SubprocessorChange) -> Text:
    """What became of it; of a move from where to where, as far as countries are named."""
    old, new = (side.countries if side else () for side in (change.old, change.new))
    if change.kind is not ListChange.COUNTRY or not old or not new:
        return _NAMES[change.kind]
    before, after = (together(map(name_of, codes), ja="・", en=", ") for codes in (old, new))
    return _FROM_TO.fill(kind=_NAMES[change.kind], old=before, new=after)


def _entry(change: SubprocessorChange) -> Subprocessor:
    entry = change.new or change.old
    if entry is None:
        raise ValueError("a change of a list without an entry")
    return entry


def _findings_elsewhere(revised: Revised, *, listed: Set[str]) -> Iterator[TermsFinding]:
    """What says the same and means another thing by its place; entries that are told of as `listed` apart."""
    moved = (e for e in elsewhere(revised.old.clauses, revised.new.clauses) if e.clause.text not in listed)
    first = {(e.before, e.after, e.direction): e for e in reversed(list(moved))}
    for entry in list(reversed(first.values()))[:_MOST_ELSEWHERE]:
        words = _COLUMN if entry.is_column else _UNDER
        yield TermsFinding(
            topic=Topic.DATA_LOCATION if entry.is_place else (*topics_of(entry.clause), Topic.OTHER)[0],
            direction=entry.direction,
            evidence=entry.clause.text[:_LONGEST_QUOTE],
            place=" > ".join(entry.clause.path),
            rule="elsewhere/1",
            explanation=words.fill(text=entry.text[:_LONGEST_QUOTE], before=entry.before, after=entry.after),
            confidence=0.8,
        )


def _list_notes(changes: Sequence[SubprocessorChange], countries: Sequence[Country]) -> Iterator[Text]:
    known: Mapping[str, Country] = {c.code: c for c in countries}
    for change in changes:
        yield _SUBPROCESSOR.fill(kind=_kind(change), name=_entry(change).name)
        for code in change.came:
            country = known.get(code)
            if country:
                yield _KNOWN_COUNTRY.fill(name=Text(ja=country.name_ja, en=country.name_en))
            else:
                yield _NEW_COUNTRY.fill(code=name_of(code))


def _unclear_places(changes: Sequence[SubprocessorChange]) -> Iterator[Text]:
    for change in changes:
        if change.unclear and change.new:
            yield _UNCLEAR.fill(name=change.new.name, place=", ".join(change.new.places))


def _lost_measures(revised: Revised) -> Iterator[TermsFinding]:
    """Measures that the old text promised and the new one promises nowhere, struck by this revision."""
    struck = [c.old.text for c in revised.changes if c.old is not None and c.words]
    before = evidenced(revised.old) if struck else {}
    if sum(bool(promises) for promises in before.values()) < CARRIES_MEASURES:
        return
    after = evidenced(revised.new)
    for measure, promises in before.items():
        gone = [p for p in promises if any(p.quote in text for text in struck)]
        if promises and not after[measure] and len(gone) == len(promises):
            yield TermsFinding(
                topic=measure,
                direction=Direction.WEAKENS,
                evidence=f"REMOVED: {gone[0].quote[:_LONGEST_QUOTE]}",
                place=gone[0].place,
                rule="last-promise-of-a-measure/1",
                explanation=_NO_PROMISE,
                confidence=0.8,
            )


def _held(page: Page) -> Text:
    """Which of the six measures the new text still promises; what a correction can be asked for."""
    promised = evidenced(page)
    held, missing = (
        together((_MEASURES[m] for m in MEASURES if bool(promised[m]) is wanted), ja="、", en=", ") or _NONE
        for wanted in (True, False)
    )
    return _HELD.fill(held=held, missing=missing)


def _deadline(page: Page, first: date) -> Iterator[Text]:
    for period in notice_periods(page.clauses)[:1]:
        if period.business_days:
            yield _BUSINESS_DAYS.fill(days=period.days, quote=period.quote)
        else:
            last = first + timedelta(days=period.days)
            yield _LAST_DAY.fill(
                last=f"{last:%Y-%m-%d}", first=f"{first:%Y-%m-%d}", days=period.days, quote=period.quote
            )
