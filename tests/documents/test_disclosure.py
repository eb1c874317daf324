"""What is told to whoever asks, and what is published."""

from dataclasses import replace
from io import BytesIO

import pdfplumber
import pytest

from documents_sample import NOW, case, facts, us_report
from section_four import FEDERAL, NAMES, NOTES, SECTION_4_1, SECTION_4_2
from xborder.documents import to_html, to_pdf, to_text
from xborder.documents.backing import stated
from xborder.documents.disclosure import Disclosure, Sheet, disclose
from xborder.documents.facts import Facts
from xborder.documents.paper import Tone
from xborder.listed import with_found_reports
from xborder.model import (
    MEASURES,
    Action,
    Basis,
    CaseState,
    IndexEntry,
    Part,
    Problem,
    Profile,
    Text,
    Topic,
    TriggerLaw,
)
from xborder.model.disclosure import OfContractor


def sheet(disclosure: Disclosure, contractor: str) -> Sheet:
    return next(s for s in disclosure.sheets if s.contractor == contractor)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_fact_of_section_4_1_is_published(language: str):
    text = to_text(disclose(facts(), language).policy)
    assert [fact for fact, words in SECTION_4_1[language].items() if words not in text] == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_row_of_the_server_table_is_published(language: str):
    (table,) = disclose(facts(), language).policy.tables
    rows = {row[0]: row for row in table.rows}
    assert rows.keys() == SECTION_4_2.keys()
    for service, (provider, places, links) in SECTION_4_2.items():
        _, told_provider, told_places, told_laws = rows[service]
        assert told_provider == PROVIDERS.get((language, provider), provider)
        told = told_places.removesuffix(" (*)").removesuffix("（※）").split("\n")
        assert told == [NAMES[language][code] for code in places]
        assert [link for link in links if link not in told_laws.split("\n")] == []
        assert (FEDERAL[language] in told_laws) == ("US" in places)


PROVIDERS = {("ja", "Recruit Co., Ltd."): "株式会社リクルート"}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_note_to_the_table_is_published(language: str):
    text = to_text(disclose(facts(), language).policy)
    assert [note for note in NOTES[language] if note not in text] == []


def test_a_country_without_a_report_and_candidate_places_are_said_to_be_that():
    disclosure = disclose(facts(), "en")
    text = to_text(disclosure.policy)
    assert "Chile: there is no report" in text
    assert "Singapore (*)" in text
    assert "Google LLC does not specify where the servers are" in text
    assert any("個人情報保護管理者が年1回" in doubt for doubt in disclosure.doubts)


def test_a_sheet_has_the_seven_items_for_everyone_who_may_be_under_the_duty():
    sheets = disclose(facts(), "ja").sheets
    assert {s.contractor: len(s.items) for s in sheets} == {
        "meta": 7,
        "zoom": 7,
        "google": 7,
        "adobe": 0,
        "zendesk": 7,
        "recruit": 0,
    }
    assert all(item.text for s in sheets for item in s.items)


def test_what_is_unconfirmed_is_said_on_the_sheet():
    disclosure = disclose(facts(), "ja")
    assert "未確認" in sheet(disclosure, "google").reason
    assert "サーバの所在国：未確認" in sheet(disclosure, "zoom").services[0]
    assert "要確認" in sheet(disclosure, "meta").services[0]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CaseState.OPEN, "支障の有無を確認しています"),
        (CaseState.CORRECTION_REQUESTED, "是正を求めています"),
        (CaseState.OVERDUE, "期限までに行われていません"),
        (CaseState.SUSPENSION_RECOMMENDED, "提供の停止を検討しています"),
        (CaseState.SUSPENDED, "提供を停止しています"),
        (CaseState.CONTINUED, "確保できると判断しています"),
    ],
)
def test_no_obstacle_is_not_said_while_a_case_is_open(state: CaseState, words: str):
    told = replace(facts(), cases=(case("zoom/terms", state, Action.REQUEST_CORRECTION),))
    disclosure = disclose(told, "ja")
    assert words in sheet(disclosure, "zoom").items[5].text
    assert "支障は、ありません" not in to_text(disclosure.policy)
    assert "支障は、ありません" in sheet(disclosure, "meta").items[5].text


