"""The promise not to use data unlawfully, deceptively or to discriminate changed.

Basis   APPI Art. 19 (no inappropriate use), kept up abroad: second equivalent measure.
Finds   "we do not use the data to discriminate" added; 「違法または不当な行為を助長」 added
Passes  what users must not do
"""

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
