"""Bans, exceptions, contact persons and branches in the API: the same verbs and refusal codes as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from tenancy import fresh_factor
from tenancy.api.views import IDEMPOTENCY_HEADER, ReadViewSet
from tenancy.models import OrgUnit
from tenancy.queries import today
from vendors import queries
from vendors.actions import ban as ban_verbs
from vendors.actions import contact as contact_verbs
from vendors.actions import override as override_verbs
from vendors.choices import BAN_GROUND_LABELS, BLOCKER_LABELS, DOCUMENT_KIND_LABELS, PURPOSE_LABELS
from vendors.models import Ban, EligibilityOverride, ServiceLine, Vendor, VendorBranch, VendorContact
from vendors.queries import bans, eligibility


class BanSerializer(serializers.ModelSerializer[Ban]):
    """A ban and what the caller may do with it."""

    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Ban
        fields = [
            "id", "vendor", "credit_code", "unit", "line", "ground", "reason", "starts_on", "ends_on", "decided_at",
            "decided_by_name", "lifted_at", "lifted_by_name", "lift_reason", "allowed_actions",
        ]  # fmt: skip

    def get_allowed_actions(self, row: Ban) -> list[str]:
        """Return what the caller may do now."""
        return bans.allowed_actions(row, self.context["actor"], self.context["on"])


class BlockerSerializer(serializers.Serializer[Any]):
    """One reason why a vendor may not pass."""

    code = serializers.CharField()
    text = serializers.CharField()
    document_kind = serializers.CharField()
    is_overridden = serializers.BooleanField()


class StandingSerializer(serializers.Serializer[Any]):
    """How a vendor stands; ``mean_total`` in hundredths, ``ban_until`` the last day of the ban."""

    vendor_id = serializers.IntegerField()
    status = serializers.CharField()
    is_banned = serializers.BooleanField()
    ban_until = serializers.DateField(allow_null=True)
    last_grade = serializers.CharField()
    mean_total = serializers.IntegerField(allow_null=True)
    months = serializers.IntegerField()
    open_faults = serializers.IntegerField()
    blockers = BlockerSerializer(many=True)


class BanInput(serializers.Serializer[dict[str, Any]]):
    """A ban; the verb checks it."""

    vendor = serializers.PrimaryKeyRelatedField(queryset=Vendor.objects.all())
    ground = serializers.ChoiceField(choices=list(BAN_GROUND_LABELS.items()))
    reason = serializers.CharField(max_length=2000, allow_blank=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)
    unit = serializers.PrimaryKeyRelatedField(
        queryset=OrgUnit.objects.all(), required=False, allow_null=True, default=None
    )
    line = serializers.PrimaryKeyRelatedField(
        queryset=ServiceLine.objects.all(), required=False, allow_null=True, default=None
    )


class LiftInput(serializers.Serializer[dict[str, Any]]):
    """Why a ban is lifted."""

    reason = serializers.CharField(max_length=2000, allow_blank=True)


class _WithActor(ReadViewSet):
    """Hands the caller and the tenant's day to the serializer."""

    lookup_value_regex = r"\d{1,18}"

    def get_serializer_context(self) -> dict[str, Any]:
        """Return who asks, and on which day."""
        context = dict(super().get_serializer_context())
        if getattr(self, "swagger_fake_view", False):
            return context
        return {**context, "actor": self.actor, "on": today(self.tenant)}


