"""One YAML 1.2 file as plain values, with the line of each. Refuses what a registry never needs.

Anchors, tags, directives, several documents and duplicate keys are refused: each can make a file mean
something else than what its reader sees. `NO` is Norway, since YAML 1.2 knows no such boolean; whatever
YAML takes for a number, a truth value or a date stays one, so that the schema can ask for quotes.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xborder.model import Problem
from xborder.model.registry import WHOLE_FILE
from xborder.registry.parsing import CHECK, RefusedError, events, events_of_libyaml
from xborder.registry.scalars import kind_of, number

MAX_BYTES = 5_000_000
MAX_DEPTH = 20

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
    return name.removeprefix(".") or WHOLE_FILE


def read_tree(path: Path) -> Tree:
    """The file at `path`; never raises: what cannot be read is one problem."""
    try:
        text = _decode(_read_bytes(path))
        reading = _compose(text)
    except RefusedError as refusal:
        problem = Problem(file=path.name, line=refusal.line, field=refusal.field, message=refusal.message)
        return Tree(file=path.name, problems=(problem,))
    return Tree(file=path.name, root=reading.root, lines=reading.lines, spellings=reading.spellings)


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise RefusedError(
            f"cannot be read: {error.strerror}. Restore the file or its permissions"
        ) from error
    if len(body) > MAX_BYTES:
        raise RefusedError(f"is larger than {MAX_BYTES // 1_000_000} MB: not a registry. Split or restore it")
    return body


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise RefusedError("is not UTF-8 text. Save it again with the encoding UTF-8", line) from error


def _compose(text: str) -> "_Reading":
    """By libyaml if nothing at all is wrong; else by ruamel, so that one parser says what is."""
    if (quick := events_of_libyaml(text)) is not None:
        with suppress(RefusedError):
            return _Reading(quick)
    return _Reading(events(text))


class _Reading:
    """The one document of a file. Anchors are refused, so nothing is ever expanded."""

    def __init__(self, events: Iterator[Any]) -> None:
        self.lines: dict[Location, int] = {}
        self.spellings: dict[Location, str] = {}
        self._events = events
        self.root = self._stream()

    def _stream(self) -> Any:
        next(self._events)  # it begins
        start = next(self._events)
        if _kind(start) == "StreamEndEvent":
            return None
        if start.version or start.tags:
            raise RefusedError("has a %YAML or %TAG directive, which changes its meaning. Delete the line")
        root = self._value(next(self._events), ())
        next(self._events)  # the document ends
        if _kind(after := next(self._events)) != "StreamEndEvent":
            why = "it holds more than one document. Delete the second '---'"
            raise RefusedError(f"is not YAML 1.2: {why}", _line(after))
        return root

    def _value(self, event: Any, location: Location, line: int | None = None) -> Any:
        self.lines[location] = line or _line(event)
        if len(location) > MAX_DEPTH:
            raise RefusedError("is nested too deep: no entry has so many levels", _line(event))
        kind = _kind(event)
        if kind == "AliasEvent":
            why = f"found undefined alias {event.anchor!r}"
            raise RefusedError(f"is not YAML 1.2: {why}. {CHECK}", _line(event))
        if event.anchor:
            raise _refused(event, location, f"anchor &{event.anchor}: write the value out at each place")
        if event.tag:
            raise _refused(event, location, f"tag {event.tag}: tags are not allowed. Delete it")
        if kind == "ScalarEvent":
            return self._scalar(event, location)
        return self._mapping(location) if kind == "MappingStartEvent" else self._sequence(location)

    def _sequence(self, location: Location) -> list[Any]:
        values: list[Any] = []
        while _kind(event := next(self._events)) != "SequenceEndEvent":
            values.append(self._value(event, (*location, len(values))))
        return values

    def _mapping(self, location: Location) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while _kind(key := next(self._events)) != "MappingEndEvent":
            name = _name(key, location)
            if name in values:
                raise _refused(key, (*location, name), "stands here twice: only one can hold. Delete one")
            values[name] = self._value(next(self._events), (*location, name), _line(key))
        return values

    def _scalar(self, event: Any, location: Location) -> Any:
        text = str(event.value)
        self.spellings[location] = text
        match _meaning(event):
            case "str":
                return _sound(text, event, location)
            case "null":
                return None
            case "bool":
                return text.lower() == "true"
            case "int" | "float":
                return number(text)
            case "timestamp":
                return {"date": text}  # neither text nor number: the schema asks for quotes
        raise _refused(event, location, f"{text} has a meaning of its own in YAML. Write it in quotes")


def _kind(event: Any) -> str:
    """Both parsers name them alike."""
    return type(event).__name__


def _meaning(scalar: Any) -> str:
    return kind_of(scalar.value) if scalar.implicit[0] else "str"


def _name(key: Any, location: Location) -> str:
    if _kind(key) != "ScalarEvent" or key.anchor or key.tag or _meaning(key) != "str":
        raise _refused(key, location, "a name before a colon must be plain text. Write it in quotes")
    return str(key.value)


def _sound(text: str, event: Any, location: Location) -> str:
    if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
        raise _refused(event, location, "half of a character (a lone surrogate). Write the character itself")
    return text


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _refused(event: Any, location: Location, message: str) -> RefusedError:
    return RefusedError(message, _line(event), name_of(location))
