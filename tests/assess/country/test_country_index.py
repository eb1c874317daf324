"""The list of reports: what appears, vanishes and moves is told to a person."""

import pytest

from xborder.assess.country import compare_index, resolve
from xborder.errors import ReadingError
from xborder.extract.ppc import read_index
from xborder.model import Country, IndexEntry, Jurisdiction

URL = "https://ppc.example/enforcement/infoprovision/laws/"
PAGE = """<html><body><nav><a href="/enforcement/infoprovision/laws/offshore_report_menu/">外国制度（メニュー国）</a></nav>
<main><h1>諸外国・地域の法制度</h1><a href="/enforcement/infoprovision/laws/">戻る</a>
<ul><li><a href="offshore_report_alba/">アルバ共和国</a></li>
<li><a href="/enforcement/infoprovision/laws/offshore_report_bet_Rica/">外国制度（ベルタ連邦）</a>（<a href="/files/pdf/Berta_report.pdf">PDF：855KB</a>）</li></ul>
<table><tr><td>ガンマ（連邦）</td><td><a href="offshore_report_gamma/">HTML版</a><a href="/files/pdf/gamma_report.pdf">pdf版はこちら (PDF : 9KB)</a></td></tr></table>
</main></body></html>"""
ALBA = IndexEntry(name="アルバ共和国", html_url=f"{URL}offshore_report_alba/")


def test_every_report_is_listed_with_its_addresses_as_they_are_spelled() -> None:
    entries = read_index(PAGE.encode(), None, URL)
    assert [e.name for e in entries] == ["アルバ共和国", "ベルタ連邦", "ガンマ（連邦）"]
    assert entries[0] == ALBA
    assert entries[1].html_url == f"{URL}offshore_report_bet_Rica/"
    assert entries[1].pdf_url == "https://ppc.example/files/pdf/Berta_report.pdf"
    assert entries[2].html_url == f"{URL}offshore_report_gamma/"


def test_a_page_that_lists_nothing_is_refused() -> None:
    with pytest.raises(ReadingError):
        read_index("<html><body>メンテナンス中</body></html>".encode(), None, URL)


def changes(
    old: tuple[IndexEntry, ...], new: tuple[IndexEntry, ...], *countries: Country
) -> list[tuple[str | None, str]]:
    assessed = compare_index(old, new, countries)
    assert not assessed.is_trigger  # no law changed
    return [(f.part, f.change.value) for f in assessed.findings]


def test_the_same_list_asks_nothing() -> None:
    assert changes((ALBA,), (ALBA,)) == []


def test_what_appears_vanishes_or_moves_is_told() -> None:
    new = IndexEntry(name="デルタ諸島", html_url=f"{URL}offshore_report_delta/")
    moved = IndexEntry(name="アルバ共和国", html_url=f"{URL}Offshore_report_alba/")
    assert changes((ALBA,), (ALBA, new)) == [("デルタ諸島", "introduced")]
    assert changes((ALBA, new), (new,)) == [("アルバ共和国", "lost")]
    assert changes((ALBA,), (moved,)) == [("アルバ共和国", "amended")]


def test_a_report_for_a_country_confirmed_by_hand_is_told_as_such() -> None:
    place = Jurisdiction(key="dl", list_name_ja="デルタ", name_ja="デルタ諸島", name_en="Delta Islands")
    country = Country(
        code="XD", name_ja="デルタ", name_en="Delta", jurisdictions=(place,), confirm_by_hand="no report"
    )
    new = IndexEntry(name="デルタ諸島", html_url=f"{URL}offshore_report_delta/")
    assert changes((ALBA,), (ALBA, new), country) == [("デルタ諸島", "gained")]


def test_an_address_is_found_by_the_name_of_the_country() -> None:
    assert resolve("アルバ 共和国", (ALBA,)) == ALBA
    assert resolve("別の国", (ALBA,)) is None
