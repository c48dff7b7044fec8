"""Addresses outside the wall: front door, probes, language, membership switch, worker script."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tenancy.actions import people
from tenancy.choices import JobStatus, Language
from tenancy.context import acting_for
from tenancy.models import Job, Membership, Tenant
from tenancy.queries import memberships_of


def front_door(request: HttpRequest) -> HttpResponse:
    """Send a person to the first page of the active membership, a stranger to the login."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(reverse(settings.LOGIN_URL))
    found = list(memberships_of(request.user.pk, timezone.localdate()))
    if not found:
        return render(request, "tenancy/no_membership.html", {}, status=403)
    chosen = request.session.get("membership_id")
    one = next((membership for membership in found if membership.id == chosen), found[0])
    return HttpResponseRedirect(reverse("tenancy:home", args=[one.tenant.slug]))


@require_GET
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Answer while the process lives."""
    return HttpResponse("live\n", content_type="text/plain")


@require_GET
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when database and file storage can be used, else 503; Redis is not needed (security.md 5)."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1 from tenancy_tenant limit 1")
        default_storage.exists("ready")
    except (DatabaseError, OSError) as error:
        return HttpResponse(f"not ready: {type(error).__name__}\n", content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")


@require_GET
@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """Tell platform staff how much work waits, per tenant."""
    if not (request.user.is_authenticated and request.user.is_staff):
        raise Http404
    waiting = {}
    for tenant in Tenant.objects.filter(is_active=True):
        with acting_for(tenant):
            waiting[tenant.slug] = {
                state: Job.objects.filter(status=state).count()
                for state in (JobStatus.WAITING, JobStatus.RUNNING, JobStatus.DEAD)
            }
    return JsonResponse({"jobs": waiting, "at": timezone.now().isoformat()})


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """Serve the worker script from the root, so that it may care for every page."""
    return _static_text("js/sw.js", "text/javascript")


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """Serve the web app manifest."""
    return _static_text("manifest.webmanifest", "application/manifest+json")


def _static_text(name: str, content_type: str) -> HttpResponse:
    found = finders.find(name) or (staticfiles_storage.path(name) if staticfiles_storage.exists(name) else None)
    if found is None:
        raise Http404
    return HttpResponse(Path(str(found)).read_bytes(), content_type=content_type)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language for the person, or in a cookie for a stranger (TEN-10)."""
    language = request.POST.get("language", "")
    answer = HttpResponseRedirect(_back(request))
    if language in Language.values:
        if request.user.is_authenticated:
            people.choose_language(person_id=request.user.pk, language=language)
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax", httponly=True)
    return answer


@require_POST
def switch_membership(request: HttpRequest) -> HttpResponse:
    """Make another of the person's memberships the active one."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(reverse(settings.LOGIN_URL))
    raw = request.POST.get("membership", "")
    wanted = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 18 else 0
    found: Membership | None = memberships_of(request.user.pk, timezone.localdate()).filter(id=wanted).first()
    if found is None:
        raise Http404
    request.session["membership_id"] = found.id
    return HttpResponseRedirect(reverse("tenancy:home", args=[found.tenant.slug]))


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.headers.get("Referer") or "/"
    allowed = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if allowed else "/"
