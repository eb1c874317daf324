"""What can be written in the three files is in the handbooks."""

import re
from pathlib import Path

import pytest

from xborder.model import Action, Basis, Direction, DocumentKind, FactChange, Topic
from xborder.registry import load_policy
from xborder.registry.entries import (
    ConditionEntry,
    ContractorEntry,
    CountryEntry,
    DocumentEntry,
    JurisdictionEntry,
    LimitsEntry,
    RuleEntry,
    TransferEntry,
)
from xborder.registry.policy import INDICATORS

ROOT = Path(__file__).parents[2]
REGISTRY = (ROOT / "docs" / "operators" / "registry.md").read_text(encoding="utf-8")
POLICY = (ROOT / "docs" / "reviewers" / "policy.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "shape", [ContractorEntry, TransferEntry, DocumentEntry, CountryEntry, JurisdictionEntry]
)
def test_every_field_of_the_registry_is_documented(shape: type) -> None:
    assert [name for name in shape.model_fields if not re.search(rf"\b{name}[`:]", REGISTRY)] == []


@pytest.mark.parametrize("values", [Basis, [k for k in DocumentKind if k != DocumentKind.COUNTRY_INDEX]])
def test_every_value_of_the_registry_is_documented(values: list[str]) -> None:
    assert [v for v in values if f"`{v}`" not in REGISTRY and v != DocumentKind.COUNTRY_REPORT] == []


@pytest.mark.parametrize("values", [Action, Topic, Direction, FactChange, INDICATORS])
def test_every_value_of_the_policy_is_documented(values: list[str]) -> None:
    assert [v for v in values if f"`{v}`" not in POLICY] == []


@pytest.mark.parametrize("shape", [RuleEntry, ConditionEntry, LimitsEntry])
def test_every_field_of_the_policy_is_documented(shape: type) -> None:
    assert [name for name in shape.model_fields if f"`{name}" not in POLICY] == []


def test_every_shipped_rule_stands_in_the_handbook_with_its_action() -> None:
    policy, _ = load_policy(ROOT / "data")
    assert policy is not None
    for rule in policy.rules:
        row = next(line for line in POLICY.splitlines() if line.startswith(f"| `{rule.id}` |"))
        assert f"`{rule.action}`" in row
        assert rule.deadline_days is None or str(rule.deadline_days) in row


def test_the_shipped_limits_are_the_ones_in_the_handbook() -> None:
    policy, _ = load_policy(ROOT / "data")
    assert policy is not None
    for name in LimitsEntry.model_fields:
        limit = getattr(policy, name)
        assert f"| `{name}` | {'' if limit is None else f'{limit} '}|" in POLICY
