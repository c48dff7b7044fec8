"""Qualification papers and required papers in the API: the same verbs and refusal codes as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from tenancy.api.views import IDEMPOTENCY_HEADER, ReadViewSet
from tenancy.rules.actor import Actor
from vendors.actions import document as verbs
from vendors.actions import requirement as requirement_verbs
from vendors.choices import DOCUMENT_KIND_LABELS
from vendors.models import DocumentRequirement, QualificationDocument, ServiceLine, Vendor
from vendors.queries import documents, eligibility
from vendors.rules.documents import PaperFacts


class PaperSerializer(serializers.ModelSerializer[QualificationDocument]):
    """A version of a paper and what the caller may do with it."""

    scans = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = QualificationDocument
        fields = [
            "id",
            "vendor",
            "kind",
            "title",
            "number",
            "issuer",
            "valid_from",
            "valid_until",
            "is_permanent",
            "version",
            "supersedes",
            "status",
            "is_by_vendor",
            "proposed_at",
            "accepted_at",
            "refusal_reason",
            "scans",
            "allowed_actions",
        ]

    def get_scans(self, row: QualificationDocument) -> list[int]:
        """Return the ids of the scans; the view has read them for the whole page."""
        return self.context["scans"].get(row.pk, [])

    def get_allowed_actions(self, row: QualificationDocument) -> list[str]:
        """Return what the caller may do now."""
        actor: Actor = self.context["actor"]
        return documents.allowed_actions(row, actor)


class PaperInput(serializers.Serializer[dict[str, Any]]):
    """A paper; the verb checks it. ``supersedes`` is the current version it shall replace."""

    vendor = serializers.PrimaryKeyRelatedField(queryset=Vendor.objects.all())
    kind = serializers.ChoiceField(choices=list(DOCUMENT_KIND_LABELS.items()))
    title = serializers.CharField(max_length=120, allow_blank=True, required=False, default="")
    number = serializers.CharField(max_length=80, allow_blank=True, required=False, default="")
    issuer = serializers.CharField(max_length=120, allow_blank=True, required=False, default="")
    valid_from = serializers.DateField(required=False, allow_null=True, default=None)
    valid_until = serializers.DateField(required=False, allow_null=True, default=None)
    is_permanent = serializers.BooleanField(required=False, default=False)
    supersedes = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1, max_value=2**62)
    scan = serializers.FileField(required=False, allow_null=True, default=None)


class PaperReasonInput(serializers.Serializer[dict[str, Any]]):
    """A reason."""

    reason = serializers.CharField(max_length=500, allow_blank=True)


class ScanInput(serializers.Serializer[dict[str, Any]]):
    """A scan."""

    scan = serializers.FileField()


@extend_schema(tags=["vendors"])
class PaperViewSet(ReadViewSet):
    """The qualification file of vendors, every version; a vendor's own behind its wall."""

    queryset = QualificationDocument.objects.all()
    serializer_class = PaperSerializer
    lookup_value_regex = r"\d{1,18}"
    filterset_fields = ["vendor", "kind", "status"]

    def get_queryset(self) -> QuerySet[QualificationDocument]:
        """Return the papers the caller may read."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return documents.papers_visible_to(self.actor)

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Read the scans of everything shown at once."""
        if args and not getattr(self, "swagger_fake_view", False):
            shown = args[0] if kwargs.get("many") else [args[0]]
            found = documents.scans_of(row.pk for row in shown)
            scans = {key: [one.pk for one in files] for key, files in found.items()}
            kwargs["context"] = {**self.get_serializer_context(), "scans": scans, "actor": self.actor}
        return super().get_serializer(*args, **kwargs)

    @extend_schema(
        request={"multipart/form-data": PaperInput}, responses={201: PaperSerializer}, parameters=[IDEMPOTENCY_HEADER]
    )
    def create(self, request: Request) -> Response:
        """Hand in a paper, or the next version of one."""
        typed = PaperInput(data=request.data)
        typed.is_valid(raise_exception=True)
        facts = dict(typed.validated_data)
        row = verbs.hand_in(
            vendor_id=facts.pop("vendor").id,
            supersedes_id=facts.pop("supersedes"),
            scan=facts.pop("scan"),
            facts=PaperFacts(**facts),
            by=self.actor,
            at=timezone.now(),
        )
        return Response(self.get_serializer(row).data, status=201)

    @extend_schema(request=None, responses=PaperSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str | None = None) -> Response:
        """Accept a paper."""
        row = verbs.accept_document(document_id=self.get_object().pk, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(row).data)

    @extend_schema(request=PaperReasonInput, responses=PaperSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str | None = None) -> Response:
        """Refuse a paper and say why."""
        row = self.get_object()
        typed = PaperReasonInput(data=request.data)
        typed.is_valid(raise_exception=True)
        row = verbs.refuse_document(document_id=row.pk, **typed.validated_data, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(row).data)

    @extend_schema(request=None, responses=PaperSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str | None = None) -> Response:
        """Take back what was handed in."""
        row = verbs.withdraw_document(document_id=self.get_object().pk, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(row).data)

    @extend_schema(
        request={"multipart/form-data": ScanInput}, responses=PaperSerializer, parameters=[IDEMPOTENCY_HEADER]
    )
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def scan(self, request: Request, pk: str | None = None) -> Response:
        """Add the scan to a paper entered without one."""
        row = self.get_object()
        typed = ScanInput(data=request.data)
        typed.is_valid(raise_exception=True)
        row = verbs.add_scan(document_id=row.pk, **typed.validated_data, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(row).data)


