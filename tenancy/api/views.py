"""Base of every viewset: the actor and idempotent POSTs."""

import hashlib
import json
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import mixins, viewsets
from rest_framework.response import Response

from tenancy.errors import RuleBroken
from tenancy.models import RememberedReply, Tenant
from tenancy.rules.actor import Actor

MAX_KEY = 80
IDEMPOTENCY_HEADER = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="Send the same key again to get the same answer."
)


def _fingerprint(request: Any) -> str:
    """Return the hash of what was asked: address and body; of an upload its fields and files, already read."""
    found = hashlib.sha256(request.get_full_path().encode() + b"\n")
    if request.content_type != "multipart/form-data":
        found.update(request.body)
        return found.hexdigest()
    found.update(json.dumps(sorted(request.POST.lists())).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            found.update(f"{name}\0{file.name}\0".encode())
            for chunk in file.chunks():
                found.update(chunk)
            file.seek(0)
    return found.hexdigest()


class ActorMixin:
    """Gives a viewset ``actor`` and ``tenant``, and remembers answers to POSTs with an idempotency key."""

    remembers = True  # False where the answer holds a secret that must not be stored
    request: Any  # a mixin in front of DRF views, which declare it as their Request

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.request._request.actor

    @property
    def tenant(self) -> Tenant:
        """For whom."""
        return self.request._request.tenant

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer a repeated POST from memory, and remember a new one (only answers below 500)."""
        key = request.headers.get("Idempotency-Key", "") if request.method == "POST" else ""
        if not key or not self.remembers or getattr(request, "actor", None) is None:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mixin in front of a view
        fingerprint = _fingerprint(request)
        known = RememberedReply.objects.filter(membership_id=request.actor.membership_id, key=key[:MAX_KEY]).first()
        if known is not None:
            return self._repeat(request, known, fingerprint, *args, **kwargs)
        answer = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mixin in front of a view
        if answer.status_code < 500 and not transaction.get_rollback():
            self._remember(request, key[:MAX_KEY], fingerprint, answer)
        return answer

    def _repeat(self, request: Any, known: RememberedReply, fingerprint: str, *args: Any, **kwargs: Any) -> Any:
        self.headers = self.default_response_headers  # type: ignore[attr-defined]  # DRF's own attribute
        self.request = self.initialize_request(request, *args, **kwargs)  # type: ignore[attr-defined]  # DRF's own method
        self.args, self.kwargs = args, kwargs
        try:
            self.initial(self.request, *args, **kwargs)  # type: ignore[attr-defined]  # DRF's own method
            if known.fingerprint != fingerprint:
                raise RuleBroken("This idempotency key was used for another request.", code="key_reused")
            answer = Response(known.body, status=known.status_code, headers={"Idempotent-Replay": "true"})
        except Exception as error:
            answer = self.handle_exception(error)  # type: ignore[attr-defined]  # DRF's own method
        return self.finalize_response(self.request, answer, *args, **kwargs)  # type: ignore[attr-defined]  # DRF's own method

    def _remember(self, request: Any, key: str, fingerprint: str, answer: Any) -> None:
        body = json.loads(answer.rendered_content) if getattr(answer, "data", None) is not None else None
        try:
            with transaction.atomic():
                RememberedReply.objects.create(
                    membership_id=request.actor.membership_id,
                    vendor_id=request.actor.vendor_id,
                    key=key,
                    fingerprint=fingerprint,
                    status_code=answer.status_code,
                    body=body,
                    created_at=timezone.now(),
                )
        except IntegrityError:
            # The same key arrived twice at once: the other request's act stands, this one's must not.
            transaction.set_rollback(True)


class TenantViewSet(ActorMixin, viewsets.GenericViewSet[Any]):
    """Base of a noun's viewset: list and detail come from ``queries``, state changes are POST actions."""


class ReadViewSet(ActorMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    """Base of a noun with list and detail."""
