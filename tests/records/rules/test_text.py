"""Typed text is cleaned of what nobody meant to type."""

import pytest

from records.rules.text import clean, compact, halfwidth, one_line


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  诚修保洁\u3000", "诚修保洁"),
        ("a\u0000b", "ab"),
        ("\ufeff编号\u200b", "编号"),
        ("abc\u202egpj.exe", "abcgpj.exe"),
        ("one\ntwo", "one\ntwo"),
        ("\ud800x", "x"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("\u3000", ""),
    ],
)
def test_clean_keeps_what_was_meant(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


def test_one_line_joins_lines_and_blanks() -> None:
    assert one_line(" 一楼 \r\n\t二楼\u3000\u3000三楼 ") == "一楼 二楼 三楼"


def test_halfwidth_and_compact() -> None:
    assert halfwidth(" １５０６９９２１９２５ ") == "15069921925"
    assert compact("（ＨＴ－ 2026 \u3000０１８）") == "(HT-2026018)"
