"""The page by which an invited company registers itself: no login, one link, limited tries, nothing given away."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tenancy import limits
from tenancy.context import acting_for
from tenancy.errors import RuleBroken
from tenancy.models import Tenant
from tenancy.web import form_status, refuse_on_form
from vendors.actions.registration import register_by_link
from vendors.errors import LinkUnusable
from vendors.forms.qualified import JoinForm
from vendors.queries.proposal import usable_link

PER_ADDRESS = limits.Limit("register-company", 60, timedelta(minutes=10))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Let the company a link was made for enter its facts, once.

    A link that is wrong, used, withdrawn or has run out gives one and the same page; a company that is known already
    gets the same answer as one that is new.
    """
    if not limits.take(PER_ADDRESS, address_of(request), now=timezone.now()):
        return render(request, "vendors/join_over.html", {"too_often": True}, status=429)
    try:
        tenant = _tenant_of(token)
    except Http404:
        return _over(request)
    with acting_for(tenant):
        at = timezone.now()
        link = usable_link(token, at)
        if link is None:
            return _over(request)
        form = JoinForm(request.POST or None, initial={"legal_name": link.company})
        if request.method == "POST" and form.is_valid():
            try:
                register_by_link(token=token, **form.cleaned_data, at=at)
            except LinkUnusable:
                return _over(request)
            except RuleBroken as error:
                refuse_on_form(form, error)
            else:
                return HttpResponseRedirect(reverse("vendors_public:joined"))
        context = {"form": form, "tenant_name": tenant.name, "email": link.email}
        return render(request, "vendors/join.html", context, status=form_status(form))


@never_cache
@require_safe
def joined(request: HttpRequest) -> HttpResponse:
    """Thank the company; the same words whatever became of it."""
    return render(request, "vendors/joined.html")


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "vendors/join_over.html", {}, status=404)


def _tenant_of(token: str) -> Tenant:
    head = token.partition("-")[0]
    if not (len(head) <= 15 and head.isascii() and head.isalnum()):
        raise Http404
    try:
        tenant_id = int(head, 16)
    except ValueError as error:
        raise Http404 from error
    tenant = Tenant.objects.filter(id=tenant_id, is_active=True).first()
    if tenant is None:
        raise Http404
    return tenant


def address_of(request: HttpRequest) -> str:
    """Return the address a stranger comes from, as the login sees it."""
    from allauth.account.adapter import get_adapter

    return str(get_adapter(request).get_client_ip(request))
