"""Confidentiality, training, supervision or access of the contractor's own people changed.

Basis   APPI Art. 24 (supervision of employees), kept up abroad: fourth equivalent measure.
Finds   "authorised employees who need to know" added or dropped; 「従業者の監督」
Passes  the customer's own employees and users
"""

from xborder.assess.terms.concept import Concept, TopicRule
from xborder.model import Topic

_PEOPLE = (
    r"(?:employees?|staff(?: members?)?|personnel|workforce|human reviewers?|team members?"
    r"|officers and employees)"
)

RULE = TopicRule(
    "personnel",
    1,
    Topic.PERSONNEL,
    (
        Concept(
            "access of employees",
            rf"(?:authori[sz]ed|our|specially|limited|certain|only|its) (?:\w+ ){{0,2}}{_PEOPLE}\b"
            rf"|{_PEOPLE} (?:\w+ ){{0,6}}(?:access|need[- ]to[- ]know|who (?:need|require|have))"
            rf"|need[- ]to[- ]know|(?:give|grant|access)\w* (?:\w+ ){{0,6}}{_PEOPLE}",
            r"(?:従業員|従業者|社員|役職員|役員|スタッフ)(?:\S{0,20})(?:アクセス|閲覧|限り|のみ)",
            decisive=True,
        ),
        Concept(
            "confidentiality and training of employees",
            rf"{_PEOPLE} (?:\w+ ){{0,8}}(?:confidential|train|background|bound|non-disclosure|supervis"
            rf"|disciplin)|(?:train|background check|supervis)\w* (?:\w+ ){{0,5}}{_PEOPLE}",
            r"(?:従業員|従業者|社員|役職員|役員|スタッフ)(?:\S{0,20})(?:監督|教育|研修|周知|守秘|秘密"
            r"|機密|徹底)|守秘義務|秘密保持",
            decisive=True,
        ),
        Concept(
            "employees",
            rf"{_PEOPLE}\b",
            r"従業員|従業者|社員|役職員|役員|派遣|スタッフ",
        ),
    ),
)
