"""One YAML 1.2 file as plain values, with the line of each. Refuses what a registry never needs.

Anchors, tags, directives, several documents and duplicate keys are refused: each can make a file mean
something else than what its reader sees. `NO` is Norway, since YAML 1.2 knows no such boolean; whatever
YAML takes for a number, a truth value or a date stays one, so that the schema can ask for quotes.
"""

import math
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from xborder.model import Problem

MAX_BYTES = 5_000_000
MAX_DEPTH = 20
TAG = "tag:yaml.org,2002:"

Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The values of one file; the line and the spelling of each by its location."""

    file: str
    root: Any = None
    lines: dict[Location, int] = field(default_factory=dict)
    spellings: dict[Location, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def problem(self, location: Location, message: str, **severity: Any) -> Problem:
        line = self.lines.get(self._known(location), 1)
        return Problem(file=self.file, line=line, field=name_of(location), message=message, **severity)

    def _known(self, location: Location) -> Location:
        """The location, or the nearest thing around it that stands in the file."""
        while location and location not in self.lines:
            location = location[:-1]
        return location


def name_of(location: Location) -> str:
    """A location as people write it: contractors[2].documents[0].url."""
    name = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return name.removeprefix(".") or "(file)"


def read_tree(path: Path) -> Tree:
    """The file at `path`; never raises: what cannot be read is one problem."""
    try:
        text = _decode(_read_bytes(path))
        root = _compose(text)
        reading = _Reading()
        value = reading.value(root, ()) if root else None
    except _RefusedError as refusal:
        problem = Problem(file=path.name, line=refusal.line, field=refusal.field, message=refusal.message)
        return Tree(file=path.name, problems=(problem,))
    return Tree(file=path.name, root=value, lines=reading.lines, spellings=reading.spellings)


class _RefusedError(Exception):
    """The whole file cannot be used."""

    def __init__(self, message: str, line: int = 1, field: str = "(file)") -> None:
        super().__init__(message)
        self.message, self.line, self.field = message, line, field


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _RefusedError(
            f"cannot be read: {error.strerror}. Restore the file or its permissions"
        ) from error
    if len(body) > MAX_BYTES:
        raise _RefusedError(
            f"is larger than {MAX_BYTES // 1_000_000} MB: not a registry. Split or restore it"
        )
    return body


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise _RefusedError("is not UTF-8 text. Save it again with the encoding UTF-8", line) from error


def _compose(text: str) -> Node | None:
    try:
        for event in islice(YAML(typ="safe", pure=True).parse(text), 2):
            if getattr(event, "version", None) or getattr(event, "tags", None):
                raise _RefusedError(
                    "has a %YAML or %TAG directive, which changes its meaning. Delete the line"
                )
        return YAML(typ="safe", pure=True).compose(text)  # type: ignore[no-any-return]
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _RefusedError("holds a control character. Delete it", line) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _RefusedError(f"is not YAML 1.2: {_why(error)}", mark.line + 1 if mark else 1) from error
    except (YAMLError, ValueError, RecursionError) as error:
        why = "nested too deep" if isinstance(error, RecursionError) else str(error).splitlines()[0]
        raise _RefusedError(f"is not YAML 1.2: {why}. Restore the last good file") from error


def _why(error: MarkedYAMLError) -> str:
    problem = (error.problem or error.context or "it cannot be parsed").strip()
    if "\\t" in problem:
        return "a tab stands where an indent is expected. Indent with spaces"
    if "another document" in problem:
        return "it holds more than one document. Delete the second '---'"
    return f"{problem}. Check quotes, colons and indents around this line"


class _Reading:
    """Walks the nodes of one file. An anchor is met before its aliases, so nothing is ever expanded."""

    def __init__(self) -> None:
        self.lines: dict[Location, int] = {}
        self.spellings: dict[Location, str] = {}

    def value(self, node: Node, location: Location, line: int | None = None) -> Any:
        self.lines[location] = line or _line(node)
        if len(location) > MAX_DEPTH:
            raise _RefusedError("is nested too deep: no entry has so many levels", _line(node))
        if node.anchor:
            raise _refused(node, location, f"anchor &{node.anchor}: write the value out at each place")
        if isinstance(node, MappingNode) and node.tag == f"{TAG}map":
            return self._mapping(node, location)
        if isinstance(node, SequenceNode) and node.tag == f"{TAG}seq":
            return [self.value(item, (*location, place)) for place, item in enumerate(node.value)]
        if isinstance(node, ScalarNode):
            return self._scalar(node, location)
        raise _refused(node, location, f"tag {node.tag}: tags are not allowed. Delete it")

    def _mapping(self, node: MappingNode, location: Location) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in node.value:
            name = self._key(key, location)
            if name in values:
                raise _refused(key, (*location, name), "stands here twice: only one can hold. Delete one")
            values[name] = self.value(value, (*location, name), _line(key))
        return values

    def _key(self, key: Node, location: Location) -> str:
        if not isinstance(key, ScalarNode) or key.tag != f"{TAG}str" or key.anchor:
            raise _refused(key, location, "a name before a colon must be plain text. Write it in quotes")
        return str(key.value)

    def _scalar(self, node: ScalarNode, location: Location) -> Any:
        text = str(node.value)
        self.spellings[location] = text
        match str(node.tag).removeprefix(TAG):
            case "str":
                return _sound(text, node, location)
            case "null":
                return None
            case "bool":
                return text.lower() == "true"
            case "int" | "float":
                return _number(text)
            case "timestamp":
                return {"date": text}  # neither text nor number: the schema asks for quotes
        raise _refused(node, location, f"tag {node.tag}: tags are not allowed. Delete it")


def _sound(text: str, node: Node, location: Location) -> str:
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise _refused(node, location, "half of a character (a lone surrogate). Write the character itself")
    return text


def _number(text: str) -> Any:
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        return number if math.isfinite(number) else {"number": text}
    return {"number": text}


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _refused(node: Node, location: Location, message: str) -> _RefusedError:
    return _RefusedError(message, _line(node), name_of(location))
