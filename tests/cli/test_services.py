"""What a run is wired with, and what `xborder serve` goes by when it starts."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from xborder import bootstrap
from xborder.model import DocumentState, Event, Observation
from xborder.registry import load_registry
from xborder.settings import Settings
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
