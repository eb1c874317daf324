"""Disclosure to, or cooperation with, public authorities came, went or was reworded.

Basis   APPI Art. 28(3), Enforcement Rules Art. 18(1)(ii): a system that may affect the equivalent
        measures; Guidelines (foreign third parties): laws that oblige broad cooperation with collection by
        the government. The contract shows how the contractor meets such requests.
Finds   "We may disclose data to law enforcement" added; 「捜査機関からの照会に応じて開示することがあります」
Passes  "government-issued ID" (a kind of data); a supervisory authority that hears complaints
"""

import re

from xborder.assess.terms.concept import Concept, TopicRule
from xborder.model import Topic

RULE = TopicRule(
    "government-access",
    1,
    Topic.GOVERNMENT_ACCESS,
    (
        Concept(
            "investigating authorities",
            r"law[- ]enforcement|police\b|public prosecutor|(?<!artificial )intelligence (?:agenc|service)"
            r"|national security|security (?:agenc|service)s\b",
            r"捜査|警察|検察|法執行|国家安全保障|諜報|公安",
            decisive=True,
        ),
        Concept(
            "government bodies",
            r"government(?:al|s)?\b(?![- ](?:issued|id\b|identif|photo|assistance|card))"
            r"|public (?:authorit|bod(?:y|ies)|agenc)"
            r"|(?:competent|judicial|regulatory|state|administrative|tax|relevant|local) (?:authorit|agenc)"
            r"|regulators?\b|(?<!protection )(?<!supervisory )(?<!property )authorities\b",
            r"政府|公的機関|官公[署庁]|国の機関|地方公共団体|行政機関|行政庁|司法当局|司法機関|当局|公共機関",
            decisive=True,
        ),
        Concept(
            "compelled disclosure",
            r"subpoena|search warrant|(?<!to )(?<!and )warrants?\b(?! that| and represent| to )"
            r"|court orders?\b"
            r"|orders? of (?:a|the) court|legal process|judicial (?:process|proceeding|order)"
            r"|(?:lawful|legal|governmental?|disclosure|information) (?:access )?requests?\b"
            r"|legally (?:compelled|required)|compelled by law|compulsory|discovery request|requested by law",
            r"令状|召喚状|裁判所の(?:命令|決定)|命令書|照会(?!先)|開示命令|法的手続|正式な依頼|強制",
            decisive=True,
        ),
        Concept(
            "secret or urgent requests",
            r"national security letter|fisa\b|gag order|emergency (?:request|disclosure)|warrant canary"
            r"|transparency report|data disclosure requests?|imminent (?:harm|danger|threat)"
            r"|foreign surveillance",
            r"国家安全保障書簡|緊急(?:開示|要請|の要請)|透明性(?:レポート|報告)|監視活動",
            decisive=True,
        ),
        Concept(
            "duty under the law to disclose",
            r"(?:required|obliged|permitted|requested|authori[sz]ed|mandated) (?:to do so )?(?:by|under) "
            r"(?:applicable |any |the )?(?:law|statut|regulation)"
            r"|compl(?:y|iance|ying) with (?:\w+ ){0,3}(?:laws?|legal|obligation|regulation|statutory)"
            r"|legal (?:obligation|dut|requirement|compliance)s?\b",
            r"法令に(?:基づ|定め|より)|法律上の(?:義務|要請)|法的義務|法令上",
        ),
        Concept(
            "investigations and offences",
            r"investigat|prosecut|crim(?:e|es|inal)\b|illegal activit|terroris",
            r"犯罪|違法行為|サイバー攻撃|捜索|公共の安全",
        ),
        Concept(
            "contact point of authorities",
            r"member states'? authorities|points? of contact for|digital services (?:act )?coordinator",
            r"当局との連絡",
        ),
    ),
)

_WHO = r"(?:governments?|public authorit(?:y|ies)|authorities|agenc(?:y|ies)|regulators?|police|courts?)"
_ASKS = r"(?:requests?|demands?|orders?|access|disclosures?|inquir(?:y|ies)|process)"
_UNDER = re.compile(
    rf"\blaw[- ]enforcement\b|\bsubpoenas?\b|\blegal (?:process|requests?|orders?)\b"
    rf"|\b{_WHO}\b(?: \w+){{0,2}} {_ASKS}\b|\bgovernmental {_ASKS}\b"
    rf"|\b(?:{_ASKS}|information) (?:\w+ ){{0,3}}{_WHO}\b"
    r"|捜査|法執行|(?:当局|政府|官公庁|公的機関)[^>]{0,16}(?:照会|要請|請求|命令|開示|提供|アクセス|協力)"
)
_OF_COMPLAINTS = re.compile(r"supervisory|data protection authorit|complain|監督|苦情")
_SENTENCE = 40  # letters: less is a label


def is_under_authorities(heading: str, sentence: str) -> bool:
    """Whether a sentence (folded) stands under a heading on requests of authorities: it says how they are
    met, though it calls them "such requests" or "it". Not under "U.S. Government end users"."""
    is_under = bool(_UNDER.search(heading)) and not _OF_COMPLAINTS.search(heading)
    return is_under and len(sentence) > _SENTENCE
