"""Reports that only the PPC's list knows."""

from dataclasses import replace
from itertools import permutations

import pytest

from xborder.listed import with_found_reports
from xborder.model import Country, Document, DocumentKind, IndexEntry, Jurisdiction, Registry, Source

HTML = Document(
    id="country/TH/html",
    owner="TH",
    kind=DocumentKind.COUNTRY_REPORT,
    title="TH",
    sources=(Source(id="country/TH/html", url="https://p.example/thailand/"),),
)
REGISTRY = Registry(
    countries=(
        Country(
            code="TH",
            name_ja="タイ",
            name_en="Thailand",
            jurisdictions=(Jurisdiction(key="th", list_name_ja="タイ王国", name_en="Thailand"),),
            documents=(HTML,),
        ),
        Country(code="CL", name_ja="チリ共和国", name_en="Chile"),
    )
)
ENTRIES = (
    IndexEntry(name="タイ王国", html_url="https://p.example/thailand/", pdf_url="https://p.example/th.pdf"),
    IndexEntry(name="チリ共和国", html_url="https://p.example/chile/"),
    IndexEntry(name="見本国", html_url="https://p.example/unknown/"),
)


def watched(entries):
    return [(d.id, d.sources[0].url) for d in with_found_reports(REGISTRY, entries).documents]


def test_what_the_registry_does_not_know_is_taken_from_the_list():
    assert watched(ENTRIES) == [
        ("country/TH/html", "https://p.example/thailand/"),
        ("country/TH/pdf", "https://p.example/th.pdf"),
        ("country/CL/html", "https://p.example/chile/"),
    ]


def test_without_a_list_only_the_registry_is_watched():
    assert watched(()) == [("country/TH/html", "https://p.example/thailand/")]


def test_the_registry_goes_before_the_list():
    moved = (IndexEntry(name="タイ王国", html_url="https://p.example/elsewhere/"),)
    assert watched(moved) == [("country/TH/html", "https://p.example/thailand/")]


def part(key: str, name: str, kind: str | None = "state", **names) -> Jurisdiction:
    return Jurisdiction(key=key, part=kind, list_name_ja=name, name_en=key, **names)


FEDERATION = Country(
    code="US",
    name_ja="アメリカ合衆国",
    name_en="United States",
    jurisdictions=(
        part("us-federal", "米国(連邦)", "federal", name_ja="アメリカ合衆国"),
        part("us-il", "米国(イリノイ州)", headings=("イリノイ州",)),
        part("us-ca", "米国(カリフォルニア州)"),
    ),
)
FEDERAL = IndexEntry(
    name="米国(連邦)", html_url="https://p.example/us/", pdf_url="https://p.example/us_2021.pdf"
)
ILLINOIS = IndexEntry(name="米国(イリノイ州)", html_url="https://p.example/il/")
CALIFORNIA = IndexEntry(name="米国（カリフォルニア州）", html_url="https://p.example/ca/")


def found(*entries: IndexEntry, country: Country = FEDERATION) -> dict[str, Document]:
    return {d.id: d for d in with_found_reports(Registry(countries=(country,)), entries).documents}


def addresses(*entries: IndexEntry, **of) -> dict[str, str]:
    return {name: d.sources[0].url for name, d in found(*entries, **of).items()}


def test_each_part_has_reports_called_by_its_key():
    assert addresses(FEDERAL, ILLINOIS, CALIFORNIA) == {
        "country/US/html": "https://p.example/us/",
        "country/US/pdf": "https://p.example/us_2021.pdf",
        "country/US/html-us-il": "https://p.example/il/",
        "country/US/html-us-ca": "https://p.example/ca/",
    }
    assert {name: d.report for name, d in found(FEDERAL, ILLINOIS).items()} == {
        "country/US/html": "",
        "country/US/pdf": "",
        "country/US/html-us-il": "us-il",
    }


@pytest.mark.parametrize(
    "listed", [p for n in (1, 2, 3) for p in permutations([FEDERAL, ILLINOIS, CALIFORNIA], n)]
)
def test_what_else_is_listed_and_where_changes_no_id(listed: tuple[IndexEntry, ...]):
    alone = {name: url for entry in listed for name, url in addresses(entry).items()}
    assert addresses(*listed) == alone


def test_another_address_changes_no_id():
    edition = replace(FEDERAL, pdf_url="https://p.example/us_2027.pdf")
    assert addresses(edition, ILLINOIS).keys() == addresses(FEDERAL, ILLINOIS).keys()


def test_the_long_name_of_a_country_is_the_same_report():
    assert addresses(replace(FEDERAL, name="アメリカ合衆国")) == addresses(FEDERAL)


def test_two_entries_under_names_of_one_part_keep_their_ids_wherever_they_stand():
    short = IndexEntry(name="イリノイ州", html_url="https://p.example/il-2/")
    both = addresses(ILLINOIS, short)
    assert both["country/US/html-us-il"] == "https://p.example/il/"
    assert len(both) == 2 and both == addresses(short, ILLINOIS)


def test_one_page_on_several_parts_is_watched_once():
    shared = replace(ILLINOIS, html_url=FEDERAL.html_url)
    assert addresses(shared, FEDERAL).keys() == {"country/US/html", "country/US/pdf"}


def test_a_report_on_a_part_is_titled_by_the_name_on_the_list():
    titles = [d.title for d in found(FEDERAL, CALIFORNIA).values()]
    assert titles == [
        "外国制度（アメリカ合衆国）HTML",
        "外国制度（アメリカ合衆国）PDF",
        "外国制度（米国（カリフォルニア州））HTML",
    ]


def test_two_regimes_of_a_whole_country_are_two_reports():
    regimes = (part("kr-private", "韓国(民間)", None), part("kr-public", "韓国(公的)", None))
    korea = Country(code="KR", name_ja="韓国", name_en="Korea", jurisdictions=regimes)
    listed = tuple(IndexEntry(name=j.list_name_ja, html_url=f"https://p.example/{j.key}/") for j in regimes)
    assert addresses(*listed, country=korea) == {
        "country/KR/html": "https://p.example/kr-private/",
        "country/KR/html-kr-public": "https://p.example/kr-public/",
    }
