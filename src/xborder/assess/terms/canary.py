"""A statement that no (secret) request of an authority came: "as of 1 May we have received no gag order".

Basis   APPI Art. 28(3), Enforcement Rules Art. 18(1)(ii): whether laws that oblige to cooperate are used. Who
        may not tell of a request may still let this statement lapse, so its loss says something; and so does
        its date, which is the day up to which it is true, not that of the document
Finds   "we have never been served with a warrant"; 「捜査機関から開示の要請を受けたことはありません」
Passes  what a customer has not done; a promise ("we never disclose"); other things that never happened ("we
        have not received government subsidies"); a condition ("if you have not received a response")
"""

import re

_STATE = (
    r"(?:government\w*|law enforcement|police|prosecutors?|national security"
    r"|intelligence (?:agenc\w+|services?)|(?:public |secret )?authorit(?:y|ies))"
)
_AUTHORITY = rf"(?:{_STATE}|fisa|courts?|agenc(?:y|ies))"
_REQUEST = (
    r"(?:requests?|demands?|(?:court |gag |secret |disclosure )?orders?|directives?|inquir(?:y|ies)"
    r"|(?:security )?letters?)\b"
)
_ORDER = (
    rf"(?:gag orders?|subpoenas?|(?:search )?warrants?\b(?! that)|secret (?:\w+ )?orders?"
    rf"|classified requests?|fisa\b"
    rf"|national security (?:letter|request|order)s?|{_AUTHORITY}[^.;]{{0,40}}{_REQUEST}"
    rf"|{_REQUEST}[^.;]{{0,40}}\b{_AUTHORITY})"
)
_NEVER = r"(?:have|has)(?: \w+){0,2}? (?:never|not)(?:,? \w+){0,5}?,?"
_GAVE = (
    r"(?:disclosed|provided|given|turned over|handed over|shared|installed|built|placed|created|weakened"
    r"|complied"
    r"|responded)"
)
_CANARY = re.compile(
    rf"\b{_NEVER} (?:received|been (?:served|subject|compelled|ordered|the (?:subject"
    rf"|target)))\b[^.;]{{0,60}}\b{_ORDER}"
    rf"|\breceived (?:no|zero)\b[^.;]{{0,60}}\b{_ORDER}"
    rf"|\b{_NEVER} {_GAVE}\b[^.;]{{0,80}}\b{_STATE}"
    rf"|\b{_NEVER} been (?:asked|requested|required|ordered|compelled) by [^.;]{{0,40}}{_AUTHORITY}"
    rf"|\bno (?:\w+ ){{0,3}}{_AUTHORITY} (?:\w+ )?(?:has|have) (?:ever )?(?:asked|requested|ordered|demanded"
    r"|required|served|approached)\b"
    rf"|\b(?:no|zero) (?:\w+ ){{0,2}}{_ORDER} (?:has|have) (?:ever )?(?:been )?(?:served|received|issued"
    rf"|addressed|made)\b"
)
_CANARY_JA = re.compile(
    r"(?:捜査|政府|当局|国家安全|令状|行政機関|公的機関|裁判所|警察|検察)[^。]{0,60}"
    r"(?:要請|要求|請求|照会|命令|書簡|令状|召喚|求め|提供|開示|引き?渡|命じ|情報)[^。]{0,30}"
    r"(?:(?:した|受けた|受け取った|られた|された)(?:こと|事実|例)(?:は|が|も)、?[^。]{0,8}(?:ありません"
    r"|ございません|ない)"
    r"|(?:受領|受け取|受け)(?:し|っ)?て(?:は)?(?:い|おり)(?:ません|ない))"
)
_OF_OTHERS = re.compile(
    r"\b(?:you|customers?|users?|members?|part(?:y|ies)|vendors?|suppliers?)(?: \w+){0,2} (?:have|has)\b"
    r"|\b(?:if|unless|until|when|where|whether)\b[^,;]{0,60}\b(?:have|has)\b"
    r"|(?:お客様|利用者|ユーザー?|会員|契約者)は"
)
_MONTHS = r"jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*"
_DATE = re.compile(rf"\b(?:{_MONTHS})\b|\d+(?:st|nd|rd|th)?|[年月日,./\s]")


def is_canary(sentence: str) -> bool:
    """Whether a folded sentence states that no (secret) request of an authority came."""
    found = _CANARY.search(sentence) or _CANARY_JA.search(sentence)
    return bool(found) and not _OF_OTHERS.search(sentence)


def without_date(sentence: str) -> str:
    """What a folded sentence says, but for when."""
    return _DATE.sub("", sentence)
