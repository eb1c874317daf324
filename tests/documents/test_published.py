"""A published policy against the registry and the cases."""

from dataclasses import replace
from pathlib import Path

import pytest

from documents_sample import case, facts, us_report
from xborder.documents import to_html, to_text
from xborder.documents.disclosure import disclose
from xborder.documents.published import Fault, check_published, published_text
from xborder.model import Action, CaseState, Problem, Severity

SEED = Path(__file__).parents[2].parent / "shared" / "seed" / "company_privacy_policy_en.txt"


def found(text: str, told=None) -> list[tuple[Fault, str]]:
    return [(d.fault, d.text) for d in check_published(text, told or facts(), "en")]


def published(language: str = "en") -> str:
    return to_text(disclose(facts(), language).policy)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_we_generate_agrees_with_the_registry(language: str):
    policy = disclose(facts(), language).policy
    assert found(to_text(policy)) == []
    assert found(published_text(to_html(policy).encode(), "policy.html")) == []


def test_the_companys_real_policy_is_only_old():
    if not SEED.exists():
        pytest.skip("the folder ../shared with the published policy is not here")
    faults = found(published_text(SEED.read_bytes(), SEED.name))
    assert [fault for fault, _ in faults] == [Fault.OUTDATED]
    assert "July 2023" in faults[0][1]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_text_that_says_nothing_of_provision_abroad_is_no_published_policy(language: str):
    """With nothing listed in the registry there would be nothing else to tell."""
    nothing_listed = replace(facts(), registry=replace(facts().registry, contractors=()))
    (told,) = check_published("We like cats.\n", nothing_listed, language)
    assert told.fault is Fault.MISSING and told.subject == "policy"


def test_a_contractor_that_is_missing_is_named():
    text = published().replace("Zoom Video Communications, Inc.", "")
    assert found(text) == [
        (Fault.MISSING, "Zoom Video Communications, Inc. is not named (published policy 4-1(8)).")
    ]


def test_a_comma_or_legal_form_is_no_difference():
    assert (
        found(published().replace("Zoom Video Communications, Inc.", "ZOOM Video communications Inc")) == []
    )


def test_a_missing_place_is_told_for_the_service_it_belongs_to():
    text = published()
    first = text.index("Marketo Engage")
    rest = text[first : text.index("Zendesk", first)]
    shorter = text.replace(rest, rest.replace("Australia", "").replace("australia", "x"))
    assert (Fault.MISSING, "Marketo Engage: the server location Australia is not named.") in found(shorter)


def test_a_place_the_registry_does_not_have_is_told():
    text = published().replace("    Singapore (*)", "    Singapore (*)\n    Brazil")
    assert found(text) == [
        (
            Fault.OUTDATED,
            "Google Workspace: Brazil is named, but not registered. Correct the registry or the text.",
        )
    ]


def test_an_address_of_the_commission_that_is_not_registered_is_told():
    text = published() + "\nhttps://www.ppc.go.jp/files/pdf/america_report.pdf\n"
    assert [fault for fault, _ in found(text)] == [Fault.OUTDATED]


def test_a_missing_link_is_told():
    text = published().replace("https://www.ppc.go.jp/files/pdf/india_report.pdf", "")
    assert found(text) == [(Fault.MISSING, "Recruit Direct Scout: there is no link to the report on India.")]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_obstacles_is_contradicted_by_an_open_case(language: str):
    told = replace(
        facts(), cases=(case("zoom/terms", CaseState.CORRECTION_REQUESTED, Action.REQUEST_CORRECTION),)
    )
    faults = found(published(language), told)
    assert [fault for fault, _ in faults] == [Fault.CONTRADICTED]
    assert "C-2026-0007" in faults[0][1]


def test_no_systems_is_contradicted_by_the_report():
    faults = found(published(), replace(facts(), profiles={"US": us_report()}))
    assert {fault for fault, _ in faults} == {Fault.CONTRADICTED}
    assert "架空情報収集法" in faults[0][1]


def test_a_closed_case_contradicts_nothing():
    told = replace(facts(), cases=(case("zoom/terms", CaseState.CORRECTED, Action.REQUEST_CORRECTION),))
    assert found(published(), told) == []


def test_a_withdrawn_case_contradicts_nothing_but_a_suspension_still_does():
    made = case("country/US", CaseState.SUSPENSION_RECOMMENDED, Action.SUSPEND)
    told = replace(facts(), cases=(made,), withdrawn=frozenset({made.id}))
    assert found(published(), told) == []
    ((fault, text),) = found(published(), replace(told, cases=(replace(made, state=CaseState.SUSPENDED),)))
    assert fault is Fault.CONTRADICTED and "obstructs" in text  # "no system" is right again


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_case_on_a_country_is_one_contradiction_however_many_contractors_are_there(language: str):
    americans = [c for c in facts().registry.contractors if c.country == "US" and c.basis.has_duties]
    assert len(americans) == 4
    told = replace(facts(), cases=(case("country/US", CaseState.OPEN, Action.SUSPEND),))
    ((fault, text),) = found(published(language), told)
    assert fault is Fault.CONTRADICTED and "C-2026-0007" in text


def test_each_case_of_its_own_is_a_contradiction_of_its_own():
    own = [
        case(f"{name}/terms", CaseState.OPEN, Action.REQUEST_CORRECTION, id=f"C-{name}")
        for name in ("meta", "zoom")
    ]
    told = replace(facts(), cases=(*own, case("country/US", CaseState.OPEN, Action.SUSPEND)))
    faults = found(published(), told)
    assert [fault for fault, _ in faults] == [Fault.CONTRADICTED] * 3
    assert [
        name for name in ("C-meta", "C-zoom", "C-2026-0007") if sum(name in t for _, t in faults) != 1
    ] == []


@pytest.mark.parametrize("subject", ["recruit/terms", "adobe/terms", "country/IE", "country/JP"])
def test_what_no_sheet_would_tell_contradicts_nothing(subject: str):
    """A contractor in Japan or in a country of Rule 15 is on no list, and has no duties under 28(3)."""
    told = replace(facts(), cases=(case(subject, CaseState.OPEN, Action.SUSPEND),))
    assert found(published(), told) == []
    assert disclose(told, "en").policy == disclose(facts(), "en").policy


@pytest.mark.parametrize(("subject", "fields"), [("zoom-2/terms", {}), ("country/US", {"only": ("zoom-2",)})])
def test_no_obstacles_is_contradicted_by_an_open_case_of_a_contractor_without_an_entry(
    subject: str, fields: dict[str, object]
):
    made = case(subject, CaseState.SUSPENDED, Action.SUSPEND, **fields)
    ((fault, text),) = found(published(), replace(facts(), cases=(made,)))
    assert fault is Fault.CONTRADICTED and made.id in text
    told = replace(facts(), cases=(made,))
    assert found(to_text(disclose(told, "en").policy), told) == []


def test_what_could_not_be_compared_for_a_mistake_in_the_registry_is_told():
    problem = Problem(file="contractors.yaml", line=7, field="basis", message="no such basis")
    broken = replace(facts(), registry=replace(facts().registry, problems=(problem,)))
    ((fault, text),) = found(published(), broken)
    assert fault is Fault.UNCHECKED and "contractors.yaml:7" in text
    doubtful = replace(problem, severity=Severity.WARNING)
    warned = replace(broken, registry=replace(broken.registry, problems=(doubtful,)))
    assert found(published(), warned) == []
