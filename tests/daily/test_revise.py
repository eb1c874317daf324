"""What a new text comes to, all rooms together."""

import pytest

from xborder.daily.revise import assess_pages
from xborder.extract import read_html
from xborder.model import Clause, Direction, DocumentKind, Page, TermsAssessment, Topic

SHEETS = (
    "invoices",
    "letters",
    "calls",
    "orders",
    "visits",
    "returns",
    "reviews",
    "payments",
    "claims",
    "tickets",
)
帳票 = ("請求書", "手紙", "通話", "注文", "訪問", "返品", "評価", "支払", "苦情", "問合せ")


@pytest.mark.parametrize(
    ("sentence", "sheets", "language", "old", "new"),
    [
        ("{name} keeps {sheet} in a safe place.", SHEETS, "en", "Acme", "Omega"),
        ("{name}は、{sheet}の記録を適切に管理します。", 帳票, "ja", "アクメ商会", "オメガ"),
        ("{name}は、{sheet}の記録を適切に管理します。", 帳票, "ja", "アクメクラウド", "オメガクラウド"),
    ],
)
def test_a_name_replaced_throughout_is_one_note_and_no_finding(
    sentence: str, sheets: tuple[str, ...], language: str, old: str, new: str
) -> None:
    pages = [
        Page(
            clauses=tuple(Clause(text=sentence.format(name=name, sheet=sheet)) for sheet in sheets),
            language=language,
        )
        for name in (old, new)
    ]
    changes, assessed = assess_pages(DocumentKind.TERMS, *pages)
    assert isinstance(assessed, TermsAssessment)
    assert len(changes) == 10
    assert not assessed.substantive
    told = [note.ja for note in assessed.notes if "一貫して改められました" in note.ja]
    assert len(told) == 1
    assert "10" in told[0]


def grouped(layout: str, language: str, *groups: tuple[str, tuple[str, ...]]) -> Page:
    """A list of sub-processors that names each country once, over those who are there."""
    head = {"en": ("Sub-processors", "Name", "Purpose"), "ja": ("再委託先", "名称", "業務")}[language]
    match layout:
        case "headings":
            lists = "".join(
                f"<h2>{place}</h2><ul>{''.join(f'<li>{name}</li>' for name in names)}</ul>"
                for place, names in groups
            )
        case "rows":
            rows = "".join(
                f"<tr><td colspan=2>{place}</td></tr>" + "".join(f"<tr><td>{n}<td>X</tr>" for n in names)
                for place, names in groups
            )
            lists = f"<table><tr><th>{head[1]}<th>{head[2]}</tr>{rows}</table>"
        case _:
            rows = "".join(
                f"<tr><td rowspan={len(names)}>{place}" + "<tr>".join(f"<td>{n}<td>X" for n in names)
                for place, names in groups
            )
            country = {"en": "Country", "ja": "所在国"}[language]
            lists = f"<table><tr><th>{country}<th>{head[1]}<th>{head[2]}</tr>{rows}</table>"
    return read_html(f"<html lang={language}><main><h1>{head[0]}</h1>{lists}</main></html>".encode())


@pytest.mark.parametrize("layout", ["headings", "rows", "rowspan"])
@pytest.mark.parametrize(
    ("language", "names", "places"),
    [
        ("en", ("Alpha Ltd", "Beta Ltd", "Gamma Inc"), ("Ireland", "China")),
        ("en", ("Alpha", "Beta", "Gamma"), ("Sub-processors in Ireland", "Located in China (1)")),
        ("ja", ("株式会社アルファ", "株式会社ベータ", "株式会社ガンマ"), ("アイルランド", "中国")),
        ("ja", ("アルファ", "ベータ", "ガンマ"), ("日本国内の再委託先", "中国に所在する再委託先")),
    ],
)
def test_a_sub_processor_that_moves_to_the_group_of_another_country_has_moved(
    layout: str, language: str, names: tuple[str, str, str], places: tuple[str, str]
) -> None:
    one, other, third = names
    old = grouped(layout, language, (places[0], (one, other)), (places[1], (third,)))
    new = grouped(layout, language, (places[0], (one,)), (places[1], (other, third)))
    sorted_anew = grouped(layout, language, (places[1], (third,)), (places[0], (other, one)))
    _, assessed = assess_pages(DocumentKind.SUBPROCESSORS, old, new)
    assert isinstance(assessed, TermsAssessment)
    assert assessed.substantive
    listed = [f for f in assessed.findings if f.topic is not Topic.OTHER]
    assert [(f.topic, f.direction) for f in listed] == [
        (Topic.SUBCONTRACTORS, Direction.WEAKENS),
        (Topic.DATA_LOCATION, Direction.WEAKENS),
    ]
    assert all(other in f.evidence for f in listed)
    assert any(f"→中国）：{other}" in note.ja for note in assessed.notes)
    assert not any("体裁だけ" in note.ja for note in assessed.notes)
    _, unmoved = assess_pages(DocumentKind.SUBPROCESSORS, old, sorted_anew)
    assert isinstance(unmoved, TermsAssessment)
    assert unmoved.findings == ()
