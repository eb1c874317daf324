"""Data that may go to another country, or no longer may.

Basis   APPI Art. 28 and Guidelines 10-7 (外的環境の把握): a further country is a further legal system over
        the data, and one more to be watched; Enforcement Rules Art. 18(1)(ii). Not so Japan, nor the
        countries of Enforcement Rules Art. 15 (EU/EEA, UK), whose protection counts as equal
Finds   "we store data in Singapore" added (weaker), dropped (stronger); 「海外で処理します」 added (weaker);
        "only within the EEA", 「国外へ移転しません」 added (stronger)
Passes  a country beside a ground of transfer (clauses, adequacy), or in the place of another: which of the
        two weighs more takes a reader; a country of persons, of a seat, of a law; "only in" a country abroad
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from xborder.assess.entities import Places
from xborder.assess.terms.passages import Passage, Span
from xborder.assess.terms.statement import plain
from xborder.model import Direction, Topic

_EEA = frozenset(
    {
        *(
            "AT",
            "BE",
            "BG",
            "CY",
            "CZ",
            "DE",
            "DK",
            "EE",
            "ES",
            "FI",
            "FR",
            "GR",
            "HR",
            "HU",
            "IE",
            "IS",
            "IT",
        ),
        *("LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)
_NO_OTHER_LAW = _EEA | {"JP", "EU", "EEA", "GB"}
_NO_COUNTRY = frozenset(["UN", "GLOBAL"])
_ABROAD = re.compile(
    r"\b(?:outside|abroad|overseas|worldwide|anywhere in the world|the us|usa"
    r"|(?:other|another|third|foreign|any) countr(?:y|ies))\b|\bu\.s\."
    r"|国外|海外|外国|第三国|他国|合衆国"
)
_KEPT = re.compile(
    r"\b(?:transfer\w*|stor(?:e[sd]?|age|ing)|process(?:e[sd]|ing)?|host\w*|servers?|data cent(?:er|re)s?"
    r"|located"
    r"|keeps?|kept|held|remain\w*|moved|access\w*|disclos\w+|backups?)\b"
    r"|移転|保管|保存|サーバ|データセンタ|送信|取り?扱|提供|処理|委託|所在|アクセス|持ち?出"
)
_GROUND = re.compile(
    r"standard contract(?:ual)? clauses|model (?:contract(?:ual)? )?clauses|\bsccs?\b|adequa(?:cy|te)|\bgdpr"
    r"\b|binding corporate|appropriate safeguards|privacy (?:shield|framework)|\bdpf\b|safe harbou?r|\bcbpr"
    r"|cross-border privacy|標準契約|十分性|シールド|フレームワーク|越境プライバシー|相当措置"
)
_NOT_A_GROUND = re.compile(
    r"without (?:an |any )?(?:adequate|appropriate)|not (?:\w+ )?(?:provide|offer|ensure|benefit)|derogation"
    r"|十分性[^。]{0,20}(?:ない|ません)"
)
_HERE = r"(?:eu|eea|european|uk|united kingdom|japan|same|country|region)\b"
_STAYS = re.compile(
    r"\b(?:not|never) (?:\w+ ){0,3}(?:disclos|transfer|stor|process|mov|shar|export|sen[dt]|host|keep|kept"
    r"|access)"
    r"[^.;]{0,80}\b(?:outside|abroad|overseas|(?:other|another|third|foreign) countr)"
    rf"|\b(?:not|never) leaves? (?:the )?{_HERE}"
    r"|(?:国外|海外|外国|第三国|他国)[^。]{0,25}(?:移転|提供|保存|保管|持ち?出|送信|委託|取り?扱"
    r"|処理)[^。]{0,12}(?:ません|ない)"
)
_ONLY = re.compile(
    rf"\b(?:only|exclusively|solely) (?:\w+ ){{0,3}}?(?:in|within|inside) (?:the )?{_HERE}"
    r"|(?:国内|日本)[^。]{0,16}(?:のみ|だけ|限)"
)


def by_place(topic: Topic, sentences: Sequence[Passage]) -> Direction | None:
    """The direction, where one version alone lets data go abroad, or promises that they stay."""
    if topic is not Topic.DATA_LOCATION:
        return None
    staying = {s.added for s in sentences if any(s.touches(*place) for place in _promised(s))}
    if len(staying) == 1:
        return Direction.STRENGTHENS if True in staying else Direction.WEAKENS
    if any(_GROUND.search(s.changed) and not _NOT_A_GROUND.search(s.folded) for s in sentences):
        return None
    abroad = {s.added for s in sentences if _KEPT.search(s.folded) and any(s.touches(*p) for p in _abroad(s))}
    if len(abroad) != 1:
        return None
    return Direction.WEAKENS if True in abroad else Direction.STRENGTHENS


def _promised(sentence: Passage) -> Iterator[Span]:
    for pattern in (_STAYS, _ONLY):
        yield from (match.span() for match in pattern.finditer(sentence.folded))


def _abroad(sentence: Passage) -> Iterator[Span]:
    """Where a sentence names another country as one to which data go."""
    text = plain(Topic.DATA_LOCATION, sentence.folded)
    yield from (match.span() for match in _ABROAD.finditer(text))
    for start, end, code in _countries().found(text):
        if code not in _NO_OTHER_LAW | _NO_COUNTRY:
            yield start, end


@cache
def _countries() -> Places:
    return Places({})
