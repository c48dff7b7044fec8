"""Verbs on a vendor's qualification (requirements.md, section 5): hand in papers, watch, end the watch, qualify."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from records import journal
from records.actions.notification import notify
from records.rules.text import clean
from tenancy.errors import AlreadyDone
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from vendors import queries
from vendors.choices import Qualification
from vendors.errors import ReasonMissing, VendorSwitchedOff
from vendors.models import Vendor
from vendors.rules import lifecycle, may

WATCHED = gettext_noop("Your company is under watch: %(reason)s")
WATCH_ENDED = gettext_noop("The watch over your company has ended: %(reason)s")
QUALIFIED = gettext_noop("Your company stands on the qualified-vendor list, version %(number)s.")


def submit(*, vendor_id: int, by: Actor, at: datetime) -> Vendor:
    """Hand in the papers of a candidate for review, by its own manager or by staff for it.

    Raises NotAllowed, VendorSwitchedOff, AlreadyDone, IllegalTransition.
    """
    may.speak_for(by, vendor_id)
    with transaction.atomic():
        vendor = Vendor.objects.get(id=vendor_id)
        old = _check(vendor, Qualification.DOCS_SUBMITTED)
        # The vendor's wall lets it lock and change its own row in this one state only, so the state is part of the key.
        if not Vendor.objects.filter(id=vendor.id, status=old).update(status=Qualification.DOCS_SUBMITTED.value):
            raise AlreadyDone
        vendor.status = Qualification.DOCS_SUBMITTED.value
        _record("vendors.papers_submitted", vendor, old, by=by, at=at)
    return vendor


def watch(*, vendor_id: int, reason: str, by: Actor, at: datetime) -> Vendor:
    """Put a qualified vendor under watch for a low grade or overdue rectification. Raises NotAllowed, ReasonMissing,
    AlreadyDone, IllegalTransition.
    """
    may.watch(by)
    return _decide(vendor_id, Qualification.UNDER_WATCH, "vendors.vendor_watched", WATCHED, reason, by=by, at=at)


def end_watch(*, vendor_id: int, reason: str, by: Actor, at: datetime) -> Vendor:
    """End the watch: the vendor is qualified again. Raises what ``watch`` raises."""
    may.watch(by)
    return _decide(vendor_id, Qualification.QUALIFIED, "vendors.vendor_watch_ended", WATCH_ENDED, reason, by=by, at=at)


def _decide(
    vendor_id: int, to: Qualification, event: str, text: str, reason: str, *, by: Actor, at: datetime
) -> Vendor:
    written = clean(reason)
    if not written:
        raise ReasonMissing
    with transaction.atomic():
        vendor = locked(vendor_id)
        if to is Qualification.QUALIFIED and vendor.status != Qualification.UNDER_WATCH:
            # Under review the list qualifies, not this verb.
            lifecycle.check(Qualification(vendor.status), Qualification.UNDER_WATCH)
            raise AlreadyDone
        move(vendor, to, event, by=by, at=at, reason=written)
        tell(vendor, event, text, {"reason": written}, at=at)
    return vendor


def qualify_listed(*, vendors: Iterable[Vendor], number: int, by: Actor, at: datetime) -> None:
    """Make the vendors of an approved list version qualified (VEN-08); the signatures of its chain are the right to.

    ``vendors`` are locked rows. Those already qualified or under watch stay as they are.
    """
    for vendor in vendors:
        if vendor.status == Qualification.UNDER_REVIEW:
            move(vendor, Qualification.QUALIFIED, "vendors.vendor_qualified", by=by, at=at, version=number)
            tell(vendor, "vendors.vendor_qualified", QUALIFIED, {"number": number}, at=at)


def locked(vendor_id: int) -> Vendor:
    """Return a vendor locked for a change of its state."""
    return Vendor.objects.select_for_update(of=("self",), no_key=True).get(id=vendor_id)


def move(vendor: Vendor, to: Qualification, event: str, *, by: Actor, at: datetime, **facts: object) -> None:
    """Take a locked vendor to another state by the one table, and journal it. Raises AlreadyDone, IllegalTransition."""
    old = _check(vendor, to)
    vendor.status = to.value
    vendor.save(update_fields=["status"])
    _record(event, vendor, old, by=by, at=at, **facts)


def _check(vendor: Vendor, to: Qualification) -> str:
    if vendor.status == to:
        raise AlreadyDone
    lifecycle.check(Qualification(vendor.status), to)
    if not vendor.is_active:
        raise VendorSwitchedOff
    return vendor.status


def _record(event: str, vendor: Vendor, old: str, *, by: Actor, at: datetime, **facts: object) -> None:
    changes = {"status": [old, vendor.status], **facts}
    journal.record(event, vendor, by=by, at=at, changes=changes, subject_vendor_id=vendor.id)


def tell(vendor: Vendor, event: str, text: str, params: Mapping[str, object], *, at: datetime) -> None:
    """Tell the people of a vendor what was decided about it (NTF-03)."""
    notify(
        event=event,
        text=text,
        params=dict(params),
        url=tenant_url("vendors:vendor_own"),
        to=[member.id for member in queries.people_of(vendor.id)],
        at=at,
    )
