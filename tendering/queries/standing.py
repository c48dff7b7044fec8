"""What the register of vendors knows about bidders: grades of the last 12 months, and what stops a signature."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tenancy.queries import active_zone
from tendering.models import Award
from vendors.choices import Purpose
from vendors.queries.eligibility import open_blockers
from vendors.queries.rating import last_ratings


def grades(vendor_ids: Iterable[int], *, line_id: int, at: datetime) -> dict[int, str]:
    """Return each vendor's last grade of the 12 months before ``at`` in a line; empty without one (TND-16)."""
    day = at.astimezone(active_zone()).date()
    return {key: one.last_grade for key, one in last_ratings(vendor_ids, line_id=line_id, on=day).items()}


def signing_blockers(award: Award, *, at: datetime) -> list[Any]:
    """Return what stands against signing with the winner, for the re-check: bans, expired papers (TND-27, VEN-14)."""
    tender = award.tender
    day = at.astimezone(active_zone()).date()
    return open_blockers(
        award.vendor_id, purpose=Purpose.SIGNING, unit_id=tender.project_id, line_ids=[tender.line_id], on=day
    )
