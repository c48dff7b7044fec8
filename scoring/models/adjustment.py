"""What people add to a computed result: adjustments before publication, corrections after it. Staff only."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scoring.choices import (
    DECISION_STATUS_LABELS,
    MEASURE_KIND_LABELS,
    PROVEN_ACT_LABELS,
    DecisionStatus,
    MeasureKind,
)
from tenancy.models import TenantForeignKey, TenantModel


class Adjustment(TenantModel):
    """A reward, a penalty or a proven act, proposed by one person and approved by another (RPA-01, RPA-03).

    ``points`` are hundredths, more than 0; 0 for a proven act. The vendor reads an approved one in its receipt only.
    """

    contract = TenantForeignKey("contracts.Contract", related_name="+", verbose_name=_("contract"))
    line = TenantForeignKey("vendors.ServiceLine", related_name="+", verbose_name=_("service line"))
    project = TenantForeignKey("tenancy.OrgUnit", related_name="+", verbose_name=_("project"))
    month = models.DateField(_("month"))
    kind = models.CharField(_("kind"), max_length=10, choices=MEASURE_KIND_LABELS)
    act = models.CharField(_("proven act"), max_length=20, blank=True, default="", choices=PROVEN_ACT_LABELS)
    points = models.IntegerField(_("points"), default=0)
    reason = models.TextField(_("reason"))
    evidence = models.TextField(_("evidence"))
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=DECISION_STATUS_LABELS,
        default=DecisionStatus.PROPOSED.value,
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    decided_by_name = models.CharField(_("decided by"), max_length=80, blank=True, default="")
    decision_note = models.TextField(_("decision note"), blank=True, default="")

    class Meta:
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        constraints = [
            models.CheckConstraint(
                name="scoring_adjustment_kind",
                condition=Q(kind__in=[MeasureKind.REWARD.value, MeasureKind.PENALTY.value], points__gt=0, act="")
                | (Q(kind=MeasureKind.PROVEN_ACT.value, points=0) & Q(act__in=[*PROVEN_ACT_LABELS])),
            ),
            models.CheckConstraint(
                name="scoring_adjustment_decided",
                condition=Q(status=DecisionStatus.PROPOSED.value, decided_at__isnull=True)
                | (~Q(status=DecisionStatus.PROPOSED.value) & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="scoring_adjustment_two_people",
                condition=~Q(status=DecisionStatus.APPROVED.value)
                | Q(proposed_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(proposed_by=models.F("decided_by")),
            ),
        ]
        indexes = [models.Index(name="scoring_adjustment_month", fields=["tenant", "month", "contract", "line"])]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.kind} #{self.pk}"


class Correction(TenantModel):
    """The proposal to compute a published card again, as a new version beside the old one (SCO-11)."""

    card = TenantForeignKey("scoring.Scorecard", related_name="corrections")
    new_card = TenantForeignKey("scoring.Scorecard", null=True, related_name="+")
    reason = models.TextField(_("reason"))
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=DECISION_STATUS_LABELS,
        default=DecisionStatus.PROPOSED.value,
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    decision_note = models.TextField(_("decision note"), blank=True, default="")

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.UniqueConstraint(
                name="scoring_correction_open",
                fields=["tenant", "card"],
                condition=Q(status=DecisionStatus.PROPOSED.value),
            ),
            models.CheckConstraint(
                name="scoring_correction_two_people",
                condition=~Q(status=DecisionStatus.APPROVED.value)
                | Q(proposed_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(proposed_by=models.F("decided_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.card_id} {self.status}"
