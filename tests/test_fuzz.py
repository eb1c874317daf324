"""Every seed of the fuzzers, and every input that once broke a door, in seconds (fuzz/README.md)."""

import importlib.util
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parents[1] / "fuzz"
INPUTS = sorted(path for kind in ("corpus", "regressions") for path in FUZZ.glob(f"{kind}/*/*"))


@pytest.fixture(scope="module")
def targets():
    place = importlib.util.spec_from_file_location("targets", FUZZ / "targets.py")
    module = importlib.util.module_from_spec(place)
    sys.modules["targets"] = module
    place.loader.exec_module(module)
    return module.TARGETS


@pytest.mark.timeout(20)
@pytest.mark.parametrize("path", INPUTS, ids=lambda path: "/".join(path.parts[-3:]))
def test_no_input_breaks_a_door(targets, path: Path):
    targets[path.parent.name](path.read_bytes())


def test_every_door_has_seeds(targets):
    assert {path.name for path in (FUZZ / "corpus").iterdir()} == set(targets)
