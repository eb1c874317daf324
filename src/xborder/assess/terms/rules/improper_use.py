"""The promise not to use data unlawfully, deceptively or to discriminate changed.

Basis   APPI Art. 19 (no inappropriate use), kept up abroad: second equivalent measure.
Finds   "we do not use the data to discriminate" added; 「違法または不当な行為を助長」 added
Passes  what users must not do
"""

import re

from xborder.assess.terms.concept import Concept, TopicRule
from xborder.model import Topic

RULE = TopicRule(
    "improper-use",
    1,
    Topic.IMPROPER_USE,
    (
        Concept(
            "discrimination and fairness",
            r"discriminat\w+|\bbias(?:es|ed)?\b|\bfair(?:ness|ly)?\b(?! (?:use|market|dealing|housing"
            r"|value|credit))|unjustified",
            r"差別|公平|公正|偏り|バイアス",
            decisive=True,
        ),
        Concept(
            "unlawful use by the contractor",
            r"(?:we|will|do) (?:will |shall |do )?not (?:\w+ ){0,3}(?:unlawful|illegal|deceptive"
            r"|discriminat)\w*|(?:unlawful|improper|deceptive|inappropriate)(?:ly)? (?:use|process"
            r"|means)\w*|lawful(?:ly)? and fair",
            r"違法(?:又は|または)不当|不適正|不正な手段|助長|適正に(?:取得|利用)",
            decisive=True,
        ),
        Concept("ethics", r"ethic\w*|responsible ai|harmful (?:ways?|purposes?)|human rights", r"倫理|人権"),
    ),
)

_WRONG = (
    r"unlawful\w*|illegal\w*|unjust(?:ly|ified)?|wrongful\w*|dishonest\w*|decepti\w+|deceiv\w*|mislead\w*"
    r"|fraud\w*|discriminat\w+|(?:breach|violat|infring)\w* (?:of )?(?:any|applicable|the) laws?"
)
_WRONG_JA = r"違法|不法|不当|不正|差別|偽り|不適正"
_HANDLES = r"us(?:e|es|ed|ing)|process\w*|handl\w+|treat\w*|obtain\w*|acquir\w+|collect\w*|employ"
_FORBIDDEN = re.compile(
    rf"\b(?:not|never|refrains? from|prohibited from)\b [^.;]{{0,40}}\b(?:{_HANDLES})\b"
    rf"[^.]{{0,160}}\b(?:{_WRONG})"
    rf"|(?:{_WRONG_JA})[^。]{{0,60}}(?:利用|使用|取り?扱|取得)[^。]{{0,12}}(?:ません|しない|してはならない|禁止)"
)
_OF_USER = re.compile(
    r"\b(?:you|your|users?|customers?|members?)\b(?! (?:data|content|information))"
    r"|利用者|ユーザー?|お客様は|会員"
)


def is_forbidden(sentence: str) -> bool:
    """Whether a sentence (folded) forbids the contractor to use data wrongfully.

    Labelled examples are too few to learn from; the measure is one of the six (APPI Art. 19).
    """
    return bool(_FORBIDDEN.search(sentence)) and not _OF_USER.search(sentence)
