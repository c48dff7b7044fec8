"""Pages of the service lines (VEN-13)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenancy.errors import DomainError, NotAllowed
from tenancy.roles import Permission
from tenancy.web import TenantRequest, act, form_status, go, needs, now, refuse_on_form, tenant_url
from vendors import queries
from vendors.actions import line as verbs
from vendors.forms.register import LineForm
from vendors.models import ServiceLine
from vendors.rules import may


@require_safe
@needs(Permission.VENDOR_VIEW)
def line_list(request: TenantRequest) -> HttpResponse:
    """The tenant's service lines with their names in all languages."""
    return render(
        request,
        "vendors/line_list.html",
        {"lines": queries.lines(with_inactive=True), "may_edit": may.may_edit_lines(request.actor)},
    )


@require_http_methods(["GET", "POST"])
def line_new(request: TenantRequest) -> HttpResponse:
    """Add a line of the tenant's own."""
    if not may.may_edit_lines(request.actor):
        raise NotAllowed
    form = LineForm(request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        try:
            row = verbs.add_line(**form.cleaned_data, by=request.actor, at=now())
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("%(name)s is added.") % {"name": str(row)})
            return go("vendors:line_list")
    return render(request, "vendors/line_form.html", {"form": form, "back": _back()}, status=form_status(form))


@require_http_methods(["GET", "POST"])
def line_change(request: TenantRequest, line_id: int) -> HttpResponse:
    """Change what a line is called."""
    if not may.may_edit_lines(request.actor):
        raise NotAllowed
    row = get_object_or_404(ServiceLine, id=line_id)
    initial = {
        "name_zh_hans": row.names.get("zh-hans", ""),
        "name_zh_hant": row.names.get("zh-hant", ""),
        "name_en": row.names.get("en", ""),
        "synonyms": "、".join(row.synonyms),
    }
    form = LineForm(request.POST or None, is_new=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.change_line(line_id=row.id, **form.cleaned_data, by=request.actor, at=now())
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("The changes are saved."))
            return go("vendors:line_list")
    return render(
        request, "vendors/line_form.html", {"form": form, "line": row, "back": _back()}, status=form_status(form)
    )


@require_POST
def line_set_active(request: TenantRequest, line_id: int, is_active: bool) -> HttpResponse:
    """Offer a line for new things, or no longer."""
    if not may.may_edit_lines(request.actor):
        raise NotAllowed
    row = get_object_or_404(ServiceLine, id=line_id)
    return act(
        request,
        lambda: verbs.set_line_active(line_id=row.id, is_active=is_active, by=request.actor, at=now()),
        done=_("The service line is offered again.") if is_active else _("The service line is no longer offered."),
        to=_back(),
    )


def _back() -> str:
    return tenant_url("vendors:line_list")
