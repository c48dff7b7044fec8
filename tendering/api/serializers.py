"""Shapes of tenders in the API."""

from typing import Any

from rest_framework import serializers

from tenancy.models import OrgUnit
from tendering.models import Tender
from tendering.queries import tenders as queries
from vendors.models import ServiceLine


class TenderSerializer(serializers.ModelSerializer[Tender]):
    """A tender with what the caller may do with it; nothing sealed, nothing about bidders."""

    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Tender
        fields = [
            "id",
            "number",
            "title",
            "project",
            "line",
            "method",
            "status",
            "organiser",
            "budget",
            "duration_months",
            "deadline_at",
            "opens_at",
            "end_reason",
            "created_at",
            "allowed_actions",
        ]

    def get_allowed_actions(self, tender: Tender) -> list[str]:
        """Return what the caller may do now."""
        return queries.base_actions(tender, self.context["view"].actor)


class NeedInput(serializers.Serializer[dict[str, Any]]):
    """An application for an outsourced service; the verb checks it."""

    title = serializers.CharField(max_length=160)
    project = serializers.PrimaryKeyRelatedField(queryset=OrgUnit.objects.all())
    line = serializers.PrimaryKeyRelatedField(queryset=ServiceLine.objects.all())
    reason = serializers.CharField(max_length=20_000)
    headcount = serializers.IntegerField(min_value=0, max_value=100_000, required=False, allow_null=True, default=None)
    budget = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, required=False, allow_null=True, default=None
    )
    wanted_from = serializers.DateField(required=False, allow_null=True, default=None)


class AssessmentInput(serializers.Serializer[dict[str, Any]]):
    """The assessment of a need."""

    is_needed = serializers.BooleanField()
    assessment = serializers.CharField(max_length=20_000)


class TenderReasonInput(serializers.Serializer[dict[str, Any]]):
    """Why something is done."""

    reason = serializers.CharField(max_length=2000)
