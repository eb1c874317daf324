"""What is recommended, by rules that stand in policy.yaml."""

from pathlib import Path

import pytest

from xborder.assess.recommend import recommend_country, recommend_source, recommend_terms, with_exempt
from xborder.model import (
    Action,
    Basis,
    Contractor,
    CountryAssessment,
    CountryFinding,
    Direction,
    FactChange,
    Policy,
    TermsAssessment,
    TermsFinding,
    Topic,
)
from xborder.registry import load_policy
from xborder.texts import same

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def policy() -> Policy:
    loaded, problems = load_policy(DATA)
    assert loaded is not None, problems
    return loaded


def country(fact: str, change: FactChange) -> CountryAssessment:
    return CountryAssessment(findings=(CountryFinding(part="X", fact=fact, change=change),))


def terms(*moved: tuple[Topic, Direction]) -> TermsAssessment:
    found = tuple(TermsFinding(topic=t, direction=d, evidence="q") for t, d in moved)
    return TermsAssessment(substantive=True, confidence=1.0, findings=found)


@pytest.mark.parametrize("fact", ["government_access", "data_localization"])
@pytest.mark.parametrize("change", [FactChange.INTRODUCED, FactChange.BROADENED])
def test_a_law_trigger_where_the_contractor_is_asks_for_suspension(
    policy: Policy, fact: str, change: FactChange
):
    recommended = recommend_country(country(fact, change), policy, via=("contractor_country",))
    assert recommended.action is Action.SUSPEND
    questions = " ".join(q.ja for q in recommended.questions)
    assert "Q12-17" in questions
    assert "Q12-19" in questions


def test_a_law_trigger_where_only_servers_stand_asks_for_a_review(policy: Policy):
    trigger = country("government_access", FactChange.INTRODUCED)
    assert recommend_country(trigger, policy, via=("server_location",)).action is Action.REVIEW


def test_a_law_trigger_that_reaches_nobody_asks_for_nothing(policy: Policy):
    trigger = country("government_access", FactChange.INTRODUCED)
    assert recommend_country(trigger, policy, via=()).action is not Action.SUSPEND


def test_a_repealed_law_never_asks_for_suspension(policy: Policy):
    repealed = country("government_access", FactChange.REPEALED)
    assert recommend_country(repealed, policy, via=("contractor_country",)).action is Action.REVIEW


def test_a_weakened_equivalent_measure_asks_for_correction_with_a_deadline(policy: Policy):
    recommended = recommend_terms(terms((Topic.SUBCONTRACTORS, Direction.WEAKENS)), policy)
    assert recommended.action is Action.REQUEST_CORRECTION
    assert recommended.deadline_days


def test_any_other_revision_is_confirmed_by_somebody(policy: Policy):
    assert recommend_terms(terms((Topic.OTHER, Direction.NEUTRAL)), policy).action is Action.CONFIRM


def test_a_change_of_form_asks_for_nothing(policy: Policy):
    form = TermsAssessment(substantive=False, confidence=1.0)
    assert recommend_terms(form, policy).action is Action.NONE


def test_a_text_that_a_person_must_read_is_confirmed_by_somebody(policy: Policy):
    doubt = TermsAssessment(substantive=False, confidence=0.0, needs_person=same("German"))
    assert recommend_terms(doubt, policy).action is Action.CONFIRM


def test_a_lasting_source_problem_asks_for_a_review(policy: Policy):
    assert recommend_source(policy).action is Action.REVIEW


def test_more_findings_never_make_the_recommendation_milder(policy: Policy):
    few = recommend_terms(terms((Topic.SECURITY, Direction.WEAKENS)), policy)
    more = recommend_terms(
        terms((Topic.SECURITY, Direction.WEAKENS), (Topic.OTHER, Direction.STRENGTHENS)), policy
    )
    assert more.action.rank >= few.action.rank
    assert set(few.reasons) <= set(more.reasons)


def contractor(basis: Basis) -> Contractor:
    return Contractor(id=basis.value, name=f"{basis.value}, Inc.", country="US", basis=basis)


@pytest.mark.parametrize(
    ("basis", "ground"),
    [
        (Basis.CONSENT, "本人の同意"),
        (Basis.DESIGNATED, "規則第15条の国"),
        (Basis.NOT_HANDLED, "Q12-3"),
        (Basis.DOMESTIC, "国内にある"),
    ],
)
def test_a_contractor_outside_of_the_duties_that_are_cited_is_asked_about(
    policy: Policy, basis: Basis, ground: str
):
    trigger = recommend_country(
        country("government_access", FactChange.INTRODUCED), policy, via=("contractor_country",)
    )
    asked = with_exempt(trigger, [contractor(Basis.CONTRACT), contractor(basis)])
    assert (asked.action, asked.reasons) == (trigger.action, trigger.reasons)
    *as_before, question = asked.questions
    assert tuple(as_before) == trigger.questions
    assert f"{basis.value}, Inc." in question.ja and ground in question.ja and "第28条第3項" in question.ja
    assert f"{basis.value}, Inc." in question.en and "Art. 28(3)" in question.en


def test_every_ground_has_the_duties_or_a_word_on_why_not(policy: Policy):
    trigger = recommend_country(
        country("government_access", FactChange.INTRODUCED), policy, via=("contractor_country",)
    )
    asked = with_exempt(trigger, map(contractor, Basis))
    exempt = [basis for basis in Basis if not basis.has_duties]
    assert len(asked.questions) == len(trigger.questions) + len(exempt)
    assert {Basis.CONTRACT, Basis.CBPR, Basis.UNCONFIRMED} == set(Basis) - set(exempt)


def test_what_does_not_rest_on_the_duties_asks_nothing_more(policy: Policy):
    eased = recommend_country(
        country("government_access", FactChange.REPEALED), policy, via=("contractor_country",)
    )
    assert with_exempt(eased, [contractor(Basis.CONSENT)]) == eased
