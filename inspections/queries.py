"""Named reads of the inspections room."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.utils.module_loading import import_string

from contracts import queries as contract_queries
from contracts.models import Contract, ContractLine
from inspections.choices import ChecklistStatus, InspectionStatus, InspectionType, Outcome
from inspections.models import ChecklistItem, ChecklistTemplate, ChecklistVersion, Inspection, ItemResult
from inspections.rules import lifecycle, may
from inspections.rules.scoring import InspectionRules
from records.models import Attachment
from records.queries import attachments_of
from records.rules.deadlines import end_of_day, is_weekday, last_day_over, local_day, working_days_after
from records.rules.setting_values import SettingsInvalid
from tenancy.models import Membership, RoleGrant, SettingsVersion
from tenancy.queries import active_zone, in_scope, setting, settings_in_force
from tenancy.roles import ROLE_PERMISSIONS, Permission
from tenancy.rules.actor import Actor

S = InspectionStatus
OPEN_STATES = [S.PLANNED.value, S.IN_PROGRESS.value]
RESULT_TYPE = "inspections.itemresult"
PUBLIC_STATES = [S.PUBLISHED.value, S.FINAL.value]
WAITING_STATES = [S.SUBMITTED.value, S.REVIEWED.value]


# --- checklists ------------------------------------------------------------------------------------
def checklists_visible_to(actor: Actor) -> QuerySet[ChecklistTemplate]:
    """Return the checklists the actor may see; vendors read the rules on their contracts instead."""
    rows = ChecklistTemplate.objects.select_related("line")
    return rows if actor.can(Permission.TEMPLATE_VIEW) else rows.none()


def versions_visible_to(actor: Actor) -> QuerySet[ChecklistVersion]:
    """Return the checklist versions the actor may see."""
    rows = ChecklistVersion.objects.select_related("template__line", "created_by", "submitted_by", "approved_by")
    return rows if actor.can(Permission.TEMPLATE_VIEW) else rows.none()


def approved_versions() -> QuerySet[ChecklistVersion]:
    """Return every approved version, newest first."""
    return ChecklistVersion.objects.filter(status=ChecklistStatus.APPROVED.value).order_by("template_id", "-number")


def latest_approved(line_id: int) -> ChecklistVersion | None:
    """Return the newest approved checklist version of a service line."""
    return approved_versions().filter(template__line_id=line_id, template__is_active=True).first()


def checklist_for(contract_id: int, line_id: int) -> ChecklistVersion | None:
    """Return the checklist a contract's line is inspected with: the pinned rules' version, else the newest (CON-04)."""
    pinned = ContractLine.objects.filter(contract_id=contract_id, line_id=line_id).values_list("rules_id", flat=True)
    found = None
    for rules_id in pinned[:1]:
        found = ChecklistVersion.objects.filter(rules_id=rules_id).order_by("-number").first() if rules_id else None
    return found or latest_approved(line_id)


def items_of(version_id: int) -> list[ChecklistItem]:
    """Return a version's items in their order."""
    return list(ChecklistItem.objects.filter(version_id=version_id).order_by("sort_order", "id"))


