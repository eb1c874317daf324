"""Which findings open a case and which join one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from xborder.cases import file_revisions
from xborder.model import (
    Action,
    CaseState,
    ChangeStatus,
    CountryAssessment,
    Recommendation,
    Revision,
    TermsAssessment,
)

NOW = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)  # 23 November in Tokyo
CORRECTION = Recommendation(action=Action.REQUEST_CORRECTION, deadline_days=30)
SUSPENSION = Recommendation(action=Action.SUSPEND)


def revision(document: str, recommendation: Recommendation, *, country: bool = False) -> Revision:
    return Revision(
        id=f"r-{document}-{recommendation.action}",
        document=document,
        owner="TH" if country else document.partition("/")[0],
        old_version="a",
        new_version="b",
        detected_at=NOW,
        status=ChangeStatus.CONFIRMED,
        terms=None if country else TermsAssessment(substantive=True, confidence=1.0),
        country=CountryAssessment() if country else None,
        recommendation=recommendation,
    )


def file(*revisions: Revision, open_cases=()):
    return file_revisions(
        revisions, open_cases, titles={"acme/dpa": "Acme DPA"}, report="2026-11-23", now=NOW
    )


def test_a_finding_opens_a_case_with_a_deadline_in_tokyo_days():
    (case,) = file(revision("acme/dpa", CORRECTION))
    assert (case.id, case.title, case.state) == ("C-2026-11-23-1", "Acme DPA", CaseState.OPEN)
    assert case.deadline == date(2026, 11, 23) + timedelta(days=30)


def test_a_recommendation_to_suspend_opens_the_case_in_that_state():
    (case,) = file(revision("country/TH/html", SUSPENSION, country=True))
    assert case.state is CaseState.SUSPENSION_RECOMMENDED
    assert case.subject == "country/TH"


def test_html_and_pdf_of_one_country_are_one_case():
    cases = file(
        revision("country/TH/html", SUSPENSION, country=True),
        revision("country/TH/pdf", SUSPENSION, country=True),
    )
    assert len(cases) == 1
    assert len(cases[0].revisions) == 2


def test_a_further_finding_joins_the_open_case_and_can_only_make_it_graver():
    (first,) = file(revision("acme/dpa", SUSPENSION))
    (joined,) = file(revision("acme/dpa", CORRECTION), open_cases=[first])
    assert joined.id == first.id
    assert joined.recommendation.action is Action.SUSPEND
    assert joined.state is CaseState.SUSPENSION_RECOMMENDED


def test_a_state_that_people_set_is_kept_when_nothing_graver_comes():
    (first,) = file(revision("acme/dpa", CORRECTION))
    confirmed = replace(first, state=CaseState.CONFIRMED)
    (joined,) = file(revision("acme/dpa", CORRECTION), open_cases=[confirmed])
    assert joined.state is CaseState.CONFIRMED


def test_filing_again_after_a_crash_gives_the_same_cases():
    revisions = [revision("acme/dpa", CORRECTION), revision("beta/terms", CORRECTION)]
    assert file(*revisions) == file(*revisions)
    assert [c.id for c in file(*revisions)] == ["C-2026-11-23-1", "C-2026-11-23-2"]


def test_what_asks_for_nothing_opens_nothing():
    assert file(revision("acme/dpa", Recommendation(action=Action.NONE))) == ()


def test_nothing_but_a_person_ends_a_suspension():
    (first,) = file(revision("acme/dpa", CORRECTION))
    suspended = replace(first, state=CaseState.SUSPENDED)
    (joined,) = file(revision("acme/dpa", SUSPENSION), open_cases=[suspended])
    assert joined.state is CaseState.SUSPENDED
    assert joined.recommendation.action is Action.SUSPEND
