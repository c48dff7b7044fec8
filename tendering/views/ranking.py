"""The score ranking and the bidder score summary (TND-21)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenancy.web import TenantRequest
from tendering.queries import awards, judging, results
from tendering.views.opened import opened_tender
from tendering.views.tenders import head


@require_safe
def ranking_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """Places, how they came about, and every sheet's sums; empty until the panel has closed."""
    tender = opened_tender(request, pk)
    ranking = judging.ranking(tender)
    context = head(request, tender, "tendering:ranking_detail") | {
        "ranking": ranking,
        "summary": results.summary_of(tender, ranking) if ranking else None,
        "opinion": awards.opinion_of(tender),
        "rules": judging.rules_of(tender),
        "actions": judging.allowed_actions(tender, request.actor),
    }
    return render(request, "tendering/ranking_detail.html", context)
