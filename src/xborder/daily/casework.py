"""The reviewers' files within a run: what time did to them, and what today's findings add."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from xborder.assess.chain import reached
from xborder.cases import OPEN, file_revisions, grounds, is_about, is_judged, known_as, part, subject_of, tend
from xborder.model import Alert, Case, CaseState, ChangeStatus, DocumentKind, Report, Revision, Text
from xborder.ports import Services
from xborder.texts import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Casework:
    """The open cases as they are now, those that time changed, and what people must hear of it."""

    open: tuple[Case, ...]
    changed: tuple[Case, ...]
    alerts: tuple[Alert, ...]


def tend_cases(services: Services, now: datetime) -> Casework:
    """Deadlines, reminders and proposals. Nothing is written: publishing the report does that."""
    observed = {name: state.observed for name, state in services.store.document_states().items()}
    reports = {d.id: d.report for c in services.registry.countries for d in c.documents}
    before = services.store.open_cases()
    tended = [
        tend(
            case,
            now=now,
            asked=services.policy.questions,
            grounds=tuple(grounds(case, _about(services, case), observed, reports)),
        )
        for case in before
    ]
    now_open = {case.id: case for case, _ in tended}
    changed = {case.id: case for case, alerts in tended if alerts}
    alerts = [alert for _, alerts in tended for alert in alerts]
    for decided in services.store.cases_in(_OF_ALL_THERE):
        case = now_open.get(decided.id, decided)
        if newcomers := _newcomers(services, case):
            taken = {*_ids(services), *changed}
            own, left = part(case, newcomers, services.registry.contractors, taken=taken)
            own = replace(own, opened_at=now, updated_at=now, told=())
            parted = {c.id: c for c in (left, own) if c is not None}
            changed |= parted
            now_open |= {name: c for name, c in parted.items() if c.state in OPEN}
            alerts.append(_unjudged(services, case, own))
    return Casework(open=tuple(now_open.values()), changed=tuple(changed.values()), alerts=tuple(alerts))


_OF_ALL_THERE = (CaseState.CONTINUED, CaseState.SUSPENDED)
"""Decisions on a law that stand, and hold for whoever was registered then."""


def _ids(services: Services) -> Iterator[str]:
    return (case.id for case in services.store.cases())


def _newcomers(services: Services, case: Case) -> tuple[str, ...]:
    """Contractors under a duty that are in the country of a law, but were not when it was decided."""
    if not case.subject.startswith("country/"):
        return ()
    registered = services.registry.contractors
    there = [c for c in registered if c.basis.has_duties and is_about(case, c)]
    if all(is_judged(case, {c.id}) for c in there):
        return ()
    own = services.store.revisions_of(case.id)
    if all(revision.status is ChangeStatus.WITHDRAWN for revision in own):
        return ()
    names = known_as(registered, reached(own))
    return tuple(c.id for c in there if not is_judged(case, names[c.id]))


def _unjudged(services: Services, case: Case, own: Case) -> Alert:
    contractors = listed(c.name for c in services.registry.contractors if c.id in own.only)
    about = {"contractors": contractors, "case": case.id, "title": case.title, "own": own.id}
    fix = Text(
        ja=f"xborder show {own.id} で内容を確かめ、xborder decide で判断を記録してください。",
        en=f"Read it with `xborder show {own.id}`, and record what you decide with `xborder decide`.",
    )
    return Alert(subject=own.id, kind="undecided", since=own.opened_at, text=_LATER.fill(**about), fix=fix)


_LATER = Text(
    ja="{contractors}は、案件{case}「{title}」が判断された後に、その国の委託先として登録されました。この制度について、"
    "この委託先については判断されていません。案件{own}で判断してください。",
    en="{contractors}: registered in that country after case {case}, {title}, was decided, so that nobody "
    "has judged this law for it. Case {own} was opened for that.",
)


def file_cases(services: Services, report: Report, work: Casework) -> Report:
    """The report together with the cases that time changed, and that its findings open or join."""
    titles = {d.id: d.title for d in services.registry.documents}
    titles |= {f"country/{c.code}": c.name_ja for c in services.registry.countries}
    indexes = (d for d in services.registry.documents if d.kind is DocumentKind.COUNTRY_INDEX)
    titles |= {f"country/{d.owner}": d.title for d in indexes}
    filed = file_revisions(
        (r for r in report.revisions if not r.echo_of),
        work.open,
        titles=titles,
        taken={*_ids(services), *(case.id for case in work.changed)},
        report=report.id,
        now=report.created_at,
    )
    cases = {case.id: case for case in (*work.changed, *filed)}
    return replace(report, cases=tuple(cases.values()))


def _about(services: Services, case: Case) -> Sequence[Revision]:
    """Every revision of what the case is about, those that came after it included."""
    return [
        revision
        for document in dict.fromkeys(_documents(services, case))
        for revision in services.store.revisions(document)
        if subject_of(revision) == case.subject
    ]


def _documents(services: Services, case: Case) -> Iterator[str]:
    yield from (revision.document for revision in services.store.revisions_of(case.id))
    country = services.registry.country(case.subject.removeprefix("country/"))
    yield from (document.id for document in (country.documents if country else ()))
