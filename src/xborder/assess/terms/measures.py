"""Which of the six equivalent measures the current text evidences, and with which sentence.

Basis   APPI Art. 28(1), Enforcement Rules Art. 16(i): the contract must ensure the measures; seed
        policy 4-1(2) names six of them. A measure is evidenced by a promise of the contractor, not by
        a mention.
Finds   "We process personal data only on your instructions"; 「第三者に提供いたしません」
Passes  duties of the user; "your data may be shared" (a mention of the topic, and no promise); that
        sub-processors are used, or may be at the contractor's discretion: the measure (Art. 25) is what binds
        them, or what the customer is told and may refuse
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from xborder.assess.terms.rules import RULES
from xborder.assess.terms.text import fold, sentences
from xborder.model import MEASURES, Page, Topic

_PROMISE = re.compile(
    r"\b(?:will|shall|must|commits?|ensures?|maintains?|undertakes?|(?:is|are) (?:required|obliged|bound)"
    r"|(?:processes|uses|protects|encrypts|trains|requires|limits|restricts|binds|keeps)\b(?! to\b)"
    r"|we (?:use|protect|train|require|limit|process|restrict|encrypt|implement|take|do)|do(?:es)? not"
    r"|never)\b"
    r"|(?:いた|し)ます|ものと(?:し|する)|(?:いた)?しません|行います|講じ|努め"
)
_OF_USER = re.compile(
    r"\b(?:you|users?|customers?|members?) (?:\w+ ){0,2}(?:may not|must|shall|agrees?|will|cannot|(?:are"
    r"|is) (?:solely )?"
    r"responsible|warrants?|represents?)\b|(?:利用者|ユーザー?|お客様|会員)は"
)
_REFUSAL = re.compile(r"\b(?:not|never|no)\b|n't\b|ません|ない")

# Where a topic may be touched by its opposite, these concepts alone are a measure.
_CONCEPTS: Mapping[Topic, tuple[str, ...]] = {
    Topic.PURPOSE_OF_USE: ("limits of use",),
    Topic.SUBCONTRACTORS: ("sub-processors", "service providers"),  # staff are "bound", too
    Topic.THIRD_PARTY_PROVISION: ("sharing data",),
}
_BINDS = re.compile(
    r"\b(?:written|agreements?|contracts?|contractual\w*|same|equivalent|no less|obligat\w+|notif\w+|notices?"
    r"|consents?|authoriz\w+|authoris\w+|approv\w+|object\w*|liab\w+|responsib\w+|diligence|ensures?|requires?"
    r"|required|bound|binds?|imposes?|only|never|not)\b|契約|同等|義務|通知|同意|責任|監督|承諾|承認|限|せん"
)
"""What a sentence on sub-processors must say beside that there are some."""
_REFUSED = (Topic.THIRD_PARTY_PROVISION, Topic.IMPROPER_USE)  # measures that promise not to do something


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence that promises a measure."""

    measure: Topic
    quote: str  # verbatim
    place: str  # heading path
    number: str


def evidenced(page: Page, *, limit: int = 3) -> dict[Topic, tuple[Evidence, ...]]:
    """For each of the six measures, the sentences that promise it: the plainest first."""
    found: dict[Topic, list[tuple[int, Evidence]]] = {measure: [] for measure in MEASURES}
    for rank, evidence in _evidence(page):
        found[evidence.measure].append((rank, evidence))
    return {
        measure: tuple(evidence for _, evidence in sorted(ranked, key=itemgetter(0))[:limit])
        for measure, ranked in found.items()
    }


def _evidence(page: Page) -> Iterator[tuple[int, Evidence]]:
    for clause in page.clauses:
        folded = fold(clause.text)
        for start, end in sentences(clause.text):
            sentence = folded[start:end]
            if not _PROMISE.search(sentence) or _OF_USER.search(sentence):
                continue
            for measure in MEASURES:
                rank = _rank(measure, sentence)
                if rank is not None:
                    yield (
                        rank,
                        Evidence(
                            measure=measure,
                            quote=clause.text[start:end],
                            place=" > ".join(clause.path),
                            number=clause.number,
                        ),
                    )


def _rank(measure: Topic, sentence: str) -> int | None:
    """How plainly the sentence promises the measure, 0 before 1; None when it does not."""
    if measure in _REFUSED and not _REFUSAL.search(sentence):
        return None
    if measure is Topic.SUBCONTRACTORS and not _BINDS.search(sentence):
        return None
    rule = next(rule for rule in RULES if rule.topic is measure)
    names = _CONCEPTS.get(measure)
    ranks = (
        names.index(concept.name) if names else 0
        for concept in rule.concepts
        if (concept.name in names if names else concept.decisive)
        and next(concept.find(sentence), None) is not None
    )
    return min(ranks, default=None)
