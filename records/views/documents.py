"""The archive of printed documents."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from records import queries
from records.lists import DOCUMENTS
from records.models import PrintedDocument
from records.printing import verify_address
from records.views.files import stored_file
from tenancy.listing import ListPage
from tenancy.web import TenantRequest


@require_safe
def document_list(request: TenantRequest) -> HttpResponse:
    """List, search and filter printed documents."""
    page = ListPage(DOCUMENTS, request.GET, request.actor, request.path)
    return render(request, "records/document_list.html", {"page": page})


@require_safe
def document_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """Show a document with everything that proves it."""
    row = _visible(request, pk)
    return render(
        request,
        "records/document_detail.html",
        {"document": row, "verify_url": verify_address(row.token), "entries": queries.timeline(row)},
    )


@require_safe
def document_file(request: TenantRequest, pk: int) -> HttpResponseBase:
    """Hand out the PDF."""
    row = _visible(request, pk)
    name = f"{row.number} {row.title}.pdf".replace("/", "-")
    return stored_file(request, row.stored_name, name, "application/pdf", row.sha256, as_attachment=True)


def _visible(request: TenantRequest, pk: int) -> PrintedDocument:
    rows = queries.documents_visible_to(request.actor).select_related("settings_version", "unit")
    row = rows.filter(id=pk).first()
    if row is None:
        raise Http404
    return row
