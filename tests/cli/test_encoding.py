"""Where the output cannot hold Japanese letters, nothing fails and nothing is lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize("encoding", ["ascii", "cp932", "utf-8"])
def test_a_narrow_output_gets_the_numbers_of_the_letters(encoding: str, tmp_path: Path) -> None:
    for name, days in (("old", "30"), ("new", "60")):
        clause = (
            f"<p>Customer data is deleted within {days} days after the end of the contract. \U0001f600</p>"
        )
        (tmp_path / f"{name}.html").write_text(f"<main><h1>Terms</h1>{clause}</main>", encoding="utf-8")
    command = ["compare", str(tmp_path / "old.html"), str(tmp_path / "new.html"), "--as", "terms"]
    for options in ([], ["--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "xborder", *command, *options],
            cwd=PROJECT,
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        said = done.stdout.decode(encoding)
        assert said
    assert "\U0001f600" in json.loads(said)["changes"][0]["new"]
