"""A cell that stands in several rows of a table is said in each of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xborder.extract import digest, fingerprint, read_html


def page(table: str) -> bytes:
    return f"<main><p>Our sub-processors are:</p><table>{table}</table></main>".encode()


def rows(table: str) -> list[str]:
    return [clause.text for clause in read_html(page(table)).clauses[1:]]


def test_the_country_of_a_group_is_said_of_each_that_stands_in_it() -> None:
    assert rows(
        "<tr><th>Country</th><th>Name</th><th>Purpose</th></tr>"
        "<tr><td rowspan=2>Ireland</td><td>Example</td><td rowspan=2>Hosting</td></tr>"
        "<tr><td>Other</td></tr>"
        "<tr><td>China</td><td>Third</td><td>Mail</td></tr>"
    ) == [
        "Country | Name | Purpose",
        "Ireland | Example | Hosting",
        "Ireland | Other | Hosting",
        "China | Third | Mail",
    ]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("<tr><td rowspan=0>A<td>B<tr><td>C<tr><td>D", ["A | B", "A | C", "A | D"]),
        ("<tr><td rowspan=9>A<td>B<tr><td>C", ["A | B", "A | C"]),
        ("<tr><td rowspan=2 colspan=2>A<td>B<tr><td>C", ["A | B", "A | C"]),
        ("<tr><td>A<td colspan=0 rowspan=2>B<tr><td>C", ["A | B", "C | B"]),
        ("<tr><td rowspan=two>A<td>B<tr><td>C<td>D", ["A | B", "C | D"]),
        ("<tr><td rowspan=-1>A<td>B<tr><td>C<td>D", ["A | B", "C | D"]),
        (
            "<tbody><tr><td rowspan=2>A<td>B</tbody><tbody><tr><td>C<td>D<tr><td>E<td>F",
            ["A | B", "C | D", "E | F"],
        ),
    ],
)
def test_a_cell_reaches_as_far_as_in_a_browser(table: str, expected: list[str]) -> None:
    assert rows(table) == expected


def test_whole_clauses_are_said_once() -> None:
    clause = "We keep the data for as long as the law demands it of us. " * 5
    first, second = rows(f"<tr><td rowspan=2>{clause}<td>B<tr><td>C<td>D")
    assert first.startswith("We keep")
    assert second == "C | D"


def test_a_cell_over_countless_rows_does_not_make_a_page_grow_without_end() -> None:
    attack = page("<tr>" + f"<td rowspan=0 colspan=999>{'x' * 150}" * 20 + "<tr><td>y" * 50_000)
    assert len(read_html(attack).text) < 10 * len(attack)


CELL = st.tuples(st.sampled_from("ABC"), st.sampled_from([0, 1, 1, 1, 2, 3]), st.sampled_from([1, 1, 2]))
TABLE = st.lists(st.lists(CELL, min_size=1, max_size=3), min_size=2, max_size=4)


def markup(table: list[list[tuple[str, int, int]]]) -> bytes:
    made = ("".join(f"<td rowspan={r} colspan={c}>{t}</td>" for t, r, c in row) for row in table)
    return page("".join(f"<tr>{cells}</tr>" for cells in made))


@given(TABLE, TABLE)
def test_tables_with_one_fingerprint_are_read_alike(
    one: list[list[tuple[str, int, int]]], other: list[list[tuple[str, int, int]]]
) -> None:
    a, b = markup(one), markup(other)
    same = fingerprint(a, media_type="text/html") == fingerprint(b, media_type="text/html")
    assert not same or digest(read_html(a)) == digest(read_html(b))
