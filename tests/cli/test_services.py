"""What a run is wired with, and what `xborder serve` goes by when it starts."""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hostile_site import HostileSite, Reply
from xborder import bootstrap
from xborder.errors import ConfigurationError, StoreError
from xborder.model import DocumentState, Event, Observation
from xborder.registry import load_registry
from xborder.settings import FetchSettings, Settings
from xborder.store import SqlStore

PROJECT = Path(__file__).parents[2]
MORNING = datetime(2026, 11, 21, 21, 30, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    shutil.copytree(PROJECT / "data", tmp_path / "data")
    return Settings(data=tmp_path / "data", state=tmp_path / "state", reports=tmp_path / "reports")


def look_at(store: SqlStore, names: list[str], at: datetime) -> None:
    with store.run(now=at, owner="test") as run:
        states = [DocumentState(document=name, checked_at=at) for name in names]
        store.record(
            run,
            [
                Observation(document=s.document, at=at, event=Event.UNCHANGED, captures=(), state=s)
                for s in states
            ],
        )
        store.finish_run(replace(run, finished_at=at))


def test_a_run_that_looked_at_some_documents_does_not_hide_that_the_others_wait(settings: Settings) -> None:
    names = [document.id for document in load_registry(settings.data).documents]
    with bootstrap.opened(settings) as store:
        look_at(store, names[1:], MORNING)
    assert bootstrap.all_looked_at(settings, MORNING) is None
    with bootstrap.opened(settings) as store:
        look_at(store, names, MORNING)
        look_at(store, names[:1], MORNING + timedelta(hours=20))
    assert bootstrap.all_looked_at(settings, MORNING + timedelta(days=1)) == MORNING


def test_looks_that_a_clock_running_ahead_dated_do_not_hide_that_all_wait(settings: Settings) -> None:
    names = [document.id for document in load_registry(settings.data).documents]
    with bootstrap.opened(settings) as store:
        look_at(store, names, MORNING + timedelta(days=3650))
    assert bootstrap.all_looked_at(settings, MORNING) is None


def test_the_lock_of_an_editor_beside_the_registry_does_not_stop_a_run(settings: Settings) -> None:
    (settings.data / ".#contractors.yaml").symlink_to("somebody@host.123")
    with bootstrap.services(settings) as services:
        assert set(services.files) == {"contractors.yaml", "countries.yaml", "policy.yaml"}


def test_a_file_that_cannot_be_opened_is_a_mistake_of_the_registry_and_ends_no_run(
    settings: Settings,
) -> None:
    (settings.data / "contractors.yaml").unlink()
    (settings.data / "contractors.yaml").mkdir()
    (settings.data / "notes.yaml").mkdir()
    with bootstrap.services(settings) as services:
        assert set(services.files) == {"countries.yaml", "policy.yaml"}
        assert [p.file for p in services.registry.problems if p.of_file] == ["contractors.yaml"]


def test_records_that_are_lost_beside_their_reports_are_not_begun_anew(settings: Settings) -> None:
    """The disk of the state is not mounted: the change made meanwhile would never be told."""
    (settings.reports / "2026-11-20").mkdir(parents=True)
    (settings.reports / "2026-11-20" / "report.json").touch()
    with pytest.raises(StoreError, match="records are missing, but") as caught, bootstrap.opened(settings):
        pass
    assert "state" in caught.value.fix
    assert not settings.state.exists()
    (settings.reports / "2026-11-20").rename(settings.reports / "old")
    with bootstrap.opened(settings):
        assert (settings.state / "xborder.db").exists()


def no_database(settings: Settings) -> None:
    settings.state.mkdir()
    (settings.state / "xborder.db").write_bytes(b"this is no database" * 100)


def no_policy(settings: Settings) -> None:
    (settings.data / "policy.yaml").write_text("rules: [", encoding="utf-8")


@pytest.mark.parametrize(
    ("broken", "error", "named"),
    [(no_database, StoreError, b"xborder.db"), (no_policy, ConfigurationError, b"policy.yaml")],
)
@pytest.mark.parametrize("in_a_loop", [False, True], ids=["run", "serve"])
def test_the_dead_man_switch_hears_of_a_run_that_could_not_begin(
    settings: Settings,
    broken: Callable[[Settings], None],
    error: type[Exception],
    named: bytes,
    in_a_loop: bool,
) -> None:
    def begin() -> None:
        with bootstrap.services(watched):
            pytest.fail("it began")

    async def served() -> None:
        begin()

    broken(settings)
    with HostileSite() as site:
        site.pages["/alive/fail"] = Reply(b"ok")
        fetch = FetchSettings(allowed_networks=("127.0.0.0/8",))
        watched = settings.model_copy(update={"ping_url": site.url("/alive"), "fetch": fetch})
        with pytest.raises(error):
            asyncio.run(served()) if in_a_loop else begin()
        (asked,) = site.asked
    assert asked.path == "/alive/fail" and named in asked.body


def test_a_switch_that_cannot_be_told_hides_no_error(settings: Settings, tmp_path: Path) -> None:
    no_database(settings)
    fetch = FetchSettings(ca_file=tmp_path / "none.pem")
    watched = settings.model_copy(update={"ping_url": "https://watcher.example/alive", "fetch": fetch})
    with pytest.raises(StoreError, match=r"xborder\.db"), bootstrap.services(watched):
        pytest.fail("it began")
