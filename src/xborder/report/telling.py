"""Puts a report into words: recommendation first, then what changed, then whom it reaches, then the texts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from xborder.clock import TOKYO
from xborder.model import (
    TRIGGER_FACTS,
    Action,
    Affected,
    Alert,
    Case,
    CountryFinding,
    FactChange,
    Registry,
    Report,
    Revision,
    TermsFinding,
)
from xborder.report.diffs import Sides, foremost, sides
from xborder.report.headline import PRESSING, counted, headline, is_held, mark_of, told
from xborder.report.law import cite
from xborder.report.names import Names, by_gravity, needs_person, triggers_first
from xborder.report.view import Grounds, Item, Limits, Link, Point, Trouble, View
from xborder.report.words import Words

_REMOVED = "REMOVED: "
_HIGH, _MEDIUM = 0.8, 0.5


def tell(report: Report, registry: Registry, words: Words, limits: Limits) -> View:
    """All that is to be said of a report."""
    names = Names(registry, words)
    teller = _Teller(report, registry, names, words, limits)
    revisions = told(report)
    form = [r for r in report.revisions if r.echo_of or not r.is_substantive]
    return View(
        report=report,
        headline=headline(report, names, words),
        held=_held(report, words),
        pressing=tuple(
            teller.pressing(kind, a) for kind in PRESSING for a in report.alerts if a.kind == kind
        ),
        items=tuple(teller.item(r, number) for number, r in enumerate(revisions, 1)),
        form=tuple(teller.item(r, number) for number, r in enumerate(form, len(revisions) + 1)),
        troubles=tuple(teller.trouble(a) for a in report.alerts if a.kind not in ("fleet", *PRESSING)),
        sign=() if report.revisions or is_held(report) else tuple(teller.sign()),
        checked=_checked(report, words),
        counts=tuple((_count_name(name, words), count) for name, count in report.counts if count),
        notes=tuple(note.of(words.language) for note in report.notes),
    )


def _held(report: Report, words: Words) -> str:
    alarm = next((alert for alert in report.alerts if alert.kind == "fleet"), None)
    if alarm is None:
        return report.held.of(words.language)
    return f"{alarm.text.of(words.language)} {alarm.fix.of(words.language)}"


def _checked(report: Report, words: Words) -> str:
    checked, failed = counted(report)
    return words("count.summary", total=checked + failed, checked=checked, failed=failed)


def _count_name(name: str, words: Words) -> str:
    return words(f"count.{name}") if words.has(f"count.{name}") else name


class _Teller:
    """Tells single things in the language of the report."""

    def __init__(
        self, report: Report, registry: Registry, names: Names, words: Words, limits: Limits
    ) -> None:
        self._report, self._registry, self._names = report, registry, names
        self._words, self._limits = words, limits
        self._cases: dict[str, tuple[Case, ...]] = {}
        for case in report.cases:
            for revision in case.revisions:
                self._cases[revision] = (*self._cases.get(revision, ()), case)

    def item(self, revision: Revision, number: int) -> Item:
        recommendation, language = revision.recommendation, self._words.language
        document = self._names.document(revision.document)
        limits = self._limits if number <= self._limits.items else replace(self._limits, changes=0)
        return Item(
            number=number,
            action=recommendation.action,
            mark=mark_of(recommendation.action, revision.status, self._words),
            title=self._names.title(revision.document),
            document=document.title if document else revision.document,
            addresses=tuple(source.location for source in document.sources) if document else (),
            points=self._names.points(revision),
            deadline=self._deadline(revision),
            revision=revision,
            person=needs_person(revision).of(language),
            confidence=self._confidence(revision.terms.confidence) if revision.terms else "",
            grounds=tuple(
                Grounds(text=r.text.of(language), basis=tuple(cite(b, self._words) for b in r.basis))
                for r in recommendation.reasons
            ),
            questions=tuple(q.of(language) for q in recommendation.questions),
            findings=tuple(self._findings(revision)),
            links=tuple(self._link(a) for a in revision.affected),
            changes=tuple(self._sides(revision, limits)),
            hidden=max(0, len(revision.changes) - limits.changes),
            cases=self._cases.get(revision.id, ()),
            notes=self._remarks(revision),
            rules=_rules(revision),
            is_full=number <= self._limits.items,
        )

    def trouble(self, alert: Alert) -> Trouble:
        key = f"alert.{alert.subject}"
        language = self._words.language
        return Trouble(
            subject=self._words(key) if self._words.has(key) else self._names.title(alert.subject),
            kind=alert.kind,
            since=self._words("alert.since", date=self._words.day(alert.since)),
            text=alert.text.of(language),
            fix=alert.fix.of(language),
        )

    def pressing(self, kind: str, alert: Alert) -> Trouble:
        """What a case asks for; the text of its alert names it."""
        language = self._words.language
        return Trouble(
            subject=self._words(f"pressing.{kind}"),
            kind=kind,
            since="",
            text=alert.text.of(language),
            fix=alert.fix.of(language),
        )

    def sign(self) -> Iterator[str]:
        """A sign of life: the time it covers, what was found, and what went longest without a look."""
        report, words = self._report, self._words
        yield from self._found()
        if pending := dict(report.counts).get("pending", 0):
            yield words("sign.pending", count=pending)
        if report.oldest is not None:
            document, moment = report.oldest
            if words.day(moment) != words.day(report.created_at):  # seen today is no trouble to tell
                yield words("sign.oldest", title=self._names.title(document), date=words.day(moment))

    def _found(self) -> Iterator[str]:
        """What may be said of the time since the last report, and no more than was checked."""
        report, words = self._report, self._words
        checked, failed = counted(report)
        if failed and not checked:
            yield words("sign.nothing")
        elif report.since is None:
            yield words("sign.first")
        else:
            yield words("sign.period", start=words.moment(report.since), end=words.moment(report.created_at))
            blind = any(a.subject == "registry" for a in report.alerts)
            yield words("sign.quiet.checked" if failed or blind else "sign.quiet")
        if failed and checked:
            yield words("sign.failed", failed=failed)

    def _deadline(self, revision: Revision) -> str:
        if due := [case.deadline for case in self._cases.get(revision.id, ()) if case.deadline is not None]:
            return self._words("deadline.by", date=self._words.day(min(due)))
        days = revision.recommendation.deadline_days
        if days is None:
            soon = revision.recommendation.action is Action.SUSPEND
            return self._words("deadline.soon" if soon else "deadline.none")
        last = self._report.created_at.astimezone(TOKYO).date() + timedelta(days=days)
        return self._words("deadline.by", date=self._words.day(last))

    def _confidence(self, value: float) -> str:
        level = "high" if value >= _HIGH else "medium" if value >= _MEDIUM else "low"
        return self._words(f"confidence.{level}")

    def _findings(self, revision: Revision) -> Iterator[Point]:
        if revision.country is not None:
            country = self._names.title(revision.document)
            for found in sorted(revision.country.findings, key=triggers_first):
                yield self._country_point(found, country)
        if revision.terms is not None:
            yield from map(self._terms_point, sorted(revision.terms.findings, key=by_gravity))

    def _country_point(self, found: CountryFinding, country: str) -> Point:
        return Point(
            name=self._names.fact(found.fact),
            change=self._names.fact_change(found),
            tone=_country_tone(found),
            evidence=found.evidence.removeprefix(_REMOVED),
            is_removed=found.evidence.startswith(_REMOVED),
            place=found.place,
            part=found.part if found.part and found.part != country else "",
            laws=found.laws,
            why=found.explanation.of(self._words.language),
            notes=self._deletion(found),
        )

    def _deletion(self, found: CountryFinding) -> tuple[str, ...]:
        if found.fact != "data_localization":
            return ()
        key = {True: "yes", False: "no", None: "unknown"}[found.hinders_deletion]
        return (self._words(f"finding.deletion.{key}"),)

    def _terms_point(self, finding: TermsFinding) -> Point:
        return Point(
            name=self._words(f"topic.{finding.topic.value}"),
            change=self._words(f"direction.{finding.direction.value}"),
            tone=_TERMS_TONES[finding.direction.value],
            evidence=finding.evidence.removeprefix(_REMOVED),
            is_removed=finding.evidence.startswith(_REMOVED),
            place=finding.place,
            why=finding.explanation.of(self._words.language),
            confidence=self._confidence(finding.confidence),
        )

    def _link(self, affected: Affected) -> Link:
        contractor = self._registry.contractor(affected.contractor)
        transfers = contractor.transfers if contractor else ()
        data = next((t.data for t in transfers if t.service == affected.service), "")
        key = f"chain.{affected.via}"
        return Link(
            place=affected.place.of(self._words.language),
            via=self._words(key) if self._words.has(key) else affected.via,
            contractor=affected.contractor_name,
            service=affected.service,
            data=data,
            basis=self._words(f"basis.{contractor.basis.value}" if contractor else "chain.unregistered"),
        )

    def _sides(self, revision: Revision, limits: Limits) -> Iterator[Sides]:
        evidence = [point.evidence for point in self._findings(revision) if point.evidence]
        for change in foremost(revision.changes, evidence, limits.changes):
            yield sides(change, self._words, limit=limits.characters)

    def _remarks(self, revision: Revision) -> tuple[str, ...]:
        assessment = revision.terms or revision.country
        echo = (self._words("advice.echo"),) if revision.echo_of else ()
        return (*echo, *(note.of(self._words.language) for note in (assessment.notes if assessment else ())))


_TERMS_TONES = {"weakens": "worse", "strengthens": "better", "neutral": "same"}
_MORE = (FactChange.INTRODUCED, FactChange.BROADENED, FactChange.GAINED)
_LESS = (FactChange.NARROWED, FactChange.REPEALED, FactChange.LOST)


def _country_tone(found: CountryFinding) -> str:
    """More of a law of the two trigger kinds is worse; more of anything else protects."""
    if found.change is FactChange.UNREADABLE:
        return "worse"
    if found.change not in (*_MORE, *_LESS):
        return "same"
    return "worse" if (found.fact in TRIGGER_FACTS) == (found.change in _MORE) else "better"


def _rules(revision: Revision) -> tuple[str, ...]:
    findings = revision.terms.findings if revision.terms else ()
    policy = (reason.rule for reason in revision.recommendation.reasons)
    return tuple(dict.fromkeys(rule for rule in (*(f.rule for f in findings), *policy) if rule))
