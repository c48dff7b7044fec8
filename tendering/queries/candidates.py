"""Vendors as candidates for an invitation: how each stands, and what stands against inviting it (TND-16, VEN-14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tendering.choices import InvitationStatus
from tendering.models import Invitation, Tender
from vendors.models import Vendor, VendorLine
from vendors.queries.standing import Standing, standing_of


@dataclass(frozen=True)
class Candidate:
    """A vendor with its standing; ``reasons`` stand against inviting it today."""

    vendor: Vendor
    standing: Standing
    invitation: Invitation | None = None

    @property
    def reasons(self) -> list[Any]:
        """Why it may not be invited; approved exceptions are left out."""
        return reasons_against(self.standing)


def reasons_against(standing: Standing) -> list[Any]:
    """Return why a vendor may not be invited; approved exceptions are left out (VEN-14)."""
    return [one.text for one in standing.blockers if not one.is_overridden]


def standing_for(tender: Tender, vendor_ids: Iterable[int], on: date) -> dict[int, Standing]:
    """Return the standing of vendors at the tender's project and for its line."""
    return standing_of(vendor_ids, unit_id=tender.project_id, line_id=tender.line_id, on=on)


def listed(tender: Tender, on: date) -> list[Candidate]:
    """Return the vendors on the list, with their standing."""
    rows = list(Invitation.objects.filter(tender=tender).select_related("vendor").order_by("vendor__sort_key", "id"))
    standing = standing_for(tender, [row.vendor_id for row in rows], on)
    return [Candidate(row.vendor, standing[row.vendor_id], row) for row in rows]


def unlisted(tender: Tender, on: date, words: str = "") -> list[Candidate]:
    """Return the active vendors of the tender's line that are not on the list, those without reasons against first."""
    rows = Vendor.objects.filter(
        is_active=True, id__in=VendorLine.objects.filter(line_id=tender.line_id).values("vendor_id")
    ).exclude(id__in=Invitation.objects.filter(tender=tender).values("vendor_id"))
    if words:
        rows = rows.filter(legal_name__icontains=words)
    found = list(rows.order_by("sort_key", "id")[:100])
    standing = standing_for(tender, [row.id for row in found], on)
    shown = [Candidate(row, standing[row.id]) for row in found]
    return sorted(shown, key=lambda one: bool(one.reasons))


def still_in(tender: Tender) -> list[Invitation]:
    """Return the invitations that were sent and not declined."""
    return list(
        Invitation.objects.filter(
            tender=tender, status__in=[InvitationStatus.SENT.value, InvitationStatus.ACCEPTED.value]
        )
        .select_related("vendor")
        .order_by("vendor__sort_key", "id")
    )
