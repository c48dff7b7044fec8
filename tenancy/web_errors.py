"""Refusals as pages: each class of refusal is mapped once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tenancy.errors import AlreadyDone, DomainError, IllegalTransition, NotAllowed

STATUS: dict[type[DomainError], int] = {NotAllowed: 403, IllegalTransition: 409, AlreadyDone: 409}


def status_of(error: DomainError) -> int:
    """Return the HTTP status of a refusal; 422 for a broken rule."""
    for kind, status in STATUS.items():
        if isinstance(error, kind):
            return status
    return 422


def refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Show a refusal that no form caught."""
    status = status_of(error)
    return render(request, "errors/refused.html", {"error": error, "status": status}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form is too old or the session has ended, and how to go on."""
    return render(request, "errors/csrf.html", {}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Page 400."""
    return render(request, "errors/400.html", {}, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Page 403."""
    return render(request, "errors/403.html", {}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Page 404: also what a person sees of other tenants' addresses."""
    return render(request, "errors/404.html", {}, status=404)


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    """Page 500, without any query: the database may be the fault."""
    return render(request, "errors/500.html", {}, status=500)
