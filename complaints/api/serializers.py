"""Shapes of this room's nouns in the API. The person who complained is never part of a list or a detail."""

from typing import Any

from rest_framework import serializers

from complaints import queries
from complaints.choices import CHANNEL_LABELS, RESPONSIBILITY_LABELS, SATISFACTION_LABELS, SEVERITY_LABELS
from complaints.models import Complaint, ComplaintContact
from contracts.models import Contract
from tenancy.models import OrgUnit
from vendors.models import ServiceLine


class ComplaintSerializer(serializers.ModelSerializer[Complaint]):
    """A complaint and what the caller may do with it."""

    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Complaint
        fields = [
            "id",
            "number",
            "channel",
            "received_at",
            "month",
            "project",
            "line",
            "contract",
            "vendor",
            "content",
            "severity",
            "status",
            "responsibility",
            "judged_at",
            "judgement_reason",
            "is_attendance_related",
            "answer_due_at",
            "first_answered_at",
            "answer",
            "satisfaction",
            "closed_at",
            "reopened_count",
            "allowed_actions",
        ]

    def get_allowed_actions(self, complaint: Complaint) -> list[str]:
        """Return what the caller may do now."""
        return queries.allowed_actions(complaint, self.context["actor"])


class ContactSerializer(serializers.ModelSerializer[ComplaintContact]):
    """Who complained, in full."""

    class Meta:
        model = ComplaintContact
        fields = ["customer_name", "phone", "address"]


class RegistrationInput(serializers.Serializer[dict[str, Any]]):
    """A complaint as the customer made it."""

    channel = serializers.ChoiceField(choices=list(CHANNEL_LABELS))
    received_at = serializers.DateTimeField()
    project = serializers.PrimaryKeyRelatedField(queryset=OrgUnit.objects.all())
    content = serializers.CharField(max_length=4000)
    line = serializers.PrimaryKeyRelatedField(
        queryset=ServiceLine.objects.all(), required=False, allow_null=True, default=None
    )
    contract = serializers.PrimaryKeyRelatedField(
        queryset=Contract.objects.all(), required=False, allow_null=True, default=None
    )
    severity = serializers.ChoiceField(choices=list(SEVERITY_LABELS), required=False, default="ordinary")
    is_attendance_related = serializers.BooleanField(required=False, default=False)
    customer_name = serializers.CharField(max_length=80, allow_blank=True, required=False, default="")
    phone = serializers.CharField(max_length=40, allow_blank=True, required=False, default="")
    address = serializers.CharField(max_length=120, allow_blank=True, required=False, default="")


class ComplaintAnswerInput(serializers.Serializer[dict[str, Any]]):
    """What the customer was told, and when."""

    answer = serializers.CharField(max_length=4000)
    answered_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class JudgementInput(serializers.Serializer[dict[str, Any]]):
    """Who was responsible, and why."""

    responsibility = serializers.ChoiceField(choices=[code for code in RESPONSIBILITY_LABELS if code != "pending"])
    reason = serializers.CharField(max_length=2000)
    contract = serializers.PrimaryKeyRelatedField(
        queryset=Contract.objects.all(), required=False, allow_null=True, default=None
    )
    line = serializers.PrimaryKeyRelatedField(
        queryset=ServiceLine.objects.all(), required=False, allow_null=True, default=None
    )
    severity = serializers.ChoiceField(choices=list(SEVERITY_LABELS), required=False, allow_null=True, default=None)
    is_attendance_related = serializers.BooleanField(required=False, allow_null=True, default=None)


class ClosingInput(serializers.Serializer[dict[str, Any]]):
    """How the customer took the result."""

    satisfaction = serializers.ChoiceField(
        choices=list(SATISFACTION_LABELS), required=False, allow_blank=True, default=""
    )
    reason = serializers.CharField(max_length=1000, allow_blank=True, required=False, default="")


class ReopeningInput(serializers.Serializer[dict[str, Any]]):
    """Why a case is opened again."""

    reason = serializers.CharField(max_length=1000)
