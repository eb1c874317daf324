"""Makes the documents: reads what registry and store hold, and hands it to the builders."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from xborder.assess.chain import reached
from xborder.assess.country import by_trust, crosscheck, may_list, united
from xborder.assess.terms.measures import evidenced
from xborder.cases import history
from xborder.clock import TOKYO
from xborder.documents.annual import (
    Earlier,
    Measure,
    Review,
    Watch,
    Year,
    annual_review,
    item_states,
    read_earlier,
    watched,
)
from xborder.documents.disclosure import Disclosure, disclose
from xborder.documents.evidence import Looked, Proof, bundle
from xborder.documents.facts import CLOSED, Facts, Forms
from xborder.documents.published import Discrepancy, check_published, published_text
from xborder.errors import ConfigurationError, DecisionError, StoreError
from xborder.extract import is_text, sniff
from xborder.model import (
    NOTHING,
    Case,
    CaseState,
    ChangeStatus,
    Document,
    DocumentState,
    Policy,
    Profile,
    Registry,
    Revision,
    Snapshot,
)
from xborder.model.disclosure import Statements
from xborder.model.signing import WHOLE
from xborder.ports import Store


@dataclass(frozen=True, slots=True)
class _Report:
    """One report of the PPC: its forms, and of those that were read what people were last told."""

    country: str
    name: str
    forms: tuple[Document, ...]
    states: Mapping[str, DocumentState]
    read: tuple[tuple[Document, Profile], ...]

    @property
    def profile(self) -> Profile | None:
        trusted = by_trust((self.states[d.id], profile) for d, profile in self.read)
        return united(*trusted) if trusted else None

    @property
    def standing(self) -> Forms:
        if not self.read:
            return Forms()
        (first, one), *others = self.read
        differ = (crosscheck(one, p, (first.title, d.title)).needs_person for d, p in others)
        read = {d.id for d, _ in self.read}
        return Forms(
            differ=next(filter(None, differ), NOTHING),
            unread=tuple(d.title for d in self.forms if d.id not in read),
            lost=tuple(
                (d.title, since) for d, _ in self.read if (since := self.states[d.id].unhealthy_since)
            ),
        )


def gather(registry: Registry, statements: Statements, store: Store, *, company: str, now: datetime) -> Facts:
    """What the documents are made from. An empty store is a beginning, not a fault."""
    cases = tuple(store.cases())
    found = {case: store.revisions_of(case.id) for case in cases if case.state not in CLOSED}
    reports = tuple(_reports(registry, store))
    read = [(r, profile) for r in reports if (profile := r.profile)]
    parts = {r.country for r, _ in read}
    return Facts(
        registry=registry,
        statements=statements,
        as_of=now,
        company=company,
        cases=cases,
        profiles={r.country: profile for r, profile in read if not r.name},
        of_parts={code: {r.name: p for r, p in read if r.name and r.country == code} for code in parts},
        forms={(r.country, r.name): r.standing for r in reports},
        withdrawn=frozenset(case.id for case, own in found.items() if _withdrawn(case, own, registry, store)),
        unlisted=frozenset(case.id for case, own in found.items() if _unlisted(case, own, reports)),
        reached={case.id: reached(own) for case, own in found.items()},
    )


def _unlisted(case: Case, own: Sequence[Revision], reports: Sequence[_Report]) -> bool:
    """Whether it was decided to continue, and no form of a report lists the law behind it any more."""
    if case.state is not CaseState.CONTINUED:
        return False
    profiles = [r.profile for r in reports if f"country/{r.country}" == case.subject]
    found = [f for r in own if r.country for f in r.country.findings if f.is_trigger]
    if not profiles or not found or not all(f.laws for f in found):
        return False
    return not any(profile is None or may_list(profile, f) for profile in profiles for f in found)


def _withdrawn(case: Case, own: Sequence[Revision], registry: Registry, store: Store) -> bool:
    """Whether none of its findings stayed, in no form of a report."""
    if not own or any(revision.status is not ChangeStatus.WITHDRAWN for revision in own):
        return False
    country = registry.country(case.subject.removeprefix("country/"))
    others = (r for d in (country.documents if country else ()) for r in store.revisions(d.id))
    return not any(_still_says(other, own) for other in others)


def _still_says(other: Revision, withdrawn: Sequence[Revision]) -> bool:
    """Whether the other form of a report, which has no case of its own, brought such a law, and kept it."""
    return (
        other.status is not ChangeStatus.WITHDRAWN
        and other.detected_at >= min(r.detected_at for r in withdrawn)
        and bool(_triggers((other,)) & _triggers(withdrawn))
    )


def _triggers(revisions: Sequence[Revision]) -> set[str]:
    return {f.fact for r in revisions if r.country for f in r.country.findings if f.is_trigger}


def disclosures(facts: Facts, store: Store, languages: tuple[str, ...]) -> Mapping[str, Disclosure]:
    """What is told, by language; what it says of measures is held against the contractors' present texts."""
    found = _measures(facts.registry, store)
    promised = {name: frozenset(measure.topic for measure in its) for name, its in found.items()}
    held = replace(facts, promised=promised)
    return {language: disclose(held, language) for language in languages}


def check(file: Path, facts: Facts, language: str) -> tuple[Discrepancy, ...]:
    """Compare a published policy with the registry. Raises ConfigurationError for a file that is no text."""
    try:
        body = file.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            str(file), why=error.strerror or str(error), fix="Name a file that can be read"
        ) from error
    if sniff(body) == "pdf":
        raise ConfigurationError(str(file), why="it is a PDF", fix="Save the page as HTML or text")
    text = published_text(body, file.name)
    if not is_text(text):
        raise ConfigurationError(
            str(file), why="it is no text, but a file of another kind", fix="Save the page as HTML or text"
        )
    return check_published(text, facts, language)


