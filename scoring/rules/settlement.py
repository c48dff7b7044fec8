"""Fee deduction from a published total, where the contract's formula says so (scoring.md, section 3)."""

from dataclasses import dataclass
from decimal import Decimal

from records.rules.hundredths import ONE, round_half_up_div
from scoring.rules.settings import SettlementRules

# A rate is hundredths of a percent, so the whole fee is 10,000 of them.
WHOLE = 100 * ONE


@dataclass(frozen=True, slots=True)
class FeeDeduction:
    """Points counted below the threshold, rate in hundredths of a percent, and the amount in yuan."""

    points: int
    rate: int
    amount: Decimal


def fee_deduction(fee: Decimal, total: int | None, rules: SettlementRules) -> FeeDeduction:
    """Return what a month's fee is cut by: a share for every full or part point below the threshold, up to the cap.

    ``fee`` is in yuan with at most two decimals, ``total`` in hundredths; a card without total costs nothing. Raises
    ValueError for a negative or finer fee.
    """
    cents = fee.scaleb(2)
    if fee < 0 or cents != cents.to_integral_value():
        raise ValueError(f"not an amount: {fee}")
    below = 0 if total is None else max(0, rules.full_fee_from - total)
    points = -(-below // ONE)
    rate = min(points * rules.percent_per_point, rules.percent_cap)
    amount = round_half_up_div(int(cents) * rate, WHOLE)
    return FeeDeduction(points, rate, Decimal(amount).scaleb(-2))
