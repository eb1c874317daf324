"""What a revision does to the clauses, as a reader of contracts would tell it."""

from collections.abc import Sequence

import pytest

from xborder.diff import diff
from xborder.model import Change, ChangeKind, Clause, ClauseKind, Op

ADDED, REMOVED, REWORDED, MOVED = ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.REWORDED, ChangeKind.MOVED

SECURITY = "We protect personal data by encryption in transit and at rest."
STAFF = "Our employees are bound by confidentiality and trained once a year."
PARTNERS = "We share personal data with advertising partners for their own ends."
DELETION = "On termination we delete personal data within thirty days."
TRANSFER = "Personal data may be processed in any country where we operate data centres."
委託 = (
    "当社は、利用目的の達成に必要な範囲内において、個人データの取扱いの全部又は一部を委託することがあります。"
)
提供 = "当社は、法令に基づく場合を除き、あらかじめ本人の同意を得ないで、個人データを第三者に提供しません。"


def clauses(*texts: str, kind: ClauseKind = ClauseKind.PARAGRAPH, path: Sequence[str] = ()) -> list[Clause]:
    return [Clause(text=text, kind=kind, path=tuple(path)) for text in texts]


def told(changes: Sequence[Change]) -> list[tuple[ChangeKind, str]]:
    return [(change.kind, change.clause.text) for change in changes]


def test_the_same_text_has_no_changes() -> None:
    assert diff(clauses(SECURITY, STAFF), clauses(SECURITY, STAFF)) == ()


def test_two_empty_texts_have_no_changes() -> None:
    assert diff((), ()) == ()


def test_an_added_clause_is_told_with_its_words() -> None:
    (change,) = diff(clauses(SECURITY, STAFF), clauses(SECURITY, PARTNERS, STAFF))
    assert (change.kind, change.old, change.inserted) == (ADDED, None, PARTNERS)


def test_a_removed_clause_stands_where_it_stood() -> None:
    changes = diff(clauses(SECURITY, STAFF, DELETION), clauses(SECURITY, DELETION, PARTNERS))
    assert told(changes) == [(REMOVED, STAFF), (ADDED, PARTNERS)]


def test_clauses_removed_at_the_top_come_first_in_their_order() -> None:
    changes = diff(clauses(PARTNERS, STAFF, SECURITY), clauses(SECURITY, DELETION))
    assert told(changes) == [(REMOVED, PARTNERS), (REMOVED, STAFF), (ADDED, DELETION)]


def test_a_reworded_clause_shows_both_texts_and_the_words() -> None:
    (change,) = diff(clauses(DELETION), clauses(DELETION.replace("thirty", "ninety")))
    assert (change.kind, change.deleted, change.inserted) == (REWORDED, " thirty", " ninety")


def test_a_reworded_japanese_clause_shows_the_phrase() -> None:
    (change,) = diff(
        clauses(委託, 提供), clauses(委託, 提供.replace("提供しません", "提供することがあります"))
    )
    assert (change.kind, change.deleted, change.inserted) == (REWORDED, "しません", "することがあります")


def test_an_unrelated_clause_in_the_same_place_is_not_a_rewording() -> None:
    changes = diff(clauses(SECURITY, STAFF, DELETION), clauses(SECURITY, PARTNERS, DELETION))
    assert sorted(told(changes)) == [(ADDED, PARTNERS), (REMOVED, STAFF)]


def test_one_inserted_clause_does_not_change_the_renumbered_ones() -> None:
    def numbered(*texts: str) -> list[Clause]:
        return [Clause(text=text, number=f"第{n}条") for n, text in enumerate(texts, 1)]

    changes = diff(numbered(SECURITY, STAFF, 委託, 提供), numbered(DELETION, SECURITY, STAFF, 委託, 提供))
    assert told(changes) == [(ADDED, DELETION)]


def test_a_new_heading_above_moves_nothing() -> None:
    old = clauses(SECURITY, STAFF, path=["Safeguards"])
    new = clauses(SECURITY, STAFF, path=["Annex II", "Measures"])
    assert diff(old, new) == ()


def test_a_paragraph_that_became_an_item_is_no_change() -> None:
    assert diff(clauses(SECURITY), clauses(SECURITY, kind=ClauseKind.ITEM)) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("ＡＰＩを利用します", "APIを利用します。", id="width"),
        pytest.param("the user's “data”", "the user’s \"data\"", id="quotes"),
        pytest.param("soft\u00adware data", "software data", id="soft hyphen"),
    ],
)  # fmt: skip
def test_form_alone_is_no_change(old: str, new: str) -> None:
    assert diff(clauses(old), clauses(new)) == ()


