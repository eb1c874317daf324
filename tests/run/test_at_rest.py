"""Days on which nearly nothing changes, on realistic pages through the real command: nothing is said in error."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from company import PROJECT

SITE = PROJECT.parent / "shared" / "bench" / "site.py"
pytestmark = pytest.mark.skipif(not SITE.is_file(), reason=f"{SITE} is not part of the project")


@pytest.fixture
def rest(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PROJECT / "bench"))
    place = importlib.util.spec_from_file_location("rest", PROJECT / "bench" / "rest.py")
    assert place is not None
    assert place.loader is not None
    module = importlib.util.module_from_spec(place)
    monkeypatch.setitem(sys.modules, "rest", module)
    place.loader.exec_module(module)
    return module


@pytest.mark.timeout(600)
def test_every_edit_is_found_and_nothing_else_is_said(rest: ModuleType, tmp_path: Path) -> None:
    site = rest.build(tmp_path / "site", 60, "--change", "0.1", "--pdf", "0.02")
    with rest.trial(site, 60, latency=0) as made:
        costs = {"first": made.run(rest.FIRST), "unchanged": made.run(rest.UNCHANGED)}
        made.turn(2)
        costs |= {"revised": made.run(rest.REVISED), "confirming": made.run(rest.CONFIRMING)}
        runs = {name: json.loads(cost.output) for name, cost in costs.items()}
        wrong = list(rest.faults(made, runs))
        edits = sum(bool(page["change"]) for page in made.pages)
    assert wrong == []
    assert edits > 2
    assert runs["confirming"]["documents"] == edits
