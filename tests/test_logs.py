"""What the log says, and what it never does."""

import json
import logging

import pytest

from xborder.errors import StoreError
from xborder.logs import RUN, JsonLines, Lines, is_json, set_up

SECRET = "ex4mple-s3cret"


def record(message: str, *arguments: object, error: Exception | None = None, **fields: object):
    made = logging.LogRecord("xborder.daily", logging.WARNING, "x.py", 1, message, arguments, None)
    made.fields = fields
    if error is not None:
        try:
            raise error
        except (ValueError, StoreError) as raised:
            made.exc_info = (type(raised), raised, raised.__traceback__)
    return made


def data(said: logging.LogRecord) -> dict:
    (line,) = JsonLines((SECRET,)).format(said).splitlines()
    return json.loads(line)


@pytest.fixture
def run():
    token = RUN.set("20261122T213000Z-abc")
    yield
    RUN.reset(token)


def test_a_line_is_one_json_object_with_its_run(run):
    found = data(record("The run ended", seconds=1.5, mails=["a"]))
    assert found.pop("time").endswith("+00:00")
    assert found == {
        "level": "warning",
        "logger": "xborder.daily",
        "run": "20261122T213000Z-abc",
        "message": "The run ended",
        "seconds": 1.5,
        "mails": ["a"],
    }


@pytest.mark.parametrize("formatter", [Lines((SECRET,)), JsonLines((SECRET,))], ids=["text", "json"])
@pytest.mark.parametrize("acting", ["\x1b", "\r\n", "\u202e", "\x85", "\u2028", "\ud800", "\x00"])
def test_nothing_that_acts_on_a_screen_gets_into_the_log(formatter, acting: str):
    line = formatter.format(record("said %s", f"a{acting}b 個人　情報", detail=acting))
    assert not set(acting) & set(line)
    assert "個人　情報" in line
    assert len(line.splitlines()) == 1


@pytest.mark.parametrize("formatter", [Lines((SECRET,)), JsonLines((SECRET,))], ids=["text", "json"])
def test_secrets_are_struck_out_wherever_they_turn_up(formatter):
    error = StoreError("database", why=f"login with {SECRET} failed", fix="x")
    line = formatter.format(record("url %s", f"postgresql://u:{SECRET}@h/d", error=error, why=SECRET))
    assert SECRET not in line
    assert "login with … failed" in line


@pytest.mark.parametrize("formatter", [Lines(), JsonLines()], ids=["text", "json"])
def test_a_fault_tells_its_place_and_never_what_a_page_said(formatter):
    line = formatter.format(record("A fault", error=ValueError("invalid literal: 'We share your data'")))
    assert "share your data" not in line
    assert "ValueError" in line
    assert "test_logs.py" in line


def test_the_form_is_chosen_once_for_all(capsys: pytest.CaptureFixture[str]):
    before = logging.getLogger().handlers[:]
    try:
        set_up(form="json", secrets=(SECRET,))
        assert is_json()
        logging.getLogger("xborder.x").info("what it did, %s", SECRET)
        logging.getLogger("elsewhere").info("is not told")
        lines = capsys.readouterr().err.splitlines()
        assert [json.loads(line)["message"] for line in lines] == ["what it did, …"]
        set_up()
        assert not is_json()
    finally:
        logging.getLogger().handlers = before
        logging.getLogger("xborder").setLevel(logging.NOTSET)
