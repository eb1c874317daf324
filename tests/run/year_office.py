"""A company that works with nothing but the command: its folder, its site, its mail, and a calendar that moves.

The command runs in this process, with the clock of the story; everything else is real. What the year leaves
behind can be looked at: YEAR_PAPERS=/some/folder pytest tests/run/test_year.py
"""

import json
import os
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from company import PROJECT, READER, SENDER

from hostile_site import HostileSite, Reply
from mail_server import Post
from xborder import cli, clock

SETTINGS = """
company = "見本株式会社"
database = "DATABASE"

[fetch]
delay_seconds = 0
retries = 0
allowed_networks = ["127.0.0.0/8"]

[smtp]
host = "127.0.0.1"
port = PORT
security = "none"
sender = "SENDER"
recipients = ["READER"]
"""


@dataclass(frozen=True)
class Ran:
    """What the command answered."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


@dataclass
class Office:
    """What the officer and the administrator have before them."""

    folder: Path
    site: HostileSite
    post: Post
    port: int
    database_url: str
    patch: pytest.MonkeyPatch
    now: datetime = datetime(2027, 1, 1, tzinfo=UTC)
    kept: dict[str, Ran] = field(default_factory=dict)  # what was printed on the way, by name

    def __post_init__(self) -> None:
        (self.folder / "data").mkdir(parents=True)
        text = (PROJECT / "data" / "policy.yaml").read_text(encoding="utf-8")
        (self.folder / "data" / "policy.yaml").write_text(text, encoding="utf-8")
        settings = SETTINGS.replace("DATABASE", self.database_url).replace("PORT", str(self.port))
        settings = settings.replace("SENDER", SENDER).replace("READER", READER)
        (self.folder / "xborder.toml").write_text(settings, encoding="utf-8")

    def write(self, **files: str) -> None:
        """The registry, with the address of the site."""
        for name, text in files.items():
            filled = text.replace("SITE", self.site.url("").rstrip("/"))
            (self.folder / "data" / f"{name}.yaml").write_text(filled, encoding="utf-8")

    def show(self, path: str, body: bytes | Reply) -> None:
        """From now on the site says this."""
        self.site.pages[path] = body if isinstance(body, Reply) else Reply(body)

    def on(self, day: date, hour: int = 10) -> "Office":
        """The moment of what comes next, in Japan."""
        moment = datetime.combine(day, time(hour), tzinfo=clock.TOKYO).astimezone(UTC)
        assert moment >= self.now, "time does not run backwards"
        self.now = moment
        return self

    def xborder(self, *arguments: str, code: int | None = 0, keep: str = "") -> Ran:
        """One command. `code` is what it must answer with; None: whatever it likes."""
        self.patch.setattr(clock, "now", lambda: self.now)
        self.patch.setattr(
            sys, "argv", ["xborder", "--config", str(self.folder / "xborder.toml"), *arguments]
        )
        with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
            given: object = 0
            try:
                cli.main()
            except SystemExit as ended:
                given = ended.code or 0
        assert isinstance(given, int)
        ran = Ran(given, out.getvalue(), err.getvalue())
        assert "Traceback" not in ran.err, ran.err
        assert code is None or given == code, (arguments, ran)
        if keep:
            self.kept[keep] = ran
        return ran

    def morning(self, day: date) -> Any:
        """The daily run of a day, at 6:30 or so; what it says of itself."""
        return self.on(day, 6).xborder("run", "--json", code=None).data

    def mondays(self, first: date, last: date, *, every: int = 1) -> list[Any]:
        """A run a week, or every so many weeks, where nothing asks for more."""
        return [self.morning(first + timedelta(days=n)) for n in range(0, (last - first).days + 1, 7 * every)]

    def seen_twice(self, day: date) -> Any:
        """A new text counts once it was seen again: this morning's run, and the next morning's."""
        self.morning(day)
        return self.morning(day + timedelta(days=1))

    def decide(self, case: str, move: str, *more: str, by: str = "法務部 山田花子", reason: str) -> Ran:
        """What a person decides, on the edition they read."""
        edition = self.xborder("show", case, "--json").data["edition"]
        arguments = ("--by", by, "--reason", reason, "--edition", str(edition), *more)
        return self.xborder("decide", case, move, *arguments, "--json")

    def open_cases(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.xborder("cases", "--json").data
        return found

    def the_case(self, subject: str) -> dict[str, Any]:
        """The open case about this."""
        (found,) = [case for case in self.open_cases() if case["subject"] == subject]
        return found

    @property
    def mails(self) -> list[EmailMessage]:
        """What the mail server took, as a mail program reads it."""
        return [message_from_bytes(body, policy=default) for _, body in self.post.received]

    @property
    def last_mail(self) -> EmailMessage:
        return self.mails[-1]


def keep(office: Office, kind: str) -> None:
    """Leave what the year brought forth in a folder that somebody asked for."""
    asked = os.environ.get("YEAR_PAPERS")
    if not asked:
        return
    target = Path(asked) / kind
    shutil.copytree(office.folder / "reports", target / "reports", dirs_exist_ok=True)
    if (office.folder / "papers").is_dir():
        shutil.copytree(office.folder / "papers", target / "papers", dirs_exist_ok=True)
    for name, ran in office.kept.items():
        (target / f"{name}.txt").write_text(ran.out, encoding="utf-8")
    for number, (_, body) in enumerate(office.post.received, 1):
        (target / f"mail-{number:02}.eml").write_bytes(body)
