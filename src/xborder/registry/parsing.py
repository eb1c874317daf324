"""YAML 1.2 text as events, of libyaml or of ruamel.yaml: two parsers, one meaning.

libyaml is thirty times as fast, but knows YAML 1.1. It is asked only for text that both are known to read
alike, and believed only as long as nothing is wrong: what is odd is ruamel's to read, and so is what is
wrong, which makes its words the only ones that people are told. Without libyaml all is ruamel's. Tests hold
the two side by side. The events of both have the same names and attributes.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xborder.model.registry import WHOLE_FILE

try:
    from yaml import YAMLError
    from yaml._yaml import CParser
except ImportError:  # as where PyYAML was built without libyaml
    CParser = None

if TYPE_CHECKING:  # loaded when something is odd or wrong
    from ruamel.yaml.error import MarkedYAMLError

CHECK = "Check quotes, colons and indents around this line"

_ODD = re.compile(
    r"""[^\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]
    |\r(?!\n)
    |[^\n]\Z
    |^\.\.\.                           # the end of a document
    |^(?:---)?[ ]*[|>]                # a text block that is no value of a name or item on its line
    |[|>][-+0-9]*\#                   # ... with a comment too near
    |[|>][-+0-9]*[ ]*(?:[ ]\#.*)?\r?\n(?:[ ]*\r?\n)*?[ ]+\r?\n       # ... which begins with spaces
    |(?:^|[-?:,\[{])[ ]*\?(?:[ \r\n]|$)  # ? name
    |["']:[^ \r\n]                    # "name":value
    """,
    re.MULTILINE | re.VERBOSE,
)


class RefusedError(Exception):
    """The whole file cannot be used."""

    def __init__(self, message: str, line: int = 1, field: str = WHOLE_FILE) -> None:
        super().__init__(message)
        self.message, self.line, self.field = message, line, field


def events_of_libyaml(text: str) -> Iterator[Any] | None:
    """None where the events might differ from those of ruamel."""
    return None if CParser is None or _ODD.search(text) else _without_reasons(text)


def _without_reasons(text: str) -> Iterator[Any]:
    try:
        yield from iter(CParser(text).get_event, None)
    except (YAMLError, ValueError) as error:
        raise RefusedError("libyaml refuses it") from error


def events(text: str) -> Iterator[Any]:
    """What stands in the text; RefusedError says in words people can act on what does not belong there."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise RefusedError("holds a control character. Delete it", line) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise RefusedError(f"is not YAML 1.2: {_why(error)}", mark.line + 1 if mark else 1) from error
    except (YAMLError, ValueError) as error:
        why = str(error).splitlines()[0]
        raise RefusedError(f"is not YAML 1.2: {why}. Restore the last good file") from error


def _why(error: "MarkedYAMLError") -> str:
    problem = (error.problem or error.context or "it cannot be parsed").strip()
    if "\\t" in problem:
        return "a tab stands where an indent is expected. Indent with spaces"
    return f"{problem}. {CHECK}"
