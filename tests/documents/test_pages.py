"""Papers as pages: one outline without gaps, and tables that a narrow screen can show."""

import re
from itertools import pairwise

import pytest
from test_annual import review

from documents_sample import facts
from xborder.documents import to_html
from xborder.documents.disclosure import disclose
from xborder.documents.paper import Paper, Table

LANGUAGES = ("ja", "en")


def papers(language: str) -> list[Paper]:
    told = disclose(facts(), language)
    return [told.policy, *told.papers, review(language).paper]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_heading_of_a_paper_skips_a_level(language: str):
    for paper in papers(language):
        levels = [int(level) for level in re.findall(r"<h([1-6])", to_html(paper))]
        assert levels[0] == 1
        assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == [], paper.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_cell_names_its_column_for_a_screen_too_narrow_for_tables(language: str):
    for paper in papers(language):
        page = to_html(paper)
        names = re.findall(r'<td data-name="([^"]+)">', page)
        tables = [block for block in paper.blocks if isinstance(block, Table)]
        assert names == [name for table in tables for _ in table.rows for name in table.head]
        assert "content: attr(data-name)" in page
