"""Pages of the table of required papers (VEN-03)."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tenancy.errors import NotAllowed
from tenancy.roles import Permission
from tenancy.web import TenantRequest, act, confirm, needs, now, tenant_url
from vendors.actions import requirement as verbs
from vendors.choices import DOCUMENT_KIND_LABELS
from vendors.forms.papers import RequirementForm, UsesForm
from vendors.models import DocumentRequirement
from vendors.queries import eligibility
from vendors.rules import may
from vendors.views.steps import Step, form_step


def _found(request: TenantRequest, requirement_id: int) -> DocumentRequirement:
    if not may.may_edit_lines(request.actor):
        raise NotAllowed
    return get_object_or_404(eligibility.requirements(), id=requirement_id)


def _back() -> str:
    return tenant_url("vendors:requirement_list")


def _step(title: str, button: str, done: str) -> Step:
    trail = [(_("Vendors"), tenant_url("vendors:vendor_list")), (_("Required papers"), _back())]
    return Step(title=title, button=button, back=_back(), trail=trail, done=done)


@require_safe
@needs(Permission.VENDOR_VIEW)
def requirement_list(request: TenantRequest) -> HttpResponse:
    """Which papers vendors must have, and what stops without them."""
    rows = [{"row": one, "label": DOCUMENT_KIND_LABELS[one.kind]} for one in eligibility.requirements()]
    context = {"rows": rows, "may_edit": may.may_edit_lines(request.actor)}
    return render(request, "vendors/requirement_list.html", context)


@require_http_methods(["GET", "POST"])
def requirement_new(request: TenantRequest) -> HttpResponse:
    """Require another paper."""
    if not may.may_edit_lines(request.actor):
        raise NotAllowed
    uses = {"for_invitation": True, "for_signing": True, "for_settlement": True}
    form = RequirementForm(request.POST or None, initial=uses)
    return form_step(
        request,
        form,
        _step(_("Require a paper"), _("Require"), _("The paper is required from now on.")),
        lambda: verbs.require_paper(**form.cleaned_data, by=request.actor, at=now()),
    )


@require_http_methods(["GET", "POST"])
def requirement_change(request: TenantRequest, requirement_id: int) -> HttpResponse:
    """Change what a required paper is needed for."""
    row = _found(request, requirement_id)
    uses = {"for_invitation": row.for_invitation, "for_signing": row.for_signing, "for_settlement": row.for_settlement}
    form = UsesForm(request.POST or None, initial=uses)
    return form_step(
        request,
        form,
        _step(str(DOCUMENT_KIND_LABELS[row.kind]), _("Save"), _("The changes are saved.")),
        lambda: verbs.change_requirement(requirement_id=row.pk, **form.cleaned_data, by=request.actor, at=now()),
    )


@require_http_methods(["GET", "POST"])
def requirement_remove(request: TenantRequest, requirement_id: int) -> HttpResponse:
    """Ask, then require a paper no longer."""
    row = _found(request, requirement_id)
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.drop_requirement(requirement_id=row.pk, by=request.actor, at=now()),
            done=_("The paper is no longer required."),
            to=_back(),
        )
    return confirm(
        request,
        title=_("No longer require: %(paper)s?") % {"paper": DOCUMENT_KIND_LABELS[row.kind]},
        text=_("Nothing stops without it any more. Papers already handed in stay in the files."),
        button=_("No longer require"),
        back=_back(),
        danger=True,
    )
