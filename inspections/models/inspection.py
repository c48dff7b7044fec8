"""Inspections and the answers to their checklist items (INS-02, INS-11, INS-12). Points are integer hundredths."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from inspections.choices import (
    INSPECTION_STATUS_LABELS,
    INSPECTION_TYPE_LABELS,
    OUTCOME_LABELS,
    SEVERITY_LABELS,
    SPECIAL_THEME_LABELS,
    InspectionStatus,
    InspectionType,
    Outcome,
    Severity,
    SpecialTheme,
    options,
)
from tenancy.models import TenantForeignKey, TenantModel

FINISHED = [
    InspectionStatus.SUBMITTED.value,
    InspectionStatus.REVIEWED.value,
    InspectionStatus.PUBLISHED.value,
    InspectionStatus.FINAL.value,
]


class Inspection(TenantModel):
    """One visit with one checklist to one contract's site. ``month`` is the first of the month of the inspection.

    ``score`` is None until submission and when no item applies. ``sections`` maps a section to its
    ``[max, deduction]``.
    A correction is a new row with the next ``version`` that ``supersedes`` the old one.
    """

    contract = TenantForeignKey("contracts.Contract", related_name="+", verbose_name=_("contract"))
    vendor = TenantForeignKey("vendors.Vendor", related_name="+", verbose_name=_("vendor"))
    project = TenantForeignKey("tenancy.OrgUnit", related_name="+", verbose_name=_("project"))
    line = TenantForeignKey("vendors.ServiceLine", related_name="+", verbose_name=_("service line"))
    checklist = TenantForeignKey("inspections.ChecklistVersion", related_name="+", verbose_name=_("checklist"))
    kind = models.CharField(_("kind of inspection"), max_length=20, choices=options(INSPECTION_TYPE_LABELS))
    theme = models.CharField(_("theme"), max_length=20, choices=options(SPECIAL_THEME_LABELS), blank=True)
    planned_on = models.DateField(_("planned for"))
    inspected_on = models.DateField(_("inspected on"), null=True)
    month = models.DateField(_("month"))
    status = models.CharField(
        _("status"), max_length=12, choices=options(INSPECTION_STATUS_LABELS), default=InspectionStatus.PLANNED.value
    )
    inspector = models.ForeignKey(
        "tenancy.Membership", models.PROTECT, null=True, related_name="+", verbose_name=_("inspector"), db_index=False
    )
    inspector_name = models.CharField(_("inspector"), max_length=80, blank=True)
    client_id = models.UUIDField(null=True)
    score = models.PositiveIntegerField(_("score"), null=True)
    max_total = models.PositiveIntegerField(_("points possible"), default=0)
    deduction_total = models.PositiveIntegerField(_("points deducted"), default=0)
    has_veto_failure = models.BooleanField(_("veto item failed"), default=False)
    sections = models.JSONField(default=dict)
    suggestion = models.TextField(_("suggestions for improvement"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    supersedes = TenantForeignKey("self", null=True, related_name="successors", verbose_name=_("replaces"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("planned at"))
    created_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    started_at = models.DateTimeField(_("started at"), null=True)
    started_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    saved_at = models.DateTimeField(_("saved at"), null=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    submitted_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    reviewed_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    published_at = models.DateTimeField(_("published at"), null=True)
    published_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        constraints = [
            models.UniqueConstraint(name="inspections_inspection_client", fields=["tenant", "client_id"]),
            models.UniqueConstraint(
                name="inspections_one_successor",
                fields=["tenant", "supersedes"],
                condition=~Q(status=InspectionStatus.CANCELLED.value),
            ),
            models.CheckConstraint(
                name="inspections_inspection_status", condition=Q(status__in=[one.value for one in InspectionStatus])
            ),
            models.CheckConstraint(
                name="inspections_inspection_kind", condition=Q(kind__in=[one.value for one in InspectionType])
            ),
            models.CheckConstraint(
                name="inspections_inspection_theme", condition=Q(theme__in=["", *(one.value for one in SpecialTheme)])
            ),
            models.CheckConstraint(
                name="inspections_inspection_filed",
                condition=~Q(status__in=FINISHED) | Q(submitted_at__isnull=False, inspected_on__isnull=False),
            ),
            models.CheckConstraint(
                name="inspections_inspection_public",
                condition=~Q(status__in=FINISHED[2:]) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="inspections_inspection_score",
                condition=Q(score__isnull=True) | Q(score__lte=10_000, deduction_total__lte=F("max_total")),
            ),
            models.CheckConstraint(name="inspections_inspection_month", condition=Q(month__day=1)),
        ]
        indexes = [
            models.Index(name="inspections_insp_month", fields=["tenant", "month", "status", "contract"]),
            models.Index(name="inspections_insp_contract", fields=["tenant", "contract", "month"]),
            models.Index(name="inspections_insp_vendor", fields=["tenant", "vendor", "status"]),
            models.Index(name="inspections_insp_due", fields=["tenant", "status", "planned_on", "id"]),
            models.Index(name="inspections_insp_newest", fields=["tenant", "planned_on", "id"]),
            models.Index(name="inspections_insp_inspector", fields=["tenant", "inspector", "status"]),
            models.Index(name="inspections_insp_project", fields=["tenant", "project", "planned_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.inspected_on or self.planned_on}"


class ItemResult(TenantModel):
    """The answer to one checklist item in one inspection, and the finding if points were deducted (INS-11).

    ``base_deduction`` is what the inspector took off, ``deduction`` what counts after the repeat multiplier. Contract,
    vendor, project and month repeat the inspection's, so that months close without joining it. Photos of a corrected
    inspection hang on the first version's row, ``origin``; files are never deleted, so ``left_out`` lists the ids of
    those the inspector took back before submitting.
    """

    inspection = TenantForeignKey(Inspection, related_name="results", verbose_name=_("inspection"))
    item = TenantForeignKey("inspections.ChecklistItem", related_name="+", verbose_name=_("checklist item"))
    origin = TenantForeignKey("self", null=True, related_name="+", verbose_name=_("first version"))
    item_code = models.CharField(_("code"), max_length=20)
    contract_id = models.BigIntegerField()
    vendor_id = models.BigIntegerField()
    project_id = models.BigIntegerField()
    month = models.DateField(_("month"))
    outcome = models.CharField(_("outcome"), max_length=6, choices=options(OUTCOME_LABELS), blank=True)
    max_points = models.PositiveIntegerField(_("points"))
    base_deduction = models.PositiveIntegerField(_("deduction"), default=0)
    multiplier_percent = models.PositiveIntegerField(_("repeat multiplier"), default=100)
    deduction = models.PositiveIntegerField(_("deduction that counts"), default=0)
    note = models.CharField(_("reason for the deduction"), max_length=500, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    severity = models.CharField(_("severity"), max_length=10, choices=options(SEVERITY_LABELS), blank=True)
    left_out = models.JSONField(default=list)
    is_published = models.BooleanField(_("published"), default=False)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            models.UniqueConstraint(name="inspections_result_once", fields=["tenant", "inspection", "item"]),
            models.CheckConstraint(
                name="inspections_result_outcome", condition=Q(outcome__in=["", *(one.value for one in Outcome)])
            ),
            models.CheckConstraint(
                name="inspections_result_severity", condition=Q(severity__in=["", *(one.value for one in Severity)])
            ),
            models.CheckConstraint(
                name="inspections_result_cap",
                condition=Q(base_deduction__lte=F("max_points"), deduction__lte=F("max_points")),
            ),
            models.CheckConstraint(
                name="inspections_result_only_faults",
                condition=Q(outcome=Outcome.DEDUCT.value) | Q(base_deduction=0, deduction=0),
            ),
        ]
        indexes = [
            models.Index(
                name="inspections_result_repeat",
                fields=["tenant", "contract_id", "month", "item_code"],
                condition=Q(outcome=Outcome.DEDUCT.value),
            ),
            models.Index(
                name="inspections_result_finding",
                fields=["tenant", "month", "id"],
                condition=Q(outcome=Outcome.DEDUCT.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_code} {self.get_outcome_display()}"
