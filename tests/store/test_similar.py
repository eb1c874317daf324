"""The kept page that says most of what another says is found by its longer runs of text."""

from random import Random

import pytest

from xborder.store.similar import Similar, passages

CLAUSES = [f"<p>Clause {n}: {Random(n).randbytes(90).hex()}.</p>" for n in range(60)]
CLAUSES_JA = [
    f"<p>第{n}条 甲は、{Random(n).randbytes(60).hex()}について乙に通知し、その同意を得る。</p>"
    for n in range(60)
]


def page(*clauses: str, frame: str = "", charset: str = "utf-8") -> bytes:
    return f"<nav>{frame}</nav><main>{''.join(clauses)}</main>".encode(charset)


def told(**pages: bytes) -> Similar:
    similar = Similar()
    for name, body in pages.items():
        similar.keep(name, passages(body))
    return similar


def test_the_page_with_most_of_the_same_clauses_is_the_nearest() -> None:
    similar = told(few=page(*CLAUSES[:20]), many=page(*CLAUSES[20:]))
    assert similar.nearest(passages(page(*CLAUSES[10:50], frame="another site")), but="") == "many"


@pytest.mark.parametrize("charset", ["utf-8", "shift_jis", "euc-jp"])
def test_clauses_in_japanese_are_found_in_any_character_set_of_their_page(charset: str) -> None:
    similar = told(kept=page(*CLAUSES_JA, charset=charset))
    assert similar.nearest(passages(page(*CLAUSES_JA[30:], charset=charset)), but="") == "kept"


def test_a_page_that_shares_its_frame_alone_is_not_near() -> None:
    frame = "".join(f"<li>{word}</li>" for word in ("Products", "Careers", "Investors") * 50)
    similar = told(kept=page(*CLAUSES[:30], frame=frame))
    assert similar.nearest(passages(page(*CLAUSES[30:], frame=frame)), but="") is None


def test_the_page_it_stands_on_anyway_is_not_named_again() -> None:
    similar = told(site=page(*CLAUSES))
    assert similar.nearest(passages(page(*CLAUSES)), but="site") is None


def test_bytes_without_markup_and_the_largest_say_nothing() -> None:
    assert passages("".join(CLAUSES).replace("<", "").encode()) == frozenset()
    assert passages(page(*CLAUSES) * 200) == frozenset()


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xborder.store.similar._MOST", 10)
    similar = told(first=page(*CLAUSES), second=page(*(clause.upper() for clause in CLAUSES)))
    assert similar.nearest(passages(page(*CLAUSES)), but="") == "first"
    assert similar.nearest(passages(page(*(clause.upper() for clause in CLAUSES))), but="") is None
