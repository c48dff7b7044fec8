"""Addresses: public ones, the pages of a tenant under its address name, and the API."""

from importlib.util import find_spec

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from tenancy import public

handler400 = "tenancy.web_errors.bad_request"
handler403 = "tenancy.web_errors.permission_denied"
handler404 = "tenancy.web_errors.page_not_found"
handler500 = "tenancy.web_errors.server_error"

WITH_PAGES = ["tenancy", "records", *settings.ROOMS]


def _pages() -> list[URLResolver]:
    return [
        path(f"<slug:tenant>/{'' if room == 'tenancy' else room + '/'}", include(f"{room}.urls"))
        for room in reversed(WITH_PAGES)
        if find_spec(f"{room}.urls")
    ]


def _api() -> list[URLResolver]:
    return [
        path(f"api/v1/{room}/", include((f"{room}.api.urls", f"{room}_api")))
        for room in WITH_PAGES
        if find_spec(f"{room}.api") and find_spec(f"{room}.api.urls")
    ]


def _admin() -> list[URLResolver]:
    if not settings.ADMIN_ENABLED:
        return []
    admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # the one login for everybody
    return [path("admin/", admin.site.urls)]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.front_door, name="front_door"),
    path("live", public.live, name="live"),
    path("ready", public.ready, name="ready"),
    path("status", public.status, name="status"),
    path("sw.js", public.service_worker, name="service_worker"),
    path("manifest.webmanifest", public.manifest, name="manifest"),
    path("language/", public.choose_language, name="choose_language"),
    path("switch/", public.switch_membership, name="switch_membership"),
    path("accounts/", include("allauth.urls")),
    *([path("verify/", include("records.public_urls"))] if find_spec("records.public_urls") else []),
    *([path("join/", include("vendors.public_urls"))] if find_spec("vendors.public_urls") else []),
    *_admin(),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    *_api(),
    *_pages(),
]


def favicon(request: HttpRequest) -> HttpResponse:
    """Answer browsers that ask for an icon nobody links."""
    return HttpResponse(status=204)


urlpatterns.insert(0, path("favicon.ico", favicon))
