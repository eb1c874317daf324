"""What a reader finds in a report, and what no page can put there."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_sample import (
    BROKEN,
    COUNTS,
    FORM,
    JAPANESE,
    LAW,
    NOW,
    QUIET,
    REGISTRY,
    REPORT,
    WEAKENED,
    reworded,
)
from xborder.model import (
    Action,
    Alert,
    Change,
    ChangeKind,
    ChangeStatus,
    Clause,
    CountryFinding,
    FactChange,
    Report,
    Text,
)
from xborder.report.data import entry_of
from xborder.report.rendering import Rendered, compose, render, render_index
from xborder.texts import NOTHING, same

BOTH = pytest.mark.parametrize("language", ["ja", "en"])


class Shown(HTMLParser):
    """What a browser makes of a page: its visible text, its tags, its links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self._hidden = ""
        self.feed(page)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag in ("style", "title"):
            self._hidden = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._hidden:
            self._hidden = ""

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def report(*revisions: object, **changes: object) -> Report:
    return replace(REPORT, revisions=revisions, alerts=(), cases=(), **changes)  # type: ignore[arg-type]


def both_parts(rendered: Rendered) -> tuple[str, str]:
    """What is read in the page and in the text; line breaks and bars of the text taken out."""
    flat = re.sub(r"\n(?:  [｜－＋] |[ ]*)", "", rendered.text)
    return Shown(rendered.html).text, flat


def test_the_gravest_comes_first_and_names_the_mail() -> None:
    rendered = render(REPORT, REGISTRY)
    assert rendered.subject == (
        "【重要・速報】xborder 提供停止の検討が必要です：タイ王国（政府の情報収集への協力義務の新たな記載） ほか2件"
    )
    page = Shown(rendered.html).text
    places = [page.index(name) for name in ("提供停止の検討", "是正要求の検討", "改定内容の確認")]
    assert places == sorted(places)


def test_the_recommendation_stands_before_the_evidence() -> None:
    for text in both_parts(render(report(LAW), REGISTRY)):
        order = [
            text.index(s) for s in ("推奨する対応", "何が変わったか", "誰のデータに関わるか", "新旧対照")
        ]
        assert order == sorted(order)


@pytest.mark.parametrize(
    "words",
    [
        "2026年11月29日（日）まで",  # seven days after the report, in Japan
        "個人情報保護法第28条第3項",
        "施行規則第18条第1項第2号",
        "公表方針 4-1(7)",
        "相当措置の継続的な実施を確保できますか。",
        "返還または削除を求める必要がありますか（Q&A 12-19）。",
        "国家の安全を理由として、令状によることなく保有する個人情報の提供を命ずることができる。",
        "通信情報保全法（架空）",
        "速報：一度だけ確認された内容です。",
        "Siam Cloud Storage Co., Ltd.",
        "Siam Drive",
        "委託先の所在国",
        "顧客の氏名、連絡先、契約書の写し",
        "自動で行うことはありません",
        "https://report.example/thailand/",
    ],
)
def test_a_law_trigger_says_what_to_do_why_and_for_whom(words: str) -> None:
    for text in both_parts(render(report(LAW), REGISTRY)):
        assert words.replace(" ", "") in text.replace(" ", "")


def test_the_deadline_of_the_case_counts_when_there_is_one() -> None:
    alone = render(report(WEAKENED), REGISTRY)
    assert "2026年12月6日" in alone.text
    earlier = replace(REPORT.cases[0], deadline=NOW.date())
    filed = render(replace(report(WEAKENED), cases=(earlier,)), REGISTRY)
    assert "2026年11月21日" in filed.text and "C-2026-11-22-1（未対応）" in filed.text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_mail_alone_says_how_to_decide_and_only_where_there_is_a_case(language: str) -> None:
    filed = replace(report(WEAKENED), cases=REPORT.cases)
    for text in both_parts(render(filed, REGISTRY, language=language)):
        for command in ("show", "decide"):
            assert f"xborder{command}C-2026-11-22-1" in "".join(text.split())
    for text in both_parts(render(report(WEAKENED), REGISTRY, language=language)):
        assert "xborderdecide" not in "".join(text.split())


