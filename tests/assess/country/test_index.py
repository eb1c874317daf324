"""The PPC's list of reports: what a change of it means."""

from xborder.assess.country import compare_index, resolve
from xborder.model import Country, FactChange, IndexEntry, Jurisdiction

THAI = IndexEntry(name="タイ王国", html_url="https://p.example/offshore_report_thailand/")
CHILE = IndexEntry(name="チリ共和国", html_url="https://p.example/offshore_report_chile/")
COUNTRIES = (
    Country(
        code="CL",
        name_ja="チリ",
        name_en="Chile",
        jurisdictions=(Jurisdiction(key="cl", list_name_ja="チリ共和国", name_en="Chile"),),
        confirm_by_hand="no report",
    ),
)


def found(old, new):
    return [(f.part, f.change) for f in compare_index(old, new, COUNTRIES).findings]


def test_the_same_list_in_another_order_is_no_finding():
    assert found([THAI, CHILE], [CHILE, THAI]) == []


def test_a_report_for_a_country_that_had_none_is_told_as_such():
    assert found([THAI], [THAI, CHILE]) == [("チリ共和国", FactChange.GAINED)]


def test_a_new_and_a_vanished_jurisdiction_are_findings_but_no_triggers():
    other = IndexEntry(name="見本国", html_url="https://p.example/x/")
    assessment = compare_index([THAI], [other], COUNTRIES)
    assert [(f.part, f.change) for f in assessment.findings] == [
        ("見本国", FactChange.INTRODUCED),
        ("タイ王国", FactChange.LOST),
    ]
    assert not assessment.is_trigger


def test_addresses_are_compared_case_sensitively():
    moved = IndexEntry(name="タイ王国", html_url="https://p.example/offshore_report_Thailand/")
    assert found([THAI], [moved]) == [("タイ王国", FactChange.AMENDED)]


def test_a_country_is_resolved_by_its_name_whatever_the_width():
    entry = IndexEntry(name="アラブ首長国連邦（ADGM）", html_url="https://p.example/a/")
    assert resolve("アラブ首長国連邦(ADGM)", [THAI, entry]) is entry
