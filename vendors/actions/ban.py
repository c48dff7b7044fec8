"""Verbs on bans (RPA-02 to RPA-06): impose, lift, and the daily return of vendors whose ban is over."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from records import journal
from records.rules.text import clean
from tenancy.errors import AlreadyDone
from tenancy.models import OrgUnit
from tenancy.queries import active_zone
from tenancy.rules.actor import Actor
from vendors import queries
from vendors.choices import BanGround, Qualification
from vendors.errors.standing import BanIsOver, BanReasonMissing, BanStartsLater
from vendors.models import Ban, Vendor
from vendors.queries import bans
from vendors.rules import may
from vendors.rules.bans import last_day, status_after
from vendors.rules.lifecycle import EXCLUDED


def impose_ban(
    *,
    vendor_id: int,
    ground: str,
    reason: str,
    starts_on: date,
    by: Actor,
    at: datetime,
    ends_on: date | None = None,
    unit_id: int | None = None,
    line_id: int | None = None,
) -> Ban:
    """Exclude a vendor and everybody with its credit code, everywhere or at a node and for a line (RPA-02 to RPA-06).

    The last day is computed for a failed year and for the four acts; ``ends_on`` None of another ground is without
    fixed term. A ban everywhere takes the qualification away. Raises NotAllowed, and as RuleBroken: BanReasonMissing,
    BanStartsLater, BanEndsByRule, BanEndsBeforeItStarts.
    """
    with transaction.atomic():
        vendor = Vendor.objects.select_for_update(of=("self",), no_key=True).get(id=vendor_id)
        may.ban(by, unit_id or _top_unit_id())
        today = at.astimezone(active_zone()).date()
        if not clean(reason):
            raise BanReasonMissing
        if starts_on > today:
            raise BanStartsLater
        end = last_day(BanGround(ground), starts_on, ends_on, queries.rules_on(today))
        ban = Ban.objects.create(
            vendor=vendor,
            credit_code=vendor.credit_code,
            unit_id=unit_id,
            line_id=line_id,
            ground=BanGround(ground).value,
            reason=clean(reason),
            starts_on=starts_on,
            ends_on=end,
            decided_at=at,
            decided_by_id=by.person_id,
            decided_by_name=by.name,
        )
        facts = {
            "ground": ban.ground,
            "reason": ban.reason,
            "starts_on": starts_on.isoformat(),
            "ends_on": end.isoformat() if end else None,
            "unit": str(ban.unit) if ban.unit else None,
            "line": ban.line.code if ban.line else None,
        }
        if unit_id is None and line_id is None and (end is None or end >= today):
            facts["status"] = _set_status(vendor, status_after(Qualification(vendor.status), BanGround(ground)))
        journal.record("vendors.ban_imposed", vendor, by=by, at=at, changes=facts, subject_vendor_id=vendor.id)
    return ban


def lift_ban(*, ban_id: int, reason: str, by: Actor, at: datetime) -> Ban:
    """End a ban before its time; the vendor starts anew as a candidate when no other ban holds (RPA-04).

    Raises NotAllowed, AlreadyDone, and as RuleBroken: BanReasonMissing, BanIsOver.
    """
    with transaction.atomic():
        vendor_id = Ban.objects.values_list("vendor_id", flat=True).get(id=ban_id)
        vendor = Vendor.objects.select_for_update(of=("self",), no_key=True).get(id=vendor_id)
        ban = Ban.objects.select_for_update(of=("self",), no_key=True).get(id=ban_id)
        may.ban(by, ban.unit_id or _top_unit_id())
        if ban.lifted_at is not None:
            raise AlreadyDone
        today = at.astimezone(active_zone()).date()
        if ban.ends_on is not None and ban.ends_on < today:
            raise BanIsOver
        if not clean(reason):
            raise BanReasonMissing
        ban.lifted_at, ban.lifted_by_id, ban.lifted_by_name, ban.lift_reason = at, by.person_id, by.name, clean(reason)
        ban.save(update_fields=["lifted_at", "lifted_by", "lifted_by_name", "lift_reason"])
        facts = {"ban": ban.pk, "reason": ban.lift_reason}
        journal.record("vendors.ban_lifted", vendor, by=by, at=at, changes=facts, subject_vendor_id=vendor.id)
        _return_to_candidate(_same_company(ban), by=by, at=at, on=today)
    return ban


def end_bans(*, by: Actor, at: datetime, on: date) -> int:
    """Return the excluded vendors whose bans are all over as candidates, never as qualified; how many (RPA-04).

    Doing it again finds nothing more. A vendor that was excluded without a ban on record is left alone.
    """
    may.scheduled(by)
    excluded = Vendor.objects.filter(status__in=[one.value for one in EXCLUDED])
    return _return_to_candidate(list(excluded.values_list("id", flat=True)), by=by, at=at, on=on)


def ban_at_registration(vendor: Vendor, *, on: date) -> None:
    """Give a vendor that comes onto the register with a banned code the status of its ban (VEN-14)."""
    ban = bans.whole_ban([vendor], on=on).get(vendor.id)
    if ban is not None:
        _set_status(vendor, status_after(Qualification.QUALIFIED, BanGround(ban.ground)))


def _return_to_candidate(vendor_ids: list[int], *, by: Actor, at: datetime, on: date) -> int:
    with transaction.atomic():
        rows = Vendor.objects.select_for_update(of=("self",), no_key=True).filter(
            id__in=vendor_ids, status__in=[one.value for one in EXCLUDED]
        )
        vendors = list(rows.order_by("id"))
        known = bans.bans_of(vendors)
        freed = 0
        for vendor in vendors:
            whole = [ban for ban in known[vendor.id] if bans.reach(ban).is_whole]
            if not whole or any(bans.reach(ban).is_in_force(on) for ban in whole):
                continue
            change = _set_status(vendor, Qualification.CANDIDATE)
            journal.record(
                "vendors.ban_ended", vendor, by=by, at=at, changes={"status": change}, subject_vendor_id=vendor.id
            )
            freed += 1
    return freed


def _set_status(vendor: Vendor, to: Qualification) -> list[str]:
    old = vendor.status
    if old != to:
        vendor.status = to.value
        vendor.save(update_fields=["status"])
    return [old, to.value]


def _same_company(ban: Ban) -> list[int]:
    same = Q(id=ban.vendor_id)
    if ban.credit_code:
        same |= Q(credit_code=ban.credit_code)
    return list(Vendor.objects.filter(same).values_list("id", flat=True))


def _top_unit_id() -> int | None:
    return OrgUnit.objects.filter(parent=None).values_list("id", flat=True).first()
