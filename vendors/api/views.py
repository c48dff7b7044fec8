"""Vendors and service lines in the API: the same verbs and refusal codes as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from tenancy.api.views import IDEMPOTENCY_HEADER, ReadViewSet
from tenancy.errors import NotAllowed
from tenancy.queries import today
from vendors import queries
from vendors.actions import line as line_verbs
from vendors.actions import vendor as verbs
from vendors.api.serializers import (
    LineInput,
    ServiceLineSerializer,
    VendorChange,
    VendorRegistration,
    VendorSerializer,
)
from vendors.api.standing import StandingSerializer
from vendors.models import ServiceLine, Vendor
from vendors.queries.standing import standing_of


@extend_schema(tags=["vendors"])
class ServiceLineViewSet(ReadViewSet):
    """Service lines of the tenant."""

    queryset = ServiceLine.objects.all()
    serializer_class = ServiceLineSerializer
    lookup_value_regex = r"\d{1,18}"

    @extend_schema(request=LineInput, responses={201: ServiceLineSerializer}, parameters=[IDEMPOTENCY_HEADER])
    def create(self, request: Request) -> Response:
        """Add a line of the tenant's own."""
        typed = LineInput(data=request.data)
        typed.is_valid(raise_exception=True)
        row = line_verbs.add_line(**typed.validated_data, by=self.actor, at=timezone.now())
        return Response(ServiceLineSerializer(row).data, status=201)


@extend_schema(tags=["vendors"])
class VendorViewSet(ReadViewSet):
    """The vendor register."""

    queryset = Vendor.objects.all()
    serializer_class = VendorSerializer
    lookup_value_regex = r"\d{1,18}"
    filterset_fields = ["status", "is_active", "credit_code"]

    def get_queryset(self) -> QuerySet[Vendor]:
        """Return the vendors the caller may read."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return queries.vendors_visible_to(self.actor)

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Read the lines of everything shown at once."""
        if args and not getattr(self, "swagger_fake_view", False):
            shown = args[0] if kwargs.get("many") else [args[0]]
            found = queries.lines_of(row.id for row in shown)
            lines = {key: [line.id for line in lines] for key, lines in found.items()}
            kwargs["context"] = {**self.get_serializer_context(), "lines": lines, "actor": self.actor}
        return super().get_serializer(*args, **kwargs)

    @extend_schema(request=VendorRegistration, responses={201: VendorSerializer}, parameters=[IDEMPOTENCY_HEADER])
    def create(self, request: Request) -> Response:
        """Register a vendor."""
        typed = VendorRegistration(data=request.data)
        typed.is_valid(raise_exception=True)
        row = verbs.register_vendor(**typed.validated_data, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(row).data, status=201)

    @extend_schema(request=VendorChange, responses=VendorSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str | None = None) -> Response:
        """Change a vendor's facts."""
        row = self.get_object()
        typed = VendorChange(data=request.data)
        typed.is_valid(raise_exception=True)
        row = verbs.change_vendor(vendor_id=row.id, **typed.validated_data, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(row).data)

    @extend_schema(request=None, responses=VendorSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def activate(self, request: Request, pk: str | None = None) -> Response:
        """Switch a vendor on."""
        return self._switch(is_active=True)

    @extend_schema(request=None, responses=VendorSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def deactivate(self, request: Request, pk: str | None = None) -> Response:
        """Switch a vendor off for anything new."""
        return self._switch(is_active=False)

    @extend_schema(responses=StandingSerializer)
    @action(detail=True, methods=["get"], filterset_fields=None, pagination_class=None)
    def standing(self, request: Request, pk: str | None = None) -> Response:
        """Return how the vendor stands today: ban, grades, open faults, what stands against an invitation."""
        row = self.get_object()
        if self.actor.is_vendor:
            raise NotAllowed
        found = standing_of([row.id], unit_id=None, line_id=None, on=today(self.tenant))[row.id]
        return Response(StandingSerializer(found).data)

    def _switch(self, *, is_active: bool) -> Response:
        row = verbs.set_active(vendor_id=self.get_object().id, is_active=is_active, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(row).data)