DEADLINE = {"ja": "2026年12月21日", "en": "21 December 2026"}  # of every case in documents_sample


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("subject", ["zoom/terms", "country/US"])
@pytest.mark.parametrize(
    "state",
    [
        *(CaseState.OPEN, CaseState.OVERDUE, CaseState.SUSPENSION_RECOMMENDED),
        *(CaseState.SUSPENDED, CaseState.CONTINUED),
    ],
)
def test_until_when_the_company_is_to_decide_is_told_to_nobody(language: str, subject: str, state: CaseState):
    disclosure = disclose(replace(facts(), cases=(case(subject, state, Action.SUSPEND),)), language)
    for paper in (disclosure.policy, *disclosure.papers):
        assert DEADLINE[language] not in to_text(paper).replace("\n", "")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_until_when_the_contractor_is_to_correct_is_told(language: str):
    made = case("zoom/terms", CaseState.CORRECTION_REQUESTED, Action.REQUEST_CORRECTION)
    disclosure = disclose(replace(facts(), cases=(made,)), language)
    assert DEADLINE[language] in sheet(disclosure, "zoom").items[5].text


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("subject", ["google/terms", "country/US"])
def test_none_is_not_published_while_a_case_is_open_on_a_contractor_missing_from_the_list(
    language: str, subject: str
):
    """Google's ground is unconfirmed: the duty is taken to apply, though 4-1(8) does not name it."""
    registry = facts().registry
    contractors = tuple(c for c in registry.contractors if c.id == "google")
    told = replace(facts(), registry=replace(registry, contractors=contractors))
    found = replace(told, cases=(case(subject, CaseState.OPEN, Action.SUSPEND),))
    without, published = (to_text(disclose(f, language).policy) for f in (told, found))
    assert str(told.statements.no_obstacle.of(language)) in without
    assert str(told.statements.no_obstacle.of(language)) not in published
    assert ("Google" in published) and (
        (str(told.statements.no_system.of(language)) in published) == (subject == "google/terms")
    )


@pytest.mark.parametrize(
    "state", [CaseState.CONFIRMED, CaseState.DISMISSED, CaseState.CORRECTED, CaseState.RESUMED]
)
def test_a_closed_case_leaves_no_trace_in_what_is_told(state: CaseState):
    told = replace(facts(), cases=(case("zoom/terms", state, Action.SUSPEND),))
    assert disclose(told, "ja").sheets == disclose(facts(), "ja").sheets


def test_a_text_still_to_be_read_is_no_obstacle_but_is_settled_first():
    told = replace(facts(), cases=(case("zoom/terms", CaseState.OPEN, Action.CONFIRM),))
    disclosure = disclose(told, "ja")
    assert "支障は、ありません" in sheet(disclosure, "zoom").items[5].text
    assert any("C-2026-0007" in doubt for doubt in disclosure.doubts)


def test_what_is_decided_for_one_contractor_is_told_of_no_other():
    """Q12-17: the law is the same, and whether measures can be ensured is judged for each."""
    own = case("country/US", CaseState.SUSPENDED, Action.SUSPEND, id="C-2026-0007-zoom", only=("zoom",))
    common = case("country/US", CaseState.CONTINUED, Action.SUSPEND, apart=("zoom",))
    disclosure = disclose(replace(facts(), cases=(common, own)), "ja")
    zoom, meta = (sheet(disclosure, name).items[5].text for name in ("zoom", "meta"))
    assert "提供を停止しています" in zoom and "確保できると判断しています" not in zoom
    assert "確保できると判断しています" in meta and "提供を停止しています" not in meta


@pytest.mark.parametrize(
    ("subject", "only"), [("zoom-2/terms", ()), ("country/US", ("zoom-2",))], ids=["document", "alone"]
)
def test_what_is_open_of_a_contractor_that_is_not_registered_any_more_is_a_doubt(subject: str, only: tuple):
    told = replace(facts(), cases=(case(subject, CaseState.SUSPENDED, Action.SUSPEND, only=only),))
    doubts = [d for d in disclose(told, "ja").doubts if "登録簿にない委託先" in d]
    assert len(doubts) == 1 and "C-2026-0007" in doubts[0]
    known = replace(facts(), cases=(case("zoom/terms", CaseState.SUSPENDED, Action.SUSPEND),))
    assert not any("登録簿にない委託先" in d for d in disclose(known, "ja").doubts)


