"""Pages of the evaluation papers before sealing, sealing itself, and the custody keys."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tenancy import fresh_factor
from tenancy.errors import DomainError, NotAllowed
from tenancy.web import TenantRequest, confirm, form_status, go, now, tenant_url
from tendering.actions import custody, evaluation, sealing
from tendering.choices import SHARE_HOLDER_LABELS, SHEET_SECTION_LABELS
from tendering.forms.evaluation import EvaluationForm, SheetLineFormSet
from tendering.forms.opening import KeyForm, TryForm
from tendering.models import CustodyKey, Tender
from tendering.queries import desk, seals
from tendering.rules import evaluation_papers
from tendering.views.tenders import found, head, refuse

PAPERS = "tendering:tender_papers"
BLANK_ROWS = 5


@require_safe
def tender_evaluation(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Read the draft: its author, and approvers while it is in approval (TND-10)."""
    row = found(request, tender_id)
    content = evaluation.read_draft(tender_id=row.id, by=request.actor, at=now())
    lines = evaluation_papers.lines_of(content)
    context = head(request, row, PAPERS) | {
        "content": content,
        "sections": [
            {
                "label": label,
                "lines": [line for line in lines if line.section == code],
                "points": sum(line.max_points for line in lines if line.section == code),
            }
            for code, label in SHEET_SECTION_LABELS.items()
        ],
        "may_write": "write" in desk.draft_actions(row, request.actor),
    }
    answer = render(request, "tendering/tender_evaluation.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
def tender_evaluation_write(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Write the draft, line by line (TND-08)."""
    row = found(request, tender_id)
    if "write" not in desk.draft_actions(row, request.actor) and request.method == "GET":
        raise NotAllowed
    content = evaluation.read_draft(tender_id=row.id, by=request.actor, at=now())
    form = EvaluationForm(request.POST or None, initial={"basis": content["basis"], "notes": content["notes"]})
    formset = _formset(request, content)
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        kept = [one for one in formset.forms if one.cleaned_data.get("code") and not one.cleaned_data.get("remove")]
        try:
            evaluation.save_draft(
                tender_id=row.id, lines=[one.line() for one in kept], **form.cleaned_data, by=request.actor, at=now()
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The draft is saved."))
            again = "save_more" in request.POST
            return go("tendering:tender_evaluation_write" if again else "tendering:tender_evaluation", row.id)
    context = {"tender": row, "form": form, "formset": formset, "rules": row.rules}
    status = 422 if request.method == "POST" else 200
    answer = render(request, "tendering/tender_evaluation_write.html", context, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _formset(request: TenantRequest, content: dict[str, Any]) -> Any:
    """Return the rows of the draft with some blank ones below."""
    initial: list[dict[str, Any]] = [
        {
            "code": line.code,
            "section": line.section,
            "heading": line.heading,
            "standard": line.standard,
            "points": Decimal(line.max_points) / 100,
            "is_price": line.is_price,
        }
        for line in evaluation_papers.lines_of(content)
    ]
    written = len(initial)
    initial += [{"section": "service"} for _blank in range(BLANK_ROWS)]
    formset = SheetLineFormSet(request.POST if request.method == "POST" else None, initial=initial, prefix="lines")
    for number, form in enumerate(formset.forms):
        form.empty_permitted = number >= written
        form.use_required_attribute = False
    return formset


@require_http_methods(["GET", "POST"])
def tender_seal(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Ask, then seal; the recovery share is shown on this one page and never again (TND-12)."""
    row = found(request, tender_id)
    if "seal" not in desk.draft_actions(row, request.actor) and request.method == "GET":
        raise NotAllowed
    here, back = tenant_url("tendering:tender_seal", row.id), tenant_url(PAPERS, row.id)
    if (asked := fresh_factor.ask(request, back=here)) is not None:
        return asked
    if request.method == "POST":
        try:
            sealed = sealing.seal_papers(tender_id=row.id, by=request.actor, at=now())
        except DomainError as error:
            if isinstance(error, NotAllowed):
                raise
            messages.error(request, str(error.message))
            return go(PAPERS, row.id)
        return _recovery_page(request, row, sealed)
    return confirm(
        request,
        title=_("Seal the evaluation papers?"),
        text=_(
            "All drafts are destroyed. The papers open again only at the opening, with two of three shares: "
            "the general manager's, yours, and a recovery share that is shown once on the next page. Have paper ready."
        ),
        button=_("Seal now"),
        back=back,
    )


def _recovery_page(request: TenantRequest, row: Tender, sealed: sealing.Sealed) -> HttpResponse:
    context = {"tender": row, "seal": sealed.seal, "groups": sealed.recovery_share.split("-")}
    answer = render(request, "tendering/tender_sealed.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@sensitive_post_parameters("passphrase", "again")
@require_http_methods(["GET", "POST"])
def custody_keys(request: TenantRequest) -> HttpResponse:
    """One's own custody keys; make a new one."""
    holders = [kind.value for kind, right in seals.HOLDER_RIGHT.items() if request.actor.can(right)]
    if request.actor.is_vendor or not holders:
        raise NotAllowed
    if (asked := fresh_factor.ask(request, back=tenant_url("tendering:custody_keys"))) is not None:
        return asked
    form = KeyForm(request.POST or None, holders=holders)
    if request.method == "POST" and form.is_valid():
        try:
            custody.make_key(
                holder=form.cleaned_data["holder"],
                passphrase=form.cleaned_data["passphrase"],
                by=request.actor,
                at=now(),
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The custody key is made; tenders sealed from now on use it."))
            return go("tendering:custody_keys")
    context = {"form": form, "keys": seals.keys_of(request.actor), "labels": SHARE_HOLDER_LABELS}
    return render(request, "tendering/custody_keys.html", context, status=form_status(form))


@sensitive_post_parameters("passphrase")
@require_http_methods(["GET", "POST"])
def custody_try(request: TenantRequest, key_id: int) -> HttpResponse:
    """Try one's own passphrase, so that nobody finds out at the opening that it is forgotten."""
    key = get_object_or_404(CustodyKey, id=key_id, membership_id=request.actor.membership_id)
    form = TryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            custody.try_passphrase(key_id=key.id, passphrase=form.cleaned_data["passphrase"], by=request.actor)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The passphrase opens this key."))
            return go("tendering:custody_keys")
    context = {"form": form, "key": key, "back": tenant_url("tendering:custody_keys")}
    return render(request, "tendering/custody_try.html", context, status=form_status(form))
