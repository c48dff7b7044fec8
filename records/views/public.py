"""Verification of printed documents by anybody who holds one: no content, no login, limited tries."""

import hashlib
from datetime import timedelta

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from records import queries
from tenancy import limits
from tenancy.context import acting_for
from tenancy.models import Tenant

PER_ADDRESS = limits.Limit("verify-document", 60, timedelta(minutes=10))


class CompareForm(forms.Form):
    """The file whose hash is compared; it is read and forgotten."""

    file = forms.FileField(label=_("PDF file"))


@never_cache
@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """Take the code printed beside the QR code."""
    token = request.GET.get("code", "").strip().rstrip("/").rpartition("/")[2]
    if token and len(token) <= 60 and token.replace("-", "").isalnum() and token.isascii():
        return HttpResponseRedirect(reverse("records_public:verify", args=[token]))
    return render(request, "records/verify_enter.html", {"tried": "code" in request.GET})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Show title, number, date and hash of a document, and compare an uploaded file with it."""
    if not limits.take(PER_ADDRESS, _address(request), now=timezone.now()):
        return render(request, "records/verify_enter.html", {"too_often": True}, status=429)
    tenant = _tenant_of(token)
    form = CompareForm(request.POST, request.FILES) if request.method == "POST" else CompareForm()
    compared = ""
    if request.method == "POST" and form.is_valid():
        compared = _hash(form.cleaned_data["file"])
    with acting_for(tenant):
        document = queries.document_by_token(token)
        if document is None:
            raise Http404
        status = 422 if request.method == "POST" and form.errors else 200
        return render(
            request,
            "records/verify.html",
            {
                "document": document,
                "tenant_name": tenant.name,
                "form": form,
                "compared": compared,
                "matches": compared == document.sha256,
            },
            status=status,
        )


def _tenant_of(token: str) -> Tenant:
    head = token.partition("-")[0]
    try:
        tenant_id = int(head, 16) if len(head) <= 15 and head.isascii() and head.isalnum() else 0
    except ValueError as error:
        raise Http404 from error
    tenant = Tenant.objects.filter(id=tenant_id, is_active=True).first()
    if tenant is None:
        raise Http404
    return tenant


def _hash(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _address(request: HttpRequest) -> str:
    from allauth.account.adapter import get_adapter

    return str(get_adapter(request).get_client_ip(request))
