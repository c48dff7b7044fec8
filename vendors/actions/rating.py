"""Ratings come down from scoring: tendering and the register read them here and never look up (design.md 2)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from tenancy.rules.actor import Actor
from vendors.models import VendorRating
from vendors.rules import may


@dataclass(frozen=True)
class PublishedGrade:
    """The grade of one published scorecard; ``total`` is in hundredths, None for insufficient evidence."""

    vendor_id: int
    contract_number: str
    project_id: int
    line_id: int
    month: date
    total: int | None
    grade: str
    card_id: int


def publish_ratings(ratings: Sequence[PublishedGrade], *, by: Actor, at: datetime) -> int:
    """Note the grades of published scorecards; a corrected card's replaces the one before, which is kept.

    The same card again changes nothing. Returns how many were new. The publication is journalled by scoring, with the
    same figures. Raises NotAllowed.
    """
    may.publish_rating(by)
    with transaction.atomic():
        ids = [one.card_id for one in ratings]
        known = set(VendorRating.objects.filter(card_id__in=ids).values_list("card_id", flat=True))
        new = [one for one in ratings if one.card_id not in known]
        replaced = {(one.contract_number, one.line_id, one.month) for one in new}
        numbers, months = {one.contract_number for one in new}, {one.month for one in new}
        before = VendorRating.objects.filter(contract_number__in=numbers, month__in=months, is_current=True)
        gone = [row.pk for row in before if (row.contract_number, row.line_id, row.month) in replaced]
        VendorRating.objects.filter(id__in=gone).update(is_current=False)
        VendorRating.objects.bulk_create(VendorRating(published_at=at, **asdict(one)) for one in new)
    return len(new)
