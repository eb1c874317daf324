"""The pipeline over dated captures, through the real command."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
TERMS = """<html><body><main><h1>Data Processing Terms</h1>
<p>Mihon Cloud processes customer personal data only to provide the service and on documented instructions.</p>
<h2>Sub-processors</h2><p>{clause}</p>
<h2>Deletion</h2><p>Mihon Cloud shall delete or return all customer personal data within 30 days after the end.</p>
</main></body></html>"""
STRICT = (
    "Mihon Cloud shall not engage a new sub-processor without 30 days' prior written notice to the customer."
)
LOOSE = "Mihon Cloud may engage new sub-processors at its discretion and will publish them on its website."
SHELL = '<html><body><div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript></body></html>'
ERROR = "<html><body><h1>Something went wrong</h1><p>An unexpected error has occurred. Please try again later.</p></body></html>"
DAYS = {
    "2026-03-01": TERMS.format(clause=STRICT),
    "2026-03-02": TERMS.format(clause=STRICT).replace("<p>", '<p data-token="a1">'),
    "2026-03-03": ERROR,
    "2026-03-04": SHELL,
    "2026-03-05": TERMS.format(clause=LOOSE),
    "2026-03-06": TERMS.format(clause=LOOSE),
    "2026-03-07": TERMS.format(clause=LOOSE),
}
EVENTS = ["first", "unchanged", "unhealthy", "unhealthy", "pending", "change", "unchanged"]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "mihon" / "data-processor-agreement"
    folder.mkdir(parents=True)
    for day, page in DAYS.items():
        (folder / f"{day}.html").write_text(page, encoding="utf-8")
    return tmp_path


def replay(archive: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "xborder", "replay", str(archive), *options]
    return subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)


def test_every_capture_gives_one_event_and_the_last_line_the_totals(archive: Path):
    done = replay(archive, "--json")
    assert done.returncode == 0, done.stderr
    *events, totals = [json.loads(line) for line in done.stdout.splitlines()]
    assert [e["event"] for e in events] == EVENTS
    assert [e["date"] for e in events] == list(DAYS)
    assert {e["source"] for e in events} == {"mihon/data-processor-agreement"}
    assert totals["captures"] == len(DAYS)
    assert totals["totals"]["unhealthy"] == 2
    change = events[5]
    assert change["substantive"]
    assert "subcontractors" in {t["topic"] for t in change["topics"]}


def test_a_second_replay_gives_the_same_bytes(archive: Path):
    assert replay(archive, "--json").stdout == replay(archive, "--json").stdout


def test_nothing_but_data_is_printed_with_json(archive: Path):
    done = replay(archive, "--json")
    assert done.stderr == ""


def test_a_missing_archive_is_one_clear_message(tmp_path: Path):
    done = replay(tmp_path / "none.tar.zst")
    assert done.returncode == 2
    assert "no such file" in done.stderr
    assert "Traceback" not in done.stderr
