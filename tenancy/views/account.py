"""One's own profile and keys for programs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenancy import queries
from tenancy.actions import people, tokens
from tenancy.errors import DomainError
from tenancy.forms import ProfileForm, TokenForm
from tenancy.models import Person
from tenancy.web import TenantRequest, act, confirm, form_status, go, now, refuse_on_form, tenant_url


@require_http_methods(["GET", "POST"])
def profile(request: TenantRequest) -> HttpResponse:
    """Show and change one's own name, login name and language (TEN-10)."""
    person = Person.objects.get(id=request.actor.person_id or 0)
    initial = {"name": person.name, "username": person.username, "language": person.language}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            people.change_profile(by=request.actor, at=now(), **form.cleaned_data)
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("Saved."))
            return go("tenancy:profile")
    context = {"form": form, "person": person, "grants": queries.grants_of(request.membership)}
    return render(request, "tenancy/profile.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
def token_list(request: TenantRequest) -> HttpResponse:
    """Show one's own tokens; a new one is shown in clear once, on the page that answers its order."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    clear = ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, clear = tokens.create_token(by=request.actor, at=now(), **form.cleaned_data)
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            form = TokenForm()
    context = {
        "form": form,
        "tokens": queries.tokens_of(request.actor),
        "clear": clear,
        "now": timezone.now(),
    }
    answer = render(request, "tenancy/token_list.html", context, status=form_status(form))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
def token_revoke(request: TenantRequest, pk: int) -> HttpResponse:
    """End a token, after asking."""
    token = queries.own_token(request.actor, pk)
    back = tenant_url("tenancy:token_list")
    if request.method == "GET":
        return confirm(
            request,
            title=_("Revoke the token “%(name)s”?") % {"name": token.name},
            text=_("Programs that use it are refused from now on."),
            button=_("Revoke"),
            back=back,
            danger=True,
        )
    return act(
        request,
        lambda: tokens.revoke_token(token_id=token.id, by=request.actor, at=now()),
        done=_("Revoked."),
        to=back,
    )
