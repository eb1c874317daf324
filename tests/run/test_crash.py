"""Killed at random moments of the whole run: nothing is lost, nothing doubled."""

import importlib.util
import os
import sys
from random import Random
from types import ModuleType

import pytest
from company import PROJECT

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes of POSIX")


@pytest.fixture
def crash() -> ModuleType:
    place = importlib.util.spec_from_file_location("crash", PROJECT / "bench" / "crash.py")
    assert place is not None
    assert place.loader is not None
    module = importlib.util.module_from_spec(place)
    sys.modules["crash"] = module
    place.loader.exec_module(module)
    return module


@pytest.mark.timeout(300)
def test_a_run_killed_at_any_moment_is_gone_on_with_by_the_next(crash: ModuleType):
    with crash.world() as made:
        result = crash.measure(made, kills=1, seed=20261122, day=(crash.run,))
    assert result["violations"] == []
    assert result["interrupted"] > 0


@pytest.mark.timeout(300)
def test_a_day_of_work_killed_at_any_command_is_gone_on_with(crash: ModuleType):
    with crash.world(cold=False) as made:
        trials = crash.Trials(made)
        trials.prepare(crash.DAY)
        trials.at_every_write(trials.stages[1], every=7)  # a decision, at one write of seven
        trials.at_every_write(trials.stages[-1], every=7)  # the purge
        trials.at_random(Random(20261122))
    assert trials.wrong == []
    assert trials.counts["killed_decide"] > 1
    assert trials.counts["killed_purge"] > 1
