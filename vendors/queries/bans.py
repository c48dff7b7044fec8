"""Reads of bans: by credit code, so that a change of name or a second entry does not help (VEN-14)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from tenancy.models import OrgUnit
from tenancy.rules.actor import Actor
from vendors.models import Ban, Vendor
from vendors.rules import may
from vendors.rules.bans import Reach


def reach(ban: Ban) -> Reach:
    """Return where and when a ban holds; its unit must have been read with it."""
    return Reach(
        path=ban.unit.path if ban.unit else "",
        line_id=ban.line_id,
        starts_on=ban.starts_on,
        ends_on=ban.ends_on,
        is_lifted=ban.lifted_at is not None,
    )


def bans_of(vendors: Iterable[Vendor]) -> dict[int, list[Ban]]:
    """Return every ban that concerns each vendor, newest first: its own, and those of its credit code (one query)."""
    rows = list(vendors)
    codes = {row.credit_code for row in rows if row.credit_code}
    found = Ban.objects.filter(Q(vendor_id__in=[row.id for row in rows]) | Q(credit_code__in=codes))
    known = list(found.select_related("unit", "line").order_by("-starts_on", "-id"))
    return {
        row.id: [
            ban for ban in known if ban.vendor_id == row.id or (ban.credit_code and ban.credit_code == row.credit_code)
        ]
        for row in rows
    }


def bans_in_force(
    vendors: Iterable[Vendor], *, unit_id: int | None, line_id: int | None, on: date
) -> dict[int, Ban | None]:
    """Return the ban that holds longest for each vendor at a node and for a line on a day, or None (two queries).

    ``unit_id`` and ``line_id`` None ask about the tenant as a whole: only a ban that holds everywhere counts.
    """
    path = (OrgUnit.objects.filter(id=unit_id).values_list("path", flat=True).first() or "") if unit_id else ""
    found = {}
    for vendor_id, known in bans_of(vendors).items():
        held = [ban for ban in known if reach(ban).covers(path=path, line_id=line_id, on=on)]
        found[vendor_id] = max(held, key=lambda ban: ban.ends_on or date.max, default=None)
    return found


def whole_ban(vendors: Iterable[Vendor], *, on: date) -> dict[int, Ban | None]:
    """Return the ban that excludes each vendor from the whole tenant on a day, or None."""
    return bans_in_force(vendors, unit_id=None, line_id=None, on=on)


def banned_on(on: date) -> Q:
    """Return the condition that a vendor is banned on a day, for anything anywhere: by its row or its credit code."""
    held = Ban.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), lifted_at__isnull=True, starts_on__lte=on)
    codes = held.exclude(credit_code="").values("credit_code")
    return Q(id__in=held.values("vendor_id")) | Q(credit_code__in=codes)


def bans_visible_to(actor: Actor) -> QuerySet[Ban]:
    """Return the bans the actor may read: all of them for who reads the register; none for a vendor, by the wall."""
    rows = Ban.objects.select_related("vendor", "unit", "line")
    return rows if may.see_vendors(actor) and not actor.is_vendor else rows.none()


def allowed_actions(ban: Ban, actor: Actor, on: date) -> list[str]:
    """Return what the actor may do with a ban now."""
    is_open = ban.lifted_at is None and (ban.ends_on is None or ban.ends_on >= on)
    return ["lift"] if is_open and may.may_ban(actor, ban.unit_id) else []


def state_of(ban: Ban, on: date) -> str:
    """Return whether a ban is in force, over or lifted."""
    if ban.lifted_at is not None:
        return "lifted"
    return "in_force" if reach(ban).is_in_force(on) else "over"
