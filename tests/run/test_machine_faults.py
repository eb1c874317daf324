"""The machine fails for real: a full disk, no inodes, a read-only mount, no file handles, no memory, a database that
goes away, a clock that jumps by years. Nothing is lost, and the next run goes on."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from company import DAY, HOUR, OTHER, TERMS, TUESDAY, WEAKER, Company, kinds, text, told
from office import Office, Ran

from hostile_site import HostileSite, Reply
from xborder.cli.text import status_data
from xborder.daily import Scope
from xborder.errors import StoreError
from xborder.metrics import gather
from xborder.store import doctor, open_store

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs limits and mounts of POSIX")


@contextmanager
def small_disk(place: Path, options: str) -> Iterator[Path]:
    """What stands at `place`, on a disk of its own."""
    kept = Path(shutil.copytree(place, place.with_name("kept")))
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a disk of a given size can only be mounted by root")
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.strip()}")
    try:
        shutil.copytree(kept, place, dirs_exist_ok=True)
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def is_sound(office: Office, state: Path | None = None) -> None:
    place = state or office.folder / "state"
    url = f"sqlite:///{place / 'xborder.db'}"
    found = doctor.examine(url, place / "blobs", now=datetime.now(UTC), thorough=True, audit=True)
    assert [t for t in found if t.needs_action and not t.what.startswith(("disk of", "run "))] == []


def stopped(ran: Ran, *words: str) -> None:
    """One clear message, exit code 3."""
    assert ran.code == 3, ran
    assert "Traceback" not in ran.stderr
    assert any(word in ran.stderr for word in words), ran.stderr
    assert ran.stderr.count("->") == 1


def went_on(office: Office) -> None:
    again = office.xborder("run", "--all")
    assert again.code in (0, 1), again.stderr


def fill(place: Path) -> Path:
    """Not a byte is left."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return filler


def test_a_disk_without_a_byte_left_stops_the_run_and_the_next_one_goes_on(office: Office):
    with small_disk(office.folder / "state", "size=4m") as state:
        filler = fill(state)
        stopped(office.xborder("run", "--all"), "the disk is full")
        filler.unlink()
        is_sound(office)
        went_on(office)
        is_sound(office)


def test_a_full_disk_of_reports_holds_back_no_look_and_the_report_is_written_later(office: Office):
    (office.folder / "reports").mkdir(exist_ok=True)
    office.edit(
        "data/contractors.yaml", "basis: contract", "basis: contract\n    colour: red"
    )  # something to say
    with small_disk(office.folder / "reports", "size=2m") as reports:
        filler = fill(reports)
        ran = office.xborder("run", "--all")
        assert (ran.code, "could not be written" in ran.stderr) == (1, True)
        is_sound(office)
        filler.unlink()
        assert office.xborder("run", "--all").code == 1
        written = sorted(path.parent.name for path in reports.glob("*/index.html"))
        assert len(written) >= 2
        assert not [path for path in reports.rglob(".*") if path.is_file()]


def test_a_disk_without_inodes_stops_the_run_and_the_next_one_goes_on(office: Office):
    with small_disk(office.folder / "state", "size=16m,nr_inodes=200") as state:
        count = 0
        try:
            for count in range(1000):
                (state / f"empty-{count}").touch()
        except OSError:
            assert count
        stopped(office.xborder("run", "--all"), "full", "opened", "disk")
        for path in state.glob("empty-*"):
            path.unlink()
        went_on(office)
        is_sound(office)


def test_a_state_that_cannot_be_written_stops_the_run_and_changes_nothing(office: Office):
    with small_disk(office.folder / "state", "size=16m") as state:
        before = (state / "xborder.db").read_bytes()
        subprocess.run(["mount", "-o", "remount,ro", str(state)], check=True)
        stopped(office.xborder("run", "--all"), "written", "read-only", "opened")
        assert (state / "xborder.db").read_bytes() == before
        subprocess.run(["mount", "-o", "remount,rw", str(state)], check=True)
        went_on(office)


