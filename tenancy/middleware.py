"""The door to the wall: finds the membership, opens the transaction, enters ``acting_for``, rolls back on failure."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.module_loading import import_string
from django_htmx.http import HttpResponseClientRedirect

from tenancy.actions.tokens import digest_of
from tenancy.choices import Language
from tenancy.context import acting_for
from tenancy.errors import DomainError
from tenancy.models import ApiToken, Membership
from tenancy.queries import actor_of, memberships_of
from tenancy.roles import MFA_ROLES
from tenancy.rules.actor import Actor
from tenancy.web_errors import page_not_found, refusal

GetResponse = Callable[[HttpRequest], HttpResponse]
API_PREFIX = "/api/v1/"


class LanguageMiddleware:
    """The person's own language, else the cookie or the browser's, else Simplified Chinese (TEN-10)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language for this request."""
        language = getattr(request.user, "language", None) or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if language not in Language.values:
            language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


class TenantMiddleware:
    """Every address with a tenant in it, and the whole API, runs inside one transaction behind one wall."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let public addresses through; put all others behind the wall or refuse them."""
        request.actor = None  # type: ignore[attr-defined]  # typed on TenantRequest
        slug = self._tenant_slug(request)
        is_api = request.path_info.startswith(API_PREFIX)
        if slug is None and not is_api:
            return self.get_response(request)
        membership = self._membership(request, slug, is_api=is_api)
        if membership is None:
            return self._turn_away(request, is_api=is_api)
        if request.method == "POST":
            _choose_upload_handler(request)
            request.POST  # noqa: B018  a slow upload is read before the transaction opens (security.md 1)
        return self._behind_the_wall(request, membership, is_api=is_api)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """The tenant is known from the wall, so views do not take it as an argument."""
        kwargs.pop("tenant", None)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a refusal nobody caught into its page."""
        if isinstance(error, DomainError):
            request.rolls_back = True  # type: ignore[attr-defined]  # read below
            return refusal(request, error)
        return None

    def _tenant_slug(self, request: HttpRequest) -> str | None:
        try:
            return resolve(request.path_info).kwargs.get("tenant")
        except Resolver404:
            return None

    def _membership(self, request: HttpRequest, slug: str | None, *, is_api: bool) -> Membership | None:
        if is_api and request.headers.get("Authorization", "").startswith("Token "):
            return _membership_of_token(request)
        if not request.user.is_authenticated:
            return None
        on = timezone.localdate()
        usable = memberships_of(request.user.pk, on).select_related("person")
        if slug is not None:
            usable = usable.filter(tenant__slug=slug)
        chosen = request.session.get("membership_id")
        found = list(usable)
        return next((one for one in found if one.id == chosen), found[0] if found else None)

    def _turn_away(self, request: HttpRequest, *, is_api: bool) -> HttpResponse:
        if request.user.is_authenticated:
            if is_api:
                return JsonResponse({"code": "not_found", "message": "Not found."}, status=404)
            return page_not_found(request, Http404())
        if is_api:
            return JsonResponse({"code": "not_authenticated", "message": "Log in or send a token."}, status=401)
        login = f"{reverse(settings.LOGIN_URL)}?next={request.get_full_path()}"
        if request.htmx:  # type: ignore[attr-defined]  # set by HtmxMiddleware
            return HttpResponseClientRedirect(login)
        return HttpResponseRedirect(login)

    def _behind_the_wall(self, request: HttpRequest, membership: Membership, *, is_api: bool) -> HttpResponse:
        with acting_for(membership.tenant, vendor_id=membership.vendor_id):
            actor = actor_of(membership)
            request.actor, request.tenant, request.membership = actor, membership.tenant, membership  # type: ignore[attr-defined]  # TenantRequest
            if _lacks_second_factor(request, actor, is_api=is_api):
                return HttpResponseRedirect(reverse("mfa_index"))
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "rolls_back", False):
                transaction.set_rollback(True)
        return response


def _choose_upload_handler(request: HttpRequest) -> None:
    """Give the routes of ``settings.UPLOAD_HANDLERS`` their own handler, before anything of the body is read."""
    path = settings.UPLOAD_HANDLERS.get(resolve(request.path_info).view_name)
    if path is not None:
        request.upload_handlers = [import_string(path)(request)]


def _lacks_second_factor(request: HttpRequest, actor: Actor, *, is_api: bool) -> bool:
    if not settings.MFA_REQUIRED or is_api or not MFA_ROLES.intersection(actor.roles):
        return False
    return not request.user.authenticator_set.exists()  # type: ignore[union-attr]  # allauth's reverse name


def _membership_of_token(request: HttpRequest) -> Membership | None:
    now = timezone.now()
    token = (
        ApiToken.objects.select_related("membership__tenant", "membership__person")
        .filter(digest=digest_of(request.headers["Authorization"][6:].strip()), revoked_at__isnull=True)
        .filter(expires_at__gt=now)
        .first()
    )
    request.user = AnonymousUser()
    if token is None:
        return None
    usable = memberships_of(token.membership.person_id, timezone.localdate()).filter(id=token.membership_id)
    membership = usable.select_related("person").first()
    if membership is None:
        return None
    if token.last_used_on != now.date():
        ApiToken.objects.filter(id=token.id).update(last_used_on=now.date())
    request.user = membership.person
    request.is_token = True  # type: ignore[attr-defined]  # read by ActorAuthentication: tokens need no CSRF
    return membership
