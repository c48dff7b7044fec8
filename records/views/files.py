"""Stored files: looked at afresh on every request, never executed by a browser (security.md 4)."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from records import queries
from records.models import Attachment
from tenancy.web import TenantRequest

SANDBOX = "default-src 'none'; sandbox"


@require_safe
def file(request: TenantRequest, pk: int) -> HttpResponseBase:
    """Hand out a file; photos made anew by us are shown in the page, everything else is saved."""
    row = _visible(request, pk)
    return stored_file(request, row.stored_name, row.name, row.content_type, row.sha256, as_attachment=not row.is_image)


@require_safe
def thumbnail(request: TenantRequest, pk: int) -> HttpResponseBase:
    """Hand out the small picture of a photo."""
    row = _visible(request, pk)
    if not row.thumbnail_name:
        raise Http404
    return stored_file(request, row.thumbnail_name, row.name, row.content_type, f"{row.sha256}-s", as_attachment=False)


def _visible(request: TenantRequest, pk: int) -> Attachment:
    row = queries.attachment_visible_to(request.actor, pk)
    if row is None:
        raise Http404
    return row


def stored_file(
    request: HttpRequest, stored_name: str, name: str, content_type: str, etag: str, *, as_attachment: bool
) -> HttpResponseBase:
    """Return a stored file with the headers that keep it a file. The browser may keep it, but asks again each time."""
    answer: HttpResponseBase
    if request.headers.get("If-None-Match") == f'"{etag}"':
        answer = HttpResponse(status=304)
    else:
        try:
            opened = default_storage.open(stored_name)
        except FileNotFoundError as error:
            raise Http404 from error
        answer = FileResponse(opened, content_type=content_type)
        answer.headers["Content-Disposition"] = content_disposition_header(as_attachment, name) or "attachment"
    answer.headers["ETag"] = f'"{etag}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_cache_control(answer, private=True, no_cache=True)
    return answer
