"""Which spellings are one address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xborder.addresses import folded

ONE = "https://acme.example/terms~a?v=1"


@pytest.mark.parametrize(
    "spelling",
    [
        "HTTPS://ACME.Example/terms~a?v=1",
        "https://acme.example:443/terms~a?v=1",
        "https://acme.example./terms~a?v=1",
        "https://acme.example./%74erms%7ea?v=%31",
        "https://acme.example/old/../terms~a?v=1",
        "https://acme.example/./terms~a?v=1#section-2",
    ],
)
def test_what_readers_of_urls_take_for_the_same_is_one_address(spelling: str) -> None:
    assert folded(spelling) == ONE


@pytest.mark.parametrize(
    "other",
    [
        "http://acme.example/terms~a?v=1",
        "https://acme.example:8443/terms~a?v=1",
        "https://www.acme.example/terms~a?v=1",
        "https://acme.example/Terms~a?v=1",
        "https://acme.example/terms~a/?v=1",
        "https://acme.example//terms~a?v=1",
        "https://acme.example/terms~a?v=1&w=",
        "https://acme.example/terms~a%3Fv=1",
    ],
)
def test_what_a_server_may_tell_apart_is_another_address(other: str) -> None:
    assert folded(other) != ONE


def test_an_encoded_sign_that_divides_stays_encoded_in_one_spelling() -> None:
    assert folded("https://a.example/a%2fb%e3%81%82") == "https://a.example/a%2Fb%E3%81%82"


def test_an_address_without_a_path_asks_for_the_root() -> None:
    assert folded("https://a.example") == folded("https://a.example/") == "https://a.example/"


@pytest.mark.parametrize(
    "text", ["", "file:contract.html", "https://[::1/", "https://a.example:99999/", "#x"]
)
def test_what_is_no_address_stays_as_it_is(text: str) -> None:
    assert folded(text) == text


def test_an_address_of_numbers_keeps_its_brackets() -> None:
    assert folded("https://[2001:DB8::1]:443/") == "https://[2001:db8::1]/"


@given(st.text(alphabet="aA./%2e7E~?#:443", max_size=30).map(lambda tail: f"https://a.example{tail}"))
def test_folding_twice_folds_no_more(url: str) -> None:
    assert folded(folded(url)) == folded(url)
