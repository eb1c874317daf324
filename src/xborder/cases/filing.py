"""Which findings open a case, and which join one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from xborder.clock import TOKYO
from xborder.model import Action, Case, CaseState, Recommendation, Revision
from xborder.model.finding import gravest


def file_revisions(
    revisions: Iterable[Revision],
    open_cases: Sequence[Case],
    *,
    titles: Mapping[str, str],
    report: str,
    now: datetime,
) -> tuple[Case, ...]:
    """The cases that these revisions open or join; one per document, or per country.

    `titles` names the subjects for people. Ids are made from the report, so that doing it again
    after a crash gives the same ones.
    """
    filed: dict[str, Case] = {case.subject: case for case in open_cases}
    touched: dict[str, None] = {}
    for revision in revisions:
        if revision.recommendation.action is Action.NONE:
            continue
        subject = subject_of(revision)
        known = filed.get(subject)
        if known is not None:
            filed[subject] = _join(known, revision, now)
        else:
            number = 1 + sum(subject not in {c.subject for c in open_cases} for subject in touched)
            filed[subject] = _open(revision, f"C-{report}-{number}", titles.get(subject, subject), now)
        touched[subject] = None
    return tuple(filed[subject] for subject in touched)


def subject_of(revision: Revision) -> str:
    """HTML and PDF of one country report are one subject."""
    return f"country/{revision.owner}" if revision.country is not None else revision.document


def _open(revision: Revision, case_id: str, title: str, now: datetime) -> Case:
    return Case(
        id=case_id,
        subject=subject_of(revision),
        title=title,
        state=state_of(revision.recommendation),
        recommendation=revision.recommendation,
        revisions=(revision.id,),
        opened_at=now,
        updated_at=now,
        deadline=_deadline(revision.recommendation, now),
    )


def _join(case: Case, revision: Revision, now: datetime) -> Case:
    recommendation = gravest((case.recommendation, revision.recommendation))
    suspended = case.state is CaseState.SUSPENDED  # nothing is graver: only people end it
    graver = recommendation.action.rank > case.recommendation.action.rank
    return replace(
        case,
        state=state_of(recommendation) if graver and not suspended else case.state,
        recommendation=recommendation,
        revisions=tuple(dict.fromkeys((*case.revisions, revision.id))),
        updated_at=now,
        deadline=case.deadline or _deadline(recommendation, now),
    )


def state_of(recommendation: Recommendation) -> CaseState:
    """Where a case stands before anybody decided."""
    if recommendation.action is Action.SUSPEND:
        return CaseState.SUSPENSION_RECOMMENDED
    return CaseState.OPEN


def _deadline(recommendation: Recommendation, now: datetime) -> date | None:
    if recommendation.deadline_days is None:
        return None
    return now.astimezone(TOKYO).date() + timedelta(days=recommendation.deadline_days)
