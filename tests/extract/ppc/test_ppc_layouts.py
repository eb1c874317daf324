"""Any report, printed in any layout, is read back as what it says."""

import json
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given

from ppc_reports import Report, Style, effort, page, pdf_style, reportlab_pdf, reports, styles, typst_pdf
from xborder.assess.country import to_json
from xborder.extract.ppc import read_profile
from xborder.model import Profile

HTML_LAYOUTS = ("list", "table", "dl", "soup", "breaks")


def folded(value: Any) -> Any:
    """As the figures of a report are compared: no white space, one width of letters."""
    if isinstance(value, dict):
        return {k: folded(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [folded(v) for v in value]
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", value)) if isinstance(value, str) else value


def facts(profile: Profile) -> Any:
    """Everything that is compared between two states of a report."""
    said = json.loads(json.dumps(to_json(profile)))
    for part, out in zip(profile.parts, said["parts"], strict=True):
        out["coming"] = part.coming_laws
        for name in ("data_localization", "government_access"):
            out[f"{name} texts"] = [law.body for law in getattr(part, name) or ()]
            out[f"{name} originals"] = [law.name_original for law in getattr(part, name) or ()]
    return folded(said)


@effort(25)
@pytest.mark.parametrize("layout", HTML_LAYOUTS)
@given(report=reports(), style=styles())
def test_a_page_in_any_layout_is_read_as_what_it_says(layout: str, report: Report, style: Style) -> None:
    assert facts(read_profile(page(report, style, layout), "html")) == facts(report.profile)


@effort(4)
@pytest.mark.parametrize("table", [True, False], ids=["ruled table", "flowing text"])
@given(report=reports(), style=styles())
def test_a_pdf_of_one_producer_is_read_as_what_it_says(table: bool, report: Report, style: Style) -> None:
    body = reportlab_pdf(report, pdf_style(style), table=table)
    assert facts(read_profile(body, "pdf")) == facts(report.profile)


@effort(3)
@pytest.mark.parametrize("layout", ["ruled", "centred", "lines", "open", "flow"])
@given(report=reports(), style=styles())
def test_a_pdf_of_another_producer_is_read_as_what_it_says(layout: str, report: Report, style: Style) -> None:
    body = typst_pdf(report, pdf_style(style), layout=layout)
    assert facts(read_profile(body, "pdf")) == facts(report.profile)


@effort(10)
@pytest.mark.parametrize("charset", ["shift_jis", "euc-jp"])
@given(report=reports())
def test_a_page_in_an_old_encoding_is_read_as_what_it_says(charset: str, report: Report) -> None:
    text = page(report, Style(empty="-"), "list").decode()
    body = text.replace("utf-8", charset).encode(charset, "xmlcharrefreplace")
    assert facts(read_profile(body, "html", charset)) == facts(report.profile)


@effort(10)
@given(report=reports(), style=styles())
def test_every_fact_says_where_it_was_read(report: Report, style: Style) -> None:
    source = folded(page(report, style, "soup").decode())
    for part in read_profile(page(report, style, "soup"), "html").parts:
        for _, quote in part.quotes:
            assert folded(quote.text).rpartition(":")[2] in source
            assert quote.heading
