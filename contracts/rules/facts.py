"""What a contract must say before it may stand in the ledger (CON-14)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from contracts.errors import ContractFactMissing, EndsBeforeItStarts, EndsTooLate, FeeOutOfRange
from contracts.rules.terms import Term
from records.rules.text import halfwidth, one_line

LONGEST_YEARS = 100
MAX_FEE = Decimal("999999999999.99")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Facts:
    """The cleaned facts of a contract."""

    number: str
    title: str
    starts_on: date
    ends_on: date
    monthly_fee: Decimal | None
    agreed_headcount: int | None


def check_facts(facts: Facts, *, line_ids: Collection[int]) -> Facts:
    """Return the facts in their one written form.

    Raises ContractFactMissing, EndsBeforeItStarts, EndsTooLate or FeeOutOfRange.
    """
    title = one_line(facts.title)
    if not title:
        raise ContractFactMissing(field="title")
    if not line_ids:
        raise ContractFactMissing(field="lines")
    if facts.ends_on < facts.starts_on:
        raise EndsBeforeItStarts(field="ends_on")
    if facts.ends_on.year > facts.starts_on.year + LONGEST_YEARS or facts.ends_on.year >= date.max.year:
        raise EndsTooLate
    Term.inclusive(facts.starts_on, facts.ends_on)
    fee = facts.monthly_fee
    if fee is not None:
        if not fee.is_finite() or not 0 <= fee <= MAX_FEE:
            raise FeeOutOfRange
        fee = fee.quantize(_CENT, rounding=ROUND_HALF_UP)
    return Facts(
        number=halfwidth(facts.number),
        title=title,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        monthly_fee=fee,
        agreed_headcount=facts.agreed_headcount,
    )


def monthly_fee_of(yearly_price: Decimal) -> Decimal:
    """Return the monthly fee of a price per year in CNY: a twelfth, rounded half up to the fen."""
    return (yearly_price / 12).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
