"""Shapes of reviews, service reports, the qualified list, proposals, links and the log in the API."""

from typing import Any

from rest_framework import serializers

from tenancy.models import OrgUnit
from tenancy.rules.actor import Actor
from vendors.choices import (
    ASPECT_LABELS,
    ASPECT_RESULT_LABELS,
    CONDITION_LABELS,
    LOG_KIND_LABELS,
    REVIEW_RESULT_LABELS,
)
from vendors.models import (
    ChangeProposal,
    ProposedFact,
    QualifiedList,
    QualifiedListEntry,
    RegistrationLink,
    ReviewAspect,
    ReviewCondition,
    ServiceLine,
    ServiceReport,
    Vendor,
    VendorLogEntry,
    VendorReview,
)
from vendors.queries import log as log_queries
from vendors.queries import proposal as proposal_queries
from vendors.queries import qualified_list as list_queries
from vendors.queries import review as queries

Body = serializers.Serializer[dict[str, Any]]


class WithActions(serializers.Serializer[Any]):
    """Adds what the caller may do now."""

    allowed_actions = serializers.SerializerMethodField()

    def get_allowed_actions(self, row: Any) -> list[str]:
        """Return what the caller may do with the row now."""
        return self.actions_of(row, self.context["actor"])

    def actions_of(self, row: Any, actor: Actor) -> list[str]:
        """Return the actions by the same tables as the buttons."""
        raise NotImplementedError


class AspectSerializer(serializers.ModelSerializer[ReviewAspect]):
    """What was found about one aspect."""

    class Meta:
        model = ReviewAspect
        fields = ["aspect", "result", "note", "noted_at", "noted_by_name"]


class ConditionSerializer(serializers.ModelSerializer[ReviewCondition]):
    """A ticked condition with its evidence."""

    class Meta:
        model = ReviewCondition
        fields = ["condition", "evidence_label", "note", "ticked_at", "ticked_by_name"]


class ReviewSerializer(WithActions, serializers.ModelSerializer[VendorReview]):
    """A vendor review with its aspects and conditions."""

    aspects = AspectSerializer(many=True, read_only=True)
    conditions = ConditionSerializer(many=True, read_only=True)

    class Meta:
        model = VendorReview
        fields = [
            "id",
            "vendor",
            "number",
            "status",
            "reviewers",
            "result",
            "conclusion",
            "opened_at",
            "completed_at",
            "aspects",
            "conditions",
            "allowed_actions",
        ]

    def actions_of(self, row: Any, actor: Actor) -> list[str]:
        """Return what the caller may do with the review."""
        return queries.review_actions(row, actor)


class QualificationSerializer(WithActions, serializers.ModelSerializer[Vendor]):
    """Where a vendor's qualification stands."""

    class Meta:
        model = Vendor
        fields = ["id", "legal_name", "status", "is_active", "allowed_actions"]

    def actions_of(self, row: Any, actor: Actor) -> list[str]:
        """Return what the caller may do about the qualification."""
        return queries.qualification_actions(row, actor)


class ReportSerializer(WithActions, serializers.ModelSerializer[ServiceReport]):
    """A service report."""

    class Meta:
        model = ServiceReport
        fields = [
            "id",
            "vendor",
            "project",
            "line",
            "responsible_person",
            "service_standard",
            "outsourcing_plan",
            "time_schedule",
            "quality_assurance",
            "status",
            "created_at",
            "handed_in_at",
            "return_reason",
            "allowed_actions",
        ]

    def actions_of(self, row: Any, actor: Actor) -> list[str]:
        """Return what the caller may do with the report."""
        return queries.report_actions(row, actor)


class EntrySerializer(serializers.ModelSerializer[QualifiedListEntry]):
    """A vendor on a version of the list."""

    class Meta:
        model = QualifiedListEntry
        fields = [
            "id",
            "vendor",
            "legal_name",
            "credit_code",
            "lines",
            "last_grade",
            "mean_total",
            "valid_until",
            "remarks",
        ]


class ListSerializer(WithActions, serializers.ModelSerializer[QualifiedList]):
    """A version of the qualified-vendor list with its entries."""

    entries = EntrySerializer(many=True, read_only=True)

    class Meta:
        model = QualifiedList
        fields = [
            "id",
            "number",
            "status",
            "remarks",
            "compiled_at",
            "compiled_by_name",
            "submitted_at",
            "reviewed_at",
            "reviewed_by_name",
            "approved_at",
            "approved_by_name",
            "valid_from",
            "entries",
            "allowed_actions",
        ]

    def actions_of(self, row: Any, actor: Actor) -> list[str]:
        """Return what the caller may do with the version."""
        return list_queries.list_actions(row, actor)


class FactSerializer(serializers.ModelSerializer[ProposedFact]):
    """A proposed fact."""

    class Meta:
        model = ProposedFact
        fields = ["field", "old", "new", "decision", "reason"]


class ProposalSerializer(WithActions, serializers.ModelSerializer[ChangeProposal]):
    """A change a vendor proposes."""

    facts = FactSerializer(many=True, read_only=True)

    class Meta:
        model = ChangeProposal
        fields = [
            "id",
            "vendor",
            "status",
            "remarks",
            "proposed_at",
            "proposed_by_name",
            "closed_at",
            "facts",
            "allowed_actions",
        ]

    def actions_of(self, row: Any, actor: Actor) -> list[str]:
        """Return what the caller may do with the proposal."""
        return proposal_queries.proposal_actions(row, actor)


