"""What a command does not need, it does not load: everyday commands answer at once."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from papers_desk import CASE

RUN = """
import json, sys
from xborder.cli import main
try:
    main()
except SystemExit as ended:
    print(ended.code or 0, json.dumps(sorted(sys.modules)), sep="\\n", file=sys.stderr)
"""
NETWORK = ("httpx", "xborder.fetch", "xborder.reading", "xborder.extract", "xborder.daily", "playwright")
PAGES = ("jinja2", "typst", "xlsxwriter", "xborder.documents")
NEVER = (
    *NETWORK,
    *PAGES,
    "ruamel",
    "alembic",
    "rich",
    "xborder.assess.terms",
    "xborder.wide",
    "s3fs",
    "psycopg",
)
RECORDS = ("sqlalchemy", "sqlmodel", "xborder.store")


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    for name in ("data", "state"):
        shutil.copytree(filled / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("command", "unneeded"),
    [
        (["check"], (*NEVER, *RECORDS)),
        (["cases", "--all"], (*NEVER, "xborder.registry", "yaml")),
        (["status"], NEVER),
        (["status", "--sources"], NEVER),
        (["show", CASE], NEVER),
        (["decide", "--help"], (*NETWORK, *PAGES, *RECORDS, "pydantic_settings", "xborder.registry")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_loads_nothing_that_it_does_not_need(
    folder: Path, command: list[str], unneeded: tuple[str, ...]
) -> None:
    loaded = modules_of(folder, command)
    assert "xborder.cli" in loaded
    assert [name for name in unneeded if name in loaded] == []


def modules_of(folder: Path, arguments: list[str]) -> set[str]:
    command = [sys.executable, "-c", RUN, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=True)
    code, loaded = done.stderr.splitlines()[-2:]
    assert code in ("0", "1"), done.stderr
    return set(json.loads(loaded))


def test_a_run_that_reads_nothing_new_loads_nothing_for_it() -> None:
    wired = """
import json, sys
from xborder import bootstrap
from xborder.cli.monitor import Monitor
from xborder.daily import run_daily
from xborder.fetch import HttpFetcher
from xborder.mail import SmtpMailer
from xborder.publish import FilePublisher
from xborder.reading import PageReader
from xborder.store import open_store
print(json.dumps(sorted(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", wired], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert "xborder.reading" in loaded
    unneeded = (
        "pdfplumber",
        "pdfminer",
        "pypdfium2",
        "lxml",
        "markdown_it",
        "alembic",
        "typst",
        "xlsxwriter",
        "xborder.assess.terms",
        "xborder.assess.country",
    )
    assert [name for name in unneeded if name in loaded] == []