@pytest.mark.parametrize("handles", [8, 16, 24])
def test_without_file_handles_a_run_fails_clearly_or_gets_through(office: Office, handles: int):
    ran = office.xborder("run", "--all", NOFILE=handles)
    assert ran.code in (0, 1, 3), ran
    if ran.code == 3:
        assert "xborder" in ran.stderr
    is_sound(office)
    went_on(office)


@pytest.mark.parametrize("more", [8, 48])
def test_without_memory_a_run_fails_or_gets_through_and_leaves_whole_records(office: Office, more: int):
    pages = int(Path(f"/proc/{office.warm.pid}/statm").read_text().split()[0])
    ran = office.xborder("run", "--all", AS=pages * 4096 + more * 2**20)
    assert ran.code != 0 or "4 documents" in ran.stdout
    is_sound(office)
    went_on(office)
    is_sound(office)


def changed(company: Company) -> None:
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(WEAKER)
    company.run(TUESDAY + DAY)


@pytest.mark.parametrize("jump", [timedelta(days=3650), timedelta(days=-400), timedelta(days=-1)])
def test_a_clock_that_jumps_by_years_and_back_tells_a_change_once(company: Company, jump: timedelta):
    changed(company)
    company.run(TUESDAY + 2 * DAY + jump)
    for day in range(2, 6):
        company.run(TUESDAY + day * DAY)
    assert [t for o in company.outcomes for t in told(o)] == [("mihon/dpa", "confirmed")]
    company.show(OTHER)
    company.run(TUESDAY + 6 * DAY)
    last = company.run(TUESDAY + 7 * DAY)
    assert told(last) == [("mihon/dpa", "confirmed")]
    assert len({m["Message-ID"] for m in company.mails}) == len(company.mails)


def test_hourly_looks_do_not_hide_that_no_daily_run_came(company: Company):
    company.watch("/dpa", "/terms")
    company.show(TERMS, "/dpa", "/terms")
    company.run(TUESDAY)
    company.show(WEAKER)
    company.run(TUESDAY + DAY)
    # The second look confirms the change; the daily run of the next day does not come.
    for hours in (1, 2, 40):
        company.run(TUESDAY + DAY + hours * HOUR, Scope.PENDING)
    found = gather(company.store, company.registry, {}, now=TUESDAY + 3 * DAY)
    assert found.run_finished_at == TUESDAY + DAY
    assert (found.run_events["pending"], found.run_events["unchanged"]) == (1, 2)


def test_a_clock_that_ran_ahead_is_told_by_the_first_run_after_it_which_looks_at_everything(company: Company):
    company.watch("/dpa", "/terms")
    company.show(TERMS, "/dpa", "/terms")
    company.run(TUESDAY + 3650 * DAY)
    asked = company.site.count("/dpa"), company.site.count("/terms")
    back, next_day = company.run(TUESDAY), company.run(TUESDAY + DAY)
    assert (company.site.count("/dpa"), company.site.count("/terms")) == (asked[0] + 2, asked[1] + 2)
    assert kinds(back) == ["clock"]
    assert "時計" in text(company.mails[-1], "plain") and "2036-11-" in text(company.mails[-1], "plain")
    assert next_day.report is None


def test_after_a_clock_that_ran_ahead_reports_go_on_as_if_it_had_not(company: Company):
    company.watch(more="      - {id: broken, kind: none, title: T, url: 'SITE/x'}\n")  # told by every run
    company.show(TERMS)
    company.run(TUESDAY)
    for years in (5, 10):
        company.run(TUESDAY + years * 365 * DAY)
    later = [company.run(TUESDAY + DAY + n * HOUR, Scope.EVERYTHING).report for n in range(4)]
    assert [report.id for report in later if report] == [
        "2026-11-18",
        "2026-11-18-2",
        "2026-11-18-3",
        "2026-11-18-4",
    ]
    assert [report.since for report in later if report] == [TUESDAY, *(r.created_at for r in later[:-1] if r)]


def test_after_a_clock_that_ran_ahead_the_last_run_is_the_last_one_that_came(company: Company):
    company.show(TERMS)
    company.run(TUESDAY + 3650 * DAY)
    now = TUESDAY + HOUR
    assert gather(company.store, company.registry, {}, now=now).run_finished_at is None
    assert gather(company.store, company.registry, {}, now=now).oldest_good_at == now
    company.run(TUESDAY)
    assert gather(company.store, company.registry, {}, now=now).run_finished_at == TUESDAY
    status = status_data(company.registry, company.policy, company.store, now)
    assert status["last_run"] == TUESDAY.isoformat()


