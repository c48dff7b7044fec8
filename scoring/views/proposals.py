"""Pages of proposals: rewards, penalties and acts before publication, corrections after it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from scoring.actions import adjustment as verbs
from scoring.forms import CorrectionForm, DecisionForm, MeasureForm
from scoring.models import Scorecard
from scoring.queries import cards
from scoring.views.cards import found
from tenancy.errors import DomainError
from tenancy.roles import Permission
from tenancy.web import TenantRequest, form_status, go, needs, now, refuse_on_form
from tenancy.web_errors import status_of


def _filled(form: forms.Form, verb: Callable[[], Any]) -> bool:
    """Call the verb for a valid form; False when it refuses, with the refusal on the form."""
    if not form.is_valid():
        return False
    try:
        verb()
    except DomainError as error:
        if status_of(error) == 403:
            raise
        refuse_on_form(form, error)
        return False
    return True


def _page(request: TenantRequest, card: Scorecard, form: forms.Form, **context: Any) -> HttpResponse:
    return render(request, "scoring/card_form.html", {"card": card, "form": form, **context}, status=form_status(form))


@require_http_methods(["GET", "POST"])
@needs(Permission.ADJUSTMENT_PROPOSE)
def adjustment_propose(request: TenantRequest, card_id: int) -> HttpResponse:
    """Propose a reward, a penalty or a proven act."""
    card = found(request, card_id)
    form = MeasureForm(request.POST or None)
    if request.method == "POST" and _filled(
        form,
        lambda: verbs.propose_adjustment(card_id=card.pk, measure=form.measure(), by=request.actor, at=now()),
    ):
        messages.success(request, _("The proposal waits for a second person's decision."))
        return go("scoring:card_detail", card.pk)
    return _page(request, card, form, title=_("Propose a reward or penalty"), button=_("Propose"))


@require_http_methods(["GET", "POST"])
@needs(Permission.ADJUSTMENT_PROPOSE)
def correction_propose(request: TenantRequest, card_id: int) -> HttpResponse:
    """Propose to compute a published card again."""
    card = found(request, card_id)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and _filled(
        form,
        lambda: verbs.propose_correction(
            card_id=card.pk, reason=form.cleaned_data["reason"], by=request.actor, at=now()
        ),
    ):
        messages.success(request, _("The proposal waits for a second person's decision."))
        return go("scoring:card_detail", card.pk)
    hint = _(
        "Approved, the card is computed again from today's evidence, as a new version. This version stays readable."
    )
    return _page(request, card, form, title=_("Propose a correction"), button=_("Propose"), hint=hint)


@require_http_methods(["GET", "POST"])
@needs(Permission.ADJUSTMENT_APPROVE)
def adjustment_decide(request: TenantRequest, adjustment_id: int) -> HttpResponse:
    """Approve or reject a reward, penalty or act."""
    row = get_object_or_404(cards.adjustments_visible_to(request.actor), id=adjustment_id)
    card = get_object_or_404(
        cards.current_cards(request.actor), contract_id=row.contract_id, line_id=row.line_id, month=row.month
    )
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and _filled(
        form,
        lambda: verbs.decide_adjustment(
            adjustment_id=row.pk,
            approve=form.cleaned_data["decision"] == "approve",
            note=form.cleaned_data["note"],
            by=request.actor,
            at=now(),
        ),
    ):
        messages.success(request, _("The decision is recorded."))
        return go("scoring:card_detail", card.pk)
    return _page(request, card, form, title=_("Decide a proposal"), button=_("Decide"), measure=row)


@require_http_methods(["GET", "POST"])
@needs(Permission.ADJUSTMENT_APPROVE)
def correction_decide(request: TenantRequest, correction_id: int) -> HttpResponse:
    """Approve or reject a correction."""
    row = get_object_or_404(cards.corrections_visible_to(request.actor), id=correction_id)
    card = found(request, row.card_id)
    form = DecisionForm(request.POST or None)
    decided: list[Any] = []
    if request.method == "POST" and _filled(
        form,
        lambda: decided.append(
            verbs.decide_correction(
                correction_id=row.pk,
                approve=form.cleaned_data["decision"] == "approve",
                note=form.cleaned_data["note"],
                by=request.actor,
                at=now(),
            )
        ),
    ):
        messages.success(request, _("The decision is recorded."))
        return go("scoring:card_detail", decided[0].new_card_id or card.pk)
    return _page(request, card, form, title=_("Decide a correction"), button=_("Decide"), correction=row)
