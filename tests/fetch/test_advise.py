"""A language model is asked through the same guard, within its time, and its key stays secret."""

import asyncio
import json
import logging
import time

import pytest
from looking import PATIENT

from hostile_site import HostileSite, Reply
from xborder.errors import FetchError
from xborder.fetch.advise import HttpAdviser

KEY = "sk-geheim"


def completion(content: object) -> Reply:
    said = {"choices": [{"message": {"role": "assistant", "content": content}}]}
    return Reply(json.dumps(said).encode(), content_type="application/json")


def advise(site: HostileSite, base: str = "/v1", seconds: float = 5.0, **changed: object) -> str:
    values = {"limits": PATIENT, "allowed_networks": ["127.0.0.1/32"], "model": "m", "api_key": KEY} | changed
    adviser = HttpAdviser(site.url(base), **values)  # type: ignore[arg-type]
    return asyncio.run(adviser.advise("Compare.", "改定", seconds=seconds))


def test_the_question_goes_out_as_a_chat_completion_and_the_words_come_back(site: HostileSite) -> None:
    site.pages["/v1/chat/completions"] = completion('{"gist_ja": "要旨"}')
    assert advise(site) == '{"gist_ja": "要旨"}'
    (asked,) = site.asked
    assert (asked.method, asked.headers["authorization"]) == ("POST", f"Bearer {KEY}")
    body = json.loads(asked.body)
    assert body["model"] == "m"
    assert [(m["role"], m["content"]) for m in body["messages"]] == [("system", "Compare."), ("user", "改定")]


@pytest.mark.parametrize(
    "page",
    [
        Reply(b"busy", status=500),
        Reply(b"<h1>Maintenance</h1>"),
        Reply(b""),
        Reply(b'{"choices": []}'),
        completion(None),
        completion("x" * 300_000),
        Reply(b"", status=307, headers=(("Location", "http://127.0.0.1:9/"),)),
    ],
    ids=["500", "a page", "nothing", "no choice", "no words", "huge", "elsewhere"],
)
def test_what_is_no_answer_is_an_error_that_keeps_the_key(
    site: HostileSite, caplog: pytest.LogCaptureFixture, page: Reply
) -> None:
    site.pages["/v1/chat/completions"] = page
    with caplog.at_level(logging.DEBUG), pytest.raises(FetchError) as caught:
        advise(site)
    assert KEY not in caplog.text + str(caught.value)
    assert len(site.asked) == 1


def test_a_slow_answer_is_not_waited_for(site: HostileSite) -> None:
    started = time.monotonic()
    with pytest.raises(FetchError):
        advise(site, "/silent?", seconds=0.2)
    assert time.monotonic() - started < 3


def test_an_inner_address_is_not_asked_unless_it_is_allowed(site: HostileSite) -> None:
    with pytest.raises(FetchError):
        advise(site, allowed_networks=[])
    assert site.asked == []
