"""Which findings open a case, and which join one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count

from xborder.cases.apart import titled
from xborder.cases.states import state_of
from xborder.clock import TOKYO
from xborder.model import Action, Case, CaseState, Recommendation, Revision
from xborder.model.finding import gravest


def file_revisions(
    revisions: Iterable[Revision],
    open_cases: Sequence[Case],
    *,
    titles: Mapping[str, str],
    taken: Collection[str],
    report: str,
    now: datetime,
) -> tuple[Case, ...]:
    """The cases that these revisions open or join; one per document, or per country.

    `titles` names the subjects for people. Ids are made from the report, so that doing it again
    after a crash gives the same ones; `taken` are those in use: a case parted for contractor "1" may
    be called as if it were of a second report of the day.
    """
    known = {case.id: case for case in open_cases}
    filed: dict[str, Case] = {}
    for revision in revisions:
        if revision.recommendation.action is Action.NONE:
            continue
        subject = subject_of(revision)
        mine = _joined((known | filed).values(), subject)
        filed |= {case.id: _join(case, revision, now) for case in mine}
        missing = _missing(mine)
        if missing is not None:
            case_id = _free(f"C-{report}", {*taken, *filed})
            filed[case_id] = _open(revision, case_id, titles.get(subject, subject), now, missing)
    return tuple(filed.values())


def _free(name: str, taken: Collection[str]) -> str:
    return next(numbered for n in count(1) if (numbered := f"{name}-{n}") not in taken)


def _joined(cases: Iterable[Case], subject: str) -> list[Case]:
    """The last case of all whom a subject concerns, and each of some of them alone."""
    mine = [case for case in cases if case.subject == subject]
    return [*[c for c in mine if not c.only][-1:], *(c for c in mine if c.only)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Missing:
    """Whom no open case of a subject concerns: `only` some, or everybody but those `apart`."""

    only: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


def _missing(mine: Sequence[Case]) -> _Missing | None:
    """A contractor whose own case is over is not under that of the others, of whom more is decided."""
    own = tuple(name for case in mine for name in case.only)
    common = next((case for case in mine if not case.only), None)
    if common is None:
        return _Missing(apart=own)
    without = tuple(name for name in common.apart if name not in own)
    return _Missing(only=without) if without else None


def subject_of(revision: Revision) -> str:
    """HTML and PDF of one country report are one subject."""
    return f"country/{revision.owner}" if revision.country is not None else revision.document


def _open(revision: Revision, case_id: str, title: str, now: datetime, whom: _Missing) -> Case:
    return Case(
        id=case_id,
        subject=subject_of(revision),
        title=titled(title, whom.only),
        only=whom.only,
        apart=whom.apart,
        state=state_of(revision.recommendation),
        recommendation=revision.recommendation,
        revisions=(revision.id,),
        opened_at=now,
        updated_at=now,
        deadline=deadline_of(revision.recommendation, now),
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
        deadline=case.deadline or deadline_of(recommendation, now),
    )


def deadline_of(recommendation: Recommendation, now: datetime) -> date | None:
    """By when somebody is to decide, where it says so."""
    if recommendation.deadline_days is None:
        return None
    return now.astimezone(TOKYO).date() + timedelta(days=recommendation.deadline_days)
