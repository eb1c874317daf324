"""Two states of a country report, or of the list of reports -> what changed, fact by fact."""

from xborder.assess.country.compare import compare
from xborder.assess.country.index import compare_index, names_by_report, resolve
from xborder.assess.country.schema import to_json
from xborder.assess.country.twins import by_trust, crosscheck, held_against, may_list, united

__all__ = [
    "by_trust",
    "compare",
    "compare_index",
    "crosscheck",
    "held_against",
    "may_list",
    "names_by_report",
    "resolve",
    "to_json",
    "united",
]
