"""What an application and its assessment must say (TND-01). Pure."""

from dataclasses import dataclass
from decimal import Decimal

from tendering.errors import FactMissing, FigureOutOfRange

MOST = Decimal("999999999999.99")
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class Need:
    """An application: ``budget`` in CNY a year, ``headcount`` people on post."""

    title: str
    reason: str
    headcount: int | None
    budget: Decimal | None


def check_need(need: Need) -> Need:
    """Return the application tidied. Raises FactMissing or FigureOutOfRange (TND-01)."""
    tidy = Need(need.title.strip(), need.reason.strip(), need.headcount, check_money(need.budget, "budget"))
    for name in ("title", "reason"):
        if not getattr(tidy, name):
            raise FactMissing(field=name)
    if len(tidy.title) > 160:
        raise FigureOutOfRange(field="title")
    if tidy.headcount is not None and not 0 <= tidy.headcount <= 100_000:
        raise FigureOutOfRange(field="headcount")
    return tidy


def check_money(amount: Decimal | None, field: str) -> Decimal | None:
    """Return an amount in CNY. Raises FigureOutOfRange unless it is finite, not negative and fits."""
    if amount is not None and (not amount.is_finite() or not 0 <= amount <= MOST):
        raise FigureOutOfRange(field=field)
    return amount


def said(text: str, field: str) -> str:
    """Return a text that must be there, tidied. Raises FactMissing."""
    if not text.strip():
        raise FactMissing(field=field)
    return text.strip()[:LONGEST_TEXT]
