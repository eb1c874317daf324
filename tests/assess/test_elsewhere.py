"""What means another thing by its place alone, and what is only ordered otherwise."""

import pytest

from xborder.daily.revise import assess_pages
from xborder.extract import read_html
from xborder.model import Direction, DocumentKind, Page, TermsAssessment, TermsFinding, Topic

AROUND = "<h1>Terms</h1><p>{}</p><h2>Scope</h2><p>These terms apply to the service.</p>"


def page(body: str, language: str = "en") -> Page:
    about = {"en": "We process personal data for you.", "ja": "当社は個人データを取り扱います。"}[language]
    return read_html(f"<html lang={language}><main>{AROUND.format(about)}{body}</main></html>".encode())


def assessed(old: str, new: str, language: str = "en") -> TermsAssessment:
    _, found = assess_pages(DocumentKind.TERMS, page(old, language), page(new, language))
    assert isinstance(found, TermsAssessment)
    return found


def told(old: str, new: str, language: str = "en") -> list[TermsFinding]:
    found = assessed(old, new, language)
    return [f for f in found.findings if f.rule == "elsewhere/1"]


def under(**groups: tuple[str, ...]) -> str:
    return "".join(
        f"<h3>{head.replace('_', ' ')}</h3>" + "".join(f"<p>{text}</p>" for text in texts)
        for head, texts in groups.items()
    )


TRAINING, SUPPORT, RESALE = (
    "Training of our models with your personal data.",
    "Support by our own staff.",
    "Resale of the service.",
)
FREED = (
    under(Permitted=(SUPPORT,), Prohibited=(RESALE, TRAINING)),
    under(Permitted=(SUPPORT, TRAINING), Prohibited=(RESALE,)),
)


def test_what_was_prohibited_and_is_permitted_weakens_and_the_reverse_strengthens():
    old, new = FREED
    (weaker,), (stronger,) = told(old, new), told(new, old)
    assert (weaker.topic, weaker.direction) == (Topic.PURPOSE_OF_USE, Direction.WEAKENS)
    assert weaker.evidence == TRAINING
    assert weaker.explanation.ja == "文言は同じまま、「Prohibited」の下から「Permitted」の下に移りました"
    assert stronger.direction is Direction.STRENGTHENS
    assert assessed(old, new).substantive


def test_headings_that_change_places_turn_what_stands_under_them():
    first, second = "Encrypt customer data at rest.", "Sell customer data to brokers."
    found = told(
        under(We_do=(first,), We_do_not=(second,)),
        under(We_do_not=(first,), We_do=(second,)),
    )
    assert [f.direction for f in found] == [Direction.WEAKENS, Direction.WEAKENS]


def test_the_lead_of_a_list_says_what_its_items_are():
    lists = "<p>Allowed:</p><ul><li>{}</li></ul><p>Prohibited:</p><ul><li>{}</li></ul>"
    found = told(lists.format(SUPPORT, TRAINING), lists.format(TRAINING, SUPPORT))
    assert Direction.WEAKENS in {f.direction for f in found}


def test_japanese_headings_are_read():
    lists = "<h3>当社が行うこと</h3><p>{}</p><h3>当社が行わないこと</h3><p>{}</p>"
    support, sale = "障害時のサポートを実施すること。", "個人データを第三者に販売すること。"
    (first, *_) = told(lists.format(support, sale), lists.format(sale, support), "ja")
    assert first.direction is Direction.WEAKENS


def test_data_under_the_heading_of_another_country_have_another_place():
    lists = "<dl><dt>Japan</dt><dd>{}</dd><dt>China</dt><dd>{}</dd></dl>"
    names, logs = "Names and addresses of customers", "Logs of the servers"
    found = told(lists.format(names, logs), lists.format(logs, names))
    assert {f.topic for f in found} == {Topic.DATA_LOCATION}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (under(Permitted=(SUPPORT, TRAINING)), under(Permitted=(TRAINING, SUPPORT))),
        (under(Europe=(SUPPORT,)), under(Europe_and_Japan=(SUPPORT,))),
        (under(Security=(SUPPORT, RESALE)), under(Services=(RESALE,), Security=(SUPPORT,))),
        (under(Prohibited=(RESALE,)), under(You_must_not=(RESALE,))),
    ],
    ids=["order", "heading reworded", "headings that say neither", "forbidden in other words"],
)
def test_an_order_and_other_headings_say_nothing(old, new):
    assert told(old, new) == []


HEAD = "<tr><th>Data</th><th>Prohibited</th><th>Permitted</th></tr>"


def row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


@pytest.mark.parametrize(
    "mark",
    [
        "✓",
        "Yes",
        '<img src="/t.png" alt="yes">',
        '<svg><path d="M1 1"/></svg>',
        "<svg><title>Yes</title></svg>",
        '<i class="icon-check"></i>',
        '<span role="img" aria-label="Yes"></span>',
        '<input type="checkbox" checked disabled>',
    ],
)
def test_a_tick_in_another_column_is_told_however_it_is_drawn(mark):
    name, other = "Training of models with customer data", row("Support", "", "✓")
    old, new = (f"<table>{HEAD}{row(name, *cells)}{other}</table>" for cells in ((mark, ""), ("", mark)))
    (finding,) = told(old, new)
    assert finding.direction is Direction.WEAKENS
    assert "「Prohibited」の列から「Permitted」の列に" in finding.explanation.ja
    assert page(old) != page(new)


def test_columns_in_another_order_say_nothing():
    old = f"<table>{HEAD}{row('Names', '✓', '')}{row('Logs', '', '30 days')}</table>"
    head = "<tr><th>Permitted</th><th>Data</th><th>Prohibited</th></tr>"
    new = f"<table>{head}{row('', 'Names', '✓')}{row('30 days', 'Logs', '')}</table>"
    assert not assessed(old, new).substantive
    swapped = f"<table>{head}{row('✓', 'Names', '')}{row('30 days', 'Logs', '')}</table>"
    assert assessed(old, swapped).substantive


def test_a_picture_in_a_table_that_lays_out_the_page_is_none_of_its_words():
    text = "We protect personal data."
    laid_out = page(f'<table><tr><td><img src="/l.png" alt="Logo"></td><td>{text}</td></tr></table>')
    assert "Logo" not in laid_out.text
