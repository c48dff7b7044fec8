"""Complaints in the API: the same verbs and refusal codes as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from complaints import queries
from complaints.actions import complaint as verbs
from complaints.actions.judgement import judge
from complaints.api.serializers import (
    ClosingInput,
    ComplaintAnswerInput,
    ComplaintSerializer,
    ContactSerializer,
    JudgementInput,
    RegistrationInput,
    ReopeningInput,
)
from complaints.models import Complaint, ComplaintContact
from tenancy.api.views import IDEMPOTENCY_HEADER, ReadViewSet


@extend_schema(tags=["complaints"])
class ComplaintViewSet(ReadViewSet):
    """The complaint register."""

    queryset = Complaint.objects.all()
    serializer_class = ComplaintSerializer
    lookup_value_regex = r"\d{1,18}"
    filterset_fields = ["status", "responsibility", "severity", "project", "vendor", "contract", "number"]

    def get_queryset(self) -> QuerySet[Complaint]:
        """Return the complaints the caller may read."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return queries.complaints_visible_to(self.actor)

    def get_serializer_context(self) -> Any:
        """Hand the actor to the serializer."""
        context = super().get_serializer_context()
        return context if getattr(self, "swagger_fake_view", False) else {**context, "actor": self.actor}

    def _remember(self, request: Any, key: str, fingerprint: str, answer: Any) -> None:
        # A remembered answer is kept in clear: who complained is never remembered, and each look is a look of its own.
        if not request.path.endswith("/reveal/"):
            super()._remember(request, key, fingerprint, answer)

    def _call(self, request: Request, shape: type[Serializer[Any]], verb: Any) -> Response:
        row = self.get_object()
        typed = shape(data=request.data)
        typed.is_valid(raise_exception=True)
        row = verb(complaint_id=row.id, **typed.validated_data, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(row).data)

    @extend_schema(request=RegistrationInput, responses={201: ComplaintSerializer}, parameters=[IDEMPOTENCY_HEADER])
    def create(self, request: Request) -> Response:
        """Register a complaint."""
        typed = RegistrationInput(data=request.data)
        typed.is_valid(raise_exception=True)
        row = verbs.register_complaint(**typed.validated_data, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(row).data, status=201)

    @extend_schema(request=ComplaintAnswerInput, responses=ComplaintSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str | None = None) -> Response:
        """Note what the customer was told."""
        return self._call(request, ComplaintAnswerInput, verbs.answer)

    @extend_schema(request=JudgementInput, responses=ComplaintSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def judge(self, request: Request, pk: str | None = None) -> Response:
        """Say who was responsible."""
        return self._call(request, JudgementInput, judge)

    @extend_schema(request=ClosingInput, responses=ComplaintSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str | None = None) -> Response:
        """Close a case."""
        return self._call(request, ClosingInput, verbs.close)

    @extend_schema(request=ReopeningInput, responses=ComplaintSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str | None = None) -> Response:
        """Open a case again."""
        return self._call(request, ReopeningInput, verbs.reopen)

    @extend_schema(request=None, responses=ContactSerializer)
    @action(detail=True, methods=["post"])
    def reveal(self, request: Request, pk: str | None = None) -> Response:
        """Return who complained; the journal notes who looked."""
        try:
            contact = verbs.reveal_contact(complaint_id=self.get_object().id, by=self.actor, at=timezone.now())
        except ComplaintContact.DoesNotExist as error:
            raise Http404 from error
        return Response(ContactSerializer(contact).data)