def test_the_one_clause_that_went_elsewhere_is_moved() -> None:
    changes = diff(clauses(PARTNERS, SECURITY, STAFF, DELETION), clauses(SECURITY, STAFF, DELETION, PARTNERS))
    assert told(changes) == [(MOVED, PARTNERS)]


def test_a_clause_that_went_elsewhere_and_was_reworded_is_one_change() -> None:
    loosened = PARTNERS.replace("advertising partners", "advertising partners and data brokers")
    changes = diff(clauses(PARTNERS, SECURITY, STAFF, DELETION), clauses(SECURITY, STAFF, DELETION, loosened))
    assert told(changes) == [(REWORDED, loosened)]


def test_a_removed_copy_of_a_clause_is_one_removal() -> None:
    changes = diff(
        clauses(STAFF, SECURITY, STAFF, DELETION, STAFF), clauses(STAFF, SECURITY, DELETION, STAFF)
    )
    assert told(changes) == [(REMOVED, STAFF)]


def test_a_paragraph_cut_in_two_is_no_change() -> None:
    assert diff(clauses(SECURITY + " " + STAFF, DELETION), clauses(SECURITY, STAFF, DELETION)) == ()


def test_two_paragraphs_joined_are_no_change() -> None:
    assert diff(clauses(DELETION, 委託, 提供), clauses(DELETION, 委託 + 提供)) == ()


def test_a_sentence_that_became_a_list_is_no_change() -> None:
    old = clauses("We collect: your name; your address; and your telephone number.")
    new = [
        *clauses("We collect:"),
        *clauses("your name;", "your address; and", "your telephone number", kind=ClauseKind.ITEM),
    ]
    assert diff(old, new) == ()


def test_a_paragraph_cut_in_two_and_reworded_is_one_change_of_the_passage() -> None:
    old = clauses(SECURITY + " " + STAFF, DELETION)
    new = clauses(SECURITY, STAFF.replace("once a year", "every other year"), DELETION)
    (change,) = diff(old, new)
    assert change.kind is REWORDED
    assert (change.deleted.split(), change.inserted.split()) == (["once", "a"], ["every", "other"])
    assert SECURITY in change.clause.text


def test_clauses_numbered_inside_a_passage_are_the_same_when_cut_apart() -> None:
    old = clauses(f"{SECURITY} 6.2 {STAFF} 6.3 {DELETION}")
    new = [Clause(text=text, number=f"6.{n}") for n, text in enumerate((SECURITY, STAFF, DELETION), 1)]
    assert diff(old, new) == ()


def test_a_number_that_is_a_quantity_is_not_taken_for_the_number_of_a_clause() -> None:
    old = clauses(SECURITY + " We report within 1.5 hours.", DELETION)
    new = clauses(SECURITY, "We report within 15 hours.", DELETION)
    (change,) = diff(old, new)
    assert (change.deleted.strip(), change.inserted.strip()) == ("1.5", "15")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Beta features. We may offer trials from time to time, at our sole discretion, as they are.",
            "Beta features. Tests are marked as such and governed by further rules the vendor publishes.",
        ),
        (
            "（安全管理）当社は、暗号化その他の措置を講じ、毎年これを見直します。",
            "（安全管理）サービス提供者に対する監査は、契約者の求めがある場合に限り行われます。",
        ),
    ],
)
def test_a_clause_rewritten_under_its_title_is_the_same_clause(old: str, new: str) -> None:
    changes = diff(clauses(SECURITY, old, DELETION), clauses(SECURITY, new, DELETION))
    assert told(changes) == [(REWORDED, new)]


def test_a_clause_that_says_all_it_said_and_more_elsewhere_is_the_same_clause() -> None:
    longer = (
        STAFF[:-1]
        + " by an auditor whom we choose, at our own cost, and who reports to the board of directors."
    )
    changes = diff(
        clauses(STAFF, SECURITY, DELETION, TRANSFER), clauses(SECURITY, DELETION, TRANSFER, longer)
    )
    assert told(changes) == [(REWORDED, longer)]


