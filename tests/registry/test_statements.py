"""The `disclosure` section of policy.yaml."""

from pathlib import Path

import pytest

from xborder.errors import ConfigurationError
from xborder.registry import load_statements

SHIPPED = (Path(__file__).parents[2] / "data" / "policy.yaml").read_text(encoding="utf-8")
OWN = "  contractors:\n    zoom:\n      measures: {ja: 独自の措置, en: measures of its own}\n"
SYSTEMS = "  systems:\n    US: {ja: 架空法：概要, en: a law}\n"


def load(folder: Path, more: str = ""):
    (folder / "policy.yaml").write_text(SHIPPED.rstrip("\n") + "\n" + more, encoding="utf-8")
    return load_statements(folder)


def test_outlines_of_contractors_and_countries_may_be_left_out(tmp_path: Path) -> None:
    said = load(tmp_path)
    assert (said.contractors, said.systems) == ({}, {})
    assert said.measures_of("zoom") == said.measures


def test_an_outline_of_one_contractor_goes_before_that_of_all(tmp_path: Path) -> None:
    said = load(tmp_path, OWN + SYSTEMS)
    assert said.measures_of("zoom").en == "measures of its own"
    assert said.establishment_of("zoom") == said.establishment
    assert said.measures_of("meta") == said.measures
    assert said.systems["US"].ja == "架空法：概要"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (OWN.replace("measures:", "mesures:"), "which knows establishment, measures"),
        (OWN.replace(", en: measures of its own", ""), "disclosure.contractors.zoom.measures.en"),
        (OWN.replace("zoom", "Zoom Inc"), "is no id"),
        (SYSTEMS.replace("US", "USA"), "country code"),
    ],
    ids=["unknown field", "one language", "no id", "no country"],
)
def test_a_mistake_in_an_outline_is_told_with_its_place(tmp_path: Path, wrong: str, why: str) -> None:
    with pytest.raises(ConfigurationError) as told:
        load(tmp_path, wrong)
    assert why in str(told.value), str(told.value)
