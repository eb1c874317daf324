"""The numbers for monitoring: what they say, and where they go."""

import stat
import threading
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from xborder.errors import ConfigurationError, StoreError
from xborder.metrics import Attempt, Limited, Vitals, exposition, gather, listen, write_file
from xborder.model import Registry
from xborder.store import SqlStore, open_store

NOW = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
VITALS = Vitals(
    run_finished_at=NOW,
    run_events={"change": 2, "unchanged": 40},
    documents={"ok": 41, "gone": 1, "never_checked": 3},
    oldest_good_at=NOW - timedelta(days=20),
    problems={"warning": 1},
    cases={("suspend", "suspension_recommended"): 1, ("confirm", "open"): 2},
    cases_overdue=1,
    mails_waiting=1,
    mails_oldest_at=NOW - timedelta(hours=5),
    stored={"blobs": (10, 12345)},
    free={"blobs": 2**30},
)


def numbers(path: Path) -> dict[str, float]:
    """Each sample as `name{label=value}`."""
    families = text_string_to_metric_families(path.read_text(encoding="utf-8"))
    return {
        s.name + "".join(f"[{v}]" for v in s.labels.values()): s.value for f in families for s in f.samples
    }


def written(tmp_path: Path, vitals=lambda: VITALS, attempt=lambda: None) -> dict[str, float]:
    write_file(tmp_path / "xborder.prom", exposition("1.0", vitals, attempt))
    return numbers(tmp_path / "xborder.prom")


def test_everything_an_administrator_needs_has_a_number(tmp_path: Path):
    found = written(tmp_path)
    expected = {
        "xborder_build_info[1.0]": 1,
        "xborder_store_up": 1,
        "xborder_last_success_timestamp_seconds": NOW.timestamp(),
        "xborder_run_documents[change]": 2,
        "xborder_documents[gone]": 1,
        "xborder_documents[never_checked]": 3,
        "xborder_oldest_good_look_timestamp_seconds": (NOW - timedelta(days=20)).timestamp(),
        "xborder_registry_problems[error]": 0,
        "xborder_registry_problems[warning]": 1,
        "xborder_open_cases[suspend][suspension_recommended]": 1,
        "xborder_overdue_cases": 1,
        "xborder_outbox_pending": 1,
        "xborder_outbox_oldest_timestamp_seconds": (NOW - timedelta(hours=5)).timestamp(),
        "xborder_stored_bytes[blobs]": 12345,
        "xborder_free_bytes[blobs]": 2**30,
        "xborder_run_held": 0,
    }
    assert {name: found.get(name) for name in expected} == expected


def test_an_attempt_that_failed_is_told_even_without_the_records(tmp_path: Path):
    def gone() -> Vitals:
        raise StoreError("database", why="gone", fix="bring it back")

    found = written(tmp_path, gone, lambda: Attempt(started_at=NOW, seconds=1.5, result="failed"))
    assert found["xborder_store_up"] == 0
    assert found["xborder_attempt_result[failed]"] == 1
    assert found["xborder_attempt_result[done]"] == 0
    assert found["xborder_attempt_duration_seconds"] == 1.5


def test_every_number_is_documented(tmp_path: Path):
    page = (Path(__file__).parents[2] / "docs" / "operators" / "monitoring.md").read_text(encoding="utf-8")
    attempt = Attempt(started_at=NOW, seconds=1.5, result="done")
    names = {name.partition("[")[0] for name in written(tmp_path, attempt=lambda: attempt)}
    assert [name for name in sorted(names) if f"`{name}" not in page] == []


def test_the_file_is_whole_at_every_moment_and_others_may_read_it(tmp_path: Path):
    path = tmp_path / "collector" / "xborder.prom"
    registry = exposition("1.0", lambda: VITALS, lambda: None)
    write_file(path, registry)
    whole = path.read_bytes()
    stop, torn = threading.Event(), []

    def watch() -> None:
        while not stop.is_set():
            if path.read_bytes() != whole:
                torn.append(path.read_bytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    for _ in range(200):
        write_file(path, registry)
    stop.set()
    watcher.join()
    assert torn == []
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [p.name for p in path.parent.iterdir()] == ["xborder.prom"]


def test_a_file_that_cannot_be_written_says_so(tmp_path: Path):
    (tmp_path / "collector").write_text("a file")
    with pytest.raises(StoreError, match="textfile"):
        write_file(tmp_path / "collector" / "xborder.prom", exposition("1.0", lambda: VITALS, lambda: None))


def test_an_address_answers_while_it_is_wanted_and_only_with_numbers():
    with listen("127.0.0.1", 0, exposition("1.0", lambda: VITALS, lambda: None)) as port:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            assert b"xborder_overdue_cases 1.0" in answer.read()
        request = urllib.request.Request(f"http://127.0.0.1:{port}/metrics", data=b"x", method="POST")
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(request)
        with (
            pytest.raises(ConfigurationError, match="listen"),
            listen("127.0.0.1", port, exposition("1.0", lambda: VITALS, lambda: None)),
        ):
            pass
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=2)


def test_scrapes_gather_once_until_something_happened():
    gathered = []
    limited = Limited(lambda: gathered.append(1) or VITALS)
    assert limited() is limited()
    limited.forget()
    limited()
    assert len(gathered) == 2


@pytest.fixture
def store(tmp_path: Path):
    opened = open_store(f"sqlite:///{tmp_path / 'xborder.db'}", tmp_path / "blobs")
    yield opened
    opened.close()


def test_an_empty_store_has_numbers_too(store: SqlStore, tmp_path: Path):
    store.blobs.put(b"bytes")
    places = {"blobs": tmp_path / "blobs", "database": tmp_path / "xborder.db", "reports": tmp_path / "none"}
    found = gather(store, Registry(contractors=(), countries=()), places, now=NOW)
    assert (found.run_finished_at, found.mails_waiting, found.cases) == (None, 0, {})
    assert found.stored["blobs"][0] == 1
    assert found.stored["database"][1] > 0
    assert found.stored["reports"] == (0, 0)
    assert min(found.free.values()) > 0
