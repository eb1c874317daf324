"""What YAML 1.2 takes a word without quotes for, whichever parser read it."""

import math
import re
from typing import Any

_FIRST = frozenset("-+.0123456789~<=tTfFnN")
_KINDS = re.compile(
    r"""(?P<bool>true|True|TRUE|false|False|FALSE)
    |(?P<float>[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?
        |[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+
        |[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?
        |[-+]?\.(?:inf|Inf|INF)
        |\.(?:nan|NaN|NAN))
    |(?P<int>[-+]?(?:0b[01_]+|0o?[0-7_]+|[0-9_]+|0x[0-9a-fA-F_]+))
    |(?P<merge><<)
    |(?P<null>~|null|Null|NULL|)
    |(?P<timestamp>[0-9]{4}-[0-9]{2}-[0-9]{2}
        |[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?
            (?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)
    |(?P<value>=)""",
    re.VERBOSE,
)


def kind_of(word: str) -> str:
    """The last part of the tag that ruamel gives to the word."""
    if word and word[0] not in _FIRST:
        return "str"
    found = _KINDS.fullmatch(word)
    return found.lastgroup or "str" if found else "str"


def number(word: str) -> Any:
    """As Python reads it: neither octal nor in sixties. What it does not read is no number of ours."""
    for kind in (int, float):
        try:
            value = kind(word)
        except ValueError:
            continue
        return value if math.isfinite(value) else {"number": word}
    return {"number": word}
