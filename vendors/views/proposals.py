"""Pages of changes a vendor proposes, and of registration links."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenancy.errors import DomainError, NotAllowed
from tenancy.listing import ListPage
from tenancy.roles import Permission
from tenancy.web import TenantRequest, act, confirm, form_status, needs, now, refuse_on_form, tenant_url
from tenancy.web_errors import status_of
from vendors.actions import proposal as verbs
from vendors.actions import registration
from vendors.forms.qualified import DecideForm, LinkForm, ProposalForm, proposal_values
from vendors.lists.qualification import LINKS, PROPOSAL_TONES, PROPOSALS
from vendors.models import ChangeProposal, RegistrationLink
from vendors.queries import proposal as queries
from vendors.rules import may
from vendors.views.asking import Step, bound, run
from vendors.views.reports import home_of
from vendors.views.steps import found_vendor


def found_proposal(request: TenantRequest, proposal_id: int) -> ChangeProposal:
    """Return a proposal the actor may read, or 404."""
    return get_object_or_404(queries.proposals_visible_to(request.actor), id=proposal_id)


@require_safe
@needs(Permission.VENDOR_VIEW)
def proposal_list(request: TenantRequest) -> HttpResponse:
    """All proposals, the open ones among them."""
    page = ListPage(PROPOSALS, request.GET, request.actor, path=request.path)
    return render(request, "vendors/list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def proposal_new(request: TenantRequest, vendor_id: int) -> HttpResponse:
    """A vendor says how its own facts shall read."""
    row = found_vendor(request, vendor_id)
    if not may.is_own_manager(request.actor, row.id):
        raise NotAllowed
    home = home_of(request, row)
    return run(
        request,
        bound(request, ProposalForm, initial=proposal_values(row)),
        lambda lines, **typed: verbs.propose(vendor_id=row.id, lines=list(lines), **typed, by=request.actor, at=now()),
        Step(
            title=_("Propose changes"),
            back=home,
            trail=[(row.legal_name, home)],
            hint=_("Write the facts as they shall read. The company accepts or refuses each of them."),
            button=_("Propose"),
            done=_("Your changes are proposed."),
        ),
        to=lambda made: tenant_url("vendors:proposal_detail", made.id),
    )


@require_http_methods(["GET", "POST"])
def proposal_detail(request: TenantRequest, proposal_id: int) -> HttpResponse:
    """A proposal side by side; staff accept or refuse fact by fact."""
    row = found_proposal(request, proposal_id)
    actions = queries.proposal_actions(row, request.actor)
    facts = queries.shown_facts(row)
    sent = request.POST if request.method == "POST" else None
    form = DecideForm(sent, facts=facts) if "decide" in actions else None
    if request.method == "POST":
        if form is None:
            raise NotAllowed
        answer = _decide(request, row, form)
        if answer is not None:
            return answer
    return render(
        request,
        "vendors/proposal_detail.html",
        {
            "proposal": row,
            "tone": PROPOSAL_TONES[row.status],
            "facts": facts,
            "form": form,
            "home": home_of(request, row.vendor),
            "actions": actions,
        },
        status=form_status(form) if form is not None else 200,
    )


def _decide(request: TenantRequest, row: ChangeProposal, form: DecideForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    verdicts = {
        fact.field: verbs.Verdict(
            accept=form.cleaned_data[f"{fact.field}_decision"] == "accept",
            reason=form.cleaned_data[f"{fact.field}_reason"],
        )
        for fact in form.facts
    }
    try:
        verbs.decide(proposal_id=row.id, verdicts=verdicts, by=request.actor, at=now())
    except DomainError as error:
        if status_of(error) in {403, 409}:
            raise
        refuse_on_form(form, error)
        return None
    messages.success(request, _("The proposal is decided; the vendor is told."))
    return HttpResponseRedirect(tenant_url("vendors:proposal_detail", row.id))


@require_http_methods(["GET", "POST"])
def proposal_withdraw(request: TenantRequest, proposal_id: int) -> HttpResponse:
    """Ask, then take one's own proposal back."""
    row = found_proposal(request, proposal_id)
    if "withdraw" not in queries.proposal_actions(row, request.actor):
        raise NotAllowed
    back = tenant_url("vendors:proposal_detail", row.id)
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.withdraw(proposal_id=row.id, by=request.actor, at=now()),
            done=_("The proposal is withdrawn."),
            to=back,
        )
    return confirm(
        request,
        title=_("Withdraw the proposal?"),
        text=_("Nothing of it is changed. You can propose again at any time."),
        button=_("Withdraw"),
        back=back,
    )


def found_link(request: TenantRequest, link_id: int) -> RegistrationLink:
    """Return a registration link the actor may read, or 404."""
    return get_object_or_404(queries.links_visible_to(request.actor), id=link_id)


@require_safe
@needs(Permission.VENDOR_EDIT)
def registration_link_list(request: TenantRequest) -> HttpResponse:
    """All registration links."""
    page = ListPage(LINKS, request.GET, request.actor, path=request.path)
    return render(request, "vendors/registration_link_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
@needs(Permission.VENDOR_EDIT)
def registration_link_new(request: TenantRequest) -> HttpResponse:
    """Make a link for one company."""
    back = tenant_url("vendors:registration_link_list")
    return run(
        request,
        bound(request, LinkForm),
        lambda **typed: registration.make_link(**typed, by=request.actor, at=now()),
        Step(
            title=_("Invite a company to register"),
            back=back,
            trail=[(_("Registration links"), back)],
            hint=_("The company enters its own facts and gets a login; you find it as a candidate."),
            button=_("Make and send the link"),
            done=_("The link is on its way."),
        ),
        to=lambda made: tenant_url("vendors:registration_link_detail", made.id),
    )


@require_safe
def registration_link_detail(request: TenantRequest, link_id: int) -> HttpResponse:
    """A link: for whom, until when, what became of it."""
    row = found_link(request, link_id)
    state, tone = queries.link_state(row, now())
    return render(
        request,
        "vendors/registration_link_detail.html",
        {"link": row, "state": state, "tone": tone, "actions": queries.link_actions(row, request.actor, now())},
    )


def _link_act(request: TenantRequest, link_id: int, verb: Any, done: str) -> HttpResponse:
    row = found_link(request, link_id)
    return act(
        request,
        lambda: verb(link_id=row.id, by=request.actor, at=now()),
        done=done,
        to=tenant_url("vendors:registration_link_detail", row.id),
    )


@require_POST
def registration_link_resend(request: TenantRequest, link_id: int) -> HttpResponse:
    """Send the link again; the older mail's link no longer opens."""
    return _link_act(request, link_id, registration.resend_link, _("A new link is on its way."))


@require_http_methods(["GET", "POST"])
def registration_link_revoke(request: TenantRequest, link_id: int) -> HttpResponse:
    """Ask, then withdraw a link."""
    row = found_link(request, link_id)
    if request.method == "POST":
        return _link_act(request, link_id, registration.revoke_link, _("The link is withdrawn."))
    return confirm(
        request,
        title=_("Withdraw the link of %(name)s?") % {"name": row.company},
        text=_("It no longer opens. You can make another one."),
        button=_("Withdraw"),
        back=tenant_url("vendors:registration_link_detail", row.id),
        danger=True,
    )


@require_POST
def registration_link_seen(request: TenantRequest, link_id: int) -> HttpResponse:
    """Note that the new candidate was looked at."""
    return _link_act(request, link_id, registration.note_seen, _("It is off the to-do list."))
