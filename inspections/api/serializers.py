"""Shapes of this room's nouns in the API. Points and scores are decimal text with two places."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from inspections import queries
from inspections.choices import (
    INSPECTION_TYPE_LABELS,
    OUTCOME_LABELS,
    SEVERITY_LABELS,
    SPECIAL_THEME_LABELS,
    options,
)
from inspections.models import ChecklistItem, ChecklistVersion, Inspection, ItemResult
from inspections.rules.answers import ItemInput
from records.models import Attachment
from records.rules.hundredths import from_hundredths
from tenancy.web import tenant_url

MOST_HUNDREDTHS = Decimal("100.00")


class PointsField(serializers.DecimalField):
    """Integer hundredths inside, decimal text outside."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=7, decimal_places=2, **kwargs)

    def to_representation(self, value: Any) -> str:
        """Return 8765 as "87.65"."""
        return f"{from_hundredths(value):f}"


class InspectionSerializer(serializers.ModelSerializer[Inspection]):
    """An inspection; ``allowed_actions`` is what the asking person may do with it now."""

    score = PointsField(read_only=True, allow_null=True)
    max_total = PointsField(read_only=True)
    deduction_total = PointsField(read_only=True)
    allowed_actions = serializers.SerializerMethodField()
    vendor_name = serializers.CharField(source="vendor.legal_name", read_only=True)
    project_name = serializers.CharField(source="project.name", read_only=True)
    line_code = serializers.CharField(source="line.code", read_only=True)
    contract_number = serializers.CharField(source="contract.number", read_only=True)

    class Meta:
        model = Inspection
        fields = [
            "id",
            "client_id",
            "contract",
            "contract_number",
            "vendor",
            "vendor_name",
            "project",
            "project_name",
            "line",
            "line_code",
            "checklist",
            "kind",
            "theme",
            "planned_on",
            "inspected_on",
            "month",
            "status",
            "inspector_name",
            "score",
            "max_total",
            "deduction_total",
            "has_veto_failure",
            "suggestion",
            "version",
            "supersedes",
            "reason",
            "started_at",
            "saved_at",
            "submitted_at",
            "reviewed_at",
            "published_at",
            "allowed_actions",
        ]
        read_only_fields = fields

    def get_allowed_actions(self, row: Inspection) -> list[str]:
        """Return what the asking person may do."""
        return queries.allowed_actions(row, self.context["view"].actor)


