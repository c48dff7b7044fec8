"""What the pages of this room share: a form that ends in one verb, and the tabs of a vendor's pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tenancy.errors import DomainError
from tenancy.web import TenantRequest, form_status, refuse_on_form, tenant_url
from tenancy.web_errors import status_of
from vendors import queries
from vendors.models import Vendor
from vendors.rules import may


@dataclass(frozen=True)
class Step:
    """A page with one form: what it is called, where it stands, what it says when done."""

    title: str
    button: str
    back: str
    trail: Sequence[tuple[str, str]]
    done: str
    pretitle: str = ""
    hint: str = ""
    danger: bool = False


def form_step(request: TenantRequest, form: forms.Form, step: Step, verb: Callable[[], Any]) -> HttpResponse:
    """Show the form, or call the verb with what was typed: redirect when done, the form with the refusal otherwise."""
    if request.method == "POST" and form.is_valid():
        try:
            verb()
        except DomainError as error:
            if status_of(error) == 403:
                raise
            refuse_on_form(form, error)
        else:
            messages.success(request, step.done)
            return HttpResponseRedirect(step.back)
    return render(request, "vendors/step_form.html", {"form": form, "step": step}, status=form_status(form))


def found_vendor(request: TenantRequest, vendor_id: int) -> Vendor:
    """Return a vendor the actor may see, or 404."""
    return get_object_or_404(queries.vendors_visible_to(request.actor), id=vendor_id)


def trail_of(request: TenantRequest, vendor: Vendor, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way to a page of a vendor: the register for Party A, its own page for the vendor."""
    detail = (vendor.legal_name, tenant_url("vendors:vendor_detail", vendor.id))
    first = [] if request.actor.is_vendor else [(_("Vendors"), tenant_url("vendors:vendor_list"))]
    return [*first, detail, *more]


def tabs_of(request: TenantRequest, vendor: Vendor, active: str) -> list[dict[str, Any]]:
    """Return the tabs of a vendor's pages that the actor may open."""
    actor = request.actor
    offered = [("vendors:vendor_detail", _("Facts"), True)]
    offered.append(("vendors:vendor_papers", pgettext("vendor", "Papers"), may.see_papers(actor)))
    offered.append(("vendors:vendor_standing", _("Standing"), not actor.is_vendor))
    return [
        {"label": label, "url": tenant_url(name, vendor.id), "active": name == active}
        for name, label, is_offered in offered
        if is_offered
    ]
