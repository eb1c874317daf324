"""The yearly review is signed, compared with, and reminded of: from whole runs, on each database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from company import DAY, MONDAY, Company, kinds
from test_documents import LATER, facts, weakened

from xborder import papers
from xborder.documents import to_text
from xborder.documents.annual import Standing, standing
from xborder.documents.facts import Facts
from xborder.errors import ConfigurationError, DecisionError
from xborder.model import Move
from xborder.model.signing import WHOLE, Role
from xborder.review import Intent, SignOff, decide, sign


def told(company: Company, now: datetime, year: int = 2026) -> tuple[Facts, str, Standing]:
    gathered = replace(facts(company), as_of=now)
    found = papers.year_of(gathered, company.store, company.policy, year, since=None)
    text = to_text(papers.annual(gathered, found, languages=("ja",))["ja"].paper)
    return gathered, text, standing(gathered, found)


def words(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return "".join(body.get_content().split()) if body else ""


def signs(company: Company, *items: str, seen: str = "", person: str = "山田花子", **more: object) -> None:
    _, _, now = told(company, LATER)
    intent = SignOff(items=items, seen=seen or now.whole.state[:12], person=person, reason="確認", **more)  # type: ignore[arg-type]
    sign(company.store, now, 2026, intent, now=LATER)


def signs_everything(company: Company) -> None:
    _, _, now = told(company, LATER)
    signs(company, *now.items)
    signs(company, WHOLE, person="佐藤一郎")


@pytest.mark.parametrize(
    ("items", "changed", "why"),
    [
        (("country/ZZ",), {}, "no item"),
        ((WHOLE,), {}, "not signed in their present state: .*contractor/mihon"),
        (("contractor/mihon",), {"person": " "}, "who signs"),
        (("contractor/mihon",), {"person": "山\x1b[2J"}, "plain characters"),
        (("contractor/mihon",), {"person": "山\u202e"}, "plain characters"),
        (("contractor/mihon",), {"seen": "0123456789ab"}, "facts changed"),
        ((WHOLE,), {"role": Role.REVIEWER}, "does not sign the whole"),
    ],
)
def test_what_may_not_be_signed_is_refused_with_the_reason(company: Company, items, changed, why):
    weakened(company)
    with pytest.raises(DecisionError, match=why):
        signs(company, *items, **changed)
    assert company.store.signatures() == []


def test_a_name_with_a_full_width_blank_may_sign(company: Company):
    weakened(company)
    signs(company, "contractor/mihon", person="山田　花子")
    assert [made.person for made in company.store.signatures()] == ["山田 花子"]


def test_a_number_too_short_to_tell_states_apart_is_refused(company: Company):
    weakened(company)
    with pytest.raises(DecisionError, match="not the number"):
        signs(company, "contractor/mihon", seen=told(company, LATER)[2].whole.state[:3])


def test_facts_that_change_afterwards_ask_for_a_new_signature(company_on_each: Company):
    company = company_on_each
    case = weakened(company)
    signs(company, "contractor/mihon")
    before = told(company, LATER)
    assert "山田花子（確認者）「確認」" in before[1] and "以前の状態" not in before[1]
    intent = Intent(case=case, move=Move.DISMISS, person="鈴木", reason="誤検知", answers={})
    decide(company.store, company.policy, intent, now=LATER)
    assert "【以前の状態に対するもの】" in told(company, LATER)[1]
    with pytest.raises(DecisionError, match="facts changed"):
        signs(company, "contractor/mihon", seen=before[2].items["contractor/mihon"].state)


def test_days_that_pass_ask_for_nothing(company: Company):
    weakened(company)
    assert told(company, LATER)[2].whole.state == told(company, LATER + 9 * DAY)[2].whole.state


def test_the_next_review_is_compared_with_the_one_that_was_signed(company_on_each: Company):
    company = company_on_each
    weakened(company)
    assert "なし（初回）" in told(company, LATER)[1]
    signs_everything(company)
    next_year = LATER + 365 * DAY
    same = told(company, next_year, 2027)[1]
    assert "前回の確認：2026年" in same and "佐藤一郎（個人情報保護管理者）" in same
    assert "対象期間：2026年11月19日" in same
    assert "変更はありません" in same
    company.watch("/terms", "/dpa")
    changed = told(company, next_year, 2027)[1]
    assert "監視する文書：mihon/terms" in changed
    assert "前回: （なし）" in changed


def test_a_year_that_has_not_begun_has_no_review_though_the_last_one_is_signed(company: Company):
    weakened(company)
    signs_everything(company)
    june = datetime(2027, 6, 1, tzinfo=UTC)
    with pytest.raises(ConfigurationError, match=r"review of 2028: it has not begun"):
        told(company, june, 2028)
    assert "前回の確認：2026年" in told(company, june, 2027)[1]
    assert "前回の確認：2026年" in told(company, datetime(2027, 12, 31, 15, tzinfo=UTC), 2028)[1]  # in Tokyo


def test_people_are_reminded_of_each_stage_once_until_it_is_signed(company_on_each: Company):
    company = company_on_each
    weakened(company)
    year = MONDAY + timedelta(days=340)
    assert "yearly" in kinds(company.run(year))
    assert "yearly" not in kinds(company.run(year + DAY))
    assert sum("年次確認（施行規則18条1項1号）" in words(mail) for mail in company.mails) == 1
    assert "yearly" in kinds(company.run(MONDAY + timedelta(days=366)))
    assert "yearly" in kinds(company.run(MONDAY + timedelta(days=398)))
    signs_everything(company)
    assert "yearly" not in kinds(company.run(LATER + timedelta(days=300)))
