"""Reports that only the PPC's list knows."""

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
