"""The reviewers' files within a run: what time did to them, and what today's findings add."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from xborder.cases import file_revisions, grounds, subject_of, tend
from xborder.model import Alert, Case, DocumentKind, Report, Revision
from xborder.ports import Services


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
    return Casework(
        open=tuple(case for case, _ in tended),
        changed=tuple(case for case, alerts in tended if alerts),
        alerts=tuple(alert for _, alerts in tended for alert in alerts),
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
        taken=[case.id for case in services.store.cases()],
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
