"""The labelled pairs and the excerpts of published reports, where they lie beside the project."""

import json
from pathlib import Path

import pytest
from test_ppc_layouts import folded

from xborder.assess.country import compare, to_json
from xborder.errors import ReadingError
from xborder.extract.ppc import read_profile
from xborder.model import LegalSystem, Profile, Provision

SHARED = Path(__file__).parents[4] / "shared"
PAIRS = SHARED / "benchmark" / "country-dev"
EXCERPTS = SHARED / "corpus" / "ppc"


def _labels() -> list[dict[str, object]]:
    file = PAIRS / "labels.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def _read(pair: str, side: str) -> Profile | None:
    path = next((PAIRS / pair).glob(f"{side}.*"))
    try:
        return read_profile(path.read_bytes(), "pdf" if path.suffix == ".pdf" else "html")
    except ReadingError:
        return None


@pytest.mark.skipif(not PAIRS.exists(), reason="the labelled pairs are not part of the project")
@pytest.mark.parametrize("label", _labels(), ids=lambda label: str(label["id"]))
def test_a_labelled_pair_gives_its_profiles_and_findings(label: dict[str, object]) -> None:
    old, new = _read(str(label["id"]), "old"), _read(str(label["id"]), "new")
    for side, profile in (("old_profile", old), ("new_profile", new)):
        # The label keeps radicals of the font; the reader gives the ideographs.
        assert (profile and folded(json.loads(json.dumps(to_json(profile))))) == folded(label[side])
    found = compare(old, new)
    wanted = label["findings"]
    assert isinstance(wanted, list)
    assert {(f.part, f.fact, f.change.value, frozenset(f.laws)) for f in found.findings} == {
        (f["part"], f["fact"], f["change"], frozenset(f["laws"])) for f in wanted
    }
    assert found.is_trigger == label["trigger"]
    assert not found.needs_person


@pytest.mark.skipif(not EXCERPTS.exists(), reason="the excerpts are not part of the project")
@pytest.mark.parametrize(
    ("name", "system", "laws", "first"),
    [
        ("thailand", LegalSystem.COMPREHENSIVE, 1, Provision.PROVIDED),
        ("arab", LegalSystem.NONE, 0, Provision.NOT_FOUND),
        ("australia", LegalSystem.COMPREHENSIVE, 2, Provision.PROVIDED),
        ("panama", LegalSystem.COMPREHENSIVE, 2, Provision.PROVIDED),
        ("vietnam", LegalSystem.SECTORAL, 2, None),
        ("costa_Rica", LegalSystem.COMPREHENSIVE, 2, None),
        ("hongkong.copy", LegalSystem.COMPREHENSIVE, 1, Provision.PROVIDED),
        ("america.copy", LegalSystem.SECTORAL, 3, Provision.PARTLY),
    ],
)
def test_an_excerpt_gives_what_it_shows_and_leaves_the_rest_unknown(
    name: str, system: LegalSystem, laws: int, first: Provision | None
) -> None:
    part = read_profile((EXCERPTS / f"{name}.txt").read_bytes(), "text").parts[0]
    assert part.system is system
    assert len(part.laws or ()) == laws
    assert part.oecd[0][1] is first
    if name == "thailand":
        assert part.data_localization == ()
        assert [law.name_ja for law in part.government_access or ()] == ["特別事件捜査法"]
    else:
        assert part.government_access is None
