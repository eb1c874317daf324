"""Robots rules as text: whatever stands in them, they are followed or they are odd, never a crash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xborder.fetch.failure import AttemptError
from xborder.fetch.robots import MAX_BYTES, rules_from
from xborder.model import Health

PIECES = (
    *(
        b"User-agent: *\n",
        b"User-agent: xborder\n",
        b"Disallow: ",
        b"Allow: ",
        b"Crawl-delay: ",
        b"Sitemap: ",
    ),
    *(
        b"Request-rate: ",
        b"Visit-time: ",
        b"1/5 0900-2500",
        b"0/0",
        b"9" * 400,
        b"//[",
        b"http://[x",
        b"\n",
        b"#",
    ),
    *(b"*", b"$", b"%", b"%zz", b"%ff", b"\xff", b"\x00", b"\xe2\x80\xa8", b"/", b"a", b":", b"-"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_no_rules_however_odd_do_harm(pieces: list[bytes]) -> None:
    rules = rules_from(200, b"User-agent: *\n" + b"".join(pieces))
    for url in ("http://contract.example/a", "http://contract.example//[x", "http://[::1]/%ff%zz?a=b"):
        try:
            rules.check(url, "xborder")
        except AttemptError as error:
            assert error.health is Health.REFUSED
    assert 0 <= rules.delay_seconds("xborder") < float("inf")


def test_a_rule_with_stars_is_matched_in_no_time() -> None:
    rules = rules_from(200, b"User-agent: *\nDisallow: /" + b"*a" * 1000 + b"b")
    rules.check("http://contract.example/" + "a" * 3000, "xborder")


def test_a_rule_written_in_japanese_is_understood() -> None:
    rules = rules_from(200, "User-agent: *\nDisallow: /規約/".encode())
    with pytest.raises(AttemptError, match="does not allow"):
        rules.check("https://contract.example/%E8%A6%8F%E7%B4%84/a", "xborder")


def test_rules_are_read_up_to_the_limit_of_the_standard() -> None:
    rule = b"User-agent: *\nDisallow: /"
    filler = b"#" * (MAX_BYTES - len(rule) - 1) + b"\n"
    with pytest.raises(AttemptError):
        rules_from(200, filler + rule).check("https://contract.example/", "xborder")
