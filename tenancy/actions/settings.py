"""Verbs on settings versions (TEN-09): draft, approve, withdraw. An approved version is never changed."""

from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from tenancy import journal_port
from tenancy.choices import SettingsStatus
from tenancy.errors import AlreadyDone, RuleBroken
from tenancy.models import SettingsVersion
from tenancy.queries import setting_area, settings_need_one
from tenancy.roles import Permission
from tenancy.rules import may
from tenancy.rules.actor import Actor
from tenancy.work import advisory_lock


def draft_settings(
    *, area: str, values: dict[str, Any], effective_on: date, reason: str, by: Actor, at: datetime, today: date
) -> SettingsVersion:
    """Draft a version that will apply from a day to come. Raises RuleBroken naming the first wrong field."""
    may.require(by, Permission.SETTINGS_DRAFT)
    if effective_on < today:
        raise RuleBroken(
            _("A new version cannot begin in the past: published results keep the rules they were computed with."),
            code="in_the_past",
            field="effective_on",
        )
    for key, problem in setting_area(area).check(values).items():
        raise RuleBroken(problem, code="bad_value", field=key)
    advisory_lock(f"settings:{area}")
    last = SettingsVersion.objects.filter(area=area).aggregate(last=Max("number"))["last"] or 0
    version = SettingsVersion.objects.create(
        area=area,
        number=last + 1,
        effective_on=effective_on,
        values=values,
        reason=reason.strip(),
        created_at=at,
        created_by_id=by.person_id,
    )
    journal_port.record(
        "tenancy.settings_drafted",
        version,
        by=by,
        at=at,
        changes={"effective_on": effective_on.isoformat(), "reason": version.reason},
    )
    return version


def approve_settings(
    *, version_id: int, by: Actor, at: datetime, today: date, is_signed_by_chain: bool = False
) -> SettingsVersion:
    """Approve a draft before the period it applies to (SCO-04); the drafter cannot approve it.

    Raises RuleBroken where the tenant set a longer approval chain: then its last signature gives this verb (TEN-07).
    """
    version = SettingsVersion.objects.select_for_update(no_key=True, of=("self",)).get(id=version_id)
    may.approve_settings(by, drafted_by_id=version.created_by_id)
    _still_draft(version)
    if not is_signed_by_chain and not settings_need_one():
        raise RuleBroken(_("This version is approved step by step; open the page “Approvals”."), code="needs_chain")
    if version.effective_on < today:
        raise RuleBroken(_("The day this version should begin has passed; draft it again."), code="in_the_past")
    version.status, version.approved_at, version.approved_by_id = SettingsStatus.APPROVED, at, by.person_id
    version.save(update_fields=["status", "approved_at", "approved_by"])
    journal_port.record(
        "tenancy.settings_approved",
        version,
        by=by,
        at=at,
        changes={"status": [SettingsStatus.DRAFT, SettingsStatus.APPROVED], "values": version.values},
    )
    return version


def withdraw_settings(*, version_id: int, by: Actor, at: datetime) -> SettingsVersion:
    """Withdraw a draft."""
    may.require(by, Permission.SETTINGS_DRAFT)
    version = SettingsVersion.objects.select_for_update(no_key=True, of=("self",)).get(id=version_id)
    _still_draft(version)
    version.status = SettingsStatus.WITHDRAWN
    version.save(update_fields=["status"])
    journal_port.record(
        "tenancy.settings_withdrawn",
        version,
        by=by,
        at=at,
        changes={"status": [SettingsStatus.DRAFT, SettingsStatus.WITHDRAWN]},
    )
    return version


def _still_draft(version: SettingsVersion) -> None:
    if version.status != SettingsStatus.DRAFT:
        raise AlreadyDone
