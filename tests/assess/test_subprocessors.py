"""Who came, who went, who handles the data elsewhere; form says nothing, doubt is said."""

from collections.abc import Sequence

import pytest

from xborder.assess.entities import Places, entity_key, legal_forms
from xborder.assess.subprocessors import (
    Comparison,
    ListChange,
    Subprocessor,
    compare_subprocessors,
    subprocessors,
    without_understood,
)
from xborder.diff import diff
from xborder.model import Clause, ClauseKind

NAMES = {
    "United States": "US", "Ireland": "IE", "Germany": "DE", "Japan": "JP", "Singapore": "SG", "Jersey": "JE",
    "India": "IN", "China": "CN", "日本": "JP", "アイルランド": "IE", "ドイツ": "DE", "シンガポール": "SG",
}  # fmt: skip
HEADER = "Sub-processor | Purpose | Location"
ROWS = (
    "Acme, Inc. | Hosting | United States",
    "Beta GmbH | Support | Germany",
    "Gamma K.K. | E-mail | Japan",
)


def table(*rows: str, header: str = HEADER) -> list[Clause]:
    return [Clause(text=row, kind=ClauseKind.ROW) for row in (header, *rows)]


def items(*texts: str) -> list[Clause]:
    path = ("Annex III", "List of sub-processors")
    return [Clause(text=text, kind=ClauseKind.ITEM, path=path) for text in texts]


def compare(old: Sequence[Clause], new: Sequence[Clause]) -> Comparison:
    return compare_subprocessors(subprocessors(old, NAMES).entries, subprocessors(new, NAMES).entries)


def told(old: Sequence[Clause], new: Sequence[Clause]) -> list[tuple[ListChange, str]]:
    comparison = compare(old, new)
    assert comparison.doubt == ""
    return [(c.kind, (c.new or c.old or pytest.fail("empty")).name) for c in comparison.changes]


def read(clauses: Sequence[Clause]) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(s.name, s.purposes, s.countries) for s in subprocessors(clauses, NAMES).entries]


def test_columns_are_known_by_their_header() -> None:
    clauses = table(
        "Ireland | Acme Ltd. | Hosting", header="Country of processing | Name of entity | Services provided"
    )
    assert read(clauses) == [("Acme Ltd.", ("Hosting",), ("IE",))]


def test_a_japanese_table_is_read() -> None:
    clauses = table(
        "株式会社アクメ | データの保管 | 日本、シンガポール", header="委託先の名称 | 業務の内容 | 所在国"
    )
    assert read(clauses) == [("株式会社アクメ", ("データの保管",), ("JP", "SG"))]


def test_a_table_of_something_else_is_not_read() -> None:
    assert read(table("Account data | 30 days", header="Category of data | Period")) == []


def test_rows_of_one_entity_are_one_entry() -> None:
    clauses = table("Acme, Inc. | Hosting | United States", "ACME Inc | Backup | Ireland")
    assert read(clauses) == [("Acme, Inc.", ("Hosting", "Backup"), ("US", "IE"))]


def test_items_are_read() -> None:
    clauses = items(
        "Acme, Inc. (Ireland): hosting", "Beta GmbH - support - Germany", "We tell you in advance."
    )
    assert read(clauses) == [
        ("Acme, Inc.", ("hosting",), ("IE",)),
        ("Beta GmbH", ("support",), ("DE",)),
    ]


def test_items_elsewhere_in_a_document_are_not_read() -> None:
    assert read([Clause(text="Acme, Inc. (Ireland): hosting", kind=ClauseKind.ITEM)]) == []


def test_cards_are_read_by_the_place_that_repeats() -> None:
    lines = [
        "Acme, Inc.",
        "Hosting",
        "Ireland, EEA",
        "All plans",
        "Beta GmbH",
        "Support",
        "Germany",
        "All plans",
    ]
    clauses = [Clause(text=line, path=("Subprocessors",)) for line in lines]
    assert read(clauses) == [
        ("Acme, Inc.", ("Hosting",), ("IE", "EEA")),
        ("Beta GmbH", ("Support",), ("DE",)),
    ]


def test_a_new_row_is_an_added_entity_with_its_country() -> None:
    comparison = compare(table(*ROWS), table(*ROWS, "Delta Pvt. Ltd. | Analytics | India"))
    (change,) = comparison.changes
    assert (change.kind, change.came) == (ListChange.ADDED, ("IN",))
    assert change.evidence == "Delta Pvt. Ltd. | Analytics | India"


def test_a_missing_row_is_a_removed_entity() -> None:
    (change,) = compare(table(*ROWS), table(*ROWS[:2])).changes
    assert (change.kind, change.evidence) == (ListChange.REMOVED, "REMOVED: Gamma K.K. | E-mail | Japan")


