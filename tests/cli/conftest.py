"""The command, as people type it, in a folder of its own."""

import shutil
import sys
from pathlib import Path

import pytest
from papers_desk import Command, fill

from xborder.cli import main


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    fill(folder)
    return folder


@pytest.fixture
def xborder(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """The command in a copy of the filled folder: exit code, stdout, stderr."""
    for name in ("data", "state"):
        shutil.copytree(filled / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["xborder", *arguments])
        try:
            main()
            code: object = 0
        except SystemExit as ended:
            code = ended.code or 0
        said = capsys.readouterr()
        assert isinstance(code, int)
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return call
