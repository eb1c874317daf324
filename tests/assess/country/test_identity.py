"""When two names mean one law, and when one law succeeded another."""

import pytest

from xborder.assess.country.identity import match
from xborder.model import TriggerLaw


def law(name: str, original: str | None = None) -> TriggerLaw:
    return TriggerLaw(name_ja=name, name_original=original, body="情報の提供を求めることができる。")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (law("情報法", "Act No. 45 of 2021"), law("情報法", "Act 45/2021")),
        (law("情報法", "Law No. 13.709/2018"), law("情報法", "Law No. 13,709 of 2018")),
        (law("情報法", "Law No.86/2015/AB13"), law("情報法", "LAW NO. 86/2015/AB13")),
        (law("2021年情報法"), law("情報法（2021年）")),
        (law("情報法", "Information Act 2010 (Act 709)"), law("情報保護法", "The Information Act 2010 (Act 709)")),
        (law("情報法", "Information Act, as amended by Act No. 3 of 2019"), law("情報法", "Information Act, as amended by Act No. 8 of 2024")),
        (law("サイバーセキュリティ法"), law("サイバーセキュリティー法")),
        (law("情報の保護に関する2008年法律第11号", "Law No. 11 of 2008"), law("2008年法律第11号", "Law No. 11 of 2008")),
    ],
)  # fmt: skip
def test_one_law_under_two_names_is_paired(old: TriggerLaw, new: TriggerLaw) -> None:
    assert match((old,), (new,)).pairs == ((old, new),)
    assert match((new,), (old,)).pairs == ((new, old),)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (law("監査法", "Law on Inspection No. 56/2010/AB12"), law("監査法", "Law on Inspection No. 11/2022/AB15")),
        (law("情報法", "Information Act 2002"), law("情報法", "Information Act 2023")),
        (law("情報法", "Act No. 5 of 2010"), law("情報法", "Act No. 5 of 2024")),
        (law("電気通信法"), law("デジタル通信法")),
        (law("政令第53号"), law("政令第13号")),
    ],
)  # fmt: skip
def test_a_successor_is_another_law(old: TriggerLaw, new: TriggerLaw) -> None:
    found = match((old,), (new,))
    assert (found.pairs, found.gone, found.come) == ((), (old,), (new,))


def test_the_surest_ground_pairs_first() -> None:
    one, other = law("情報法", "Information Act"), law("情報保護法", "Information Protection Act")
    assert set(match((one, other), (other, one)).pairs) == {(one, one), (other, other)}
