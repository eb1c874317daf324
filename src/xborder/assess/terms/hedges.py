"""Words that take the firmness out of a promise.

Basis   APPI Art. 28(3), Enforcement Rules Art. 18(1): a measure that is kept up "where feasible" cannot be
        relied on as one that is kept up
Finds   "commercially reasonable steps to", "where technically feasible", "from time to time"; 「努めます」
        「可能な範囲で」「適宜」
Passes  "reasonable and appropriate measures", "where the law requires": they measure the duty, and leave it
        one
"""

import re

HEDGES = re.compile(
    r"\b(?:(?:uses?|using|makes?|making|takes?|taking|apply|applies) )?(?:all )?(?:its |our |their )?"
    r"(?:commercially (?:and \w+ )?(?:reasonable|feasible)(?: (?:efforts?|endeavou?rs?|steps|measures))?"
    r"|reasonable (?:efforts?|endeavou?rs?|steps)\b)"
    r"|\bbest efforts?\b"
    r"|\b(?:where|if|when|as|to the extent|insofar as|wherever)(?: \w+){0,3}?"
    r" (?:feasible|possible|practicable|practical|appropriate|convenient)\b"
    r"(?! technical| measures| safeguards)"
    r"|\b(?:endeavou?rs?|strives?|aims?|seeks?|tr(?:y|ies)|hopes?|intends?) to\b|\bfrom time to time\b"
    r"|\b(?:at|in) (?:its|our|their) (?:\w+ )?discretion\b|\bconsiders? (?:it )?(?:appropriate|necessary)\b"
    r"|\baligned with\b|\bin due course\b"
    r"|努め|可能な(?:範囲|限り)|できる限り|合理的な(?:範囲|努力)|適宜|(?:裁量|判断)により|必要と(?:判断|認め)"
)


def is_hedged(sentence: str) -> bool:
    """Whether the contractor leaves open, in a sentence (folded), how far it will go."""
    return bool(HEDGES.search(sentence))
