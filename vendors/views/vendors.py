"""Pages of the vendor register."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from records.queries import timeline
from tenancy.errors import DomainError, NotAllowed
from tenancy.listing import ListPage
from tenancy.roles import ROLE_LABELS, Permission, Role
from tenancy.web import TenantRequest, act, confirm, form_status, go, needs, now, refuse_on_form, tenant_url, today
from vendors import queries
from vendors.actions import people, vendor
from vendors.errors import DuplicateVendor
from vendors.forms.register import InviteForm, RegisterForm, VendorFacts, facts_of
from vendors.lists.register import QUALIFICATION_TONES, VENDORS
from vendors.models import Vendor
from vendors.queries import eligibility
from vendors.rules import may
from vendors.views.steps import found_vendor, tabs_of


@require_safe
@needs(Permission.VENDOR_VIEW)
def vendor_list(request: TenantRequest) -> HttpResponse:
    """The register: search, filters, sort, columns, export."""
    page = ListPage(VENDORS, request.GET, request.actor, path=request.path)
    return render(
        request, "vendors/vendor_list.html", {"page": page, "may_register": may.may_edit_register(request.actor)}
    )


@require_safe
def vendor_own(request: TenantRequest) -> HttpResponse:
    """A vendor's own record."""
    if request.actor.vendor_id is None:
        raise Http404
    return _detail(request, found_vendor(request, request.actor.vendor_id))


@require_safe
def vendor_detail(request: TenantRequest, vendor_id: int) -> HttpResponse:
    """Everything about a vendor: facts, lines, people, and what the rooms above know."""
    return _detail(request, found_vendor(request, vendor_id))


def _detail(request: TenantRequest, row: Vendor) -> HttpResponse:
    actor = request.actor
    context: dict[str, Any] = {
        "vendor": row,
        "lines": queries.lines_of([row.id]).get(row.id, []),
        "tone": QUALIFICATION_TONES.get(row.status, "grey") if row.is_active else "grey",
        "licence_is_over": row.licence_valid_until is not None and row.licence_valid_until < today(request),
        "panels": queries.panels(actor, row),
        "actions": queries.allowed_actions(row, actor),
        "tabs": tabs_of(request, row, "vendors:vendor_detail"),
        "contacts": queries.contacts_of(row.id),
        "branches": queries.branches_of(row.id),
    }
    if not actor.is_vendor:
        context["notes"] = queries.background_of(row.id)
        context["related"] = queries.related_to(row)
        context["passes"] = eligibility.overrides_visible_to(actor).filter(
            vendor=row, status="approved", valid_until__gte=today(request)
        )
        context["people"] = [
            {"row": one, "roles": [ROLE_LABELS[Role(grant.role)] for grant in one.grants.all()]}
            for one in queries.people_of(row.id)
        ]
        context["entries"] = timeline(row)
    return render(request, "vendors/vendor_detail.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.VENDOR_EDIT)
def vendor_new(request: TenantRequest) -> HttpResponse:
    """Register a vendor."""
    individuals = queries.allows_individuals(today(request))
    form = RegisterForm(request.POST or None, accepts_individuals=individuals)
    double = None
    if request.method == "POST" and form.is_valid():
        try:
            row = vendor.register_vendor(**_typed(form), by=request.actor, at=now())
        except DomainError as error:
            refuse_on_form(form, error)
            double = error if isinstance(error, DuplicateVendor) else None
        else:
            messages.success(request, _("%(name)s is registered.") % {"name": row.legal_name})
            return go("vendors:vendor_detail", row.id)
    return render(
        request,
        "vendors/vendor_form.html",
        {"form": form, "double": double, "back": tenant_url("vendors:vendor_list")},
        status=form_status(form),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.VENDOR_EDIT)
def vendor_change(request: TenantRequest, vendor_id: int) -> HttpResponse:
    """Change a vendor's facts."""
    row = found_vendor(request, vendor_id)
    individuals = row.form == "individual" or queries.allows_individuals(today(request))
    form = VendorFacts(request.POST or None, accepts_individuals=individuals, initial=facts_of(row))
    double = None
    if request.method == "POST" and form.is_valid():
        try:
            vendor.change_vendor(vendor_id=row.id, **_typed(form), by=request.actor, at=now())
        except DomainError as error:
            refuse_on_form(form, error)
            double = error if isinstance(error, DuplicateVendor) else None
        else:
            messages.success(request, _("The changes are saved."))
            return go("vendors:vendor_detail", row.id)
    return render(
        request,
        "vendors/vendor_form.html",
        {"form": form, "vendor": row, "double": double, "back": tenant_url("vendors:vendor_detail", row.id)},
        status=form_status(form),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.VENDOR_EDIT)
def vendor_set_active(request: TenantRequest, vendor_id: int, is_active: bool) -> HttpResponse:
    """Ask, then switch a vendor off or on."""
    row = found_vendor(request, vendor_id)
    back = tenant_url("vendors:vendor_detail", row.id)
    if request.method == "POST":
        return act(
            request,
            lambda: vendor.set_active(vendor_id=row.id, is_active=is_active, by=request.actor, at=now()),
            done=_("The vendor is switched on.") if is_active else _("The vendor is switched off."),
            to=back,
        )
    return confirm(
        request,
        title=_("Switch %(name)s on?") % {"name": row.legal_name}
        if is_active
        else _("Switch %(name)s off?") % {"name": row.legal_name},
        text=_("It can be chosen for new contracts again.")
        if is_active
        else _("It can no longer be chosen for anything new. Running contracts go on."),
        button=_("Switch on") if is_active else _("Switch off"),
        back=back,
        danger=not is_active,
    )


@require_http_methods(["GET", "POST"])
def vendor_invite(request: TenantRequest, vendor_id: int) -> HttpResponse:
    """Give a person of the vendor a login."""
    row = found_vendor(request, vendor_id)
    if not may.may_invite(request.actor):
        raise NotAllowed
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            people.invite_person(vendor_id=row.id, **form.cleaned_data, by=request.actor, at=now())
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("An invitation mail is on its way."))
            return go("vendors:vendor_detail", row.id)
    return render(
        request,
        "vendors/vendor_invite.html",
        {"form": form, "vendor": row, "back": tenant_url("vendors:vendor_detail", row.id)},
        status=form_status(form),
    )


def _typed(form: VendorFacts) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    values["lines"] = list(values["lines"])
    return values
