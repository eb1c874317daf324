"""Random edits of a profile give exactly the findings they are."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppc_reports import Report, effort, reports
from xborder.assess.country import compare, crosscheck
from xborder.model import (
    CountryFinding,
    FactChange,
    Indicator,
    Law,
    LegalSystem,
    Part,
    Principle,
    Profile,
    Provision,
    TriggerLaw,
)

NEW_LAW = TriggerLaw(
    name_ja="通信監視法",
    name_original="Surveillance Act No. 99 of 2024",
    body="当局は、令状によらず、情報の提供を命ずることができる。",
)
_RANK = {Provision.NOT_FOUND: 0, Provision.PARTLY: 1, Provision.PROVIDED: 2}


def kinds(findings: tuple[CountryFinding, ...]) -> set[tuple[str | None, str, str]]:
    return {(f.part, f.fact, f.change.value) for f in findings}


def edited(report: Report, number: int, **changes: object) -> Profile:
    parts = list(report.profile.parts)
    parts[number] = replace(parts[number], **changes)  # type: ignore[arg-type]
    return replace(report.profile, parts=tuple(parts))


@effort(30)
@given(report=reports())
def test_a_report_is_no_change_of_itself(report: Report) -> None:
    assessed = compare(report.profile, report.profile)
    assert assessed.findings == ()
    assert assessed.notes == ()
    assert not assessed.needs_person


@effort(40)
@given(report=reports(), data=st.data())
def test_a_law_that_comes_is_introduced_and_one_that_goes_repealed(
    report: Report, data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(report.profile.parts) - 1))
    fact = data.draw(st.sampled_from(("data_localization", "government_access")))
    before = report.profile.parts[number]
    listed = getattr(before, fact)
    place = data.draw(st.integers(0, len(listed)))
    more = edited(report, number, **{fact: (*listed[:place], NEW_LAW, *listed[place:])})
    found = compare(report.profile, more)
    assert kinds(found.findings) == {(before.name, fact, "introduced")}
    assert found.findings[0].laws == ("通信監視法",)
    assert found.is_trigger
    gone = compare(more, report.profile)
    assert kinds(gone.findings) == {(before.name, fact, "repealed")}
    assert not gone.is_trigger


@effort(40)
@given(report=reports(), data=st.data())
def test_every_principle_that_moves_is_gained_or_lost(report: Report, data: st.DataObject) -> None:
    part = report.profile.parts[0]
    drawn = [(p, data.draw(st.sampled_from(list(Provision)))) for p in Principle]
    expected = {
        (part.name, f"oecd:{p}", "gained" if _RANK[new] > _RANK[old] else "lost")
        for (p, old), (_, new) in zip(part.oecd, drawn, strict=True)
        if old in _RANK and new in _RANK and old != new
    }
    assert kinds(compare(report.profile, edited(report, 0, oecd=tuple(drawn))).findings) == expected


@effort(40)
@given(report=reports(), new=st.sampled_from(LegalSystem))
def test_the_level_of_the_system_is_introduced_or_repealed(report: Report, new: LegalSystem) -> None:
    old = report.profile.parts[0]
    levels = list(LegalSystem)[::-1]
    assert old.system is not None
    step = levels.index(new) - levels.index(old.system)
    found = kinds(compare(report.profile, edited(report, 0, system=new)).findings)
    expected = {(old.name, "legal_system", "introduced" if step > 0 else "repealed")} if step else set()
    assert found == expected


@effort(40)
@given(report=reports(), data=st.data())
def test_indicators_move_up_and_down(report: Report, data: st.DataObject) -> None:
    fact = data.draw(st.sampled_from(("eu_adequacy", "cbpr")))
    new = data.draw(st.sampled_from(Indicator))
    old = getattr(report.profile.parts[0], fact)
    order = [Indicator.NO, Indicator.PARTIAL, Indicator.YES]
    step = order.index(new) - order.index(old)
    expected = {(report.profile.parts[0].name, fact, "gained" if step > 0 else "lost")} if step else set()
    assert kinds(compare(report.profile, edited(report, 0, **{fact: new})).findings) == expected


@effort(30)
@given(report=reports(), data=st.data())
def test_what_could_not_be_read_is_never_a_change(report: Report, data: st.DataObject) -> None:
    names = ("system", "eu_adequacy", "cbpr", "data_localization", "government_access")
    lost = data.draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    dark = edited(report, 0, **dict.fromkeys(lost))
    for old, new in ((report.profile, dark), (dark, report.profile)):
        assessed = compare(old, new)
        assert assessed.findings == ()
        assert assessed.needs_person


@effort(30)
@given(report=reports(), data=st.data())
def test_order_short_names_and_dates_of_survey_are_no_change(report: Report, data: st.DataObject) -> None:
    parts = tuple(
        replace(
            part,
            laws=tuple(data.draw(st.permutations(part.laws or ()))),
            data_localization=tuple(data.draw(st.permutations(part.data_localization or ()))),
            government_access=tuple(data.draw(st.permutations(part.government_access or ()))),
        )
        for part in data.draw(st.permutations(report.profile.parts))
    )
    assessed = compare(report.profile, replace(report.profile, parts=parts, surveyed="2024-12"))
    assert assessed.findings == ()
    assert not assessed.needs_person


PLAIN = Part(
    name="アルバ共和国",
    system=LegalSystem.COMPREHENSIVE,
    laws=(
        Law(
            name_ja="個人情報の保護に関する2010年法律第7号",
            name_original="Act No. 7 of 2010 on Privacy",
            short_names=("個人情報保護法",),
            in_force="2011年1月1日施行",
            bodies="公的部門及び民間部門",
            information="識別可能な自然人に関する情報",
        ),
    ),
    eu_adequacy=Indicator.NO,
    cbpr=Indicator.NO,
    oecd=tuple((p, Provision.PROVIDED) for p in Principle),
    data_localization=(),
    government_access=(TriggerLaw(name_ja="監査法", name_original="Inspection Act No. 56/2010/AB", body="監査のため、資料の提出を求めることができる。"),),
)  # fmt: skip


def between(old: Part, new: Part) -> set[tuple[str, str, tuple[str, ...]]]:
    assessed = compare(Profile(parts=(old,)), Profile(parts=(new,)))
    return {(f.fact, f.change.value, f.laws) for f in assessed.findings}


def law(**changes: str | None) -> tuple[Law, ...]:
    return (replace((PLAIN.laws or ())[0], **changes),)  # type: ignore[arg-type]


def trigger(**changes: str | None) -> tuple[TriggerLaw, ...]:
    return (replace((PLAIN.government_access or ())[0], **changes),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "https://other.example/law"},
        {"name_ja": "プライバシーに関する2010年法律第7号"},
        {"in_force": "2011年1月1日"},
        {"bodies": "公的部門並びに民間部門"},
        {"bodies": "民間部門及び公的部門"},
        {"information": "識別可能な自然人に関する全ての情報".replace("全ての", "")},
        {"short_names": ("プライバシー法",)},
    ],
    ids=["address", "translation of the name", "the word for entry into force", "conjunction", "order", "same", "short name"],
)  # fmt: skip
def test_wording_under_the_first_pillar_is_no_finding(changes: dict[str, str]) -> None:
    assert between(PLAIN, replace(PLAIN, laws=law(**changes))) == set()


@pytest.mark.parametrize(
    "changes",
    [
        {"in_force": "2011年1月1日施行、2024年6月1日改正施行"},
        {"bodies": "民間部門"},
        {"bodies": "公的部門及び民間部門（金融機関を除く。）"},
        {"information": "識別可能な自然人に関する情報及び死者に関する情報"},
    ],
    ids=["date", "sector", "exception", "information"],
)
def test_dates_bodies_and_information_are_amendments(changes: dict[str, str]) -> None:
    name = "個人情報の保護に関する2010年法律第7号"
    assert between(PLAIN, replace(PLAIN, laws=law(**changes))) == {("legal_system", "amended", (name,))}


def test_a_bill_announced_is_an_amendment_and_one_no_longer_told_is_none() -> None:
    bill = replace(PLAIN, coming_laws=("なお、2024年3月、改正法案が国会に提出された。",))
    passed = replace(PLAIN, coming_laws=("なお、2024年3月、改正法案が国会で可決された。",))
    assert between(PLAIN, bill) == {("legal_system", "amended", ())}
    assert between(bill, passed) == {("legal_system", "amended", ())}
    assert between(bill, PLAIN) == set()


def test_a_successor_is_introduced_and_the_old_law_repealed() -> None:
    new = trigger(name_original="Inspection Act No. 11/2022/AB")
    assert between(PLAIN, replace(PLAIN, government_access=new)) == {
        ("government_access", "introduced", ("監査法",)),
        ("government_access", "repealed", ("監査法",)),
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"name_ja": "検査法"},
        {"name_original": None},
        {"name_original": "Inspection Act No. 56/2010/AB, as amended by Act No. 3 of 2024"},
        {"name_original": "INSPECTION ACT No.56/2010/AB"},
    ],
    ids=["translation", "original no longer printed", "amendment named", "letters"],
)
def test_a_law_stays_itself_under_another_name(changes: dict[str, str | None]) -> None:
    assert between(PLAIN, replace(PLAIN, government_access=trigger(**changes))) == set()


def test_a_short_name_stands_for_its_law() -> None:
    listed = replace(
        PLAIN,
        government_access=(
            TriggerLaw(
                name_ja="個人情報の保護に関する2010年法律第7号", body="情報を提供しなければならない。"
            ),
        ),
    )
    short = replace(
        PLAIN,
        government_access=(TriggerLaw(name_ja="個人情報保護法", body="情報を提供しなければならない。"),),
    )
    assert between(listed, short) == set()


def test_laws_that_leave_with_a_change_of_level_are_not_reported_again() -> None:
    sectoral = replace(
        PLAIN, system=LegalSystem.SECTORAL, laws=(Law(name_ja="信用情報法"), Law(name_ja="通信秘密法"))
    )
    assert between(sectoral, PLAIN) == {
        ("legal_system", "introduced", ("個人情報の保護に関する2010年法律第7号",))
    }


def test_localization_says_whether_deletion_is_hindered() -> None:
    def hinders(body: str) -> bool | None:
        new = replace(PLAIN, data_localization=(TriggerLaw(name_ja="域内保存法", body=body),))
        return compare(Profile(parts=(PLAIN,)), Profile(parts=(new,))).findings[0].hinders_deletion

    assert (
        hinders("データを国内に保存しなければならない。本人からの消去の請求に応ずることができない。") is True
    )
    assert (
        hinders("データを国内に保存しなければならない。本人からの消去の請求には応じなければならない。")
        is False
    )
    assert hinders("データを国内に保存しなければならない。") is None


def test_an_unreadable_state_is_never_a_repeal() -> None:
    assessed = compare(Profile(parts=(PLAIN,)), None, evidence="ただいまメンテナンス中です。")
    assert [(f.part, f.fact, f.change) for f in assessed.findings] == [
        (None, "readability", FactChange.UNREADABLE)
    ]
    assert assessed.findings[0].evidence
    back = compare(None, Profile(parts=(PLAIN,)))
    assert back.findings == ()
    assert back.needs_person


def test_a_part_that_vanished_asks_for_a_person_and_a_new_one_names_its_laws() -> None:
    more = replace(PLAIN, name="ラムダ州")
    assert compare(Profile(parts=(PLAIN, more)), Profile(parts=(PLAIN,))).findings == ()
    assert "ラムダ州" in compare(Profile(parts=(PLAIN, more)), Profile(parts=(PLAIN,))).needs_person.ja
    new = compare(Profile(parts=(PLAIN,)), Profile(parts=(PLAIN, more)))
    assert kinds(new.findings) == {
        ("ラムダ州", "legal_system", "introduced"),
        ("ラムダ州", "government_access", "introduced"),
    }


def test_a_renamed_part_stays_itself() -> None:
    assert (
        compare(
            Profile(parts=(PLAIN,)), Profile(parts=(replace(PLAIN, name="アルバ共和国（連邦）"),))
        ).findings
        == ()
    )


def test_twins_that_differ_ask_for_a_person_and_change_no_law() -> None:
    one, other = Profile(parts=(PLAIN,)), Profile(parts=(replace(PLAIN, government_access=()),))
    assert not crosscheck(one, one).needs_person
    assert crosscheck(one, other).findings == ()
    assert "監査法" in crosscheck(one, other).needs_person.ja
