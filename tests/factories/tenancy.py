"""A small world: two tenants, one project each under a company, one login per role."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from tenancy.actions import organisation, people
from tenancy.choices import Side, UnitKind
from tenancy.context import acting_for
from tenancy.models import Membership, OrgUnit, Person, Tenant
from tenancy.queries import actor_of
from tenancy.roles import VENDOR_ROLES, Role
from tenancy.rules.actor import Actor
from tests.factories.snapshot import remembered

AT = datetime(2026, 10, 15, 2, 0, tzinfo=UTC)
PASSWORD = "a long enough pass phrase"


@dataclass
class World:
    """What the factories made; look people and actors up by role."""

    tenant: Tenant
    other: Tenant
    company: OrgUnit
    project: OrgUnit
    second_project: OrgUnit
    other_project: OrgUnit
    members: dict[tuple[str, str], Membership] = field(default_factory=dict)

    def member(self, role: str, *, tenant: Tenant | None = None) -> Membership:
        """Return the membership that holds ``role``."""
        return self.members[((tenant or self.tenant).slug, role)]

    def person(self, role: str, *, tenant: Tenant | None = None) -> Person:
        """Return the person who holds ``role``."""
        return self.member(role, tenant=tenant).person

    def actor(self, role: str, *, tenant: Tenant | None = None) -> Actor:
        """Return the actor of ``role`` (enters the tenant's wall to read the grants)."""
        member = self.member(role, tenant=tenant)
        with acting_for(tenant or self.tenant, vendor_id=member.vendor_id):
            return actor_of(member)


def make_world() -> World:
    """Return two tenants with every tenant-side role granted at the top node, in an empty database."""
    return remembered("world", _build_world)


def _build_world() -> World:
    made = {}
    for slug in ("alpha", "beta"):
        tenant = organisation.create_tenant(slug=slug, name=f"{slug} 物业集团", short_name=slug, at=AT)
        with acting_for(tenant):
            top = OrgUnit.objects.get(parent=None)
            company = _unit(top, UnitKind.COMPANY, f"{slug} 城市公司")
            project = _unit(company, UnitKind.PROJECT, f"{slug} 云栖苑")
            second = _unit(company, UnitKind.PROJECT, f"{slug} 和平里")
            department = _unit(top, UnitKind.DEPARTMENT, "外包管理部")
            organisation.name_outsourcing_department(unit_id=department.id, by=None, at=AT)
        made[slug] = (tenant, company, project, second)
    tenant, company, project, second = made["alpha"]
    world = World(tenant, made["beta"][0], company, project, second, made["beta"][2])
    for one in (world.tenant, world.other):
        _people(world, one)
    return world


def _unit(parent: OrgUnit, kind: str, name: str) -> OrgUnit:
    return organisation.add_unit(parent=parent, kind=kind, name=name, by=None, at=AT)


def _people(world: World, tenant: Tenant) -> None:
    with acting_for(tenant):
        top = OrgUnit.objects.get(parent=None)
        for role in Role:
            if role in VENDOR_ROLES:
                continue
            member = people.add_member(
                email=f"{role}@{tenant.slug}.example", name=f"{role} {tenant.slug}", by=None, at=AT
            )
            people.grant_role(membership=member, role=role, unit=top, by=None, at=AT)
            world.members[(tenant.slug, role)] = member


def add_vendor_person(
    world: World, *, vendor_id: int, vendor_name: str, role: str, tenant: Tenant | None = None, email: str | None = None
) -> Membership:
    """Give a vendor of a tenant a login; the first one of a role is found by ``world.person(role)``."""
    tenant = tenant or world.tenant
    with acting_for(tenant):
        member = people.add_member(
            email=email or f"{role}-{vendor_id}@{tenant.slug}.example",
            name=f"{role} {vendor_id}",
            side=Side.VENDOR,
            vendor_id=vendor_id,
            vendor_name=vendor_name,
            by=None,
            at=AT,
        )
        people.grant_role(membership=member, role=role, unit=None, by=None, at=AT)
    world.members.setdefault((tenant.slug, role), member)
    return member
