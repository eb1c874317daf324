"""What lists, periods and promises add to an assessment of terms."""

from datetime import date

import pytest

from xborder.assess.supplement import Revised, supplement
from xborder.diff import diff
from xborder.extract import read_html
from xborder.model import Country, Direction, Page, TermsAssessment, Topic

NOTHING = TermsAssessment(substantive=False, confidence=0.9)
COUNTRIES = (
    Country(code="IE", name_ja="アイルランド", name_en="Ireland"),
    Country(code="VN", name_ja="ベトナム", name_en="Viet Nam"),
)
MEASURES = {
    "purpose": "We process personal data only to provide the service and on your documented instructions.",
    "security": "We shall encrypt personal data in transit and at rest and control access to it.",
    "personnel": "We shall ensure that our personnel are bound by confidentiality and trained.",
    "sub": "We shall impose the same obligations on every sub-processor and supervise them.",
    "third": "We do not sell personal data and do not disclose it to third parties.",
}


def page(body: str) -> Page:
    return read_html(f"<html><body><main><h1>DPA</h1>{body}</main></body></html>".encode())


def table(*rows: tuple[str, str, str]) -> Page:
    cells = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in rows)
    head = "<tr><th>Sub-processor</th><th>Purpose</th><th>Country</th></tr>"
    notice = "<p>You may object to a new sub-processor within 30 days of our notice.</p>"
    return page(f"<h2>Sub-processors</h2><table>{head}{cells}</table>{notice}")


def supplemented(old: Page, new: Page, today: date | None = None) -> TermsAssessment:
    revised = Revised.of(old, new, diff(old.clauses, new.clauses), COUNTRIES)
    return supplement(NOTHING, revised, first_seen=today)


HOST = ("Acme Hosting Ltd.", "Hosting", "Ireland")
MAILER = ("Mailer Inc.", "E-mail", "Viet Nam")


def test_a_new_sub_processor_is_a_finding_with_its_row_its_country_and_the_day_to_object():
    result = supplemented(table(HOST), table(HOST, MAILER), date(2026, 11, 22))
    (finding,) = result.findings
    assert (finding.topic, finding.direction) == (Topic.SUBCONTRACTORS, Direction.WEAKENS)
    assert "Mailer Inc." in finding.evidence
    assert result.substantive
    assert any("ベトナム" in note.ja for note in result.notes)
    assert any("2026-12-22" in note.ja for note in result.notes)


def test_a_sorted_and_respelt_list_adds_nothing():
    old = table(HOST, MAILER)
    new = table(("Mailer, Inc", "E-mail", "Viet Nam"), ("ACME Hosting Limited", "Hosting", "Ireland"))
    assert supplemented(old, new).findings == ()


def test_data_that_moves_to_another_country_is_a_change_of_place():
    result = supplemented(table(HOST), table(("Acme Hosting Ltd.", "Hosting", "Viet Nam")))
    assert {f.topic for f in result.findings} == {Topic.SUBCONTRACTORS, Topic.DATA_LOCATION}


@pytest.mark.parametrize(
    ("place", "direction"),
    [("Russia", Direction.WEAKENS), ("Ireland, Russia", Direction.WEAKENS), ("Atlantis", Direction.NEUTRAL)],
)
def test_a_move_to_a_country_nobody_entered_is_never_a_gain(place: str, direction: Direction):
    old = table(("Acme Inc.", "Hosting", "Ireland"), ("Beta GmbH", "Support", "Ireland"))
    new = table(("Acme Inc.", "Hosting", place), ("Beta GmbH", "Support", "Ireland"))
    assessed = supplemented(old, new)
    assert {f.direction for f in assessed.findings if f.topic is Topic.DATA_LOCATION} == {direction}
    assert ("Atlantis" in assessed.needs_person.en) is (place == "Atlantis")


def promises(*left_out: str) -> Page:
    return page("".join(f"<p>{text}</p>" for key, text in MEASURES.items() if key not in left_out))


def test_the_last_promise_of_a_measure_that_is_struck_is_a_finding():
    result = supplemented(promises(), promises("security"))
    (finding,) = result.findings
    assert (finding.topic, finding.direction) == (Topic.SECURITY, Direction.WEAKENS)
    assert finding.evidence == f"REMOVED: {MEASURES['security']}"
    (held,) = [note for note in result.notes if "相当措置" in note.ja]
    assert "見当たらない相当措置：" in held.ja
    assert "安全管理措置" in held.ja.partition("見当たらない")[2]


def test_a_promise_that_stands_elsewhere_too_is_not_lost():
    twice = page(
        "".join(f"<p>{t}</p>" for t in MEASURES.values()) + "<p>We shall maintain encryption keys.</p>"
    )
    once = page(
        "".join(f"<p>{t}</p>" for k, t in MEASURES.items() if k != "security")
        + "<p>We shall maintain encryption keys.</p>"
    )
    assert supplemented(twice, once).findings == ()


def test_a_page_that_carries_no_measures_can_lose_none():
    old = page("<p>We shall encrypt your pictures.</p><p>Have fun.</p>")
    assert supplemented(old, page("<p>Have fun.</p>")).findings == ()
