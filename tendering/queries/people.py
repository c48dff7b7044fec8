"""Who may be named for what: colleagues by the rights they hold at a project, and people behind memberships."""

from records.approval_queries import holders, person_of
from tenancy.models import Membership
from tenancy.queries import actor_of
from tenancy.roles import ROLE_PERMISSIONS, Permission, Role
from tendering.choices import Duty
from tendering.models import Appointment, Tender
from tendering.rules.separation import Candidate


def members_with(permission: Permission, unit_id: int) -> list[Membership]:
    """Return the active colleagues who hold a right at a project through one of their roles, by name."""
    roles = [role for role in Role if permission in ROLE_PERMISSIONS[role]]
    ids = {member for role in roles for member in holders(role, unit_id)}
    rows = Membership.objects.filter(id__in=ids, vendor_id__isnull=True).select_related("person")
    return list(rows.order_by("person__name", "id"))


def organisers(unit_id: int) -> list[Membership]:
    """Return who may organise a tender: the organising department, or the office where there is none (TND-06)."""
    return members_with(Permission.TENDER_ORGANISE, unit_id) or members_with(Permission.PAPERS_SEAL, unit_id)


def office_organises(unit_id: int) -> bool:
    """Whether nobody belongs to an organising department, so that the office may organise (TND-06)."""
    return not members_with(Permission.TENDER_ORGANISE, unit_id)


def colleagues(tenant_id: int | None) -> list[Membership]:
    """Return all active members of the tenant's side, by name."""
    rows = Membership.objects.filter(
        tenant_id=tenant_id or 0, side="tenant", is_active=True, person__is_active=True
    ).select_related("person")
    return list(rows.order_by("person__name", "id"))


def colleague(tenant_id: int | None, membership_id: int) -> Membership | None:
    """Return one active member of the tenant's side."""
    return next((one for one in colleagues(tenant_id) if one.id == membership_id), None)


def candidate(member: Membership, unit_id: int) -> Candidate:
    """Return what the separation rules ask about a colleague at a project."""
    actor = actor_of(member)
    return Candidate(
        person_id=member.person_id,
        may_organise=actor.can(Permission.TENDER_ORGANISE, unit_id),
        may_seal=actor.can(Permission.PAPERS_SEAL, unit_id),
    )


def duty_person(tender_id: int, duty: Duty) -> int | None:
    """Return the person named for a duty that one holds at a time."""
    row = Appointment.objects.filter(tender_id=tender_id, duty=duty.value, ended_at__isnull=True).first()
    return person_of(row.membership_id) if row else None


def organiser_person(tender: Tender) -> int | None:
    """Return the person who organises a tender."""
    return person_of(tender.organiser_id)


def author_of(tender_id: int) -> Appointment | None:
    """Return the appointment of a tender's author."""
    rows = Appointment.objects.filter(tender_id=tender_id, duty=Duty.AUTHOR.value, ended_at__isnull=True)
    return rows.select_related("membership__person").first()


def custodian_of(tender_id: int) -> Appointment | None:
    """Return the appointment of a tender's custodian."""
    rows = Appointment.objects.filter(tender_id=tender_id, duty=Duty.CUSTODIAN.value, ended_at__isnull=True)
    return rows.select_related("membership__person").first()


def custodians(tender_ids: list[int]) -> dict[int, int]:
    """Return the custodian's membership of each tender that has one (one query)."""
    rows = Appointment.objects.filter(
        tender_id__in=tender_ids, duty=Duty.CUSTODIAN.value, ended_at__isnull=True
    ).values_list("tender_id", "membership_id")
    return dict(rows)
