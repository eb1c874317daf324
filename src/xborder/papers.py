"""Makes the documents: reads what registry and store hold, and hands it to the builders."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from xborder.documents.disclosure import Disclosure, disclose
from xborder.documents.facts import Facts
from xborder.documents.published import Discrepancy, check_published, published_text
from xborder.errors import ConfigurationError
from xborder.model import DocumentKind, Profile, Registry
from xborder.model.disclosure import Statements
from xborder.ports import Store


def gather(registry: Registry, statements: Statements, store: Store, *, company: str, now: datetime) -> Facts:
    """What the documents are made from. An empty store is a beginning, not a fault."""
    return Facts(
        registry=registry,
        statements=statements,
        as_of=now,
        company=company,
        cases=tuple(store.cases()),
        profiles=_profiles(registry, store),
    )


def disclosures(facts: Facts, languages: tuple[str, ...]) -> Mapping[str, Disclosure]:
    return {language: disclose(facts, language) for language in languages}


def check(file: Path, facts: Facts, language: str) -> tuple[Discrepancy, ...]:
    """Compare a published policy with the registry. Raises ConfigurationError for a file that is no text."""
    try:
        body = file.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            str(file), why=error.strerror or str(error), fix="Name a file that can be read"
        ) from error
    if body.startswith(b"%PDF-"):
        raise ConfigurationError(str(file), why="it is a PDF", fix="Save the page as HTML or text")
    return check_published(published_text(body, file.name), facts, language)


def _profiles(registry: Registry, store: Store) -> Mapping[str, Profile]:
    """The report of each country as people were last told of it."""
    states = store.document_states()
    found: dict[str, Profile] = {}
    for country in registry.countries:
        for document in country.documents:
            state = states.get(document.id)
            if document.kind is DocumentKind.COUNTRY_REPORT and state is not None and state.reported:
                profile = store.version(state.reported).page.profile
                if profile is not None:
                    found.setdefault(country.code, profile)
    return found