class LinkSerializer(WithActions, serializers.ModelSerializer[RegistrationLink]):
    """A registration link; the link itself is in the mail alone."""

    class Meta:
        model = RegistrationLink
        fields = [
            "id",
            "company",
            "email",
            "remarks",
            "created_at",
            "expires_at",
            "sent_at",
            "used_at",
            "revoked_at",
            "seen_at",
            "vendor",
            "is_known_code",
            "allowed_actions",
        ]

    def actions_of(self, row: Any, actor: Actor) -> list[str]:
        """Return what the caller may do with the link."""
        return proposal_queries.link_actions(row, actor, self.context["at"])


class LogSerializer(WithActions, serializers.ModelSerializer[VendorLogEntry]):
    """An entry of the vendor log."""

    class Meta:
        model = VendorLogEntry
        fields = [
            "id",
            "vendor",
            "kind",
            "happened_on",
            "topic",
            "source",
            "content",
            "attendees",
            "result",
            "difficulties",
            "needs",
            "support",
            "created_at",
            "created_by_name",
            "reported_at",
            "struck_at",
            "strike_reason",
            "allowed_actions",
        ]

    def actions_of(self, row: Any, actor: Actor) -> list[str]:
        """Return what the caller may do with the entry."""
        return log_queries.entry_actions(row, actor)


class ReasonInput(Body):
    """Why."""

    reason = serializers.CharField(max_length=2000)


class StartInput(Body):
    """Who reviews."""

    reviewers = serializers.ListField(child=serializers.CharField(max_length=80), required=False, default=list)


class AspectInput(Body):
    """What was found about an aspect."""

    aspect = serializers.ChoiceField(choices=list(ASPECT_LABELS.items()))
    result = serializers.ChoiceField(choices=list(ASPECT_RESULT_LABELS.items()))
    note = serializers.CharField(max_length=4000, allow_blank=True, required=False, default="")


class ConditionInput(Body):
    """A condition with its evidence: a paper of the vendor as ``type:id``."""

    condition = serializers.ChoiceField(choices=list(CONDITION_LABELS.items()))
    evidence = serializers.CharField(max_length=80)
    note = serializers.CharField(max_length=2000, allow_blank=True, required=False, default="")


class CompleteInput(Body):
    """What a review came to."""

    result = serializers.ChoiceField(choices=list(REVIEW_RESULT_LABELS.items()))
    conclusion = serializers.CharField(max_length=4000)
    reviewers = serializers.ListField(child=serializers.CharField(max_length=80))


class ReportInput(Body):
    """A service report; a draft may leave texts out."""

    project = serializers.PrimaryKeyRelatedField(
        queryset=OrgUnit.objects.filter(kind="project"), required=False, allow_null=True, default=None
    )
    line = serializers.PrimaryKeyRelatedField(
        queryset=ServiceLine.objects.all(), required=False, allow_null=True, default=None
    )
    responsible_person = serializers.CharField(max_length=120, allow_blank=True, required=False, default="")
    service_standard = serializers.CharField(max_length=6000, allow_blank=True, required=False, default="")
    outsourcing_plan = serializers.CharField(max_length=6000, allow_blank=True, required=False, default="")
    time_schedule = serializers.CharField(max_length=6000, allow_blank=True, required=False, default="")
    quality_assurance = serializers.CharField(max_length=6000, allow_blank=True, required=False, default="")
    hand_in = serializers.BooleanField(required=False, default=False)


class NewReportInput(ReportInput):
    """A new service report of a vendor."""

    vendor = serializers.PrimaryKeyRelatedField(queryset=Vendor.objects.all())


class SubmitInput(Body):
    """A word to the people who sign."""

    remarks = serializers.CharField(max_length=4000, allow_blank=True, required=False, default="")


class ProposalInput(Body):
    """How the vendor's facts shall read."""

    legal_name = serializers.CharField(max_length=120)
    address = serializers.CharField(max_length=200)
    legal_representative = serializers.CharField(max_length=80, allow_blank=True, required=False, default="")
    contact_name = serializers.CharField(max_length=80)
    contact_phone = serializers.CharField(max_length=40)
    lines = serializers.PrimaryKeyRelatedField(queryset=ServiceLine.objects.all(), many=True)
    remarks = serializers.CharField(max_length=2000, allow_blank=True, required=False, default="")


class VerdictInput(Body):
    """What is decided about one proposed fact."""

    field = serializers.CharField(max_length=40)
    accept = serializers.BooleanField()
    reason = serializers.CharField(max_length=1000, allow_blank=True, required=False, default="")


class DecideInput(Body):
    """A verdict for every proposed fact."""

    verdicts = VerdictInput(many=True)


class LinkInput(Body):
    """For whom a link is made."""

    company = serializers.CharField(max_length=120)
    email = serializers.EmailField()
    days = serializers.IntegerField(min_value=1, max_value=60, required=False, default=14)
    remarks = serializers.CharField(max_length=1000, allow_blank=True, required=False, default="")


class LogInput(Body):
    """An entry of the vendor log; which texts count follows from the kind."""

    vendor = serializers.PrimaryKeyRelatedField(queryset=Vendor.objects.all())
    kind = serializers.ChoiceField(choices=list(LOG_KIND_LABELS.items()))
    happened_on = serializers.DateField()
    topic = serializers.CharField(max_length=160)
    source = serializers.CharField(  # type: ignore[assignment]  # a declared field, taken out by the metaclass
        max_length=160, allow_blank=True, required=False, default=""
    )
    content = serializers.CharField(max_length=4000, allow_blank=True, required=False, default="")
    attendees = serializers.CharField(max_length=4000, allow_blank=True, required=False, default="")
    result = serializers.CharField(max_length=4000, allow_blank=True, required=False, default="")
    difficulties = serializers.CharField(max_length=4000, allow_blank=True, required=False, default="")
    needs = serializers.CharField(max_length=4000, allow_blank=True, required=False, default="")
    support = serializers.CharField(max_length=4000, allow_blank=True, required=False, default="")
