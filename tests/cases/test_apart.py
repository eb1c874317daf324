"""The case of a country, parted for contractors of whom something else is decided (Q12-17)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from files import NOW, case, decision

from xborder.cases import decide, history, is_about, is_judged, known_as, part
from xborder.errors import DecisionError
from xborder.model import Action, Basis, Case, CaseState, Contractor, Move

TAKEN = frozenset({"C-1"})


def contractor(name: str, country: str = "US") -> Contractor:
    return Contractor(id=name, name=name.title(), country=country, basis=Basis.CONTRACT)


ACME, BETA, GAMMA, THAI = (
    contractor("acme"),
    contractor("beta"),
    contractor("gamma"),
    contractor("thai", "TH"),
)
ALL = (ACME, BETA, GAMMA, THAI)


def law(**fields: object) -> Case:
    return replace(
        case(CaseState.SUSPENSION_RECOMMENDED), subject="country/US", title="アメリカ合衆国", **fields
    )


def concerned(*cases: Case | None) -> list[list[str]]:
    return [[c.id for c in ALL if of is not None and is_about(of, c)] for of in cases]


def test_a_country_concerns_each_contractor_there_and_a_document_its_own() -> None:
    assert concerned(law()) == [["acme", "beta", "gamma"]]
    assert concerned(case(subject="acme/dpa")) == [["acme"]]
    assert concerned(case(subject="acme-2/dpa")) == [[]]


def test_each_contractor_is_under_exactly_one_case_however_often_it_is_parted() -> None:
    own, left = part(law(), ["beta"], ALL, taken=TAKEN)
    assert left is not None
    assert concerned(own, left) == [["beta"], ["acme", "gamma"]]
    further, rest = part(left, ["gamma"], ALL, taken={*TAKEN, own.id})
    assert concerned(own, further, rest) == [["beta"], ["gamma"], ["acme"]]
    both, _ = part(law(), ["gamma", "beta"], ALL, taken=TAKEN)
    gamma, beta = part(both, ["gamma"], ALL, taken={*TAKEN, both.id})
    assert concerned(both, gamma, beta) == [["beta", "gamma"], ["gamma"], ["beta"]]
    assert beta is not None
    assert [c.title for c in (both, gamma, beta)] == [
        "アメリカ合衆国 (beta, gamma)",
        "アメリカ合衆国 (gamma)",
        "アメリカ合衆国 (beta)",
    ]


def test_the_own_case_begins_where_the_common_one_stands() -> None:
    common = law(deadline=NOW.date(), told=("undecided 1",))
    own, left = part(common, ["beta"], ALL, taken=TAKEN)
    assert (own.id, own.edition, own.origins) == ("C-1-beta", 0, ("C-1",))
    kept = ("state", "recommendation", "revisions", "opened_at", "deadline", "told", "subject")
    assert [getattr(own, name) for name in kept] == [getattr(common, name) for name in kept]
    assert left == replace(common, apart=("beta",))


def test_no_id_is_given_twice() -> None:
    own, _ = part(law(), ["beta"], ALL, taken={"C-1", "C-1-beta", "C-1-beta-2"})
    assert own.id == "C-1-beta-3"


def test_where_nobody_else_is_concerned_it_is_the_case_itself() -> None:
    alone = (ACME, THAI)
    assert part(law(), ["acme"], alone, taken=TAKEN) == (law(), None)
    assert part(case(subject="acme/dpa"), ["acme"], ALL, taken=TAKEN) == (case(subject="acme/dpa"), None)
    own, _ = part(law(), ["beta"], ALL, taken=TAKEN)
    assert part(own, ["beta"], ALL, taken=TAKEN) == (own, None)


@pytest.mark.parametrize(
    ("common", "name", "fix"),
    [
        (law(), "thai", "Name one of acme, beta, gamma"),
        (law(), "nobody", "Name one of acme, beta, gamma"),
        (law(apart=("beta",)), "beta", "Name one of acme, gamma"),
        (law(only=("gamma",)), "beta", "Name one of gamma"),
        (case(subject="acme/dpa"), "beta", "Name one of acme"),
        (replace(law(), subject="country/FR"), "acme", "Leave --contractor out"),
    ],
)
def test_a_contractor_that_it_does_not_concern_is_refused(common: Case, name: str, fix: str) -> None:
    with pytest.raises(DecisionError, match=f"it does not concern {name}") as refused:
        part(common, [name], ALL, taken=TAKEN)
    assert refused.value.fix == fix


def test_the_history_is_what_was_decided_before_it_was_parted_and_since() -> None:
    def made(of: str, day: int, move: Move = Move.REQUEST_CORRECTION):
        return decision(move, case=of, at=NOW + timedelta(days=day), reason=f"{of} {day}")

    decisions = [
        made("C-1", 1), made("C-1-beta", 2), made("C-1", 3), made("C-1-beta-gamma", 4), made("C-1-beta", 5)
    ]  # fmt: skip
    own = law(id="C-1-beta", origins=("C-1",))
    inner = law(id="C-1-beta-gamma", origins=("C-1", "C-1-beta"))
    assert [d.reason for d in history(law(), decisions)] == ["C-1 1", "C-1 3"]
    assert [d.reason for d in history(own, decisions)] == ["C-1 1", "C-1-beta 2", "C-1-beta 5"]
    assert [d.reason for d in history(inner, decisions)] == ["C-1 1", "C-1-beta 2", "C-1-beta-gamma 4"]


def test_a_parted_case_is_decided_like_any_other() -> None:
    own, _ = part(law(), ["beta"], ALL, taken=TAKEN)
    suspended = decide(own, decision(Move.SUSPEND, case=own.id, based_on=0), asked=())
    assert (suspended.state, suspended.only) == (CaseState.SUSPENDED, ("beta",))


@pytest.mark.parametrize("state", [CaseState.CONTINUED, CaseState.SUSPENDED, CaseState.CORRECTION_REQUESTED])
@pytest.mark.parametrize("others", [ALL, (BETA, THAI)], ids=["with others", "alone"])
def test_a_decision_does_not_bind_whoever_was_registered_later(
    state: CaseState, others: tuple[Contractor, ...]
) -> None:
    decided = replace(law(), state=state, decided_for=("acme", "gamma"))
    assert [is_judged(decided, {name}) for name in ("acme", "beta")] == [True, False]
    own, left = part(decided, ["beta"], others, taken=TAKEN)
    assert (own.state, own.only, own.decided_for, own.origins) == (
        CaseState.SUSPENSION_RECOMMENDED if own.recommendation.action is Action.SUSPEND else CaseState.OPEN,
        ("beta",),
        (),
        (),
    )
    assert left == replace(decided, apart=("beta",))
    bound, _ = part(decided, ["acme"], ALL, taken=TAKEN)
    assert (bound.state, bound.decided_for, bound.origins) == (state, ("acme",), ("C-1",))


def test_what_is_undecided_or_was_recorded_without_names_binds_everybody() -> None:
    assert is_judged(law(decided_for=("acme",)), {"beta"})
    assert is_judged(replace(law(), state=CaseState.CONTINUED), {"beta"})


def test_a_contractor_is_known_by_an_id_that_is_not_registered_any_more() -> None:
    renamed = replace(ACME, id="acme-inc")
    reached = {"acme": "Acme", "beta": "Beta"}
    assert known_as((renamed, BETA), reached) == {"acme-inc": ("acme-inc", "acme"), "beta": ("beta",)}
    assert known_as((renamed, ACME), reached) == {"acme-inc": ("acme-inc",), "acme": ("acme",)}
