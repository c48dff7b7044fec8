"""Verbs on vendors: register, change, switch off and on."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from records import journal, search
from records.rules.text import clean
from tenancy.actions.organisation import sort_key
from tenancy.errors import AlreadyDone
from tenancy.queries import active_zone
from tenancy.rules.actor import Actor
from vendors import queries
from vendors.actions.ban import ban_at_registration
from vendors.choices import Qualification, VendorForm
from vendors.errors import DuplicateVendor
from vendors.models import ServiceLine, Vendor, VendorBackground, VendorLine
from vendors.rules import may, register


def register_vendor(
    *,
    legal_name: str,
    credit_code: str,
    address: str,
    contact_name: str,
    contact_phone: str,
    lines: list[ServiceLine],
    by: Actor,
    at: datetime,
    form: str = VendorForm.LEGAL_PERSON.value,
    legal_representative: str = "",
    licence_valid_until: date | None = None,
    licence_is_permanent: bool = False,
    status: str = Qualification.CANDIDATE.value,
    notes: str = "",
) -> Vendor:
    """Put a vendor on the register (VEN-01, VEN-02); one whose credit code is banned comes onto it banned (VEN-14).

    ``status`` is candidate, or qualified for a vendor taken over from the approved list. Raises NotAllowed, and as
    RuleBroken: MissingFact, IndividualNotAccepted, CreditCodeMissing, InvalidCreditCode, LegacyNumber, NoLine,
    NotAtRegistration, DuplicateVendor.
    """
    may.edit_register(by)
    facts = register.check_facts(
        register.Facts(
            legal_name=legal_name,
            credit_code=credit_code,
            form=form,
            address=address,
            legal_representative=legal_representative,
            contact_name=contact_name,
            contact_phone=contact_phone,
            licence_valid_until=licence_valid_until,
            licence_is_permanent=licence_is_permanent,
        ),
        lines=len(lines),
        allow_individuals=_allows_individuals(at),
    )
    with transaction.atomic():
        vendor = Vendor(
            **asdict(facts),
            status=register.check_first_status(status),
            sort_key=sort_key(facts.legal_name),
            created_at=at,
        )
        _write(vendor)
        ban_at_registration(vendor, on=_day(at))
        VendorLine.objects.bulk_create([VendorLine(vendor=vendor, line=line) for line in _once(lines)])
        if clean(notes):
            VendorBackground.objects.create(vendor=vendor, notes=clean(notes))
        _index(vendor)
        journal.record("vendors.vendor_registered", vendor, by=by, at=at, changes={"status": vendor.status})
    return vendor


def change_vendor(
    *,
    vendor_id: int,
    legal_name: str,
    credit_code: str,
    address: str,
    contact_name: str,
    contact_phone: str,
    lines: list[ServiceLine],
    by: Actor,
    at: datetime,
    form: str = VendorForm.LEGAL_PERSON.value,
    legal_representative: str = "",
    licence_valid_until: date | None = None,
    licence_is_permanent: bool = False,
    notes: str | None = None,
) -> Vendor:
    """Change a vendor's facts; old and new values go to the journal (VEN-01). Same refusals as ``register_vendor``.

    ``notes`` None leaves the background notes as they are. Nothing changed writes nothing.
    """
    may.edit_register(by)
    with transaction.atomic():
        vendor = Vendor.objects.select_for_update(of=("self",), no_key=True).get(id=vendor_id)
        facts = register.check_facts(
            register.Facts(
                legal_name=legal_name,
                credit_code=credit_code,
                form=form,
                address=address,
                legal_representative=legal_representative,
                contact_name=contact_name,
                contact_phone=contact_phone,
                licence_valid_until=licence_valid_until,
                licence_is_permanent=licence_is_permanent,
            ),
            lines=len(lines),
            allow_individuals=vendor.form == VendorForm.INDIVIDUAL or _allows_individuals(at),
        )
        changes = _apply(vendor, asdict(facts))
        changes |= _set_lines(vendor, lines)
        if notes is not None:
            changes |= _set_notes(vendor, notes)
        if changes:
            _write(vendor)
            if "credit_code" in changes:
                ban_at_registration(vendor, on=_day(at))
            _index(vendor)
            journal.record("vendors.vendor_changed", vendor, by=by, at=at, changes=changes)
    return vendor


def set_active(*, vendor_id: int, is_active: bool, by: Actor, at: datetime) -> Vendor:
    """Switch a vendor off or on for anything new; what runs goes on. Raises NotAllowed, AlreadyDone."""
    may.edit_register(by)
    with transaction.atomic():
        vendor = Vendor.objects.select_for_update(of=("self",), no_key=True).get(id=vendor_id)
        if vendor.is_active == is_active:
            raise AlreadyDone
        vendor.is_active = is_active
        vendor.save(update_fields=["is_active"])
        event = "vendors.vendor_activated" if is_active else "vendors.vendor_deactivated"
        journal.record(event, vendor, by=by, at=at, changes={"is_active": [not is_active, is_active]})
    return vendor


def _day(at: datetime) -> date:
    return at.astimezone(active_zone()).date()


def _allows_individuals(at: datetime) -> bool:
    return queries.allows_individuals(_day(at))


def _write(vendor: Vendor) -> None:
    """Save a vendor; the unique key decides when two register the same code at once."""
    double = Vendor.objects.filter(credit_code=vendor.credit_code).exclude(credit_code="").exclude(id=vendor.pk)
    known = double.first()
    if known is None:
        try:
            with transaction.atomic():
                vendor.save()
                return
        except IntegrityError:
            known = double.first()
            if known is None:
                raise
    raise DuplicateVendor(vendor_id=known.id, name=known.legal_name)


def _apply(vendor: Vendor, facts: dict[str, Any]) -> dict[str, Any]:
    changes = {}
    for name, new in facts.items():
        old = getattr(vendor, name)
        if old != new:
            changes[name] = [_plain(old), _plain(new)]
            setattr(vendor, name, new)
    vendor.sort_key = sort_key(vendor.legal_name)
    return changes


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _once(lines: list[ServiceLine]) -> list[ServiceLine]:
    return list({line.id: line for line in lines}.values())


def _set_lines(vendor: Vendor, lines: list[ServiceLine]) -> dict[str, Any]:
    old = {line.id: line for line in queries.lines_of([vendor.id]).get(vendor.id, [])}
    new = {line.id: line for line in lines}
    if old.keys() == new.keys():
        return {}
    VendorLine.objects.filter(vendor=vendor, line_id__in=old.keys() - new.keys()).delete()
    VendorLine.objects.bulk_create(
        [VendorLine(vendor=vendor, line=line) for key, line in new.items() if key not in old]
    )
    return {"lines": [sorted(line.code for line in old.values()), sorted(line.code for line in new.values())]}


def _set_notes(vendor: Vendor, notes: str) -> dict[str, Any]:
    old, new = queries.background_of(vendor.id), clean(notes)
    if old == new:
        return {}
    VendorBackground.objects.update_or_create(vendor=vendor, defaults={"notes": new})
    return {"notes": [old, new]}


def _index(vendor: Vendor) -> None:
    search.index(vendor, queries.NOUN, *queries.search_words(vendor), vendor_id=vendor.id)
