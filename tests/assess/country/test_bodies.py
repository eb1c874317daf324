"""Broadened, narrowed, amended, or only other words: what the text on a law decides."""

import pytest
from bodies import CASES

from xborder.assess.country.scope import compare_bodies

_BACK = {"broadened": "narrowed", "narrowed": "broadened", "amended": "amended", None: None}
# Read backwards, signs point both ways, and a person is asked.
_ONE_WAY = {
    "judge afterwards instead of before",
    "asked becomes ordered",
    "warrant first, then afterwards",
    "court only told afterwards",
    "no warrant where evidence may vanish",
}


@pytest.mark.parametrize(("old", "new", "change"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_the_words_decide_which_way_a_law_moved(old: str, new: str, change: str | None) -> None:
    verdict = compare_bodies(old, new)
    assert verdict.change == change
    assert (verdict.change is None) != bool(verdict.explanation)


@pytest.mark.parametrize(("old", "new", "change"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_the_way_back_is_the_reverse(
    request: pytest.FixtureRequest, old: str, new: str, change: str | None
) -> None:
    verdict = compare_bodies(new, old)
    if request.node.callspec.id in _ONE_WAY:
        assert verdict.change == _BACK[change] or verdict.doubtful
    else:
        assert verdict.change == _BACK[change]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c[0])
def test_a_text_is_never_a_change_of_itself(case: tuple[str, str, str, str | None]) -> None:
    assert compare_bodies(case[1], case[1]).change is None


@pytest.mark.parametrize(
    ("old", "new", "change"), [c[1:] for c in CASES if c[3]], ids=[c[0] for c in CASES if c[3]]
)
def test_the_evidence_is_verbatim(old: str, new: str, change: str) -> None:
    evidence = compare_bodies(old, new).evidence
    if evidence.startswith("REMOVED: "):
        assert evidence.removeprefix("REMOVED: ") in old
    else:
        assert evidence in new


def test_what_cannot_be_decided_asks_for_a_person() -> None:
    verdict = compare_bodies(
        "当局は、銀行に対し、情報の提供を求めることができる。",
        "当局は、学校に対し、情報の提供を求めることができる。",
    )
    assert verdict.change == "amended"
    assert verdict.doubtful
