"""What every fetch is compared by."""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_pages import TERMS, site
from xborder.extract import digest, fingerprint, read_html

SHARED = Path(__file__).resolve().parents[3] / "shared"


def fingerprint_of(main: str, **frame: str) -> str:
    return fingerprint(site(main, **frame), media_type="text/html")


@pytest.mark.parametrize("wrap", ["main", "article", ""])
def test_tokens_and_furniture_outside_the_contract_do_not_matter(wrap: str) -> None:
    one = fingerprint_of(TERMS, wrap=wrap, token="0a1b", node="web-07 in 12 ms")
    other = fingerprint_of(TERMS, wrap=wrap, token="ffee", node="web-31 in 480 ms")
    assert one == other


def test_session_ids_in_links_of_the_contract_do_not_matter() -> None:
    link = '<p>See <a href="/choices?sid={}">your choices</a>.</p>'
    assert fingerprint_of(TERMS + link.format("1")) == fingerprint_of(TERMS + link.format("2"))


def test_markup_and_line_ends_do_not_matter() -> None:
    assert fingerprint_of(TERMS) == fingerprint_of(
        TERMS.replace("\n", "\r\n   ").replace("<p>", '<p class="a b">')
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("only where the law compels us", "where we find it useful"),
        ("72 hours", "7 2 hours"),
        ("30 days", "10 days"),
        ("Ireland", "Singapore"),
        ("without undue delay", ""),
        ("1 April", "1 May"),
    ],
)
@pytest.mark.parametrize("wrap", ["main", "article", ""])
def test_other_terms_have_another_fingerprint(old: str, new: str, wrap: str) -> None:
    assert old in TERMS
    assert fingerprint_of(TERMS, wrap=wrap) != fingerprint_of(TERMS.replace(old, new), wrap=wrap)


TABLE = (
    "<table><tr><th>Name</th><th>EU data</th><th>All data</th></tr>"
    "<tr><td>Example</td><td>{}</td><td>{}</td></tr><tr><td>{}</td><td>{}</td><td></td></tr></table>"
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("✓", "", "Other", "✓"), ("", "✓", "Other", "✓")),
        (("A", "B", "C", "D"), ("A", "B C", "", "D")),
        (("A<br>B", "C", "D", "E"), ("A", "B<br>C", "D", "E")),
    ],
)
def test_a_text_that_moves_to_another_cell_is_another_text(
    old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    pages = [TERMS + TABLE.format(*cells) for cells in (old, new)]
    assert len({digest(read_html(site(page))) for page in pages}) == 2
    assert len({fingerprint_of(page) for page in pages}) == 2


def test_a_new_file_with_the_same_name_has_another_fingerprint() -> None:
    assert fingerprint(b"%PDF-1.7 one") != fingerprint(b"%PDF-1.7 two")


VOCABULARY = "we may not disclose data to the authority of a country 当社 は 提供 しない"
WORDS = st.lists(st.sampled_from(VOCABULARY.split()), max_size=8)
TAGGED = st.sampled_from(
    ["<p>{}</p>", "<li>{}</li>", "<h2>{}</h2>", "<td>{}</td>", "<b>{}</b>", "{}<br>", "<p><b>{}</b>"]
)
PASSAGES = st.lists(st.tuples(TAGGED, WORDS), max_size=6)


Passages = list[tuple[str, list[str]]]


def letters(body: bytes) -> str:
    return "".join(f"{c.number}{c.text}" for c in read_html(body).clauses).replace(" ", "")


def markup(passages: Passages) -> bytes:
    return f"<main>{''.join(tag.format(' '.join(words)) for tag, words in passages)}</main>".encode()


@given(PASSAGES, PASSAGES)
def test_pages_with_one_fingerprint_have_the_same_letters(one: Passages, other: Passages) -> None:
    a, b = markup(one), markup(other)
    same = fingerprint(a, media_type="text/html") == fingerprint(b, media_type="text/html")
    assert not same or letters(a) == letters(b)


@given(PASSAGES)
def test_every_letter_of_the_main_text_stands_in_a_clause(passages: Passages) -> None:
    words = [word for _, words in passages for word in words]
    assert sorted(letters(markup(passages))) == sorted("".join(words))


@given(st.binary(max_size=300), st.sampled_from([None, "text/html", "application/pdf", "text/plain"]))
def test_any_bytes_have_a_fingerprint(body: bytes, media_type: str | None) -> None:
    assert re.fullmatch("[0-9a-f]{64}", fingerprint(body, media_type=media_type))


def test_nesting_that_cannot_be_read_still_has_a_fingerprint() -> None:
    assert fingerprint(b"<div>" * 50_000, media_type="text/html")


def test_the_digest_forgets_form_and_keeps_words() -> None:
    page = read_html(b"<main><p>We delete \xe2\x80\x9cdata\xe2\x80\x9d.</p></main>")
    assert digest(page) == digest(read_html(b'<main><div>We  delete "data"</div></main>'))
    assert digest(page) != digest(read_html(b'<main><p>We never delete "data".</p></main>'))


def test_a_fingerprint_is_cheap_enough_for_every_fetch() -> None:
    body = site(TERMS * 40)
    fingerprint(body, media_type="text/html")
    best = min(_seconds(body) for _ in range(5))
    assert best < 0.02, f"{best * 1000:.1f} ms for {len(body) // 1000} kB"


def _seconds(body: bytes) -> float:
    started = time.perf_counter()
    fingerprint(body, media_type="text/html")
    return time.perf_counter() - started


def test_every_labelled_pair_of_real_terms_has_two_digests() -> None:
    labels = SHARED / "benchmark" / "terms-ja-dev" / "labels.jsonl"
    if not labels.exists():
        pytest.skip("the labelled pairs are not beside the repository")
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines() if line.strip()]
    checked = 0
    for row in rows:
        folder = labels.parent / row["id"]
        if row["substantive"] and (folder / "old.html").exists():
            old, new = ((folder / name).read_bytes() for name in ("old.html", "new.html"))
            assert fingerprint(old) != fingerprint(new), row["id"]
            assert digest(read_html(old)) != digest(read_html(new)), row["id"]
            checked += 1
    assert checked > 0


@pytest.mark.parametrize("place", ["html", "body"])
@pytest.mark.parametrize(
    "attribute",
    [
        "hidden",
        'style="display:none"',
        'class="sr-only"',
        'data-sr-only="true"',
        'role="navigation"',
        'class="footer menu"',
    ],
)
@pytest.mark.parametrize(
    ("inside", "said"), [("", ""), ("<p hidden>Terms</p>", "Terms"), ("<main><p>Terms</p></main>", "Terms")]
)
def test_what_a_page_says_of_itself_as_a_whole_takes_nothing_away(
    place: str, attribute: str, inside: str, said: str
) -> None:
    page = f"<{place} {attribute}>{inside}".encode()
    assert fingerprint(page, media_type="text/html", remove=(place,))
    assert read_html(page, remove=(place,)).text == said
