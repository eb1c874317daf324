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


def file(*revisions: Revision, open_cases=(), taken=()):
    titles = {"acme/dpa": "Acme DPA"}
    return file_revisions(revisions, open_cases, titles=titles, taken=taken, report="2026-11-23", now=NOW)


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


def test_a_new_case_takes_no_name_that_is_in_use():
    revisions = [revision("acme/dpa", CORRECTION), revision("beta/terms", CORRECTION)]
    cases = file(*revisions, taken=["C-2026-11-23-1", "C-2026-11-23-3"])
    assert [c.id for c in cases] == ["C-2026-11-23-2", "C-2026-11-23-4"]


def test_what_asks_for_nothing_opens_nothing():
    assert file(revision("acme/dpa", Recommendation(action=Action.NONE))) == ()


def test_nothing_but_a_person_ends_a_suspension():
    (first,) = file(revision("acme/dpa", CORRECTION))
    suspended = replace(first, state=CaseState.SUSPENDED)
    (joined,) = file(revision("acme/dpa", SUSPENSION), open_cases=[suspended])
    assert joined.state is CaseState.SUSPENDED
    assert joined.recommendation.action is Action.SUSPEND


def country(recommendation: Recommendation = SUSPENSION) -> Revision:
    return revision("country/TH/html", recommendation, country=True)


def test_a_further_law_joins_the_case_of_all_and_that_of_each_alone():
    first = replace(file(country())[0], id="C-2026-11-01-1")
    common = replace(first, apart=("beta",))
    own = replace(first, id="C-1-beta", only=("beta",), state=CaseState.SUSPENDED)
    further = replace(country(), id="r-later")
    joined = file(further, open_cases=[common, own])
    assert [(c.id, c.state, c.revisions[-1]) for c in joined] == [
        (first.id, CaseState.SUSPENSION_RECOMMENDED, "r-later"),
        ("C-1-beta", CaseState.SUSPENDED, "r-later"),
    ]


def test_nobody_comes_under_what_was_decided_of_others():
    """Beta was resumed while the others stay suspended: a further law asks about it anew, and alone."""
    first = replace(file(country())[0], id="C-2026-11-01-1")
    common = replace(first, apart=("beta",), state=CaseState.SUSPENDED)
    joined, opened = file(replace(country(), id="r-later"), open_cases=[common])
    assert (joined.id, joined.apart, joined.state) == (first.id, ("beta",), CaseState.SUSPENDED)
    assert (opened.only, opened.state) == (("beta",), CaseState.SUSPENSION_RECOMMENDED)
    assert opened.title.endswith(" (beta)") and opened.id not in (first.id, joined.id)
    assert opened.revisions == ("r-later",)


def test_the_others_get_a_case_where_only_that_of_one_is_open():
    first = replace(file(country())[0], id="C-2026-11-01-1")
    own = replace(first, id="C-1-beta", only=("beta",), state=CaseState.SUSPENDED)
    joined, opened = file(replace(country(), id="r-later"), open_cases=[own])
    assert joined.id == "C-1-beta"
    assert (opened.only, opened.apart) == ((), ("beta",))


def test_two_findings_of_a_day_open_one_case_for_those_left():
    first = replace(file(country())[0], id="C-2026-11-01-1")
    own = replace(first, id="C-1-beta", only=("beta",), state=CaseState.SUSPENDED)
    pdf = revision("country/TH/pdf", SUSPENSION, country=True)
    joined, opened = file(replace(country(), id="r-later"), pdf, open_cases=[own])
    assert joined.revisions[1:] == opened.revisions == ("r-later", pdf.id)
