"""What a file may be made of, below the level of fields."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from xborder.model import Severity
from xborder.registry import load_policy, load_registry
from xborder.registry.tree import MAX_BYTES

BASE = Path(__file__).parent / "base"
CONTRACTORS = (BASE / "contractors.yaml").read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in BASE.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "body",
    [b"\xef\xbb\xbf" + CONTRACTORS, CONTRACTORS.replace(b"\n", b"\r\n"), b"---\n" + CONTRACTORS + b"...\n"],
    ids=["byte order mark", "CRLF", "document markers"],
)
def test_marks_of_editors_do_no_harm(folder: Path, body: bytes) -> None:
    (folder / "contractors.yaml").write_bytes(body)
    registry = load_registry(folder)
    assert [c.id for c in registry.contractors] == ["acme"]
    assert registry.problems == ()


@pytest.mark.parametrize(
    ("body", "line", "why"),
    [
        (CONTRACTORS.replace(b"Acme, Inc.", "アクメ".encode("cp932")), 3, "is not UTF-8"),
        (CONTRACTORS.decode().encode("utf-16"), 1, "is not UTF-8"),
        (CONTRACTORS.replace(b"Acme, Inc.", b"Ac\x00me"), 3, "control character"),
        (CONTRACTORS.replace(b"Acme, Inc.", b'"\\ud800"'), 3, "lone surrogate"),
        (b"# " + b"x" * MAX_BYTES, 1, "larger than 5 MB"),
        (b"contractors: " + b"[" * 20_000, 1, "nested too deep"),
        (b"contractors: " + b"[" * 25 + b"]" * 25, 1, "nested too deep"),
        (b"a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ncontractors: [*c, *c]\n", 1, "anchor &a"),
        (b"contractors: *nowhere\n", 1, "is not YAML 1.2"),
        (b"? [a, b]\n: c\n", 1, "must be plain text"),
        (b"1: a\n", 1, "must be plain text"),
        (b"just words\n", 1, "is no entry"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_unusable_file_is_one_problem_and_the_countries_stay_watched(
    folder: Path, body: bytes, line: int, why: str
) -> None:
    (folder / "contractors.yaml").write_bytes(body)
    registry = load_registry(folder)
    errors = [p for p in registry.problems if p.severity is Severity.ERROR]
    assert [(p.file, p.line) for p in errors] == [("contractors.yaml", line)]
    assert why in errors[0].message
    assert registry.contractors == ()
    assert registry.country("US") is not None


def test_without_countries_the_contractors_stay_watched(folder: Path) -> None:
    (folder / "countries.yaml").unlink()
    registry = load_registry(folder)
    assert [c.id for c in registry.contractors] == ["acme"]
    assert [(p.file, p.line) for p in registry.problems] == [("countries.yaml", 1)]
    assert "cannot be read" in registry.problems[0].message


def test_without_a_policy_there_is_no_policy_and_the_registry_says_so(folder: Path) -> None:
    (folder / "policy.yaml").unlink()
    policy, problems = load_policy(folder)
    assert policy is None
    assert problems == load_registry(folder).problems
    assert [p.file for p in problems] == ["policy.yaml"]


def test_an_empty_folder_names_all_three_files(tmp_path: Path) -> None:
    registry = load_registry(tmp_path)
    assert sorted(p.file for p in registry.problems) == ["contractors.yaml", "countries.yaml", "policy.yaml"]
    assert registry.documents == ()


def test_a_link_out_of_the_data_folder_is_refused(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.pdf"
    outside.write_bytes(b"%PDF-1.7")
    (folder / "terms.pdf").symlink_to(outside)
    body = CONTRACTORS.replace(b"url: https://acme.example/terms", b"file: terms.pdf")
    (folder / "contractors.yaml").write_bytes(body)
    registry = load_registry(folder)
    (error,) = (p for p in registry.problems if p.severity is Severity.ERROR)
    assert "leads out of the data folder" in error.message
    assert registry.contractors[0].documents == ()


def test_a_file_inside_the_data_folder_is_a_source(folder: Path) -> None:
    (folder / "契約").mkdir()
    (folder / "契約" / "利用規約.pdf").write_bytes(b"%PDF-1.7")
    body = CONTRACTORS.replace(b"url: https://acme.example/terms", "file: 契約/利用規約.pdf".encode())
    (folder / "contractors.yaml").write_bytes(body)
    (source,) = load_registry(folder).contractors[0].documents[0].sources
    assert (source.id, source.url, source.file) == ("acme/terms", None, "契約/利用規約.pdf")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["contractors.yaml", "countries.yaml", "policy.yaml"]),
    at=st.floats(0, 1),
    length=st.integers(0, 40),
    junk=st.one_of(st.binary(max_size=30), st.text(max_size=30).map(lambda t: t.encode("utf-8", "replace"))),
)
def test_no_damage_to_a_file_makes_loading_raise(
    folder: Path, name: str, at: float, length: int, junk: bytes
) -> None:
    body = (BASE / name).read_bytes()
    start = int(at * len(body))
    (folder / name).write_bytes(body[:start] + junk + body[start + length :])
    registry = load_registry(folder)
    assert all(p.line >= 1 and p.message for p in registry.problems)
    shutil.copy(BASE / name, folder)


ODD = [None, True, 0, 1.5, "", [], {}, [[]], [{}], [None], {"id": {"x": []}}, 10**30, ["NO"], "2021-10-01"]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), name=st.sampled_from(["contractors.yaml", "countries.yaml", "policy.yaml"]))
def test_no_odd_value_in_any_place_makes_loading_raise(folder: Path, data: st.DataObject, name: str) -> None:
    root = YAML(typ="safe", pure=True).load(BASE / name)
    inside, step = data.draw(st.sampled_from(list(members(root))))
    inside[step] = data.draw(st.sampled_from(ODD))
    (folder / name).write_text(json.dumps(root), encoding="utf-8")
    registry = load_registry(folder)
    assert all(p.line >= 1 and p.message for p in registry.problems)
    shutil.copy(BASE / name, folder)


def members(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place inside `value`, as its holder and the step into it."""
    steps = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for step in steps:
        yield value, step
        yield from members(value[step])
