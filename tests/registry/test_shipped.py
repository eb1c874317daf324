"""The shipped data: it loads, and it holds what the published policy and the PPC's list say."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from xborder.model import MEASURES, Action, Basis, Direction, DocumentKind, FactChange, Severity, Topic
from xborder.model import Registry as RegistryValue
from xborder.registry import load_policy, load_registry, load_statements

ROOT = Path(__file__).parents[2]
LAW = ROOT.parent / "shared" / "law" / "ppc_jurisdictions.yaml"


@pytest.fixture(scope="module")
def registry() -> RegistryValue:
    return load_registry(ROOT / "data")


@pytest.fixture(scope="module")
def known() -> list[dict[str, str | None]]:
    if not LAW.exists():
        pytest.skip("the shared folder with the PPC's addresses is not beside the repository")
    return YAML(typ="safe", pure=True).load(LAW)["jurisdictions"]


def test_the_shipped_data_has_no_errors(registry: RegistryValue) -> None:
    assert [str(p) for p in registry.problems if p.severity is Severity.ERROR] == []


def test_the_only_warnings_are_addresses_nobody_has_seen(registry: RegistryValue) -> None:
    assert {p.field.rsplit(".", 1)[-1] for p in registry.problems} == {"verified"}


def test_4_1_8_names_two_contractors_abroad(registry: RegistryValue) -> None:
    listed = {c.name: c for c in registry.contractors if "4-1(8)" in c.listed_in}
    assert {name: c.country for name, c in listed.items()} == {
        "Meta Platforms, Inc.": "US",
        "Zoom Video Communications, Inc.": "US",
    }
    assert {c.basis for c in listed.values()} == {Basis.CONTRACT}


def test_4_2_is_the_table_of_servers(registry: RegistryValue) -> None:
    table = {
        (t.service, c.name): t.server_locations
        for c in registry.contractors
        for t in c.transfers
        if "4-2" in t.listed_in
    }
    assert table == {
        ("Facebook", "Meta Platforms, Inc."): ("US",),
        ("Google Workspace", "Google LLC"): ("US", "CL", "TW", "SG"),
        ("Marketo Engage", "Adobe Systems Software Ireland Limited"): ("US", "AU"),
        ("Zendesk", "Zendesk, Inc."): ("US",),
        ("Recruit Direct Scout", "Recruit Co., Ltd."): ("US", "IN", "AU", "CA", "SG", "TW", "CL"),
    }


def test_what_the_policy_does_not_say_is_marked(registry: RegistryValue) -> None:
    for name in ("google", "zendesk"):
        contractor = registry.contractor(name)
        assert contractor is not None
        assert contractor.basis is Basis.UNCONFIRMED
        assert "要確認" in contractor.basis_note
    zoom = registry.contractor("zoom")
    assert zoom is not None
    assert zoom.transfers[0].server_locations == ()
    assert "要確認" in zoom.transfers[0].locations_reason


def test_contractors_are_where_their_legal_entity_is(registry: RegistryValue) -> None:
    places = {c.id: (c.country, c.basis) for c in registry.contractors}
    assert places["adobe"] == ("IE", Basis.DESIGNATED)
    assert places["recruit"] == ("JP", Basis.DOMESTIC)


def test_the_state_of_a_head_office_is_followed_too(registry: RegistryValue) -> None:
    abroad = [c for c in registry.contractors if c.country == "US"]
    assert {c.jurisdictions for c in abroad} == {("us-ca",)}


def test_the_servers_of_google_are_candidates_with_the_reason(registry: RegistryValue) -> None:
    google = registry.contractor("google")
    assert google is not None
    assert "特定していない" in google.transfers[0].locations_reason


def test_every_contractor_has_documents_and_none_claims_to_be_seen(registry: RegistryValue) -> None:
    for contractor in registry.contractors:
        assert contractor.documents
        assert DocumentKind.PRIVACY in {d.kind for d in contractor.documents}
        assert not any(s.verified for d in contractor.documents for s in d.sources)
        assert all(d.language for d in contractor.documents)


def test_every_place_in_use_is_accounted_for(registry: RegistryValue) -> None:
    places = {c.country for c in registry.contractors}
    places |= {s for c in registry.contractors for t in c.transfers for s in t.server_locations}
    for code in places - {"JP"}:
        country = registry.country(code)
        assert country is not None
        assert country.documents or country.designated or country.confirm_by_hand
    chile = registry.country("CL")
    assert chile is not None
    assert chile.documents == ()
    assert "年1回" in chile.confirm_by_hand


def test_every_jurisdiction_of_the_ppc_list_is_there(
    registry: RegistryValue, known: list[dict[str, str | None]]
) -> None:
    ours = {j.key: (c.code, j) for c in registry.countries for j in c.jurisdictions}
    assert list(ours) == [j["key"] for j in known]
    for theirs in known:
        code, jurisdiction = ours[str(theirs["key"])]
        assert code == str(theirs["iso"])[:2]
        assert jurisdiction.part == theirs.get("part")
        assert jurisdiction.list_name_ja == theirs["list_name_ja"]
        assert jurisdiction.name_ja == theirs["name_ja"]
        assert jurisdiction.name_en == theirs["name_en"]


def test_addresses_are_the_known_ones_to_the_letter_and_no_others(
    registry: RegistryValue, known: list[dict[str, str | None]]
) -> None:
    wanted: dict[str, tuple[str, bool]] = {}
    for entry in known:
        for form in ("html", "pdf"):
            if entry[f"{form}_url"]:
                key = f"country/{str(entry['iso'])[:2]}/{form}"
                wanted.setdefault(key, (str(entry[f"{form}_url"]), bool(entry[f"{form}_seen"])))
    ours = {d.id: (d.sources[0].url, d.sources[0].verified) for c in registry.countries for d in c.documents}
    assert ours == wanted


def test_each_part_of_a_report_is_known_by_the_names_it_may_carry(registry: RegistryValue) -> None:
    emirates = registry.country("AE")
    assert emirates is not None
    headings = {j.key: j.headings for j in emirates.jurisdictions}
    assert "連邦" in headings["ae-federal"]
    assert "DIFC" in headings["ae-difc"]


def test_designated_countries_are_the_union_the_area_and_the_kingdom(registry: RegistryValue) -> None:
    designated = {c.code for c in registry.countries if c.designated}
    assert len(designated) == 27 + 3 + 1
    assert {"IE", "DE", "GB", "NO"} <= designated
    assert "US" not in designated


def test_a_suspension_is_only_proposed_for_the_law_of_the_contractors_country() -> None:
    policy, problems = load_policy(ROOT / "data")
    assert policy is not None
    assert problems == ()
    (rule,) = (r for r in policy.rules if r.action is Action.SUSPEND)
    assert rule.facts == ("government_access", "data_localization")
    assert rule.changes == (FactChange.INTRODUCED, FactChange.BROADENED)
    assert rule.via == ("contractor_country",)
    assert any("Q12-17" in q.ja for q in rule.questions)
    assert any("Q12-19" in q.ja for q in rule.questions)


def test_a_weakened_measure_asks_for_correction_and_the_triggers_in_terms_for_a_review() -> None:
    policy, _ = load_policy(ROOT / "data")
    assert policy is not None
    weakened = {t: r for r in policy.rules for t in r.topics if Direction.WEAKENS in r.directions}
    assert {t for t, r in weakened.items() if r.action is Action.REQUEST_CORRECTION} == set(MEASURES)
    assert {t for t, r in weakened.items() if r.action is Action.REVIEW} == {
        Topic.GOVERNMENT_ACCESS,
        Topic.DATA_LOCATION,
    }


def test_every_recommendation_states_its_basis_in_both_languages() -> None:
    policy, _ = load_policy(ROOT / "data")
    assert policy is not None
    for rule in policy.rules:
        assert rule.basis
        assert rule.reason.ja != rule.reason.en


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_law_in_the_contractors_country_is_asked_about_in_the_words_of_4_1_7(language: str) -> None:
    """Suspension is promised for two systems, when it is confirmed that the law was amended to contain one."""
    policy, _ = load_policy(ROOT / "data")
    assert policy is not None
    said = load_statements(ROOT / "data")
    (question,) = [q for q in policy.questions if q.id == "policy-4-1-7"]
    asked = question.text.of(language)
    assert [s for s in (said.government_access, said.data_localization) if s.of(language) not in asked] == []
    asking = [rule.id for rule in policy.rules if question.text in rule.questions]
    assert asking == [rule.id for rule in policy.rules if rule.action is Action.SUSPEND]
