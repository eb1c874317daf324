"""Checks entries of one file against their shape, and collects what is wrong in words people can act on."""

import json
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from xborder.model import Problem, Severity
from xborder.registry.entries import Entry
from xborder.registry.tree import Location, Tree

E = TypeVar("E", bound=Entry)

ID_RULE = "lower-case letters, digits and hyphens, at most 64, the first a letter or digit"


class Desk:
    """One file under examination."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.problems: list[Problem] = list(tree.problems)

    @property
    def is_readable(self) -> bool:
        return not self.tree.problems

    def complain(self, location: Location, message: str, severity: Severity = Severity.ERROR) -> None:
        self.problems.append(self.tree.problem(location, message, severity=severity))

    def warn(self, location: Location, message: str) -> None:
        self.complain(location, message, Severity.WARNING)

    def entry(self, location: Location, shape: type[E]) -> E | None:
        """The entry at `location`, or None with its problems noted."""
        value = self.value(location)
        if not isinstance(value, dict):
            self.complain(location, _not_fields(value, shape))
            return None
        try:
            # As JSON, so that strict still reads lists as tuples and names as enum members.
            return shape.model_validate_json(json.dumps(value))
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                if detail["type"] == "too_short" and detail["input"]:
                    continue  # what is in it was told already: one by one
                place = (*location, *(step for step in detail["loc"] if step != "[key]"))
                self.complain(place, self._message(shape, detail, place))
            return None

    def value(self, location: Location) -> Any:
        """The value at `location`, None where the file has nothing of that shape."""
        inside: Any = self.tree.root
        for step in location:
            if isinstance(step, str):
                inside = inside.get(step) if isinstance(inside, dict) else None
            else:
                inside = inside[step] if isinstance(inside, list) else None
        return inside

    def places(self, *location: str | int) -> Iterator[Location]:
        """The locations of the members of the list at `location`, which may be missing or no list."""
        members = self.value(location)
        return ((*location, place) for place in range(len(members) if isinstance(members, list) else 0))

    def texts(self, field: str, *location: str | int) -> list[str]:
        """What the members of a list give for `field`, broken members included."""
        values = (self.value((*place, field)) for place in self.places(*location))
        return [v for v in values if isinstance(v, str)]

    def _message(self, shape: type[BaseModel], detail: ErrorDetails, place: Location) -> str:
        seen = f"`{self.tree.spellings.get(place, '...')}`"
        match detail["type"]:
            case "missing":
                return "is missing. Add it to this entry"
            case "extra_forbidden":
                return _unknown_field(shape, detail["loc"])
            case "string_type" if detail["input"] is None:
                return "is empty. Give it a value, or delete the line"
            case "string_type":
                return f"should be text, but YAML reads {seen} as something else. Write it in quotes"
            case "bool_type" | "bool_parsing":
                return f"should be true or false, not {seen}. Write one of these two words"
            case "enum" | "literal_error":
                expected = str(detail["ctx"]["expected"])
                return (
                    f"{seen} is none of {expected}.{_meant(seen.strip('`'), expected.split(chr(39))[1::2])}"
                )
            case "string_pattern_mismatch" if "a-z" in str(detail["ctx"]["pattern"]):
                return f"{seen} is no id. Use {ID_RULE}"
            case "tuple_type":
                return "should be a list. Write it as [one, two], or one entry a line after a hyphen"
            case "model_type" | "dict_type":
                return "should be fields of its own, each as `name: value` on an indented line"
            case "too_short" | "string_too_short":
                return "is empty. Give it a value, or delete the line"
            case "value_error":
                return detail["msg"].removeprefix("Value error, ")
        return f"{detail['msg'].replace('Input', 'value').replace('String', 'text')}. Correct {seen}"


def _not_fields(value: Any, shape: type[BaseModel]) -> str:
    if value is None:
        return "is empty. Fill it in, or restore the last good version"
    return f"is no entry. Write its fields one a line, beginning with {next(iter(shape.model_fields))}: ..."


def _unknown_field(shape: type[BaseModel], loc: Sequence[str | int]) -> str:
    for step in loc[:-1]:
        inner = shape.model_fields[str(step)].annotation if str(step) in shape.model_fields else None
        shape = _shape_in(inner) or shape
    names = list(shape.model_fields)
    return f"is no field of this entry, which knows {', '.join(names)}.{_meant(str(loc[-1]), names)}"


def _shape_in(annotation: Any) -> type[BaseModel] | None:
    """The shape of an entry that may be missing, or of the members of a mapping or list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((shape for inner in get_args(annotation) if (shape := _shape_in(inner))), None)


def _meant(word: str, known: Sequence[str]) -> str:
    close = get_close_matches(word, known, n=1)
    return f" Did you mean '{close[0]}'?" if close else " Write one of them"
