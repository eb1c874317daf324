"""Revisions made of a few sentences, through the real comparison of clauses."""

from xborder.assess.terms import assess
from xborder.assess.terms.passages import Passage, passages
from xborder.diff import diff
from xborder.model import Clause, Page, TermsAssessment

PRIVACY = "We collect personal data. This privacy policy explains how personal information is handled."
PRIVACY_JA = "当社は、個人情報を適切に取り扱います。このプライバシーポリシーは、個人情報の取扱いを定めます。"


def page(*texts: str, heading: str = "Privacy Policy") -> Page:
    return Page(clauses=tuple(Clause(text=text, path=(heading,)) for text in texts))


def changed(old: Page, new: Page) -> tuple[Passage, ...]:
    return passages(diff(old.clauses, new.clauses), old, new)


def assessed(old: Page, new: Page, language: str = "en") -> TermsAssessment:
    return assess(diff(old.clauses, new.clauses), language=language, old=old, new=new)
