"""Which page of an earlier text stands for which page of a later one."""

from datetime import UTC, datetime

import pytest

from xborder.daily.composition import arranged, choice, counterparts
from xborder.model import Document, DocumentKind, Snapshot, Source


def page(source: str, url: str = "") -> Snapshot:
    url = url or f"https://a.example/{source}"
    return Snapshot(source=source, fetched_at=datetime(2026, 11, 1, tzinfo=UTC), sha256="0" * 64, url=url)


def pages(names: str) -> tuple[Snapshot, ...]:
    return tuple(page(name) for name in names)


def names(snapshots: tuple[Snapshot | None, ...]) -> str:
    return "".join(snapshot.source if snapshot else "-" for snapshot in snapshots)


@pytest.mark.parametrize(
    ("new", "old", "found"),
    [
        ("abc", "abc", "abc"),
        ("cab", "abc", "cab"),
        ("bc", "abc", "bc"),
        ("axc", "abc", "a-c"),
        ("a", "", "-"),
    ],
)
def test_a_page_is_found_again_by_its_source(new: str, old: str, found: str) -> None:
    assert names(counterparts(pages(new), pages(old))) == found


def test_a_page_of_another_name_is_found_again_by_its_address() -> None:
    old = (page("1", "https://a.example/x"), page("2", "https://a.example/y"))
    new = (page("y", "https://A.example:443/%79"), page("x", "https://a.example/x"))
    assert names(counterparts(new, old)) == "21"


def test_two_pages_that_lead_to_one_address_stand_for_two() -> None:
    old = (page("1", "https://a.example/login"), page("2", "https://a.example/login"))
    new = (page("x", "https://a.example/login"), page("y", "https://a.example/login"))
    assert names(counterparts(new, old)) == "12"


@pytest.mark.parametrize(
    ("new", "old", "text"),
    [
        ("cab", "abc", "cab"),
        ("bc", "abc", "bc"),
        ("xbc", "abc", "abc"),
        ("bx", "abc", "bac"),
        ("xyb", "abc", "acb"),
        ("abx", "ab", "ab"),
    ],
    ids=["reordered", "dropped", "moved", "two made one", "two moved", "added"],
)
def test_the_text_before_is_put_together_as_the_new_one_is(new: str, old: str, text: str) -> None:
    assert names(arranged(pages(new), pages(old))) == text


def document(*sources: Source) -> Document:
    return Document(id="a/t", owner="a", kind=DocumentKind.TERMS, title="T", sources=sources)


def test_the_order_of_pages_is_part_of_how_a_document_is_read() -> None:
    one, two = (Source(id=f"a/t#{n}", url=f"https://a.example/{n}") for n in (1, 2))
    assert choice(document(one)) == ""
    assert len({choice(document(one)), choice(document(one, two)), choice(document(two, one))}) == 3


def test_the_selectors_of_one_page_are_called_as_they_always_were() -> None:
    assert choice(document(Source(id="a/t", url="https://a.example/", select=("main",)))) == "be496e8f"
