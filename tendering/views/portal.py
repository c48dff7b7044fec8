"""Pages of an invited vendor: its invitations, papers, questions, and the envelope up to its receipt (TEN-05)."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from records.actions.printing import print_paper
from tenancy.errors import DomainError
from tenancy.listing import ListPage
from tenancy.roles import Permission
from tenancy.web import TenantRequest, act, confirm, form_status, go, needs, now, refuse_on_form, tenant_url
from tendering.actions import bid as bid_verbs
from tendering.actions import receipts, replying
from tendering.forms.bidding import BidFileForm, OfferForm, QuestionForm, ReplyForm
from tendering.lists.invitations import INVITATIONS, TONES
from tendering.models import Invitation
from tendering.queries import portal

MOST_ROWS = 1000
SANDBOX = "default-src 'none'; sandbox"


def found(request: TenantRequest, public_id: UUID) -> Invitation:
    """Return an invitation of the actor's vendor, or 404."""
    return get_object_or_404(portal.own_invitations(request.actor).select_related("line"), public_id=public_id)


def _at(row: Invitation) -> str:
    return tenant_url("tendering:invitation_detail", row.public_id)


@require_safe
@needs(Permission.OWN_TENDERS)
def invitation_list(request: TenantRequest) -> HttpResponse:
    """The vendor's own invitations, all on one page: a page's address would carry a number that runs over all rows."""
    page = ListPage(INVITATIONS, request.GET, request.actor, path=request.path, page_rows=MOST_ROWS)
    return render(request, "tendering/invitation_list.html", {"page": page})


@require_safe
@needs(Permission.OWN_TENDERS)
def invitation_detail(request: TenantRequest, public_id: UUID) -> HttpResponse:
    """Everything a bidder may know: dates, papers, notices, its questions, its envelopes and receipts."""
    return _detail(request, found(request, public_id))


def _detail(request: TenantRequest, row: Invitation, question: QuestionForm | None = None) -> HttpResponse:
    moment = now()
    context: dict[str, Any] = {
        "invitation": row,
        "tone": TONES.get(row.status, "grey"),
        "now": moment,
        "announced": portal.announced(row),
        "papers": portal.papers(row),
        "notices": portal.notices(row),
        "questions": portal.own_questions(row),
        "bids": portal.own_bids(row),
        "letters": portal.result_letters(row),
        "actions": portal.allowed_actions(row, request.actor, moment),
        "question_form": question or QuestionForm(),
    }
    return render(
        request, "tendering/invitation_detail.html", context, status=form_status(question) if question else 200
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.OWN_TENDERS)
def invitation_accept(request: TenantRequest, public_id: UUID) -> HttpResponse:
    """Accept an invitation."""
    return _reply(
        request, public_id, replying.accept, _("Accept the invitation"), _("You have accepted the invitation.")
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.OWN_TENDERS)
def invitation_decline(request: TenantRequest, public_id: UUID) -> HttpResponse:
    """Decline an invitation."""
    return _reply(
        request, public_id, replying.decline, _("Decline the invitation"), _("You have declined the invitation.")
    )


def _reply(
    request: TenantRequest, public_id: UUID, verb: Callable[..., Invitation], title: str, done: str
) -> HttpResponse:
    row = found(request, public_id)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verb(invitation_id=row.id, note=form.cleaned_data["note"], by=request.actor, at=now())
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, done)
            return go("tendering:invitation_detail", row.public_id)
    return render(
        request,
        "tendering/invitation_reply.html",
        {"form": form, "invitation": row, "reply_title": title, "back": _at(row)},
        status=form_status(form),
    )


@require_POST
@needs(Permission.OWN_TENDERS)
def question_ask(request: TenantRequest, public_id: UUID) -> HttpResponse:
    """Ask a question."""
    row = found(request, public_id)
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            replying.ask(invitation_id=row.id, text=form.cleaned_data["text"], by=request.actor, at=now())
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("Your question was sent. The answer goes to all bidders."))
            return go("tendering:invitation_detail", row.public_id)
    return _detail(request, row, form)


