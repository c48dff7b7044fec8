"""Amounts in Chinese capitals."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.rules.capitals import DIGITS, in_capitals

TABLE = """
0 零元整
0.01 壹分
0.10 壹角整
0.11 壹角壹分
1 壹元整
1.01 壹元零壹分
1.10 壹元壹角整
10 壹拾元整
15 壹拾伍元整
100 壹佰元整
101 壹佰零壹元整
110 壹佰壹拾元整
1001 壹仟零壹元整
1010 壹仟零壹拾元整
8600 捌仟陆佰元整
10000 壹万元整
10001 壹万零壹元整
57000 伍万柒仟元整
57000.50 伍万柒仟元伍角整
100000 壹拾万元整
107000.53 壹拾万柒仟元伍角叁分
1000000 壹佰万元整
16409.02 壹万陆仟肆佰零玖元零贰分
100000000 壹亿元整
100000001 壹亿零壹元整
100010000 壹亿零壹万元整
325.04 叁佰贰拾伍元零肆分
6007.14 陆仟零柒元壹角肆分
20000345 贰仟万零叁佰肆拾伍元整
1000000000000 壹万亿元整
-57000 负伍万柒仟元整
0.005 壹分
-0.001 零元整
"""


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_in_capitals(line: str) -> None:
    amount, words = line.split()
    assert in_capitals(Decimal(amount)) == words


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity"), Decimal(10) ** 16])
def test_in_capitals_out_of_range_is_refused(amount: Decimal) -> None:
    with pytest.raises(ValueError, match="out of range"):
        in_capitals(amount)


@given(st.decimals(min_value=0, max_value=Decimal(10) ** 12, places=2, allow_nan=False))
def test_in_capitals_can_be_read_back(amount: Decimal) -> None:
    words = in_capitals(amount)
    assert _read(words) == amount
    assert "零零" not in words


def _read(words: str) -> Decimal:
    yuan, _mark, rest = words.partition("元") if "元" in words else ("", "", words)
    total = section = digit = 0
    units = {"拾": 10, "佰": 100, "仟": 1000}
    for sign in yuan:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in units:
            section, digit = section + digit * units[sign], 0
        elif sign == "万":
            total, section, digit = total + (section + digit) * 10_000, 0, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    found = Decimal(total + section + digit)
    for sign, after in itertools.pairwise(rest):
        if after in "角分":
            found += Decimal(DIGITS.index(sign)) / (10 if after == "角" else 100)
    return found
