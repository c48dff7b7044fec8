"""A tender from need to contract, and when it reached each stage."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import TenantForeignKey, TenantModel
from tendering.choices import TENDER_METHOD_LABELS, TENDER_STATUS_LABELS, TenderMethod, TenderStatus


class Tender(TenantModel):
    """One tender of one service line for one project; born with the need application (TND-01). Staff only.

    ``rules`` are the tender's figures (rules.evaluation.TenderRules as JSON), copied from the settings in force when
    the tender was initiated (TEN-09) and fixed at sealing. Money in CNY.
    """

    number = models.CharField(_("tender number"), max_length=40)
    title = models.CharField(_("title"), max_length=160)
    project = TenantForeignKey("tenancy.OrgUnit", related_name="+", verbose_name=_("project"))
    line = TenantForeignKey("vendors.ServiceLine", related_name="+", verbose_name=_("service line"))
    method = models.CharField(
        _("method"), max_length=12, choices=TENDER_METHOD_LABELS, default=TenderMethod.INVITED.value
    )
    status = models.CharField(
        _("stage"), max_length=20, choices=TENDER_STATUS_LABELS, default=TenderStatus.NEED_APPLIED.value
    )
    organiser = models.ForeignKey(
        "tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("organiser")
    )
    budget = models.DecimalField(_("budget per year"), max_digits=14, decimal_places=2, null=True, blank=True)
    duration_months = models.PositiveSmallIntegerField(_("duration in months"), null=True, blank=True)
    reference_low = models.DecimalField(_("reference price from"), max_digits=14, decimal_places=2, null=True)
    reference_high = models.DecimalField(_("reference price to"), max_digits=14, decimal_places=2, null=True)
    reference_basis = models.TextField(_("what the reference price rests on"), blank=True)
    reference_set_at = models.DateTimeField(_("reference price set at"), null=True)
    rules = models.JSONField(default=dict)
    bidder_contact = models.CharField(_("contact for bidders"), max_length=200, blank=True)
    reply_by = models.DateTimeField(_("reply by"), null=True, blank=True)
    visit_at = models.DateTimeField(_("site visit"), null=True, blank=True)
    visit_place = models.CharField(_("place of the site visit"), max_length=200, blank=True)
    clarification_at = models.DateTimeField(_("clarification meeting"), null=True, blank=True)
    clarification_place = models.CharField(_("place of the clarification meeting"), max_length=200, blank=True)
    deadline_at = models.DateTimeField(_("deadline for bids"), null=True, blank=True)
    opens_at = models.DateTimeField(_("opening of bids"), null=True, blank=True)
    end_reason = models.TextField(_("why cancelled or failed"), blank=True)
    created_at = models.DateTimeField(_("applied at"))
    created_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("tender")
        verbose_name_plural = _("tenders")
        constraints = [
            models.UniqueConstraint(name="tendering_tender_number", fields=["tenant", "number"]),
            models.CheckConstraint(
                name="tendering_tender_status", condition=models.Q(status__in=[*TENDER_STATUS_LABELS])
            ),
            models.CheckConstraint(
                name="tendering_tender_method", condition=models.Q(method__in=[*TENDER_METHOD_LABELS])
            ),
            models.CheckConstraint(
                name="tendering_tender_opening",
                condition=models.Q(opens_at__isnull=True)
                | models.Q(deadline_at__isnull=False, opens_at__gte=models.F("deadline_at")),
            ),
            models.CheckConstraint(
                name="tendering_tender_reference",
                condition=models.Q(reference_low__isnull=True, reference_high__isnull=True)
                | models.Q(reference_high__gte=models.F("reference_low")),
            ),
        ]
        indexes = [
            models.Index(name="tendering_tender_by_time", fields=["tenant", "-created_at", "-id"]),
            models.Index(name="tendering_tender_by_status", fields=["tenant", "status", "-id"]),
            models.Index(name="tendering_tender_by_project", fields=["tenant", "project", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class TenderStage(TenantModel):
    """When a tender reached a stage and by whose act; never changed."""

    tender = TenantForeignKey(Tender, related_name="stages", verbose_name=_("tender"))
    status = models.CharField(_("stage"), max_length=20, choices=TENDER_STATUS_LABELS)
    reached_at = models.DateTimeField(_("reached at"))
    reached_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("stage of a tender")
        verbose_name_plural = _("stages of tenders")
        indexes = [models.Index(name="tendering_stage_of_tender", fields=["tenant", "tender", "id"])]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.status}"