# --- the envelope -----------------------------------------------------------------------------------------------------


@require_safe
@needs(Permission.OWN_TENDERS)
def bid_prepare(request: TenantRequest, public_id: UUID) -> HttpResponse:
    """The envelope being prepared."""
    return _envelope(request, found(request, public_id))


def _envelope(
    request: TenantRequest, row: Invitation, *, offer: OfferForm | None = None, file: BidFileForm | None = None
) -> HttpResponse:
    moment = now()
    context = {
        "invitation": row,
        "now": moment,
        "envelope": portal.envelope(row),
        "actions": portal.allowed_actions(row, request.actor, moment),
        "offer_form": offer or OfferForm(),
        "file_form": file or BidFileForm(),
    }
    bad = [one for one in (offer, file) if one is not None]
    return render(request, "tendering/bid_prepare.html", context, status=form_status(bad[0]) if bad else 200)


@sensitive_post_parameters()
@require_POST
@needs(Permission.OWN_TENDERS)
def bid_offer(request: TenantRequest, public_id: UUID) -> HttpResponse:
    """Seal price and statement into the envelope."""
    row = found(request, public_id)
    form = OfferForm(request.POST)
    if form.is_valid():
        answers = dict(form.cleaned_data)
        price = answers.pop("price")
        try:
            bid_verbs.save_offer(invitation_id=row.id, price=price, answers=answers, by=request.actor, at=now())
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("Price and statement are sealed."))
            return go("tendering:bid_prepare", row.public_id)
    return _envelope(request, row, offer=form)


@sensitive_post_parameters()
@require_POST
@needs(Permission.OWN_TENDERS)
def bid_file_add(request: TenantRequest, public_id: UUID) -> HttpResponse:
    """Put a file into the envelope; the upload handler has enciphered it already."""
    row = found(request, public_id)
    form = BidFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            bid_verbs.add_file(
                invitation_id=row.id,
                slot=form.cleaned_data["slot"],
                upload=form.cleaned_data["file"],
                by=request.actor,
                at=now(),
            )
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("The file is sealed and in the envelope."))
            return go("tendering:bid_prepare", row.public_id)
    return _envelope(request, row, file=form)


@require_http_methods(["GET", "POST"])
@needs(Permission.OWN_TENDERS)
def bid_file_remove(request: TenantRequest, public_id: UUID, file_id: UUID) -> HttpResponse:
    """Ask, then take a file out of the envelope being prepared."""
    row = found(request, public_id)
    file = portal.own_file(request.actor, file_id)
    if file is None or file.bid.invitation_id != row.id:
        raise Http404
    back = tenant_url("tendering:bid_prepare", row.public_id)
    if request.method == "POST":
        return act(
            request,
            lambda: bid_verbs.remove_file(file_id=file.id, by=request.actor, at=now()),
            done=_("The file was removed."),
            to=back,
        )
    return confirm(
        request,
        title=_("Remove this file from the envelope?"),
        text=_("It is deleted. You can upload it again until the deadline."),
        button=_("Remove"),
        back=back,
        danger=True,
    )


@require_POST
@needs(Permission.OWN_TENDERS)
def bid_begin(request: TenantRequest, public_id: UUID) -> HttpResponse:
    """Begin a new envelope with what the submitted one holds."""
    row = found(request, public_id)
    return act(
        request,
        lambda: bid_verbs.begin_from_submitted(invitation_id=row.id, by=request.actor, at=now()),
        done=_("A new envelope holds the same contents, still sealed. Replace what you want and submit it."),
        to=tenant_url("tendering:bid_prepare", row.public_id),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.OWN_TENDERS)
