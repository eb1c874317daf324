"""What a new text of a document changes, means, reaches and asks for."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from xborder.assess import country, terms
from xborder.assess.chain import SERVER_LOCATION, reach
from xborder.assess.elsewhere import without_reordered
from xborder.assess.recommend import recommend_country, recommend_terms, with_exempt
from xborder.assess.supplement import Revised, doubts, supplement
from xborder.clock import TOKYO
from xborder.diff import diff, find_renames, form_only
from xborder.model import (
    Affected,
    Change,
    ChangeStatus,
    Country,
    CountryAssessment,
    Document,
    DocumentKind,
    Page,
    Policy,
    Recommendation,
    Registry,
    Revision,
    TermsAssessment,
    Text,
    Version,
)


@dataclass(frozen=True, slots=True)
class Reviser:
    """Compares two pages of one document. Pure: the same pages give the same revision."""

    registry: Registry
    policy: Policy

    def revise(
        self,
        document: Document,
        old: Version,
        old_page: Page,
        new: Version,
        *,
        since: datetime,
        now: datetime,
    ) -> Revision | None:
        """The revision from `old` to `new`, or None when no word changed, and none means another thing.

        An entry may move from the list of one country to that of another without a word of it changing.

        `old_page` is the old bytes read by the code that read `new`. `since` is when the document left `old`:
        a change that was taken back and is made again is another revision.
        """
        changes, assessed = assess_pages(
            document.kind,
            old_page,
            new.page,
            self.registry.countries,
            first_seen=since.astimezone(TOKYO).date(),
        )
        same_facts = (old_page.profile, old_page.index) == (new.page.profile, new.page.index)
        if not changes and same_facts and not assessed.findings:
            return None
        affected = reach(self.registry, document, _parts(assessed))
        return Revision(
            id=hashlib.sha256(f"{document.id}\n{old.id}\n{new.id}\n{since.isoformat()}".encode()).hexdigest()[
                :32
            ],
            document=document.id,
            owner=document.owner,
            old_version=old.id,
            new_version=new.id,
            detected_at=now,
            status=ChangeStatus.CONFIRMED,
            changes=changes,
            terms=None if isinstance(assessed, CountryAssessment) else assessed,
            country=assessed if isinstance(assessed, CountryAssessment) else None,
            recommendation=self._recommend(assessed, affected),
            affected=affected,
        )

    def _recommend(
        self, assessed: TermsAssessment | CountryAssessment, affected: tuple[Affected, ...]
    ) -> Recommendation:
        if isinstance(assessed, CountryAssessment):
            ways = tuple(dict.fromkeys(a.via for a in affected))
            recommended = recommend_country(assessed, self.policy, via=ways)
        else:
            recommended = recommend_terms(assessed, self.policy)
        touched = {a.contractor for a in affected if a.via != SERVER_LOCATION}
        return with_exempt(recommended, (c for c in self.registry.contractors if c.id in touched))


def assess_pages(
    kind: DocumentKind,
    old: Page,
    new: Page,
    countries: Sequence[Country] = (),
    *,
    first_seen: date | None = None,
) -> tuple[tuple[Change, ...], TermsAssessment | CountryAssessment]:
    """What became of the clauses, and what it means; with the doubts about the reading that are new."""
    changes = diff(old.clauses, new.clauses)
    assessed: TermsAssessment | CountryAssessment
    if kind is DocumentKind.COUNTRY_REPORT:
        assessed = country.compare(old.profile, new.profile)
    elif kind is DocumentKind.COUNTRY_INDEX:
        assessed = country.compare_index(old.index, new.index, countries)
    else:
        said = without_reordered(changes, old.clauses, new.clauses)
        assessed = _of_terms(kind, Revised.of(old, new, said, countries), first_seen)
    return changes, replace(assessed, notes=(*assessed.notes, *doubts(new, old)))


def _of_terms(kind: DocumentKind, revised: Revised, first_seen: date | None) -> TermsAssessment:
    old, new, changes = revised.old, revised.new, revised.changes
    assessed = terms.assess(changes, language=new.language, kind=kind, old=old, new=new)
    assessed = supplement(assessed, revised, first_seen=first_seen)
    return _with_list_in_doubt(kind, changes, _with_renames(assessed, changes))


_RENAMED = Text(
    ja="「{old}」が「{new}」に一貫して改められました（ほかに変更のない箇所：{count}）。"
    "委託先や事業者の名称であれば、登録内容と公表している文言を改めてください",
    en="“{old}” became “{new}” throughout ({count} places say nothing else). If it is the name of a "
    "contractor or another company, correct the registry and what you publish",
)


def _with_renames(assessed: TermsAssessment, changes: Sequence[Change]) -> TermsAssessment:
    """A name that was replaced throughout is one note, however many clauses it stands in."""
    told = (_RENAMED.fill(old=r.old, new=r.new, count=r.count) for r in find_renames(changes))
    return replace(assessed, notes=(*assessed.notes, *told))


_LIST_CHANGED = Text(
    ja="再委託先の一覧が変わりました。一覧を確認してください",
    en="the list of sub-processors changed; read the list",
)


def _with_list_in_doubt(
    kind: DocumentKind, changes: Sequence[Change], assessed: TermsAssessment
) -> TermsAssessment:
    """Every entry of a list of sub-processors matters; one that was not understood is read by a person."""
    if kind is not DocumentKind.SUBPROCESSORS or assessed.substantive or all(map(form_only, changes)):
        return assessed
    return replace(assessed, needs_person=_LIST_CHANGED)


def share_substance(kind: DocumentKind, one: Revision, other: Revision, page: Page) -> bool:
    """Whether two revisions of one text have something in common that is more than form.

    `page` is what `other` led to.
    """
    if one.country is not None and other.country is not None:
        return bool(set(one.country.findings) & set(other.country.findings))
    known = {_words_of(change) for change in one.changes}
    common = [change for change in other.changes if _words_of(change) in known]
    assessed = terms.assess(common, language=page.language, kind=kind, new=page)
    return assessed.substantive and not assessed.needs_person


def _words_of(change: Change) -> tuple[str, str]:
    return (change.old.text if change.old else "", change.new.text if change.new else "")


def _parts(assessed: TermsAssessment | CountryAssessment) -> tuple[str | None, ...]:
    if isinstance(assessed, CountryAssessment):
        return tuple(dict.fromkeys(f.part for f in assessed.findings))
    return ()