def test_a_document_that_was_never_read_is_seen_by_monitoring(company: Company):
    company.show(Reply(b"<h1>Not found</h1>", status=404))
    for day in range(3):
        company.run(TUESDAY + day * DAY)
    assert gather(company.store, company.registry, {}, now=TUESDAY + 3 * DAY).oldest_good_at == TUESDAY


def test_after_a_backup_of_yesterday_only_what_changed_since_is_told(company: Company):
    company.watch("/dpa", "/terms")
    company.show(TERMS, "/dpa", "/terms")
    company.run(TUESDAY)
    company.store.close()
    file, backup = company.folder / "xborder.db", company.folder / "backup.db"
    shutil.copy(file, backup)
    company.store = open_store(company.database_url, company.folder / "blobs")
    company.show(WEAKER)
    company.run(TUESDAY + DAY)
    assert told(company.run(TUESDAY + 2 * DAY)) == [("mihon/dpa", "confirmed")]
    company.store.close()
    for beside in company.folder.glob("xborder.db-*"):
        beside.unlink()
    shutil.copy(backup, file)
    company.store = open_store(company.database_url, company.folder / "blobs")
    later = [company.run(TUESDAY + n * DAY) for n in range(2, 6)]  # today is not skipped
    assert [t for outcome in later for t in told(outcome)] == [("mihon/dpa", "confirmed")]


def away(url: str) -> None:
    """The database is there no more, for anybody."""
    name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    with psycopg.connect(url.replace(f"/{name}", "/postgres"), autocommit=True) as server:
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


def back(url: str) -> None:
    name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    with psycopg.connect(url.replace(f"/{name}", "/postgres"), autocommit=True) as server:
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def test_a_database_that_goes_away_in_the_middle_stops_the_run_and_the_next_one_goes_on(
    company_on_postgres: Company, site: HostileSite
):
    company, url = company_on_postgres, company_on_postgres.database_url
    changed(company)

    def page(asked) -> Reply:
        away(url)
        return Reply(WEAKER)

    site.pages["/dpa"] = page
    with pytest.raises(StoreError):
        company.run(TUESDAY + 2 * DAY)
    with pytest.raises(StoreError):  # gone at the start, too
        company.run(TUESDAY + 2 * DAY)
    back(url)
    company.show(WEAKER)
    company.store.close()  # as after a restart, half an hour later: this very process held the lock
    company.store = open_store(
        url, company.folder / "blobs", now=lambda: datetime.now(UTC) + timedelta(minutes=31)
    )
    outcome = company.run(TUESDAY + 2 * DAY + HOUR)
    assert told(outcome) == [("mihon/dpa", "confirmed")]
    assert company.run(TUESDAY + 3 * DAY).report is None
    assert len(company.mails) == 2


def test_of_two_schedulers_started_at_once_one_runs_and_nothing_is_doubled(office: Office):
    office.xborder("run", "--all")
    shutil.rmtree(office.folder / "state")  # both will find that they have to catch up
    shutil.rmtree(office.folder / "reports", ignore_errors=True)
    office.edit("xborder.toml", "[fetch]", 'log = "json"\n[fetch]')
    command = [sys.executable, "-m", "xborder", "--config", str(office.settings), "serve"]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said: list[str] = []
    for served in both:  # each is told to stop once it has run, or was refused
        assert served.stderr is not None
        for line in served.stderr:
            said.append(line)
            if "The run ended" in line or "a run is in progress" in line:
                break
    for served in both:
        served.terminate()
        said.append(served.communicate(timeout=60)[1])
    assert [served.returncode for served in both] == [0, 0]
    state = office.folder / "state"
    with closing(open_store(f"sqlite:///{state / 'xborder.db'}", state / "blobs")) as store:
        assert len(store.reports()) == 1
        assert len([r for r in store.runs() if not r.interrupted and r.finished_at]) in (1, 2)
    is_sound(office)
