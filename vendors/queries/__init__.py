"""Named reads of the register of vendors; the modules beside read papers, standing, ratings and exceptions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from records.rules.text import compact
from records.search import found_ids
from tenancy.choices import Side
from tenancy.context import current_tenant_id
from tenancy.filters import Offer
from tenancy.models import Membership, RoleGrant
from tenancy.queries import settings_in_force
from tenancy.roles import ROLE_PERMISSIONS, Permission, Role
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language
from vendors.models import ServiceLine, Vendor, VendorBackground, VendorBranch, VendorContact, VendorLine
from vendors.rules import may
from vendors.rules.credit_code import normalise
from vendors.rules.settings import VendorRules

NOUN = "vendors.vendor"  # as the search index knows vendors


@dataclass(frozen=True)
class Panel:
    """Something a room above shows on a vendor's page: a titled part with its own template."""

    title: Any
    template: str
    context: dict[str, Any]


def lines(*, with_inactive: bool = False) -> QuerySet[ServiceLine]:
    """Return the tenant's service lines in their order (VEN-13)."""
    rows = ServiceLine.objects.order_by("sort_order", "code")
    return rows if with_inactive else rows.filter(is_active=True)


def line_choices() -> list[tuple[str, str]]:
    """Return code and name of the active service lines, in the reader's language."""
    return [(line.code, in_language(line.names)) for line in lines()]


def line_by_name(text: str) -> ServiceLine | None:
    """Return the active line people call by this name: its code, a name in any language, or a synonym."""
    return line_index().get(compact(text).lower())


def line_index() -> dict[str, ServiceLine]:
    """Return every active line by each of its names in compact lower case, for imports of many rows (one query)."""
    index: dict[str, ServiceLine] = {}
    for line in lines():
        for name in [line.code, *line.names.values(), *line.synonyms]:
            index.setdefault(compact(name).lower(), line)
    return index


def vendors_visible_to(actor: Actor) -> QuerySet[Vendor]:
    """Return the vendors the actor may read; a vendor session sees itself, by the wall."""
    rows = Vendor.objects.all()
    return rows if may.see_vendors(actor) else rows.none()


def active_vendors() -> QuerySet[Vendor]:
    """Return the vendors that may be chosen for something new, by name."""
    return Vendor.objects.filter(is_active=True).order_by("sort_key", "id")


def vendors_offered() -> Offer:
    """Offer every vendor to a list's filter, also those switched off; behind a vendor's wall only that vendor."""
    return Offer(lambda: Vendor.objects.order_by("sort_key", "id"), "legal_name", lambda words: found_ids(NOUN, words))


def by_credit_code(code: str) -> Vendor | None:
    """Return the vendor with this code, however it is typed, or None."""
    written = normalise(code)
    return Vendor.objects.filter(credit_code=written).first() if written else None


def lines_of(vendor_ids: Iterable[int]) -> dict[int, list[ServiceLine]]:
    """Return the service lines of several vendors in their order (one query)."""
    found: dict[int, list[ServiceLine]] = defaultdict(list)
    rows = VendorLine.objects.filter(vendor_id__in=list(vendor_ids)).select_related("line")
    for row in rows.order_by("line__sort_order", "line__code"):
        found[row.vendor_id].append(row.line)
    return found


def background_of(vendor_id: int) -> str:
    """Return the tenant's notes about a vendor; empty behind a vendor's wall."""
    return VendorBackground.objects.filter(vendor_id=vendor_id).values_list("notes", flat=True).first() or ""


def people_of(vendor_id: int) -> QuerySet[Membership]:
    """Return the logins of a vendor's people in this tenant."""
    return (
        Membership.objects.filter(vendor_id=vendor_id, side=Side.VENDOR, tenant_id=current_tenant_id())
        .select_related("person")
        .prefetch_related("grants")
        .order_by("person__name", "id")
    )


