"""References to law."""

import pytest

from xborder.report.law import cite
from xborder.report.words import Words


@pytest.mark.parametrize(
    ("basis", "japanese"),
    [
        ("APPI Art. 28(3)", "個人情報保護法第28条第3項"),
        ("APPI Art. 25", "個人情報保護法第25条"),
        ("Rules Art. 18(1)(ii)", "施行規則第18条第1項第2号"),
        ("Rules Art. 16(i)", "施行規則第16条第1号"),
        ("Q&A 12-17", "Q&A 12-17"),
        ("Q12-19", "Q&A 12-19"),
        ("Guideline 6-1", "外国第三者提供ガイドライン 6-1"),
        ("policy 4-1(7)", "公表方針 4-1(7)"),
        ("社内規程 第3条", "社内規程 第3条"),
        ("APPI, as amended", "個人情報保護法 , as amended"),
    ],
)
def test_a_reference_is_written_as_the_reader_writes_it(basis: str, japanese: str) -> None:
    assert cite(basis, Words("ja")) == japanese


def test_in_english_the_notation_stays() -> None:
    assert cite("Rules Art. 18(1)(ii)", Words("en")) == "Enforcement Rules Art. 18(1)(ii)"
    assert cite("Q&A 12-17", Words("en")) == "PPC Q&A 12-17"
