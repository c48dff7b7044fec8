"""Shapes of judging and award in the API. Points are integer hundredths, money CNY per year."""

from typing import Any

from rest_framework import serializers

from tendering.choices import BID_CHECK_LABELS, JUDGE_SEAT_LABELS
from tendering.models import Award, AwardLetter, Judge, OpenedBid, RankedBid, Tender
from tendering.queries import awards, judging


class JudgedTenderSerializer(serializers.ModelSerializer[Tender]):
    """A tender after its opening with what the caller may do about judging and award."""

    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Tender
        fields = ["id", "number", "status", "reference_low", "reference_high", "reference_set_at", "allowed_actions"]

    def get_allowed_actions(self, tender: Tender) -> list[str]:
        """Return what the caller may do now."""
        actor = self.context["view"].actor
        return sorted({*judging.allowed_actions(tender, actor), *awards.allowed_actions(tender, actor)})


class OpenedBidSerializer(serializers.ModelSerializer[OpenedBid]):
    """An opened bid in the register of valid bids."""

    class Meta:
        model = OpenedBid
        fields = [
            "id",
            "tender",
            "vendor",
            "blind_code",
            "price",
            "opened_at",
            "is_valid",
            "checks",
            "invalid_reason",
            "checked_at",
        ]


class JudgeSerializer(serializers.ModelSerializer[Judge]):
    """A seat: who, what, declared, handed in; never what anybody gave."""

    class Meta:
        model = Judge
        fields = [
            "id",
            "tender",
            "membership",
            "seat",
            "judges_service",
            "judges_financial",
            "has_conflict",
            "declared_at",
            "submitted_at",
            "sheet_sha256",
            "withdrawn_at",
            "withdrawn_reason",
        ]


class RankedBidSerializer(serializers.ModelSerializer[RankedBid]):
    """A line of the score ranking."""

    class Meta:
        model = RankedBid
        fields = [
            "id",
            "tender",
            "opened_bid",
            "vendor",
            "rank",
            "service_points",
            "financial_points",
            "price_points",
            "bonus_points",
            "total",
            "price",
            "is_outside_range",
            "tie_rule",
            "status",
        ]


class AwardSerializer(serializers.ModelSerializer[Award]):
    """An award with its report and re-check."""

    class Meta:
        model = Award
        fields = [
            "id",
            "tender",
            "ranked",
            "vendor",
            "round",
            "status",
            "advantages",
            "risks",
            "deviation_reason",
            "decided_at",
            "decision_note",
            "signing_on",
            "qualification_holds",
            "ability_holds",
            "reputation_holds",
            "recheck_note",
            "contract_number",
            "ended_reason",
        ]


class LetterSerializer(serializers.ModelSerializer[AwardLetter]):
    """A letter as its bidder may read it: no number of any other row."""

    class Meta:
        model = AwardLetter
        fields = [
            "public_id",
            "kind",
            "number",
            "tender_number",
            "title",
            "project_name",
            "candidate_place",
            "price",
            "signing_on",
            "issued_at",
            "collected_on",
            "collected_by",
        ]


class BidCheckInput(serializers.Serializer[dict[str, Any]]):
    """The valid-bid registration of one bid."""

    checks = serializers.ListField(child=serializers.ChoiceField(choices=list(BID_CHECK_LABELS)), max_length=20)
    verdict = serializers.BooleanField(source="is_valid")
    reason = serializers.CharField(max_length=2000, allow_blank=True, required=False, default="")


class ReferenceInput(serializers.Serializer[dict[str, Any]]):
    """The reference price range and what it rests on."""

    low = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0)
    high = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0)
    basis = serializers.CharField(max_length=4000)


class SeatInput(serializers.Serializer[dict[str, Any]]):
    """A seat of the panel."""

    membership = serializers.IntegerField(min_value=1, max_value=10**15, source="membership_id")
    seat = serializers.ChoiceField(choices=list(JUDGE_SEAT_LABELS))
    judges_service = serializers.BooleanField(required=False, default=True)
    judges_financial = serializers.BooleanField(required=False, default=True)


class DeclarationInput(serializers.Serializer[dict[str, Any]]):
    """Whether a judge has a conflict of interest."""

    has_conflict = serializers.BooleanField()
    note = serializers.CharField(max_length=2000, allow_blank=True, required=False, default="")


class ScoreInput(serializers.Serializer[dict[str, Any]]):
    """Points of one bid in one line, in hundredths."""

    bid = serializers.IntegerField(min_value=1, max_value=10**15)
    item = serializers.IntegerField(min_value=1, max_value=10**15)
    points = serializers.IntegerField(min_value=0, max_value=10_000)
    reason = serializers.CharField(max_length=300, allow_blank=True, required=False, default="")


class ScoresInput(serializers.Serializer[dict[str, Any]]):
    """Scores of one's own sheet."""

    scores = ScoreInput(many=True, allow_empty=False)


class OpinionInput(serializers.Serializer[dict[str, Any]]):
    """What the owners' committee says."""

    took_part = serializers.BooleanField()
    recommended = serializers.IntegerField(
        min_value=1, max_value=10**15, source="recommended_id", required=False, allow_null=True, default=None
    )
    text = serializers.CharField(max_length=4000)
    given_by = serializers.CharField(max_length=80)
    given_on = serializers.DateField()


class ReviewMeetingInput(serializers.Serializer[dict[str, Any]]):
    """The record of the review meeting."""

    held_at = serializers.DateTimeField()
    place = serializers.CharField(max_length=200)
    attendees = serializers.CharField(max_length=2000)
    summary = serializers.CharField(max_length=20_000)


class ProposalInput(serializers.Serializer[dict[str, Any]]):
    """The advantage assessment report on the bid proposed."""

    ranked = serializers.IntegerField(min_value=1, max_value=10**15, source="ranked_id")
    advantages = serializers.CharField(max_length=20_000)
    risks = serializers.CharField(max_length=20_000)
    deviation_reason = serializers.CharField(max_length=4000, allow_blank=True, required=False, default="")


class LettersInput(serializers.Serializer[dict[str, Any]]):
    """The day of signing."""

    signing_on = serializers.DateField()


class CallInput(serializers.Serializer[dict[str, Any]]):
    """A phone call about a letter."""

    called_at = serializers.DateTimeField()
    spoken_to = serializers.CharField(max_length=80)
    note = serializers.CharField(max_length=300, allow_blank=True, required=False, default="")


class CollectionInput(serializers.Serializer[dict[str, Any]]):
    """Who collected a letter."""

    collected_by = serializers.CharField(max_length=80)
    collected_on = serializers.DateField()


class RecheckInput(serializers.Serializer[dict[str, Any]]):
    """The full re-check of the winner."""

    qualification_holds = serializers.BooleanField()
    ability_holds = serializers.BooleanField()
    reputation_holds = serializers.BooleanField()
    note = serializers.CharField(max_length=4000)


class NextCandidateInput(serializers.Serializer[dict[str, Any]]):
    """Why the winner does not sign, and the report on the next candidate."""

    reason = serializers.CharField(max_length=2000)
    advantages = serializers.CharField(max_length=20_000)
    risks = serializers.CharField(max_length=20_000)