class PhotoSerializer(serializers.ModelSerializer[Attachment]):
    """A photo of an answer."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = Attachment
        fields = ["id", "client_id", "source", "taken_at", "received_at", "width", "height", "sha256", "url"]
        read_only_fields = fields

    def get_url(self, photo: Attachment) -> str:
        """Return the address the photo is read at."""
        return tenant_url("records:file", photo.id)


class ItemResultSerializer(serializers.ModelSerializer[ItemResult]):
    """The answer to one item."""

    names = serializers.JSONField(source="item.names", read_only=True)
    section = serializers.CharField(source="item.section", read_only=True)
    is_veto = serializers.BooleanField(source="item.is_veto", read_only=True)
    photo_required = serializers.BooleanField(source="item.photo_required", read_only=True)
    max_points = PointsField(read_only=True)
    base_deduction = PointsField(read_only=True)
    deduction = PointsField(read_only=True)
    photos = serializers.SerializerMethodField()

    class Meta:
        model = ItemResult
        fields = [
            "id",
            "inspection",
            "item_code",
            "names",
            "section",
            "is_veto",
            "photo_required",
            "outcome",
            "max_points",
            "base_deduction",
            "multiplier_percent",
            "deduction",
            "note",
            "place",
            "severity",
            "photos",
        ]
        read_only_fields = fields

    @extend_schema_field(PhotoSerializer(many=True))
    def get_photos(self, row: ItemResult) -> Any:
        """Return the photos of the answer; the view puts them onto the rows in one query."""
        return PhotoSerializer(getattr(row, "photos", []), many=True).data


class InspectionDetailSerializer(InspectionSerializer):
    """An inspection with its answers."""

    results = serializers.SerializerMethodField()

    class Meta(InspectionSerializer.Meta):
        fields = [*InspectionSerializer.Meta.fields, "results"]
        read_only_fields = fields

    @extend_schema_field(ItemResultSerializer(many=True))
    def get_results(self, row: Inspection) -> Any:
        """Return the answers in the order of the checklist."""
        results = queries.results_of(row.id)
        photos = queries.photos_of(results)
        for one in results:
            one.photos = photos[one.id]  # type: ignore[attr-defined]  # read by the serializer
        return ItemResultSerializer(results, many=True).data


class SubjectInput(serializers.Serializer[dict[str, Any]]):
    """What is to be inspected."""

    contract = serializers.IntegerField(min_value=1, max_value=2**62)
    line = serializers.IntegerField(min_value=1, max_value=2**62)
    kind = serializers.ChoiceField(choices=options(INSPECTION_TYPE_LABELS))
    theme = serializers.ChoiceField(choices=options(SPECIAL_THEME_LABELS), required=False, allow_blank=True, default="")


class PlanInput(SubjectInput):
    """Plan an inspection."""

    planned_on = serializers.DateField()
    inspector = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=2**62, help_text="A membership's id."
    )


class StartInput(SubjectInput):
    """Start an inspection that was not planned; the same ``client_id`` again is the same inspection."""

    client_id = serializers.UUIDField()


class AnswerInput(serializers.Serializer[dict[str, Any]]):
    """The answer to one item; ``deduction`` in points."""

    item = serializers.CharField(max_length=20)
    outcome = serializers.ChoiceField(choices=options(OUTCOME_LABELS), allow_blank=True)
    deduction = PointsField(required=False, default=Decimal(0), min_value=Decimal(0), max_value=MOST_HUNDREDTHS)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)
    place = serializers.CharField(required=False, allow_blank=True, default="", max_length=120)
    severity = serializers.ChoiceField(choices=options(SEVERITY_LABELS), required=False, allow_blank=True, default="")


class AnswersInput(serializers.Serializer[dict[str, Any]]):
    """Answers of a draft or a submission."""

    client_id = serializers.UUIDField(required=False, allow_null=True, default=None)
    answers: serializers.ListSerializer[Any] = serializers.ListSerializer(child=AnswerInput(), max_length=300)
    suggestion = serializers.CharField(required=False, allow_blank=True, allow_null=True, default=None, max_length=2000)

    def inputs(self) -> list[ItemInput]:
        """Return the answers as the verbs take them."""
        return [
            ItemInput(
                one["item"],
                one["outcome"],
                int(one["deduction"] * 100),
                one["note"],
                one["place"],
                one["severity"],
            )
            for one in self.validated_data["answers"]
        ]


class ReasonInput(serializers.Serializer[dict[str, Any]]):
    """A reason."""

    reason = serializers.CharField(max_length=500)


class PhotoInput(serializers.Serializer[dict[str, Any]]):
    """One photo of one item; the same ``client_id`` again is no second photo."""

    item = serializers.CharField(max_length=20)
    file = serializers.FileField()
    client_id = serializers.UUIDField(required=False, allow_null=True, default=None)
    source = serializers.ChoiceField(  # type: ignore[assignment]  # the documented name of the key
        choices=["camera", "gallery"], required=False, allow_blank=True, default=""
    )
    taken_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class ChecklistItemSerializer(serializers.ModelSerializer[ChecklistItem]):
    """An item of a checklist version."""

    max_points = PointsField(read_only=True)

    class Meta:
        model = ChecklistItem
        fields = ["code", "section", "names", "max_points", "is_veto", "photo_required", "sort_order", "source"]
        read_only_fields = fields


class ChecklistVersionSerializer(serializers.ModelSerializer[ChecklistVersion]):
    """A version of a checklist with its items."""

    code = serializers.CharField(source="template.code", read_only=True)
    names = serializers.JSONField(source="template.names", read_only=True)
    line = serializers.IntegerField(source="template.line_id", read_only=True)
    items = ChecklistItemSerializer(many=True, read_only=True)
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = ChecklistVersion
        fields = [
            "id",
            "template",
            "code",
            "names",
            "line",
            "number",
            "status",
            "reason",
            "rules",
            "submitted_at",
            "approved_at",
            "items",
            "allowed_actions",
        ]
        read_only_fields = fields

    def get_allowed_actions(self, row: ChecklistVersion) -> list[str]:
        """Return what the asking person may do."""
        return queries.checklist_actions(row, self.context["view"].actor)
