"""Verbs after submission: review, send back, publish, correct (INS-12; requirements.md, 5)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_noop

from inspections import errors, queries
from inspections.actions.scored import SCORE_FIELDS, blank_result, locked, score
from inspections.choices import InspectionStatus, InspectionType
from inspections.models import Inspection, ItemResult
from inspections.rules import lifecycle, may
from records import journal
from records.actions.notification import notify
from tenancy.choices import Side
from tenancy.context import current_tenant_id
from tenancy.errors import AlreadyDone, NotAllowed
from tenancy.models import Membership
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url

S = InspectionStatus
COPIED = ["outcome", "base_deduction", "multiplier_percent", "deduction", "note", "place", "severity", "left_out"]
BATCH = 2000


def _may_judge(row: Inspection, by: Actor, permission: Permission) -> None:
    may.judge(by, permission, project_id=row.project_id, kind=InspectionType(row.kind), filed_by=queries.filed_by(row))


def _check(row: Inspection, to: S) -> None:
    if row.status == to:
        raise AlreadyDone
    lifecycle.check(S(row.status), to, InspectionType(row.kind))


def review_inspection(*, inspection_id: int, by: Actor, at: datetime) -> Inspection:
    """Confirm a check of the company, the region or headquarters, so that it may be published; never one's own."""
    with transaction.atomic():
        row = locked(inspection_id, by)
        _may_judge(row, by, Permission.INSPECTION_REVIEW)
        _check(row, S.REVIEWED)
        before, row.status = row.status, S.REVIEWED.value
        row.reviewed_at, row.reviewed_by_id = at, by.person_id
        row.save(update_fields=["status", "reviewed_at", "reviewed_by"])
        journal.record(
            "inspections.inspection_reviewed",
            row,
            by=by,
            at=at,
            changes={"status": [before, row.status]},
            subject_vendor_id=row.vendor_id,
        )
    return row


def publish_inspection(*, inspection_id: int, by: Actor, at: datetime) -> Inspection:
    """Publish an inspection: its repeat multipliers are fixed, its vendor sees it and is told, a replaced version goes.

    Raises NotAllowed, AlreadyDone, IllegalTransition, or MonthClosed for a correction of a month whose card is out.
    """
    with transaction.atomic():
        row = locked(inspection_id, by)
        _may_judge(row, by, Permission.INSPECTION_PUBLISH)
        _check(row, S.PUBLISHED)
        if row.version > 1:
            _month_open(row, by)
        before = row.status
        _publish([row], by=by, at=at)
        journal.record(
            "inspections.inspection_published",
            row,
            by=by,
            at=at,
            changes={"status": [before, row.status], "score": row.score, "version": row.version},
            subject_vendor_id=row.vendor_id,
        )
        _tell_vendor(row, at)
    return row


def publish_many(*, inspection_ids: Iterable[int], by: Actor, at: datetime) -> int:
    """Publish inspections of any months in sets, the earliest month first; return how many.

    For imports and takeovers: every rule of ``publish_inspection`` holds, all or nothing, but vendors are not told one
    by one. Costs a handful of statements per month, however many inspections there are.
    """
    with transaction.atomic():
        rows = list(
            Inspection.objects.select_for_update(of=("self",), no_key=True)
            .filter(id__in=list(inspection_ids))
            .order_by("month", "id")
        )
        months: dict[date, list[Inspection]] = defaultdict(list)
        for row in rows:
            _may_judge(row, by, Permission.INSPECTION_PUBLISH)
            _check(row, S.PUBLISHED)
            months[row.month].append(row)
        for of_month in months.values():
            _publish(of_month, by=by, at=at)
            journal.record(
                "inspections.inspections_published",
                of_month[0],
                by=by,
                at=at,
                changes={"inspections": [one.id for one in of_month]},
            )
    return len(rows)


def _publish(rows: Sequence[Inspection], *, by: Actor, at: datetime) -> None:
    """Fix multipliers and scores of one month's inspections and make them public."""
    month = rows[0].month
    repeats = queries.repeats({one.contract_id for one in rows}, month)
    rules = {day: queries.scoring_rules(day) for day in {one.inspected_on or one.planned_on for one in rows}}
    results: dict[int, list[ItemResult]] = defaultdict(list)
    of_rows = ItemResult.objects.filter(inspection_id__in=[one.id for one in rows]).select_related("item")
    for result in of_rows.order_by("inspection_id", "item__sort_order", "item_id"):
        results[result.inspection_id].append(result)
    changed, rescored = [], []
    for row in rows:
        own, score_before = results[row.id], [getattr(row, name) for name in SCORE_FIELDS]
        before = [(one.multiplier_percent, one.deduction) for one in own]
        score(row, own, repeats, rules[row.inspected_on or row.planned_on])
        changed += [one for one, was in zip(own, before, strict=True) if (one.multiplier_percent, one.deduction) != was]
        row.status, row.published_at, row.published_by_id = S.PUBLISHED.value, at, by.person_id
        if [getattr(row, name) for name in SCORE_FIELDS] != score_before:
            rescored.append(row)
    ids = [one.id for one in rows]
    ItemResult.objects.bulk_update(changed, ["multiplier_percent", "deduction"], batch_size=BATCH)
    ItemResult.objects.filter(inspection_id__in=ids).update(is_published=True)
    Inspection.objects.bulk_update(rescored, SCORE_FIELDS, batch_size=BATCH)
    Inspection.objects.filter(id__in=ids).update(
        status=S.PUBLISHED.value, published_at=at, published_by_id=by.person_id
    )
    _retire([one.supersedes_id for one in rows if one.supersedes_id], by=by, at=at)


