"""Pages of the contract ledger."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contracts import queries
from contracts.actions import contract as verbs
from contracts.actions import term
from contracts.actions.from_award import draft_from_award
from contracts.forms import AcceptanceForm, AwardDraftForm, DraftForm, TerminateForm, facts_of, term_progress
from contracts.lists import CONTRACTS, STATUS_TONES
from contracts.models import Contract
from contracts.rules import may
from contracts.rules.facts import monthly_fee_of
from records.queries import timeline
from tenancy.errors import DomainError, NotAllowed
from tenancy.listing import ListPage
from tenancy.roles import Permission
from tenancy.web import TenantRequest, act, confirm, form_status, go, needs, now, refuse_on_form, tenant_url, today
from tendering.queries.awards import awards_visible_to


def found(request: TenantRequest, contract_id: int) -> Contract:
    """Return a contract the actor may see, or 404."""
    rows = queries.contracts_visible_to(request.actor).select_related("vendor", "project", "activated_by")
    return get_object_or_404(rows, id=contract_id)


@require_safe
def contract_list(request: TenantRequest) -> HttpResponse:
    """The ledger; a vendor's own contracts."""
    if not (request.actor.can(Permission.CONTRACT_VIEW) or request.actor.can(Permission.OWN_CONTRACTS)):
        raise NotAllowed
    page = ListPage(CONTRACTS, request.GET, request.actor, path=request.path)
    return render(request, "contracts/contract_list.html", {"page": page, "may_draft": may.may_edit(request.actor)})


@require_safe
def contract_detail(request: TenantRequest, contract_id: int) -> HttpResponse:
    """Everything about a contract: facts, term, pinned rules, history."""
    row = found(request, contract_id)
    pinned = queries.pinned_rules(row)
    context: dict[str, Any] = {
        "contract": row,
        "pinned": pinned,
        "tone": STATUS_TONES.get(row.status, "grey"),
        "term": term_progress(row, today(request)),
        "is_running": row.status in queries.RUNNING_CODES,
        "actions": queries.allowed_actions(row, request.actor, pinned),
        "may_open_vendor": request.actor.is_vendor or request.actor.can(Permission.VENDOR_VIEW),
    }
    if not request.actor.is_vendor:
        context["entries"] = timeline(row)
    return render(request, "contracts/contract_detail.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.CONTRACT_EDIT)
def award_draft(request: TenantRequest, pk: int) -> HttpResponse:
    """Draft the contract from a tender's award, once the winner was checked again (TND-27)."""
    award = get_object_or_404(awards_visible_to(request.actor).select_related("tender__line"), id=pk)
    form = AwardDraftForm(request.POST or None, initial={"title": award.tender.title})
    if request.method == "POST" and form.is_valid():
        try:
            row = draft_from_award(award_id=award.id, **form.cleaned_data, by=request.actor, at=now())
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("The contract is entered as a draft."))
            return go("contracts:contract_detail", row.id)
    context = {
        "form": form,
        "award": award,
        "fee": monthly_fee_of(award.ranked.price),
        "back": tenant_url("contracts:contract_list"),
    }
    return render(request, "contracts/award_draft.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
@needs(Permission.CONTRACT_EDIT)
def contract_new(request: TenantRequest) -> HttpResponse:
    """Enter a contract as a draft."""
    form = DraftForm(request.POST or None, actor=request.actor, initial={"vendor": request.GET.get("vendor")})
    if request.method == "POST" and form.is_valid():
        try:
            row = verbs.draft_contract(**_typed(form), by=request.actor, at=now())
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("Contract %(number)s is entered as a draft.") % {"number": row.number})
            return go("contracts:contract_detail", row.id)
    return render(
        request,
        "contracts/contract_form.html",
        {"form": form, "back": tenant_url("contracts:contract_list")},
        status=form_status(form),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.CONTRACT_EDIT)
