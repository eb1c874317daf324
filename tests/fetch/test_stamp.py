"""Time stamps of the audit trail: asked through the same guard, examined, and never in the way."""

import asyncio
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from looking import PATIENT
from rfc3161_client import VerifierBuilder, decode_timestamp_response

from hostile_site import Asked, HostileSite, Reply
from time_stamp_authority import REFUSAL, Authority
from xborder.fetch.stamp import HttpStamper

EVENT = '{"at":"2026-11-22T21:30:00+00:00","number":7}'


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority(datetime(2026, 11, 22, 21, 31, tzinfo=UTC))


def stamp(site: HostileSite, **changed: object) -> bytes | None:
    values = {"limits": PATIENT, "allowed_networks": ["127.0.0.1/32"], "seconds": 5.0} | changed
    return asyncio.run(HttpStamper(site.url("/tsa"), **values).stamp(EVENT))  # type: ignore[arg-type]


def test_a_stamp_can_be_verified_against_the_authority_by_anybody(
    site: HostileSite, authority: Authority
) -> None:
    site.pages["/tsa"] = lambda asked: Reply(authority.answer(asked.body))
    token = stamp(site)
    assert token is not None
    (asked,) = site.asked
    assert (asked.method, asked.headers["content-type"]) == ("POST", "application/timestamp-query")
    response = decode_timestamp_response(token)
    verifier = VerifierBuilder().add_root_certificate(authority.root).build()
    assert verifier.verify_message(response, EVENT.encode())
    assert response.tst_info.message_imprint.message == sha256(EVENT.encode()).digest()
    assert response.tst_info.gen_time == authority.at


OTHER = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": b"\0" * 32}


@pytest.mark.parametrize(
    ("changed", "why"),
    [({"nonce": 12345}, "sent again"), ({"message_imprint": OTHER}, "something else")],
    ids=["an old answer", "another text"],
)
def test_a_stamp_of_something_else_is_not_taken(
    site: HostileSite, authority: Authority, caplog: pytest.LogCaptureFixture, changed: dict, why: str
) -> None:
    site.pages["/tsa"] = lambda asked: Reply(authority.answer(asked.body, **changed))
    assert stamp(site) is None
    assert why in caplog.text


def _cut(asked: Asked) -> Reply:
    return Reply(Authority(datetime(2026, 11, 22, tzinfo=UTC)).answer(asked.body)[:-9])


@pytest.mark.parametrize(
    "page",
    [
        Reply(b"<h1>Maintenance</h1>"),
        Reply(b""),
        Reply(REFUSAL),
        Reply(b"busy", status=503),
        Reply(b"\x30" * 300_000),
        _cut,
    ],
    ids=["a page", "nothing", "a refusal", "an error", "far too much", "half an answer"],
)
def test_what_is_no_stamp_is_told_and_left(site: HostileSite, caplog: pytest.LogCaptureFixture, page) -> None:
    site.pages["/tsa"] = page
    assert stamp(site) is None
    assert "no time stamp of this run" in caplog.text


def test_a_forbidden_address_is_not_asked(site: HostileSite, caplog: pytest.LogCaptureFixture) -> None:
    assert stamp(site, allowed_networks=[]) is None
    assert site.asked == [] and "no time stamp" in caplog.text


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x", "not a url", "ftp://x/y", ""])
def test_an_authority_that_is_not_there_is_no_error(url: str, caplog: pytest.LogCaptureFixture) -> None:
    stamper = HttpStamper(url, limits=PATIENT, allowed_networks=["127.0.0.1/32"], seconds=1)
    assert asyncio.run(stamper.stamp(EVENT)) is None
    assert "no time stamp" in caplog.text