def _retire(ids: list[int], *, by: Actor, at: datetime) -> None:
    """Take the versions that were replaced out of the published ones; they stay readable for Party A."""
    if not ids:
        return
    replaced = Inspection.objects.select_for_update(of=("self",), no_key=True).filter(id__in=ids)
    for old in replaced.filter(status__in=queries.PUBLIC_STATES).order_by("id"):
        lifecycle.check(S(old.status), S.SUPERSEDED, InspectionType(old.kind))
        before, old.status = old.status, S.SUPERSEDED.value
        old.save(update_fields=["status"])
        ItemResult.objects.filter(inspection_id=old.id).update(is_published=False)
        journal.record(
            "inspections.inspection_superseded",
            old,
            by=by,
            at=at,
            changes={"status": [before, old.status]},
            subject_vendor_id=old.vendor_id,
        )


def _month_open(row: Inspection, by: Actor) -> None:
    if queries.month_is_closed(row.contract_id, row.month) and not may.is_quality_officer(by):
        raise errors.MonthClosed


def _tell_vendor(row: Inspection, at: datetime) -> None:
    people = Membership.objects.filter(
        tenant_id=current_tenant_id(), side=Side.VENDOR, vendor_id=row.vendor_id, is_active=True
    )
    notify(
        event="inspections.inspection_published",
        text=gettext_noop("Inspection of %(day)s published: %(project)s, score %(score)s"),
        params={
            "day": (row.inspected_on or row.planned_on).isoformat(),
            "project": row.project.name,
            "score": "–" if row.score is None else f"{row.score // 100}.{row.score % 100:02}",
        },
        url=tenant_url("inspections:inspection_detail", row.id),
        to=people.values_list("id", flat=True),
        at=at,
        key=f"inspection:{row.id}",
    )


def send_back_inspection(*, inspection_id: int, reason: str, by: Actor, at: datetime) -> Inspection:
    """Give a submitted inspection back to its inspector: a new version is opened, the submitted one stays as it was.

    Returns the new version. Raises ReasonMissing, NotAllowed, AlreadyDone or IllegalTransition.
    """
    with transaction.atomic():
        old = locked(inspection_id, by)
        _may_judge(old, by, Permission.INSPECTION_REVIEW)
        if old.status not in queries.WAITING_STATES:
            _check(old, S.SUPERSEDED)
            raise AlreadyDone
        row = _new_version(old, reason, by=by, at=at)
        before, old.status = old.status, S.SUPERSEDED.value
        old.save(update_fields=["status"])
        journal.record(
            "inspections.inspection_sent_back",
            old,
            by=by,
            at=at,
            changes={"status": [before, old.status], "reason": row.reason, "new_version": row.id},
            subject_vendor_id=old.vendor_id,
        )
        _tell_inspector(row, at)
    return row


def correct_inspection(*, inspection_id: int, reason: str, by: Actor, at: datetime) -> Inspection:
    """Open a correction of a published inspection as its next version, with a reason (INS-12).

    The published version counts until the correction is published. Not for a month whose scorecard is published, unless
    by the quality officer. Raises ReasonMissing, MonthClosed, NotAllowed, AlreadyDone or IllegalTransition.
    """
    with transaction.atomic():
        old = locked(inspection_id, by)
        may.require(by, Permission.INSPECTION_REVIEW, old.project_id)
        lifecycle.check(S(old.status), S.SUPERSEDED, InspectionType(old.kind))
        if old.status != S.PUBLISHED:
            raise NotAllowed(code="not_published")
        _month_open(old, by)
        if not may.may_correct(by, project_id=old.project_id, kind=InspectionType(old.kind), month_is_closed=False):
            raise NotAllowed(code="kind_not_yours")
        if Inspection.objects.filter(supersedes_id=old.id).exclude(status=S.CANCELLED.value).exists():
            raise AlreadyDone
        row = _new_version(old, reason, by=by, at=at)
        journal.record(
            "inspections.correction_begun",
            row,
            by=by,
            at=at,
            changes={"reason": row.reason, "supersedes": old.id, "version": row.version},
            subject_vendor_id=row.vendor_id,
        )
        _tell_inspector(row, at)
    return row


def _new_version(old: Inspection, reason: str, *, by: Actor, at: datetime) -> Inspection:
    if not reason.strip():
        raise errors.ReasonMissing
    row = Inspection(
        contract_id=old.contract_id,
        vendor_id=old.vendor_id,
        project_id=old.project_id,
        line_id=old.line_id,
        checklist_id=old.checklist_id,
        kind=old.kind,
        theme=old.theme,
        planned_on=old.planned_on,
        inspected_on=old.inspected_on,
        month=old.month,
        status=S.IN_PROGRESS.value,
        inspector_id=old.inspector_id,
        inspector_name=old.inspector_name,
        client_id=uuid4(),
        suggestion=old.suggestion,
        version=old.version + 1,
        supersedes=old,
        reason=reason.strip()[:500],
        created_at=at,
        created_by_id=by.person_id,
        started_at=at,
        started_by_id=old.submitted_by_id,
    )
    row.save()
    copies = []
    for result in queries.results_of(old.id):
        copy = blank_result(row, result.item)
        copy.origin_id = queries.photo_owner_id(result)
        for name in COPIED:
            setattr(copy, name, getattr(result, name))
        copies.append(copy)
    ItemResult.objects.bulk_create(copies)
    return row


def _tell_inspector(row: Inspection, at: datetime) -> None:
    notify(
        event="inspections.inspection_returned",
        text=gettext_noop("An inspection needs your correction: %(project)s, %(reason)s"),
        params={"project": row.project.name, "reason": row.reason},
        url=tenant_url("inspections:inspection_file", row.id),
        to=[row.inspector_id],
        at=at,
        key=f"inspection-returned:{row.id}",
    )