def annual(facts: Facts, year: Year, *, languages: tuple[str, ...]) -> Mapping[str, Review]:
    """The review, by language."""
    return {language: annual_review(facts, year, language) for language in languages}


def year_of(facts: Facts, store: Store, policy: Policy, year: int, *, since: date | None) -> Year:
    """What the review of a calendar year is made from. Raises ConfigurationError.

    It begins where the last signed review ended, if that was before: no day is left out.
    """
    today = facts.as_of.astimezone(TOKYO).date()
    if date(year, 1, 1) > today:
        why, fix = f"it has not begun: today is {today}", "Name a year that has begun"
        raise ConfigurationError(f"review of {year}", why=why, fix=fix)
    earlier = _earlier(store, year)
    first = since or min(date(year, 1, 1), _covered(earlier) if earlier else date(year, 1, 1))
    last = min(date(year, 12, 31), today)
    if first > last:
        why = f"the period begins on {first} and would end on {last}"
        raise ConfigurationError(
            f"review of {year}", why=why, fix="Name a year that has begun, or an earlier --since"
        )
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    return Year(
        year=year,
        since=first,
        until=last,
        report_age_days=policy.report_age_days,
        revisions=tuple(
            r for r in store.revisions_between(begin, end) if r.status is not ChangeStatus.PENDING
        ),
        decisions=tuple(store.decisions()),
        watches=_watches(facts.registry, store, (first, last)),
        measures=_measures(facts.registry, store),
        signatures=tuple(s for s in store.signatures() if s.year == year),
        earlier=earlier,
    )


def _earlier(store: Store, year: int) -> Earlier | None:
    """The last review of an earlier year that was signed as a whole, as it was."""
    signed = [s for s in store.signatures(WHOLE) if s.year < year]
    if not signed:
        return None
    last = max(signed, key=lambda s: (s.year, s.at))
    whole = store.review_state(last.state)
    return read_earlier(last, whole, {digest: store.review_state(digest) for digest in item_states(whole)})


def _covered(earlier: Earlier) -> date:
    """The last day of its period; part of it came after the signature, so that it is looked at again."""
    signed = earlier.signature.at.astimezone(TOKYO).date()
    return min(date(earlier.signature.year, 12, 31), signed)


def evidence(facts: Facts, store: Store, case_id: str, *, language: str) -> bytes:
    """The bundle of a case. Raises DecisionError for an unknown case, StoreError when bytes are lost."""
    case = store.case(case_id)
    if case is None:
        raise DecisionError(
            f"case {case_id}", why="there is none of this name", fix="List them with `xborder cases --all`"
        )
    proofs = [_proof(store, revision) for revision in store.revisions_of(case.id)]
    return bundle(case, history(case, store.decisions()), proofs, facts.registry, language=language)


def _proof(store: Store, revision: Revision) -> Proof:
    old, new = store.version(revision.old_version), store.version(revision.new_version)
    looks = tuple(looked(store, version.document, s) for version in (old, new) for s in version.snapshots)
    return Proof(revision=revision, old=old, new=new, looks=looks)


def looked(store: Store, document: str, snapshot: Snapshot) -> Looked:
    """The look a snapshot came from; its digest is checked when the bytes are read."""
    capture = store.capture(document, snapshot.source, snapshot.fetched_at)
    if capture is None:
        raise StoreError(
            f"{document}, looked at {snapshot.fetched_at}",
            why="the look is not recorded",
            fix="Run xborder doctor",
        )
    served = store.blobs.get(capture.served) if capture.served else None
    return Looked(capture=capture, body=store.blobs.get(snapshot.sha256), served=served)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=TOKYO).astimezone(UTC)


def _watches(registry: Registry, store: Store, period: tuple[date, date]) -> Mapping[str, Watch]:
    days: dict[str, dict[date, bool]] = {}
    begin, end = _midnight(period[0]), _midnight(period[1] + timedelta(days=1))
    for name, day, is_good in store.days_watched(begin, end):
        days.setdefault(name, {})[day] = is_good
    found = {}
    for document in registry.documents:
        first = store.first_look(document.id)
        since = first.astimezone(TOKYO).date() if first else None
        found[document.id] = watched(document.id, since, period, days.get(document.id, {}))
    return found


def _measures(registry: Registry, store: Store) -> Mapping[str, tuple[Measure, ...]]:
    """By contractor, the sentences of its present texts that promise a measure; only of those with a text."""
    states = store.document_states()
    read = {
        c.id: [(d.id, s.reported) for d in c.documents if (s := states.get(d.id)) and s.reported]
        for c in registry.contractors
    }
    return {
        contractor: tuple(
            Measure(topic=topic, document=document, quote=evidence.quote, place=evidence.place)
            for document, version in versions
            for topic, found in evidenced(store.version(version).page, limit=1).items()
            for evidence in found
        )
        for contractor, versions in read.items()
        if versions
    }


def _reports(registry: Registry, store: Store) -> Iterator[_Report]:
    states = store.document_states()
    for country in registry.countries:
        for name, forms in country.reports.items():
            told = ((d, s.reported) for d in forms if (s := states.get(d.id)) and s.reported)
            read = ((d, store.version(version).page.profile) for d, version in told)
            yield _Report(country.code, name, forms, states, tuple((d, p) for d, p in read if p))