def test_removed_evidence_is_shown_as_removed() -> None:
    page, text = both_parts(render(report(WEAKENED), REGISTRY))
    assert "削除された文言（原文のまま） within forty-eight (48) hours" in page
    assert "REMOVED" not in page and "REMOVED" not in text


def test_changes_can_be_told_without_colour() -> None:
    rendered = render(report(WEAKENED), REGISTRY)
    assert "[削除]will[/削除]" in rendered.text and "[追加]may[/追加]" in rendered.text
    assert re.search(r"<del>.{0,60}will.{0,60}</del>", rendered.html)
    assert re.search(r"<ins>.{0,60}may.{0,60}</ins>", rendered.html)
    assert "underline" in rendered.html and "line-through" in rendered.html


def test_a_person_is_asked_to_read_what_cannot_be_judged() -> None:
    for text in both_parts(render(report(JAPANESE), REGISTRY)):
        assert "担当者がお読みください" in text
        assert "再委託先の一覧が変わりました。一覧を確認してください" in text


def test_trouble_with_a_source_says_what_since_when_and_what_to_do() -> None:
    for text in both_parts(render(REPORT, REGISTRY)):
        assert "別の場所に移転しています。" in text
        assert "2026年11月19日（木）から" in text
        assert "対処：移転先が正しい文書であれば、data/ の url を移転先に書き換えてください。" in text


def test_what_only_changed_its_form_is_kept_apart() -> None:
    rendered = render(report(FORM), REGISTRY)
    assert rendered.subject == "【参考】xborder 実質的な変更はありませんでした（確認121件、確認できず2件）"
    assert "字句や体裁だけの変更です" in rendered.text
    assert "推奨する対応" not in rendered.text


def test_overrides_of_robots_are_said() -> None:
    for text in both_parts(render(REPORT, REGISTRY)):
        assert "robots.txt に従わない取得です。理由：書面による許可" in text


def test_a_sign_of_life_admits_what_was_not_checked() -> None:
    rendered = render(replace(QUIET, counts=(("unchanged", 121), ("unhealthy", 2))), REGISTRY)
    assert rendered.subject == (
        "【参考】xborder 確認できた範囲で変更はありませんでした（確認121件、確認できず2件）"
    )
    for text in both_parts(rendered):
        assert "2件は確認できていません。これらについて変更がなかったとはいえません。" in text
        assert "最後に確認できたのは2026年11月18日（水）です。" in text


def test_a_complete_check_may_say_that_nothing_changed() -> None:
    rendered = render(replace(QUIET, counts=(("unchanged", 120),), oldest=None), REGISTRY)
    assert rendered.subject == "【参考】xborder 変更はありませんでした（確認120件、確認できず0件）"
    assert "お知らせする変更は見つかりませんでした" in rendered.text


@pytest.mark.parametrize(("language", "denial"), [("ja", "変更はありませんでした"), ("en", "o changes")])
def test_while_new_text_waits_to_be_seen_again_the_subject_does_not_say_that_nothing_changed(
    language: str, denial: str
) -> None:
    counts = (("unchanged", 119), ("pending", 1))
    rendered = render(replace(QUIET, counts=counts, oldest=None), REGISTRY, language=language)
    assert denial not in rendered.subject and str(120) in rendered.subject
    quiet = render(replace(QUIET, counts=counts[:1], oldest=None), REGISTRY, language=language)
    assert denial in quiet.subject


def test_what_was_seen_today_is_not_told_as_long_unseen() -> None:
    assert QUIET.oldest is not None
    fresh = replace(QUIET, oldest=(QUIET.oldest[0], QUIET.created_at))
    assert "最も長く確認できていない" in render(QUIET, REGISTRY).text
    assert "最も長く確認できていない" not in render(fresh, REGISTRY).text


def test_nothing_checked_is_never_called_no_change() -> None:
    rendered = render(replace(QUIET, counts=(("unhealthy", 120),)), REGISTRY)
    assert rendered.subject == "【要確認】xborder どの情報源も確認できませんでした"
    assert "変更の有無は不明です" in rendered.text
    assert "変更はありませんでした" not in rendered.text + rendered.subject