def test_another_country_is_told_with_what_came_and_went() -> None:
    (change,) = compare(table(*ROWS), table(*ROWS[:2], "Gamma K.K. | E-mail | Singapore")).changes
    assert (change.kind, change.came, change.went) == (ListChange.COUNTRY, ("SG",), ("JP",))


def test_another_place_that_no_country_names_is_told() -> None:
    header = "Sub-processor | Location"
    old, new = table("Acme | Site A", header=header), table("Acme | Site B", header=header)
    assert told(old, new) == [(ListChange.COUNTRY, "Acme")]


def test_another_purpose_is_told() -> None:
    changed = table(ROWS[0].replace("Hosting", "Hosting and training of models"), *ROWS[1:])
    assert told(table(*ROWS), changed) == [(ListChange.PURPOSE, "Acme, Inc.")]


def test_the_same_name_with_another_legal_form_is_another_entity() -> None:
    changed = table(ROWS[0].replace("Acme, Inc.", "Acme GmbH"), *ROWS[1:])
    assert told(table(*ROWS), changed) == [(ListChange.ENTITY, "Acme GmbH")]


@pytest.mark.parametrize(
    "new",
    [
        pytest.param(table(*reversed(ROWS)), id="sorted"),
        pytest.param(table(*(row.upper() for row in ROWS)), id="capitals"),
        pytest.param(table(ROWS[0].replace("Acme, Inc.", "Ａｃｍｅ Incorporated"), *ROWS[1:]), id="width"),
        pytest.param(table(*ROWS[:2], "Gamma 株式会社 | E-mail | 日本"), id="language of form and country"),
        pytest.param(
            table(
                *("{2} | {0} | {1}".format(*row.split(" | ")) for row in ROWS),
                header="Location | Entity | Purpose",
            ),
            id="columns",
        ),
        pytest.param(
            items("Acme, Inc. (USA): hosting", "Beta GmbH (Germany): support", "Gamma K.K. - e-mail - Japan"),
            id="table to list",
        ),
    ],
)  # fmt: skip
def test_form_says_nothing(new: list[Clause]) -> None:
    assert told(table(*ROWS), new) == []


def test_a_slip_of_spelling_is_the_same_entity() -> None:
    old, new = (
        table(f"{name} | Images | Germany") for name in ("Blackforst Labs Inc.", "Black Forest Labs, Inc.")
    )
    assert told(old, new) == []


@pytest.mark.parametrize(("old", "new"), [("Cloud Region 1", "Cloud Region 2"), ("Beta", "Meta")])
def test_another_digit_or_a_short_name_is_another_entity(old: str, new: str) -> None:
    changes = told(table(f"{old} | A | Japan"), table(f"{new} | A | Japan"))
    assert [kind for kind, _ in changes] == [ListChange.REMOVED, ListChange.ADDED]


def test_a_list_of_twenty_thousand_new_names_is_compared_in_time() -> None:
    old, new = (
        table(*(f"Company number {n} of {year} | A | Japan" for n in range(20_000))) for year in (1, 2)
    )
    assert len(compare(old, new).changes) == 40_000


def test_a_list_that_can_no_longer_be_read_is_a_doubt_and_no_clean_sweep() -> None:
    comparison = compare(table(*ROWS), [Clause(text="See our trust centre.")])
    assert comparison.changes == ()
    assert "new version" in comparison.doubt


def test_two_documents_without_a_list_have_no_doubt() -> None:
    assert compare_subprocessors((), ()) == Comparison()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme, Inc.", "ACME Incorporated"), ("Acme Co., Ltd.", "Acme Limited"),
        ("株式会社アクメ", "アクメ(株)"), ("Acme S.à r.l.", "Acme SARL"),
        ("Acme L.L.C.", "Acme LLC"), ("Acme Corp. (AWS)", "Acme Corporation"),
        ("Acme Pte. Ltd.", "acme"), ("合同会社アクメ", "アクメ"),
    ],
)  # fmt: skip
def test_one_company_has_one_key(one: str, other: str) -> None:
    assert entity_key(one) == entity_key(other)


@pytest.mark.parametrize("name", ["株式会社", "Inc.", "AG"])
def test_a_name_of_nothing_but_form_keeps_a_key(name: str) -> None:
    assert entity_key(name)


