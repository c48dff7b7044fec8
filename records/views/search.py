"""The search over everything the actor may see."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from records.search import hits
from tenancy.web import TenantRequest


@require_safe
def search(request: TenantRequest) -> HttpResponse:
    """Show what was found, by kind of thing."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    groups = hits(request.actor, words) if words else []
    return render(
        request,
        "records/search.html",
        {"search_words": words, "groups": groups, "count": sum(len(group.hits) for group in groups)},
    )
