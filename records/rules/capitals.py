"""Amounts in Chinese capitals, as contracts and receipts write them: 57000.50 is 伍万柒仟元伍角整.

Rules of the People's Bank for negotiable instruments: 整 after yuan or jiao when nothing follows, 零 for one or more
noughts between digits, and 零 before fen when there is no jiao.
"""

from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
SMALL = ("", "拾", "佰", "仟")
LARGE = ("", "万", "亿", "万亿")
LIMIT = Decimal(10) ** 16


def in_capitals(amount: Decimal | int) -> str:
    """Return an amount of CNY in Chinese capitals, rounded half up to fen. Raises ValueError from 10^16 on."""
    value = Decimal(amount)
    if not value.is_finite() or abs(value) >= LIMIT:
        raise ValueError("amount out of range")
    fen = int((abs(value) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    sign = "负" if value < 0 and fen else ""
    yuan, rest = divmod(fen, 100)
    jiao, cent = divmod(rest, 10)
    head = f"{_whole(yuan)}元" if yuan else ""
    if not rest:
        return sign + (head or "零元") + "整"
    tail = f"{DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
    return sign + head + tail + (f"{DIGITS[cent]}分" if cent else "整")


def _whole(number: int) -> str:
    """Return a whole number: groups of four digits from the right, each with its unit."""
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    text, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group == 0:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += "零"
        text += _group(group) + LARGE[place]
        gap = False
    return text.replace("亿万", "亿") if "万亿" not in text else text


def _group(group: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + DIGITS[digit] + SMALL[place]
        gap = False
    return text
