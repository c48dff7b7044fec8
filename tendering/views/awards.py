"""Pages of the award: opinion, meeting, report, decision, next candidate, re-check (TND-22, TND-24, TND-27)."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from records.models import Approval
from tenancy import fresh_factor
from tenancy.errors import NotAllowed
from tenancy.web import TenantRequest, act, confirm, now, tenant_url, today
from tendering.actions import awards as verbs
from tendering.actions import contracting, letters
from tendering.forms.awards import AwardForm, LettersForm, MeetingForm, NextCandidateForm, OpinionForm, RecheckForm
from tendering.models import Tender
from tendering.queries import awards, judging, standing
from tendering.views.opened import opened_tender
from tendering.views.steps import Step, take_step
from tendering.views.tenders import head


def _organised(request: TenantRequest, tender_id: int) -> Tender:
    """Return a tender the actor organises. Raises NotAllowed."""
    tender = opened_tender(request, tender_id)
    if not judging.may_organise(request.actor, tender):
        raise NotAllowed
    return tender


def _back(tender: Tender) -> str:
    return tenant_url("tendering:conclusion_detail", tender.id)


@require_safe
def conclusion_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """Everything from the ranking to the contract, and the letters."""
    tender = opened_tender(request, pk)
    found = awards.awards_of(tender)
    live = found[0] if found and found[0].status in awards.LIVE else None
    waiting = Approval.objects.filter(document_type=verbs.AWARD, object_id=live.id, status="pending") if live else None
    context = head(request, tender, "tendering:conclusion_detail") | {
        "opinion": awards.opinion_of(tender),
        "needs_opinion": awards.needs_opinion(tender),
        "meeting": awards.meeting_of(tender),
        "awards": found,
        "live": live,
        "approval": waiting.first() if waiting is not None else None,
        "letters": awards.letters_of(tender),
        "ranking": judging.ranking(tender),
        "actions": awards.allowed_actions(tender, request.actor),
        "contract_url": tenant_url(settings.AWARD_CONTRACT_PAGE, live.id) if live is not None else "",
        "may_organise": judging.may_organise(request.actor, tender),
    }
    return render(request, "tendering/conclusion_detail.html", context)


@require_http_methods(["GET", "POST"])
def conclusion_opinion(request: TenantRequest, pk: int) -> HttpResponse:
    """Record what the owners' committee says."""
    tender = _organised(request, pk)
    form = OpinionForm(request.POST or None, tender=tender, initial={"given_on": today(request)})
    step = Step(
        title=_("Opinion of the owners' committee"),
        button=_("Record the opinion"),
        done=_("The opinion is recorded."),
        back=_back(tender),
        hint=_("Its conclusion is respected: an award to another bidder needs a written reason."),
    )
    return take_step(
        request,
        tender,
        form,
        lambda: verbs.record_opinion(tender_id=tender.id, **form.values, by=request.actor, at=now()),
        step,
    )


@require_http_methods(["GET", "POST"])
def conclusion_meeting(request: TenantRequest, pk: int) -> HttpResponse:
    """Record the review meeting."""
    tender = _organised(request, pk)
    form = MeetingForm(request.POST or None)
    step = Step(
        title=_("Review meeting"),
        button=_("Record the meeting"),
        done=_("The review meeting is recorded."),
        back=_back(tender),
        hint=_("The record cannot be changed afterwards."),
    )
    return take_step(
        request,
        tender,
        form,
        lambda: verbs.record_meeting(tender_id=tender.id, **form.cleaned_data, by=request.actor, at=now()),
        step,
    )


@require_http_methods(["GET", "POST"])
def conclusion_propose(request: TenantRequest, pk: int) -> HttpResponse:
    """Write the advantage report and ask for the approval."""
    tender = _organised(request, pk)
    form = AwardForm(request.POST or None, tender=tender)
    step = Step(
        title=_("Advantage assessment report"),
        button=_("Send for approval"),
        done=_("The award is on its way to the general manager."),
        back=_back(tender),
        hint=_("No notice leaves before the general manager has approved the award."),
    )
    return take_step(
        request,
        tender,
        form,
        lambda: verbs.propose_award(tender_id=tender.id, **form.values, by=request.actor, at=now()),
        step,
    )