def test_a_held_run_says_so_first() -> None:
    alarm = Alert(
        subject="run",
        kind="fleet",
        since=NOW,
        text=Text(ja="120件中60件が一度に変更または失敗しました。", en="60 of 120 changed."),
        fix=Text(ja="まず回線を確認してください。", en="Check the network."),
    )
    rendered = render(replace(QUIET, alerts=(alarm,), held=same("保留")), REGISTRY)
    assert rendered.subject == "【要確認】xborder 通知を保留しています"
    assert Shown(rendered.html).text.count("120件中60件が一度に変更または失敗しました。") == 1
    assert "変更は見つかりませんでした" not in rendered.text


def test_a_law_trigger_is_not_hidden_by_a_held_run() -> None:
    assert "提供停止の検討" in render(replace(report(LAW), held=same("保留")), REGISTRY).subject


def test_an_alert_alone_asks_for_a_check() -> None:
    rendered = render(replace(QUIET, alerts=(BROKEN,)), REGISTRY)
    assert rendered.subject == (
        "【要確認】xborder 情報源・登録内容の確認が必要です：Helpdesk Inc.「Sub-processors」"
    )


def test_the_end_of_a_trouble_is_only_for_information() -> None:
    back = replace(BROKEN, kind="recovered")
    assert render(replace(QUIET, alerts=(back,)), REGISTRY).subject.startswith("【参考】xborder 情報源が回復")


@pytest.mark.parametrize(
    ("kind", "words"),
    [("confirmed", "速報の内容を再確認しました"), ("withdrawn", "速報を取り消しました")],
)
def test_what_became_of_a_preliminary_finding_comes_before_an_ordinary_revision(
    kind: str, words: str
) -> None:
    outcome = replace(BROKEN, subject="country/TH/html", kind=kind)
    rendered = render(replace(report(JAPANESE), alerts=(BROKEN, outcome)), REGISTRY)
    assert rendered.subject == f"【要確認】xborder {words}：タイ王国"


def test_a_law_that_was_confirmed_is_not_hidden_by_a_revision_of_the_same_day() -> None:
    confirmed = replace(BROKEN, subject="country/TH/html", kind="confirmed")
    rendered = render(replace(report(WEAKENED), alerts=(confirmed,)), REGISTRY)
    assert rendered.subject == "【要対応】xborder 速報の内容を再確認しました：タイ王国 ほか1件"
    pressing, troubles = rendered.text.index("速報の確認"), rendered.text.find("情報源・登録内容の状態")
    assert pressing > 0 and troubles == -1


def test_what_the_registry_no_longer_holds_keeps_its_id() -> None:
    orphan = replace(LAW, document="country/XX/html", owner="XX")
    rendered = render(report(orphan), replace(REGISTRY, countries=(), contractors=()))
    assert "country/XX/html" in rendered.text and "登録にありません" in rendered.text


def test_an_unknown_fact_or_count_is_shown_as_it_stands() -> None:
    assert LAW.country is not None
    odd = CountryFinding(part=None, fact="new_fact", change=FactChange.AMENDED)
    strange = replace(LAW, country=replace(LAW.country, findings=(odd,)))
    rendered = render(report(strange, counts=(*COUNTS, ("parked", 3))), REGISTRY)
    assert "new_fact：記載の変更" in rendered.text and "parked 3件" in rendered.text


def test_an_echo_of_a_sister_document_is_no_second_alarm() -> None:
    echo = replace(LAW, id="r-pdf", echo_of=LAW.id)
    rendered = render(report(LAW, echo), REGISTRY)
    assert "ほか" not in rendered.subject
    assert rendered.text.count("■ 推奨する対応") == 1
    assert "同じ国の別の形式の報告書で、同じ内容をお知らせしています。" in rendered.text


def test_a_report_of_an_echo_alone_does_not_deny_the_change() -> None:
    assert LAW.country is not None
    echo = replace(LAW, id="r-pdf", echo_of=LAW.id)
    subject = "xborder お知らせ済みの内容を別の形式の文書でも確認しました：タイ王国"
    assert render(report(echo), REGISTRY).subject == f"【参考】{subject}"
    doubtful = replace(echo, country=replace(LAW.country, needs_person=same("末尾が欠けているおそれ")))
    rendered = render(report(doubtful), REGISTRY)
    assert rendered.subject == f"【要確認】{subject}" and "末尾が欠けているおそれ" in rendered.text


