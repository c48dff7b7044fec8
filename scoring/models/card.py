"""Scorecards and their receipts. Scores, weights and points are integer hundredths."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scoring.choices import CARD_STATUS_LABELS, GRADE_LABELS, CardStatus, Grade
from scoring.rules.lifecycle import VENDOR_VISIBLE
from tenancy.context import current_tenant_id
from tenancy.models import TenantForeignKey, TenantModel

PUBLISHED_STATES = sorted(state.value for state in VENDOR_VISIBLE)


def _follows(to: str, name: Any = None, **more: Any) -> Any:
    """Return a reference without a key of its own: it is written from the rows the contract's key holds in place.

    Each key is one look-up per card at commit; a month of cards is written by one statement (docs/adr/0006).
    """
    more.setdefault("related_name", "+")
    return models.ForeignKey(to, models.PROTECT, db_constraint=False, db_index=False, verbose_name=name, **more)


def _tenant_of_keys() -> Any:
    """Return the tenant column of a table whose composite keys hold the tenant too."""
    return models.ForeignKey(
        "tenancy.Tenant",
        models.PROTECT,
        default=current_tenant_id,
        editable=False,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )


class Scorecard(TenantModel):
    """The monthly evaluation of one line of one contract (SCO-01).

    ``version`` counts published results: a correction makes the next version beside the old one (SCO-11).
    ``revision`` counts computations of an unpublished card; the receipt of each revision is kept.
    A component score is null when there is no evidence; ``total`` is null when the evidence is insufficient.
    """

    tenant = _tenant_of_keys()
    run = _follows("scoring.ScoringRun", related_name="cards")
    contract = TenantForeignKey("contracts.Contract", related_name="+", verbose_name=_("contract"))
    vendor = _follows("vendors.Vendor", _("vendor"))
    project = _follows("tenancy.OrgUnit", _("project"))
    line = _follows("vendors.ServiceLine", _("service line"))
    settings_version = _follows("tenancy.SettingsVersion", _("settings version"))
    month = models.DateField(_("month"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    is_current = models.BooleanField(default=True)
    status = models.CharField(_("status"), max_length=12, choices=CARD_STATUS_LABELS, default=CardStatus.COMPUTED.value)

    inspection_score = models.IntegerField(_("inspection"), null=True)
    personnel_score = models.IntegerField(_("personnel"), null=True)
    rectification_score = models.IntegerField(_("rectification"), null=True)
    complaints_score = models.IntegerField(_("complaints"), null=True)
    satisfaction_score = models.IntegerField(_("satisfaction"), null=True)
    evidence_weight = models.IntegerField(_("weight with evidence"), default=0)
    inspection_count = models.IntegerField(_("inspections"), default=0)
    complaint_count = models.IntegerField(_("complaints charged"), default=0)
    base_total = models.IntegerField(_("total before adjustments"), null=True)
    adjustment_points = models.IntegerField(_("adjustments"), default=0)
    total = models.IntegerField(_("total"), null=True)
    # The total again, -1 for none: lists sort on a column that is never null.
    sort_total = models.IntegerField(default=-1, editable=False)
    grade = models.CharField(pgettext_lazy("scoring", "grade"), max_length=1, blank=True, default="")
    digest = models.CharField(_("digest"), max_length=64)
    computed_at = models.DateTimeField(_("computed at"))

    evaluation = models.TextField(_("evaluation"), blank=True, default="")
    evaluated_at = models.DateTimeField(_("evaluated at"), null=True)
    evaluated_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    confirmed_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    published_at = models.DateTimeField(_("published at"), null=True)
    published_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        constraints = [
            models.UniqueConstraint(
                name="scoring_card_once", fields=["tenant", "month", "contract", "line", "version"]
            ),
            models.UniqueConstraint(
                name="scoring_card_current",
                fields=["tenant", "contract", "line", "month"],
                condition=Q(is_current=True),
            ),
            models.CheckConstraint(name="scoring_card_status", condition=Q(status__in=[*CARD_STATUS_LABELS])),
            models.CheckConstraint(
                name="scoring_card_published",
                condition=Q(status__in=PUBLISHED_STATES, published_at__isnull=False)
                | (~Q(status__in=PUBLISHED_STATES) & Q(published_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="scoring_card_total",
                condition=Q(total__isnull=True, sort_total=-1, grade__in=["", Grade.D.value])
                | Q(total__gte=0, total__lte=10000, grade__in=[*GRADE_LABELS], sort_total=models.F("total")),
            ),
        ]
        indexes = [
            models.Index(name="scoring_card_rank", fields=["tenant", "month", "line", "-sort_total", "id"]),
            models.Index(name="scoring_card_vendor", fields=["tenant", "vendor", "month"]),
            models.Index(name="scoring_card_newest", fields=["tenant", "-month", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} #{self.pk}"


class Receipt(TenantModel):
    """The receipt of one computation of a card: the single source of screen, PDF, vendor's view and API. Append-only.

    ``content`` is the canonical JSON of ``scoring.rules.receipt``, one object a line: the very text whose SHA-256 is
    the card's digest (docs/adr/0006).
    """

    tenant = _tenant_of_keys()
    card = TenantForeignKey("scoring.Scorecard", related_name="receipts")
    vendor_id = models.BigIntegerField()
    revision = models.PositiveSmallIntegerField()
    content = models.TextField()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [models.UniqueConstraint(name="scoring_receipt_once", fields=["tenant", "card", "revision"])]

    def __str__(self) -> str:
        return f"{self.card_id}/{self.revision}"
