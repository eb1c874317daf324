"""Whether what came back is the document at all."""

from datetime import UTC, datetime

import pytest

from contract_pages import TERMS, site
from xborder.extract import judge, read_html
from xborder.model import Document, DocumentKind, Fetched, Health, Judgement, Page, Source
from xborder.texts import same

LONG = TERMS + "".join(
    f"<p>4.{n} The provider carries out measure {n} for the customer at its own cost.</p>" for n in range(60)
)


def document(language: str | None = None) -> Document:
    return Document(
        id="a/terms",
        owner="a",
        kind=DocumentKind.TERMS,
        title="Terms",
        sources=(Source(id="a/terms", url="https://a.example/legal/terms"),),
        language=language,
    )


def judged(
    body: bytes | str,
    *,
    before: bytes | None = None,
    language: str | None = None,
    url: str = "",
    redirects: tuple[str, ...] = (),
) -> Judgement:
    body = f"<!doctype html><meta charset=utf-8>{body}".encode() if isinstance(body, str) else body
    fetched = Fetched(
        source="a/terms",
        fetched_at=datetime(2026, 11, 1, tzinfo=UTC),
        health=Health.OK,
        body=body,
        status=200,
        url=url,
        redirects=redirects,
    )
    previous: Page | None = read_html(before) if before else None
    return judge(fetched, read_html(body), document(language), previous)


def test_a_contract_is_the_document() -> None:
    assert judged(site(LONG)).health is Health.OK
    assert judged(site(LONG), before=site(LONG + "<p>One more.</p>"), language="en").health is Health.OK


INTERSTITIALS = {
    "challenge": (
        "<title>Just a moment...</title><p>Verify you are human by completing the action.</p>",
        Health.BLOCKED,
    ),
    "denied": ("<h1>Access Denied</h1><p>You don't have permission. Reference #18.2</p>", Health.BLOCKED),
    "captcha in Japanese": (
        "<p>続行するには、私はロボットではありませんにチェックしてください。</p>",
        Health.BLOCKED,
    ),
    "login": ("<h1>Sign in to continue</h1><p>E-mail</p><p>Forgot your password?</p>", Health.LOGIN_WALL),
    "login in Japanese": ("<p>このページを見るにはログインしてください。</p>", Health.LOGIN_WALL),
    "soft 404": ("<h1>Page not found</h1><p>The page you requested does not exist.</p>", Health.ERROR_PAGE),
    "soft 404 in Japanese": ("<p>お探しのページが見つかりません。</p>", Health.ERROR_PAGE),
    "maintenance in Japanese": (
        "<p>ただいまメンテナンス中です。しばらくお待ちください。</p>",
        Health.ERROR_PAGE,
    ),
    "client error": ("<h2>Application error: a client-side exception has occurred.</h2>", Health.ERROR_PAGE),
    "script needed": (
        "<p>Please enable JavaScript to continue using this application.</p>",
        Health.UNREADABLE,
    ),
    "script shell": ('<body><div id="root"></div><script src=a.js></script>', Health.UNREADABLE),
    "empty": ("<body></body>", Health.UNREADABLE),
    "refresh": ('<meta http-equiv="refresh" content="0;url=/new"><body></body>', Health.MOVED),
    "pointer": ("<p>Redirecting to legal.example.com</p>", Health.MOVED),
}


@pytest.mark.parametrize(("markup", "health"), INTERSTITIALS.values(), ids=INTERSTITIALS.keys())
@pytest.mark.parametrize("framed", [False, True], ids=["bare", "in the frame of the site"])
@pytest.mark.parametrize("seen_before", [False, True])
def test_what_stands_in_place_of_the_document_is_told(
    markup: str, health: Health, framed: bool, seen_before: bool
) -> None:
    if framed and "<body" in markup:
        pytest.skip("such a page has no frame")
    body = site(markup, wrap="main") if framed and not markup.startswith("<title>") else markup
    verdict = judged(body, before=site(LONG) if seen_before else None)
    assert verdict.health is health
    assert verdict.reason


def test_a_contract_that_speaks_of_errors_and_passwords_is_no_error_page() -> None:
    clauses = """<h1>Terms</h1><p>The service may be temporarily unavailable under scheduled maintenance.</p>
    <p>You must not solve a captcha by a script, and must keep your password to yourself.</p>"""
    filler = "".join(f"<p>Clause {n}: the parties keep what they learn confidential.</p>" for n in range(12))
    assert judged(clauses + filler).health is Health.OK


