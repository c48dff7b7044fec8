"""Letters to bidders: one letter for staff and its own bidder, calls and collection (TND-23)."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tenancy.errors import NotAllowed
from tenancy.web import TenantRequest, now, tenant_url, today
from tendering.actions import letters as verbs
from tendering.forms.awards import CallForm, CollectionForm
from tendering.models import AwardLetter
from tendering.queries import awards, judging
from tendering.views.steps import Step, take_step


def _letter(request: TenantRequest, letter_id: int) -> AwardLetter:
    rows = awards.letters_visible_to(request.actor)
    if request.actor.is_vendor:
        raise NotAllowed
    letter = get_object_or_404(rows.select_related("tender__project"), id=letter_id)
    if not judging.may_organise(request.actor, letter.tender):
        raise NotAllowed
    return letter


@require_safe
def letter_detail(request: TenantRequest, public_id: UUID) -> HttpResponse:
    """One letter, for staff and for the bidder it is written to."""
    letter = get_object_or_404(awards.letters_visible_to(request.actor), public_id=public_id)
    context = {"letter": letter, "calls": [] if request.actor.is_vendor else list(letter.calls.all())}
    return render(request, "tendering/letter_detail.html", context)


@require_http_methods(["GET", "POST"])
def letter_call(request: TenantRequest, pk: int) -> HttpResponse:
    """Log a call to the bidder."""
    letter = _letter(request, pk)
    form = CallForm(request.POST or None)
    step = Step(
        title=_("Call to %(name)s") % {"name": letter.vendor.legal_name},
        button=_("Log the call"),
        done=_("The call is logged."),
        back=tenant_url("tendering:conclusion_detail", letter.tender_id),
        hint=f"{letter.vendor.contact_name} {letter.vendor.contact_phone}",
    )
    return take_step(
        request,
        letter.tender,
        form,
        lambda: verbs.log_call(letter_id=letter.id, **form.cleaned_data, by=request.actor, at=now()),
        step,
    )


@require_http_methods(["GET", "POST"])
def letter_collect(request: TenantRequest, pk: int) -> HttpResponse:
    """Record who collected a letter."""
    letter = _letter(request, pk)
    form = CollectionForm(request.POST or None, initial={"collected_on": today(request)})
    step = Step(
        title=_("Collection of letter %(number)s") % {"number": letter.number},
        button=_("Record the collection"),
        done=_("The collection is recorded."),
        back=tenant_url("tendering:conclusion_detail", letter.tender_id),
    )
    return take_step(
        request,
        letter.tender,
        form,
        lambda: verbs.record_collection(letter_id=letter.id, **form.cleaned_data, by=request.actor, at=now()),
        step,
    )