ZOOM = "Zoom Video Communications, Inc."
BY_ZOOM = {"C-2026-0007": {"zoom": ZOOM}}


def with_zoom(**fields: object) -> Facts:
    """The registry after somebody edited the entry of Zoom; without fields, after it was taken out."""
    registry = facts().registry
    changed = (replace(c, **fields) if c.id == "zoom" else c for c in registry.contractors)
    kept = tuple(c for c in changed if fields or c.id != "zoom")
    return replace(facts(), registry=replace(registry, contractors=kept), reached=BY_ZOOM)


@pytest.mark.parametrize("state", [CaseState.SUSPENSION_RECOMMENDED, CaseState.SUSPENDED])
@pytest.mark.parametrize("only", [(), ("zoom",)], ids=["common", "alone"])
def test_a_seat_that_is_moved_to_another_country_ends_no_case(state: CaseState, only: tuple[str, ...]):
    moved = replace(with_zoom(country="SG"), cases=(case("country/US", state, Action.SUSPEND, only=only),))
    told = disclose(moved, "ja")
    words = (
        "個人データの提供を停止しています" if state is CaseState.SUSPENDED else "提供の停止を検討しています"
    )
    assert f"{ZOOM}への{words}（アメリカ合衆国）" in sheet(told, "zoom").items[5].text
    assert f"{ZOOM}への{words}（アメリカ合衆国）" in to_text(told.policy).replace("\n", "")
    assert "アメリカ合衆国の制度" not in sheet(told, "zoom").items[4].text  # the law of another country now
    (doubt,) = [d for d in told.doubts if "所在国の登録はその後改められました" in d]
    assert "C-2026-0007" in doubt and "Zoom" in doubt


def test_a_judgement_on_the_law_of_another_country_is_not_told_after_a_move():
    continued = case("country/US", CaseState.CONTINUED, Action.SUSPEND)
    told = disclose(replace(with_zoom(country="SG"), cases=(continued,)), "ja")
    assert "支障は、ありません" in sheet(told, "zoom").items[5].text
    assert not any("C-2026-0007" in doubt and "Zoom" in doubt for doubt in told.doubts)


@pytest.mark.parametrize(
    ("subject", "fields"),
    [("zoom/terms", {}), ("country/US", {}), ("country/US", {"only": ("zoom",)})],
    ids=["document", "country", "alone"],
)
def test_a_contractor_under_another_id_is_known_by_its_name(subject: str, fields: dict[str, object]):
    renamed = with_zoom(id="zoom-inc")
    suspended = case(subject, CaseState.SUSPENDED, Action.SUSPEND, **fields)
    told = disclose(replace(renamed, cases=(suspended,)), "ja")
    assert "個人データの提供を停止しています" in sheet(told, "zoom-inc").items[5].text
    assert not any("登録簿にない委託先" in doubt for doubt in told.doubts)


def test_under_another_id_a_contractor_stays_apart_from_the_case_of_the_others():
    own = case("country/US", CaseState.SUSPENDED, Action.SUSPEND, id="C-2026-0007-zoom", only=("zoom",))
    common = case("country/US", CaseState.SUSPENSION_RECOMMENDED, Action.SUSPEND, apart=("zoom",))
    reached = BY_ZOOM | {own.id: {"zoom": ZOOM}}
    told = disclose(replace(with_zoom(id="zoom-inc"), reached=reached, cases=(common, own)), "ja")
    text = sheet(told, "zoom-inc").items[5].text
    assert "提供を停止しています" in text and "検討しています" not in text


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("subject", ["zoom/terms", "country/US"])
def test_none_is_not_published_while_a_contractor_without_an_entry_is_suspended(language: str, subject: str):
    """Taken out, under another id and name, or left out because its entry has a mistake."""
    gone = with_zoom()
    suspended = replace(gone, cases=(case(subject, CaseState.SUSPENDED, Action.SUSPEND, only=("zoom",)),))
    published = to_text(disclose(suspended, language).policy).replace("\n", " ")
    assert str(gone.statements.no_obstacle.of(language)) not in published and ZOOM in published
    settled = replace(gone, cases=(case(subject, CaseState.RESUMED, Action.SUSPEND, only=("zoom",)),))
    assert disclose(settled, language).policy == disclose(gone, language).policy


