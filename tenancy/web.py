"""Small helpers of the pages: addresses within the tenant, who asks, refusals on forms, confirmation."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from tenancy import queries
from tenancy.context import require_wall
from tenancy.errors import DomainError, NotAllowed, RuleBroken
from tenancy.models import Membership, Tenant
from tenancy.rules.actor import Actor
from tenancy.web_errors import status_of


class TenantRequest(HttpRequest):
    """A request behind the wall, as the middleware hands it to a view."""

    actor: Actor
    tenant: Tenant
    membership: Membership
    htmx: Any


View = Callable[..., HttpResponse]


def tenant_url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a page of the active tenant: ``tenant_url("vendors:vendor_detail", 7)``."""
    wall = require_wall()
    if args:
        return reverse(name, args=(wall.slug, *args))
    return reverse(name, kwargs={"tenant": wall.slug, **kwargs})


def go(name: str, *args: Any) -> HttpResponseRedirect:
    """Redirect to a page of the active tenant."""
    return HttpResponseRedirect(tenant_url(name, *args))


def now() -> datetime:
    """Read the clock at the door; verbs get it as ``at``."""
    return timezone.now()


def today(request: TenantRequest) -> date:
    """Return the tenant's current date; verbs get it as ``on``."""
    return queries.today(request.tenant)


def needs(permission: str) -> Callable[[View], View]:
    """Hide a page from actors without a permission (the verb asks again)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: TenantRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.actor.can(permission):
                raise NotAllowed
            return view(request, *args, **kwargs)

        guarded.needs = permission  # type: ignore[attr-defined]  # read by the route guard test
        return guarded

    return decorate


def refuse_on_form(form: forms.BaseForm, error: DomainError) -> None:
    """Put a refusal beside the field it names, or on top of the form."""
    field = error.field if isinstance(error, RuleBroken) else None
    form.add_error(field if field in form.fields else None, str(error.message))


def form_status(form: forms.BaseForm) -> int:
    """Return 422 for a form with errors, 200 otherwise."""
    return 422 if form.is_bound and form.errors else 200


def confirm(
    request: TenantRequest, *, title: str, text: str, button: str, back: str, danger: bool = False
) -> HttpResponse:
    """Ask before an act that cannot be undone; the same address takes the POST."""
    return render(
        request,
        "_components/confirm_page.html",
        {"title": title, "text": text, "button": button, "back": back, "danger": danger},
    )


def act(request: TenantRequest, verb: Callable[[], Any], *, done: str, to: str) -> HttpResponse:
    """Call a verb from a button: on success say ``done`` and go ``to``; on refusal say why and go ``to``."""
    try:
        verb()
    except DomainError as error:
        if status_of(error) == 403:
            raise
        messages.error(request, str(error.message))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(to)
