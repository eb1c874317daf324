"""Whom a finding reaches."""

import pytest

from xborder.assess.chain import reach
from xborder.model import (
    Basis,
    Contractor,
    Country,
    Document,
    DocumentKind,
    Jurisdiction,
    Registry,
    Source,
    Transfer,
)


def document(owner: str, kind: DocumentKind = DocumentKind.COUNTRY_REPORT) -> Document:
    return Document(
        id=f"{owner}/x",
        owner=owner,
        kind=kind,
        title="X",
        sources=(Source(id=f"{owner}/x", url="https://x.example"),),
    )


FEDERAL = Jurisdiction(
    key="us-federal", part="federal", list_name_ja="米国(連邦)", name_en="US federal", headings=("連邦",)
)
CALIFORNIA = Jurisdiction(
    key="us-ca",
    part="state",
    list_name_ja="米国(カリフォルニア州)",
    name_en="US CA",
    headings=("カリフォルニア州",),
)
REGISTRY = Registry(
    contractors=(
        Contractor(
            id="located",
            name="Located, Inc.",
            country="US",
            basis=Basis.CONTRACT,
            transfers=(Transfer(service="Mail", server_locations=("US",)),),
        ),
        Contractor(
            id="californian",
            name="Californian, Inc.",
            country="US",
            jurisdictions=("us-ca",),
            basis=Basis.CONTRACT,
            transfers=(Transfer(service="Chat"),),
        ),
        Contractor(
            id="hosted",
            name="Hosted Ltd.",
            country="IE",
            basis=Basis.DESIGNATED,
            transfers=(Transfer(service="Store", server_locations=("US",)),),
        ),
        Contractor(
            id="elsewhere",
            name="Elsewhere",
            country="SG",
            basis=Basis.CONTRACT,
            transfers=(Transfer(service="X"),),
        ),
    ),
    countries=(
        Country(
            code="US", name_ja="アメリカ合衆国", name_en="United States", jurisdictions=(FEDERAL, CALIFORNIA)
        ),
    ),
)


def reached(*parts: str | None) -> list[tuple[str, str]]:
    return [(a.contractor, a.via) for a in reach(REGISTRY, document("US"), parts)]


def test_a_national_law_reaches_contractors_located_there_and_servers_there():
    assert reached("連邦") == [
        ("located", "contractor_country"),
        ("californian", "contractor_country"),
        ("hosted", "server_location"),
    ]


def test_a_state_law_reaches_only_those_placed_in_that_state():
    assert reached("カリフォルニア州") == [("californian", "contractor_country")]


@pytest.mark.parametrize("part", ["テキサス州", None], ids=["unknown part", "no part named"])
def test_a_part_nobody_can_name_reaches_all(part: str | None):
    assert [who for who, _ in reached(part)] == ["located", "californian", "hosted"]


def test_names_of_parts_are_compared_without_width():
    assert reached("米国（連邦）") == reached("連邦")


def test_a_revision_of_terms_reaches_the_transfers_under_that_contract():
    revised = document("hosted", DocumentKind.DPA)
    assert [(a.service, a.via) for a in reach(REGISTRY, revised)] == [("Store", "contract")]
