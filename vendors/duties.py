"""What the vendors room puts on the to-do list (NTF-01, NTF-05)."""

from datetime import date

from django.utils.translation import gettext as _

from records.todo import Duty
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from vendors import queries
from vendors.choices import DOCUMENT_KIND_LABELS, PURPOSE_LABELS
from vendors.models import QualificationDocument
from vendors.queries import documents, eligibility
from vendors.rules import may

MOST = 50


def duties(actor: Actor, on: date) -> list[Duty]:
    """Return exceptions to decide, papers to check, papers that expire: for keepers of the register; a vendor's own."""
    if actor.is_vendor:
        return _ending(actor, on) if actor.can(Permission.OWN_PAPERS) else []
    found = _to_decide(actor) if actor.can(Permission.VENDOR_OVERRIDE) else []
    if may.may_edit_register(actor):
        found += _waiting() + _ending(actor, on)
    return found


def _to_decide(actor: Actor) -> list[Duty]:
    return [
        Duty(
            title=_("Decide about an exception: %(purpose)s") % {"purpose": PURPOSE_LABELS[row.purpose]},
            detail=row.vendor.legal_name,
            url=tenant_url("vendors:override_decide", row.pk),
            due_on=None,
            kind="vendors.exception_to_decide",
            is_overdue=False,
        )
        for row in eligibility.waiting_for(actor)
    ]


def _waiting() -> list[Duty]:
    return [
        Duty(
            title=_("Check a paper: %(paper)s") % {"paper": _name(row)},
            detail=row.vendor.legal_name,
            url=tenant_url("vendors:paper_detail", row.pk),
            due_on=None,
            kind="vendors.paper_to_check",
            is_overdue=False,
        )
        for row in documents.waiting()[:MOST]
    ]


def _ending(actor: Actor, on: date) -> list[Duty]:
    days = queries.rules_on(on).reminder_days[0]
    return [
        Duty(
            title=(_("Expired: %(paper)s") if row.sort_until < on else _("Renew before it expires: %(paper)s"))
            % {"paper": _name(row)},
            detail="" if actor.is_vendor else row.vendor.legal_name,
            url=tenant_url("vendors:paper_detail", row.pk),
            due_on=row.sort_until,
            kind="vendors.paper_ending",
            is_overdue=row.sort_until < on,
        )
        for row in documents.expiring(on, within=days)[:MOST]
    ]


def _name(row: QualificationDocument) -> str:
    return row.title or str(DOCUMENT_KIND_LABELS[row.kind])