def test_words_inside_a_name_are_no_legal_form() -> None:
    assert legal_forms("Company Coach") == frozenset()
    assert legal_forms("AB Tasty SAS") == {"sa"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("United States; Ireland", ("US", "IE")), ("USA and UK", ("US", "GB")), ("New Jersey, USA", ("US",)),
        ("tell us", ()),
        ("India and Indiana", ("IN",)), ("アイルランド及びドイツ", ("IE", "DE")), ("Worldwide", ("GLOBAL",)),
    ],
)  # fmt: skip
def test_countries_are_found_by_whole_names(text: str, codes: tuple[str, ...]) -> None:
    assert Places(NAMES).countries(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Russia", ("RU",)), ("Viet Nam / Vietnam", ("VN",)), ("South Korea", ("KR",)), ("大韓民国", ("KR",)),
        ("Nigeria", ("NG",)), ("Papua New Guinea", ("PG",)), ("Hong Kong", ("HK",)), ("Türkiye", ("TR",)),
        ("Côte d'Ivoire", ("CI",)), ("ロシア", ("RU",)), ("Atlanta, Georgia, USA", ("US",)),
        ("インドネシア", ("ID",)), ("The Netherlands", ("NL",)), ("リアルタイムに、マリンホテルで", ()),
        ("タイ、ペルー及びタイ王国", ("TH", "PE")), ("タイリージョン", ("TH",)),
    ],
)  # fmt: skip
def test_a_country_need_not_stand_in_the_registry(text: str, codes: tuple[str, ...]) -> None:
    assert Places(NAMES).countries(text) == codes


@pytest.mark.parametrize(
    ("place", "came", "unclear"),
    [("Japan, Russia", ("RU",), False), ("Russia", ("RU",), False), ("Atlantis", (), True)],
)
def test_a_move_to_a_country_nobody_entered_is_a_move(
    place: str, came: tuple[str, ...], unclear: bool
) -> None:
    moved = (*ROWS[:2], ROWS[2].replace("Japan", place))
    (change,) = compare(table(*ROWS), table(*moved)).changes
    assert (change.kind, change.came, change.unclear) == (ListChange.COUNTRY, came, unclear)


def test_every_entry_shows_where_it_stands() -> None:
    (entry, *_) = subprocessors(table(*ROWS), NAMES).entries
    assert isinstance(entry, Subprocessor)
    assert entry.clause.text == ROWS[0]


def left(old: Sequence[Clause], new: Sequence[Clause]) -> list[str]:
    """Rows and items that the comparison of the lists did not judge."""
    sides = subprocessors(old, NAMES), subprocessors(new, NAMES)
    found = compare_subprocessors(sides[0].entries, sides[1].entries)
    return [c.clause.text for c in without_understood(diff(old, new), *sides, found)]


@pytest.mark.parametrize(
    "rows",
    [
        ("Gamma K.K. | E-mail | Japan", "Acme Inc | Hosting | USA", "Beta GmbH | Support | Germany"),
        ("Acme, Inc. | Hosting | United States", "Delta Ltd. | Payments | Ireland"),
        ("Acme, Inc. | Hosting | United States and India", *ROWS[1:]),
        ("Acme, Inc. | The hosting | United States", "Beta GmbH | For support | Germany", ROWS[2]),
    ],
    ids=["sorted and respelt", "came and went", "another country", "grammar"],
)
def test_entries_that_the_list_judges_are_judged_by_it_alone(rows: tuple[str, ...]) -> None:
    assert left(table(*ROWS), table(*rows, header="Company | Purposes | Region")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Acme, Inc. | Hosting | United States", "Acme, Inc. (logs only) | Hosting | United States"),
        ("Acme, Inc. | Hosting | United States", "Acme, Inc. | Hosting | United States, when it fails over"),
        ("Blackforest Labs Inc. | Hosting | Germany", "Blackforst Labs Inc. | Hosting | Germany"),
    ],
    ids=["beside the name", "beside the place", "a slip of spelling"],
)
def test_what_an_entry_says_beside_is_left_to_be_judged(old: str, new: str) -> None:
    assert left(table(old, *ROWS[1:]), table(new, *ROWS[1:])) == [new]


def test_a_column_that_the_list_does_not_know_is_left_to_be_judged() -> None:
    header = f"{HEADER} | Safeguard"
    old, new = (table(f"{ROWS[0]} | {way}", header=header) for way in ("DPF", "none"))
    assert left(old, new) == [f"{ROWS[0]} | none"]


def test_which_service_of_an_entity_is_where_is_left_to_be_judged() -> None:
    places = ("Ireland", "India")
    old, new = (
        table(f"Acme, Inc. | Hosting | {one}", f"Acme, Inc. | Support | {other}", *ROWS[1:])
        for one, other in (places, places[::-1])
    )
    assert told(old, new) == []
    assert {text.partition(" | ")[0] for text in left(old, new)} == {"Acme, Inc."}


def test_what_has_a_name_and_a_purpose_and_is_no_company_is_left_to_be_judged() -> None:
    """Cookies, say."""
    header = "Name | Purpose"
    old, new = (table("session-id | Sign-in", f"uid | {why}", header=header) for why in ("Tests", "Ads"))
    assert left(old, new) == ["uid | Tests", "uid | Ads"]


def test_columns_that_change_places_are_left_to_be_judged() -> None:
    other = table("Acme, Inc. | Hosting", header="Sub-processor | Purpose")
    assert left(table(*ROWS), other)[0] == "Sub-processor | Purpose"
