"""Contracts and supervision rules in the API: the same verbs and refusal codes as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from contracts import queries
from contracts.actions import contract as verbs
from contracts.actions import term
from contracts.actions.from_award import draft_from_award
from contracts.api.serializers import (
    AcceptanceInput,
    AwardDraftInput,
    ContractSerializer,
    DraftInput,
    RuleSetSerializer,
    TerminationInput,
)
from contracts.models import Contract, RuleSetVersion
from tenancy.api.views import IDEMPOTENCY_HEADER, ReadViewSet
from tendering.queries.awards import awards_visible_to


@extend_schema(tags=["contracts"])
class RuleSetViewSet(ReadViewSet):
    """Published versions of the supervision rules."""

    queryset = RuleSetVersion.objects.all()
    serializer_class = RuleSetSerializer
    lookup_value_regex = r"\d{1,18}"
    filterset_fields = ["line", "number"]


@extend_schema(tags=["contracts"])
class ContractViewSet(ReadViewSet):
    """The contract ledger."""

    queryset = Contract.objects.all()
    serializer_class = ContractSerializer
    lookup_value_regex = r"\d{1,18}"
    filterset_fields = ["status", "vendor", "project", "number"]

    def get_queryset(self) -> QuerySet[Contract]:
        """Return the contracts the caller may read."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return queries.contracts_visible_to(self.actor)

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Read the lines of everything shown at once."""
        if args and not getattr(self, "swagger_fake_view", False):
            shown = args[0] if kwargs.get("many") else [args[0]]
            pinned = queries.pinned_rules_of(row.id for row in shown)
            kwargs["context"] = {**self.get_serializer_context(), "pinned": pinned, "actor": self.actor}
        return super().get_serializer(*args, **kwargs)

    def _shown(self, row: Contract, status: int = 200) -> Response:
        return Response(self.get_serializer(row).data, status=status)

    @extend_schema(request=DraftInput, responses={201: ContractSerializer}, parameters=[IDEMPOTENCY_HEADER])
    def create(self, request: Request) -> Response:
        """Enter a contract as a draft."""
        typed = DraftInput(data=request.data)
        typed.is_valid(raise_exception=True)
        return self._shown(verbs.draft_contract(**typed.validated_data, by=self.actor, at=timezone.now()), 201)

    @extend_schema(request=AwardDraftInput, responses={201: ContractSerializer}, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=False, methods=["post"], url_path="from-award")
    def from_award(self, request: Request) -> Response:
        """Draft a contract from a tender's award."""
        typed = AwardDraftInput(data=request.data)
        typed.is_valid(raise_exception=True)
        facts = typed.validated_data
        get_object_or_404(awards_visible_to(self.actor), id=facts["award_id"])
        return self._shown(draft_from_award(**facts, by=self.actor, at=timezone.now()), 201)

    @extend_schema(request=DraftInput, responses=ContractSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str | None = None) -> Response:
        """Change a draft."""
        row = self.get_object()
        typed = DraftInput(data=request.data)
        typed.is_valid(raise_exception=True)
        return self._shown(
            verbs.change_draft(contract_id=row.id, **typed.validated_data, by=self.actor, at=timezone.now())
        )

    @extend_schema(request=None, responses=ContractSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def abandon(self, request: Request, pk: str | None = None) -> Response:
        """Give a draft up."""
        return self._shown(verbs.abandon_draft(contract_id=self.get_object().id, by=self.actor, at=timezone.now()))

    @extend_schema(request=None, responses=ContractSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def activate(self, request: Request, pk: str | None = None) -> Response:
        """Put a contract in force and pin the supervision rules."""
        return self._shown(verbs.activate(contract_id=self.get_object().id, by=self.actor, at=timezone.now()))

    @extend_schema(request=TerminationInput, responses=ContractSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def terminate(self, request: Request, pk: str | None = None) -> Response:
        """End a running contract early."""
        row = self.get_object()
        typed = TerminationInput(data=request.data)
        typed.is_valid(raise_exception=True)
        return self._shown(term.terminate(contract_id=row.id, **typed.validated_data, by=self.actor, at=timezone.now()))

    @extend_schema(request=AcceptanceInput, responses=ContractSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def accept_rules(self, request: Request, pk: str | None = None) -> Response:
        """Accept the supervision rules for the vendor, or record that it did."""
        row = self.get_object()
        typed = AcceptanceInput(data=request.data)
        typed.is_valid(raise_exception=True)
        term.accept_rules(contract_id=row.id, **typed.validated_data, by=self.actor, at=timezone.now())
        return self._shown(row)
