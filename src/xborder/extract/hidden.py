"""Which hidden text a person should know of: sentences that read like a clause, in the main text of a page.

Nearly every page hides something: menus, dialogs, notices, panels. They stand in boxes that say so, or say
nothing a contract would. What is left binds nobody, but somebody put it where only machines read.
"""

import re
from collections.abc import Iterable, Iterator

_MOST, _LONGEST = 5, 200
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|(?<=[。！？])|\n+")
_DUTY = re.compile(
    r"\b(?:shall|must|may|will|agrees?|consents?|authoriz\w+|authoris\w+|waives?|grants?|reserves?"
    r"|is not liable|are not liable|sells?|shares?|discloses?|transfers?)\b",
    re.IGNORECASE,
)
_MATTER = re.compile(
    r"\b(?:data|personal|information|customers?|sub-?processors?|agreement|terms|liab\w+|third part\w+"
    r"|govern\w+|authorit\w+|confidential\w*|processing|retain\w*|delet\w+|content)\b",
    re.IGNORECASE,
)
_DUTY_JA = re.compile(
    r"ものとし|することができ|することがあ|しなければな|してはな|同意|責任を負|提供し|開示し|利用し|委託し|保存し|移転し"
)
_MATTER_JA = re.compile(r"情報|データ|契約|規約|顧客|お客様|利用者|ユーザー|当社|委託|第三者|個人")
_SHORTEST, _SHORTEST_JA = 8, 20  # words, characters


def clauses_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The sentences that read like a clause, each once; enough of them to see what it is about."""
    found = (s[:_LONGEST] for text in texts for s in _sentences(text) if _is_clause(s))
    return tuple(dict.fromkeys(found))[:_MOST]


def _sentences(text: str) -> Iterator[str]:
    return (" ".join(sentence.split()) for sentence in _SENTENCE.split(text))


def _is_clause(sentence: str) -> bool:
    if sentence.endswith("。"):
        enough = len(sentence) >= _SHORTEST_JA
        return enough and bool(_DUTY_JA.search(sentence) and _MATTER_JA.search(sentence))
    if not sentence.endswith((".", ";")) or len(sentence.split()) < _SHORTEST:
        return False
    return bool(_DUTY.search(sentence) and _MATTER.search(sentence))
