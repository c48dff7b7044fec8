"""Reads of the vendor log (VEN-11, VEN-15, VEN-16)."""

from django.db.models import QuerySet

from tenancy.rules.actor import Actor
from vendors.models import VendorLogEntry
from vendors.queries.review import may_review
from vendors.rules import may


def entries_visible_to(actor: Actor) -> QuerySet[VendorLogEntry]:
    """Return the entries the actor may read: staff who read the register, never a vendor."""
    rows = VendorLogEntry.objects.select_related("vendor")
    return rows if may.may_see_logs(actor) else rows.none()


def may_log(actor: Actor, vendor_id: int) -> bool:
    """Whether the actor may write the log of a vendor."""
    return may.may_edit_register(actor) or may_review(actor, vendor_id)


def entry_actions(entry: VendorLogEntry, actor: Actor) -> list[str]:
    """Return what the actor may do with an entry now."""
    return ["strike"] if entry.struck_at is None and may_log(actor, entry.vendor_id) else []
