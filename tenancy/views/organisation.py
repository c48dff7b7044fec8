"""The organisation tree: shown whole, changed node by node (TEN-03, TEN-04)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenancy import owner_queries, queries
from tenancy.actions import organisation
from tenancy.choices import ALLOWED_BELOW
from tenancy.errors import DomainError
from tenancy.forms import NewUnitForm, TenantProfileForm, UnitForm
from tenancy.models import OrgUnit
from tenancy.roles import Permission
from tenancy.web import TenantRequest, act, confirm, form_status, go, needs, now, refuse_on_form, tenant_url


@require_GET
@needs(Permission.SETTINGS_VIEW)
def unit_list(request: TenantRequest) -> HttpResponse:
    """Show the tree; switched-off nodes only when asked for."""
    return render(
        request,
        "tenancy/unit_list.html",
        {
            "tree": queries.tree(request.actor, with_inactive=request.GET.get("all") == "1"),
            "inactive": queries.units_seen(request.actor).filter(is_active=False).count(),
            "with_inactive": request.GET.get("all") == "1",
            "department": queries.outsourcing_department(),
            "profile": request.tenant.get_profile_display(),
            "may_change": request.actor.can(Permission.TENANT_MANAGE),
        },
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.TENANT_MANAGE)
def tenant_profile(request: TenantRequest) -> HttpResponse:
    """Show what each profile sets, and choose the tenant's (TEN-02)."""
    initial = {"profile": request.tenant.profile}
    form = TenantProfileForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            organisation.set_profile(profile=form.cleaned_data["profile"], by=request.actor, at=now())
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("Saved."))
            return go("tenancy:unit_list")
    context = {"form": form, "effects": queries.profile_effects()}
    return render(request, "tenancy/tenant_profile.html", context, status=form_status(form))


@require_GET
@needs(Permission.SETTINGS_VIEW)
def unit_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """Show a node: facts, who works there, what may be done."""
    seen = queries.units_seen(request.actor)
    unit = get_object_or_404(seen, pk=pk)
    admissions = owner_queries.admissions_at(unit)
    return render(
        request,
        "tenancy/unit_detail.html",
        {
            "unit": unit,
            "above": queries.above(unit),
            "below": seen.filter(parent=unit).order_by("sort_key", "id"),
            "grants": queries.grants_at(unit),
            "allowed_actions": queries.unit_actions(unit, request.actor),
            "sees_people": request.actor.can(Permission.TENANT_MANAGE),
            "admissions": owner_queries.shown(admissions),
            "may_admit": owner_queries.may_admit(request.actor, unit),
        },
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.TENANT_MANAGE)
def unit_add(request: TenantRequest, pk: int) -> HttpResponse:
    """Add a node below another."""
    parent = get_object_or_404(OrgUnit, pk=pk)
    form = NewUnitForm(request.POST if request.method == "POST" else None, kinds=ALLOWED_BELOW[parent.kind])
    if request.method == "POST" and form.is_valid():
        try:
            unit = organisation.add_unit(parent=parent, by=request.actor, at=now(), **form.cleaned_data)
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("Added: %(name)s") % {"name": unit.name})
            return go("tenancy:unit_detail", unit.id)
    context = {"form": form, "unit": parent, "above": queries.above(parent), "title": _("Add a node")}
    return render(request, "tenancy/unit_form.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
@needs(Permission.TENANT_MANAGE)
def unit_change(request: TenantRequest, pk: int) -> HttpResponse:
    """Change a node's facts."""
    unit = get_object_or_404(OrgUnit, pk=pk)
    initial = {name: getattr(unit, name) for name in ("name", "code", "address", "occupied_households")}
    form = UnitForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            organisation.change_unit(unit_id=unit.id, by=request.actor, at=now(), **form.cleaned_data)
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("Saved."))
            return go("tenancy:unit_detail", unit.id)
    context = {"form": form, "unit": unit, "above": queries.above(unit), "title": _("Change a node")}
    return render(request, "tenancy/unit_form.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
@needs(Permission.TENANT_MANAGE)
def unit_switch_off(request: TenantRequest, pk: int) -> HttpResponse:
    """Switch a node off, after asking."""
    unit = get_object_or_404(OrgUnit, pk=pk)
    back = tenant_url("tenancy:unit_detail", unit.id)
    if request.method == "GET":
        return confirm(
            request,
            title=_("Switch off %(name)s?") % {"name": unit.name},
            text=_("It is no longer offered for new contracts and inspections. Its records stay readable."),
            button=_("Switch off"),
            back=back,
            danger=True,
        )
    return act(
        request,
        lambda: organisation.set_unit_active(unit_id=unit.id, is_active=False, by=request.actor, at=now()),
        done=_("Switched off."),
        to=back,
    )


@require_POST
@needs(Permission.TENANT_MANAGE)
def unit_switch_on(request: TenantRequest, pk: int) -> HttpResponse:
    """Switch a node on again."""
    unit = get_object_or_404(OrgUnit, pk=pk)
    return act(
        request,
        lambda: organisation.set_unit_active(unit_id=unit.id, is_active=True, by=request.actor, at=now()),
        done=_("Switched on."),
        to=tenant_url("tenancy:unit_detail", unit.id),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.TENANT_MANAGE)
def unit_name_department(request: TenantRequest, pk: int) -> HttpResponse:
    """Name the outsourcing management department, after asking (TEN-04)."""
    unit = get_object_or_404(OrgUnit, pk=pk)
    back = tenant_url("tenancy:unit_detail", unit.id)
    if request.method == "GET":
        return confirm(
            request,
            title=_("Name %(name)s the outsourcing management department?") % {"name": unit.name},
            text=_("There is one at a time. Contracts can be activated only while one is named."),
            button=_("Name it"),
            back=back,
        )
    return act(
        request,
        lambda: organisation.name_outsourcing_department(unit_id=unit.id, by=request.actor, at=now()),
        done=_("%(name)s is now the outsourcing management department.") % {"name": unit.name},
        to=back,
    )
