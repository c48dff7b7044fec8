"""Shapes of this room's nouns in the API."""

from typing import Any

from rest_framework import serializers

from contracts import queries
from contracts.models import Contract, RuleSetVersion
from tenancy.models import OrgUnit
from vendors.models import ServiceLine, Vendor


class RuleSetSerializer(serializers.ModelSerializer[RuleSetVersion]):
    """A published version of the supervision rules."""

    class Meta:
        model = RuleSetVersion
        fields = ["id", "line", "number", "title", "items", "digest", "published_at"]


class ContractSerializer(serializers.ModelSerializer[Contract]):
    """A contract with its lines, pinned rules and what the caller may do with it."""

    lines = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Contract
        fields = [
            "id",
            "number",
            "title",
            "vendor",
            "project",
            "starts_on",
            "ends_on",
            "monthly_fee",
            "agreed_headcount",
            "status",
            "activated_at",
            "ended_on",
            "end_reason",
            "lines",
            "allowed_actions",
        ]

    def get_lines(self, contract: Contract) -> list[dict[str, Any]]:
        """Return ``{line, rules, is_accepted}`` of each line; the view has read them for the whole page."""
        return [
            {"line": row.line.id, "rules": row.contract_line.rules_id, "is_accepted": row.acceptance is not None}
            for row in self.context["pinned"].get(contract.id, [])
        ]

    def get_allowed_actions(self, contract: Contract) -> list[str]:
        """Return what the caller may do now."""
        return queries.allowed_actions(contract, self.context["actor"], self.context["pinned"].get(contract.id, []))


class DraftInput(serializers.Serializer[dict[str, Any]]):
    """What a contract says; the verb checks it."""

    title = serializers.CharField(max_length=160)
    number = serializers.CharField(max_length=60, allow_blank=True, required=False, default="")
    vendor = serializers.PrimaryKeyRelatedField(queryset=Vendor.objects.all())
    project = serializers.PrimaryKeyRelatedField(queryset=OrgUnit.objects.all())
    lines = serializers.PrimaryKeyRelatedField(queryset=ServiceLine.objects.all(), many=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    monthly_fee = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, required=False, allow_null=True, default=None
    )
    agreed_headcount = serializers.IntegerField(
        min_value=0, max_value=100_000, required=False, allow_null=True, default=None
    )


class TerminationInput(serializers.Serializer[dict[str, Any]]):
    """Why and when a contract ends early."""

    ended_on = serializers.DateField()
    reason = serializers.CharField(max_length=1000)


class AcceptanceInput(serializers.Serializer[dict[str, Any]]):
    """An acceptance of the rules; a vendor sends nothing."""

    accepted_on = serializers.DateField(required=False, allow_null=True, default=None)
    evidence = serializers.CharField(max_length=1000, allow_blank=True, required=False, default="")


class AwardDraftInput(serializers.Serializer[dict[str, Any]]):
    """A contract made from a tender's award: what the award does not say."""

    award = serializers.IntegerField(min_value=1, max_value=10**15, source="award_id")
    title = serializers.CharField(max_length=160)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    agreed_headcount = serializers.IntegerField(
        min_value=0, max_value=100_000, required=False, allow_null=True, default=None
    )
    number = serializers.CharField(max_length=60, allow_blank=True, required=False, default="")
