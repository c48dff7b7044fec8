"""The tenant's rules and figures: dated versions, drafted by one person, approved by another (TEN-09)."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tenancy import fresh_factor, queries, setting_pages
from tenancy.actions import settings as verbs
from tenancy.choices import SettingsStatus
from tenancy.errors import DomainError
from tenancy.models import SettingsVersion
from tenancy.roles import Permission
from tenancy.setting_pages import DraftForm
from tenancy.web import TenantRequest, act, confirm, form_status, go, needs, now, refuse_on_form, tenant_url, today

TONES = {SettingsStatus.DRAFT: "yellow", SettingsStatus.APPROVED: "green", SettingsStatus.WITHDRAWN: "grey"}


def _known(area: str) -> str:
    if area not in settings.SETTING_AREAS:
        raise Http404
    return area


def _version(area: str, number: int) -> SettingsVersion:
    return get_object_or_404(queries.versions_of(_known(area)), number=number)


def _in_force(area: str, request: TenantRequest) -> SettingsVersion | None:
    try:
        return queries.settings_in_force(area, today(request))
    except SettingsVersion.DoesNotExist:
        return None


@require_GET
@needs(Permission.SETTINGS_VIEW)
def overview(request: TenantRequest) -> HttpResponse:
    """List the areas with the version in force and drafts that wait."""
    areas = [
        {
            "code": code,
            "label": label,
            "in_force": _in_force(code, request),
            "drafts": queries.versions_of(code).filter(status=SettingsStatus.DRAFT).count(),
        }
        for code, label in setting_pages.areas()
    ]
    return render(
        request,
        "tenancy/settings.html",
        {"areas": areas, "may_set_chains": request.actor.can(Permission.TENANT_MANAGE)},
    )


@require_GET
@needs(Permission.SETTINGS_VIEW)
def area(request: TenantRequest, area: str) -> HttpResponse:
    """List an area's versions, newest first, and show the one in force."""
    in_force = _in_force(_known(area), request)
    versions = list(queries.versions_of(area)[:100])
    context = {
        "area": area,
        "label": queries.setting_area(area).label,
        "versions": [(one, TONES[SettingsStatus(one.status)]) for one in versions],
        "in_force": in_force,
        "groups": setting_pages.groups_of(area, in_force.values) if in_force else [],
        "may_draft": request.actor.can(Permission.SETTINGS_DRAFT),
    }
    return render(request, "tenancy/settings_area.html", context)


@require_GET
@needs(Permission.SETTINGS_VIEW)
def version(request: TenantRequest, area: str, number: int) -> HttpResponse:
    """Show one version, what it changes, and what may be done with it."""
    found = _version(area, number)
    before = queries.versions_of(area).filter(number__lt=number, status=SettingsStatus.APPROVED).first()
    context = {
        "area": area,
        "label": queries.setting_area(area).label,
        "version": found,
        "tone": TONES[SettingsStatus(found.status)],
        "before": before,
        "changed": setting_pages.changed_lines(found, before),
        "groups": setting_pages.groups_of(area, found.values),
        "allowed_actions": queries.version_actions(found, request.actor),
        "is_own": found.created_by_id == request.actor.person_id and found.status == SettingsStatus.DRAFT,
    }
    return render(request, "tenancy/settings_version.html", context)


@require_GET
@needs(Permission.SETTINGS_VIEW)
def compare(request: TenantRequest, area: str) -> HttpResponse:
    """Show two versions side by side."""
    versions = list(queries.versions_of(_known(area))[:100])
    by_number = {str(one.number): one for one in versions}
    newer = by_number.get(request.GET.get("new", ""), versions[0] if versions else None)
    older = by_number.get(request.GET.get("old", ""), versions[1] if len(versions) > 1 else newer)
    if newer is None or older is None:
        raise Http404
    context = {
        "area": area,
        "label": queries.setting_area(area).label,
        "versions": versions,
        "newer": newer,
        "older": older,
        "groups": setting_pages.groups_of(area, newer.values, older.values),
    }
    return render(request, "tenancy/settings_compare.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.SETTINGS_DRAFT)
def draft(request: TenantRequest, area: str) -> HttpResponse:
    """Draft a new version from the one in force."""
    current = _in_force(_known(area), request)
    values = current.values if current else queries.setting_area(area).defaults()
    form = DraftForm(request.POST if request.method == "POST" else None, area=area, current=values)
    if request.method == "POST" and form.is_valid() and form.check():
        try:
            made = verbs.draft_settings(
                area=area,
                values=form.values(),
                effective_on=form.cleaned_data["effective_on"],
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=now(),
                today=today(request),
            )
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("Drafted. Somebody else approves it before it applies."))
            return go("tenancy:settings_version", area, made.number)
    context = {
        "area": area,
        "label": queries.setting_area(area).label,
        "form": form,
        "sections": [
            (label, fields, number, setting_pages.sum_of([one.value() for one in fields]))
            for label, fields, number in form.groups
        ],
    }
    return render(request, "tenancy/settings_draft.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
@needs(Permission.SETTINGS_APPROVE)
def approve(request: TenantRequest, area: str, number: int) -> HttpResponse:
    """Approve a draft, after asking."""
    found = _version(area, number)
    back = tenant_url("tenancy:settings_version", area, number)
    if request.method == "GET":
        return confirm(
            request,
            title=_("Approve version %(number)d?") % {"number": number},
            text=_("It applies from %(day)s and is never changed afterwards.")
            % {"day": found.effective_on.isoformat()},
            button=_("Approve"),
            back=back,
        )
    if (asked := fresh_factor.ask(request, back=back)) is not None:
        return asked
    return act(
        request,
        lambda: verbs.approve_settings(version_id=found.id, by=request.actor, at=now(), today=today(request)),
        done=_("Approved."),
        to=back,
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.SETTINGS_DRAFT)
def withdraw(request: TenantRequest, area: str, number: int) -> HttpResponse:
    """Withdraw a draft, after asking."""
    found = _version(area, number)
    back = tenant_url("tenancy:settings_version", area, number)
    if request.method == "GET":
        return confirm(
            request,
            title=_("Withdraw version %(number)d?") % {"number": number},
            text=_("The draft stays on record and can no longer be approved."),
            button=_("Withdraw"),
            back=back,
            danger=True,
        )
    return act(
        request,
        lambda: verbs.withdraw_settings(version_id=found.id, by=request.actor, at=now()),
        done=_("Withdrawn."),
        to=back,
    )
