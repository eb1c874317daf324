"""Changes cut into the sentences that changed."""

from revisions_of_terms import PRIVACY, changed, page

from xborder.assess.terms.passages import with_counterparts

KEPT = "We keep your data safe."


def test_only_the_sentence_that_changed_is_a_passage():
    old = page(f"{KEPT} We delete it after 30 days. You can write to us.")
    new = page(f"{KEPT} We delete it after 90 days. You can write to us.")
    found = changed(old, new)
    assert {p.text for p in found} == {"We delete it after 30 days.", "We delete it after 90 days."}
    assert {p.changed.strip() for p in found} == {"30", "90"}


def test_a_sentence_that_stands_elsewhere_unchanged_is_no_passage():
    old = page(KEPT, "We delete it after 30 days.")
    new = page(f"{KEPT} We delete it after 30 days. We share it with partners.")
    assert [p.text for p in changed(old, new)] == ["We share it with partners."]


def test_spans_point_into_the_verbatim_text():
    old, new = page("We share data with vendors."), page("We share data with vendors and partners.")
    (passage,) = [p for p in changed(old, new) if p.added]
    assert [passage.text[a:b].strip() for a, b in passage.spans] == ["and partners"]


def test_removed_and_added_sentences_know_their_side():
    sides = {
        p.text: p.added
        for p in changed(page(KEPT, "Gone for ever is this."), page(KEPT, "Here is a new one."))
    }
    assert sides == {"Gone for ever is this.": False, "Here is a new one.": True}


def test_japanese_sentences_end_at_the_full_stop():
    old = page("個人情報を保護します。")
    new = page("個人情報を保護します。第三者に提供します。")
    assert [p.text for p in changed(old, new)] == ["第三者に提供します。"]


def test_a_table_set_as_a_list_is_no_change():
    row = "Contact form: name, company name and job title | To answer your enquiry and nothing else"
    old = page(KEPT, row)
    new = page(
        KEPT, "Contact form: name, company name and job title", "To answer your enquiry and nothing else"
    )
    assert changed(old, new) == ()


def test_an_item_that_moved_into_another_is_no_change():
    old = page(KEPT, "We refuse insults and threats", "Politically sensitive comments")
    new = page(KEPT, "We refuse insults and threats Politically sensitive comments")
    assert changed(old, new) == ()


def test_the_company_under_a_new_name_is_a_rename():
    old = page("Oldco keeps your data.", "Our service providers help Oldco.", "Oldco answers you.")
    new = page("Newco keeps your data.", "Our service providers help Newco.", "Newco answers you.")
    assert changed(old, new) == ()


def test_another_vendor_is_no_rename_however_often_it_is_named():
    old = page("We send mail through our vendor Brightmail.", "Our vendor Brightmail has a notice.")
    new = page("We send mail through our vendor Swiftpost.", "Our vendor Swiftpost has a notice.")
    assert {p.changed.strip() for p in changed(old, new)} == {"brightmail", "swiftpost"}


def test_another_vendor_is_no_rename_in_japanese():
    old = page(
        "当社のメールベンダーであるアルファに送信されます。", "ベンダーであるアルファの規約が適用されます。"
    )
    new = page(
        "当社のメールベンダーであるベータに送信されます。", "ベンダーであるベータの規約が適用されます。"
    )
    assert changed(old, new) != ()


def test_a_chosen_sentence_comes_with_what_stood_in_its_place():
    old, new = (page(PRIVACY, f"We keep all records for {n} months in one place.") for n in ("six", "nine"))
    found = changed(old, new)
    index = next(i for i, p in enumerate(found) if p.added)
    assert [p.added for p in with_counterparts(found, [index])] == [True, False]
    alone = changed(page(PRIVACY), new)
    assert with_counterparts(alone, [0]) == [alone[0]]
