"""What the values of the registry hold once a file is accepted."""

import re
import shutil
from pathlib import Path

import pytest

from xborder.model import Action, Basis, Document, DocumentKind, FetchBy, Topic
from xborder.registry import load_policy, load_registry

HERE = Path(__file__).parent


def load(tmp_path: Path, fixture: str):
    for file in (HERE / "base").glob("*.yaml"):
        shutil.copy(file, tmp_path)
    shutil.copy(HERE / "valid" / fixture, tmp_path / "contractors.yaml")
    return load_registry(tmp_path)


def test_norway_is_norway(tmp_path: Path) -> None:
    fjord = load(tmp_path, "norway-needs-no-quotes.yaml").contractor("fjord")
    assert fjord is not None
    assert fjord.country == "NO"
    assert fjord.transfers[0].server_locations == ("NO", "US")


def test_several_pages_are_sources_of_one_document(tmp_path: Path) -> None:
    (acme,) = load(tmp_path, "several-pages-one-document.yaml").contractors
    (document,) = acme.documents
    assert [s.id.partition("#")[0] for s in document.sources] == ["acme/terms", "acme/terms"]
    assert len({s.id for s in document.sources}) == 2
    assert [s.url for s in document.sources] == ["https://acme.example/terms", "https://acme.example/terms/2"]
    for source in document.sources:
        assert source.accept_language == "ja"
        assert source.select == ("main > article", "div:has(> p)")
        assert source.remove == (".cookie-banner",)
        assert source.fetch is FetchBy.BROWSER
        assert source.ignore_robots == "2026-11-01 に先方の書面による許可を得た"


def with_urls(tmp_path: Path, *urls: str) -> Document:
    load(tmp_path, "several-pages-one-document.yaml")
    file = tmp_path / "contractors.yaml"
    text = re.sub(r"urls: .*", f"urls: [{', '.join(urls)}]", file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")
    (acme,) = load_registry(tmp_path).contractors
    (document,) = acme.documents
    return document


def ids(document: Document) -> dict[str | None, str]:
    return {source.url: source.id for source in document.sources}


FIRST, SECOND, THIRD = (f"https://acme.example/{n}" for n in (1, 2, 3))


@pytest.mark.parametrize(
    "urls",
    [(SECOND, THIRD), (THIRD, FIRST, SECOND), (FIRST, "https://acme.example/new", SECOND), (SECOND,)],
    ids=["the first dropped", "reordered", "one swapped", "one left"],
)
def test_a_page_of_several_keeps_its_id_whatever_becomes_of_the_others(
    tmp_path: Path, urls: tuple[str, ...]
) -> None:
    before, after = ids(with_urls(tmp_path, FIRST, SECOND, THIRD)), ids(with_urls(tmp_path, *urls))
    assert list(after) == list(urls)
    assert all(before[url] == after[url] for url in before.keys() & after.keys())
    assert len({*before.values(), *after.values()}) == len(before | after)


def test_another_spelling_of_an_address_is_no_other_source(tmp_path: Path) -> None:
    (one,) = with_urls(tmp_path, FIRST).sources
    (other,) = with_urls(tmp_path, "HTTPS://ACME.example.:443/%31#part").sources
    assert one.id == other.id


def test_an_address_that_stands_in_a_document_twice_is_read_once(tmp_path: Path) -> None:
    document = with_urls(tmp_path, FIRST, SECOND, "https://ACME.example:443/1")
    assert [source.url for source in document.sources] == [FIRST, SECOND]


def test_one_page_of_two_documents_has_two_histories(tmp_path: Path) -> None:
    document = with_urls(tmp_path, FIRST, SECOND)
    assert all(source.id.startswith(f"{document.id}#") for source in document.sources)


def test_an_entry_keeps_what_it_says(tmp_path: Path) -> None:
    (acme,) = load(tmp_path, "several-pages-one-document.yaml").contractors
    assert (acme.basis, acme.jurisdictions, acme.listed_in) == (Basis.CBPR, ("us-ca",), ("4-1(8)",))
    assert acme.name_ja == "アクメ社（髙﨑支店）"
    (transfer,) = acme.transfers
    assert transfer.documents == ("acme/terms",)
    assert transfer.server_jurisdictions == ("us-ca",)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("４－２", "4-2"),
        ("4－2", "4-2"),
        ("4−2", "4-2"),
        ("4‐2", "4-2"),
        ("4ー2", "4-2"),
        ("4-1（8）", "4-1(8)"),
        ("4-1 (8)", "4-1(8)"),
        ("4-1⑻", "4-1(8)"),
        ("別表データ 第2", "別表データ 第2"),
    ],
)
def test_a_place_of_the_policy_is_the_same_however_its_signs_are_written(
    tmp_path: Path, written: str, meant: str
) -> None:
    for file in (HERE / "base").glob("*.yaml"):
        shutil.copy(file, tmp_path)
    text = (HERE / "valid" / "several-pages-one-document.yaml").read_text(encoding="utf-8")
    text = text.replace("[4-1(8)]", f'["{written}"]').replace("[4-2]", f'["{written}"]')
    (tmp_path / "contractors.yaml").write_text(text, encoding="utf-8")
    (acme,) = load_registry(tmp_path).contractors
    assert (acme.listed_in, acme.transfers[0].listed_in) == ((meant,), (meant,))


def test_a_country_report_is_japanese_and_named_after_its_country(tmp_path: Path) -> None:
    registry = load(tmp_path, "norway-needs-no-quotes.yaml")
    country = registry.country("US")
    assert country is not None
    (report,) = country.documents
    assert (report.id, report.owner, report.kind) == ("country/US/html", "US", DocumentKind.COUNTRY_REPORT)
    assert (report.title, report.language) == ("外国制度（米国）HTML", "ja")
    assert registry.index is not None
    assert registry.index.kind is DocumentKind.COUNTRY_INDEX


def test_a_rule_holds_the_questions_it_names(tmp_path: Path) -> None:
    load(tmp_path, "norway-needs-no-quotes.yaml")
    policy, problems = load_policy(tmp_path)
    assert policy is not None
    assert problems == ()
    suspend = next(r for r in policy.rules if r.action is Action.SUSPEND)
    assert ["Q12-17" in q.ja and "Q12-17" in q.en for q in suspend.questions] == [True, False]
    correction = next(r for r in policy.rules if r.action is Action.REQUEST_CORRECTION)
    assert Topic.SECURITY in correction.topics
    assert correction.deadline_days == 30


def test_folded_japanese_has_no_gaps_and_folded_english_keeps_them(tmp_path: Path) -> None:
    load(tmp_path, "norway-needs-no-quotes.yaml")
    policy, _ = load_policy(tmp_path)
    assert policy is not None
    suspend = next(r for r in policy.rules if r.action is Action.SUSPEND)
    assert "協力義務、又は域内保存義務" in suspend.reason.ja
    assert "introduced or broadened (a duty" in suspend.reason.en