@extend_schema(tags=["vendors"])
class BanViewSet(_WithActor):
    """Bans. Imposing and lifting ask for a fresh second factor where one is required, so on the page alone."""

    queryset = Ban.objects.all()
    serializer_class = BanSerializer
    filterset_fields = ["vendor", "credit_code", "ground"]

    def get_queryset(self) -> QuerySet[Ban]:
        """Return the bans the caller may read."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return bans.bans_visible_to(self.actor)

    @extend_schema(request=BanInput, responses={201: BanSerializer}, parameters=[IDEMPOTENCY_HEADER])
    def create(self, request: Request) -> Response:
        """Impose a ban."""
        fresh_factor.refuse_programs()
        typed = BanInput(data=request.data)
        typed.is_valid(raise_exception=True)
        facts = dict(typed.validated_data)
        unit, line = facts.pop("unit"), facts.pop("line")
        row = ban_verbs.impose_ban(
            vendor_id=facts.pop("vendor").id,
            unit_id=unit.id if unit else None,
            line_id=line.id if line else None,
            **facts,
            by=self.actor,
            at=timezone.now(),
        )
        return Response(self.get_serializer(row).data, status=201)

    @extend_schema(request=LiftInput, responses=BanSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def lift(self, request: Request, pk: str | None = None) -> Response:
        """Lift a ban before its time."""
        row = self.get_object()
        fresh_factor.refuse_programs()
        typed = LiftInput(data=request.data)
        typed.is_valid(raise_exception=True)
        row = ban_verbs.lift_ban(ban_id=row.pk, **typed.validated_data, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(row).data)


class ExceptionSerializer(serializers.ModelSerializer[EligibilityOverride]):
    """An exception and what the caller may do with it."""

    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = EligibilityOverride
        fields = [
            "id", "vendor", "purpose", "code", "document_kind", "reason", "valid_until", "status", "asked_at",
            "asked_by_name", "approved_at", "approved_by_name", "decision_note", "allowed_actions",
        ]  # fmt: skip

    def get_allowed_actions(self, row: EligibilityOverride) -> list[str]:
        """Return what the caller may do now."""
        return eligibility.override_actions(row, self.context["actor"])


class ExceptionInput(serializers.Serializer[dict[str, Any]]):
    """A request for an exception."""

    vendor = serializers.PrimaryKeyRelatedField(queryset=Vendor.objects.all())
    purpose = serializers.ChoiceField(choices=list(PURPOSE_LABELS.items()))
    code = serializers.ChoiceField(choices=list(BLOCKER_LABELS.items()))
    document_kind = serializers.ChoiceField(
        choices=list(DOCUMENT_KIND_LABELS.items()), allow_blank=True, required=False, default=""
    )
    reason = serializers.CharField(max_length=2000, allow_blank=True)
    valid_until = serializers.DateField()


class ExceptionDecision(serializers.Serializer[dict[str, Any]]):
    """The second person's answer."""

    approve = serializers.BooleanField()
    note = serializers.CharField(max_length=1000, allow_blank=True, required=False, default="")


@extend_schema(tags=["vendors"])
class ExceptionViewSet(_WithActor):
    """Exceptions from what stands against a vendor: asked for by one person, answered for by a second."""

    queryset = EligibilityOverride.objects.all()
    serializer_class = ExceptionSerializer
    filterset_fields = ["vendor", "purpose", "status"]

    def get_queryset(self) -> QuerySet[EligibilityOverride]:
        """Return the exceptions the caller may read."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return eligibility.overrides_visible_to(self.actor)

    @extend_schema(request=ExceptionInput, responses={201: ExceptionSerializer}, parameters=[IDEMPOTENCY_HEADER])
    def create(self, request: Request) -> Response:
        """Ask for an exception."""
        typed = ExceptionInput(data=request.data)
        typed.is_valid(raise_exception=True)
        facts = dict(typed.validated_data)
        row = override_verbs.ask_override(vendor_id=facts.pop("vendor").id, **facts, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(row).data, status=201)

    @extend_schema(request=ExceptionDecision, responses=ExceptionSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str | None = None) -> Response:
        """Approve or refuse a request; not one's own."""
        row = self.get_object()
        typed = ExceptionDecision(data=request.data)
        typed.is_valid(raise_exception=True)
        row = override_verbs.decide_override(
            override_id=row.pk, **typed.validated_data, by=self.actor, at=timezone.now()
        )
        return Response(self.get_serializer(row).data)

    @extend_schema(request=None, responses=ExceptionSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str | None = None) -> Response:
        """Take an approved exception back."""
        row = override_verbs.end_override(override_id=self.get_object().pk, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(row).data)


class ContactSerializer(serializers.ModelSerializer[VendorContact]):
    """A contact person."""

    class Meta:
        model = VendorContact
        fields = ["id", "vendor", "name", "role", "phone", "email", "is_primary"]


class ContactInput(serializers.Serializer[dict[str, Any]]):
    """A contact person as it shall be."""

    name = serializers.CharField(max_length=80)
    role = serializers.CharField(max_length=80, allow_blank=True, required=False, default="")
    phone = serializers.CharField(max_length=40)
    email = serializers.EmailField(max_length=254, allow_blank=True, required=False, default="")
    is_primary = serializers.BooleanField(required=False, default=False)