def test_a_case_of_the_others_is_not_told_of_a_contractor_that_was_taken_out():
    common = case("country/US", CaseState.SUSPENSION_RECOMMENDED, Action.SUSPEND)
    told = disclose(replace(with_zoom(), cases=(common,)), "ja")
    assert "Zoom" not in to_text(told.policy) and not any("登録簿にない" in d for d in told.doubts)


STATED = {
    CaseState.OPEN: "支障の有無を確認しています",
    CaseState.CORRECTION_REQUESTED: "是正を求めています",
    CaseState.OVERDUE: "期限までに行われていません",
    CaseState.SUSPENSION_RECOMMENDED: "提供の停止を検討しています（",
    CaseState.SUSPENDED: "提供を停止しています",
    CaseState.CONTINUED: "確保できると判断しています",
}


@pytest.mark.parametrize(
    ("law", "later", "terms", "told"),
    [
        ("continued", "suspension_recommended", None, ["suspension_recommended"]),
        ("suspension_recommended", "suspension_recommended", None, ["suspension_recommended"]),
        ("continued", "continued", None, ["continued"]),
        ("suspended", "suspension_recommended", None, ["suspended"]),
        ("continued", None, "open", ["open"]),
        ("suspended", None, "overdue", ["suspended"]),
        ("suspended", None, "continued", ["suspended"]),
        ("suspended", None, "correction_requested", ["suspended", "correction_requested"]),
        ("suspension_recommended", None, "overdue", ["overdue", "suspension_recommended"]),
    ],
)
def test_of_one_contractor_nothing_is_told_twice_or_against_itself(
    law: str, later: str | None, terms: str | None, told: list[str]
):
    made = [("country/US", law), ("country/US", later), ("zoom/terms", terms)]
    cases = tuple(
        case(subject, CaseState(state), Action.SUSPEND, id=f"C-{number}")
        for number, (subject, state) in enumerate(made)
        if state
    )
    disclosure = disclose(replace(facts(), cases=cases), "ja")
    item = sheet(disclosure, "zoom").items[5].text
    lines = [[state.value for state, words in STATED.items() if words in line] for line in item.split("\n")]
    assert lines == [[state] for state in told]
    assert (
        sum("調査報告における記載の" in x for x in sheet(disclosure, "zoom").items[4].text.split("\n")) == 1
    )
    assert len([d for d in disclosure.doubts if "Zoom" in d and "C-" in d]) == len(cases)


@pytest.mark.parametrize("state", [CaseState.CONTINUED, CaseState.SUSPENDED])
def test_a_decision_is_not_told_of_a_contractor_that_was_registered_later(state: CaseState):
    made = case("country/US", state, Action.SUSPEND, decided_for=("zoom", "google", "zendesk"))
    told = disclose(replace(facts(), cases=(made,)), "ja")
    zoom, meta = (sheet(told, name).items for name in ("zoom", "meta"))
    for item in (4, 5):
        claims = ("確保できると判断しています", "提供を停止しています")
        assert [words in zoom[item].text for words in claims].count(True) == 1
        assert not any(words in meta[item].text for words in claims)
    assert "可能性を確認しています" in meta[4].text and "停止を検討しています" in meta[5].text
    (doubt,) = [d for d in told.doubts if "については判断されていません" in d]
    assert "Meta" in doubt and "--contractor meta" in doubt and "C-2026-0007" in doubt


def test_whoever_was_reached_but_gone_when_it_was_decided_is_not_told_to_be_suspended():
    made = case("country/US", CaseState.SUSPENDED, Action.SUSPEND, decided_for=("meta",))
    assert "Zoom" not in to_text(disclose(replace(with_zoom(), cases=(made,)), "ja").policy)


