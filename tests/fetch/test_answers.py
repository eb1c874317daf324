"""Headers and packed bodies, read without a server."""

import gzip
import zlib

import brotli
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from looking import PATIENT

from xborder import zstd
from xborder.fetch.body import decode
from xborder.fetch.failure import AttemptError
from xborder.fetch.headers import content_type, kept, plain

TYPES = {
    "text/html; charset=UTF-8": ("text/html", "utf-8"),
    'TEXT/HTML;charset="shift_jis"': ("text/html", "shift_jis"),
    "text/html;charset='euc-jp'": ("text/html", "euc-jp"),
    "text/html; foo=bar; Charset = x-sjis ; q=1": ("text/html", "x-sjis"),
    "application/pdf;charset=UTF-8": ("application/pdf", "utf-8"),
    "text/html, text/html; charset=utf-8": ("text/html", "utf-8"),
    "text/html; charset=utf-8, text/html": ("text/html", "utf-8"),
    "text/html; charset=utf-8, application/pdf": ("application/pdf", None),
    "text/html; charset=": ("text/html", None),
    "text/html; charset=<script>": ("text/html", None),
    "html": (None, None),
    "*/*": (None, None),
    "": (None, None),
    "text/html\x00": (None, None),
}


@pytest.mark.parametrize(("value", "expected"), TYPES.items(), ids=map(repr, TYPES))
def test_a_content_type_is_read_however_it_is_written(value: str, expected: tuple) -> None:
    assert content_type(httpx.Headers({"Content-Type": value})) == expected


def test_of_two_content_types_the_last_counts() -> None:
    headers = httpx.Headers([("Content-Type", "text/plain"), ("Content-Type", "application/pdf")])
    assert content_type(headers) == ("application/pdf", None)


def test_what_is_kept_of_headers_is_short_and_plain() -> None:
    value = "a\x1b[31m\u202eb" + "x" * 9999
    shown = dict(kept(httpx.Headers([(b"Server", value.encode()), (b"Set-Cookie", b"secret")])))
    assert list(shown) == ["server"]
    assert len(shown["server"]) <= 500
    assert shown["server"].isprintable()


@given(st.text())
def test_plain_text_is_one_printable_line(text: str) -> None:
    shown = plain(text)
    assert "\n" not in shown
    assert all(c.isprintable() or c.isspace() for c in shown)


PACKERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


@given(st.binary(max_size=5000), st.lists(st.sampled_from(sorted(PACKERS)), max_size=3))
def test_whatever_was_packed_comes_out_again(body: bytes, encodings: list[str]) -> None:
    packed = body
    for name in encodings:
        packed = PACKERS[name](packed)
    assert decode(packed, ", ".join(encodings), PATIENT) == body


@given(st.binary(min_size=1, max_size=2000), st.sampled_from(sorted(PACKERS)))
def test_noise_never_harms(noise: bytes, encoding: str) -> None:
    try:
        decode(noise, encoding, PATIENT)
    except AttemptError as error:
        assert error.fix


@given(st.binary(min_size=200, max_size=3000), st.sampled_from(sorted(PACKERS)), st.data())
def test_a_body_that_ends_too_early_is_never_taken_for_whole(body: bytes, encoding: str, data) -> None:
    packed = PACKERS[encoding](body)
    cut = packed[: data.draw(st.integers(min_value=1, max_value=len(packed) - 1))]
    with pytest.raises(AttemptError):
        decode(cut, encoding, PATIENT)


@pytest.mark.parametrize("encoding", PACKERS)
def test_the_ratio_is_limited_below_the_size_limit(encoding: str) -> None:
    limits = type(PATIENT)(user_agent="x", max_body_bytes=2**30, max_ratio=50)
    with pytest.raises(AttemptError, match="larger than"):
        decode(PACKERS[encoding](bytes(2**24)), encoding, limits)
