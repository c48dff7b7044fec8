"""Approvals: what waits for me, why, by when, papers one click away; delegations and chains (TEN-07, TEN-08)."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from records import approval_queries as queries
from records.actions import approval as verbs
from records.forms.approval import ChainForm, DecisionForm, DelegationForm, label_of
from records.models import Approval
from tenancy import fresh_factor
from tenancy.errors import DomainError, NotAllowed
from tenancy.roles import ROLE_LABELS, Permission, Role
from tenancy.web import TenantRequest, act, confirm, form_status, go, needs, now, refuse_on_form, tenant_url, today
from tenancy.web_errors import status_of


def _approval(request: TenantRequest, pk: int) -> Approval:
    return get_object_or_404(queries.visible(request.actor).select_related("unit", "requested_by__person"), pk=pk)


@require_GET
def approval_list(request: TenantRequest) -> HttpResponse:
    """Show what waits for the actor's decision, and what he asked for."""
    if request.actor.is_vendor:
        raise Http404
    context = {
        "waiting": [(row, label_of(row.document_type)) for row in queries.waiting_for(request.actor, today(request))],
        "asked": [(row, label_of(row.document_type)) for row in queries.asked_by(request.actor)[:50]],
        "decided": [(row, label_of(row.document_type)) for row in queries.decided_by(request.actor)[:50]],
        "on": today(request),
    }
    return render(request, "records/approval_list.html", context)


@require_GET
def approval_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """Show one approval with its chain, history and papers."""
    return _detail(request, _approval(request, pk), DecisionForm())


def _detail(request: TenantRequest, row: Approval, form: DecisionForm) -> HttpResponse:
    context = {
        "approval": row,
        "label": label_of(row.document_type),
        "steps": queries.shown_steps(row),
        "form": form,
        "on": today(request),
        "allowed_actions": queries.allowed_actions(row, request.actor, today(request)),
    }
    return render(request, "records/approval_detail.html", context, status=form_status(form))


@require_http_methods(["POST"])
def approval_decide(request: TenantRequest, pk: int) -> HttpResponse:
    """Approve or refuse; a fresh proof of identity is asked for where a second factor is required (security.md 6)."""
    row = _approval(request, pk)
    here = tenant_url("records:approval_detail", row.id)
    if (asked := fresh_factor.ask(request, back=here)) is not None:
        return asked
    form = DecisionForm(request.POST)
    if form.is_valid():
        approve = request.POST.get("decision") == "approve"
        try:
            verbs.decide(
                approval_id=row.id,
                approve=approve,
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=now(),
                on=today(request),
            )
        except NotAllowed:
            raise
        except DomainError as error:
            if status_of(error) == 409:
                messages.error(request, str(error.message))
                return HttpResponseRedirect(here)
            refuse_on_form(form, error)
        else:
            messages.success(request, _("Approved.") if approve else _("Refused."))
            return go("records:approval_list")
    return _detail(request, row, form)


@require_http_methods(["GET", "POST"])
def approval_withdraw(request: TenantRequest, pk: int) -> HttpResponse:
    """Take back one's own request, after asking."""
    row = _approval(request, pk)
    back = tenant_url("records:approval_detail", row.id)
    if request.method == "GET":
        return confirm(
            request,
            title=_("Withdraw “%(title)s”?") % {"title": row.title},
            text=_("Nobody decides it any more; it can be sent again."),
            button=_("Withdraw"),
            back=back,
            danger=True,
        )
    return act(
        request,
        lambda: verbs.withdraw(approval_id=row.id, by=request.actor, at=now()),
        done=_("Withdrawn."),
        to=back,
    )


@require_GET
def delegation_list(request: TenantRequest) -> HttpResponse:
    """List the delegations the actor gave or got."""
    if request.actor.is_vendor:
        raise Http404
    context = {
        "delegations": queries.shown_delegations(request.actor, today(request)),
        "may_delegate": request.actor.can(Permission.DELEGATE),
    }
    return render(request, "records/delegation_list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.DELEGATE)
def delegation_add(request: TenantRequest) -> HttpResponse:
    """Record a delegation (TEN-08)."""
    form = DelegationForm(
        request.POST if request.method == "POST" else None,
        colleagues=queries.colleagues(request.actor),
        roles=request.actor.roles,
    )
    if request.method == "POST" and form.is_valid():
        entered = dict(form.cleaned_data)
        try:
            verbs.delegate(agent_id=entered.pop("agent").id, by=request.actor, at=now(), on=today(request), **entered)
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("Recorded."))
            return go("records:delegation_list")
    return render(request, "records/delegation_form.html", {"form": form}, status=form_status(form))


@require_http_methods(["GET", "POST"])
def delegation_revoke(request: TenantRequest, pk: int) -> HttpResponse:
    """End one's own delegation, after asking."""
    paper = get_object_or_404(queries.delegations(request.actor), pk=pk)
    back = tenant_url("records:delegation_list")
    if request.method == "GET":
        return confirm(
            request,
            title=_("End the delegation to %(name)s?") % {"name": paper.agent.person.name},
            text=_("It ends at once. What was signed under it stays valid."),
            button=_("End it"),
            back=back,
            danger=True,
        )
    return act(
        request,
        lambda: verbs.revoke_delegation(delegation_id=paper.id, by=request.actor, at=now()),
        done=_("Ended."),
        to=back,
    )


@require_GET
@needs(Permission.TENANT_MANAGE)
def chain_list(request: TenantRequest) -> HttpResponse:
    """List every approvable document type with its chain (TEN-07)."""
    chains = [(kind, label_of(kind), [ROLE_LABELS[Role(role)] for role in roles]) for kind, roles in queries.chains()]
    return render(request, "records/chain_list.html", {"chains": chains})


@require_http_methods(["GET", "POST"])
@needs(Permission.TENANT_MANAGE)
def chain_change(request: TenantRequest, kind: str) -> HttpResponse:
    """Set the chain of a document type."""
    if kind not in settings.APPROVABLE:
        raise Http404
    form = ChainForm(request.POST if request.method == "POST" else None, chain=tuple(queries.chain_of(kind)))
    if request.method == "POST" and form.is_valid():
        try:
            verbs.set_chain(document_type=kind, roles=form.roles(), by=request.actor, at=now())
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("Saved. Approvals already running keep their chain."))
            return go("records:chain_list")
    return render(request, "records/chain_form.html", {"form": form, "label": label_of(kind)}, status=form_status(form))