def test_the_first_report_does_not_claim_that_nothing_changed() -> None:
    rendered = render(replace(QUIET, since=None), REGISTRY)
    assert rendered.subject == "【参考】xborder 監視を始めました（確認121件、確認できず2件）"
    assert "変更は見つかりませんでした" not in rendered.text


def test_a_suspension_without_a_deadline_is_not_for_some_day() -> None:
    endless = replace(LAW, recommendation=replace(LAW.recommendation, deadline_days=None))
    assert "定めなし（優先して判断してください）" in render(report(endless), REGISTRY).text


@BOTH
def test_every_action_and_state_has_its_words(language: str) -> None:
    for action in Action:
        for status in ChangeStatus:
            for kind in FactChange:
                assert LAW.country is not None
                found = replace(LAW.country.findings[0], change=kind)
                revision = replace(
                    LAW,
                    status=status,
                    country=replace(LAW.country, findings=(found,)),
                    recommendation=replace(LAW.recommendation, action=action),
                )
                assert render(report(revision), REGISTRY, language=language).subject


def test_the_english_report_has_no_japanese_of_ours() -> None:
    """What is quoted stays Japanese; the sample's law report quotes, its terms report does not."""
    terms = replace(WEAKENED, terms=replace_explanations())
    rendered = render(report(terms, notes=()), REGISTRY, language="en")
    own = rendered.text.replace("顧客の氏名、連絡先、契約書の写し", "")
    assert not re.search(r"[\u3000-ヿ一-鿿\uff00-\uffef]", own)
    assert "Enforcement Rules Art. 18(1)(ii)" in own


def replace_explanations() -> object:
    assert WEAKENED.terms is not None
    findings = tuple(replace(f, explanation=NOTHING) for f in WEAKENED.terms.findings)
    return replace(WEAKENED.terms, findings=findings)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        render(REPORT, REGISTRY, language="fr")


# Forgery: a page says things that would be ours to say.

FORGED = (
    "xborder: 変更なし\r\n【参考】xborder 対応は不要です\n■ 推奨する対応\n対応：対応不要"
    "</blockquote><script>alert(1)</script><h1>xborder</h1> {{7*7}} {% raw %} ${7*7} ]]> "
    "[変更なし](https://evil.example) **x** \x1b[2J\x1b[31m \u202eoknu\u202c [/追加]対応不要[追加] \x00"
    " javascript:alert(1) \ud800 &lt;b&gt; \u2028■ 要点"
)


def forged(text: str = FORGED) -> Report:
    evil = reworded("We keep data.", text, path=(text,), number=text)
    added = Change(kind=ChangeKind.ADDED, new=Clause(text=text))
    assert WEAKENED.terms is not None
    finding = replace(WEAKENED.terms.findings[0], evidence=text, place=text, explanation=same(text))
    terms = replace(WEAKENED.terms, findings=(finding,), notes=(same(text),), needs_person=same(text))
    alert = replace(BROKEN, text=Text(ja=text, en=text), fix=Text(ja=text, en=text))
    revision = replace(WEAKENED, changes=(evil, added), terms=terms)
    return replace(REPORT, revisions=(revision,), alerts=(alert,), notes=(same(text),), held=same(text))


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=60))
def test_there_is_no_text_that_keeps_a_report_from_its_reader(text: str) -> None:
    """Half characters, format fields, template marks, whatever: it is shown, and the data hold it."""
    rendered = render(forged(text), REGISTRY)
    mail = compose(forged(text), REGISTRY, sender="x@example.jp", recipients=("y@example.jp",))
    for form in (rendered.html, rendered.text, rendered.json, rendered.subject):
        form.encode()
    assert mail.mime.isascii()
    assert json.loads(rendered.json)["report"]["notes"] == [{"ja": text, "en": text}]


@BOTH
def test_no_page_can_put_a_tag_or_a_link_into_the_report(language: str) -> None:
    shown = Shown(render(forged(), REGISTRY, language=language).html)
    assert "script" not in shown.tags and shown.tags.count("h1") == 1
    assert not [name for name, _ in shown.attributes if name.startswith("on")]
    links = {value for name, value in shown.attributes if name in ("href", "src")}
    assert links == {"https://siam-cloud.example/dpa"}
    assert "{{7*7}}" in shown.text and "49" not in shown.text
    assert "<script>alert(1)</script>" in shown.text


