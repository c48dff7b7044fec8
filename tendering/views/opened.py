"""Pages of opened bids and the panel: validity, files, reference range, seats, closing (TND-17, TND-18, TND-26)."""

import base64
from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tenancy.errors import NotAllowed
from tenancy.rules.actor import Actor
from tenancy.web import TenantRequest, act, confirm, now, tenant_url
from tendering import envelopes
from tendering.actions import failing, panel, validity
from tendering.choices import BID_CHECK_LABELS, BID_SLOT_LABELS
from tendering.forms.fields import ReasonForm
from tendering.forms.judging import AppointForm, CheckForm, ReferenceForm
from tendering.models import Judge, OpenedBid, Tender
from tendering.queries import judging
from tendering.queries.judging import ShownFile
from tendering.views.steps import Step, take_step
from tendering.views.tenders import head

PLAIN = "application/octet-stream"
SANDBOX = "default-src 'none'; sandbox"


def opened_tender(request: TenantRequest, tender_id: int) -> Tender:
    """Return a tender whose bids were opened and that the actor may see, or 404."""
    rows = judging.tenders_after_opening(request.actor).select_related("project", "line", "organiser__person")
    return get_object_or_404(rows, id=tender_id)


def opened_bid(request: TenantRequest, bid_id: int) -> OpenedBid:
    """Return an opened bid of a tender the actor may see, or 404."""
    rows = OpenedBid.objects.select_related("vendor", "bid", "tender__project", "tender__line")
    return get_object_or_404(rows.filter(id__in=judging.opened_bids_visible_to(request.actor).values("id")), id=bid_id)


def shown_bid(bid: OpenedBid) -> dict[str, Any]:
    """Return what the register of valid bids says about one bid."""
    return {
        "bid": bid,
        "checks": [(label, bool(bid.checks.get(code))) for code, label in BID_CHECK_LABELS.items()],
        "files": [
            (BID_SLOT_LABELS.get(one.slot, one.slot), one)
            for one in judging.files_for(bid, judge=None, rules=judging.rules_of(bid.tender))
        ],
    }


@require_safe
def openedbids_list(request: TenantRequest, pk: int) -> HttpResponse:
    """The valid-bid registration of a tender."""
    tender = opened_tender(request, pk)
    if judging.sits(request.actor, tender):
        raise NotAllowed(_("You judge this tender: read the bids on your own sheet."), code="judge_reads_own_sheet")
    actions = judging.allowed_actions(tender, request.actor)
    context = head(request, tender, "tendering:openedbids_list") | {
        "bids": [shown_bid(one) for one in judging.opened_bids(tender)],
        "damaged": judging.damaged_bids(tender),
        "needed": judging.rules_of(tender).minimum_valid_bids,
        "actions": actions,
    }
    return render(request, "tendering/openedbids_list.html", context)


@require_http_methods(["GET", "POST"])
def openedbid_check(request: TenantRequest, pk: int) -> HttpResponse:
    """Register one bid as valid or not."""
    bid = opened_bid(request, pk)
    if not judging.may_organise(request.actor, bid.tender):
        raise NotAllowed
    initial = {
        "checks": [code for code, ok in bid.checks.items() if ok],
        "verdict": "" if bid.is_valid is None else ("yes" if bid.is_valid else "no"),
        "invalid_reason": bid.invalid_reason,
    }
    form = CheckForm(request.POST or None, initial=initial)

    def verb() -> None:
        facts = form.cleaned_data
        validity.check_bid(
            opened_bid_id=bid.id,
            checks=facts["checks"],
            is_valid=facts["verdict"],
            reason=facts["invalid_reason"],
            by=request.actor,
            at=now(),
        )

    step = Step(
        title=_("Check the bid of %(name)s") % {"name": bid.vendor.legal_name},
        button=_("Register"),
        done=_("The bid is registered."),
        back=tenant_url("tendering:openedbids_list", bid.tender_id),
        hint=_("Papers in the envelope: %(papers)s.")
        % {"papers": "、".join(str(BID_SLOT_LABELS.get(one["slot"], one["slot"])) for one in bid.files) or "–"},
    )
    return take_step(request, bid.tender, form, verb, step)


@require_safe
def openedbid_file(request: TenantRequest, pk: int, number: int) -> HttpResponseBase:
    """Hand out one file of an opened bid, deciphered while it is sent; nothing of it lies on disk in clear."""
    bid, judge = _readable(request.actor, pk)
    files = judging.files_for(bid, judge=judge, rules=judging.rules_of(bid.tender))
    shown = next((one for one in files if one.index == number), None)
    if shown is None:
        raise Http404
    return deciphered(bid, shown)


def _readable(actor: Actor, bid_id: int) -> tuple[OpenedBid, Judge | None]:
    """Return the bid and, when he reads it as a judge, the seat; 404 for everybody else."""
    rows = OpenedBid.objects.select_related("tender__project", "bid")
    bid = rows.filter(id__in=judging.opened_bids_visible_to(actor).values("id"), pk=bid_id).first()
    if bid is not None:
        return bid, None
    seat = judging.seats_of(actor).filter(withdrawn_at__isnull=True, has_conflict=False).order_by("id")
    bid = get_object_or_404(rows.filter(tender__in=seat.values("tender_id"), is_valid=True), id=bid_id)
    return bid, seat.get(tender_id=bid.tender_id)


