"""Verbs on a vendor's contact persons and branches (VEN-01)."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from records import journal, search
from records.rules.text import halfwidth, one_line
from tenancy.errors import AlreadyDone
from tenancy.rules.actor import Actor
from vendors import queries
from vendors.errors.standing import BranchTaken, ContactFactMissing
from vendors.models import Vendor, VendorBranch, VendorContact
from vendors.rules import may


def save_contact(
    *,
    vendor_id: int,
    name: str,
    phone: str,
    by: Actor,
    at: datetime,
    contact_id: int | None = None,
    role: str = "",
    email: str = "",
    is_primary: bool = False,
) -> VendorContact:
    """Add a contact person, or change one; the first contact becomes the vendor's own contact person and phone.

    Raises NotAllowed, ContactFactMissing.
    """
    may.edit_register(by)
    facts = {"name": one_line(name), "role": one_line(role), "phone": halfwidth(phone), "email": halfwidth(email)}
    for field in ("name", "phone"):
        if not facts[field]:
            raise ContactFactMissing(field=field)
    with transaction.atomic():
        vendor = _locked(vendor_id)
        row = VendorContact.objects.get(id=contact_id, vendor=vendor) if contact_id else VendorContact(vendor=vendor)
        old = {key: getattr(row, key) for key in facts} | {"is_primary": row.is_primary}
        if is_primary:
            VendorContact.objects.filter(vendor=vendor, is_primary=True).exclude(id=row.pk).update(is_primary=False)
        for key, value in facts.items():
            setattr(row, key, value)
        row.is_primary = is_primary
        row.save()
        changes: dict[str, Any] = {"contact": row.name} | _changed(old, facts | {"is_primary": is_primary})
        if is_primary:
            changes |= _becomes_first(vendor, row)
        event = "vendors.contact_changed" if contact_id else "vendors.contact_added"
        journal.record(event, vendor, by=by, at=at, changes=changes, subject_vendor_id=vendor.id)
    return row


def remove_contact(*, contact_id: int, by: Actor, at: datetime) -> None:
    """Take a contact person off the page. Raises NotAllowed, AlreadyDone."""
    may.edit_register(by)
    with transaction.atomic():
        row = VendorContact.objects.select_for_update(of=("self",)).filter(id=contact_id).first()
        if row is None:
            raise AlreadyDone
        vendor = row.vendor
        changes = {"contact": row.name}
        row.delete()
        journal.record("vendors.contact_removed", vendor, by=by, at=at, changes=changes, subject_vendor_id=vendor.id)


def save_branch(
    *,
    vendor_id: int,
    name: str,
    by: Actor,
    at: datetime,
    branch_id: int | None = None,
    address: str = "",
    contact_name: str = "",
    contact_phone: str = "",
) -> VendorBranch:
    """Add a branch of a vendor, or change one. Raises NotAllowed, ContactFactMissing, BranchTaken."""
    may.edit_register(by)
    facts = {
        "name": one_line(name),
        "address": one_line(address),
        "contact_name": one_line(contact_name),
        "contact_phone": halfwidth(contact_phone),
    }
    if not facts["name"]:
        raise ContactFactMissing(field="name")
    with transaction.atomic():
        vendor = _locked(vendor_id)
        row = VendorBranch.objects.get(id=branch_id, vendor=vendor) if branch_id else VendorBranch(vendor=vendor)
        old = {key: getattr(row, key) for key in facts}
        for key, value in facts.items():
            setattr(row, key, value)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise BranchTaken from error
        event = "vendors.branch_changed" if branch_id else "vendors.branch_added"
        changes = {"branch": row.name} | _changed(old, facts)
        journal.record(event, vendor, by=by, at=at, changes=changes, subject_vendor_id=vendor.id)
    return row


def remove_branch(*, branch_id: int, by: Actor, at: datetime) -> None:
    """Take a branch off the page. Raises NotAllowed, AlreadyDone."""
    may.edit_register(by)
    with transaction.atomic():
        row = VendorBranch.objects.select_for_update(of=("self",)).filter(id=branch_id).first()
        if row is None:
            raise AlreadyDone
        vendor = row.vendor
        changes = {"branch": row.name}
        row.delete()
        journal.record("vendors.branch_removed", vendor, by=by, at=at, changes=changes, subject_vendor_id=vendor.id)


def _locked(vendor_id: int) -> Vendor:
    return Vendor.objects.select_for_update(of=("self",), no_key=True).get(id=vendor_id)


def _changed(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {key: [old[key], value] for key, value in new.items() if old[key] not in (value, "", None)}


def _becomes_first(vendor: Vendor, row: VendorContact) -> dict[str, Any]:
    old = {"contact_name": vendor.contact_name, "contact_phone": vendor.contact_phone}
    new = {"contact_name": row.name, "contact_phone": row.phone}
    if old == new:
        return {}
    vendor.contact_name, vendor.contact_phone = row.name, row.phone
    vendor.save(update_fields=["contact_name", "contact_phone"])
    search.index(vendor, queries.NOUN, *queries.search_words(vendor), vendor_id=vendor.id)
    return {key: [old[key], new[key]] for key in old if old[key] != new[key]}
