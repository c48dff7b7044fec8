"""How a vendor stands: what invitations, tender evaluation and its own page show (VEN-09, TND-16)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from vendors.choices import Purpose
from vendors.models import Vendor
from vendors.queries import bans, eligibility, rating
from vendors.rules.eligibility import Blocker


@dataclass(frozen=True, slots=True)
class Standing:
    """A vendor at a node and for a line on a day.

    ``ban_until`` is the last day of the ban, None without fixed term or without a ban. ``mean_total`` in hundredths is
    made of ``months`` months. ``open_faults`` counts what the newest inspections found. ``blockers`` are those of an
    invitation.
    """

    vendor_id: int
    status: str
    is_banned: bool
    ban_until: date | None
    last_grade: str
    mean_total: int | None
    months: int
    open_faults: int
    blockers: tuple[Blocker, ...]


def standing_of(
    vendor_ids: Iterable[int], *, unit_id: int | None, line_id: int | None, on: date
) -> dict[int, Standing]:
    """Return the standing of each vendor; a constant number of queries for any number of vendors."""
    vendors = list(Vendor.objects.filter(id__in=list(vendor_ids)).order_by("id"))
    ids = [row.id for row in vendors]
    banned = bans.bans_in_force(vendors, unit_id=unit_id, line_id=line_id, on=on)
    ratings = rating.last_ratings(ids, line_id=line_id, on=on)
    faults = open_faults(ids)
    stops = eligibility.blockers(ids, purpose=Purpose.INVITATION, unit_id=unit_id, line_id=line_id, on=on)
    found = {}
    for row in vendors:
        ban, rated = banned[row.id], ratings[row.id]
        found[row.id] = Standing(
            vendor_id=row.id,
            status=row.status,
            is_banned=ban is not None,
            ban_until=ban.ends_on if ban else None,
            last_grade=rated.last_grade,
            mean_total=rated.mean_total,
            months=rated.months,
            open_faults=faults.get(row.id, 0),
            blockers=tuple(stops[row.id]),
        )
    return found


def open_faults(vendor_ids: list[int]) -> dict[int, int]:
    """Return how many faults are open at each vendor that has any; counted by the room ``OPEN_FAULTS`` names."""
    count: Callable[[list[int]], dict[int, int]] = import_string(settings.OPEN_FAULTS)
    return count(vendor_ids)