class NewContact(ContactInput):
    """A new contact person."""

    vendor = serializers.PrimaryKeyRelatedField(queryset=Vendor.objects.all())


@extend_schema(tags=["vendors"])
class ContactViewSet(_WithActor):
    """Contact persons of vendors."""

    queryset = VendorContact.objects.all()
    serializer_class = ContactSerializer
    filterset_fields = ["vendor"]

    def get_queryset(self) -> QuerySet[VendorContact]:
        """Return the contact persons the caller may read."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return queries.contacts_visible_to(self.actor)

    @extend_schema(request=NewContact, responses={201: ContactSerializer}, parameters=[IDEMPOTENCY_HEADER])
    def create(self, request: Request) -> Response:
        """Add a contact person."""
        typed = NewContact(data=request.data)
        typed.is_valid(raise_exception=True)
        facts = dict(typed.validated_data)
        row = contact_verbs.save_contact(vendor_id=facts.pop("vendor").id, **facts, by=self.actor, at=timezone.now())
        return Response(ContactSerializer(row).data, status=201)

    @extend_schema(request=ContactInput, responses=ContactSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str | None = None) -> Response:
        """Change a contact person."""
        row = self.get_object()
        typed = ContactInput(data=request.data)
        typed.is_valid(raise_exception=True)
        row = contact_verbs.save_contact(
            vendor_id=row.vendor_id, contact_id=row.pk, **typed.validated_data, by=self.actor, at=timezone.now()
        )
        return Response(ContactSerializer(row).data)

    @extend_schema(request=None, responses={204: None}, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: str | None = None) -> Response:
        """Take a contact person off the page."""
        contact_verbs.remove_contact(contact_id=self.get_object().pk, by=self.actor, at=timezone.now())
        return Response(status=204)


class BranchSerializer(serializers.ModelSerializer[VendorBranch]):
    """A branch."""

    class Meta:
        model = VendorBranch
        fields = ["id", "vendor", "name", "address", "contact_name", "contact_phone"]


class BranchInput(serializers.Serializer[dict[str, Any]]):
    """A branch as it shall be."""

    name = serializers.CharField(max_length=120)
    address = serializers.CharField(max_length=200, allow_blank=True, required=False, default="")
    contact_name = serializers.CharField(max_length=80, allow_blank=True, required=False, default="")
    contact_phone = serializers.CharField(max_length=40, allow_blank=True, required=False, default="")


class NewBranch(BranchInput):
    """A new branch."""

    vendor = serializers.PrimaryKeyRelatedField(queryset=Vendor.objects.all())


@extend_schema(tags=["vendors"])
class BranchViewSet(_WithActor):
    """Branches of vendors."""

    queryset = VendorBranch.objects.all()
    serializer_class = BranchSerializer
    filterset_fields = ["vendor"]

    def get_queryset(self) -> QuerySet[VendorBranch]:
        """Return the branches the caller may read."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return queries.branches_visible_to(self.actor)

    @extend_schema(request=NewBranch, responses={201: BranchSerializer}, parameters=[IDEMPOTENCY_HEADER])
    def create(self, request: Request) -> Response:
        """Add a branch."""
        typed = NewBranch(data=request.data)
        typed.is_valid(raise_exception=True)
        facts = dict(typed.validated_data)
        row = contact_verbs.save_branch(vendor_id=facts.pop("vendor").id, **facts, by=self.actor, at=timezone.now())
        return Response(BranchSerializer(row).data, status=201)

    @extend_schema(request=BranchInput, responses=BranchSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str | None = None) -> Response:
        """Change a branch."""
        row = self.get_object()
        typed = BranchInput(data=request.data)
        typed.is_valid(raise_exception=True)
        row = contact_verbs.save_branch(
            vendor_id=row.vendor_id, branch_id=row.pk, **typed.validated_data, by=self.actor, at=timezone.now()
        )
        return Response(BranchSerializer(row).data)

    @extend_schema(request=None, responses={204: None}, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: str | None = None) -> Response:
        """Take a branch off the page."""
        contact_verbs.remove_branch(branch_id=self.get_object().pk, by=self.actor, at=timezone.now())
        return Response(status=204)
