"""The forms of one report: where they differ, and what they say together."""

from dataclasses import replace

import pytest

from xborder.assess.country import by_trust, crosscheck, held_against, may_list, united
from xborder.model import (
    CountryAssessment,
    CountryFinding,
    DocumentState,
    FactChange,
    Law,
    Part,
    Profile,
    Text,
    TriggerLaw,
)

SECRETS = TriggerLaw(name_ja="国家情報収集法", body="資料を提出しなければならない。")
STORAGE = TriggerLaw(name_ja="国内保存法")
NONE = Part(name="見本共和国", data_localization=(), government_access=())
LISTS = replace(NONE, government_access=(SECRETS,))


def report(*parts: Part, surveyed: str | None = None) -> Profile:
    return Profile(parts=parts, surveyed=surveyed)


@pytest.mark.parametrize(("one", "other", "where"), [(LISTS, NONE, "HTML"), (NONE, LISTS, "PDF")])
def test_a_law_that_one_form_lists_is_said_to_be_in_that_form_alone(one: Part, other: Part, where: str):
    said = crosscheck(report(one), report(other), ("報告書HTML", "報告書PDF")).needs_person
    assert f"（国家情報収集法）：「報告書{where}」にのみ記載されています" in said.ja
    assert f"listed in 報告書{where} only" in said.en


@pytest.mark.parametrize("forms", [(LISTS, NONE), (NONE, LISTS), (LISTS, LISTS)])
def test_a_law_that_any_form_lists_is_listed_once(forms: tuple[Part, Part]):
    (part,) = united(*map(report, forms)).parts
    assert (part.government_access, part.data_localization) == ((SECRETS,), ())


def test_forms_that_agree_are_the_first():
    one = report(LISTS, replace(NONE, name="海岸州"), surveyed="2026-10")
    assert united(one, report(*reversed(one.parts), surveyed="2026-09")) == one


def test_another_spelling_of_a_law_is_no_second_law():
    short = replace(LISTS, government_access=(TriggerLaw(name_ja="情報法"),))
    known = replace(LISTS, laws=(Law(name_ja="国家情報収集法", short_names=("情報法",)),))
    (part,) = united(report(known), report(short)).parts
    assert part.government_access == (SECRETS,)


def test_laws_of_both_forms_and_parts_of_one_are_all_there():
    stores = replace(NONE, government_access=(STORAGE,))
    coast = replace(LISTS, name="海岸州")
    found = united(report(LISTS), report(stores, coast))
    assert [p.name for p in found.parts] == ["見本共和国", "海岸州"]
    assert found.parts[0].government_access == (SECRETS, STORAGE)


@pytest.mark.parametrize("swapped", [False, True])
def test_what_one_form_does_not_tell_is_unknown_unless_the_other_lists_a_law(swapped: bool):
    unread = replace(NONE, government_access=None)
    for other, together in ((NONE, None), (LISTS, (SECRETS,))):
        forms = [report(unread), report(other)]
        (part,) = united(*(reversed(forms) if swapped else forms)).parts
        assert part.government_access == together


def test_the_report_on_another_country_is_not_mixed_with_this_one():
    mine = replace(NONE, laws=(Law(name_ja="個人データ保護法"),))
    theirs = replace(LISTS, name="別本王国", laws=(Law(name_ja="王国情報令"),))
    found = united(report(mine), report(theirs)).parts
    assert [(p.name, p.government_access) for p in found] == [("見本共和国", ()), ("別本王国", (SECRETS,))]


def test_forms_in_trouble_come_last_and_the_newest_survey_first():
    old, new, lost = (report(NONE, surveyed=month) for month in ("2025-10", "2026-10", "2026-11"))
    well, gone = DocumentState(document="html"), DocumentState(document="pdf", alerted="gone")
    assert by_trust([(gone, lost), (well, old), (well, new)]) == (new, old, lost)


DROPPED = CountryFinding(
    part="見本共和国",
    fact="government_access",
    change=FactChange.REPEALED,
    laws=("国家情報収集法", "旧法"),
    evidence="REMOVED: 国家情報収集法",
    explanation=Text(ja="記載がなくなりました", en="no longer listed"),
)


@pytest.mark.parametrize(
    "other", [report(LISTS), report(replace(LISTS, name="見本国"))], ids=["same", "called"]
)
def test_what_one_form_dropped_is_said_to_be_in_the_other(other: Profile):
    (found,) = held_against(CountryAssessment(findings=(DROPPED,)), "報告書PDF", other).findings
    assert (
        found.explanation.ja
        == "記載がなくなりました。ただし「報告書PDF」には、まだ記載されています：国家情報収集法"
    )
    assert found.explanation.en == "no longer listed; 報告書PDF still lists: 国家情報収集法"


@pytest.mark.parametrize(
    ("finding", "other"),
    [
        (DROPPED, NONE),
        (DROPPED, replace(NONE, government_access=None)),
        (replace(DROPPED, change=FactChange.INTRODUCED), LISTS),
        (replace(DROPPED, fact="data_localization"), LISTS),
        (replace(DROPPED, fact="cbpr"), LISTS),
    ],
    ids=["neither", "unread", "new", "of another kind", "no law"],
)
def test_what_the_other_form_does_not_list_is_left_as_it_is(finding: CountryFinding, other: Part):
    found = CountryAssessment(findings=(finding,))
    assert held_against(found, "報告書PDF", report(other)) == found


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (LISTS, True),
        (NONE, False),
        (replace(NONE, government_access=None), True),
        (replace(NONE, government_access=(STORAGE,)), False),
    ],
    ids=["listed", "not listed", "unread", "another law"],
)
def test_a_report_may_list_what_it_lists_or_could_not_be_read_on(part: Part, expected: bool):
    assert may_list(report(NONE, replace(part, name="海岸州")), DROPPED) is expected