def test_a_member_that_joins_a_list_is_one_added_item() -> None:
    kinds = ["Email address", "IP address", "Postal address", "Payment details"]
    changes = diff(
        clauses(*kinds, kind=ClauseKind.ITEM),
        clauses(*kinds[:2], "Biometric identifiers", *kinds[2:], kind=ClauseKind.ITEM),
    )
    assert told(changes) == [(ADDED, "Biometric identifiers")]


def test_one_short_item_for_another_is_a_removal_and_an_addition() -> None:
    changes = diff(
        clauses("Email address", "IP address", kind=ClauseKind.ITEM),
        clauses("Email address", "Precise location", kind=ClauseKind.ITEM),
    )
    assert sorted(kind for kind, _ in told(changes)) == [ADDED, REMOVED]


def test_an_item_that_left_one_list_for_another_is_moved() -> None:
    collected, not_collected = ["What we collect"], ["What we do not collect"]
    old = [
        *clauses("Name", "Health data", kind=ClauseKind.ITEM, path=not_collected),
        *clauses("Cookies", "IP address", kind=ClauseKind.ITEM, path=collected),
    ]
    new = [
        *clauses("Name", kind=ClauseKind.ITEM, path=not_collected),
        *clauses("Cookies", "IP address", "Health data", kind=ClauseKind.ITEM, path=collected),
    ]
    (change,) = diff(old, new)
    assert (change.kind, change.clause.path) == (MOVED, tuple(collected))


def test_a_list_that_was_only_sorted_has_no_changes() -> None:
    lead = clauses("We collect:")
    kinds = ["Name", "Email address", "IP address", "Cookies"]
    assert (
        diff(
            [*lead, *clauses(*kinds, kind=ClauseKind.ITEM)],
            [*lead, *clauses(*sorted(kinds), kind=ClauseKind.ITEM)],
        )
        == ()
    )


def test_an_item_that_left_one_list_for_another_under_one_heading_is_moved() -> None:
    def lists(collected: Sequence[str], not_collected: Sequence[str]) -> list[Clause]:
        return [
            *clauses("We collect:"),
            *clauses(*collected, kind=ClauseKind.ITEM),
            *clauses("We do not collect:"),
            *clauses(*not_collected, kind=ClauseKind.ITEM),
        ]

    changes = diff(lists(["Name"], ["Health data", "Race"]), lists(["Name", "Health data"], ["Race"]))
    assert [change.kind for change in changes] == [MOVED]


def test_a_heading_is_not_taken_for_its_line_in_the_contents() -> None:
    old = [*clauses("Security", kind=ClauseKind.HEADING), *clauses("Scope. " + SECURITY)]
    new = [
        *clauses("Security", "Deletion", kind=ClauseKind.ITEM),
        *clauses("Security", kind=ClauseKind.HEADING),
        *clauses("Scope", kind=ClauseKind.HEADING),
        *clauses(SECURITY),
    ]
    assert told(diff(old, new)) == [(ADDED, "Security"), (ADDED, "Deletion")]


def test_rows_are_matched_by_their_first_cell() -> None:
    rows = ["Acme Inc. | Hosting | United States", "Beta GmbH | Support | Germany", "Gamma KK | Mail | Japan"]
    new = [rows[0], "Delta Ltd | Support | Germany", rows[1].replace("Germany", "Ireland"), rows[2]]
    changes = diff(clauses(*rows, kind=ClauseKind.ROW), clauses(*new, kind=ClauseKind.ROW))
    assert told(changes) == [(ADDED, new[1]), (REWORDED, new[2])]


def test_another_name_in_the_first_cell_is_another_row() -> None:
    changes = diff(
        clauses("Acme Inc. | Hosting | United States", kind=ClauseKind.ROW),
        clauses("Omega LLC | Hosting | United States", kind=ClauseKind.ROW),
    )
    assert sorted(kind for kind, _ in told(changes)) == [ADDED, REMOVED]


def test_what_has_no_letters_is_no_clause() -> None:
    assert diff(clauses(SECURITY), clauses("・", SECURITY, "•")) == ()


@pytest.mark.parametrize("text", ["  ", "", "。"])
def test_an_empty_clause_is_no_change(text: str) -> None:
    assert diff(clauses(text), ()) == ()


def test_every_change_shows_a_difference() -> None:
    changes = diff(clauses(SECURITY, 委託, DELETION), clauses(TRANSFER, DELETION + " Always.", 委託, STAFF))
    assert changes
    assert all(any(word.op is not Op.EQUAL for word in c.words) or c.kind is MOVED for c in changes)
