"""The catalogues say the same things in both languages."""

import re
import string
from datetime import UTC, date, datetime
from importlib.resources import files
from itertools import chain

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from markupsafe import Markup

from xborder.model import (
    Action,
    Basis,
    CaseState,
    ChangeKind,
    ChangeStatus,
    Direction,
    Event,
    FactChange,
    Principle,
    Topic,
)
from xborder.report.words import LANGUAGES, Words


def catalogue(language: str) -> Catalog:
    with files("xborder.report").joinpath("locale", f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def values_of(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_say_the_same_keys_with_the_same_values() -> None:
    ja, en = ({str(m.id): str(m.string) for m in catalogue(name) if m.id} for name in LANGUAGES)
    assert ja.keys() == en.keys()
    assert all(ja.values()) and all(en.values())
    assert [key for key in ja if values_of(ja[key]) - {"count"} != values_of(en[key]) - {"count"}] == []


def test_every_key_is_used_and_every_used_key_is_there() -> None:
    room = files("xborder.report")
    code = "".join(
        path.read_text("utf-8")
        for path in chain(room.iterdir(), room.joinpath("templates").iterdir())
        if path.name.endswith((".py", ".html"))
    )
    literal = set(re.findall(r"\"([a-z_]+(?:\.[a-z_]+)*)\"", code))
    families = set(re.findall(r"\"([a-z_]+(?:\.[a-z_]+)*\.)(?:\"|\{)", code))
    for message in catalogue("ja"):
        key = str(message.id)
        if key:
            assert key in literal or any(key.startswith(family) for family in families), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_the_model_has_a_name(language: str) -> None:
    words = Words(language)
    families = {
        "action": Action,
        "basis": Basis,
        "case": CaseState,
        "change": ChangeKind,
        "status": ChangeStatus,
        "direction": Direction,
        "count": Event,
        "fact_change": FactChange,
        "fact": Principle,
        "topic": Topic,
    }
    for family, members in families.items():
        for member in members:
            assert words(f"{family}.{member.value}")


def test_a_key_nobody_wrote_raises() -> None:
    with pytest.raises(KeyError):
        Words("ja")("no.such.key")


def test_values_are_escaped_in_html_and_never_formatted_again() -> None:
    words = Words("en")
    assert words.markup("person.why", why="<b>{0.__class__}</b>") == Markup(
        "The automatic assessment cannot be relied on: &lt;b&gt;{0.__class__}&lt;/b&gt;"
    )


def test_times_are_shown_in_japan_with_the_day_of_the_week() -> None:
    evening = datetime(2026, 11, 21, 21, 35, tzinfo=UTC)
    assert Words("ja").moment(evening) == "2026年11月22日（日）6:35 JST"
    assert Words("en").moment(evening) == "Sunday, 22 November 2026, 06:35 JST"
    assert Words("ja").day(date(2027, 1, 1)) == "2027年1月1日（金）"


@pytest.mark.parametrize(
    ("language", "overstated"),
    [
        ("ja", ("新設", "制定", "改正", "廃止")),
        ("en", ("introduced", "enacted", "amended", "repealed", "abolished")),
    ],
)
def test_a_report_that_lists_a_law_does_not_say_when_it_was_made(
    language: str, overstated: tuple[str, ...]
) -> None:
    """All that is known is that the report of the PPC says it newly, otherwise, or no longer."""
    words = Words(language)
    said = [words(f"fact_change.{change.value}") for change in FactChange]
    assert [text for text in said for word in overstated if word in text] == []