class RequirementSerializer(serializers.ModelSerializer[DocumentRequirement]):
    """A required paper."""

    class Meta:
        model = DocumentRequirement
        fields = ["id", "kind", "line", "for_invitation", "for_signing", "for_settlement"]


class UsesInput(serializers.Serializer[dict[str, Any]]):
    """What a required paper is needed for."""

    for_invitation = serializers.BooleanField()
    for_signing = serializers.BooleanField()
    for_settlement = serializers.BooleanField()


class RequirementInput(UsesInput):
    """A paper to require, of every line when none is named."""

    kind = serializers.ChoiceField(choices=list(DOCUMENT_KIND_LABELS.items()))
    line = serializers.PrimaryKeyRelatedField(
        queryset=ServiceLine.objects.all(), required=False, allow_null=True, default=None
    )


@extend_schema(tags=["vendors"])
class RequirementViewSet(ReadViewSet):
    """The table of required papers."""

    queryset = DocumentRequirement.objects.all()
    serializer_class = RequirementSerializer
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[DocumentRequirement]:
        """Return the required papers; vendors read them too, to know what to hand in."""
        return super().get_queryset() if getattr(self, "swagger_fake_view", False) else eligibility.requirements()

    @extend_schema(request=RequirementInput, responses={201: RequirementSerializer}, parameters=[IDEMPOTENCY_HEADER])
    def create(self, request: Request) -> Response:
        """Require another paper."""
        typed = RequirementInput(data=request.data)
        typed.is_valid(raise_exception=True)
        facts = dict(typed.validated_data)
        line = facts.pop("line")
        row = requirement_verbs.require_paper(
            **facts, line_id=line.id if line else None, by=self.actor, at=timezone.now()
        )
        return Response(RequirementSerializer(row).data, status=201)

    @extend_schema(request=UsesInput, responses=RequirementSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str | None = None) -> Response:
        """Change what a required paper is needed for."""
        row = self.get_object()
        typed = UsesInput(data=request.data)
        typed.is_valid(raise_exception=True)
        row = requirement_verbs.change_requirement(
            requirement_id=row.pk, **typed.validated_data, by=self.actor, at=timezone.now()
        )
        return Response(RequirementSerializer(row).data)

    @extend_schema(request=None, responses={204: None}, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: str | None = None) -> Response:
        """Require a paper no longer."""
        requirement_verbs.drop_requirement(requirement_id=self.get_object().pk, by=self.actor, at=timezone.now())
        return Response(status=204)
