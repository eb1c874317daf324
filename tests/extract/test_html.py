"""Pages to clauses."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_pages import TERMS, site
from xborder.errors import ReadingError
from xborder.extract import read_html
from xborder.model import Clause, ClauseKind, Page


def page(markup: str) -> Page:
    return read_html(f"<!doctype html><meta charset=utf-8><body>{markup}".encode())


def texts(markup: str) -> list[str]:
    return [c.text for c in page(markup).clauses]


def shown(markup: str) -> list[tuple[str, str]]:
    return [(c.number, c.text) for c in page(markup).clauses]


def clause(markup: str, word: str) -> Clause:
    return next(c for c in page(markup).clauses if word in c.text)


@pytest.mark.parametrize("wrap", ["main", "article", 'div role="main"', ""])
def test_the_frame_of_the_site_is_left_out_and_the_contract_kept(wrap: str) -> None:
    text = read_html(site(wrap=wrap)).text
    for kept in (
        "Last updated: 1 April 2026",
        "72 hours",
        "Beta Mail | E-mail | United States",
        "compels us",
    ):
        assert kept in text
    for dropped in ("Product number", "cookies", "Accept all", "Home", "You may also like", "web-01", "Skip"):
        assert dropped not in text


def test_a_clause_stands_under_its_headings() -> None:
    found = clause(TERMS, "72 hours")
    assert found.path == ("Data Processing Addendum", "1. Security")
    assert found.number == "1.2"
    assert found.text.startswith("We tell the customer of a breach")


def test_a_heading_of_the_same_depth_ends_the_one_before() -> None:
    assert clause(TERMS, "compels us").path == ("Data Processing Addendum", "3. Requests of authorities")


def test_a_table_is_read_row_by_row_under_its_head() -> None:
    row = clause(TERMS, "Beta Mail")
    assert row.kind is ClauseKind.ROW
    assert row.path[-1] == "Name | Purpose | Country"


def test_a_row_with_whole_clauses_in_a_cell_is_cut_into_them() -> None:
    long = "".join(
        f"<p>{n}. The provider keeps measure number {n} in force at all times.</p>" for n in range(1, 40)
    )
    row = f"<table><tr><td>Encryption</td><td>{long}</td></tr></table>"
    assert clause(row, "measure number 7 ").path[-1] == "Encryption"
    assert len(page(row).clauses) == 40


def test_the_caption_of_a_table_is_read_before_its_rows() -> None:
    rows = "<tr><th>Name</th><th>Country</th></tr><tr><td>Acme</td><td>Japan</td></tr>"
    read = texts(f"<table><caption>All of them may sell your data.</caption>{rows}</table>")
    assert read == ["All of them may sell your data.", "Name | Country", "Acme | Japan"]


def test_what_is_struck_out_is_not_in_force() -> None:
    page = "<p>We encrypt data in transit{}.</p><p>You may object.</p>"
    plain, struck = page.format(""), page.format(" <{0}>and at rest</{0}>")
    for tag in ("s", "del", "strike"):
        assert [t.replace(" .", ".") for t in texts(struck.format(tag))] == texts(plain)


def test_a_table_that_lays_out_the_page_is_read_as_blocks() -> None:
    assert texts("<table><tr><td><h1>Terms</h1><p>One.</p></td><td><p>Two.</p></td></tr></table>") == [
        "Terms",
        "One.",
        "Two.",
    ]


def test_numbers_of_japanese_contracts_are_read() -> None:
    markup = """<p>第１条（目的）</p><p>本規約は、利用条件を定めます。</p>
    <p>２　前項の規定は、次の各号に適用します。</p>
    <p>（１）氏名</p><p>①住所</p><p>ア　電話番号</p><p>第２条の２　（委託）</p>"""
    assert shown(markup) == [
        ("第１条", "（目的）"),
        ("", "本規約は、利用条件を定めます。"),
        ("２", "前項の規定は、次の各号に適用します。"),
        ("（１）", "氏名"),
        ("①", "住所"),
        ("ア", "電話番号"),
        ("第２条の２", "（委託）"),
    ]
    assert clause(markup, "電話番号").path == ("第１条（目的）",)


def test_a_reference_at_the_start_of_a_sentence_is_no_number() -> None:
    for text in (
        "第28条第1項に基づき、外国にある第三者に提供します。",
        "Section 230 of the Act applies.",
        "1.5 million users are affected.",
        "30 days before the change we give notice.",
    ):
        assert shown(f"<p>{text}</p>") == [("", text)]


def test_a_number_in_a_block_of_its_own_is_put_before_its_text() -> None:
    assert shown("<div>(a)</div><div>We delete the data.</div>") == [("(a)", "We delete the data.")]


def test_numbers_a_style_sheet_makes_are_not_text() -> None:
    assert shown("<ol><li>One</li><li>Two</li></ol>") == [("", "One"), ("", "Two")]


def test_items_of_an_inner_list_stand_under_the_item_that_opens_it() -> None:
    markup = (
        "<ul><li>We share data with:<ul><li>partners</li><li>affiliates</li></ul></li><li>Other</li></ul>"
    )
    assert clause(markup, "affiliates").path == ("We share data with:",)
    assert clause(markup, "Other").path == ()


def test_a_definition_stands_after_its_term() -> None:
    assert texts("<dl><dt>Controller</dt><dd>who decides.</dd></dl>") == ["Controller", "who decides."]


def test_line_breaks_part_passages_but_not_sentences() -> None:
    markup = (
        "<p>第1条（目的）<br>本規約は、利用の<br>条件を定めます。<br>第2条（委託）<br>当社は委託します。</p>"
    )
    assert texts(markup) == [
        "（目的）",
        "本規約は、利用の 条件を定めます。",
        "（委託）",
        "当社は委託します。",
    ]


def test_a_bold_line_is_a_heading() -> None:
    assert clause("<p><b>Retention</b></p><p>We keep it for a year.</p>", "a year").path == ("Retention",)


def test_a_date_is_no_heading_that_would_move_all_below_it() -> None:
    assert clause(
        "<h1>Terms</h1><h2>Last updated: May 1, 2026</h2><p>We may change it.</p>", "change"
    ).path == ("Terms",)


def test_the_text_of_a_link_is_kept_and_its_target_is_not() -> None:
    found = read_html(
        b'<main><p>See our <a href="/p?sid=1">privacy policy</a> too.</p></main>', url="https://a.example/t"
    )
    assert found.text == "See our privacy policy too."
    assert found.links == (("https://a.example/p?sid=1", "privacy policy"),)


def test_reading_aids_over_ideographs_are_not_text() -> None:
    assert texts("<p><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>を使う。</p>") == ["漢字を使う。"]


def test_hidden_text_is_no_text_of_the_contract_and_is_reported() -> None:
    hidden = "We sell all personal data to anyone who asks. " * 10
    found = page(f"<p>{'We keep data safe. ' * 100}</p><p style='display: none'>{hidden}</p>")
    assert "sell" not in found.text
    assert found.hidden_chars == len(hidden.strip())


CLAUSE = "We may share Customer Data with any third party at our discretion."
ORDINARY = {
    "a short hint": "<div hidden>Copied to the clipboard.</div>",
    "a folded menu": "<ul style='display:none'><li><a href=/a>We will tell you all about data protection.</a></ul>",
    "a cookie notice": f"<div class=cookie-banner style='display:none'><p>{CLAUSE}</p></div>",
    "a dialog": f"<dialog><p>{CLAUSE}</p></dialog><div role=dialog hidden><p>{CLAUSE}</p></div>",
    "a form": f"<form style='display:none'><label>{CLAUSE}</label></form>",
    "a panel of a control": f"<button aria-controls=p>Sharing</button><div id=p hidden>{CLAUSE}</div>",
    "an accordion": f"<div role=region hidden>{CLAUSE}</div>",
}


@pytest.mark.parametrize("place", ["main", "body"])
def test_a_hidden_clause_in_the_main_text_is_kept_for_a_person_to_see(place: str) -> None:
    markup = f"<p>{'We keep data safe. ' * 100}</p><div style='display:none'><p>See. {CLAUSE}</p></div>"
    assert page(f"<{place}>{markup}</{place}>").hidden == (CLAUSE,)
    japanese = "当社は、お客様の個人データを第三者に提供することができるものとします。"
    assert page(f"<main><p>{'規約です。' * 100}</p><p hidden>{japanese}</p></main>").hidden == (japanese,)


@pytest.mark.parametrize("box", ORDINARY.values(), ids=ORDINARY.keys())
def test_what_nearly_every_page_hides_is_no_hidden_clause(box: str) -> None:
    assert page(f"<main><p>{'We keep data safe. ' * 100}</p>{box}</main>").hidden == ()


def test_what_the_registry_removes_is_no_hidden_clause() -> None:
    body = f"<main><p>{'We keep data safe. ' * 100}</p><div class=tip hidden>{CLAUSE}</div></main>".encode()
    assert read_html(body).hidden == (CLAUSE,)
    assert read_html(body, remove=[".tip"]).hidden == ()


def test_a_closed_panel_that_a_control_opens_is_text() -> None:
    markup = """<main><button aria-controls=p1 aria-expanded=false>Who sees my data?</button>
    <div id=p1 hidden><p>Only our own staff sees it.</p></div></main>"""
    assert clause(markup, "Only our own staff").path == ("Who sees my data?",)


def test_text_that_waits_for_a_script_to_be_shown_is_read_with_a_warning() -> None:
    found = page(f"<p>Terms</p><div hidden>{'<p>We delete data after a year.</p>' * 20}</div>")
    assert "We delete data" in found.text
    assert any("until a script runs" in w.en for w in found.warnings)


def test_a_selector_limits_the_text() -> None:
    found = read_html(b"<main><p>menu</p><div class=terms><p>The terms.</p></div></main>", select=[".terms"])
    assert (found.text, found.warnings) == ("The terms.", ())


def test_a_selector_that_matches_nothing_is_reported_and_the_main_text_read() -> None:
    found = read_html(site(), select=["#gone"])
    assert "72 hours" in found.text
    assert any("#gone" in w.en and "#gone" in w.ja for w in found.warnings)


def test_what_a_selector_removes_is_gone_and_the_rest_stays() -> None:
    found = read_html(b"<main><p>Kept.</p><p class=ad>Gone.</p></main>", remove=[".ad", ".ad .inner"])
    assert found.text == "Kept."


def test_a_selector_nobody_can_parse_is_reported_like_one_without_match() -> None:
    assert any("a[[" in w.en for w in read_html(site(), select=["a[["]).warnings)


def test_a_list_of_links_into_the_page_repeats_headings_and_is_dropped() -> None:
    contents = "".join(f'<li><a href="#s{n}">Section {n}</a></li>' for n in range(5))
    assert "Section 3" not in page(f"<main><ul>{contents}</ul>{TERMS}</main>").text


def test_a_list_of_links_to_subprocessors_is_kept() -> None:
    names = "".join(f'<li><a href="https://p{n}.example/">Processor {n}</a></li>' for n in range(9))
    assert "Processor 8" in page(f"<main><h1>Sub-processors</h1><ul>{names}</ul></main>").text


def test_a_navigation_that_leads_nowhere_is_text_under_a_wrong_name() -> None:
    sentence = "We disclose personal data to authorities on request."
    for box in (f"<nav>{sentence}</nav>", f"<div role=navigation>{sentence}</div>"):
        assert sentence in page(f"<main>{TERMS}{box}</main>").text
    for box in ("<nav>On this page</nav>", f"<nav>{sentence} <a href=/more>More</a></nav>"):
        assert page(f"<main>{TERMS}{box}</main>").text == page(f"<main>{TERMS}</main>").text


def test_a_menu_beside_the_text_goes_and_a_box_with_a_summary_stays() -> None:
    menu = "<aside><h3>Legal</h3><a href=/a>Terms of Service</a><a href=/b>Privacy Policy</a></aside>"
    summary = "<aside><p>In short: we never sell personal data.</p></aside>"
    text = page(f"<main>{menu}{TERMS}{summary}</main>").text
    assert "Privacy Policy" not in text
    assert "In short" in text


@pytest.mark.parametrize(
    "line",
    [
        "© 2026 Example, Inc. All rights reserved.",
        "Copyright © 2026 Example",
        "Copyright (c) 2026 Example",
        "© 2026 Example Ltd. Registered office in London",
        "© 2026 見本株式会社。無断転載を禁じます。",
    ],
)
def test_the_year_of_the_site_is_no_text_of_the_contract(line: str) -> None:
    assert texts(f"<p>We delete it.</p><div>{line}</div>") == ["We delete it."]


@pytest.mark.parametrize(
    "line",
    [
        "Copyright. You keep your rights since 2020.",
        "(c) we notify you by 2027 at the latest.",
        "© 2026 Example, Inc. We may change these terms at any time.",
        "© 2026 見本株式会社。当社は本規約をいつでも変更できます。",
    ],
)
def test_a_clause_on_copyright_is_kept(line: str) -> None:
    assert len(texts(f"<p>We delete it.</p><div>{line}</div>")) == 2


def test_clauses_that_stand_beside_the_landmark_are_kept() -> None:
    markup = f"<main><h1>Terms</h1>{'<p>The first part of it.</p>' * 20}</main><section>{TERMS}</section>"
    text = page(markup).text
    assert "The first part" in text
    assert "72 hours" in text


def test_a_footer_note_inside_the_contract_is_kept() -> None:
    assert "prevails" in page(f"<main>{TERMS}<footer>The Japanese text prevails.</footer></main>").text


NOTICES = {
    "Important": "<p><b>Important:</b> we may disclose your data to authorities.</p>",
    "of few words": "We disclose data to authorities.",
    "to close": "<button>Close</button>From 1 May 2027 the servers stand in Singapore.",
    "of cookies": "We disclose what cookies tell us to the advertisers that pay for it.",
    "of logins": "When you log in, we record the place and keep it for two years.",
    "in Japanese": "重要：当社は、お客様の個人データを当局に開示することがあります。",
    "of logins in Japanese": "ログインした利用者の個人データを、当局に開示することがあります。",
    "long": "We disclose data if your session has anything to do with a crime, as the law asks. " * 5,
}


@pytest.mark.parametrize("notice", NOTICES.values(), ids=NOTICES.keys())
@pytest.mark.parametrize("role", ["alert", "status"])
@pytest.mark.parametrize("wrap", ["main", "article", "div"])
def test_a_box_in_the_contract_that_calls_for_attention_is_read(notice: str, role: str, wrap: str) -> None:
    markup = f"<{wrap}>{TERMS * 4}<div role={role} class='alert alert-warning'>{notice}</div></{wrap}>"
    told = page(f"<p>{notice}</p>").clauses[-1].text
    assert told in page(markup).text


CHATTER = {
    "cookies": "<p>We use cookies to make this site better for you.</p><button>Accept</button>",
    "cookies by a link": "<p>We use cookies to make this site better for you.</p><a href='#'>Accept</a>",
    "cookies in Japanese": "<p>このサイトではクッキーを使用して、利便性を高めています。</p><button>同意する</button>",
    "session": "Your session will expire in 5 minutes because you did nothing for a while.",
    "session in Japanese": "セッションの有効期限が切れました。もう一度ログインしてください。",
    "login": "You have been signed out of your account. Please log in again.",
    "saved": "Your changes to the settings were saved and take effect at once.",
    "loading": "Loading the rest of the agreement, please wait a moment ...",
    "failed": "Something went wrong while we loaded your account. Please try again.",
    "count": "12 results",
    "copied": "Copied!",
    "links": "<a href=/a>Read about our new products for companies</a> <a href=/b>See the prices</a>",
}


@pytest.mark.parametrize("chatter", CHATTER.values(), ids=CHATTER.keys())
@pytest.mark.parametrize("role", ["alert", "status"])
def test_a_box_that_speaks_of_the_visit_is_no_text_of_the_contract(chatter: str, role: str) -> None:
    box = f"<div role={role}>{chatter}</div>"
    assert page(f"<main>{TERMS}{box}</main>").clauses == page(f"<main>{TERMS}</main>").clauses


@pytest.mark.parametrize(
    "box",
    [
        "<div role=alert class=cookie-notice>{}</div>",
        "<div role=status id=toast-1>{}</div>",
        "<div class=toast-container><div><div role=alert>{}</div></div></div>",
        "<div role=dialog>{}</div>",
    ],
)
def test_a_box_that_calls_itself_furniture_is_no_text_of_the_contract(box: str) -> None:
    notice = box.format("We make this site better for you with every visit that you pay us.")
    assert page(f"<main>{TERMS}{notice}</main>").clauses == page(f"<main>{TERMS}</main>").clauses


@pytest.mark.parametrize("name", ["cookie-policy", "privacy-header", "terms-footer", "language-en"])
def test_a_name_that_sounds_like_furniture_does_not_remove_the_contract(name: str) -> None:
    assert "72 hours" in page(f'<div class="{name}">{TERMS}</div>').text


def test_same_bytes_give_the_same_page() -> None:
    assert read_html(site()) == read_html(site())


def test_entities_and_doctypes_are_text_and_never_fetched() -> None:
    body = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><body><p>&x; A &amp; B</p>'
    assert "A & B" in read_html(body).text
    assert "root:" not in read_html(body).text


HOSTILE = {
    "inline in inline": b"<span class=nav role=main>" * 1_900
    + b"text" * 99_999
    + b"<a href=#x>y</a>" * 9_999,
    "one line": b"<p>" + b"lorem ipsum " * 4_000_000 + b"text",
    "null bytes": b"<p>te\0xt \0" * 100_000,
    "only tags": b"<" * 200_000,
    "attributes": b"<p " + b"a=1 " * 200_000 + b">text",
    "list items": b"<li>x" * 100_000,
    "menus in menus": b"<nav><ul class=menu hidden><li>" * 900 + b"text",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_markup_is_read_in_seconds(body: bytes) -> None:
    started = time.perf_counter()
    assert read_html(body).visible_chars >= 0
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize("tag", [b"<div>", b"<span role=main>", b"<b>", b"<table><tr><td>"])
def test_nesting_no_contract_has_is_refused_at_once(tag: bytes) -> None:
    started = time.perf_counter()
    with pytest.raises(ReadingError, match="nested"):
        read_html(tag * 100_000 + b"text")
    assert time.perf_counter() - started < 5


SOUP = """<p> </p> <div> </div> <nav> </nav> <main> </main> <li> <ul> </ul> <table> <tr> <td> </table> <br>
<b> </b> <h2> </h2> <header> </header> <footer> </footer> <div_hidden>
<span_class=sr-only> </span> <dl> <dt> <dd> </dl> <button_aria-controls=x> </button>
<pre> </pre> <article> </article> <a_href=#x> </a> 第1条 (1) 漢字 word"""
FURNITURE = ("<nav", "<main", "<article", "<div_", "<span", "<header", "<footer", "<a", "<button", "<table")
TAGS = st.sampled_from(SOUP.split())


@settings(max_examples=300, deadline=None)
@given(st.lists(TAGS, max_size=60))
def test_any_soup_of_tags_is_read_and_no_word_outside_furniture_is_lost(pieces: list[str]) -> None:
    markup = "".join(p.replace("_", " ") for p in pieces)
    assert read_html(markup.encode()) == read_html(markup.encode())
    markup = "".join(p for p in pieces if not p.startswith(FURNITURE))
    found = "".join(f"{c.number} {c.text}" for c in read_html(markup.encode()).clauses)
    assert found.count("word") == markup.count("word")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_never_crash(body: bytes) -> None:
    read_html(body)
