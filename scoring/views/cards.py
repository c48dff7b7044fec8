"""Pages of scorecards: list, card with receipt, the steps to publication, print."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from records.actions.printing import order_paper
from records.models import PrintedDocument
from scoring.actions import card as verbs
from scoring.choices import CardStatus
from scoring.forms import EvaluationForm
from scoring.lists import CARDS
from scoring.models import Scorecard
from scoring.queries import cards
from scoring.views.shown import card_context
from tenancy.errors import DomainError, NotAllowed
from tenancy.listing import ListPage
from tenancy.roles import Permission
from tenancy.web import TenantRequest, act, confirm, form_status, go, needs, now, refuse_on_form, tenant_url
from tenancy.web_errors import status_of

MOST_AT_ONCE = 500


def found(request: TenantRequest, card_id: int) -> Scorecard:
    """Return a card the actor may see, or 404."""
    rows = cards.cards_visible_to(request.actor).select_related(
        "contract", "vendor", "project", "line", "settings_version", "evaluated_by", "confirmed_by", "published_by"
    )
    return get_object_or_404(rows, id=card_id)


@require_GET
def card_list(request: TenantRequest) -> HttpResponse:
    """All cards the actor may see; a vendor's own published ones."""
    if not (request.actor.can(Permission.CARD_VIEW) or request.actor.can(Permission.OWN_CARDS)):
        raise NotAllowed
    page = ListPage(CARDS, request.GET, request.actor, path=request.path)
    month = request.GET.get("month", "")
    return render(
        request,
        "scoring/card_list.html",
        {"page": page, "may_publish": request.actor.can(Permission.CARD_PUBLISH), "month": month},
    )


@require_GET
def card_detail(request: TenantRequest, card_id: int) -> HttpResponse:
    """One card: total, components, trend, receipt with evidence behind every line."""
    card = found(request, card_id)
    return render(request, "scoring/card_detail.html", card_context(card, request.actor))


@require_http_methods(["GET", "POST"])
@needs(Permission.CARD_EVALUATE)
def card_evaluate(request: TenantRequest, card_id: int) -> HttpResponse:
    """Write the monthly evaluation."""
    card = found(request, card_id)
    form = EvaluationForm(request.POST or None, initial={"evaluation": card.evaluation})
    if request.method == "POST" and form.is_valid():
        try:
            verbs.evaluate_card(card_id=card.pk, evaluation=form.cleaned_data["evaluation"], by=request.actor, at=now())
        except DomainError as error:
            if status_of(error) == 403:
                raise
            refuse_on_form(form, error)
        else:
            messages.success(request, _("The evaluation is saved."))
            return go("scoring:card_detail", card.pk)
    return render(
        request,
        "scoring/card_form.html",
        {"card": card, "form": form, "title": _("Monthly evaluation"), "button": _("Save the evaluation")},
        status=form_status(form),
    )


@require_POST
@needs(Permission.CARD_CONFIRM)
def card_confirm(request: TenantRequest, card_id: int) -> HttpResponse:
    """Confirm an evaluated card."""
    card = found(request, card_id)
    return act(
        request,
        lambda: verbs.confirm_card(card_id=card.pk, by=request.actor, at=now()),
        done=_("The card is confirmed."),
        to=tenant_url("scoring:card_detail", card.pk),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.CARD_PUBLISH)
def card_publish(request: TenantRequest, card_id: int) -> HttpResponse:
    """Ask, then publish one card."""
    card = found(request, card_id)
    back = tenant_url("scoring:card_detail", card.pk)
    if request.method == "GET":
        return confirm(
            request,
            title=_("Publish this scorecard?"),
            text=_("The vendor will see it, and its figures are frozen: a later change makes a new version beside it."),
            button=_("Publish"),
            back=back,
        )
    return act(
        request,
        lambda: verbs.publish_card(card_id=card.pk, by=request.actor, at=now()),
        done=_("The card is published."),
        to=back,
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.CARD_PUBLISH)
def card_publish_many(request: TenantRequest) -> HttpResponse:
    """Choose among the confirmed cards, publish them, and report card by card."""
    rows = cards.current_cards(request.actor).filter(status=CardStatus.CONFIRMED.value).order_by("-month", "id")
    listed = list(rows[:MOST_AT_ONCE])
    report = None
    if request.method == "POST":
        asked = {int(one) for one in request.POST.getlist("card") if one.isascii() and one.isdigit() and len(one) < 19}
        known = {row.pk: row for row in cards.current_cards(request.actor).filter(id__in=asked)}
        outcomes = verbs.publish_cards(card_ids=list(known), by=request.actor, at=now())
        report = [(known[one.card_id], one) for one in outcomes]
        listed = list(rows[:MOST_AT_ONCE])
    return render(request, "scoring/card_publish_many.html", {"cards": listed, "report": report})


@require_POST
def card_print(request: TenantRequest, card_id: int) -> HttpResponse:
    """Order the monthly scorecard as a PDF; the same inputs give the stored file."""
    card = found(request, card_id)
    made = order_paper("scoring.card", {"card_id": card.pk}, by=request.actor, at=now())
    if isinstance(made, PrintedDocument):
        return HttpResponseRedirect(tenant_url("records:document_detail", made.pk))
    return HttpResponseRedirect(tenant_url("records:job_detail", made.pk))
