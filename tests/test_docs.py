"""What a user can set or call stands in the documents."""

from pathlib import Path

import pytest

from xborder.cli import decide, documents, examine, operate
from xborder.settings import (
    BrowserSettings,
    BucketSettings,
    FetchSettings,
    MetricsSettings,
    SecondOpinionSettings,
    Settings,
    SmtpSettings,
    WideSettings,
)

TOP = Path(__file__).parents[1]


@pytest.mark.parametrize(
    "section",
    [
        Settings,
        FetchSettings,
        BrowserSettings,
        SmtpSettings,
        SecondOpinionSettings,
        MetricsSettings,
        WideSettings,
        BucketSettings,
    ],
)
def test_every_setting_is_documented(section: type):
    text = (TOP / "docs/operators/settings.md").read_text(encoding="utf-8")
    names = set(section.model_fields) - {
        "fetch",
        "browser",
        "smtp",
        "second_opinion",
        "metrics",
        "wide",
        "bucket",
    }
    assert [name for name in sorted(names) if f"`{name}`" not in text] == []


@pytest.mark.parametrize(
    "command",
    [*operate.COMMANDS, *decide.COMMANDS, *examine.COMMANDS, *documents.COMMANDS],
    ids=lambda c: c.__name__,
)
def test_every_command_stands_in_the_readme(command):
    text = (TOP / "README.md").read_text(encoding="utf-8")
    assert f"xborder {command.__name__}" in text


def test_every_linked_file_exists():
    pages = [TOP / "README.md", TOP / "README.ja.md", *(TOP / "docs").rglob("*.md")]
    missing = [
        f"{page.name}: {target}"
        for page in pages
        for target in _links(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert missing == []


def _links(text: str) -> list[str]:
    parts = [part.partition(")")[0] for part in text.split("](")[1:]]
    return [p.partition("#")[0] for p in parts if p and not p.startswith(("http", "#", "mailto"))]


def test_no_path_of_a_machine_and_no_registry_stands_in_the_tree():
    hosts = ("py" + "pi.org", "files.python" + "hosted")
    found = [
        str(path)
        for path in (*TOP.glob("*.*"), *(TOP / "src").rglob("*.py"), *(TOP / "docs").rglob("*.md"))
        if path.is_file() and any(host in path.read_text(encoding="utf-8") for host in hosts)
    ]
    assert found == []