@pytest.mark.parametrize("action", [Action.REVIEW, Action.SUSPEND])
@pytest.mark.parametrize(("language", "words"), [("ja", "サーバのみが所在"), ("en", "servers may be there")])
def test_a_case_of_a_country_where_only_servers_are_stands_in_the_internal_list(
    language: str, words: str, action: Action
):
    told = replace(facts(), cases=(case("country/SG", CaseState.OPEN, action),))
    (doubt,) = [d for d in disclose(told, language).doubts if "C-2026-0007" in d]
    assert words in doubt


def test_a_law_trigger_reaches_contractors_in_that_country_and_nobody_else():
    told = replace(facts(), cases=(case("country/US", CaseState.OPEN, Action.SUSPEND),))
    disclosure = disclose(told, "ja")
    for contractor in ("meta", "zoom", "google", "zendesk"):
        assert "制度の新設又は拡大の可能性" in sheet(disclosure, contractor).items[4].text
    elsewhere = replace(facts(), cases=(case("country/SG", CaseState.OPEN, Action.SUSPEND),))
    assert disclose(elsewhere, "ja").sheets == disclose(facts(), "ja").sheets


@pytest.mark.parametrize(
    "state", [CaseState.OPEN, CaseState.SUSPENSION_RECOMMENDED, CaseState.OVERDUE, CaseState.CONTINUED]
)
@pytest.mark.parametrize("subject", ["zoom/terms", "country/US"])
def test_a_finding_that_was_withdrawn_is_not_told_but_its_open_case_is_to_be_settled(
    state: CaseState, subject: str
):
    made = case(subject, state, Action.SUSPEND)
    told = disclose(replace(facts(), cases=(made,), withdrawn=frozenset({made.id})), "ja")
    assert (told.policy, told.sheets) == (disclose(facts(), "ja").policy, disclose(facts(), "ja").sheets)
    assert any(made.id in doubt and "すべて取り消された" in doubt for doubt in told.doubts)


def test_a_suspension_is_told_until_it_is_ended_though_the_law_behind_it_was_withdrawn():
    made = case("country/US", CaseState.SUSPENDED, Action.SUSPEND)
    told = disclose(replace(facts(), cases=(made,), withdrawn=frozenset({made.id})), "en")
    items = sheet(told, "zoom").items
    assert "is suspended" in items[5].text and "Entries of the report" not in items[4].text
    assert any(made.id in doubt and "still suspended" in doubt for doubt in told.doubts)


@pytest.mark.parametrize("state", [CaseState.OPEN, CaseState.CONTINUED, CaseState.SUSPENDED])
@pytest.mark.parametrize(
    ("language", "known", "overstated"),
    [
        ("ja", "調査報告における記載の追加又は変更", "制度の新設又は拡大を確認し"),
        ("en", "Entries of the report", "found that a system was introduced"),
    ],
)
def test_what_is_told_of_a_law_is_what_the_report_says_and_no_new_enactment(
    state: CaseState, language: str, known: str, overstated: str
):
    told = disclose(replace(facts(), cases=(case("country/US", state, Action.SUSPEND),)), language)
    for text in (to_text(told.policy), sheet(told, "zoom").items[4].text):
        assert known in text.replace("\n", "") and overstated not in text


def test_laws_that_the_report_names_are_told_and_must_be_settled():
    disclosure = disclose(replace(facts(), profiles={"US": us_report()}), "ja")
    item = sheet(disclosure, "meta").items[4].text
    assert "架空情報収集法" in item
    assert "州内保存法" not in item  # New York's law reaches nobody who does not name it
    assert "制度は、ありません" not in to_text(disclosure.policy)
    assert any("Q&A 12-17" in doubt for doubt in disclosure.doubts)


def test_without_a_report_read_the_company_is_told_that_its_claim_is_unverified():
    assert any("まだ読み取っていません" in doubt for doubt in disclose(facts(), "ja").doubts)


def test_a_ground_that_needs_no_sheet_is_explained():
    disclosure = disclose(facts(), "en")
    assert "Rules Art. 15" in sheet(disclosure, "adobe").reason
    assert "Q&A 10-25" in sheet(disclosure, "recruit").reason
    assert Basis.DESIGNATED.value not in to_text(disclosure.papers[3])


