"""The first page of a tenant."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET

from tenancy.web import TenantRequest


@require_GET
def home(request: TenantRequest) -> HttpResponse:
    """Show the to-do list and what the role watches; the page is made by ``settings.HOME_PAGE``."""
    return import_string(settings.HOME_PAGE)(request)
