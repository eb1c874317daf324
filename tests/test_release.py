"""A release can be built again, bit for bit, and holds what the program needs."""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
TREE = (
    "src",
    "data",
    "docs",
    "deploy",
    "pyproject.toml",
    "README.md",
    "README.ja.md",
    "LICENSE",
    "requirements.lock",
)


def build(folder: Path) -> dict[str, bytes]:
    """Wheel and source archive of a copy of the project, by name."""
    for name in TREE:
        source = TOP / name
        ignored = shutil.ignore_patterns("__pycache__")
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=ignored)
        else:
            shutil.copy(source, folder / name)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", "dist"],
        cwd=folder,
        check=True,
        capture_output=True,
        env={"SOURCE_DATE_EPOCH": "1763769600", "PATH": "/usr/bin:/bin"},
    )
    return {path.name: path.read_bytes() for path in (folder / "dist").iterdir()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    pytest.importorskip("hatchling", reason="needs the build backend")
    return [build(tmp_path_factory.mktemp(name)) for name in ("one", "another-place")]


def test_two_builds_of_one_source_are_the_same_bytes(built: list[dict[str, bytes]]):
    digests = [{name: hashlib.sha256(body).hexdigest() for name, body in made.items()} for made in built]
    assert digests[0] == digests[1]
    assert sorted(name.rpartition(".")[2] for name in digests[0]) == ["gz", "whl"]


def test_the_wheel_holds_all_that_is_read_at_run_time(built: list[dict[str, bytes]], tmp_path: Path):
    (name,) = (name for name in built[0] if name.endswith(".whl"))
    (tmp_path / name).write_bytes(built[0][name])
    with zipfile.ZipFile(tmp_path / name) as wheel:
        held = set(wheel.namelist())
    package = TOP / "src" / "xborder"
    needed = {
        path.relative_to(TOP / "src").as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert needed - held == set()


def test_the_source_archive_has_no_links_and_leads_nowhere(built: list[dict[str, bytes]], tmp_path: Path):
    (name,) = (name for name in built[0] if name.endswith(".tar.gz"))
    (tmp_path / name).write_bytes(built[0][name])
    with tarfile.open(tmp_path / name) as archive:
        members = archive.getmembers()
    assert all(m.isfile() or m.isdir() for m in members)
    assert {m.name.split("/")[0] for m in members} == {name.removesuffix(".tar.gz")}
    assert not any(".." in m.name.split("/") for m in members)
