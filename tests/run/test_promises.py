"""Every promise names a test that exists."""

import re

from company import PROJECT


def test_every_promise_is_held_by_tests_that_exist():
    promises = (PROJECT / "docs" / "reviewers" / "promises.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", promises))
    sources = [path.read_text(encoding="utf-8") for path in (PROJECT / "tests").rglob("test_*.py")]
    defined = {
        name for source in sources for name in re.findall(r"^(?:async )?def (test_\w+)", source, re.MULTILINE)
    }
    assert len(named) > 50
    assert named - defined == set()
    rows = [line for line in promises.splitlines() if line.startswith("| ") and "---" not in line]
    assert [row for row in rows if "`test_" not in row and "held by" not in row] == []
