"""Reads of ratings: what tender evaluation, invitations and the register show of past months."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tenancy.context import require_wall
from tenancy.models import Tenant
from tenancy.queries import today
from vendors.models import VendorRating
from vendors.rules.ratings import Rated, Rating, first_month, summary


@dataclass(frozen=True)
class MonthMean:
    """A vendor's mean total of one month, in hundredths, and the worst grade in it."""

    month: date
    total: int | None
    grade: str


def last_ratings(
    vendor_ids: Iterable[int], line_id: int | None = None, months: int = 12, *, on: date | None = None
) -> dict[int, Rating]:
    """Return each vendor's rating of the ``months`` months up to that of ``on``, the tenant's today by default.

    Only for one service line when ``line_id`` is given. Every id asked for has an entry (one query).
    """
    wanted = list(vendor_ids)
    day = on or today(Tenant.objects.get(id=require_wall().tenant_id))
    rows = VendorRating.objects.filter(
        vendor_id__in=wanted, is_current=True, month__gte=first_month(day, months), month__lte=day
    )
    if line_id is not None:
        rows = rows.filter(line_id=line_id)
    by_vendor: dict[int, list[Rated]] = defaultdict(list)
    for vendor_id, month, total, grade in rows.values_list("vendor_id", "month", "total", "grade"):
        by_vendor[vendor_id].append(Rated(month, total, grade))
    return {vendor_id: summary(by_vendor[vendor_id]) for vendor_id in wanted}


def monthly(vendor_id: int, *, on: date, months: int = 12) -> list[MonthMean]:
    """Return a vendor's months with a rating, oldest first: the trend on its page (one query)."""
    rows = VendorRating.objects.filter(
        vendor_id=vendor_id, is_current=True, month__gte=first_month(on, months), month__lte=on
    )
    by_month: dict[date, list[Rated]] = defaultdict(list)
    for month, total, grade in rows.values_list("month", "total", "grade"):
        by_month[month].append(Rated(month, total, grade))
    found = []
    for month in sorted(by_month):
        one = summary(by_month[month])
        found.append(MonthMean(month, one.mean_total, one.last_grade))
    return found
