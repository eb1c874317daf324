"""The measures that the company states, held against what the contractors' present texts say.

Basis   Enforcement Rules Art. 16(i): the contract ensures the measures; Art. 18(3)(ii): their outline is told
Finds   a measure that the statement names and no clause of the contractor's texts promises
Passes  a measure that the statement does not name

That no clause was found is not that there is none: an agreement of the company's own is not among the texts.
"""

from xborder.assess.terms.rules import RULES
from xborder.assess.terms.text import fold
from xborder.documents.facts import Facts
from xborder.model import MEASURES, Contractor, Text, Topic


def stated(statement: Text) -> tuple[Topic, ...]:
    """The measures a statement names, in either language: both are published, and say the same."""
    texts = [fold(text) for text in (statement.ja, statement.en)]
    return tuple(m for m in MEASURES if any(_is_named(m, text) for text in texts))


def unbacked(facts: Facts, contractor: Contractor) -> tuple[Topic, ...] | None:
    """The stated measures for which no clause was found. None: no text of the contractor was read."""
    found = (facts.promised or {}).get(contractor.id)
    if found is None:
        return None
    return tuple(m for m in stated(facts.statements.measures_of(contractor.id)) if m not in found)


def _is_named(measure: Topic, text: str) -> bool:
    concepts = (concept for rule in RULES if rule.topic is measure for concept in rule.concepts)
    return any(next(concept.find(text), None) for concept in concepts if concept.decisive)
