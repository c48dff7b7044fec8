"""Tenders in the API: the register, need and assessment, cancelling."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from tenancy.api.views import IDEMPOTENCY_HEADER, ReadViewSet
from tendering.actions import need as verbs
from tendering.api.serializers import AssessmentInput, NeedInput, TenderReasonInput, TenderSerializer
from tendering.models import Tender
from tendering.queries import tenders as queries


@extend_schema(tags=["tendering"])
class TenderViewSet(ReadViewSet):
    """The register of tenders."""

    queryset = Tender.objects.all()
    serializer_class = TenderSerializer
    lookup_value_regex = r"\d{1,18}"
    filterset_fields = ["status", "project", "line", "method", "number"]

    def get_queryset(self) -> QuerySet[Tender]:
        """Return the tenders the caller may read."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return queries.visible_to(self.actor)

    def _typed(self, shape: Any, request: Request) -> dict[str, Any]:
        typed = shape(data=request.data)
        typed.is_valid(raise_exception=True)
        return dict(typed.validated_data)

    def _shown(self, row: Tender, status: int = 200) -> Response:
        return Response(self.get_serializer(row).data, status=status)

    @extend_schema(request=NeedInput, responses={201: TenderSerializer}, parameters=[IDEMPOTENCY_HEADER])
    def create(self, request: Request) -> Response:
        """Apply for an outsourced service."""
        facts = self._typed(NeedInput, request)
        return self._shown(verbs.apply_for_need(**facts, by=self.actor, at=timezone.now()), 201)

    @extend_schema(request=AssessmentInput, responses=TenderSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def assess(self, request: Request, pk: str | None = None) -> Response:
        """Record the assessment of the need."""
        row, facts = self.get_object(), self._typed(AssessmentInput, request)
        return self._shown(verbs.assess_need(tender_id=row.id, **facts, by=self.actor, at=timezone.now()))

    @extend_schema(request=TenderReasonInput, responses=TenderSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str | None = None) -> Response:
        """Cancel the tender."""
        row, facts = self.get_object(), self._typed(TenderReasonInput, request)
        return self._shown(verbs.cancel_tender(tender_id=row.id, **facts, by=self.actor, at=timezone.now()))
