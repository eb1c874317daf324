"""Every file in valid/ and invalid/ is one of the three files, beside the other two from base/.

Its comments say what is expected:  # file: NAME   # expect: LINE: FIELD: PART OF MESSAGE (errors)
# warn: ... (warnings)   # keep: ids of contractors and documents that stay watched.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from xborder.model import Problem, Severity
from xborder.registry import load_policy, load_registry

HERE = Path(__file__).parent
VALID = sorted((HERE / "valid").glob("*.yaml"))
INVALID = sorted((HERE / "invalid").glob("*.yaml"))


@pytest.fixture
def place(tmp_path: Path) -> Callable[[Path], Path]:
    def put(fixture: Path) -> Path:
        for file in (HERE / "base").glob("*.yaml"):
            shutil.copy(file, tmp_path)
        (name,) = re.findall(r"^# file: (\S+)", fixture.read_text(encoding="utf-8"), re.MULTILINE)
        shutil.copy(fixture, tmp_path / name)
        return tmp_path

    return put


def expected(fixture: Path, mark: str) -> list[tuple[int, str, str]]:
    text = fixture.read_text(encoding="utf-8")
    found = re.findall(rf"^# {mark}: (\d+): (\S+): (.+)$", text, re.MULTILINE)
    return [(int(line), field, part) for line, field, part in found]


def assert_same(problems: list[Problem], wanted: list[tuple[int, str, str]]) -> None:
    assert [(p.line, p.field) for p in problems] == [(line, field) for line, field, _ in sorted(wanted)]
    for problem, (_, _, part) in zip(problems, sorted(wanted), strict=True):
        assert part in problem.message


def of(problems: tuple[Problem, ...], severity: Severity) -> list[Problem]:
    return sorted((p for p in problems if p.severity is severity), key=lambda p: (p.line, p.field, p.message))


@pytest.mark.parametrize("fixture", VALID, ids=lambda p: p.stem)
def test_a_valid_file_loads_with_no_more_than_its_warnings(
    fixture: Path, place: Callable[[Path], Path]
) -> None:
    problems = load_registry(place(fixture)).problems
    assert of(problems, Severity.ERROR) == []
    assert_same(of(problems, Severity.WARNING), expected(fixture, "warn"))


@pytest.mark.parametrize("fixture", INVALID, ids=lambda p: p.stem)
def test_every_problem_of_an_invalid_file_is_found_at_its_line(
    fixture: Path, place: Callable[[Path], Path]
) -> None:
    folder = place(fixture)
    registry = load_registry(folder)
    assert_same(of(registry.problems, Severity.ERROR), expected(fixture, "expect"))
    is_policy = "# file: policy.yaml" in fixture.read_text(encoding="utf-8")
    assert (load_policy(folder)[0] is None) == is_policy


@pytest.mark.parametrize("fixture", INVALID, ids=lambda p: p.stem)
def test_what_is_not_broken_stays_watched(fixture: Path, place: Callable[[Path], Path]) -> None:
    registry = load_registry(place(fixture))
    kept = {c.id for c in registry.contractors} | {d.id for d in registry.documents}
    named = re.findall(r"^# keep: (.+)$", fixture.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(" ".join(named).split()) <= kept
    broken = {"../up", "a／b", "ａｃｍｅ", "country", "chile", "first", "second", "other"}
    assert not broken & kept


def test_a_report_is_on_the_country_or_on_the_part_it_names(place: Callable[[Path], Path]) -> None:
    country = load_registry(place(HERE / "valid" / "reports-on-parts.yaml")).country("US")
    assert country is not None
    reports = {part: [d.id for d in forms] for part, forms in country.reports.items()}
    assert reports == {"": ["country/US/html", "country/US/pdf"], "us-ca": ["country/US/california"]}
