"""What an administrator works with, through the real command: logs, numbers, the health of sources over time."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from office import Office

SECRET = "ex4mple-s3cret"


def lines(office: Office, *arguments: str) -> list[dict]:
    text = office.settings.read_text(encoding="utf-8")
    office.settings.write_text('log = "json"\n' + text, encoding="utf-8")
    return [json.loads(line) for line in office.xborder(*arguments).stderr.splitlines()]


def test_a_run_leaves_one_line_with_what_it_came_to(office: Office):
    found = lines(office, "run", "--all")
    (ended,) = [line for line in found if line["message"] == "The run ended"]
    assert ended["run"].startswith("20")
    assert (ended["result"], ended["documents"]) == ("done", 4)
    assert ended["seconds"] >= 0
    assert {line["level"] for line in found} <= {"info", "warning"}


def test_a_failed_run_is_lines_of_json_too_without_the_secrets(office: Office):
    office.environment["XBORDER_DATABASE"] = f"postgresql://user:{SECRET}@127.0.0.1:1/db"
    found = lines(office, "run", "--all")
    assert found[-1]["level"] == "error"
    assert "connection failed" in found[-1]["message"]
    assert found[-1]["fix"]
    assert SECRET not in json.dumps(found)


def numbers(office: Office) -> str:
    return (office.folder / "collector" / "xborder.prom").read_text(encoding="utf-8")


def test_a_run_from_cron_writes_the_numbers_whatever_became_of_it(office: Office):
    office.add("xborder.toml", '[metrics]\ntextfile = "collector/xborder.prom"\n')
    office.xborder("run", "--all")
    assert 'xborder_attempt_result{result="done"} 1.0' in numbers(office)
    assert 'xborder_documents{health="ok"}' in numbers(office)
    assert "xborder_store_up 1.0" in numbers(office)
    (office.folder / "state" / "xborder.db").write_bytes(b"no database" * 1000)
    assert office.xborder("run", "--all").code == 3
    assert 'xborder_attempt_result{result="failed"} 1.0' in numbers(office)
    assert "xborder_store_up 0.0" in numbers(office)
    assert [p.name for p in (office.folder / "collector").iterdir()] == ["xborder.prom"]


def test_numbers_that_cannot_be_written_do_not_fail_the_run(office: Office):
    office.add("collector", "a file")
    office.add("xborder.toml", '[metrics]\ntextfile = "collector/xborder.prom"\n')
    ran = office.xborder("run", "--all")
    assert ran.code == 0
    assert "the metrics could not be written" in ran.stderr


def test_a_file_that_no_collector_reads_is_refused(office: Office):
    office.add("xborder.toml", '[metrics]\ntextfile = "xborder.txt"\n')
    ran = office.xborder("run")
    assert ran.code == 2
    assert "must end in .prom" in ran.stderr


def test_each_source_shows_its_last_looks(office: Office):
    office.xborder("run", "--all")
    shown = office.xborder("status", "--sources")
    assert shown.code == 0
    (line,) = [line for line in shown.stdout.splitlines() if "mihon/dpa" in line]
    marks, _, rest = line.partition("  ")
    assert set(marks) <= {"o", "="}
    assert len(marks) >= 2
    assert f"{len(marks)}/{len(marks)} good" in rest
    rows = json.loads(office.xborder("status", "--sources", "--last", "1", "--json").stdout)
    assert {len(row["looks"]) for row in rows} == {1}
    assert {row["source"] for row in rows} >= {"mihon/dpa"}


def test_a_source_in_trouble_shows_since_when(office: Office):
    office.edit("data/contractors.yaml", "/dpa", "/gone-page")
    office.xborder("run", "--all")
    shown = office.xborder("status", "--sources").stdout
    (line,) = [line for line in shown.splitlines() if "mihon/dpa" in line]
    assert line.startswith("ox")
    assert " gone " in line


@pytest.mark.skipif(os.name == "nt", reason="needs signals of POSIX")
def test_serve_answers_prometheus_on_this_machine_only_and_stops_on_a_signal(office: Office):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    office.add("xborder.toml", f"[metrics]\nport = {port}\n")
    command = [sys.executable, "-m", "xborder", "--config", str(office.settings), "serve"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as served:
        try:
            said = answer(f"http://127.0.0.1:{port}/metrics", served)
            listening = addresses(served.pid, port)
        finally:
            served.send_signal(signal.SIGTERM)
            served.communicate(timeout=60)
    assert 'xborder_documents{health="ok"}' in said
    assert listening == {"0100007F"}  # 127.0.0.1, as the system writes it
    assert served.returncode == 0


def answer(url: str, served: "subprocess.Popen[str]") -> str:
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=30) as response:
                return response.read().decode()
        except OSError:
            assert served.poll() is None, served.stderr
            assert time.monotonic() < until
            time.sleep(0.05)


def addresses(pid: int, port: int) -> set[str]:
    """Where this machine listens on the port, for IPv4 and IPv6."""
    found = set()
    for table in ("tcp", "tcp6"):
        rows = [line.split() for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]]
        found |= {
            row[1].split(":")[0] for row in rows if int(row[1].split(":")[1], 16) == port and row[3] == "0A"
        }
    return found


def test_the_doctor_writes_lost_report_files_again_and_removes_what_was_left_half_written(office: Office):
    office.edit("data/contractors.yaml", "basis: contract", "basis: contract\n    colour: red")
    office.xborder("run", "--all")  # it has something to tell
    reports = office.folder / "reports"
    lost = min(path for path in reports.iterdir() if path.is_dir())
    kept = {path.name: path.read_bytes() for path in lost.iterdir()}
    for path in lost.iterdir():
        path.unlink()
    (reports / ".half").write_text("<html")
    os.utime(reports / ".half", (0, 0))
    found = json.loads(office.xborder("doctor", "--json").stdout)
    told = [t for t in found if not t["what"].startswith("disk of")]
    assert [t["why"] for t in told] == [
        "a killed process left it half written",
        f"its files are not in {reports}",
    ]
    assert office.xborder("doctor").code == 1
    assert office.xborder("doctor", "--repair").code == 0
    assert not (reports / ".half").exists()
    assert {path.name: path.read_bytes() for path in lost.iterdir()} == {
        name: body for name, body in kept.items() if not name.endswith(".eml")
    }
    assert [t for t in json.loads(office.xborder("doctor", "--json").stdout) if t["repaired"]] == []
