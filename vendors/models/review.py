"""Reviews of vendors with their aspects and conditions, service reports, and how a vendor is organised."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import TenantForeignKey, TenantModel
from vendors.choices import (
    ASPECT_LABELS,
    ASPECT_RESULT_LABELS,
    CONDITION_LABELS,
    REPORT_STATUS_LABELS,
    REVIEW_RESULT_LABELS,
    REVIEW_STATUS_LABELS,
    ReportStatus,
    ReviewStatus,
)
from vendors.models.register import ServiceLine, Vendor


class VendorReview(TenantModel):
    """One review of a vendor (VEN-06, VEN-07); ``reviewers`` are the names as they took part, frozen when completed."""

    vendor = TenantForeignKey(Vendor, related_name="reviews", verbose_name=_("vendor"))
    number = models.CharField(_("number"), max_length=40)
    status = models.CharField(_("status"), max_length=12, choices=REVIEW_STATUS_LABELS, default=ReviewStatus.OPEN.value)
    reviewers = models.JSONField(_("reviewers"), default=list)
    result = models.CharField(_("result"), max_length=12, choices=REVIEW_RESULT_LABELS, blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    completed_at = models.DateTimeField(_("completed at"), null=True)
    completed_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("vendor review")
        verbose_name_plural = _("vendor reviews")
        constraints = [
            models.UniqueConstraint(name="vendors_review_number", fields=["tenant", "number"]),
            models.UniqueConstraint(
                name="vendors_review_open",
                fields=["tenant", "vendor"],
                condition=models.Q(status=ReviewStatus.OPEN.value),
            ),
            models.CheckConstraint(
                name="vendors_review_completed",
                condition=models.Q(status=ReviewStatus.COMPLETED.value, completed_at__isnull=False)
                & ~models.Q(result="")
                | ~models.Q(status=ReviewStatus.COMPLETED.value) & models.Q(completed_at__isnull=True, result=""),
            ),
        ]
        indexes = [models.Index(name="vendors_review_by_time", fields=["tenant", "opened_at", "id"])]

    def __str__(self) -> str:
        return self.number


class ReviewAspect(TenantModel):
    """What a review found about one aspect; evidence files hang on it."""

    review = TenantForeignKey(VendorReview, related_name="aspects", verbose_name=_("vendor review"))
    aspect = models.CharField(_("aspect"), max_length=24, choices=ASPECT_LABELS)
    result = models.CharField(_("result"), max_length=8, choices=ASPECT_RESULT_LABELS)
    note = models.TextField(_("note"), blank=True)
    noted_at = models.DateTimeField(_("noted at"))
    noted_by_name = models.CharField(_("noted by"), max_length=80)

    class Meta:
        verbose_name = _("aspect of a review")
        verbose_name_plural = _("aspects of reviews")
        constraints = [models.UniqueConstraint(name="vendors_aspect_once", fields=["tenant", "review", "aspect"])]

    def __str__(self) -> str:
        return f"{self.review_id}:{self.aspect}"


class ReviewCondition(TenantModel):
    """One of the five conditions, ticked with its evidence: a linked paper, or files that hang on this row (VEN-04)."""

    review = TenantForeignKey(VendorReview, related_name="conditions", verbose_name=_("vendor review"))
    condition = models.CharField(_("condition"), max_length=20, choices=CONDITION_LABELS)
    evidence_type = models.CharField(max_length=60, blank=True)
    evidence_id = models.BigIntegerField(null=True)
    evidence_label = models.CharField(_("evidence"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    ticked_at = models.DateTimeField(_("ticked at"))
    ticked_by_name = models.CharField(_("ticked by"), max_length=80)

    class Meta:
        verbose_name = _("condition of a review")
        verbose_name_plural = _("conditions of reviews")
        constraints = [models.UniqueConstraint(name="vendors_condition_once", fields=["tenant", "review", "condition"])]

    def __str__(self) -> str:
        return f"{self.review_id}:{self.condition}"


class ServiceReport(TenantModel):
    """What a vendor says before its service starts (VEN-05): five things, for one project or all, one line or all."""

    vendor = TenantForeignKey(Vendor, related_name="service_reports", verbose_name=_("vendor"))
    project = TenantForeignKey("tenancy.OrgUnit", null=True, related_name="+", verbose_name=_("project"))
    line = TenantForeignKey(ServiceLine, null=True, related_name="+", verbose_name=_("service line"))
    responsible_person = models.CharField(_("responsible person"), max_length=120, blank=True)
    service_standard = models.TextField(_("service standard"), blank=True)
    outsourcing_plan = models.TextField(_("outsourcing plan"), blank=True)
    time_schedule = models.TextField(_("time schedule"), blank=True)
    quality_assurance = models.TextField(_("quality-assurance capability"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=REPORT_STATUS_LABELS, default=ReportStatus.DRAFT.value
    )
    created_at = models.DateTimeField(_("created at"))
    handed_in_at = models.DateTimeField(_("handed in at"), null=True)
    handed_in_by_name = models.CharField(_("handed in by"), max_length=80, blank=True)
    return_reason = models.TextField(_("why it was returned"), blank=True)

    class Meta:
        verbose_name = _("service report")
        verbose_name_plural = _("service reports")
        constraints = [
            models.CheckConstraint(
                name="vendors_report_complete",
                condition=~models.Q(status=ReportStatus.HANDED_IN.value)
                | ~models.Q(responsible_person="")
                & ~models.Q(service_standard="")
                & ~models.Q(outsourcing_plan="")
                & ~models.Q(time_schedule="")
                & ~models.Q(quality_assurance="")
                & models.Q(handed_in_at__isnull=False),
            )
        ]
        indexes = [models.Index(name="vendors_report_of_vendor", fields=["tenant", "vendor", "status"])]

    def __str__(self) -> str:
        return f"{self.vendor_id}:{self.id}"


class VendorProfile(TenantModel):
    """How a vendor is organised (VEN-12); None where nobody has said anything."""

    vendor = TenantForeignKey(Vendor, models.CASCADE, related_name="profiles", verbose_name=_("vendor"))
    has_quality_safety = models.BooleanField(_("quality-and-safety department"), null=True)
    has_training = models.BooleanField(_("training department"), null=True)
    has_customer_service = models.BooleanField(_("customer-service department"), null=True)
    has_maintenance = models.BooleanField(_("maintenance department"), null=True)
    has_training_system = models.BooleanField(_("training system"), null=True)
    has_emergency_plan = models.BooleanField(_("emergency plan"), null=True)
    has_system_documents = models.BooleanField(_("management-system document set"), null=True)
    remarks = models.TextField(_("remarks"), blank=True)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("organisation of a vendor")
        verbose_name_plural = _("organisation of vendors")
        constraints = [models.UniqueConstraint(name="vendors_profile_once", fields=["tenant", "vendor"])]

    def __str__(self) -> str:
        return str(self.vendor_id)