def test_page_and_pdf_say_what_the_text_says():
    policy = disclose(facts(), "ja").policy
    with pdfplumber.open(BytesIO(to_pdf(policy, made_at=NOW))) as pdf:
        printed = "".join(page.extract_text() for page in pdf.pages)
        fonts = {font["fontname"] for page in pdf.pages for font in page.chars}
        assert all(abs(page.width - 595.28) < 1 and abs(page.height - 841.89) < 1 for page in pdf.pages)
    assert "2 / 2" in printed
    assert all("+NotoSansCJK" in font for font in fonts)  # embedded as a subset
    for words in ("再委託先の選定の基準", "Zoom Video Communications, Inc.", "チリ"):
        assert words in printed
        assert words in to_html(policy)


def test_a_hostile_name_is_text_everywhere():
    registry = facts().registry
    evil = replace(registry.contractors[0], name='<script>x</script>#eval("1")$x$', name_ja="")
    policy = disclose(replace(facts(), registry=replace(registry, contractors=(evil,))), "ja").policy
    assert "<script>" not in to_html(policy)
    with pdfplumber.open(BytesIO(to_pdf(policy, made_at=NOW))) as pdf:
        assert '#eval("1")$x$' in "".join(page.extract_text() for page in pdf.pages).replace("\n", "")


def test_the_same_facts_give_the_same_bytes():
    policy = disclose(facts(), "ja").policy
    assert to_pdf(policy, made_at=NOW) == to_pdf(disclose(facts(), "ja").policy, made_at=NOW)


OUTLINE = Text(
    ja="架空情報収集法：裁判所の令状により、事業者に個人情報の提供を命ずる制度です。",
    en="架空情報収集法: by a court's warrant, entities are ordered to provide personal information.",
)
OF_ZOOM = Text(
    ja="Zoomとの契約は、独自の措置を定めています。", en="The contract with Zoom has measures of its own."
)


def with_statements(**said: object) -> Facts:
    told = facts()
    return replace(told, statements=replace(told.statements, **said))


def doubts_on(found: Facts, words: str, language: str = "ja") -> list[str]:
    return [doubt for doubt in disclose(found, language).doubts if words in doubt]


def test_a_contractor_has_an_outline_of_its_own_or_shares_one_and_that_is_a_doubt():
    """Rules Art. 18(3)(ii) asks for the measures that the third party in question takes."""
    (common,) = doubts_on(facts(), "施行規則18条3項2号")
    assert "Meta" in common and "Zoom" in common and "Recruit" not in common and "Adobe" not in common
    found = with_statements(contractors={"zoom": OfContractor(measures=OF_ZOOM)})
    disclosure = disclose(found, "ja")
    assert sheet(disclosure, "zoom").items[1].text == OF_ZOOM.ja
    assert sheet(disclosure, "meta").items[1].text == facts().statements.measures.ja
    assert f"Zoom Video Communications, Inc.：{OF_ZOOM.ja}" in to_text(disclosure.policy).replace("\n", "")
    (common,) = doubts_on(found, "施行規則18条3項2号")
    assert "Zoom" not in common and "Meta" in common


def test_how_the_system_is_established_may_be_said_of_one_contractor():
    found = with_statements(contractors={"zoom": OfContractor(establishment=OF_ZOOM)})
    told = sheet(disclose(found, "en"), "zoom").items
    assert told[0].text.startswith(OF_ZOOM.en) and told[1].text == facts().statements.measures.en


def test_laws_that_the_report_names_want_an_outline():
    """Rules Art. 18(3)(v): whether there are such systems, and their outline."""
    named = replace(facts(), profiles={"US": us_report()})
    (doubt,) = doubts_on(named, "施行規則18条3項5号")
    assert "架空情報収集法" in doubt and "州内保存法" not in doubt
    outlined = replace(with_statements(systems={"US": OUTLINE}), profiles={"US": us_report()})
    disclosure = disclose(outlined, "ja")
    assert OUTLINE.ja in sheet(disclosure, "meta").items[4].text
    assert to_text(disclosure.policy).replace("\n", "").count(OUTLINE.ja) == 1  # for all of them together
    assert doubts_on(outlined, "施行規則18条3項5号") == doubts_on(outlined, "記載を決めてください") == []


