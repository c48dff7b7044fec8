"""Verbs on the vendor log (VEN-11, VEN-15, VEN-16) and on the papers of project files (VEN-10)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from records import journal
from records.actions.attachment import attach
from records.actions.notification import notify
from records.approval_queries import holders
from records.rules.text import clean, one_line
from tenancy.errors import AlreadyDone
from tenancy.models import OrgUnit
from tenancy.queries import active_zone
from tenancy.roles import Role
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from vendors.choices import LogKind
from vendors.errors import EvidenceMissing, LogFactMissing, LogInFuture, ReasonMissing
from vendors.models import ProjectPaper, Vendor, VendorLogEntry
from vendors.queries.review import sites_of
from vendors.rules import may
from vendors.rules.log import REPORTED, check_entry

REPORT = gettext_noop("Reported about %(vendor)s: %(topic)s")


def add_entry(
    *, vendor_id: int, kind: str, happened_on: date, topic: str, by: Actor, at: datetime, **texts: str
) -> VendorLogEntry:
    """Note something about a vendor; changes and market reactions are reported to the management (VEN-11).

    Raises NotAllowed, and as RuleBroken: LogFactMissing, LogInFuture.
    """
    may.log(by, sites_of(vendor_id))
    on = at.astimezone(active_zone()).date()
    written = check_entry(kind, texts, topic=topic, happened_on=happened_on, on=on)
    with transaction.atomic():
        vendor = Vendor.objects.get(id=vendor_id)
        is_reported = LogKind(kind) in REPORTED
        entry = VendorLogEntry.objects.create(
            vendor=vendor,
            kind=kind,
            happened_on=happened_on,
            created_at=at,
            created_by_name=by.name,
            reported_at=at if is_reported else None,
            **{**written, "topic": written["topic"][:160]},
        )
        facts = {"log_kind": kind, "topic": entry.topic, "date": happened_on.isoformat()}
        journal.record("vendors.log_entry_added", vendor, by=by, at=at, changes=facts)
        if is_reported:
            notify(
                event="vendors.log_entry_added",
                text=REPORT,
                params={"vendor": vendor.legal_name, "topic": entry.topic},
                url=tenant_url("vendors:log_entry_detail", entry.id),
                to=[one for one in holders(Role.GENERAL_MANAGER, None) if one != by.membership_id],
                at=at,
            )
    return entry


def strike_entry(*, entry_id: int, reason: str, by: Actor, at: datetime) -> VendorLogEntry:
    """Strike an entry out, with a reason; it stays readable. Raises NotAllowed, ReasonMissing, AlreadyDone."""
    with transaction.atomic():
        rows = VendorLogEntry.objects.select_for_update(of=("self",), no_key=True).select_related("vendor")
        entry: VendorLogEntry = rows.get(id=entry_id)
        may.log(by, sites_of(entry.vendor_id))
        if not clean(reason):
            raise ReasonMissing
        if entry.struck_at is not None:
            raise AlreadyDone
        entry.struck_at, entry.struck_by_name, entry.strike_reason = at, by.name, clean(reason)
        entry.save(update_fields=["struck_at", "struck_by_name", "strike_reason"])
        facts = {"topic": entry.topic, "reason": entry.strike_reason}
        journal.record("vendors.log_entry_struck", entry.vendor, by=by, at=at, changes=facts)
    return entry


def file_paper(
    *,
    project: OrgUnit,
    title: str,
    dated_on: date,
    upload: Any,
    by: Actor,
    at: datetime,
    vendor: Vendor | None = None,
    remarks: str = "",
) -> ProjectPaper:
    """Put a paper into a project's outsourcing file (VEN-10).

    Raises NotAllowed, and as RuleBroken: LogFactMissing without a title, LogInFuture, EvidenceMissing without a file,
    and what the file's keeper raises.
    """
    may.file_paper(by, project.id)
    if not one_line(title):
        raise LogFactMissing(field="title")
    if dated_on > at.astimezone(active_zone()).date():
        raise LogInFuture(field="dated_on")
    if upload is None:
        raise EvidenceMissing(field="upload")
    with transaction.atomic():
        paper = ProjectPaper.objects.create(
            project=project,
            vendor=vendor,
            title=one_line(title)[:160],
            dated_on=dated_on,
            remarks=clean(remarks),
            filed_at=at,
            filed_by_name=by.name,
        )
        attach(owner=paper, upload=upload, kind="paper", by=by, at=at)
        facts = {"project": project.name, "date": dated_on.isoformat()}
        journal.record("vendors.paper_filed", paper, by=by, at=at, changes=facts)
    return paper