def summaries(version_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Return ``{"items": n, "points": hundredths}`` of checklist versions, by id."""
    rows = ChecklistItem.objects.filter(version_id__in=version_ids).values("version_id").order_by("version_id")
    return {
        row["version_id"]: {"items": row["count"], "points": row["total"]}
        for row in rows.annotate(count=Count("id"), total=Sum("max_points"))
    }


def checklist_actions(version: ChecklistVersion, actor: Actor) -> list[str]:
    """Return what the actor may do with a checklist version now."""
    if not actor.can(Permission.TEMPLATE_MANAGE):
        return []
    if version.status == ChecklistStatus.DRAFT:
        return ["edit", "submit", "withdraw"]
    if version.status == ChecklistStatus.SUBMITTED:
        own = actor.person_id in {version.created_by_id, version.submitted_by_id} and not actor.is_system
        return ["return"] if own else ["approve", "return"]
    return ["new_version"] if version.status == ChecklistStatus.APPROVED else []


# --- contracts to inspect --------------------------------------------------------------------------
def contracts_in_force(actor: Actor, permission: str, on: date) -> QuerySet[Contract]:
    """Return the contracts in force on a day at the projects where the actor holds the permission."""
    return in_scope(contract_queries.in_force_on(on), actor, permission).select_related("vendor", "project")


def is_in_force(contract: Contract, on: date) -> bool:
    """Whether a contract is in force on a day; the day it was ended is its last."""
    ended = contract.ended_on is not None and contract.ended_on < on
    return (
        contract.status in contract_queries.EVER_RUNNING_CODES
        and contract.starts_on <= on <= contract.ends_on
        and not ended
    )


def contract_lines_in_force(actor: Actor, permission: str, on: date) -> list[ContractLine]:
    """Return what can be inspected on a day, one row per contract and service line, by project and vendor."""
    contracts = contracts_in_force(actor, permission, on)
    rows = ContractLine.objects.filter(contract__in=contracts).select_related(
        "contract__vendor", "contract__project", "line"
    )
    return list(rows.order_by("contract__project__sort_key", "contract__vendor__sort_key", "line__sort_order"))


def inspectors(project_ids: Collection[int] | None = None) -> list[Membership]:
    """Return the active memberships of Party A with the right to file inspections, by name."""
    roles = [role.value for role, held in ROLE_PERMISSIONS.items() if Permission.INSPECTION_FILE in held]
    grants = RoleGrant.objects.filter(role__in=roles, vendor_id__isnull=True)
    members = Membership.objects.filter(id__in=grants.values("membership_id"), is_active=True, person__is_active=True)
    return list(members.select_related("person").order_by("person__name", "id"))


# --- inspections -----------------------------------------------------------------------------------
def inspections_visible_to(actor: Actor) -> QuerySet[Inspection]:
    """Return the inspections the actor may see: staff by scope (TEN-03), a vendor its own published ones (TEN-05)."""
    rows = Inspection.objects.select_related("vendor", "project", "line", "contract")
    if actor.is_vendor:
        return rows if actor.can(Permission.OWN_INSPECTIONS) else rows.none()
    return in_scope(rows, actor, Permission.INSPECTION_VIEW)


def findings_visible_to(actor: Actor) -> QuerySet[ItemResult]:
    """Return the findings of filed inspections the actor may see; replaced versions are left out."""
    rows = ItemResult.objects.filter(outcome=Outcome.DEDUCT.value).select_related(
        "item", "inspection__vendor", "inspection__project", "inspection__line"
    )
    if actor.is_vendor:
        return rows if actor.can(Permission.OWN_INSPECTIONS) else rows.none()
    rows = rows.filter(inspection__status__in=[*WAITING_STATES, *PUBLIC_STATES])
    return in_scope(rows, actor, Permission.INSPECTION_VIEW)


def to_do_today(actor: Actor, on: date) -> QuerySet[Inspection]:
    """Return what the actor has to inspect today: planned or begun, due, for them or for nobody by name."""
    rows = in_scope(Inspection.objects.filter(status__in=OPEN_STATES), actor, Permission.INSPECTION_FILE)
    rows = rows.filter(Q(inspector_id=actor.membership_id) | Q(inspector_id__isnull=True), planned_on__lte=on)
    return rows.select_related("vendor", "project", "line", "contract").order_by("planned_on", "id")


def coming_up(actor: Actor, on: date) -> QuerySet[Inspection]:
    """Return the actor's inspections planned after a day."""
    rows = in_scope(Inspection.objects.filter(status=S.PLANNED.value), actor, Permission.INSPECTION_FILE)
    rows = rows.filter(Q(inspector_id=actor.membership_id) | Q(inspector_id__isnull=True), planned_on__gt=on)
    return rows.select_related("vendor", "project", "line", "contract").order_by("planned_on", "id")


def waiting_for(actor: Actor) -> QuerySet[Inspection]:
    """Return the filed inspections that wait for the actor's review or publication."""
    rows = Inspection.objects.filter(status__in=WAITING_STATES)
    rows = in_scope(rows, actor, Permission.INSPECTION_PUBLISH)
    if not may.is_quality_officer(actor):
        rows = rows.exclude(kind__in=[kind.value for kind in may.QUALITY_KINDS])
    rows = rows.exclude(submitted_by_id=actor.person_id).exclude(started_by_id=actor.person_id)
    return rows.select_related("vendor", "project", "line", "contract").order_by("submitted_at", "id")


def published_of(month: date) -> QuerySet[Inspection]:
    """Return the published inspections of a month: what its scorecards are computed from (scoring.md, 2)."""
    return Inspection.objects.filter(month=month, status__in=PUBLIC_STATES)


def results_of(inspection_id: int) -> list[ItemResult]:
    """Return the answers of an inspection in the order of its checklist."""
    rows = ItemResult.objects.filter(inspection_id=inspection_id).select_related("item")
    return list(rows.order_by("item__sort_order", "item_id"))


def with_findings(rows: QuerySet[Inspection]) -> QuerySet[Inspection]:
    """Add each inspection's findings as ``findings``."""
    found = ItemResult.objects.filter(outcome=Outcome.DEDUCT.value).select_related("item")
    return rows.prefetch_related(Prefetch("results", queryset=found, to_attr="findings"))


def versions_of(inspection: Inspection) -> list[Inspection]:
    """Return the other versions of an inspection that it replaces or that replace it, oldest first."""
    found: dict[int, Inspection] = {}
    earlier = inspection.supersedes
    while earlier is not None and earlier.id not in found:
        found[earlier.id] = earlier
        earlier = earlier.supersedes
    later = Inspection.objects.filter(supersedes_id=inspection.id).exclude(status=S.CANCELLED.value).first()
    while later is not None and later.id not in found:
        found[later.id] = later
        later = Inspection.objects.filter(supersedes_id=later.id).exclude(status=S.CANCELLED.value).first()
    return sorted(found.values(), key=lambda one: one.version)


def open_faults(vendor_ids: Sequence[int]) -> dict[int, int]:
    """Return how many faults the newest published inspection of each contract's line found, by vendor (one query).

    A fault is open until a later inspection finds the item in order. Vendors without open faults are left out.
    """
    newest = (
        Inspection.objects.filter(vendor_id__in=vendor_ids, status__in=PUBLIC_STATES)
        .order_by("contract_id", "line_id", "-inspected_on", "-id")
        .distinct("contract_id", "line_id")
    )
    rows = ItemResult.objects.filter(inspection_id__in=newest.values("id"), outcome=Outcome.DEDUCT.value)
    return dict(rows.values_list("vendor_id").annotate(count=Count("id")).order_by("vendor_id"))


# --- rules, repeats, photos ------------------------------------------------------------------------
def scoring_rules(on: date) -> InspectionRules:
    """Return the inspection section of the scoring settings in force on a day (TEN-09); day-one values without one."""
    try:
        values: dict[str, Any] = settings_in_force("scoring", on).values
    except SettingsVersion.DoesNotExist:
        return InspectionRules()
    try:
        return InspectionRules.from_json(values.get("inspection", {}))
    except SettingsInvalid:
        return InspectionRules()


def month_before(month: date) -> date:
    """Return the first day of the month before."""
    return date(month.year - (month.month == 1), 12 if month.month == 1 else month.month - 1, 1)


def repeats(contract_ids: Iterable[int], month: date) -> dict[tuple[int, str], int]:
    """Return ``(contract, item code) -> months failed in a row directly before``, 1 or 2; others are not there.

    An item failed in a month when a published inspection of that month took points off for it (scoring.md, 1).
    """
    last = month_before(month)
    before_last = month_before(last)
    failed = set(
        ItemResult.objects.filter(
            contract_id__in=list(contract_ids),
            month__in=[last, before_last],
            outcome=Outcome.DEDUCT.value,
            is_published=True,
        )
        .values_list("contract_id", "item_code", "month")
        .distinct()
    )
    return {
        (contract_id, code): 2 if (contract_id, code, before_last) in failed else 1
        for contract_id, code, failed_in in failed
        if failed_in == last
    }


def appeal_days(on: date) -> int:
    """Return the working days a published inspection may be appealed against (RPA-08)."""
    return int(setting("inspections", "appeal.working_days", on))


def final_after(row: Inspection) -> date | None:
    """Return the last day on which a published inspection may be appealed against; None for any other."""
    if row.status != S.PUBLISHED or row.published_at is None:
        return None
    day = local_day(row.published_at, active_zone())
    return working_days_after(day, appeal_days(day), is_weekday)


def out_of_appeal(at: datetime) -> QuerySet[Inspection]:
    """Return the published inspections whose appeal window is over and that nobody is correcting."""
    zone = active_zone()
    today = local_day(at, zone)
    over = end_of_day(last_day_over(today, appeal_days(today), is_weekday), zone)
    rows = Inspection.objects.filter(status=S.PUBLISHED.value, published_at__lt=over)
    corrections = Inspection.objects.filter(supersedes_id=OuterRef("id")).exclude(status=S.CANCELLED.value)
    return rows.exclude(Exists(corrections))


def month_is_closed(contract_id: int, month: date) -> bool:
    """Whether the month's scorecard of the contract is published (``settings.CLOSED_MONTHS``, offered from above)."""
    path = getattr(settings, "CLOSED_MONTHS", "")
    return bool(path) and bool(import_string(path)(contract_id, month))


def photo_owner_id(result: ItemResult) -> int:
    """Return the row the photos of an answer hang on: the first version's."""
    return result.origin_id or result.id


def photos_of(results: Sequence[ItemResult]) -> dict[int, list[Attachment]]:
    """Return the photos of answers by the answer's id, without those taken back."""
    owners = {photo_owner_id(one) for one in results}
    found = attachments_of(RESULT_TYPE, owners) if owners else {}
    return {
        one.id: [photo for photo in found.get(photo_owner_id(one), []) if photo.id not in one.left_out]
        for one in results
    }


def has_successor() -> Exists:
    """Say for each inspection whether a correction of it has been begun."""
    return Exists(Inspection.objects.filter(supersedes_id=OuterRef("id")).exclude(status=S.CANCELLED.value))


# --- what may be done ------------------------------------------------------------------------------
def filed_by(row: Inspection) -> frozenset[int | None]:
    """Return the people who made an inspection, none of whom may judge it."""
    return frozenset({row.submitted_by_id, row.started_by_id} - {None})


def allowed_actions(row: Inspection, actor: Actor) -> list[str]:
    """Return what the actor may do with an inspection now: buttons and the API's ``allowed_actions`` come from here."""
    if actor.is_vendor:
        return []
    kind, status = InspectionType(row.kind), InspectionStatus(row.status)
    following = lifecycle.allowed(status, kind)
    can_file = may.may_file(actor, project_id=row.project_id, inspector_id=row.inspector_id)
    found = []
    if S.IN_PROGRESS in following and can_file:
        found.append("start")
    if status is S.IN_PROGRESS and can_file:
        found += ["save_draft", "submit"]
    for name, to, permission in (
        ("review", S.REVIEWED, Permission.INSPECTION_REVIEW),
        ("publish", S.PUBLISHED, Permission.INSPECTION_PUBLISH),
    ):
        if to in following and may.may_judge(
            actor, permission, project_id=row.project_id, kind=kind, filed_by=filed_by(row)
        ):
            found.append(name)
    found += _replacements(row, actor, kind, status)
    if S.CANCELLED in following and (can_file or actor.can(Permission.INSPECTION_PLAN, row.project_id)):
        found.append("cancel")
    return found


def _replacements(row: Inspection, actor: Actor, kind: InspectionType, status: InspectionStatus) -> list[str]:
    if status in (S.SUBMITTED, S.REVIEWED):
        judges = may.may_judge(
            actor, Permission.INSPECTION_REVIEW, project_id=row.project_id, kind=kind, filed_by=filed_by(row)
        )
        return ["send_back"] if judges else []
    if status is not S.PUBLISHED:
        return []
    closed = month_is_closed(row.contract_id, row.month)
    if not may.may_correct(actor, project_id=row.project_id, kind=kind, month_is_closed=closed):
        return []
    begun = Inspection.objects.filter(supersedes_id=row.id).exclude(status=S.CANCELLED.value).exists()
    return [] if begun else ["correct"]


def photo_owner_visible(actor: Actor, object_id: int) -> bool:
    """Whether the actor may see the photos of an answer: staff by scope, a vendor once a version is published."""
    rows = ItemResult.objects.filter(Q(id=object_id) | Q(origin_id=object_id)).values("inspection_id")
    return inspections_visible_to(actor).filter(id__in=rows).exists()


def inspection_owner_visible(actor: Actor, object_id: int) -> bool:
    """Whether the actor may see the files of an inspection."""
    return inspections_visible_to(actor).filter(id=object_id).exists()
