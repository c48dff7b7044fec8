"""Verbs on checklists (INS-01): a new version is drafted, submitted, approved by another person, published down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from contracts.actions.rules import publish_rules
from inspections import errors, queries
from inspections.choices import ChecklistStatus, Section
from inspections.content.checklists import LINE_PARTS, items_of
from inspections.models import ChecklistItem, ChecklistTemplate, ChecklistVersion
from inspections.rules import may
from records import journal, search
from tenancy.context import current_tenant_id
from tenancy.errors import AlreadyDone, IllegalTransition
from tenancy.roles import Permission
from tenancy.rules.actor import Actor, system_actor
from vendors.models import ServiceLine

C = ChecklistStatus
SEARCH_NOUN = "inspections.checklist"
MAX_POINTS = 100_00
MAX_ITEMS = 200


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """One item of a drafted version; ``max_points`` in hundredths."""

    code: str
    section: str
    names: dict[str, str]
    max_points: int
    is_veto: bool = False
    photo_required: bool = False
    source: str = ""


def add_day_one(*, at: datetime) -> list[ChecklistVersion]:
    """Give a new tenant the ready-made checklists as approved version 1 (requirements.md, 8.1 and 8.2).

    Lines that have no ready-made line part get none. Adding again adds only what is missing.
    """
    by = system_actor(current_tenant_id())
    lines = {line.code: line for line in ServiceLine.objects.all()}
    known = set(ChecklistTemplate.objects.values_list("code", flat=True))
    added = []
    for part in LINE_PARTS:
        if part.line_code not in lines or part.line_code in known:
            continue
        template = ChecklistTemplate.objects.create(
            line=lines[part.line_code], code=part.line_code, names=part.names, created_at=at
        )
        version = ChecklistVersion.objects.create(
            template=template, number=1, status=C.DRAFT.value, created_at=at, submitted_at=at
        )
        drafts = [
            ItemDraft(item.code, section.value, item.names, item.points * 100, source=item.source)
            for section, item in items_of(part)
        ]
        items = _write_items(version, drafts)
        added.append(_approve(version, items, by=by, at=at))
    return added


def _write_items(version: ChecklistVersion, drafts: Sequence[ItemDraft]) -> list[ChecklistItem]:
    return ChecklistItem.objects.bulk_create(
        ChecklistItem(
            version=version,
            code=one.code,
            section=one.section,
            names=one.names,
            max_points=one.max_points,
            is_veto=one.is_veto,
            photo_required=one.photo_required,
            sort_order=place,
            source=one.source,
        )
        for place, one in enumerate(drafts, 1)
    )


def new_version(*, template_id: int, by: Actor, at: datetime) -> ChecklistVersion:
    """Draft the next version of a checklist as a copy of the newest approved one.

    Raises NotAllowed, or AlreadyDone while another draft is open: one change at a time.
    """
    with transaction.atomic():
        may.require(by, Permission.TEMPLATE_MANAGE)
        template = ChecklistTemplate.objects.select_for_update(of=("self",), no_key=True).get(id=template_id)
        versions = list(ChecklistVersion.objects.filter(template=template).order_by("-number"))
        if any(one.status in (C.DRAFT, C.SUBMITTED) for one in versions):
            raise AlreadyDone
        version = ChecklistVersion.objects.create(
            template=template,
            number=versions[0].number + 1 if versions else 1,
            created_at=at,
            created_by_id=by.person_id,
        )
        source = next((one for one in versions if one.status == C.APPROVED), None)
        _write_items(version, [draft_of(item) for item in queries.items_of(source.id)] if source else [])
        journal.record("inspections.checklist_drafted", version, by=by, at=at, changes={"number": version.number})
    return version


def draft_of(item: ChecklistItem) -> ItemDraft:
    """Return an item as the draft it was made from."""
    return ItemDraft(
        item.code, item.section, item.names, item.max_points, item.is_veto, item.photo_required, item.source
    )


def _locked(version_id: int) -> ChecklistVersion:
    rows = ChecklistVersion.objects.select_for_update(of=("self",), no_key=True).select_related("template__line")
    return rows.get(id=version_id)


def _must_be(version: ChecklistVersion, status: ChecklistStatus, to: ChecklistStatus) -> None:
    if version.status == to and to is not status:
        raise AlreadyDone
    if version.status != status:
        raise IllegalTransition(version.status, to.value)


def change_items(
    *, version_id: int, items: Sequence[ItemDraft], reason: str, by: Actor, at: datetime
) -> ChecklistVersion:
    """Put ``items`` in place of a draft's items, in the order given. Raises BadChecklist naming the row's field."""
    with transaction.atomic():
        may.require(by, Permission.TEMPLATE_MANAGE)
        version = _locked(version_id)
        _must_be(version, C.DRAFT, C.DRAFT)
        _check_items(items)
        before = [_frozen(one) for one in queries.items_of(version.id)]
        ChecklistItem.objects.filter(version=version).delete()
        written = _write_items(version, items)
        version.reason = reason.replace("\x00", "").strip()[:500]
        version.save(update_fields=["reason"])
        journal.record(
            "inspections.checklist_changed",
            version,
            by=by,
            at=at,
            changes={"items": [len(before), len(written)], "points": [_sum(before), sum(i.max_points for i in items)]},
        )
    return version


def _sum(frozen: Sequence[dict[str, Any]]) -> int:
    return sum(one["max_points"] for one in frozen)


def _check_items(items: Sequence[ItemDraft]) -> None:
    sections = {one.value for one in Section}
    seen = set()
    if len(items) > MAX_ITEMS:
        raise errors.BadChecklist(_("A checklist has at most 200 items."), code="too_many_items")
    for place, item in enumerate(items):
        if not item.code.strip() or len(item.code) > 20:
            raise errors.BadChecklist(_("Give every item a code."), code="code_missing", field=f"items-{place}-code")
        if item.code in seen:
            raise errors.BadChecklist(
                _("Two items have the same code."), code="code_twice", field=f"items-{place}-code"
            )
        if not item.names.get("zh-hans", "").strip():
            raise errors.BadChecklist(
                _("Give every item its Chinese text."), code="text_missing", field=f"items-{place}-zh_hans"
            )
        if not 0 < item.max_points <= MAX_POINTS:
            raise errors.BadChecklist(
                _("Points must be more than 0 and at most 100."), code="points", field=f"items-{place}-points"
            )
        if item.section not in sections:
            raise errors.BadChecklist(_("Choose a section."), code="section", field=f"items-{place}-section")
        seen.add(item.code)


def submit_version(*, version_id: int, by: Actor, at: datetime) -> ChecklistVersion:
    """Hand a draft in for approval. Raises BadChecklist for one without points, ReasonMissing without a reason."""
    with transaction.atomic():
        may.require(by, Permission.TEMPLATE_MANAGE)
        version = _locked(version_id)
        _must_be(version, C.DRAFT, C.SUBMITTED)
        items = queries.items_of(version.id)
        if not items:
            raise errors.BadChecklist(_("A checklist needs items that add up to more than 0 points."), code="no_points")
        if not version.reason:
            raise errors.ReasonMissing
        version.status, version.submitted_at, version.submitted_by_id = C.SUBMITTED.value, at, by.person_id
        version.save(update_fields=["status", "submitted_at", "submitted_by"])
        journal.record("inspections.checklist_submitted", version, by=by, at=at, changes={"number": version.number})
    return version


def return_version(*, version_id: int, by: Actor, at: datetime) -> ChecklistVersion:
    """Give a submitted version back to drafting."""
    with transaction.atomic():
        may.require(by, Permission.TEMPLATE_MANAGE)
        version = _locked(version_id)
        _must_be(version, C.SUBMITTED, C.DRAFT)
        version.status, version.submitted_at, version.submitted_by_id = C.DRAFT.value, None, None
        version.save(update_fields=["status", "submitted_at", "submitted_by"])
        journal.record("inspections.checklist_returned", version, by=by, at=at, changes={"number": version.number})
    return version


def withdraw_version(*, version_id: int, by: Actor, at: datetime) -> ChecklistVersion:
    """Give up a draft."""
    with transaction.atomic():
        may.require(by, Permission.TEMPLATE_MANAGE)
        version = _locked(version_id)
        _must_be(version, C.DRAFT, C.WITHDRAWN)
        version.status = C.WITHDRAWN.value
        version.save(update_fields=["status"])
        journal.record("inspections.checklist_withdrawn", version, by=by, at=at, changes={"number": version.number})
    return version


def approve_version(*, version_id: int, by: Actor, at: datetime) -> ChecklistVersion:
    """Approve a submitted version and publish it down to contracts as supervision rules (CON-04).

    Inspections begun before keep their version. Raises NotAllowed for the drafter, AlreadyDone, IllegalTransition.
    """
    with transaction.atomic():
        version = _locked(version_id)
        may.approve_checklist(by, drafted_by=frozenset({version.created_by_id, version.submitted_by_id}))
        _must_be(version, C.SUBMITTED, C.APPROVED)
        _approve(version, queries.items_of(version.id), by=by, at=at)
    return version


def _approve(version: ChecklistVersion, items: Sequence[ChecklistItem], *, by: Actor, at: datetime) -> ChecklistVersion:
    version.rules = publish_rules(
        line=version.template.line,
        title=version.template.names,
        items=[_frozen(item) for item in items],
        by=by,
        at=at,
    )
    version.status, version.approved_at, version.approved_by_id = C.APPROVED.value, at, by.person_id
    version.save(update_fields=["status", "approved_at", "approved_by", "rules"])
    template = version.template
    search.index(template, SEARCH_NOUN, template.code, *template.names.values())
    journal.record(
        "inspections.checklist_approved",
        version,
        by=by,
        at=at,
        changes={"number": version.number, "items": len(items), "points": sum(item.max_points for item in items)},
    )
    return version


def _frozen(item: ChecklistItem) -> dict[str, Any]:
    return {
        "code": item.code,
        "section": item.section,
        "names": item.names,
        "max_points": item.max_points,
        "is_veto": item.is_veto,
        "photo_required": item.photo_required,
        "source": item.source,
    }