def test_a_short_notice_that_stayed_as_it_was_is_the_document() -> None:
    notice = (
        "<h1>Notice</h1><p>The old terms page is not found here any more; see the new agreement of 2026.</p>"
        * 2
    )
    assert judged(notice, before=notice.encode()).health is Health.OK


def test_a_page_that_lost_most_of_its_text_is_no_revision() -> None:
    verdict = judged(site(TERMS), before=site(LONG * 3))
    assert verdict.health is Health.COLLAPSED
    assert "characters are left" in verdict.reason.en


def test_a_page_made_new_with_much_text_left_is_a_change_to_confirm() -> None:
    assert judged(site(LONG * 3), before=site(LONG * 12)).health is Health.OK


def test_a_contract_cut_by_half_is_a_change() -> None:
    assert judged(site(LONG), before=site(LONG * 2)).health is Health.OK


GERMAN = (
    "<p>Wir verarbeiten die Daten nur auf Weisung und für den Zweck, der mit Ihnen vereinbart ist.</p>" * 40
)
JAPANESE = "<p>当社は、お客様の個人データを、契約で定めた目的の範囲内で取り扱います。</p>" * 40
CHINESE = "<p>我们仅为合同约定的目的处理您的个人信息，未经同意不向第三方提供。</p>" * 40
KOREAN = "<p>당사는 계약에서 정한 목적 범위 내에서만 고객의 개인정보를 처리합니다.</p>" * 40


@pytest.mark.parametrize("markup", [GERMAN, JAPANESE, CHINESE, KOREAN], ids=["de", "ja", "zh", "ko"])
def test_another_language_than_the_document_has_is_no_revision(markup: str) -> None:
    assert judged(markup, language="en").health is Health.OTHER_LANGUAGE
    assert judged(markup, before=site(LONG)).health is Health.OTHER_LANGUAGE


def test_a_page_in_the_expected_language_is_the_document() -> None:
    assert judged(JAPANESE, language="ja").health is Health.OK


def test_a_list_of_companies_that_often_says_data_is_in_english() -> None:
    rows = "".join(
        f"<tr><td>Company {n}, Inc.</td><td>Hosting of data, data centre {n}</td></tr>" for n in range(9)
    )
    listed = f"<h1>Sub-processors</h1><p>They process data for us.</p><table>{rows}</table>"
    assert judged(listed, language="en").health is Health.OK
    assert judged(GERMAN).health is Health.OK  # nothing is expected


def test_a_redirect_to_the_front_page_is_told() -> None:
    verdict = judged(site(LONG), url="https://b.example/", redirects=("https://b.example/",))
    assert verdict.health is Health.MOVED
    assert "b.example" in verdict.reason.en


def test_a_redirect_to_another_page_is_followed() -> None:
    verdict = judged(site(LONG), url="https://a.example/en/terms", redirects=("https://a.example/en/terms",))
    assert verdict.health is Health.OK


def test_a_few_broken_letters_make_no_text_unreadable() -> None:
    """A curly quote in the wrong encoding, in an English contract: a browser shows a sign and the contract."""
    broken = (
        f"<main><p>{'We keep your personal data safe and secure. ' * 60}".encode() + b"It\x92s so.</p></main>"
    )
    assert judged(b"<meta charset=utf-8>" + broken).health is Health.OK


def test_garbled_text_is_unreadable() -> None:
    garbled = JAPANESE.encode().decode("latin-1").encode()
    assert judged(b"<meta charset=utf-8>" + garbled, language="ja").health is Health.UNREADABLE


def test_what_the_transport_said_is_repeated() -> None:
    fetched = Fetched(
        source="a",
        fetched_at=datetime(2026, 11, 1, tzinfo=UTC),
        health=Health.GONE,
        detail=same("HTTP 404"),
        status=404,
    )
    assert judge(fetched, Page(clauses=()), document()) == Judgement(
        health=Health.GONE, reason=same("HTTP 404")
    )


def test_a_file_that_is_no_text_is_unreadable() -> None:
    packed = b"PK\x03\x04" + bytes((n * 7919 + n // 256) % 256 for n in range(20_000))
    assert judged(packed).health is Health.UNREADABLE
    assert "another kind" in judged(packed).reason.en
