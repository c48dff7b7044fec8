"""Ratings come down from scoring: tendering and the register read them here and never look up (design.md 2)."""

from datetime import date, datetime

from django.db import transaction

from tenancy.rules.actor import Actor
from vendors.models import VendorRating
from vendors.rules import may


def publish_rating(
    *,
    vendor_id: int,
    contract_number: str,
    project_id: int,
    line_id: int,
    month: date,
    total: int | None,
    grade: str,
    card_id: int,
    by: Actor,
    at: datetime,
) -> VendorRating:
    """Note the grade of a published scorecard; a corrected card's replaces the one before, which is kept.

    ``total`` is in hundredths, None for insufficient evidence. The same card again changes nothing. The publication is
    journalled by scoring, with the same figures. Raises NotAllowed.
    """
    may.publish_rating(by)
    with transaction.atomic():
        known = VendorRating.objects.filter(card_id=card_id).first()
        if known is not None:
            return known
        before = VendorRating.objects.filter(
            contract_number=contract_number, line_id=line_id, month=month, is_current=True
        )
        before.update(is_current=False)
        return VendorRating.objects.create(
            vendor_id=vendor_id,
            contract_number=contract_number,
            project_id=project_id,
            line_id=line_id,
            month=month,
            total=total,
            grade=grade,
            card_id=card_id,
            published_at=at,
        )
