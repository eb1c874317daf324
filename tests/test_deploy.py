"""What is shipped for administrators: units that shut xborder in, and a recipe for a container."""

import configparser
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from xborder.cli import decide, documents, examine, operate

TOP = Path(__file__).parents[1]
DEPLOY = TOP / "deploy"
UNITS = ("xborder.service", "xborder-serve.service")
COMMANDS = {command.__name__ for room in (operate, decide, examine, documents) for command in room.COMMANDS}
MOST_EXPOSED = 1.8  # of 10, as `systemd-analyze security` counts; half of it is the network itself


def unit(name: str) -> dict[str, list[str]]:
    """All settings of a unit; one may stand there more than once."""
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / name).read_text(encoding="utf-8").splitlines():
        key, separator, value = line.partition("=")
        if separator and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_calls_a_command_that_exists_as_a_user_without_rights(name: str):
    settings = unit(name)
    (start,) = settings["ExecStart"]
    assert start.split()[-1] in COMMANDS
    assert settings["User"] == ["xborder"]
    assert settings["CapabilityBoundingSet"] == [""]


def test_both_units_shut_xborder_in_the_same_way():
    shut_in = [
        {
            key: value
            for key, value in unit(name).items()
            if not key.startswith(("Exec", "Timeout", "Restart"))
        }
        for name in UNITS
    ]
    for settings in shut_in:
        for key in ("Description", "Conflicts", "Type", "SuccessExitStatus", "WantedBy"):
            settings.pop(key, None)
    restarts = [
        {key: value for key, value in unit(name).items() if key.startswith("Restrict")} for name in UNITS
    ]
    assert shut_in[0] == shut_in[1]
    assert restarts[0] == restarts[1]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
@pytest.mark.parametrize("name", UNITS)
def test_a_unit_leaves_little_exposed(name: str, tmp_path: Path):
    command = ["systemd-analyze", "security", "--offline=true", str(DEPLOY / name)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    exposure = re.search(r"exposure level for \S+: ([\d.]+)", said.stdout)
    if exposure is None:
        pytest.skip(f"systemd-analyze does not work here: {said.stderr}")
    assert float(exposure[1]) <= MOST_EXPOSED
    for part in (name, "xborder.timer"):
        text = (DEPLOY / part).read_text(encoding="utf-8")
        (tmp_path / part).write_text(text.replace("/opt/xborder/.venv/bin/xborder", "/bin/true"))
    checked = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / name)], capture_output=True, text=True, check=False
    )
    assert "Unknown" not in checked.stderr, checked.stderr


def test_the_timer_fires_when_the_office_reads_its_mail():
    parser = configparser.ConfigParser()
    parser.read(DEPLOY / "xborder.timer")
    assert parser["Timer"]["OnCalendar"] == "*-*-* 06:30:00 Asia/Tokyo"
    assert parser["Timer"]["Persistent"] == "true"


@pytest.fixture(scope="module")
def recipe() -> list[Any]:
    dockerfile = pytest.importorskip("dockerfile", reason="needs the package dockerfile")
    return list(dockerfile.parse_file(str(DEPLOY / "Containerfile")))


def last_stage(recipe: list[Any]) -> list[Any]:
    start = max(n for n, step in enumerate(recipe) if step.cmd == "FROM")
    return recipe[start:]


def of(steps: list[Any], command: str) -> list[Any]:
    return [step for step in steps if step.cmd == command]


def test_everything_the_recipe_copies_is_in_the_project_and_not_ignored(recipe: list[Any]):
    ignore = (DEPLOY / "Containerfile.dockerignore").read_text(encoding="utf-8").split()
    sources = [path for step in of(recipe, "COPY") if not step.flags for path in step.value[:-1]]
    assert sources
    assert [path for path in sources if not (TOP / path).exists()] == []
    assert [path for path in sources if f"!{path}" not in ignore] == []


def test_nothing_unlocked_gets_into_the_image(recipe: list[Any]):
    installs = [step.value for step in of(recipe, "RUN") if "pip" in step.value]
    assert all("--require-hashes" in words or "--no-deps" in words for words in installs)
    assert len(installs) == 2
    assert of(recipe, "ADD") == []
    base = of(recipe, "ARG")[0].value[0]
    assert re.search(r":\d+\.\d+", base), "a base without a version changes under our feet"
    assert all(step.json for step in of(recipe, "RUN")), "a shell would read what is a list of words"


def test_the_container_runs_the_command_without_rights_and_without_writing_to_its_root(recipe: list[Any]):
    steps = last_stage(recipe)
    (user,), (entry,), (command,), (volume,) = (
        of(steps, name) for name in ("USER", "ENTRYPOINT", "CMD", "VOLUME")
    )
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert user.value[0].split(":")[0].isdigit()
    assert int(user.value[0].split(":")[0]) > 0
    assert entry.json
    assert entry.value[0] in project["scripts"]
    assert command.value[0] in COMMANDS
    assert volume.value == ("/var/lib/xborder",)
    assert "PYTHONDONTWRITEBYTECODE" in of(steps, "ENV")[0].value
    assert recipe.index(user) > max(recipe.index(step) for step in of(steps, "RUN"))