def register_keepers() -> list[int]:
    """Return the active memberships of Party A that keep the register, by id: who is told of papers that expire."""
    roles = [role.value for role, held in ROLE_PERMISSIONS.items() if Permission.VENDOR_EDIT in held]
    return _members_with(roles, vendor_id=None)


def managers_of(vendor_id: int) -> list[int]:
    """Return the active memberships of a vendor's managers, by id."""
    return _members_with([Role.VENDOR_MANAGER.value], vendor_id=vendor_id)


def _members_with(roles: list[str], *, vendor_id: int | None) -> list[int]:
    grants = RoleGrant.objects.filter(
        role__in=roles,
        membership__vendor_id=vendor_id,
        membership__is_active=True,
        membership__person__is_active=True,
    )
    return sorted(set(grants.values_list("membership_id", flat=True)))


def rules_on(on: date) -> VendorRules:
    """Return the room's figures in force on a day (TEN-09)."""
    return VendorRules.from_json(settings_in_force("vendors", on).values)


def allows_individuals(on: date) -> bool:
    """Whether the tenant accepts individuals on a day (VEN-02, X-13)."""
    return rules_on(on).allow_individuals


def panels(actor: Actor, vendor: Vendor) -> list[Panel]:
    """Return what the rooms above show about a vendor (``config.registry.VENDOR_PANELS``)."""
    found = []
    for path in settings.VENDOR_PANELS:
        module, _dot, name = path.rpartition(".")
        panel = getattr(import_module(module), name)(actor, vendor)
        if panel is not None:
            found.append(panel)
    return found


def allowed_actions(vendor: Vendor, actor: Actor) -> list[str]:
    """Return what the actor may do with the vendor now; buttons and the API read the same list."""
    actions = []
    if may.may_edit_register(actor):
        actions += ["change", "deactivate" if vendor.is_active else "activate"]
    if may.may_invite(actor) and vendor.is_active:
        actions.append("invite")
    return actions


def with_line(rows: QuerySet[Vendor], line_id: int) -> QuerySet[Vendor]:
    """Return the vendors that work in a line."""
    return rows.filter(id__in=VendorLine.objects.filter(line_id=line_id).values("vendor_id"))


def search_words(vendor: Vendor) -> list[str]:
    """Return what the search finds a vendor by."""
    return [vendor.legal_name, vendor.credit_code, vendor.contact_name, vendor.legal_representative]


def related_to(vendor: Vendor) -> list[Vendor]:
    """Return the other vendors with the same credit code or the same legal representative, by name (VEN-14)."""
    same = Q()
    if vendor.credit_code:
        same |= Q(credit_code=vendor.credit_code)
    if vendor.legal_representative:
        same |= Q(legal_representative=vendor.legal_representative)
    if not same:
        return []
    return list(Vendor.objects.filter(same).exclude(id=vendor.id).order_by("sort_key", "id")[:50])


def contacts_of(vendor_id: int) -> list[VendorContact]:
    """Return a vendor's contact persons, the first contact on top."""
    return list(VendorContact.objects.filter(vendor_id=vendor_id).order_by("-is_primary", "name", "id"))


def branches_of(vendor_id: int) -> list[VendorBranch]:
    """Return a vendor's branches by name."""
    return list(VendorBranch.objects.filter(vendor_id=vendor_id).order_by("name", "id"))


def contacts_visible_to(actor: Actor) -> QuerySet[VendorContact]:
    """Return the contact persons the actor may read; a vendor's own by the wall."""
    rows = VendorContact.objects.select_related("vendor").order_by("id")
    return rows if may.see_vendors(actor) else rows.none()


def branches_visible_to(actor: Actor) -> QuerySet[VendorBranch]:
    """Return the branches the actor may read; a vendor's own by the wall."""
    rows = VendorBranch.objects.select_related("vendor").order_by("id")
    return rows if may.see_vendors(actor) else rows.none()


def named(rows: QuerySet[Vendor], text: str) -> QuerySet[Vendor]:
    """Return the vendors with exactly this legal name or code."""
    return rows.filter(Q(legal_name=text.strip()) | Q(credit_code=normalise(text)))
