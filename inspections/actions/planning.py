"""Verbs that bring an inspection about: plan, start, cancel (INS-02, INS-06, INS-07, INS-14)."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from contracts.models import Contract, ContractLine
from inspections import errors, queries
from inspections.actions.scored import blank_result, locked
from inspections.choices import InspectionStatus, InspectionType, SpecialTheme
from inspections.models import ChecklistVersion, Inspection, ItemResult
from inspections.rules import lifecycle, may
from records import journal
from tenancy import work
from tenancy.errors import NotAllowed
from tenancy.models import Membership
from tenancy.queries import actor_of
from tenancy.roles import Permission
from tenancy.rules.actor import Actor

S = InspectionStatus


def check_subject(
    contract: Contract, line_id: int, on: date, *, kind: InspectionType, theme: str, field: str = "contract"
) -> None:
    """Raise unless the contract is in force on the day, covers the line, and the theme fits the kind (INS-07)."""
    if not queries.is_in_force(contract, on):
        raise errors.ContractNotInForce(field=field)
    if not ContractLine.objects.filter(contract_id=contract.id, line_id=line_id).exists():
        raise errors.LineNotInContract
    check_theme(kind, theme)


def check_theme(kind: InspectionType, theme: str) -> None:
    """Raise ThemeMissing unless an HQ special check has a known theme and every other kind none."""
    is_special = kind is InspectionType.HQ_SPECIAL
    if is_special != bool(theme) or (theme and theme not in {one.value for one in SpecialTheme}):
        raise errors.ThemeMissing


def plan_inspection(
    *,
    contract_id: int,
    line_id: int,
    kind: InspectionType,
    planned_on: date,
    by: Actor,
    at: datetime,
    on: date,
    inspector_id: int | None = None,
    theme: str = "",
) -> Inspection:
    """Plan an inspection of one line of a contract for a day from today on.

    Raises NotAllowed, InThePast, ContractNotInForce, LineNotInContract, ThemeMissing, NoChecklist or BadInspector.
    """
    with transaction.atomic():
        contract = Contract.objects.select_related("project").get(id=contract_id)
        may.plan(by, project_id=contract.project_id, kind=kind)
        if planned_on < on:
            raise errors.InThePast
        check_subject(contract, line_id, planned_on, kind=kind, theme=theme, field="planned_on")
        row = _new(contract, line_id, kind=kind, theme=theme, planned_on=planned_on, by=by, at=at)
        row.inspector, row.inspector_name = _inspector(inspector_id, contract.project_id)
        row.save()
        journal.record(
            "inspections.inspection_planned",
            row,
            by=by,
            at=at,
            changes={"kind": kind.value, "planned_on": planned_on.isoformat()},
            subject_vendor_id=row.vendor_id,
        )
    return row


def _new(
    contract: Contract, line_id: int, *, kind: InspectionType, theme: str, planned_on: date, by: Actor, at: datetime
) -> Inspection:
    checklist = queries.checklist_for(contract.id, line_id)
    if checklist is None:
        raise errors.NoChecklist
    return Inspection(
        contract=contract,
        vendor_id=contract.vendor_id,
        project_id=contract.project_id,
        line_id=line_id,
        checklist=checklist,
        kind=kind.value,
        theme=theme,
        planned_on=planned_on,
        month=planned_on.replace(day=1),
        created_at=at,
        created_by_id=by.person_id,
    )


def _inspector(membership_id: int | None, project_id: int) -> tuple[Membership | None, str]:
    if membership_id is None:
        return None, ""
    found = next((one for one in queries.inspectors() if one.id == membership_id), None)
    if found is None or not actor_of(found).can(Permission.INSPECTION_FILE, project_id):
        raise errors.BadInspector
    return found, found.person.name


def start_inspection(
    *, inspection_id: int, by: Actor, at: datetime, on: date, client_id: UUID | None = None
) -> Inspection:
    """Begin a planned inspection: the day is fixed and every item of the checklist waits for its answer.

    Beginning again what the same person has begun returns it unchanged, so a lost answer of the network does no harm.
    """
    with transaction.atomic():
        row = locked(inspection_id, by)
        may.file(by, project_id=row.project_id, inspector_id=row.inspector_id)
        if row.status == S.IN_PROGRESS and row.inspector_id == by.membership_id:
            return row
        lifecycle.check(S(row.status), S.IN_PROGRESS, InspectionType(row.kind))
        if not queries.is_in_force(row.contract, on):
            raise errors.ContractNotInForce
        row.client_id = client_id or uuid4()
        _begin(row, by=by, at=at, on=on)
        row.save(
            update_fields=[
                "status",
                "inspected_on",
                "month",
                "started_at",
                "started_by",
                "inspector",
                "inspector_name",
                "client_id",
            ]
        )
        _open_items(row)
        journal.record(
            "inspections.inspection_started",
            row,
            by=by,
            at=at,
            changes={"status": [S.PLANNED.value, S.IN_PROGRESS.value]},
            subject_vendor_id=row.vendor_id,
        )
    return row


def start_ad_hoc(
    *,
    contract_id: int,
    line_id: int,
    kind: InspectionType,
    by: Actor,
    at: datetime,
    on: date,
    client_id: UUID,
    theme: str = "",
) -> Inspection:
    """Begin an inspection that was not planned (INS-06, INS-14); the same ``client_id`` gives the same inspection."""
    with transaction.atomic():
        work.advisory_lock(f"inspection:{client_id}")
        known = Inspection.objects.filter(client_id=client_id).first()
        if known is not None:
            if known.started_by_id != by.person_id:
                raise NotAllowed
            return known
        contract = Contract.objects.get(id=contract_id)
        may.plan(by, project_id=contract.project_id, kind=kind)
        may.file(by, project_id=contract.project_id, inspector_id=None)
        check_subject(contract, line_id, on, kind=kind, theme=theme)
        row = _new(contract, line_id, kind=kind, theme=theme, planned_on=on, by=by, at=at)
        row.client_id = client_id
        _begin(row, by=by, at=at, on=on)
        row.save()
        _open_items(row)
        journal.record(
            "inspections.inspection_started",
            row,
            by=by,
            at=at,
            changes={"status": ["", S.IN_PROGRESS.value], "ad_hoc": True},
            subject_vendor_id=row.vendor_id,
        )
    return row


def _begin(row: Inspection, *, by: Actor, at: datetime, on: date) -> None:
    row.status = S.IN_PROGRESS.value
    row.inspected_on, row.month = on, on.replace(day=1)
    row.started_at, row.started_by_id = at, by.person_id
    row.inspector_id, row.inspector_name = by.membership_id, by.name


def _open_items(row: Inspection) -> None:
    items = queries.items_of(row.checklist_id)
    ItemResult.objects.bulk_create([blank_result(row, item) for item in items])


def cancel_inspection(*, inspection_id: int, reason: str, by: Actor, at: datetime) -> Inspection:
    """Cancel an inspection that was not submitted, with a reason. A cancelled correction leaves the old version."""
    with transaction.atomic():
        row = locked(inspection_id, by)
        if not by.can(Permission.INSPECTION_PLAN, row.project_id):
            may.file(by, project_id=row.project_id, inspector_id=row.inspector_id)
        before = S(row.status)
        lifecycle.check(before, S.CANCELLED, InspectionType(row.kind))
        if not reason.strip():
            raise errors.ReasonMissing
        row.status, row.reason = S.CANCELLED.value, reason.strip()[:500]
        row.save(update_fields=["status", "reason"])
        journal.record(
            "inspections.inspection_cancelled",
            row,
            by=by,
            at=at,
            changes={"status": [before.value, S.CANCELLED.value], "reason": row.reason},
            subject_vendor_id=row.vendor_id,
        )
    return row


def checklist_of(line_id: int) -> ChecklistVersion:
    """Return the newest approved checklist of a line. Raises NoChecklist."""
    found = queries.latest_approved(line_id)
    if found is None:
        raise errors.NoChecklist
    return found