def test_an_outline_is_old_once_the_report_names_another_law():
    report = us_report()
    (federal, state) = report.parts
    more = replace(federal, data_localization=(TriggerLaw(name_ja="連邦保存法"),))
    found = replace(
        with_statements(systems={"US": OUTLINE}), profiles={"US": replace(report, parts=(more, state))}
    )
    (doubt,) = doubts_on(found, "施行規則18条3項5号")
    assert "連邦保存法" in doubt and "架空情報収集法" not in doubt
    assert doubts_on(found, "記載を決めてください")


def test_a_report_that_cannot_be_read_in_part_is_unsettled_whatever_the_outline_says():
    report = us_report()
    unread = replace(report, parts=(replace(report.parts[0], data_localization=None),))
    assert doubts_on(replace(with_statements(systems={"US": OUTLINE}), profiles={"US": unread}), "を決めて")


@pytest.mark.parametrize("said", [{"contractors": {"zoon": OfContractor()}}, {"systems": {"FR": OUTLINE}}])
def test_a_statement_on_nobody_is_told_to_the_officer(said: dict[str, object]):
    assert doubts_on(with_statements(**said), "どこにも記載されません")


ALL_BUT_PERSONNEL = frozenset(MEASURES) - {Topic.PERSONNEL}


@pytest.mark.parametrize(
    ("language", "words", "never"),
    [("ja", "従業者の監督", "条項がありません"), ("en", "no clause was found", "there is no clause")],
)
def test_a_measure_without_a_clause_in_the_terms_is_noted_for_the_officer_and_not_published(
    language: str, words: str, never: str
):
    found = replace(facts(), promised={"zoom": ALL_BUT_PERSONNEL, "meta": frozenset(MEASURES)})
    told = disclose(found, language)
    (doubt,) = doubts_on(found, words, language)
    assert "Zoom" in doubt and "Meta" not in doubt and never not in doubt
    assert (told.policy, told.sheets) == (
        disclose(facts(), language).policy,
        disclose(facts(), language).sheets,
    )


def test_a_measure_that_is_not_stated_wants_no_clause():
    security = Text(ja="安全管理措置を講ずることが定められています。", en="Security measures are taken.")
    found = with_statements(contractors={"zoom": OfContractor(measures=security)})
    assert (
        doubts_on(replace(found, promised={"zoom": frozenset({Topic.SECURITY})}), "条項が見つかりません")
        == []
    )
    (doubt,) = doubts_on(replace(found, promised={"zoom": frozenset()}), "条項が見つかりません")
    assert "安全管理措置" in doubt and "従業者" not in doubt


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("利用目的の達成に必要な範囲で取り扱う。", Topic.PURPOSE_OF_USE),
        ("不適正な利用を禁ずる。", Topic.IMPROPER_USE),
        ("漏えいを防ぐ安全管理を行う。", Topic.SECURITY),
        ("従業員を監督する。", Topic.PERSONNEL),
        ("再委託の条件を定める。", Topic.SUBCONTRACTORS),
        ("第三者に提供しない。", Topic.THIRD_PARTY_PROVISION),
        ("データは日本語で取り扱うことを定めています。", None),
    ],
)
def test_a_statement_names_a_measure_by_the_words_of_the_law(sentence: str, named: Topic | None):
    assert stated(Text(ja=sentence, en="-")) == ((named,) if named else ())


def test_the_shipped_statement_names_all_six_measures():
    assert stated(facts().statements.measures) == MEASURES


def test_terms_that_were_never_read_bear_nothing_out():
    unread = doubts_on(replace(facts(), promised={"zoom": frozenset(MEASURES)}), "照らし合わせていません")
    assert [
        name for name in ("Meta", "Zoom", "Google", "Zendesk", "Adobe") if any(name in d for d in unread)
    ] == [
        "Meta",
        "Google",
        "Zendesk",
    ]


