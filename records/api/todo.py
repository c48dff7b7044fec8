"""To-do list, news, approvals and delegations in the API: the same verbs and codes as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from records import approval_queries, notification_queries, todo
from records.actions import approval as verbs
from records.actions import notification as news_verbs
from records.models import Approval, Delegation, Notification
from tenancy import fresh_factor, queries
from tenancy.api.views import IDEMPOTENCY_HEADER, ReadViewSet, TenantViewSet
from tenancy.roles import Role

ID = r"\d{1,18}"
NO_CONTROLS = r"^[^\x00-\x1f\x7f]*$"


class DutySerializer(serializers.Serializer[Any]):
    """One thing to do."""

    title = serializers.CharField()
    detail = serializers.CharField()
    url = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    kind = serializers.CharField()
    is_overdue = serializers.BooleanField()


class NewsSerializer(serializers.ModelSerializer[Notification]):
    """A piece of news in the reader's language."""

    text = serializers.SerializerMethodField()

    class Meta:
        model = Notification
        fields = ["id", "event", "text", "url", "due_on", "created_at", "read_at"]

    def get_text(self, row: Notification) -> str:
        """Return the text in the active language."""
        return notification_queries.text_of(row)


class ApprovalSerializer(serializers.ModelSerializer[Approval]):
    """An approval with what the caller may do."""

    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Approval
        fields = [
            "id",
            "document_type",
            "object_id",
            "title",
            "reason",
            "papers_url",
            "status",
            "position",
            "due_on",
            "requested_at",
            "decided_at",
            "allowed_actions",
        ]

    def get_allowed_actions(self, row: Approval) -> list[str]:
        """Return what the caller may do with the approval now."""
        return approval_queries.allowed_actions(row, self.context["actor"], self.context["on"])


class DecisionInput(serializers.Serializer[Any]):
    """A decision; a refusal needs a reason."""

    approve = serializers.BooleanField()
    reason = serializers.CharField(max_length=1000, allow_blank=True, default="")


class DelegationSerializer(serializers.ModelSerializer[Delegation]):
    """A delegation."""

    class Meta:
        model = Delegation
        fields = ["id", "principal", "agent", "role", "starts_on", "ends_on", "reason", "created_at", "revoked_at"]


class DelegationInput(serializers.Serializer[Any]):
    """A delegation to record; ``agent`` is a membership."""

    agent = serializers.IntegerField(min_value=1, max_value=2**62)
    role = serializers.ChoiceField([(role.value, role.value) for role in Role])
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    reason = serializers.RegexField(NO_CONTROLS, max_length=300)


@extend_schema(tags=["records"])
class DutyViewSet(TenantViewSet):
    """The caller's to-do list, overdue first."""

    queryset = Notification.objects.none()  # duties are computed; the schema asks what a noun is made of
    serializer_class = DutySerializer

    @extend_schema(responses=DutySerializer(many=True))
    def list(self, request: Request) -> Response:
        """Return the duties of today, computed now."""
        found = todo.duties(self.actor, queries.today(self.tenant))
        return Response(DutySerializer(found, many=True).data)


@extend_schema(tags=["records"])
class NewsViewSet(ReadViewSet):
    """The caller's news."""

    queryset = Notification.objects.all()
    serializer_class = NewsSerializer
    lookup_value_regex = ID

    def get_queryset(self) -> QuerySet[Notification]:
        """Return the caller's own."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return notification_queries.notifications_of(self.actor.membership_id)

    @extend_schema(request=None, responses=NewsSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: str | None = None) -> Response:
        """Mark one as read."""
        news_verbs.mark_read(notification_id=self.get_object().id, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(self.get_object()).data)


@extend_schema(tags=["records"])
class ApprovalViewSet(ReadViewSet):
    """Approvals the caller asked for, decides, or may read."""

    queryset = Approval.objects.all()
    serializer_class = ApprovalSerializer
    lookup_value_regex = ID
    filterset_fields = ["status", "document_type"]

    def get_queryset(self) -> QuerySet[Approval]:
        """Return what the caller may read."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return approval_queries.visible(self.actor)

    def get_serializer_context(self) -> dict[str, Any]:
        """Hand actor and day to the serializer."""
        context = dict(super().get_serializer_context())
        if getattr(self, "swagger_fake_view", False):
            return context
        return {**context, "actor": self.actor, "on": queries.today(self.tenant)}

    @extend_schema(request=DecisionInput, responses=ApprovalSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str | None = None) -> Response:
        """Approve or refuse the current step.

        Where a second factor is required, decisions are given on the page, which asks for a fresh one.
        """
        row = self.get_object()
        fresh_factor.refuse_programs()
        typed = DecisionInput(data=request.data)
        typed.is_valid(raise_exception=True)
        row = verbs.decide(
            approval_id=row.id,
            **typed.validated_data,
            by=self.actor,
            at=timezone.now(),
            on=queries.today(self.tenant),
        )
        return Response(self.get_serializer(row).data)

    @extend_schema(request=None, responses=ApprovalSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str | None = None) -> Response:
        """Take back one's own request."""
        row = verbs.withdraw(approval_id=self.get_object().id, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(row).data)


@extend_schema(tags=["records"])
class DelegationViewSet(ReadViewSet):
    """Delegations the caller gave or got (TEN-08)."""

    queryset = Delegation.objects.all()
    serializer_class = DelegationSerializer
    lookup_value_regex = ID

    def get_queryset(self) -> QuerySet[Delegation]:
        """Return what the caller may read."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return approval_queries.delegations(self.actor)

    @extend_schema(request=DelegationInput, responses={201: DelegationSerializer}, parameters=[IDEMPOTENCY_HEADER])
    def create(self, request: Request) -> Response:
        """Record a delegation."""
        typed = DelegationInput(data=request.data)
        typed.is_valid(raise_exception=True)
        entered = dict(typed.validated_data)
        paper = verbs.delegate(
            agent_id=entered.pop("agent"),
            **entered,
            by=self.actor,
            at=timezone.now(),
            on=queries.today(self.tenant),
        )
        return Response(self.get_serializer(paper).data, status=201)

    @extend_schema(request=None, responses=DelegationSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str | None = None) -> Response:
        """End one's own delegation."""
        paper = verbs.revoke_delegation(delegation_id=self.get_object().id, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(paper).data)
