"""data/*.yaml -> Registry and Policy, with every problem of all files at once, each at its line."""

from xborder.registry.loading import FILES, load_all, load_registry
from xborder.registry.policy import load_policy
from xborder.registry.statements import load_statements

__all__ = ["FILES", "load_all", "load_policy", "load_registry", "load_statements"]
