"""A fresh proof of identity before acts with power: approvals and changes of roles (security.md 6)."""

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tenancy.errors import NotAllowed


def ask(request: HttpRequest, *, back: str) -> HttpResponse | None:
    """Return the redirect that asks for a fresh proof and comes ``back``, or None when one was given lately."""
    if settings.MFA_REQUIRED and is_reauthentication_required(request, app="account"):
        return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")
    return None


def refuse_programs() -> None:
    """Raise NotAllowed at the API where a fresh factor is required: a program cannot give one."""
    if settings.MFA_REQUIRED:
        raise NotAllowed(_("Do this on the page: it asks for a fresh second factor."), code="fresh_factor_needed")
