"""Everything that can be given wrongly to the real command: one clear message, the right exit code, nothing lost."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from company import (
    SENDER,
    TUESDAY,
)
from office import Office, Ran

from mail_server import AUTHORITY, PASSWORD, USER, Post, mail_server
from xborder.store import open_store


def run(office: Office) -> Ran:
    return office.xborder("run", "--all")


def clear(ran: Ran, code: int, *words: str) -> None:
    """One message that says what, why and what to do; the code; and no traceback."""
    assert ran.code == code, ran
    assert "Traceback" not in ran.stderr + ran.stdout
    for word in words:
        assert word in ran.stderr, ran.stderr
    assert ran.stderr.count("->") == 1, ran.stderr


SETTING = {
    "not TOML": ("this is = = not toml\n", "it is TOML"),
    "unknown field": ('colour = "red"\n', "colour: there is no such setting"),
    "wrong type": ('reports = 5\nlanguage = "fr"\n', "language: Input should be 'ja' or 'en'"),
    "number past its limits": ("[fetch]\ndelay_seconds = -1\n", "fetch.delay_seconds"),
    "mail without recipients": ('[smtp]\nhost = "127.0.0.1"\n', "recipients"),
    "address that is none": ('[smtp]\nsender = "a b@c"\n', "not a plain mail address"),
    "network that is none": ('[fetch]\nallowed_networks = ["everywhere"]\n', "fetch.allowed_networks"),
}


@pytest.mark.parametrize(("text", "words"), SETTING.values(), ids=SETTING)
def test_a_mistake_in_the_settings_is_told_before_anything_starts(office: Office, text: str, words: str):
    office.settings.write_text(text, encoding="utf-8")
    clear(run(office), 2, "xborder.toml", words)


def test_settings_in_another_encoding_are_told(office: Office):
    office.settings.write_bytes('company = "見本株式会社"\n'.encode("shift_jis"))
    clear(run(office), 2, "xborder.toml")


def test_a_settings_file_that_is_not_there_is_told(office: Office):
    office.settings.unlink()
    clear(run(office), 2, "no such file")


def test_a_mistake_in_the_environment_is_told_like_one_in_the_file(office: Office):
    office.environment = {"XBORDER_FETCH__DELAY_SECONDS": "soon"}
    clear(run(office), 2, "fetch.delay_seconds")


def test_a_schedule_that_cannot_be_read_is_told_before_it_serves(office: Office):
    office.settings.write_text('schedule = "every morning"\n', encoding="utf-8")
    clear(office.xborder("serve"), 2, "schedule", "every morning")


ENTRY = {
    "unreadable": ("      - {id: x, kind: dpa, title: 'x\n", "contractors.yaml:14"),
    "unknown field": (
        '      - {id: x, kind: dpa, title: x, url: "https://a.example/", colour: red}\n',
        "colour",
    ),
    "duplicate id": ('      - {id: dpa, kind: dpa, title: x, url: "https://a.example/"}\n', "twice"),
    "bad address": ('      - {id: x, kind: dpa, title: x, url: "htp://a.example/"}\n', "url"),
    "missing file": ("      - {id: x, kind: dpa, title: x, file: nowhere.pdf}\n", "does not exist"),
    "bad country code": (
        "  - {id: y, name: Y, country: JAPAN, basis: contract, transfers: [{service: z}]}\n",
        "country",
    ),
}


@pytest.mark.parametrize(("text", "words"), ENTRY.values(), ids=ENTRY)
def test_a_mistake_in_the_registry_is_found_with_its_line(office: Office, text: str, words: str):
    office.add("data/contractors.yaml", text)
    ran = office.xborder("check")
    assert (ran.code, ran.stderr) == (2, "")
    assert "contractors.yaml:1" in ran.stdout
    assert words in ran.stdout


def test_with_mistakes_in_the_registry_the_rest_is_watched_and_each_is_told(office: Office):
    spoilt = [text for name, (text, _) in ENTRY.items() if name != "unreadable"]
    office.add("data/contractors.yaml", "".join(spoilt))
    ran = run(office)
    assert (ran.code, "Traceback" in ran.stderr) == (1, False)
    assert ran.stderr.count("Mistake in the registry: ") >= len(spoilt)
    assert ran.stderr.count("-> This entry is not watched. Correct it, then run xborder check.") == len(
        spoilt
    )
    assert "unchanged" in ran.stdout


def test_with_a_registry_file_that_cannot_be_read_the_other_is_watched_and_it_is_told(office: Office):
    office.add("data/contractors.yaml", ENTRY["unreadable"][0])
    ran = run(office)
    assert (ran.code, "Traceback" in ran.stderr) == (1, False)
    assert "A file of the registry cannot be read: contractors.yaml:14" in ran.stderr
    assert "not in the registry any more (1): mihon/dpa" in ran.stderr
    assert "unchanged" in ran.stdout
    assert office.xborder("status").code == 1


def test_a_policy_that_cannot_be_read_stops_the_run(office: Office):
    office.edit("data/policy.yaml", "limits:", "limits: [")
    clear(run(office), 2, "policy.yaml", "xborder check")


def test_a_policy_that_is_not_there_stops_the_run(office: Office):
    (office.folder / "data" / "policy.yaml").unlink()
    clear(run(office), 2, "policy.yaml")


def refuse(office: Office) -> None:
    office.environment = {"XBORDER_DATABASE": "postgresql://nobody:s3cret@127.0.0.1:9/none"}


def misname(office: Office) -> None:
    office.environment = {"XBORDER_DATABASE": "nonsense"}


def damage(office: Office) -> None:
    path = office.folder / "state" / "xborder.db"
    path.write_bytes(b"This was a database." * 1000)


def lose(office: Office) -> None:
    (office.folder / "state" / "xborder.db").unlink()


def obstruct(office: Office) -> None:
    shutil.rmtree(office.folder / "state")
    (office.folder / "state").write_text("a file where a folder should be", encoding="utf-8")


STORE: dict[str, tuple[Callable[[Office], None], tuple[int, ...]]] = {
    "unreachable": (refuse, (3,)),
    "no address": (misname, (2, 3)),
    "damaged": (damage, (3,)),
    "lost": (lose, (3,)),
    "no folder": (obstruct, (3,)),
}


@pytest.mark.parametrize(("spoil", "codes"), STORE.values(), ids=STORE)
def test_a_database_that_cannot_be_used_stops_the_run(
    office: Office, spoil: Callable[[Office], None], codes: tuple[int, ...]
):
    spoil(office)
    ran = run(office)
    assert ran.code in codes
    clear(ran, ran.code)
    assert "s3cret" not in ran.stderr + ran.stdout


def test_on_a_full_disk_the_run_stops_and_the_next_one_goes_on(office: Office):
    known = versions(office)
    clear(office.xborder("run", "--all", FSIZE=30_000), 3)
    assert versions(office) == known
    after = run(office)
    assert after.code in (0, 1)
    assert "unchanged" in after.stdout


def versions(office: Office) -> dict[str, str | None]:
    store = open_store(
        f"sqlite:///{office.folder / 'state' / 'xborder.db'}", office.folder / "state" / "blobs"
    )
    try:
        return {name: state.reported for name, state in store.document_states().items()}
    finally:
        store.close()


def _mail(office: Office, port: int, **more: str) -> None:
    values = {"HOST": "localhost", "PORT": str(port), "SENDER": SENDER, "RECIPIENTS": f'["{SENDER}"]', **more}
    office.environment = {f"XBORDER_SMTP__{name}": value for name, value in values.items()}


def test_a_wrong_mail_password_is_told_and_the_mail_waits_for_the_right_one(office: Office):
    shutil.rmtree(office.folder / "state")  # so that there is a first report to send
    shutil.rmtree(office.folder / "reports")
    authority = office.folder / "authority.pem"
    AUTHORITY.cert_pem.write_to_path(str(authority))
    post = Post()
    with mail_server(post, starttls=True) as port:
        wrong = {"USER": USER, "PASSWORD": "wr0ng-secret", "CA_FILE": str(authority)}
        _mail(office, port, **wrong)
        ran = run(office)
        assert post.received == []
        with closing(sqlite3.connect(office.folder / "state" / "xborder.db")) as later, later:
            later.execute("UPDATE outbox SET next_attempt_at = created_at")  # the wait is over
        _mail(office, port, **(wrong | {"PASSWORD": PASSWORD}))
        assert run(office).code == 0
    assert ran.code == 1, ran
    assert "Traceback" not in ran.stderr
    assert "login" in ran.stderr
    assert "password" in ran.stderr
    assert "wr0ng-secret" not in ran.stderr + ran.stdout
    assert "1 waiting" in ran.stdout
    assert len(post.received) == 1


def test_a_mail_server_that_is_down_is_told_and_the_mail_waits(office: Office):
    shutil.rmtree(office.folder / "state")
    shutil.rmtree(office.folder / "reports")
    _mail(office, 9, SECURITY="none")
    ran = run(office)
    assert (ran.code, "Traceback" in ran.stderr) == (1, False)
    assert "Mail server localhost:9" in ran.stderr


def test_without_a_network_the_run_says_that_nothing_was_checked(office: Office):
    office.environment = {"XBORDER_FETCH__PROXY": "http://127.0.0.1:9"}
    ran = run(office)
    clear(ran, 3, "Not one source could be checked", "Check network, DNS and proxy")


def test_while_another_run_lives_a_second_one_refuses(office: Office):
    folder = office.folder / "state"
    store = open_store(f"sqlite:///{folder / 'xborder.db'}", folder / "blobs")
    with store.run(now=TUESDAY, owner="another"):
        clear(run(office), 3, "a run is in progress", "another")
    store.close()
    assert run(office).code in (0, 1)


FILES: dict[str, Callable[[Office], Ran]] = {
    "compare": lambda office: office.xborder("compare", "nowhere.html", "neither.html", "--as", "terms"),
    "replay": lambda office: office.xborder("replay", "nowhere.tar.zst"),
}


@pytest.mark.parametrize("ask", FILES.values(), ids=FILES)
def test_a_file_that_is_not_there_is_told(office: Office, ask: Callable[[Office], Ran]):
    clear(ask(office), 2, "nowhere")


@pytest.mark.parametrize(
    "arguments", [("walk",), ("run", "--quickly"), ("compare", "a", "b", "--as", "poems")]
)
def test_a_command_that_does_not_exist_is_a_mistake_of_usage(office: Office, arguments: tuple[str, ...]):
    ran = office.xborder(*arguments)
    assert (ran.code, ran.stdout, "Traceback" in ran.stderr) == (2, "", False)
    assert "--help" in ran.stderr


JSON: dict[str, tuple[str, ...]] = {
    "run": ("run", "--all", "--json"),
    "status": ("status", "--json"),
    "check": ("check", "--json"),
    "doctor": ("doctor", "--json"),
}


@pytest.mark.parametrize("arguments", JSON.values(), ids=JSON)
def test_with_json_there_is_one_document_on_stdout_and_nothing_else(
    office: Office, arguments: tuple[str, ...]
):
    office.add("data/contractors.yaml", ENTRY["bad address"][0])
    ran = office.xborder(*arguments)
    (line,) = ran.stdout.splitlines()
    data: Any = json.loads(line)
    assert data or arguments[0] == "doctor"


def test_json_of_a_run_says_what_was_looked_at_and_what_waits(office: Office):
    command = [sys.executable, "-m", "xborder", "--config", str(office.settings), "run", "--all", "--json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)
    data = json.loads(done.stdout)
    assert data["documents"] == sum(data["events"].values()) >= 2
    assert {"run", "report", "findings", "alerts", "mails_sent", "mails_waiting", "needs_attention"} <= set(
        data
    )
