"""A company's folder as an administrator has it, and the real command in a process of its own."""

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

SETTINGS = """
[fetch]
delay_seconds = 0
retries = 0
allowed_networks = ["127.0.0.0/8"]
"""
DOCUMENTS = '      - {id: dpa, kind: dpa, title: 契約, url: "SITE/dpa"}\n'


@dataclass(frozen=True)
class Ran:
    """What the command answered."""

    code: int
    stdout: str
    stderr: str


@dataclass
class Office:
    """A company's folder as an administrator has it."""

    folder: Path
    warm: "subprocess.Popen[str]"
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> Path:
        return self.folder / "xborder.toml"

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, name: str, text: str) -> None:
        with (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    def xborder(self, *arguments: str, **limits: int) -> Ran:
        """One command in a process of its own."""
        out, err = self.folder / "stdout", self.folder / "stderr"
        job = {
            "arguments": ["--config", str(self.settings), *arguments],
            "environment": self.environment,
            "stdout": str(out),
            "stderr": str(err),
            "limits": limits,
        }
        assert self.warm.stdin is not None
        assert self.warm.stdout is not None
        self.warm.stdin.write(json.dumps(job) + "\n")
        self.warm.stdin.flush()
        code = int(self.warm.stdout.readline())
        return Ran(code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))