STATE_LAW = Part(
    name="アメリカ合衆国",  # at the head of a state's report
    government_access=(TriggerLaw(name_ja="州情報提供法"),),
    data_localization=(),
)
LISTED = (
    IndexEntry(name="米国(カリフォルニア州)", html_url="https://p.example/ca/"),
    IndexEntry(name="米国(ニューヨーク州)", html_url="https://p.example/ny/"),
)


def with_states(**reports: Profile) -> Facts:
    """The PPC has reports on two states; those given were read."""
    read = {f"us-{state}": profile for state, profile in reports.items()}
    registry = with_found_reports(facts().registry, LISTED)
    return replace(facts(), registry=registry, profiles={"US": us_report()}, of_parts={"US": read})


def test_the_report_on_a_state_is_told_of_who_is_there():
    told = with_states(ca=Profile(parts=(STATE_LAW,)))
    meta = next(c for c in told.registry.contractors if c.id == "meta")
    assert meta.jurisdictions == ("us-ca",)
    item = sheet(disclose(told, "ja"), "meta").items[4].text
    assert "州情報提供法" in item and "架空情報収集法" in item


def test_the_report_on_a_state_is_told_of_nobody_elsewhere():
    told = with_states(ny=Profile(parts=(STATE_LAW,)))
    assert "州情報提供法" not in sheet(disclose(told, "ja"), "meta").items[4].text


def test_a_report_on_a_state_that_was_not_read_is_a_doubt():
    unread = "{}：米国(カリフォルニア州)の調査報告をまだ読み取っていません"
    name = sheet(disclose(facts(), "ja"), "meta").name
    assert any(unread.format(name) in doubt for doubt in disclose(with_states(), "ja").doubts)
    read = with_states(ca=Profile(parts=(STATE_LAW,)))
    assert not any(unread.format(name) in doubt for doubt in disclose(read, "ja").doubts)


def test_the_report_on_a_state_does_not_stand_for_that_on_the_country():
    told = replace(with_states(ca=Profile(parts=(STATE_LAW,))), profiles={})
    assert any("アメリカ合衆国の調査報告をまだ読み取っていません" in d for d in disclose(told, "ja").doubts)


@pytest.mark.parametrize(("language", "state"), [("ja", "米国(ニューヨーク州)"), ("en", "(New York)")])
def test_that_there_are_reports_on_states_where_nobody_is_stands_in_the_internal_list(
    language: str, state: str
):
    (doubt,) = [d for d in disclose(with_states(), language).doubts if "server_jurisdictions" in d]
    assert state in doubt
    assert "California" not in doubt and "カリフォルニア" not in doubt


def test_the_table_leads_to_the_reports_on_the_states_where_servers_are():
    told = with_states()
    assert "p.example" not in to_text(disclose(told, "ja").policy)
    registry = told.registry
    (zoom,) = [c for c in registry.contractors if c.id == "zoom"]
    there = tuple(
        replace(t, server_locations=("US",), server_jurisdictions=("us-ca",), listed_in=("4-2",))
        for t in zoom.transfers
    )
    placed = tuple(replace(c, transfers=there) if c is zoom else c for c in registry.contractors)
    text = to_text(disclose(replace(told, registry=replace(registry, contractors=placed)), "ja").policy)
    assert "https://p.example/ca/" in text and "https://p.example/ny/" not in text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_nobody_says_none_who_could_not_read_the_whole_registry(language: str):
    known = facts()
    none = [text.of(language) for text in (known.statements.no_system, known.statements.no_obstacle)]
    mistake = Problem(file="contractors.yaml", line=7, field="basis", message="no such basis")
    broken = replace(known, registry=replace(known.registry, contractors=(), problems=(mistake,)))
    one = replace(known, registry=replace(known.registry, problems=(mistake,)))

    whole, partial = (to_text(disclose(f, language).policy) for f in (known, broken))
    assert [text in whole for text in none] == [True, True]
    assert [text in partial for text in none] == [False, False]
    assert any(block.tone is Tone.NOTICE for block in disclose(broken, language).policy.blocks[:1])
    told = {s.contractor: [item.text for item in s.items] for s in disclose(one, language).sheets}
    assert not any(text in items for items in told.values() for text in none)