def contract_change(request: TenantRequest, contract_id: int) -> HttpResponse:
    """Change a draft."""
    row = found(request, contract_id)
    form = DraftForm(request.POST or None, actor=request.actor, initial=facts_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            verbs.change_draft(contract_id=row.id, **_typed(form), by=request.actor, at=now())
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("The changes are saved."))
            return go("contracts:contract_detail", row.id)
    return render(
        request,
        "contracts/contract_form.html",
        {"form": form, "contract": row, "back": tenant_url("contracts:contract_detail", row.id)},
        status=form_status(form),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.CONTRACT_EDIT)
def contract_abandon(request: TenantRequest, contract_id: int) -> HttpResponse:
    """Ask, then give a draft up."""
    row = found(request, contract_id)
    back = tenant_url("contracts:contract_detail", row.id)
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.abandon_draft(contract_id=row.id, by=request.actor, at=now()),
            done=_("The draft is given up."),
            to=back,
        )
    return confirm(
        request,
        title=_("Give up the draft %(number)s?") % {"number": row.number},
        text=_("It stays in the ledger, but can no longer be changed or activated."),
        button=_("Give up the draft"),
        back=back,
        danger=True,
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.CONTRACT_ACTIVATE)
def contract_activate(request: TenantRequest, contract_id: int) -> HttpResponse:
    """Ask, then put a contract in force."""
    row = found(request, contract_id)
    back = tenant_url("contracts:contract_detail", row.id)
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.activate(contract_id=row.id, by=request.actor, at=now()),
            done=_("The contract is active. Its supervision rules are pinned."),
            to=back,
        )
    return confirm(
        request,
        title=_("Activate contract %(number)s?") % {"number": row.number},
        text=_("The newest supervision rules are pinned to every line. Inspections and deductions use this version."),
        button=_("Activate"),
        back=back,
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.CONTRACT_ACTIVATE)
def contract_terminate(request: TenantRequest, contract_id: int) -> HttpResponse:
    """End a running contract early."""
    row = found(request, contract_id)
    form = TerminateForm(request.POST or None, initial={"ended_on": today(request)})
    if request.method == "POST" and form.is_valid():
        try:
            term.terminate(contract_id=row.id, **form.cleaned_data, by=request.actor, at=now())
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("The contract is terminated."))
            return go("contracts:contract_detail", row.id)
    return render(
        request,
        "contracts/contract_terminate.html",
        {"form": form, "contract": row, "back": tenant_url("contracts:contract_detail", row.id)},
        status=form_status(form),
    )


@require_http_methods(["GET", "POST"])
def contract_accept_rules(request: TenantRequest, contract_id: int) -> HttpResponse:
    """A vendor accepts the rules annex, or staff record that it did."""
    row = found(request, contract_id)
    back = tenant_url("contracts:contract_detail", row.id)
    if request.actor.is_vendor:
        return _accept_as_vendor(request, row, back)
    form = AcceptanceForm(request.POST or None, initial={"accepted_on": today(request)})
    if request.method == "POST" and form.is_valid():
        try:
            term.accept_rules(contract_id=row.id, **form.cleaned_data, by=request.actor, at=now())
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("The acceptance is recorded."))
            return go("contracts:contract_detail", row.id)
    may.accept(request.actor, project_id=row.project_id, vendor_id=row.vendor_id)
    return render(
        request,
        "contracts/contract_accept.html",
        {"form": form, "contract": row, "back": back},
        status=form_status(form),
    )


def _accept_as_vendor(request: TenantRequest, row: Contract, back: str) -> HttpResponse:
    if request.method == "POST":
        return act(
            request,
            lambda: term.accept_rules(contract_id=row.id, by=request.actor, at=now()),
            done=_("You have accepted the supervision rules."),
            to=back,
        )
    may.accept(request.actor, project_id=row.project_id, vendor_id=row.vendor_id)
    return confirm(
        request,
        title=_("Accept the supervision rules of contract %(number)s?") % {"number": row.number},
        text=_("You accept the annex shown on the contract's page for your company. Inspections follow it."),
        button=_("Accept"),
        back=back,
    )


def _typed(form: DraftForm) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    values["lines"] = list(values["lines"])
    return values