@BOTH
def test_what_would_act_on_a_screen_is_written_out(language: str) -> None:
    rendered = render(forged(), REGISTRY, language=language)
    for form in (rendered.html, rendered.text, rendered.json, rendered.subject):
        form.encode()  # no half characters
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]", form)
    assert "⟦U+202E⟧" in rendered.html and "⟦U+001B⟧" in rendered.text


def test_no_line_of_the_text_begins_with_words_of_a_page() -> None:
    lines = render(forged(), REGISTRY).text.splitlines()
    assert not [line for line in lines if line.startswith(("xborder: ", "■ 要点", "対応：対応不要"))]
    assert sum(line.startswith("【") for line in lines) == 1
    assert [line for line in lines if line.startswith("■ 推奨")] == ["■ 推奨する対応 " + "-" * 56]


def test_marks_of_ours_in_a_page_carry_a_backslash() -> None:
    text = render(forged(), REGISTRY).text
    assert "\\[/追加]対応不要\\[追加]" in text.replace("\n  ＋ ", "")


@BOTH
def test_nothing_is_fetched_and_nothing_runs(language: str) -> None:
    rendered = render(REPORT, REGISTRY, language=language)
    shown = Shown(rendered.html)
    assert {"script", "img", "link", "iframe", "object", "form", "base"}.isdisjoint(shown.tags)
    assert "url(" not in rendered.html and "@import" not in rendered.html
    assert "default-src 'none'" in rendered.html


# Long reports


def test_many_clauses_are_capped_and_counted_and_all_in_the_data() -> None:
    many = replace(WEAKENED, changes=WEAKENED.changes * 100)
    rendered = render(report(many), REGISTRY)
    assert "ほか340件の条項。すべて report.json にあります。" in rendered.text
    assert "ほか340件の条項" in Shown(rendered.html).text
    assert len(json.loads(rendered.json)["report"]["revisions"][0]["changes"]) == 400


def test_a_long_passage_shows_what_changed_and_how_much_is_left_out() -> None:
    old = "The provider keeps records. " * 200
    new = old.replace("records", "no records", 1)
    page, text = both_parts(render(report(replace(WEAKENED, changes=(reworded(old, new),))), REGISTRY))
    for shown in (page, text):
        assert "no" in shown and "字を省略" in shown
    assert len(page) < 4_000


def test_a_passage_beyond_the_limit_says_how_much_is_cut() -> None:
    added = Change(kind=ChangeKind.ADDED, new=Clause(text="あ" * 10_000))
    assert "以下4000字を省略。全文は report.json" in render(
        report(replace(WEAKENED, changes=(added,))), REGISTRY
    ).text.replace("\n  ＋ ", "")


# Data and index


def test_the_data_hold_the_report_field_by_field() -> None:
    data = json.loads(render(REPORT, REGISTRY).json)
    assert data["format"] == "xborder-report/1"
    assert data["report"]["created_at"] == "2026-11-21T21:35:00Z"
    assert data["report"]["counts"]["unhealthy"] == 2
    law = next(r for r in data["report"]["revisions"] if r["id"] == "r-law")
    assert law["recommendation"]["action"] == "suspend"
    assert law["country"]["findings"][0]["fact"] == "government_access"
    assert law["changes"][0]["words"][0] == {"op": "delete", "text": "－"}


def test_the_data_are_verbatim_whatever_they_hold() -> None:
    data = json.loads(render(forged(), REGISTRY).json)
    assert data["report"]["revisions"][0]["changes"][1]["new"]["text"] == FORGED


@BOTH
def test_the_same_report_gives_the_same_bytes(language: str) -> None:
    assert render(REPORT, REGISTRY, language=language) == render(REPORT, REGISTRY, language=language)


def test_the_index_leads_to_every_report() -> None:
    entries = [entry_of(render(r, REGISTRY).json) for r in (REPORT, QUIET)]
    shown = Shown(render_index(entries))
    assert [v for n, v in shown.attributes if n == "href"] == [
        "2026-11-23/index.html",
        "2026-11-22/index.html",
    ]
    assert "【" not in shown.text and "重要・速報" in shown.text


def test_an_empty_index_says_so() -> None:
    assert "報告はまだありません" in Shown(render_index([])).text
