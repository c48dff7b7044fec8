"""May these vendors be invited, signed with, settled with (VEN-14)? Asked by tendering, contracts and settlements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Q, QuerySet

from tenancy.rules.actor import Actor
from vendors import queries
from vendors.choices import OverrideStatus, Purpose, Qualification
from vendors.models import DocumentRequirement, EligibilityOverride, Vendor, VendorLine
from vendors.queries import bans, documents, qualified_list
from vendors.rules import may
from vendors.rules.eligibility import Blocker, Facts, must_be_qualified, reasons

__all__ = ["Blocker", "blockers", "open_blockers"]


def blockers(
    vendor_ids: Iterable[int], *, purpose: str, unit_id: int | None, line_id: int | None, on: date
) -> dict[int, list[Blocker]]:
    """Return what stands against each vendor on a day, exceptions marked; a vendor without blockers has an empty list.

    ``purpose`` is invitation, signing or settlement; ``unit_id`` the project, ``line_id`` the service line, None for
    the tenant as a whole and for every line. Staff only: behind a vendor's wall nothing is known of bans (9 queries).
    """
    wanted = Purpose(purpose)
    vendors = list(Vendor.objects.filter(id__in=list(vendor_ids)).order_by("id"))
    rules = queries.rules_on(on)
    banned = bans.bans_in_force(vendors, unit_id=unit_id, line_id=line_id, on=on)
    papers = documents.best_papers(row.id for row in vendors)
    required = required_kinds(wanted, line_id)
    passes = overrides_in_force([row.id for row in vendors], purpose=wanted, on=on)
    listed = _listed([row.id for row in vendors], line_id, on) if must_be_qualified(wanted, rules) else {}
    found = {}
    for row in vendors:
        ban = banned[row.id]
        facts = Facts(
            status=Qualification(row.status),
            is_active=row.is_active,
            is_banned=ban is not None,
            ban_until=ban.ends_on if ban else None,
            papers=papers[row.id],
            licence_until=row.licence_valid_until,
            licence_is_permanent=row.licence_is_permanent,
            is_listed=listed.get(row.id),
        )
        stops = reasons(facts, purpose=wanted, required=required, on=on, rules=rules)
        found[row.id] = [
            replace(one, is_overridden=one.can_be_overridden and (one.code, one.document_kind) in passes[row.id])
            for one in stops
        ]
    return found


def _listed(vendor_ids: list[int], line_id: int | None, on: date) -> dict[int, bool]:
    """Return who stands on the list that counts on a day; nothing while no version is approved (VEN-08)."""
    version = qualified_list.current(on)
    return qualified_list.on_version(version, vendor_ids, line_id, on) if version else {}


def open_blockers(
    vendor_id: int, *, purpose: str, unit_id: int | None, line_ids: Iterable[int], on: date
) -> list[Blocker]:
    """Return what still stands against one vendor for several lines, exceptions left out, each reason once."""
    found: dict[tuple[str, str], Blocker] = {}
    for line_id in line_ids:
        for one in blockers([vendor_id], purpose=purpose, unit_id=unit_id, line_id=line_id, on=on)[vendor_id]:
            if not one.is_overridden:
                found.setdefault((one.code, one.document_kind), one)
    return list(found.values())


def requirements() -> QuerySet[DocumentRequirement]:
    """Return the required papers, those of every line first."""
    return DocumentRequirement.objects.select_related("line").order_by("line__sort_order", "line_id", "id")


def required_kinds(purpose: Purpose, line_id: int | None) -> list[str]:
    """Return the papers needed for a purpose: those of every line, and of the line when one is given (one query)."""
    rows = DocumentRequirement.objects.filter(
        Q(line__isnull=True) | Q(line_id=line_id or 0), **{f"for_{purpose.value}": True}
    )
    return list(dict.fromkeys(rows.order_by("id").values_list("kind", flat=True)))


def overrides_in_force(vendor_ids: list[int], *, purpose: Purpose, on: date) -> dict[int, set[tuple[str, str]]]:
    """Return (code, kind of paper) of the approved exceptions of each vendor that hold on a day (one query)."""
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    rows = EligibilityOverride.objects.filter(
        vendor_id__in=vendor_ids, purpose=purpose.value, status=OverrideStatus.APPROVED.value, valid_until__gte=on
    )
    for vendor_id, code, kind in rows.values_list("vendor_id", "code", "document_kind"):
        found[vendor_id].add((code, kind))
    return found


def overrides_visible_to(actor: Actor) -> QuerySet[EligibilityOverride]:
    """Return the exceptions the actor may read; none for a vendor, by the wall."""
    rows = EligibilityOverride.objects.select_related("vendor")
    return rows if may.see_vendors(actor) and not actor.is_vendor else rows.none()


def override_actions(row: EligibilityOverride, actor: Actor) -> list[str]:
    """Return what the actor may do with an exception now."""
    if row.status == OverrideStatus.ASKED and may.may_decide_override(actor, asked_by_id=row.asked_by_id):
        return ["decide"]
    if row.status == OverrideStatus.APPROVED and may.may_end_override(actor):
        return ["end"]
    return []


def waiting_for(actor: Actor) -> list[EligibilityOverride]:
    """Return the exceptions that wait for the actor's answer, oldest first."""
    rows = EligibilityOverride.objects.filter(status=OverrideStatus.ASKED.value).select_related("vendor")
    return [
        row
        for row in rows.order_by("asked_at", "id")[:50]
        if may.may_decide_override(actor, asked_by_id=row.asked_by_id)
    ]


def blockers_by_purpose(vendor: Vendor, *, on: date) -> dict[str, list[Blocker]]:
    """Return what stands against a vendor for each purpose, in the tenant as a whole and in any of its lines."""
    own = VendorLine.objects.filter(vendor=vendor).values("line_id")
    special = DocumentRequirement.objects.filter(line_id__in=own).order_by("line_id")
    line_ids = [None, *special.values_list("line_id", flat=True).distinct()]
    found = {}
    for purpose in Purpose:
        known: dict[tuple[str, str], Blocker] = {}
        for line_id in line_ids:
            for one in blockers([vendor.id], purpose=purpose, unit_id=None, line_id=line_id, on=on)[vendor.id]:
                known.setdefault((one.code, one.document_kind), one)
        found[purpose.value] = list(known.values())
    return found
