"""The `disclosure` section of policy.yaml: what the company says in its own words."""

from pathlib import Path

from xborder.errors import ConfigurationError
from xborder.model import Text
from xborder.model.disclosure import OfContractor, Statements
from xborder.registry.desk import Desk
from xborder.registry.entries import DisclosureEntry, OfContractorEntry, PolicyFile, TextEntry
from xborder.registry.tree import read_tree


def load_statements(folder: Path) -> Statements:
    """Raises ConfigurationError: a document with half of the items would look complete."""
    path = folder / "policy.yaml"
    desk = Desk(read_tree(path))
    file = desk.entry((), PolicyFile) if desk.is_readable else None
    if file is None:
        raise ConfigurationError(
            str(path), why="; ".join(map(str, desk.problems)), fix="Correct it, then run xborder check"
        )
    if file.disclosure is None:
        raise ConfigurationError(
            f"{path}: disclosure",
            why="the section is missing, so nobody has said what the company does",
            fix="Write it as docs/reviewers/disclosure.md shows",
        )
    return _statements(file.disclosure)


def _statements(entry: DisclosureEntry) -> Statements:
    texts = {name: value for name, value in entry if isinstance(value, TextEntry)}
    return Statements(
        **{name: _text(text) for name, text in texts.items()},
        domestic=tuple(_text(text) for text in entry.domestic),
        contractors={name: _of_contractor(own) for name, own in entry.contractors.items()},
        systems={code: _text(text) for code, text in entry.systems.items()},
    )


def _of_contractor(entry: OfContractorEntry) -> OfContractor:
    return OfContractor(**{name: _text(text) for name, text in entry if text is not None})


def _text(entry: TextEntry) -> Text:
    return Text(ja=entry.ja, en=entry.en)
