"""HTML and PDF of one report must say the same. Where they do not, a person looks; the law did not change.

Until somebody looked, a law that any of them lists counts as listed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from xborder.assess.country.compare import compare, is_another, named
from xborder.assess.country.identity import match, match_parts
from xborder.assess.country.wording import flat
from xborder.model import (
    NOTHING,
    TRIGGER_FACTS,
    CountryAssessment,
    CountryFinding,
    DocumentState,
    FactChange,
    Part,
    Profile,
    Text,
    TriggerLaw,
)
from xborder.texts import listed, together


def crosscheck(one: Profile, other: Profile, titles: tuple[str, str] = ("HTML", "PDF")) -> CountryAssessment:
    """Where the two forms of a report, of these titles, differ in a fact."""
    seen = compare(one, other)
    doubts = [_said(f, titles) for f in seen.findings] + ([seen.needs_person] if seen.needs_person else [])
    why = _DISAGREE.fill(doubts=together(doubts)) if doubts else NOTHING
    return CountryAssessment(notes=seen.notes, needs_person=why)


def by_trust(read: Iterable[tuple[DocumentState, Profile]]) -> tuple[Profile, ...]:
    """The forms of a report: those that people know to be in trouble last, the newest survey first."""
    ordered = sorted(read, key=lambda r: (r[0].alerted is None, r[1].surveyed or ""), reverse=True)
    return tuple(profile for _, profile in ordered)


def united(first: Profile, *others: Profile) -> Profile:
    """The first form, and of each other one the parts and the laws of the last pillar that it lacks."""
    for other in others:
        pairs = [(a, b) for a, b in match_parts(first.parts, other.parts)[0] if not is_another(a, b)]
        twin = {id(a): b for a, b in pairs}
        known = {id(b) for _, b in pairs}
        mine = (_united_part(p, twin[id(p)]) if id(p) in twin else p for p in first.parts)
        first = replace(first, parts=(*mine, *(p for p in other.parts if id(p) not in known)))
    return first


def held_against(found: CountryAssessment, title: str, other: Profile) -> CountryAssessment:
    """What was found in one form of a report, with what the other, of this title, still lists of it."""
    return replace(found, findings=tuple(_held_against(f, title, other) for f in found.findings))


def _held_against(finding: CountryFinding, title: str, other: Profile) -> CountryFinding:
    laws = tuple(dict.fromkeys(_still_listed(finding, other)))
    if not laws:
        return finding
    said = _STILL_IN.fill(title=title, laws=listed(laws))
    return replace(finding, explanation=together((finding.explanation, said), ja="。", en="; "))


def may_list(profile: Profile, finding: CountryFinding) -> bool:
    """Whether a report lists any law of a finding of the last pillar, or could not be read on them."""
    return any(getattr(p, finding.fact) is None or _listed_there(finding, p) for p in profile.parts)


def _still_listed(finding: CountryFinding, other: Profile) -> Iterator[str]:
    if finding.change is not FactChange.REPEALED or finding.fact not in TRIGGER_FACTS:
        return
    for part in other.parts:
        if len(other.parts) == 1 or flat(part.name) == flat(finding.part or ""):
            yield from _listed_there(finding, part)


def _listed_there(finding: CountryFinding, part: Part) -> tuple[str, ...]:
    there: Sequence[TriggerLaw] = getattr(part, finding.fact) or ()
    named = [TriggerLaw(name_ja=name) for name in finding.laws]
    return tuple(law.name_ja for law, _ in match(named, there, part.laws or ()).pairs)


def _united_part(one: Part, other: Part) -> Part:
    return replace(
        one,
        data_localization=_united_laws("data_localization", one, other),
        government_access=_united_laws("government_access", one, other),
    )


def _united_laws(fact: str, one: Part, other: Part) -> tuple[TriggerLaw, ...] | None:
    mine: tuple[TriggerLaw, ...] | None = getattr(one, fact)
    theirs: tuple[TriggerLaw, ...] | None = getattr(other, fact)
    if mine is None or theirs is None:
        return mine or theirs or None  # what could not be read in one of them is unknown, never "none"
    return (*mine, *match(mine, theirs, (*(one.laws or ()), *(other.laws or ()))).come)


_DISAGREE = Text(
    ja="HTML版とPDF版の内容が一致しません：{doubts}",
    en="the HTML and the PDF form do not say the same: {doubts}",
)
_FOUND = Text(ja="{part} {fact}：{why}", en="{part}, {fact}: {why}")
_FOUND_IN = Text(ja="{part} {fact}（{laws}）：{why}", en="{part}, {fact} ({laws}): {why}")
_STILL_IN = Text(
    ja="ただし「{title}」には、まだ記載されています：{laws}",
    en="{title} still lists: {laws}",
)
_ONLY_IN = Text(ja="「{title}」にのみ記載されています", en="listed in {title} only")


def _said(finding: CountryFinding, titles: tuple[str, str]) -> Text:
    found = _FOUND_IN if finding.laws else _FOUND
    fact, why = named(finding.fact), finding.explanation
    if finding.fact in TRIGGER_FACTS and finding.change in _SIDES:
        why = _ONLY_IN.fill(title=titles[_SIDES[finding.change]])
    return found.fill(part=finding.part or "", fact=fact, laws=listed(finding.laws), why=why)


_SIDES = {FactChange.REPEALED: 0, FactChange.INTRODUCED: 1}
"""A law that only one of two forms lists: which of them, as they were compared."""