@require_http_methods(["GET", "POST"])
def conclusion_letters(request: TenantRequest, pk: int) -> HttpResponse:
    """Write to all bidders at the same time."""
    tender = _organised(request, pk)
    form = LettersForm(request.POST or None)
    step = Step(
        title=_("Issue the letters"),
        button=_("Issue all letters"),
        done=_("All letters are issued and the bidders are told."),
        back=_back(tender),
        hint=_("Award notice, notices to the candidates and thank-you letters go out together and cannot be recalled."),
    )
    return take_step(
        request,
        tender,
        form,
        lambda: letters.issue_letters(tender_id=tender.id, **form.cleaned_data, by=request.actor, at=now()),
        step,
    )


@require_http_methods(["GET", "POST"])
def conclusion_begin(request: TenantRequest, pk: int) -> HttpResponse:
    """Begin with the contract."""
    tender = _organised(request, pk)
    if request.method == "POST":
        return act(
            request,
            lambda: contracting.begin_contracting(tender_id=tender.id, by=request.actor, at=now()),
            done=_("The tender is at its contract. Check the winner again first."),
            to=_back(tender),
        )
    return confirm(
        request,
        title=_("Begin with the contract of tender %(number)s?") % {"number": tender.number},
        text=_("The winner is checked again, then the contract is drafted."),
        button=_("Begin"),
        back=_back(tender),
    )


@require_http_methods(["GET", "POST"])
def conclusion_recheck(request: TenantRequest, pk: int) -> HttpResponse:
    """Check the winner again before signing."""
    tender = _organised(request, pk)
    award = awards.live_award(tender.id)
    if award is None:
        raise NotAllowed
    form = RecheckForm(
        request.POST or None,
        initial={
            "qualification_holds": award.qualification_holds,
            "ability_holds": award.ability_holds,
            "reputation_holds": award.reputation_holds,
            "note": award.recheck_note,
        },
    )
    stops = "；".join(str(one.text) for one in standing.signing_blockers(award, at=now()))
    step = Step(
        title=_("Check %(name)s again") % {"name": award.vendor.legal_name},
        button=_("Record the re-check"),
        done=_("The re-check is recorded."),
        back=_back(tender),
        hint=_("The register says: %(reasons)s") % {"reasons": stops}
        if stops
        else _("The register knows no obstacle."),
    )

    def verb() -> Any:
        return contracting.recheck(award_id=award.id, **form.cleaned_data, by=request.actor, at=now())

    return take_step(request, tender, form, verb, step)


@require_http_methods(["GET", "POST"])
def conclusion_pass_over(request: TenantRequest, pk: int) -> HttpResponse:
    """Offer the contract to the next candidate; the general manager's act, with a fresh second factor."""
    tender = opened_tender(request, pk)
    if not judging.may_decide(request.actor, tender):
        raise NotAllowed
    if (asked := fresh_factor.ask(request, back=request.path)) is not None:
        return asked
    following = awards.candidates_left(tender.id)
    form = NextCandidateForm(request.POST or None)
    name = following[0].vendor.legal_name if following else _("nobody is left")
    step = Step(
        title=_("Next candidate"),
        button=_("Offer the contract"),
        done=_("The award goes to the next candidate. Issue its notice now."),
        back=_back(tender),
        hint=_("Next in the ranking: %(name)s. The award to the present winner ends for good.") % {"name": name},
        danger=True,
    )
    return take_step(
        request,
        tender,
        form,
        lambda: verbs.pass_over(tender_id=tender.id, **form.cleaned_data, by=request.actor, at=now()),
        step,
    )
