"""What must hold of any two texts: no clause lost, none invented, the same answer every time."""

import re
from collections import Counter
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from xborder.diff import diff
from xborder.diff.recut import jointless
from xborder.model import Change, ChangeKind, Clause, ClauseKind, Op
from xborder.model.text import canonical

SENTENCES = (
    "We share data with partners.",
    "We may share data with partners and authorities.",
    "Data is stored in Japan and in Singapore.",
    "We delete your data within 30 days of termination of the agreement.",
    "We delete your data within 90 days of termination of the agreement.",
    "個人データを第三者に提供しません。",
    "個人データを第三者に提供することがあります。",
    "委託先を監督します。",
    "Contact us",
    "Acme | Hosting | US",
    "•",
)
texts = st.one_of(
    st.sampled_from(SENTENCES),
    st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=3).map(" ".join),
    st.text(alphabet="ab のデ、.1|\u3000Ａ", max_size=12),
)


def numbered(
    said: Sequence[str], kinds: Sequence[ClauseKind] = (ClauseKind.PARAGRAPH, ClauseKind.HEADING)
) -> list[Clause]:
    """Clauses that can be told apart: the page is the place."""
    return [
        Clause(text=text, page=place, kind=kinds[len(text) % len(kinds)]) for place, text in enumerate(said)
    ]


documents = st.lists(texts, max_size=12).map(numbered)
lists = st.lists(texts, max_size=12).map(lambda said: numbered(said, tuple(ClauseKind)))


def places(clauses: Sequence[Clause | None]) -> set[int]:
    """Where the clauses of the changes stand; a passage of several lines takes as many places."""
    found = Counter(
        place
        for clause in clauses
        if clause is not None and clause.page is not None
        for place in range(clause.page, clause.page + clause.text.count("\n") + 1)
    )
    assert all(count == 1 for count in found.values()), "a clause in two changes"
    return set(found)


def kept(clauses: Sequence[Clause], changed: set[int]) -> str:
    """The letters of what no change names, cut anywhere."""
    return jointless("".join(f" {canonical(c.text)} " for c in clauses if c.page not in changed))


def old_text(change: Change) -> str:
    return "".join(word.text for word in change.words if word.op is not Op.INSERT)


def new_text(change: Change) -> str:
    return "".join(word.text for word in change.words if word.op is not Op.DELETE)


@given(documents, documents)
@settings(max_examples=400)
def test_changing_what_the_changes_name_turns_the_old_text_into_the_new(
    old: list[Clause], new: list[Clause]
) -> None:
    changes = diff(old, new)
    assert kept(old, places([c.old for c in changes])) == kept(new, places([c.new for c in changes]))
    for change in changes:
        assert old_text(change) == (change.old.text if change.old else "")
        assert new_text(change) == (change.new.text if change.new else "")


@given(lists, lists)
def test_no_item_is_lost_where_the_order_of_a_list_says_nothing(old: list[Clause], new: list[Clause]) -> None:
    changes = diff(old, new)
    old_kept, new_kept = (
        Counter(kept(clauses, places(changed)))
        for clauses, changed in ((old, [c.old for c in changes]), (new, [c.new for c in changes]))
    )
    assert old_kept == new_kept


@given(documents, documents)
def test_no_change_is_without_a_difference(old: list[Clause], new: list[Clause]) -> None:
    for change in diff(old, new):
        if change.kind is not ChangeKind.MOVED:
            assert canonical(old_text(change)) != canonical(new_text(change))


@given(documents)
def test_a_text_has_no_changes_against_itself(document: list[Clause]) -> None:
    assert diff(document, document) == ()


@given(documents, documents)
def test_the_same_two_texts_give_the_same_changes(old: list[Clause], new: list[Clause]) -> None:
    assert diff(old, new) == diff(list(old), list(new))


@given(documents, documents)
def test_changes_follow_the_new_text(old: list[Clause], new: list[Clause]) -> None:
    pages = [change.new.page or 0 for change in diff(old, new) if change.new]
    assert pages == sorted(pages)


different = st.lists(st.integers(0, 40), unique=True, min_size=3, max_size=15).map(
    lambda numbers: [f"Clause {n} about topic{n} obliges party{n} to do thing{n}." for n in numbers]
)


@given(different, st.data())
def test_back_and_forth_tell_the_same_story_mirrored(said: list[str], data: st.DataObject) -> None:
    edited = [text for text in said if data.draw(st.integers(0, 3))]
    edited = [
        re.sub("obliges", "allows", text) if not data.draw(st.integers(0, 3)) else text for text in edited
    ]
    mirrored = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}
    forth = Counter(change.kind for change in diff(numbered(said), numbered(edited)))
    back = Counter(
        mirrored.get(change.kind, change.kind) for change in diff(numbered(edited), numbered(said))
    )
    assert forth == back


@given(different, st.data())
def test_cutting_a_text_elsewhere_says_nothing(said: list[str], data: st.DataObject) -> None:
    passages: list[str] = []
    for text in said:
        if passages and data.draw(st.booleans()):
            passages[-1] += " " + text
        else:
            passages.append(text)
    assert diff(numbered(said), numbered(passages)) == ()
    assert diff(numbered(passages), numbered(said)) == ()


@given(different, st.integers(0, 15))
def test_one_new_clause_is_one_change(said: list[str], place: int) -> None:
    longer = [*said[:place], "A clause nobody has seen before.", *said[place:]]
    (change,) = diff(numbered(said), numbered(longer))
    assert change.kind is ChangeKind.ADDED
