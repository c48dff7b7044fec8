"""Shapes of the room's nouns in the API."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from rest_framework import serializers

from scoring.choices import MEASURE_KIND_LABELS, PROVEN_ACT_LABELS, EvidenceKind, LineText, Part
from scoring.models import Adjustment, Scorecard, ScoringRun
from scoring.queries.sites import LineSites, Site
from scoring.rules.receipt import ReceiptLine
from scoring.rules.sites import Hint


class RunSerializer(serializers.ModelSerializer[ScoringRun]):
    """A monthly evaluation."""

    rule_version = serializers.IntegerField(source="settings_version.number", read_only=True)

    class Meta:
        model = ScoringRun
        fields = [
            "id",
            "month",
            "status",
            "cut_off",
            "rule_version",
            "card_count",
            "insufficient_count",
            "published_count",
            "opened_at",
        ]


class CardSerializer(serializers.ModelSerializer[Scorecard]):
    """A scorecard; scores are integer hundredths, null for no evidence."""

    class Meta:
        model = Scorecard
        fields = [
            "id",
            "run",
            "contract",
            "vendor",
            "project",
            "line",
            "month",
            "version",
            "revision",
            "is_current",
            "status",
            "inspection_score",
            "personnel_score",
            "rectification_score",
            "complaints_score",
            "satisfaction_score",
            "evidence_weight",
            "base_total",
            "adjustment_points",
            "total",
            "grade",
            "evaluation",
            "digest",
            "computed_at",
            "evaluated_at",
            "confirmed_at",
            "published_at",
        ]


class LineSerializer(serializers.Serializer[dict[str, Any]]):
    """A stored receipt line; ``*_e4`` in ten-thousandths of a point."""

    position = serializers.IntegerField()
    part = serializers.ChoiceField(choices=list(Part))
    text = serializers.ChoiceField(choices=list(LineText))
    evidence_kind = serializers.ChoiceField(choices=list(EvidenceKind))
    evidence_id = serializers.IntegerField(allow_null=True)
    base = serializers.IntegerField(allow_null=True)
    multiplier = serializers.IntegerField(allow_null=True)
    weight = serializers.IntegerField(allow_null=True)
    points_e4 = serializers.IntegerField(allow_null=True)
    running_e4 = serializers.IntegerField(allow_null=True)
    params = serializers.DictField(child=serializers.CharField())


def receipt_lines(lines: Iterable[ReceiptLine]) -> list[dict[str, Any]]:
    """Return a receipt's lines as the API answers them, numbered from 1."""
    return [
        LineSerializer({"position": position, **asdict(line), "params": dict(line.params)}).data
        for position, line in enumerate(lines, start=1)
    ]


class CardDetailSerializer(CardSerializer):
    """A scorecard with its receipt and what the actor may do."""

    receipt = LineSerializer(many=True, read_only=True)
    allowed_actions = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta(CardSerializer.Meta):
        fields = [*CardSerializer.Meta.fields, "receipt", "allowed_actions"]


class AdjustmentSerializer(serializers.ModelSerializer[Adjustment]):
    """A reward, penalty or proven act."""

    class Meta:
        model = Adjustment
        fields = [
            "id",
            "contract",
            "line",
            "month",
            "kind",
            "act",
            "points",
            "reason",
            "evidence",
            "status",
            "proposed_at",
            "decided_at",
            "decision_note",
        ]


class SiteSerializer(serializers.Serializer[dict[str, Any]]):
    """A vendor at one site in a month: scores and the rate in hundredths, null for unknown."""

    project = serializers.IntegerField()
    contract = serializers.IntegerField()
    card = serializers.IntegerField()
    total = serializers.IntegerField(allow_null=True)
    grade = serializers.CharField(allow_blank=True)
    change = serializers.IntegerField(allow_null=True)
    months = serializers.ListField(child=serializers.DateField())
    totals = serializers.ListField(child=serializers.IntegerField(allow_null=True))
    complaints = serializers.IntegerField()
    complaints_per_1000_households = serializers.IntegerField(allow_null=True)


class LineSitesSerializer(serializers.Serializer[dict[str, Any]]):
    """The sites of one service line, the best first; ``hint`` says where to look."""

    line = serializers.IntegerField()
    hint = serializers.ChoiceField(choices=list(Hint), allow_blank=True)
    sites = SiteSerializer(many=True)


def line_sites(found: Iterable[LineSites]) -> list[dict[str, Any]]:
    """Return a vendor's sites as the API answers them."""
    return [
        {"line": one.line.pk, "hint": one.hint.value, "sites": [_site(site) for site in one.sites]} for one in found
    ]


def _site(site: Site) -> dict[str, Any]:
    return SiteSerializer(
        {
            "project": site.card.project_id,
            "contract": site.card.contract_id,
            "card": site.card.pk,
            "total": site.card.total,
            "grade": site.card.grade,
            "change": site.change,
            "months": site.months,
            "totals": site.totals,
            "complaints": site.complaints,
            "complaints_per_1000_households": site.rate,
        }
    ).data


class OpenRunSerializer(serializers.Serializer[dict[str, Any]]):
    """The month to evaluate, for example 2026-10."""

    month = serializers.RegexField(r"^20[0-9]{2}-(0[1-9]|1[0-2])$")


class EvaluationSerializer(serializers.Serializer[dict[str, Any]]):
    """The evaluation in words."""

    evaluation = serializers.CharField(max_length=4000)


class PublishSerializer(serializers.Serializer[dict[str, Any]]):
    """Cards to publish."""

    cards = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=2**62), max_length=500)


class OutcomeSerializer(serializers.Serializer[dict[str, Any]]):
    """What became of a card."""

    card = serializers.IntegerField()
    code = serializers.CharField(allow_blank=True)
    message = serializers.CharField(allow_blank=True)


class MeasureSerializer(serializers.Serializer[dict[str, Any]]):
    """A proposal: points in hundredths for a reward or penalty, act for a proven act."""

    kind = serializers.ChoiceField(choices=list(MEASURE_KIND_LABELS))
    points = serializers.IntegerField(min_value=0, max_value=10000, default=0)
    act = serializers.ChoiceField(choices=["", *PROVEN_ACT_LABELS], default="")
    reason = serializers.CharField(max_length=2000)
    evidence = serializers.CharField(max_length=2000)


class DecisionSerializer(serializers.Serializer[dict[str, Any]]):
    """A decision on a proposal."""

    approve = serializers.BooleanField()
    note = serializers.CharField(max_length=2000, allow_blank=True, default="")


class ReasonSerializer(serializers.Serializer[dict[str, Any]]):
    """A reason."""

    reason = serializers.CharField(max_length=2000)
