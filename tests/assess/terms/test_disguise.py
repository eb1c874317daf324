"""Characters that nobody sees, or takes for others, hide no change and make none."""

import pytest
from revisions_of_terms import assessed, page

from xborder.diff import diff
from xborder.model import Direction, Topic

PROMISE = "We will not disclose personal data to third parties without your consent."
PROMISE_JA = "当社は、お客様の同意なく、個人データを第三者に提供しません。30日以内に削除します。"

DISGUISED = {
    "plain": "We may disclose personal data to third parties without your consent.",
    "zero width": "We m\u200bay dis\u200bclose per\u2060sonal d\ufeffata to third parties without your consent.",
    "soft hyphens": "We m\u00aday dis\u00adclose per\u00adsonal data to third parties without your consent.",
    "turned round": "We \u202emay\u202c dis\u2066close\u2069 personal data to third parties without your consent.",
    "homoglyphs": "We m\u0430y disclose pers\u043enal d\u0430ta to third parties without your consent.",
    "a homoglyph in the word that counts": PROMISE.replace("not", "n\u043et"),
    "full width": "We ｍａｙ disclose personal data to third parties without your consent.",
}


@pytest.mark.parametrize("text", DISGUISED.values(), ids=DISGUISED)
def test_a_word_that_weakens_a_promise_is_found_whatever_is_put_into_it(text: str) -> None:
    result = assessed(page(PROMISE), page(text))
    assert (Topic.THIRD_PARTY_PROVISION, Direction.WEAKENS) in {
        (f.topic, f.direction) for f in result.findings
    }


@pytest.mark.parametrize("text", ["提供\u200bすることが\u00adあります", "\u202e提供することが\u202cあります"])
def test_the_same_holds_in_japanese(text: str) -> None:
    result = assessed(page(PROMISE_JA), page(PROMISE_JA.replace("提供しません", text)), "ja")
    assert (Topic.THIRD_PARTY_PROVISION, Direction.WEAKENS) in {
        (f.topic, f.direction) for f in result.findings
    }


ALIKE = {
    "zero width": (PROMISE, PROMISE.replace("disclose", "dis\u200bclose")),
    "soft hyphens": (PROMISE, PROMISE.replace("personal", "per\u00adsonal")),
    "marks of direction": (PROMISE, "\u200e" + PROMISE.replace(" data", "\u2068 data\u2069")),
    "full-width digits": (PROMISE_JA, PROMISE_JA.replace("30", "３０")),
    "vertical forms": (PROMISE_JA, PROMISE_JA.replace("、", "︑").replace("。", "︒")),
    "half-width kana": (PROMISE_JA, PROMISE_JA.replace("データ", "ﾃﾞｰﾀ")),
}


@pytest.mark.parametrize(("one", "other"), ALIKE.values(), ids=ALIKE)
def test_another_form_of_the_same_words_is_no_change(one: str, other: str) -> None:
    old, new = page(one), page(other)
    assert diff(old.clauses, new.clauses) == ()
    result = assessed(old, new, "ja" if one == PROMISE_JA else "en")
    assert (result.substantive, result.findings) == (False, ())
