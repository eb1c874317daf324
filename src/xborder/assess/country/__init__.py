"""Two states of a country report -> what changed, fact by fact."""

from xborder.assess.country.compare import compare
from xborder.assess.country.schema import to_json

__all__ = ["compare", "to_json"]
