"""Pages of the opening: application to unseal, signature, opening, hand-over, printed copies (TND-13, TND-14)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tenancy import fresh_factor
from tenancy.errors import DomainError, NotAllowed
from tenancy.web import TenantRequest, act, confirm, form_status, go, now, tenant_url
from tenancy.web_errors import refusal
from tendering.actions import opening, unsealing
from tendering.choices import SHARE_HOLDER_LABELS
from tendering.forms.fields import ReasonForm
from tendering.forms.opening import OpenForm, PrintForm, SignForm
from tendering.models import Tender
from tendering.queries import desk, seals
from tendering.views.tenders import found, head, refuse

TAB = "tendering:tender_opening"


@require_safe
def tender_opening(request: TenantRequest, tender_id: int) -> HttpResponse:
    """The seal, the application with its signature, and what the opening brought."""
    row = found(request, tender_id)
    handover = seals.handover_of(row)
    context = head(request, row, TAB) | {
        "seal": seals.seal_of(row),
        "applications": seals.applications_of(row),
        "handover": handover,
        "holders": [SHARE_HOLDER_LABELS[one] for one in handover.holders] if handover else [],
        "prints": seals.prints_of(row),
        "actions": desk.opening_actions(row, request.actor),
    }
    return render(request, "tendering/tender_opening.html", context)


@require_http_methods(["GET", "POST"])
def tender_unseal_apply(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Ask, then apply to unseal at the tender's opening time."""
    row = found(request, tender_id)
    back = tenant_url(TAB, row.id)
    if request.method == "POST":
        return act(
            request,
            lambda: unsealing.apply_to_unseal(tender_id=row.id, by=request.actor, at=now()),
            done=_("The application waits for the general manager's signature."),
            to=back,
        )
    return confirm(
        request,
        title=_("Apply to unseal?"),
        text=_("The application states the exact opening time of the tender. A change of dates makes it void."),
        button=_("Apply"),
        back=back,
    )


@sensitive_post_parameters("passphrase")
@require_http_methods(["GET", "POST"])
def tender_unseal_sign(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Show the exact text and take the general manager's signature (TND-13)."""
    row = found(request, tender_id)
    standing = seals.application_of(row)
    if request.method == "GET" and "sign" not in desk.opening_actions(row, request.actor):
        raise NotAllowed
    here = tenant_url("tendering:tender_unseal_sign", row.id)
    if (asked := fresh_factor.ask(request, back=here)) is not None:
        return asked
    form = SignForm(request.POST or None, initial={"statement": standing.statement if standing else ""})
    if request.method == "POST" and form.is_valid():
        try:
            unsealing.sign_unsealing(tender_id=row.id, **form.cleaned_data, is_fresh=True, by=request.actor, at=now())
        except DomainError as error:
            if isinstance(error, NotAllowed):
                return refusal(request, error)
            refuse(form, error)
        else:
            messages.success(request, _("The unsealing is signed."))
            return go(TAB, row.id)
    context = {"form": form, "tender": row, "application": standing, "back": tenant_url(TAB, row.id)}
    return render(request, "tendering/tender_unseal_sign.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
def tender_unseal_revoke(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Ask for the reason, then take the signature back."""
    row = found(request, tender_id)
    if request.method == "GET" and "revoke" not in desk.opening_actions(row, request.actor):
        raise NotAllowed
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            unsealing.revoke_signature(tender_id=row.id, **form.cleaned_data, by=request.actor, at=now())
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The signature is taken back; the application is void."))
            return go(TAB, row.id)
    context = {
        "form": form,
        "title": _("Take the signature back?"),
        "text": _("The application becomes void; the organiser must apply again."),
        "button": _("Take the signature back"),
        "back": tenant_url(TAB, row.id),
        "danger": True,
    }
    return render(request, "_components/confirm_page.html", context, status=form_status(form))


@sensitive_post_parameters("manager_passphrase", "custodian_passphrase", "recovery_share")
@require_http_methods(["GET", "POST"])
def tender_open(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Open papers and bids: two share holders type their secrets on one screen."""
    row = found(request, tender_id)
    if request.method == "GET" and "open" not in desk.opening_actions(row, request.actor):
        raise NotAllowed
    here = tenant_url("tendering:tender_open", row.id)
    if (asked := fresh_factor.ask(request, back=here)) is not None:
        return asked
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = opening.Secrets(**form.cleaned_data)
        try:
            opening.open_tender(tender_id=row.id, secrets_typed=typed, by=request.actor, at=now())
        except DomainError as error:
            # The refusal is on record: it must not be rolled back with the page.
            if isinstance(error, NotAllowed):
                return refusal(request, error)
            refuse(form, error)
        else:
            messages.success(request, _("Papers and bids are open."))
            return go(TAB, row.id)
    return _open_page(request, row, form)


def _open_page(request: TenantRequest, row: Tender, form: OpenForm) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "tender": row,
        "application": seals.application_of(row),
        "clock": seals.database_clock(),
        "back": tenant_url(TAB, row.id),
    }
    answer = render(request, "tendering/tender_open.html", context, status=form_status(form))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
def tender_print(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Record printed copies of the unsealed papers (TND-14)."""
    row = found(request, tender_id)
    if request.method == "GET" and "print" not in desk.opening_actions(row, request.actor):
        raise NotAllowed
    form = PrintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opening.record_print(tender_id=row.id, **form.cleaned_data, by=request.actor, at=now())
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The copies are recorded."))
            return go(TAB, row.id)
    context = {
        "form": form,
        "tender": row,
        "title": _("Record printed copies"),
        "hint": _("Every printing is recorded with its number and with who received the copies."),
        "back": tenant_url(TAB, row.id),
    }
    return render(request, "tendering/tender_duty.html", context, status=form_status(form))
