"""Reading single cells the way office people fill them in.

Each parser returns a value, None for an empty cell, or a ``CellProblem`` that says what is wrong and what to do. A raw
cell is what the reader of the file gives: text, a number, a boolean, a date or a time. Nothing is ever evaluated: text
that begins like a formula stays text.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from stdnum.cn import uscc

from records import errors as wording
from records.rules.cell_values import (
    CellProblem,
    FormulaText,
    Mark,
    as_typed,
    decimal_of,
    is_blank,
    is_nothing,
    is_number,
    problem,
    unusable,
)
from records.rules.hundredths import to_hundredths
from records.rules.text import clean, compact, halfwidth, one_line

MOST_MONEY = Decimal("999999999999.99")
MOST_POINTS = Decimal(10_000)
MOST_COUNT = 10_000_000
TEN_THOUSAND = Decimal(10_000)

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+"
_MONEY = re.compile(
    rf"(?:人民币|RMB|CNY)?¥?(?P<sign>-?)¥?(?P<number>{_NUMBER})(?P<unit>万元|万|元|圆|块)?整?(?:[/每](?P<period>月|年))?",
    re.IGNORECASE,
)
_POINTS = re.compile(rf"[扣减]?分?-?(?P<number>{_NUMBER})分?")
_COUNT = re.compile(rf"(?P<sign>-?)(?P<number>{_NUMBER})[人名个位户次台岗家份间栋幢套件项天]?")

NOT_APPLICABLE = frozenset(
    {"不适用", "na", "n/a", "n.a.", "/", "\\", "-", "--", "—", "——", "不涉及", "无此项", "不检查"}
)
NO_DEDUCTION = frozenset({"无", "无扣分", "不扣分", "未扣分", "√", "✓", "✔", "合格", "符合", "达标"})
YES = frozenset({"是", "有", "对", "要", "需要", "已", "√", "✓", "✔", "y", "yes", "true", "1"})
NO = frozenset({"否", "无", "没有", "不", "不需要", "未", "×", "✗", "✘", "x", "n", "no", "false", "0"})
_SEPARATORS = re.compile(r"[、,;/|\n]+")


def parse_text(raw: Any, *, max_length: int = 200, multiline: bool = False) -> str | CellProblem | None:
    """Return cleaned text; a number keeps the digits people see, and a formula without a value its own text."""
    if is_blank(raw):
        return None
    failed = None if isinstance(raw, FormulaText) else unusable(raw)
    if failed:
        return failed
    text = clean(as_typed(raw)) if multiline else one_line(as_typed(raw))
    if len(text) > max_length:
        return problem("too_long", wording.TOO_LONG, wording.SHORTEN, raw, limit=max_length)
    return text


def parse_identifier(raw: Any, *, max_length: int = 60) -> str | CellProblem | None:
    """Return a contract number, phone number or the like: half-width, without blanks."""
    if is_nothing(raw):
        return None
    failed = unusable(raw)
    return failed or parse_text(compact(as_typed(raw)), max_length=max_length)


def parse_list(raw: Any, *, max_length: int = 200) -> tuple[str, ...] | CellProblem | None:
    """Return the words of a cell that may hold several, divided by any usual mark."""
    if is_nothing(raw):
        return None
    text = parse_text(raw, max_length=max_length, multiline=True)
    if not isinstance(text, str):
        return text
    words = (one_line(word) for word in _SEPARATORS.split(halfwidth(text)))
    return tuple(dict.fromkeys(word for word in words if word))


def parse_money(
    raw: Any, *, in_ten_thousands: bool = False, period: str = "", allow_negative: bool = False
) -> Decimal | CellProblem | None:
    """Return an amount in yuan with two decimals.

    ``in_ten_thousands`` says that the column's heading counts in 万元, which holds for cells without a unit of their
    own. ``period`` is what a cell may add: ``8600元/月`` is right only in a column of monthly amounts.
    """
    if is_nothing(raw):
        return None
    failed = unusable(raw)
    if failed:
        return failed
    amount = _money_of(raw, in_ten_thousands=in_ten_thousands, period=period)
    if amount is None:
        return problem("not_an_amount", wording.NOT_AN_AMOUNT, wording.WRITE_AMOUNT, raw)
    if amount < 0 and not allow_negative:
        return problem("negative", wording.NEGATIVE, wording.WRITE_POSITIVE, raw)
    if abs(amount) > MOST_MONEY:
        return problem("too_large", wording.TOO_LARGE, wording.CHECK_DIGITS, raw)
    cents = amount.quantize(Decimal("0.01"))
    if cents != amount:
        return problem("too_many_decimals", wording.TOO_MANY_DECIMALS, wording.ROUND_IT, raw)
    return cents


def _money_of(raw: Any, *, in_ten_thousands: bool, period: str) -> Decimal | None:
    scale = TEN_THOUSAND if in_ten_thousands else Decimal(1)
    if is_number(raw):
        number = decimal_of(raw)
        return None if number is None else number * scale
    match = _MONEY.fullmatch(_typed_number(raw))
    if match is None or (match["period"] or period) != period:
        return None
    if match["unit"]:
        scale = TEN_THOUSAND if match["unit"].startswith("万") else Decimal(1)
    number = _plain(match["number"]) * scale
    return -number if match["sign"] else number


def parse_points(raw: Any) -> int | Mark | CellProblem | None:
    """Return deducted points in hundredths, or ``Mark.NOT_APPLICABLE``.

    A sign or "扣" before the number only says that it is taken away: ``-5分``, ``扣5分`` and ``5`` are all 5.00.
    """
    if is_blank(raw):
        return None
    failed = unusable(raw)
    if failed:
        return failed
    number = decimal_of(raw) if is_number(raw) else None
    if isinstance(raw, str):
        word = _typed_number(raw).lower()
        if word in NOT_APPLICABLE:
            return Mark.NOT_APPLICABLE
        if word in NO_DEDUCTION:
            return 0
        match = _POINTS.fullmatch(word)
        number = _plain(match["number"]) if match else None
    if number is None:
        return problem("not_points", wording.NOT_POINTS, wording.WRITE_POINTS, raw)
    if abs(number) > MOST_POINTS:
        return problem("too_large", wording.TOO_LARGE, wording.CHECK_DIGITS, raw)
    try:
        return to_hundredths(abs(number))
    except ValueError:
        return problem("too_many_decimals", wording.TOO_MANY_DECIMALS, wording.ROUND_IT, raw)


def parse_count(raw: Any) -> int | CellProblem | None:
    """Return a whole number that is not negative, with or without its measure word: ``13人`` is 13."""
    if is_nothing(raw):
        return None
    failed = unusable(raw)
    if failed:
        return failed
    number = decimal_of(raw) if is_number(raw) else None
    if isinstance(raw, str) and (match := _COUNT.fullmatch(_typed_number(raw))):
        number = _plain(match["sign"] + match["number"])
    if number is None or number != number.to_integral_value():
        return problem("not_a_count", wording.NOT_A_COUNT, wording.WRITE_COUNT, raw)
    if number < 0:
        return problem("negative", wording.NEGATIVE, wording.WRITE_POSITIVE, raw)
    if number > MOST_COUNT:
        return problem("too_large", wording.TOO_LARGE, wording.CHECK_DIGITS, raw)
    return int(number)


def parse_yes_no(raw: Any) -> bool | CellProblem | None:
    """Return whether a cell says yes; a dash or an empty cell says nothing."""
    if is_blank(raw):
        return None
    failed = unusable(raw)
    if failed:
        return failed
    word = compact(as_typed(raw)).lower()
    if word in YES:
        return True
    if word in NO:
        return False
    return problem("not_yes_no", wording.NOT_YES_NO, wording.WRITE_YES_NO, raw)


def parse_choice(raw: Any, choices: Mapping[str, Sequence[str]]) -> str | CellProblem | None:
    """Return the key of the choice a cell names by any of its words, or by the key itself; width and case are one."""
    if is_nothing(raw):
        return None
    failed = unusable(raw)
    if failed:
        return failed
    word = compact(as_typed(raw)).lower()
    for key, words in choices.items():
        if word == key or any(word == compact(str(one)).lower() for one in words):
            return key
    known = "、".join(str(words[0]) if words else key for key, words in choices.items())
    return problem("not_a_choice", wording.NOT_A_CHOICE, wording.WRITE_CHOICE, raw, words=known)


def parse_credit_code(raw: Any) -> str | CellProblem | None:
    """Return a valid unified social credit code in its one written form, whatever case and width it was typed in."""
    if is_nothing(raw):
        return None
    failed = unusable(raw)
    if failed:
        return failed
    code = compact(as_typed(raw)).upper()
    if not uscc.is_valid(code):
        return problem("not_a_code", wording.NOT_A_CODE, wording.WRITE_CODE, raw)
    return code


def _typed_number(raw: Any) -> str:
    return compact(as_typed(raw)).replace("−", "-").replace("–", "-")


def _plain(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))