def bid_submit(request: TenantRequest, public_id: UUID) -> HttpResponse:
    """Ask, then submit the envelope."""
    row = found(request, public_id)
    if request.method == "POST":
        try:
            bid = bid_verbs.submit_bid(invitation_id=row.id, by=request.actor, at=now())
        except DomainError as error:
            messages.error(request, str(error.message))
            return go("tendering:bid_prepare", row.public_id)
        messages.success(request, _("Your bid is in the box. Keep the receipt."))
        return go("tendering:bid_receipt", row.public_id, bid.public_id)
    return confirm(
        request,
        title=_("Submit the sealed envelope?"),
        text=_(
            "Nobody can read it before the opening, you included. Until the deadline you may replace or withdraw it."
            " An envelope submitted before is replaced and never opened."
        ),
        button=_("Submit"),
        back=tenant_url("tendering:bid_prepare", row.public_id),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.OWN_TENDERS)
def bid_withdraw(request: TenantRequest, public_id: UUID) -> HttpResponse:
    """Ask, then withdraw the submitted envelope."""
    row = found(request, public_id)
    if request.method == "POST":
        return act(
            request,
            lambda: bid_verbs.withdraw_bid(invitation_id=row.id, by=request.actor, at=now()),
            done=_("The bid is withdrawn. The envelope is never opened."),
            to=_at(row),
        )
    return confirm(
        request,
        title=_("Withdraw the bid?"),
        text=_("The submitted envelope is never opened. Until the deadline you may submit another one."),
        button=_("Withdraw"),
        back=_at(row),
        danger=True,
    )


@require_safe
@needs(Permission.OWN_TENDERS)
def bid_receipt(request: TenantRequest, public_id: UUID, bid_id: UUID) -> HttpResponse:
    """The signed receipt of an envelope, also as a text file."""
    row = found(request, public_id)
    bid = portal.own_bid(row, bid_id)
    if bid is None:
        raise Http404
    if request.GET.get("as") == "file":
        answer = HttpResponse(bid.receipt, content_type="application/json; charset=utf-8")
        name = f"{row.letter_number}-{bid.number}.json"
        answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
        return answer
    context = {
        "invitation": row,
        "bid": bid,
        "files": list(bid.files.order_by("id")),
        "holds": receipts.holds(bid.receipt),
        "key": receipts.public_key(),
    }
    return render(request, "tendering/bid_receipt.html", context)


# --- papers -----------------------------------------------------------------------------------------------------------


@require_safe
@needs(Permission.OWN_TENDERS)
def paper_file(request: TenantRequest, public_id: UUID, paper_id: UUID, number: int) -> HttpResponse:
    """Hand out a file of a tender paper; the address carries no number that runs over other bidders' files."""
    file = portal.paper_file(found(request, public_id), paper_id, number)
    if file is None:
        raise Http404
    return _file(file.stored_name, file.name, file.content_type)


@require_safe
@needs(Permission.OWN_TENDERS)
def letter(request: TenantRequest, public_id: UUID) -> HttpResponse:
    """The invitation letter as a PDF."""
    return _printed(request, found(request, public_id), "tendering.invitation_letter")


@require_safe
@needs(Permission.OWN_TENDERS)
def commitment(request: TenantRequest, public_id: UUID) -> HttpResponse:
    """The commitment letter as a PDF, to be signed, stamped, scanned and put into the envelope (TND-17)."""
    return _printed(request, found(request, public_id), "tendering.commitment_letter")


def _printed(request: TenantRequest, row: Invitation, kind: str) -> HttpResponse:
    document = print_paper(
        kind, {"public_id": str(row.public_id)}, language=get_language() or "zh-hans", by=request.actor, at=now()
    )
    return _file(document.stored_name, f"{document.title} {document.number}.pdf", "application/pdf")


def _file(stored_name: str, name: str, content_type: str) -> HttpResponse:
    if not default_storage.exists(stored_name):
        raise Http404
    # A stream is an HttpResponseBase; the views' decorators are typed for the usual kind.
    answer = cast("HttpResponse", FileResponse(default_storage.open(stored_name), content_type=content_type))
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = SANDBOX
    patch_cache_control(answer, private=True, no_store=True)
    return answer
