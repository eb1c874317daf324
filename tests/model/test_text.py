"""What two texts are compared by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xborder.model.text import canonical

JAPANESE_TROUBLE = "か\u3099ﾊﾟ゛\u3000\u200b\ufeff・、。⺠⻄⽂〜～−－―ー①㈱\u00ad\u202e A.,`´'\r\n\u1100\u1161"


@given(st.text() | st.text(alphabet=JAPANESE_TROUBLE))
def test_canonical_text_is_its_own_canonical_text(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("個人データの移転", "個人データ の\u3000移転", id="space between Japanese characters"),
        pytest.param("第２８条（外国）", "第28条(外国)", id="full-width digits and brackets"),
        pytest.param("⻄暦の⺠法と⽂書", "西暦の民法と文書", id="radicals in place of ideographs"),
        pytest.param("ｺﾝﾋﾟｭｰﾀ", "コンピュータ", id="half-width katakana"),
        pytest.param("10〜20", "10～20", id="wave dash of the other encoding"),
        pytest.param("per\u00adsonal\u200b data", "personal data", id="soft hyphen and zero width"),
        pytest.param("“Services” – the customer’s", '"Services" - the customer\'s', id="typographic quotes"),
        pytest.param("delete  the\n data;", "delete the data", id="white space and closing punctuation"),
    ],
)
def test_form_is_no_difference(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("we may disclose", "we may not disclose"),
        ("not able", "notable"),
        ("the Personal Data", "the personal data"),
        ("利用する", "利用しない"),
        ("サーバー", "サーバ"),
        ("30 days", "3 0 days"),
        ("1.5", "15"),
    ],
)
def test_words_are_a_difference(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)
