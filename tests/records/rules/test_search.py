"""Search in Chinese, by pinyin and initials, and by numbers and codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.rules.search import LONGEST, query_tokens, search_tokens

LIFT = ("康洁电梯工程有限公司", "91110105MAH2NGQCM1", "HT-2026-018", "（杭州市）西湖区文三路139号")


def found(question: str, *texts: str) -> bool:
    tokens = query_tokens(question)
    return bool(tokens) and set(tokens) <= search_tokens(*(texts or LIFT))


@pytest.mark.parametrize(
    "question",
    [
        "电梯",
        "电",
        "梯工程",
        "康洁电梯工程有限公司",
        "电梯 康洁",
        "dianti",
        "dian ti",
        "DianTi",
        "ｄｉａｎｔｉ",
        "kangjie",
        "kangj",
        "k",
        "kangjiediantigongcheng",
        "diantigongchengyouxian",
        "dt",
        "DT",
        "kj",
        "kjdt",
        "kjdtgcyxgs",
        "dtgc",
        "电梯dt",
        "91110105MAH2NGQCM1",
        "91110105mah2ngqcm1",
        "９１１１０１０５",
        "9111",
        "HT-2026-018",
        "ht-2026",
        "ht2026018",
        "HT 2026 018",
        "2026-018",
        "018",
        "西湖区 139",
        "hangzhou",
        "\u3000电梯\u3000",
    ],
)
def test_an_object_is_found(question: str) -> None:
    assert found(question)


@pytest.mark.parametrize(
    "question",
    ["电工", "梯电", "电梯 保洁", "dianto", "td", "91110105MAX", "HT-2025", "ht2025", "019", "保", "zzz"],
)
def test_an_object_is_not_found(question: str) -> None:
    assert not found(question)


@pytest.mark.parametrize("question", ["", " \u3000", "---", "（）", "%_'\"\\;", "\u0000", "😀"])
def test_blanks_and_marks_ask_for_nothing(question: str) -> None:
    assert query_tokens(question) == []


def test_phrases_are_read_as_they_are_spoken() -> None:
    assert found("chongqing", "重庆分公司")
    assert found("lvyuan", "绿源电梯工程有限公司")


def test_questions_are_cut_like_texts() -> None:
    assert query_tokens("康洁电梯 dt HT-2026-018") == ["康洁", "洁电", "电梯", "dt", "ht", "2026", "018"]
    assert query_tokens("91110105MAH2NGQCM1") == ["91110105mah2"]
    assert query_tokens("电 电 电") == ["电"]


def test_characters_beyond_the_basic_plane_are_found() -> None:
    assert found("𠮷", "𠮷野物业")
    assert found("𠮷野", "𠮷野物业")


def test_a_name_has_a_bounded_number_of_tokens() -> None:
    assert len(search_tokens("康洁电梯工程有限公司")) < 90
    prose = "楼道垃圾未及时清理并有异味" * 100
    assert len(search_tokens(prose)) < 60
    assert len(search_tokens("".join(chr(0x4E00 + at) for at in range(5_000)))) < 1_000


@given(st.text(max_size=40))
def test_a_text_is_found_by_itself(text: str) -> None:
    assert set(query_tokens(text)) <= search_tokens(text)


@given(st.text(max_size=60), st.text(max_size=60))
def test_tokens_are_short_plain_and_add_up(one: str, other: str) -> None:
    tokens = search_tokens(one, other)
    assert tokens == search_tokens(one) | search_tokens(other)
    assert all(0 < len(token) <= LONGEST for token in tokens)
    assert not set("".join(tokens)) & set(" \t\n\u3000%_'\"\\-./,()\u0000")
