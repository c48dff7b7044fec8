"""Verbs on a vendor's own people."""

from datetime import datetime

from django.db import transaction

from records import journal
from tenancy.actions import people
from tenancy.choices import Side
from tenancy.errors import NotAllowed
from tenancy.models import Membership
from tenancy.roles import VENDOR_ROLES
from tenancy.rules.actor import Actor
from vendors.errors import VendorSwitchedOff, WrongVendorRole
from vendors.models import Vendor
from vendors.rules import may


def invite_person(
    *, vendor_id: int, email: str, name: str, role: str, by: Actor, at: datetime, title: str = ""
) -> Membership:
    """Give a person of a vendor a login bound to that vendor (TEN-05).

    An invitation mail is ordered. Raises NotAllowed, VendorSwitchedOff, WrongVendorRole, or
    AlreadyDone when the person already is on board.
    """
    if not may.may_invite(by):
        raise NotAllowed
    if role not in VENDOR_ROLES:
        raise WrongVendorRole
    with transaction.atomic():
        vendor = Vendor.objects.select_for_update(of=("self",), no_key=True).get(id=vendor_id)
        if not vendor.is_active:
            raise VendorSwitchedOff
        membership = people.add_member(
            email=email,
            name=name,
            side=Side.VENDOR,
            vendor_id=vendor.id,
            vendor_name=vendor.legal_name,
            title=title,
            by=by,
            at=at,
        )
        people.grant_role(membership=membership, role=role, unit=None, by=by, at=at)
        journal.record(
            "vendors.person_invited",
            vendor,
            by=by,
            at=at,
            changes={"membership": membership.id, "role": role},
            subject_vendor_id=vendor.id,
        )
    return membership
