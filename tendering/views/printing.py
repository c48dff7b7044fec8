"""Printing a tender's forms: one POST each, then the document or the job that makes it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records.actions.printing import order_paper
from records.models import PrintedDocument
from tenancy.web import TenantRequest, go, now
from tendering.choices import PaperKind
from tendering.views.tenders import found

# Address part -> kind of paper; the open papers are addressed by their own kinds.
FORMS = {"need": "tendering.need", "unsealing": "tendering.unsealing", "sheets": "tendering.sheets"}


def ordered(request: TenantRequest, kind: str, inputs: dict[str, Any]) -> HttpResponse:
    """Order a printed document and go where it is, or where it is being made."""
    paper = order_paper(kind, inputs, by=request.actor, at=now())
    if isinstance(paper, PrintedDocument):
        return go("records:document_detail", paper.id)
    messages.info(request, _("The document is being made."))
    return go("records:job_detail", paper.id)


@require_POST
def tender_form(request: TenantRequest, tender_id: int, form: str) -> HttpResponse:
    """Print the need application, an open paper, the unsealing, or the unsealed sheets."""
    row = found(request, tender_id)
    if form in FORMS:
        return ordered(request, FORMS[form], {"tender_id": row.id})
    if form in set(PaperKind):
        return ordered(request, "tendering.paper", {"tender_id": row.id, "paper_kind": form})
    raise Http404
