"""The shipped weights fit the code, and stay small."""

import subprocess
import sys
from importlib.resources import files

from xborder.assess.terms.model import SUBSTANCE, shipped
from xborder.assess.terms.signs import CONCEPTS, TOPICS


def test_weights_name_only_concepts_that_exist():
    known = {f"{topic}: {concept.name}" for topic, concept in CONCEPTS}
    named = {
        name.partition(" ")[2]
        for name in shipped().own
        if name.partition(" ")[0] in ("touched", "near", "above")
    }
    assert named - known == set()
    assert len(named) > 0.8 * len(known)


def test_every_topic_has_its_weights_and_thresholds():
    model = shipped()
    assert len(model.final) == SUBSTANCE == len(TOPICS)
    assert all(len(row) == SUBSTANCE + 1 for row in model.own.values())
    assert {len(row) for row in model.final} == {len(model.final[0])}
    assert all(0 < model.limit(topic) < 1 for topic in TOPICS)


def test_weights_are_small_on_disk():
    assert len((files("xborder.assess.terms") / "weights.json").read_bytes()) < 1_000_000


def test_judging_needs_no_learning_library():
    code = (
        "import sys; from xborder.assess.terms.model import shipped; shipped();"
        "sys.exit(any(m in sys.modules for m in ('sklearn', 'numpy', 'scipy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
