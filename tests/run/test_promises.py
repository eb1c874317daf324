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
    assert [r for r in rows if "`test_" not in r and "held by" not in r and "Does not apply: " not in r] == []


ATTACKS, FAULTS = 13, 13  # items of the list that the page goes through, one by one


def test_every_attack_and_every_fault_has_its_test_or_a_reason():
    promises = (PROJECT / "docs" / "reviewers" / "promises.md").read_text(encoding="utf-8")
    rows = [row.split("|") for row in promises.splitlines() if re.match(r"\| [AF]\d+[a-z]? \|", row)]
    numbers = [row[1].strip() for row in rows]
    assert len(numbers) == len(set(numbers)) > 50
    for letter, last in (("A", ATTACKS), ("F", FAULTS)):
        items = {int(re.sub(r"\D", "", number)) for number in numbers if number.startswith(letter)}
        assert items == set(range(1, last + 1))
    unheld = [row[1].strip() for row in rows if "`test_" not in row[4] and "Does not apply: " not in row[4]]
    assert unheld == []
