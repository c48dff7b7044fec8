"""Pages of a tender's open papers: the set with what is missing, writing, sending, files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from records.queries import attachments_of
from tenancy.errors import DomainError, NotAllowed
from tenancy.web import TenantRequest, act, confirm, form_status, go, now, tenant_url
from tendering.actions import paper as verbs
from tendering.choices import PAPER_KIND_LABELS, PaperKind
from tendering.forms.fields import ReasonForm
from tendering.forms.papers import FileForm, PaperForm, facts_of
from tendering.models import Tender, TenderPaper
from tendering.queries import desk
from tendering.queries import papers as queries
from tendering.rules.paper_parts import FILE_INSTEAD
from tendering.views.tenders import found, head, refuse

TAB = "tendering:tender_papers"


def _kind(kind: str) -> str:
    if kind not in set(PaperKind):
        raise Http404
    return kind


def shown_paper(tender: Tender, row: TenderPaper | None, kind: str) -> dict[str, Any]:
    """Return a paper as ``tendering/_paper.html`` takes it: label, state, its parts with texts, files."""
    parts = row.parts if row else {}
    files = attachments_of("tendering.tenderpaper", [row.id]).get(row.id, []) if row else []
    return {
        "kind": kind,
        "label": PAPER_KIND_LABELS[kind],
        "row": row,
        "parts": [(queries.PART_LABELS[part], parts.get(part, "")) for part in queries.wanted(tender, kind)],
        "files": [
            {
                "name": one.name,
                "url": tenant_url("records:file", one.id),
                "size": one.size,
                "at": one.received_at,
                "by": one.uploader_name,
            }
            for one in files
        ],
    }


@require_safe
def tender_papers(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Initiation, plan and the five parts of the tender set (TND-07)."""
    row = found(request, tender_id)
    written = queries.papers_of(row)
    actions = desk.paper_actions(row, request.actor)
    context = head(request, row, TAB) | {
        "papers": [
            shown_paper(row, written.get(kind), kind)
            for kind in PAPER_KIND_LABELS
            if kind in written or f"write:{kind}" in actions
        ],
        "set": queries.tender_set(row),
        "actions": actions,
        "writable": {action.removeprefix("write:") for action in actions if action.startswith("write:")},
        "sendable": {action.removeprefix("send:") for action in actions if action.startswith("send:")},
        "draft_actions": desk.draft_actions(row, request.actor),
        "approvals": queries.approvals_of(row),
        "needs_organiser": row.organiser_id is None,
    }
    return render(request, "tendering/tender_papers.html", context)


@require_http_methods(["GET", "POST"])
def tender_paper(request: TenantRequest, tender_id: int, kind: str) -> HttpResponse:
    """Write one open paper; "save and send" sends initiation or plan at once."""
    row, kind = found(request, tender_id), _kind(kind)
    if f"write:{kind}" not in desk.paper_actions(row, request.actor) and request.method == "GET":
        raise NotAllowed
    written = queries.paper_of(row, kind)
    form = PaperForm(
        request.POST or None,
        kind=kind,
        wanted=queries.wanted(row, kind),
        rules=verbs.rules_in_force(now()),
        initial=facts_of(row, written.parts if written else {}),
    )
    if request.method == "POST" and form.is_valid():
        try:
            verbs.write_paper(
                tender_id=row.id, kind=kind, parts=form.parts(), facts=form.facts(), by=request.actor, at=now()
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The paper is saved."))
            return go(TAB, row.id)
    context = {
        "form": form,
        "tender": row,
        "label": PAPER_KIND_LABELS[kind],
        "kind": kind,
        "takes_files": kind in (PaperKind.TENDER_DOCUMENT, PaperKind.TECHNICAL_DATA, PaperKind.OTHER),
        "back": tenant_url(TAB, row.id),
    }
    return render(request, "tendering/tender_paper.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
def tender_paper_file(request: TenantRequest, tender_id: int, kind: str) -> HttpResponse:
    """Hang a file on a paper."""
    row, kind = found(request, tender_id), _kind(kind)
    if f"write:{kind}" not in desk.paper_actions(row, request.actor) and request.method == "GET":
        raise NotAllowed
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file_kind = form.cleaned_data["kind"]
        try:
            verbs.attach_to_paper(
                tender_id=row.id,
                kind=kind,
                upload=form.cleaned_data["file"],
                file_kind=file_kind if file_kind in FILE_INSTEAD.values() else "document",
                by=request.actor,
                at=now(),
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The file is kept with the paper."))
            return go(TAB, row.id)
    context = {"form": form, "tender": row, "label": PAPER_KIND_LABELS[kind], "back": tenant_url(TAB, row.id)}
    return render(request, "tendering/tender_paper_file.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
def tender_paper_send(request: TenantRequest, tender_id: int, kind: str) -> HttpResponse:
    """Ask, then send the initiation or the plan on its approval chain."""
    row, kind = found(request, tender_id), _kind(kind)
    if kind not in desk.SENT_AS:
        raise Http404
    back = tenant_url(TAB, row.id)
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.send_paper(tender_id=row.id, kind=kind, by=request.actor, at=now()),
            done=_("The paper is sent for approval."),
            to=back,
        )
    return confirm(
        request,
        title=_("Send %(paper)s for approval?") % {"paper": PAPER_KIND_LABELS[kind]},
        text=_("It cannot be changed until it is decided or taken back."),
        button=_("Send for approval"),
        back=back,
    )


@require_http_methods(["GET", "POST"])
def tender_begin_papers(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Ask, then let the papers be written."""
    row = found(request, tender_id)
    back = tenant_url(TAB, row.id)
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.begin_papers(tender_id=row.id, by=request.actor, at=now()),
            done=_("The papers may be written now."),
            to=back,
        )
    return confirm(
        request,
        title=_("Begin the tender papers?"),
        text=_("Author and custodian must be named. The author then signs the secrecy undertaking and writes."),
        button=_("Begin the papers"),
        back=back,
    )


@require_http_methods(["GET", "POST"])
def tender_send_set(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Ask, then send the whole tender set on its approval chain."""
    row = found(request, tender_id)
    back = tenant_url(TAB, row.id)
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.send_papers(tender_id=row.id, by=request.actor, at=now()),
            done=_("The tender papers are sent for approval."),
            to=back,
        )
    return confirm(
        request,
        title=_("Send the tender papers for approval?"),
        text=_("Approvers read the evaluation papers too; you do not. Nothing can be changed until it is decided."),
        button=_("Send for approval"),
        back=back,
    )


@require_http_methods(["GET", "POST"])
def tender_take_back(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Ask for the reason, then take approved papers back."""
    row = found(request, tender_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.take_papers_back(tender_id=row.id, **form.cleaned_data, by=request.actor, at=now())
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The papers can be changed again and need a new approval."))
            return go(TAB, row.id)
    context = {
        "form": form,
        "title": _("Take the approved papers back?"),
        "text": _("The approval lapses; all four parts must be approved again before sealing."),
        "button": _("Take the papers back"),
        "back": tenant_url(TAB, row.id),
        "danger": True,
    }
    return render(request, "_components/confirm_page.html", context, status=form_status(form))
