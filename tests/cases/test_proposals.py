"""What speaks for resuming, or for taking a correction as made."""

from dataclasses import replace
from datetime import timedelta

import pytest
from files import NOW, case

from xborder.cases import CLOSED, grounds
from xborder.model import (
    CaseState,
    ChangeStatus,
    CountryAssessment,
    CountryFinding,
    Direction,
    FactChange,
    Revision,
    TermsAssessment,
    TermsFinding,
    Topic,
)

SUSPENDED = case(CaseState.SUSPENDED)


def terms(
    name: str, direction: Direction, *, topic: Topic = Topic.SECURITY, days: int = 0, **fields
) -> Revision:
    finding = TermsFinding(topic=topic, direction=direction, evidence="暗号化")
    assessed = TermsAssessment(substantive=True, confidence=1, findings=(finding,))
    return _revision(name, days, fields, terms=assessed)


def law(
    name: str, change: FactChange, *, fact: str = "government_access", days: int = 0, **fields
) -> Revision:
    finding = CountryFinding(part="federal", fact=fact, change=change)
    return _revision(name, days, fields, country=CountryAssessment(findings=(finding,)))


def _revision(name: str, days: int, fields: dict, **assessed) -> Revision:
    told = {
        "document": "acme/dpa",
        "owner": "acme",
        "old_version": f"before {name}",
        "new_version": f"after {name}",
        "status": ChangeStatus.CONFIRMED,
    }
    return Revision(id=name, detected_at=NOW + timedelta(days=days), **assessed, **(told | fields))


WEAKER = terms("r1", Direction.WEAKENS)
TRIGGER = law("r1", FactChange.INTRODUCED)


def keys(revisions, observed=(), of=SUSPENDED) -> list[str]:
    return [ground.key for ground in grounds(of, revisions, dict(observed))]


@pytest.mark.parametrize("reason", [WEAKER, TRIGGER], ids=["terms", "law"])
def test_nothing_speaks_for_it_while_the_finding_stands(reason: Revision) -> None:
    assert keys([reason], {"acme/dpa": reason.new_version}) == []


@pytest.mark.parametrize("reason", [WEAKER, TRIGGER], ids=["terms", "law"])
def test_a_finding_that_was_withdrawn_speaks_for_it(reason: Revision) -> None:
    assert keys([replace(reason, status=ChangeStatus.WITHDRAWN)]) == ["withdrawn"]


def test_a_document_that_shows_its_former_text_speaks_for_it() -> None:
    assert keys([WEAKER], {"acme/dpa": "before r1"}) == ["reverted before r1"]


def test_one_of_two_weakenings_taken_back_is_not_enough() -> None:
    second = terms("r2", Direction.WEAKENS, days=1, old_version="after r1")
    both = replace(SUSPENDED, revisions=("r1", "r2"))
    assert keys([WEAKER, second], {"acme/dpa": "after r1"}, both) == []
    assert keys([replace(WEAKER, status=ChangeStatus.WITHDRAWN), second], of=both) == []


def test_a_later_revision_that_strengthens_the_same_measure_speaks_for_it() -> None:
    assert keys([WEAKER, terms("r2", Direction.STRENGTHENS, days=9)]) == ["r2"]


@pytest.mark.parametrize(
    "later",
    [
        terms("r2", Direction.STRENGTHENS, topic=Topic.PERSONNEL, days=9),
        terms("r2", Direction.NEUTRAL, days=9),
        terms("r2", Direction.STRENGTHENS, days=-9),
        terms("r2", Direction.STRENGTHENS, days=9, status=ChangeStatus.PENDING),
    ],
    ids=["another measure", "no better", "before the weakening", "not confirmed"],
)
def test_other_revisions_do_not(later: Revision) -> None:
    assert keys([WEAKER, later]) == []


@pytest.mark.parametrize("change", [FactChange.REPEALED, FactChange.NARROWED])
def test_a_law_repealed_or_narrowed_speaks_for_it(change: FactChange) -> None:
    assert keys([TRIGGER, law("r2", change, days=9)]) == ["r2"]
    assert keys([TRIGGER, law("r2", change, fact="data_localization", days=9)]) == []


@pytest.mark.parametrize("state", CaseState)
def test_it_speaks_for_ending_every_case_that_is_not_over(state: CaseState) -> None:
    expected = [] if state in CLOSED else ["withdrawn"]
    assert keys([replace(WEAKER, status=ChangeStatus.WITHDRAWN)], of=case(state)) == expected


HTML, PDF, STATE = "country/US/html", "country/US/pdf", "country/US/html-us-ca"
REPORTS = {HTML: "", PDF: "", STATE: "us-ca"}
FEDERAL = law("r1", FactChange.INTRODUCED, document=HTML)
OF_STATE = law("r2", FactChange.INTRODUCED, document=STATE, days=1)
ENDS_STATE = law("r3", FactChange.REPEALED, document=STATE, days=9)
ENDS_FEDERAL = law("r4", FactChange.REPEALED, document=PDF, days=10)


def of_reports(revisions, observed=(), of=SUSPENDED) -> list[str]:
    return [ground.key for ground in grounds(of, revisions, dict(observed), REPORTS)]


def test_the_other_form_of_the_report_that_states_the_law_stands_in_the_way() -> None:
    form = replace(OF_STATE, document=PDF)
    assert of_reports([FEDERAL, form], {HTML: "before r1", PDF: "after r2"}) == []


def test_a_report_on_a_part_says_nothing_of_the_law_of_another() -> None:
    """Both are headed alike; only one of them is what the case is about."""
    assert of_reports([FEDERAL, OF_STATE], {HTML: "before r1", STATE: "after r2"}) == ["reverted before r1"]
    assert of_reports([FEDERAL, ENDS_STATE], {HTML: "after r1"}) == []


def test_a_law_is_ended_by_the_other_form_of_its_report() -> None:
    assert of_reports([FEDERAL, ENDS_FEDERAL], {HTML: "after r1"}) == ["r4"]


def test_of_laws_in_two_parts_both_must_have_ended() -> None:
    both = replace(SUSPENDED, revisions=("r1", "r2"))
    seen = {HTML: "after r1", STATE: "after r3"}
    assert of_reports([FEDERAL, OF_STATE, ENDS_STATE], seen, both) == []
    assert of_reports([FEDERAL, OF_STATE, ENDS_STATE], seen | {HTML: "before r1"}, both) == ["r3"]
    assert of_reports([FEDERAL, OF_STATE, ENDS_STATE, ENDS_FEDERAL], seen, both) == ["r3", "r4"]


def test_of_a_document_that_is_not_watched_any_more_every_form_may_be_the_other() -> None:
    gone = replace(FEDERAL, document="country/US/report")
    assert of_reports([gone, replace(OF_STATE, document=PDF)], {"country/US/report": "before r1"}) == []