def deciphered(bid: OpenedBid, shown: ShownFile) -> HttpResponseBase:
    """Return the answer that streams a file in clear, as a download that no browser executes."""
    entry = bid.files[shown.index]
    stored_name = bid.bid.files.filter(id=entry["file"]).values_list("stored_name", flat=True).first()
    if stored_name is None or not default_storage.exists(stored_name):
        raise Http404
    chunks = envelopes.decipher(default_storage.open(stored_name), base64.b64decode(entry["key"]))
    answer = StreamingHttpResponse(chunks, content_type=PLAIN)
    name = shown.name or f"{bid.blind_code}-{shown.slot}{_suffix(entry['name'])}"
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _suffix(name: str) -> str:
    suffix = name.rpartition(".")[2].lower()
    return f".{suffix}" if suffix.isascii() and suffix.isalnum() and len(suffix) <= 5 else ""


@require_safe
def panel_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """Who judges, who has declared and handed in; never what anybody gave."""
    tender = opened_tender(request, pk)
    rules = judging.rules_of(tender)
    context = head(request, tender, "tendering:panel_detail") | {
        "judges": judging.panel(tender),
        "items": judging.lines_of(tender.id),
        "rules": rules,
        "unchecked": judging.unchecked(tender.id),
        "closed": judging.is_closed(tender),
        "valid": len(judging.valid_bids(tender.id)),
        "actions": judging.allowed_actions(tender, request.actor),
    }
    return render(request, "tendering/panel_detail.html", context)


@require_http_methods(["GET", "POST"])
def panel_appoint(request: TenantRequest, pk: int) -> HttpResponse:
    """Give somebody a seat."""
    tender = opened_tender(request, pk)
    if not judging.may_decide(request.actor, tender):
        raise NotAllowed
    rules = judging.rules_of(tender)
    form = AppointForm(request.POST or None, actor=request.actor, rules=rules)

    def verb() -> None:
        facts = dict(form.cleaned_data)
        member = facts.pop("membership")
        panel.appoint_judge(tender_id=tender.id, membership_id=member.id, **facts, by=request.actor, at=now())

    step = Step(
        title=_("Appoint a judge"),
        button=_("Appoint"),
        done=_("The judge is appointed and told."),
        back=tenant_url("tendering:panel_detail", tender.id),
        hint=_("Judges are senior specialists. They declare conflicts first, then score by the unsealed sheets."),
    )
    return take_step(request, tender, form, verb, step)


@require_http_methods(["GET", "POST"])
def judge_release(request: TenantRequest, pk: int) -> HttpResponse:
    """Take a judge off the panel."""
    rows = Judge.objects.filter(tender__in=judging.tenders_after_opening(request.actor))
    judge = get_object_or_404(rows.select_related("tender__project", "membership__person"), id=pk)
    if not judging.may_decide(request.actor, judge.tender):
        raise NotAllowed
    form = ReasonForm(request.POST or None)
    step = Step(
        title=_("Release %(name)s from the panel") % {"name": judge.membership.person.name},
        button=_("Release"),
        done=_("The judge is released."),
        back=tenant_url("tendering:panel_detail", judge.tender_id),
        hint=_("The seat stays on record with the reason; scores entered so far do not count."),
        danger=True,
    )
    return take_step(
        request,
        judge.tender,
        form,
        lambda: panel.release_judge(judge_id=judge.id, **form.cleaned_data, by=request.actor, at=now()),
        step,
    )


@require_http_methods(["GET", "POST"])
def panel_reference(request: TenantRequest, pk: int) -> HttpResponse:
    """Set the reference price range."""
    tender = opened_tender(request, pk)
    if not judging.may_organise(request.actor, tender):
        raise NotAllowed
    initial = {"low": tender.reference_low, "high": tender.reference_high, "basis": tender.reference_basis}
    form = ReferenceForm(request.POST or None, initial=initial)
    step = Step(
        title=_("Reference price range"),
        button=_("Set the range"),
        done=_("The reference price range is set."),
        back=tenant_url("tendering:panel_detail", tender.id),
        hint=_("A price outside the range is marked in the ranking. It cannot be changed once a sheet is handed in."),
    )
    return take_step(
        request,
        tender,
        form,
        lambda: validity.set_reference(tender_id=tender.id, **form.cleaned_data, by=request.actor, at=now()),
        step,
    )


@require_http_methods(["GET", "POST"])
def panel_close(request: TenantRequest, pk: int) -> HttpResponse:
    """Ask once more, then close the panel and rank."""
    tender = opened_tender(request, pk)
    if not judging.may_organise(request.actor, tender):
        raise NotAllowed
    if request.method == "POST":
        closed = tenant_url("tendering:ranking_detail", tender.id)
        return act(
            request,
            lambda: panel.close_panel(tender_id=tender.id, by=request.actor, at=now()),
            done=_("The panel is closed and the ranking computed."),
            to=closed if request.POST.get("to") == "ranking" else tenant_url("tendering:panel_detail", tender.id),
        )
    return confirm(
        request,
        title=_("Close the panel of tender %(number)s?") % {"number": tender.number},
        text=_("The ranking is computed from the sheets handed in. Nobody can change a score afterwards."),
        button=_("Close the panel"),
        back=tenant_url("tendering:panel_detail", tender.id),
    )


@require_http_methods(["GET", "POST"])
def panel_fail(request: TenantRequest, pk: int) -> HttpResponse:
    """End a tender as failed after its opening."""
    tender = opened_tender(request, pk)
    if not (judging.may_organise(request.actor, tender) or judging.may_decide(request.actor, tender)):
        raise NotAllowed
    form = ReasonForm(request.POST or None)
    step = Step(
        title=_("End the tender as failed"),
        button=_("End as failed"),
        done=_("The tender has failed and every bidder is told."),
        back=tenant_url("tendering:tender_detail", tender.id),
        hint=_("Possible with too few valid bids, or when nobody is left who signs. All bidders get a letter."),
        danger=True,
    )
    return take_step(
        request,
        tender,
        form,
        lambda: failing.fail_after_opening(tender_id=tender.id, **form.cleaned_data, by=request.actor, at=now()),
        step,
    )
