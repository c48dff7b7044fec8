"""Owners' committee members admitted to a project (TEN-06)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenancy import owner_queries, queries
from tenancy.actions import owners
from tenancy.errors import DomainError
from tenancy.forms import AdmissionForm
from tenancy.models import OrgUnit
from tenancy.roles import Permission
from tenancy.web import TenantRequest, act, confirm, form_status, go, needs, now, refuse_on_form, tenant_url, today


@require_http_methods(["GET", "POST"])
@needs(Permission.TENANT_MANAGE)
def unit_admit(request: TenantRequest, pk: int) -> HttpResponse:
    """Admit an owners' committee member to a project."""
    project, on = get_object_or_404(OrgUnit, pk=pk), today(request)
    form = AdmissionForm(
        request.POST if request.method == "POST" else None,
        members=owner_queries.owners_of(project),
        lines=owner_queries.line_choices(on),
    )
    if request.method == "POST" and form.is_valid():
        entered = dict(form.cleaned_data)
        member = entered.pop("membership")
        try:
            owners.admit_owner(
                project_id=project.id, membership_id=member.id, **entered, by=request.actor, at=now(), on=on
            )
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("%(name)s is admitted.") % {"name": member.person.name})
            return go("tenancy:unit_detail", project.id)
    title = _("Admit an owners' committee member")
    context = {"form": form, "unit": project, "above": queries.above(project), "title": title}
    return render(request, "tenancy/unit_form.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
@needs(Permission.TENANT_MANAGE)
def admission_end(request: TenantRequest, pk: int) -> HttpResponse:
    """End an admission, after asking."""
    row = get_object_or_404(owner_queries.admissions(), pk=pk)
    back = tenant_url("tenancy:unit_detail", row.project_id)
    if request.method == "GET":
        names = {"name": row.membership.person.name, "project": row.project.name}
        return confirm(
            request,
            title=_("End the admission of %(name)s to %(project)s?") % names,
            text=_("From now on this person sees nothing of the project. The record stays."),
            button=_("End the admission"),
            back=back,
            danger=True,
        )
    return act(
        request,
        lambda: owners.end_admission(admission_id=row.id, by=request.actor, at=now()),
        done=_("Admission ended."),
        to=back,
    )
