"""Printing what follows the opening: one POST each, then the document or the job that makes it (section 4)."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from tenancy.web import TenantRequest
from tendering.queries import awards
from tendering.views.opened import opened_tender
from tendering.views.printing import ordered


@require_POST
def ranking_print(request: TenantRequest, pk: int) -> HttpResponse:
    """Print the score ranking with the bidder score summary."""
    return ordered(request, "tendering.ranking", {"tender_id": opened_tender(request, pk).id})


@require_POST
def conclusion_candidates(request: TenantRequest, pk: int) -> HttpResponse:
    """Print the candidate ranking."""
    return ordered(request, "tendering.candidates", {"tender_id": opened_tender(request, pk).id})


@require_POST
def conclusion_report(request: TenantRequest, pk: int) -> HttpResponse:
    """Print the advantage assessment report."""
    return ordered(request, "tendering.report", {"tender_id": opened_tender(request, pk).id})


@require_POST
def judge_print(request: TenantRequest, pk: int) -> HttpResponse:
    """Print a sheet that was handed in: the own one, or any after the panel has closed."""
    return ordered(request, "tendering.judge_sheet", {"judge_id": pk})


@require_POST
def letter_print(request: TenantRequest, public_id: UUID) -> HttpResponse:
    """Print a letter, for staff and for its bidder."""
    letter = get_object_or_404(awards.letters_visible_to(request.actor), public_id=public_id)
    return ordered(request, "tendering.letter", {"letter_id": letter.id})
