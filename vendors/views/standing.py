"""Pages of a vendor's standing: grades, bans, exceptions, what stands against it."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from records import charts
from tenancy import fresh_factor
from tenancy.errors import NotAllowed
from tenancy.roles import Permission
from tenancy.web import TenantRequest, act, confirm, needs, now, tenant_url, today
from vendors.actions import ban as ban_verbs
from vendors.actions import override as verbs
from vendors.choices import BLOCKER_LABELS, DOCUMENT_KIND_LABELS, PURPOSE_LABELS, OverrideStatus
from vendors.forms.standing import BanForm, DecideForm, ExceptionForm, LiftForm
from vendors.lists.register import QUALIFICATION_TONES
from vendors.models import Vendor
from vendors.queries import bans, eligibility, rating, standing
from vendors.rules import may
from vendors.views.steps import Step, form_step, found_vendor, tabs_of, trail_of

OVERRIDE_TONES = {
    OverrideStatus.ASKED.value: "blue",
    OverrideStatus.APPROVED.value: "yellow",
    OverrideStatus.REFUSED.value: "red",
}


@require_safe
@needs(Permission.VENDOR_VIEW)
def vendor_standing(request: TenantRequest, vendor_id: int) -> HttpResponse:
    """How a vendor stands: the trend of its grades, bans, exceptions, and what stands against it today."""
    vendor = found_vendor(request, vendor_id)
    actor, on = request.actor, today(request)
    overrides = eligibility.overrides_visible_to(actor).filter(vendor=vendor).order_by("-asked_at", "-id")
    context: dict[str, Any] = {
        "vendor": vendor,
        "tone": QUALIFICATION_TONES.get(vendor.status, "grey"),
        "standing": standing.standing_of([vendor.id], unit_id=None, line_id=None, on=on)[vendor.id],
        "trend": _trend(rating.monthly(vendor.id, on=on)),
        "bans": [
            {"row": one, "state": bans.state_of(one, on), "actions": bans.allowed_actions(one, actor, on)}
            for one in bans.bans_of([vendor])[vendor.id]
        ],
        "overrides": [_shown_override(one, actor, on) for one in overrides[:100]],
        "checks": [
            {"purpose": purpose, "label": PURPOSE_LABELS[purpose], "blockers": found}
            for purpose, found in eligibility.blockers_by_purpose(vendor, on=on).items()
        ],
        "may_ask": may.may_edit_register(actor),
        "may_ban": may.may_ban(actor),
        "tabs": tabs_of(request, vendor, "vendors:vendor_standing"),
        "trail": trail_of(request, vendor),
    }
    return render(request, "vendors/vendor_standing.html", context)


def _shown_override(row: Any, actor: Any, on: date) -> dict[str, Any]:
    has_ended = row.status == OverrideStatus.APPROVED and row.valid_until < on
    return {
        "row": row,
        "tone": "grey" if has_ended else OVERRIDE_TONES.get(row.status, "grey"),
        "has_ended": has_ended,
        "paper": DOCUMENT_KIND_LABELS.get(row.document_kind, ""),
        "actions": [] if has_ended else eligibility.override_actions(row, actor),
    }


def _trend(months: list[rating.MonthMean]) -> dict[str, Any] | None:
    """Return the chart of the monthly means with its figures, or None where there is nothing to draw."""
    if not months:
        return None
    labels = [f"{one.month:%m}" for one in months]
    series = [charts.Series(_("Mean total"), [one.total for one in months])]

    def drawn(*, compact: bool) -> Any:
        return charts.trend(
            title=_("Grades of twelve months"),
            description=_("Mean of the published totals of each month"),
            labels=labels,
            series=series,
            compact=compact,
        )

    return {
        "svg": drawn(compact=False),
        "narrow": drawn(compact=True),
        "columns": [_("Month"), _("Mean total"), _("Grade")],
        "rows": [[f"{one.month:%Y-%m}", charts.shown(one.total), one.grade or "–"] for one in months],
    }


def _back(vendor_id: int) -> str:
    return tenant_url("vendors:vendor_standing", vendor_id)


def _step(request: TenantRequest, vendor: Vendor, *, title: str, button: str, done: str, **more: Any) -> Step:
    trail = trail_of(request, vendor, (_("Standing"), _back(vendor.id)))
    return Step(
        title=title,
        button=button,
        back=_back(vendor.id),
        trail=trail,
        pretitle=vendor.legal_name,
        done=done,
        **more,
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.VENDOR_BAN)
def ban_new(request: TenantRequest, vendor_id: int) -> HttpResponse:
    """Impose a ban; asks for a fresh proof of identity before the form is filled in."""
    vendor = found_vendor(request, vendor_id)
    here = tenant_url("vendors:vendor_ban_new", vendor.id)
    if (asked := fresh_factor.ask(request, back=here)) is not None:
        return asked
    form = BanForm(request.POST or None, initial={"starts_on": today(request)})
    step = _step(
        request,
        vendor,
        title=_("Ban this vendor"),
        button=_("Ban"),
        done=_("The ban is imposed."),
        hint=_("The ban follows the credit code: it also holds for a new name or a second entry."),
        danger=True,
    )
    return form_step(
        request,
        form,
        step,
        lambda: ban_verbs.impose_ban(vendor_id=vendor.id, **form.cleaned_data, by=request.actor, at=now()),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.VENDOR_BAN)
def ban_lift(request: TenantRequest, ban_id: int) -> HttpResponse:
    """Lift a ban before its time, with a reason and a fresh proof of identity."""
    row = get_object_or_404(bans.bans_visible_to(request.actor), id=ban_id)
    if (asked := fresh_factor.ask(request, back=tenant_url("vendors:ban_lift", row.pk))) is not None:
        return asked
    form = LiftForm(request.POST or None)
    step = _step(
        request,
        row.vendor,
        title=_("Lift the ban"),
        button=_("Lift the ban"),
        done=_("The ban is lifted."),
        hint=_("When no other ban holds, the vendor becomes a candidate again, not qualified."),
        danger=True,
    )
    return form_step(
        request,
        form,
        step,
        lambda: ban_verbs.lift_ban(ban_id=row.pk, reason=form.cleaned_data["reason"], by=request.actor, at=now()),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.VENDOR_EDIT)
def override_new(request: TenantRequest, vendor_id: int) -> HttpResponse:
    """Ask for an exception; the page of the standing fills in what it is about."""
    vendor = found_vendor(request, vendor_id)
    known = {"purpose": PURPOSE_LABELS, "code": BLOCKER_LABELS, "document_kind": DOCUMENT_KIND_LABELS}
    initial = {key: request.GET[key] for key, labels in known.items() if request.GET.get(key) in labels}
    form = ExceptionForm(request.POST or None, initial=initial)
    step = _step(
        request,
        vendor,
        title=_("Ask for an exception"),
        button=_("Ask"),
        done=_("The exception waits for a second person."),
        hint=_("A second person answers for it; it is shown on the vendor's page."),
    )
    return form_step(
        request,
        form,
        step,
        lambda: verbs.ask_override(vendor_id=vendor.id, **form.cleaned_data, by=request.actor, at=now()),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.VENDOR_OVERRIDE)
def override_decide(request: TenantRequest, override_id: int) -> HttpResponse:
    """Answer for an exception, or refuse it."""
    row = get_object_or_404(eligibility.overrides_visible_to(request.actor), id=override_id)
    if "decide" not in eligibility.override_actions(row, request.actor) and request.method == "GET":
        raise NotAllowed
    form = DecideForm(request.POST or None)
    about = DOCUMENT_KIND_LABELS.get(row.document_kind, BLOCKER_LABELS[row.code])
    step = _step(
        request,
        row.vendor,
        title=_("Decide about an exception"),
        button=_("Decide"),
        done=_("The decision is recorded."),
        hint=_("%(purpose)s in spite of “%(blocker)s: %(about)s”, until %(day)s. %(name)s: %(reason)s")
        % {
            "purpose": PURPOSE_LABELS[row.purpose],
            "blocker": BLOCKER_LABELS[row.code],
            "about": about,
            "day": row.valid_until.isoformat(),
            "name": row.asked_by_name,
            "reason": row.reason,
        },
    )
    return form_step(
        request,
        form,
        step,
        lambda: verbs.decide_override(
            override_id=row.pk,
            approve=form.cleaned_data["decision"] == "approve",
            note=form.cleaned_data["note"],
            by=request.actor,
            at=now(),
        ),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.VENDOR_VIEW)
def override_end(request: TenantRequest, override_id: int) -> HttpResponse:
    """Ask, then take an exception back."""
    row = get_object_or_404(eligibility.overrides_visible_to(request.actor), id=override_id)
    may.end_override(request.actor)
    back = _back(row.vendor_id)
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.end_override(override_id=row.pk, by=request.actor, at=now()),
            done=_("The exception is taken back."),
            to=back,
        )
    return confirm(
        request,
        title=_("Take the exception back?"),
        text=_("From now on the vendor is stopped again."),
        button=_("Take back"),
        back=back,
        danger=True,
    )
