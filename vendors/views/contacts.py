"""Pages of a vendor's contact persons and branches (VEN-01)."""

from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenancy.roles import Permission
from tenancy.web import TenantRequest, act, confirm, needs, now, tenant_url
from vendors import queries
from vendors.actions import contact as verbs
from vendors.forms.standing import BranchForm, ContactForm
from vendors.models import Vendor, VendorBranch, VendorContact
from vendors.views.steps import Step, form_step, found_vendor, trail_of


def _step(request: TenantRequest, vendor: Vendor, title: str) -> Step:
    return Step(
        title=title,
        button=_("Save"),
        back=tenant_url("vendors:vendor_detail", vendor.id),
        trail=trail_of(request, vendor),
        pretitle=vendor.legal_name,
        done=_("The changes are saved."),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.VENDOR_EDIT)
def contact_new(request: TenantRequest, vendor_id: int) -> HttpResponse:
    """Add a contact person."""
    return _contact(request, found_vendor(request, vendor_id), None)


@require_http_methods(["GET", "POST"])
@needs(Permission.VENDOR_EDIT)
def contact_change(request: TenantRequest, contact_id: int) -> HttpResponse:
    """Change a contact person."""
    row = get_object_or_404(queries.contacts_visible_to(request.actor), id=contact_id)
    return _contact(request, row.vendor, row)


def _contact(request: TenantRequest, vendor: Vendor, row: VendorContact | None) -> HttpResponse:
    form = ContactForm(request.POST or None, initial=model_to_dict(row) if row else {})
    title = _("Change a contact person") if row else _("Add a contact person")
    return form_step(
        request,
        form,
        _step(request, vendor, title),
        lambda: verbs.save_contact(
            vendor_id=vendor.id,
            contact_id=row.pk if row else None,
            **form.cleaned_data,
            by=request.actor,
            at=now(),
        ),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.VENDOR_EDIT)
def contact_remove(request: TenantRequest, contact_id: int) -> HttpResponse:
    """Ask, then take a contact person off the page."""
    row = get_object_or_404(queries.contacts_visible_to(request.actor), id=contact_id)
    back = tenant_url("vendors:vendor_detail", row.vendor_id)
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.remove_contact(contact_id=row.pk, by=request.actor, at=now()),
            done=_("%(name)s is removed.") % {"name": row.name},
            to=back,
        )
    return confirm(
        request,
        title=_("Remove %(name)s?") % {"name": row.name},
        text=_("The journal keeps who it was."),
        button=_("Remove"),
        back=back,
        danger=True,
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.VENDOR_EDIT)
def branch_new(request: TenantRequest, vendor_id: int) -> HttpResponse:
    """Add a branch."""
    return _branch(request, found_vendor(request, vendor_id), None)


@require_http_methods(["GET", "POST"])
@needs(Permission.VENDOR_EDIT)
def branch_change(request: TenantRequest, branch_id: int) -> HttpResponse:
    """Change a branch."""
    row = get_object_or_404(queries.branches_visible_to(request.actor), id=branch_id)
    return _branch(request, row.vendor, row)


def _branch(request: TenantRequest, vendor: Vendor, row: VendorBranch | None) -> HttpResponse:
    form = BranchForm(request.POST or None, initial=model_to_dict(row) if row else {})
    title = _("Change a branch") if row else _("Add a branch")
    return form_step(
        request,
        form,
        _step(request, vendor, title),
        lambda: verbs.save_branch(
            vendor_id=vendor.id, branch_id=row.pk if row else None, **form.cleaned_data, by=request.actor, at=now()
        ),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.VENDOR_EDIT)
def branch_remove(request: TenantRequest, branch_id: int) -> HttpResponse:
    """Ask, then take a branch off the page."""
    row = get_object_or_404(queries.branches_visible_to(request.actor), id=branch_id)
    back = tenant_url("vendors:vendor_detail", row.vendor_id)
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.remove_branch(branch_id=row.pk, by=request.actor, at=now()),
            done=_("%(name)s is removed.") % {"name": row.name},
            to=back,
        )
    return confirm(
        request,
        title=_("Remove %(name)s?") % {"name": row.name},
        text=_("The journal keeps what it was."),
        button=_("Remove"),
        back=back,
        danger=True,
    )
