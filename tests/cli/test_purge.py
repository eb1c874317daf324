"""purge on the command line: shows first, takes away only when told to."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from xborder.cli import main
from xborder.registry import load_policy
from xborder.store import migrate

POLICY = Path(__file__).parents[2] / "data" / "policy.yaml"
Purge = Callable[..., tuple[int, str, str]]


@pytest.fixture
def purge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Purge:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "policy.yaml").write_text(POLICY.read_text(encoding="utf-8"), encoding="utf-8")
    migrate(f"sqlite:///{tmp_path / 'state' / 'xborder.db'}")

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["xborder", "purge", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        return (int(left.value.code or 0), *capsys.readouterr())

    return call


def test_it_shows_each_rule_and_how_much(purge: Purge) -> None:
    code, out, _ = purge()
    assert code == 0
    assert "mails_days: 1100: 0 would be taken away" in out and "unchanged_bytes_days: 400: 0" in out
    assert "taken away" in purge("--yes")[1]


def test_json_is_one_document(purge: Purge) -> None:
    told = json.loads(purge("--json")[1])
    assert [rule["rule"] for rule in told] == ["mails_days: 1100", "unchanged_bytes_days: 400"]


@pytest.mark.parametrize("days", ["3", "-1", "forever", "1e3"])
def test_a_period_that_is_none_is_refused_with_its_line(purge: Purge, days: str, tmp_path: Path) -> None:
    file = tmp_path / "data" / "policy.yaml"
    text = file.read_text(encoding="utf-8").replace("mails_days: 1100", f"mails_days: {days}")
    file.write_text(text, encoding="utf-8")
    code, _, err = purge("--yes")
    assert code == 2 and "policy.yaml" in err and "mails_days" in err
    line = 1 + text[: text.index("mails_days")].count("\n")
    assert line in [problem.line for problem in load_policy(tmp_path / "data")[1]]
