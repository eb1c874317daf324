"""Who is bound, where, and whom to contact changed.

Basis   Enforcement Rules Art. 16(i) and 18: the contract must bind the third party that has the data, and the
        country of that third party decides which legal system is confirmed (Q&A 12-11).
Finds   another contracting entity, governing law or court; a new address of the controller;
        「株式会社〇〇」 replaced; a telephone number that came, went or became another
Passes  a product of that name
"""

import re

from xborder.assess.terms.concept import Concept, TopicRule
from xborder.model import Topic

RULE = TopicRule(
    "contracting-party",
    1,
    Topic.CONTRACTING_PARTY,
    (
        Concept(
            "legal entities",
            r"(?:inc|llc|ltd|llp|l\.l\.p|gmbh|b\.?v|s\.?[aà]\.? ?r\.?l|s\.a\.s|sas|s\.p\.a|pty|plc|pbc"
            r"|corp(?:oration)?|co\., ltd|a/s|ab|oy|ag|ulc|limited liability company|s\.r\.o|k\.k"
            r"|g\.k)\b\.?(?=[^a-z]|$)|limited(?= ?[,.;)(\"]|$| is the| and its| company)",
            r"株式会社|有限会社|合同会社|一般社団法人|財団法人|inc\.|llc",
            decisive=True,
        ),
        Concept(
            "governing law and courts",
            r"govern(?:ed|ing) (?:\w+ ){0,4}(?:by|law|and|in accordance)|governing law"
            r"|laws? of (?:the )?(?:state|england|united|republic|netherlands|ireland|germany|your|japan"
            r"|province|california|delaware|new york)|jurisdictions?\b|venue\b|(?:state|federal|competent"
            r"|exclusive) (?:\w+ ){0,2}courts?\b|courts? (?:of|in|located)\b|choice of law"
            r"|legal proceedings|substantive laws",
            r"準拠法|管轄|裁判所|日本法",
            decisive=True,
        ),
        Concept(
            "controller and representative",
            r"(?:co-?|data |joint |independent |sole )?controllers?\b|shall be the processor"
            r"|data protection officer|\bdpo\b|(?:eu|uk|authori[sz]ed|legal|swiss|european|local"
            r"|privacy) representatives?\b|to receive service|place of incorporation|representative (?:in"
            r"|under|pursuant)|privacy officer|data fiduciary|responsible (?:entity"
            r"|for (?:the )?processing)",
            r"個人情報(?:保護)?管理(?:者|責任者)|管理責任者|データ保護(?:責任者|オフィサー)|代表者"
            r"|代表取締役|管理者",
            decisive=True,
        ),
        Concept(
            "operator",
            r"(?:is|are|was) (?:owned|operated|run|managed|published)(?: \w+){0,6} by\b"
            r"|principal place of business|registered office",
            r"運営(?:者|会社|主体)(?:は|が|を)",
            decisive=True,
        ),
        Concept(
            "who the parties are",
            r"(?:agreement|contract(?:ing)?|terms) (?:\w+ ){0,3}(?:between|with) (?:you|customer)?"
            r"|you(?:'re| are) contracting|provided by,|operated by|owned (?:and operated )?by"
            r"|formerly (?:known as)?|renamed|changed its name|(?:subsidiary|division|affiliate|part) of"
            r"|(?:\"we\"|\"us\"|\"our\"|we, us)|refers? to|incorporated"
            r"|organi[sz]ed (?:and existing )?under|registered (?:number|office|in|under|company)"
            r"|company number|applies to the processing|acting on behalf of themselves|this (?:statement"
            r"|policy|notice) (?:covers|applies)",
            r"以下「?(?:当社|当法人|弊社|運営者|甲)|運営(?:者|会社|主体)|商号|社名|旧",
        ),
        Concept(
            "addresses",
            r"\d+[a-z]?,? (?:\w+\.? ){1,4}(?:street|st\b|road|rd\b|avenue|ave\b|boulevard|blvd|lane|drive"
            r"|dr\b|way|square|place|court|floor|parkway|plaza|quay|suite|highway|broadway|row)\b"
            r"|(?:suite|floor|p\.?o\.? box) ?\d*|(?:stra(?:ss|ß)e|straat|rue|platz|calle) ?\d*"
            r"|[a-z]{2} \d{5}(?:-\d{4})?\b|[a-z]\d{1,2} ?\d?[a-z]{2}\b|dublin \d"
            r"|principal place of business|headquarter|attn\b|attention:|located at"
            r"|with (?:its )?offices? (?:at|in)",
            r"〒|\d+-\d+-\d+|[都道府県][^\s、。]{1,12}[市区町村]|所在地|本店|本社",
            decisive=True,
        ),
        Concept(
            "contact point",
            r"(?:e-?mail|contact|reach|write to|email) (?:us|our|the|me|dpo|to) ?(?:\w+ ){0,3}(?:at|by"
            r"|via|:)|[\w.]+@[\w.-]+\w|contact (?:us|information|details|point)"
            r"|\(?\+?\d{1,3}\)?[ -]\d{2,4}[ -]\d{3,4}",
            r"お問い?合わ?せ(?:先|窓口|は)|連絡先|窓口|ご連絡ください",
        ),
        Concept(
            "assignment",
            r"assign(?:s|ed|ment|able)?\b|novat(?:e|ion)|transfer (?:\w+ ){0,4}(?:this|these|our"
            r"|the) (?:agreement|terms|contract|rights)|successors and assigns",
            r"契約上の地位|譲渡",
        ),
    ),
)

_TELEPHONE = re.compile(
    r"(?:\b(?:tel(?:ephone)?|phone|call|fax)\b|電話|ファックス|ファクシミリ)"
    r"[^\d+;。]{0,20}(\+?\(?\d[\d ()./-]{5,20}\d)"
)


def telephones(folded: str) -> dict[str, tuple[int, int]]:
    """The telephone numbers a sentence gives, by their digits, and where: ways to reach who is bound."""
    return {"".join(filter(str.isdigit, match[1])): match.span(1) for match in _TELEPHONE.finditer(folded)}
