"""Builds the tenants of the demo world: trees, people with logins, vendors."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from random import Random

from django.contrib.auth.hashers import make_password

from config.demo import places
from tenancy.actions import organisation, people
from tenancy.actions.owners import admit_owner
from tenancy.choices import Side, UnitKind
from tenancy.context import acting_for
from tenancy.models import Membership, OrgUnit, Person, Tenant
from tenancy.owner_queries import open_lines
from tenancy.roles import ROLE_LABELS, VENDOR_ROLES, Role
from tenancy.rules.actor import Actor, system_actor
from vendors.actions import vendor as vendor_verbs
from vendors.choices import Qualification
from vendors.models import ServiceLine, Vendor

PASSWORD = "demo-quality-2026"  # noqa: S105  printed on the login page of a demo, refused nowhere else


@dataclass
class Company:
    """One tenant of the demo world while it is being built."""

    tenant: Tenant
    plan: places.DemoTenant
    system: Actor
    projects: list[OrgUnit] = field(default_factory=list)
    companies: dict[int, OrgUnit] = field(default_factory=dict)
    vendors: dict[str, Vendor] = field(default_factory=dict)
    stories: dict[int, str] = field(default_factory=dict)
    lines: dict[str, ServiceLine] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)


def found_tenant(plan: places.DemoTenant, at: datetime) -> Company:
    """Create a tenant with its organisation tree and its outsourcing department."""
    tenant = organisation.create_tenant(
        slug=plan.slug, name=plan.name, short_name=plan.short_name, profile=plan.profile, at=at
    )
    company = Company(tenant, plan, system_actor(tenant.id))
    with acting_for(tenant):
        top = OrgUnit.objects.get(parent=None)
        for region, firms in plan.tree.items():
            above = _unit(top, UnitKind.REGION, region, at) if region else top
            for firm, sites in firms.items():
                owner = _unit(above, UnitKind.COMPANY, firm, at) if firm else above
                for site in sites:
                    project = _project(owner, site, at)
                    company.projects.append(project)
                    company.companies[project.id] = owner
        department = _unit(top, UnitKind.DEPARTMENT, "外包服务管理部", at)
        organisation.name_outsourcing_department(unit_id=department.id, by=None, at=at)
        company.lines = {line.code: line for line in ServiceLine.objects.all()}
    return company


def _unit(parent: OrgUnit, kind: str, name: str, at: datetime) -> OrgUnit:
    return organisation.add_unit(parent=parent, kind=kind, name=name, by=None, at=at)


def _project(owner: OrgUnit, site: places.Place, at: datetime) -> OrgUnit:
    project = organisation.add_unit(
        parent=owner, kind=UnitKind.PROJECT, name=site.name, occupied_households=site.households, by=None, at=at
    )
    for building in site.buildings:
        _unit(project, UnitKind.BUILDING, building, at)
    return project


def hire(company: Company, random: Random, at: datetime) -> None:
    """Give every role a login ``<role>@<tenant>.example``; people of the field work at their own company or site."""
    with acting_for(company.tenant):
        top = OrgUnit.objects.get(parent=None)
        first = company.projects[0]
        own_company = company.companies[first.id]
        place: dict[str, list[OrgUnit]] = {
            Role.PROPERTY_MANAGER: [own_company],
            Role.CUSTOMER_SERVICE: [own_company],
            Role.PROJECT_SUPERVISOR: company.projects[:2],
            Role.OWNER_REP: [first],
        }
        for role in Role:
            if role in VENDOR_ROLES:
                continue
            member = _join(company, role, places.person_name(random), at)
            for unit in place.get(role, [top]):
                people.grant_role(membership=member, role=role, unit=unit, by=None, at=at)
            company.members[role] = member
        admit_owner(
            project_id=first.id,
            membership_id=company.members[Role.OWNER_REP].id,
            capacity="bid_reviewer",
            lines=open_lines(at.date()),
            by=None,
            at=at,
            on=at.date(),
        )
        second = _join(company, f"{Role.PROJECT_SUPERVISOR}1", places.person_name(random), at)
        people.grant_role(membership=second, role=Role.PROJECT_SUPERVISOR, unit=own_company, by=None, at=at)
        company.members[f"{Role.PROJECT_SUPERVISOR}:{own_company.id}"] = second
        others = {unit.id: unit for unit in company.companies.values() if unit.id != own_company.id}
        for number, unit in enumerate(others.values(), 2):
            for role in (Role.PROPERTY_MANAGER, Role.CUSTOMER_SERVICE, Role.PROJECT_SUPERVISOR):
                member = _join(company, f"{role}{number}", places.person_name(random), at)
                people.grant_role(membership=member, role=role, unit=unit, by=None, at=at)
                company.members[f"{role}:{unit.id}"] = member


def _join(company: Company, login: str, name: str, at: datetime) -> Membership:
    member = people.add_member(
        email=f"{login}@{company.tenant.slug}.example", name=name, title=_job(login), by=None, at=at
    )
    _set_demo_password(member)
    return member


def _job(login: str) -> str:
    """Return what a person's card says: the job behind the login's role."""
    jobs = {
        Role.TENANT_ADMIN: "信息化专员",
        Role.GENERAL_MANAGER: "总经理",
        Role.QUALITY_OFFICER: "品质管理部主管",
        Role.PROPERTY_MANAGER: "物业经理",
        Role.PROJECT_SUPERVISOR: "环境主管",
        Role.CUSTOMER_SERVICE: "客服专员",
        Role.TENDER_OFFICER: "招采专员",
        Role.OFFICE_CUSTODIAN: "办公室主任",
        Role.LEGAL_REVIEWER: "法务专员",
        Role.FINANCE: "会计",
        Role.OWNER_REP: "业主委员会委员",
        Role.AUDITOR: "内审专员",
    }
    return jobs.get(Role(login.rstrip("0123456789")), "")


@cache
def _hashed_password() -> str:
    return make_password(PASSWORD)


def _set_demo_password(member: Membership) -> None:
    """Give the one password of the demo; hashed once, because a good hash costs a third of a second."""
    Person.objects.filter(id=member.person_id).update(password=_hashed_password())


def person_at(company: Company, role: str, project: OrgUnit) -> Membership:
    """Return who holds a field role at a project."""
    if role == Role.PROJECT_SUPERVISOR and project in company.projects[:2]:
        return company.members[role]
    return company.members.get(f"{role}:{company.companies[project.id].id}", company.members[role])


def engage_vendors(company: Company, known: list[places.DemoVendor], random: Random, at: datetime) -> None:
    """Register the vendors that serve this tenant, with their logins."""
    with acting_for(company.tenant):
        for one in known:
            if company.tenant.slug not in one.tenants:
                continue
            city = one.name[:2]
            vendor = vendor_verbs.register_vendor(
                legal_name=one.name,
                credit_code=one.credit_code,
                address=f"{city}路{random.randint(8, 620)}号",
                contact_name=places.person_name(random),
                contact_phone=places.phone(random),
                legal_representative=places.person_name(random),
                lines=[company.lines[code] for code in one.lines],
                licence_is_permanent=random.random() < 0.6,
                status=Qualification.QUALIFIED.value,
                by=company.system,
                at=at,
            )
            company.vendors[one.name] = vendor
            company.stories[vendor.id] = one.story


# tenant, vendor, role, login; the first person also works for the same vendor at the second tenant.
VENDOR_LOGINS = (
    ("jiahe", "诚修保洁服务有限公司", Role.VENDOR_MANAGER, "vendor_manager@jiahe.example"),
    ("binhai", "诚修保洁服务有限公司", Role.VENDOR_MANAGER, "vendor_manager@jiahe.example"),
    ("jiahe", "康盾保安服务有限公司", Role.VENDOR_SUPERVISOR, "vendor_supervisor@jiahe.example"),
    ("binhai", "百净保洁服务有限公司", Role.VENDOR_MANAGER, "vendor_manager@binhai.example"),
    ("binhai", "绿源园林绿化工程有限公司", Role.VENDOR_SUPERVISOR, "vendor_supervisor@binhai.example"),
    ("renxin", "雅集会务服务有限公司", Role.VENDOR_MANAGER, "vendor_manager@renxin.example"),
    ("renxin", "雅集会务服务有限公司", Role.VENDOR_SUPERVISOR, "vendor_supervisor@renxin.example"),
)


def admit_vendor_people(company: Company, random: Random, at: datetime) -> None:
    """Give the vendors of ``VENDOR_LOGINS`` their people."""
    with acting_for(company.tenant):
        for slug, name, role, email in VENDOR_LOGINS:
            if slug != company.tenant.slug:
                continue
            vendor = company.vendors[name]
            member = people.add_member(
                email=email,
                name=places.person_name(random),
                side=Side.VENDOR,
                vendor_id=vendor.id,
                vendor_name=vendor.legal_name,
                by=None,
                at=at,
            )
            _set_demo_password(member)
            people.grant_role(membership=member, role=role, unit=None, by=None, at=at)


def logins() -> list[dict[str, str]]:
    """Return the demo logins, in the order of a tour (shown on the login page of a demo only)."""
    found = []
    for plan in places.TENANTS:
        for role in Role:
            label = f"{plan.short_name} · {ROLE_LABELS[role]}"
            found.append({"login": f"{role}@{plan.slug}.example", "label": label, "password": PASSWORD})
    return found
