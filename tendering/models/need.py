"""What a tender starts from and who is named for it: the need, its assessment, appointments, and the written papers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import TenantForeignKey, TenantModel
from tendering.choices import (
    DUTY_LABELS,
    PAPER_KIND_LABELS,
    PAPER_STATUS_LABELS,
    TENDER_DUTY_SINGLE,
    PaperStatus,
)
from tendering.models.tender import Tender


class NeedApplication(TenantModel):
    """A project's application for an outsourced service, and its recorded assessment (TND-01). Money in CNY a year."""

    tender = TenantForeignKey(Tender, related_name="needs", verbose_name=_("tender"))
    reason = models.TextField(_("reason"))
    headcount = models.PositiveIntegerField(_("headcount needed"), null=True, blank=True)
    budget = models.DecimalField(_("budget per year"), max_digits=14, decimal_places=2, null=True, blank=True)
    wanted_from = models.DateField(_("wanted from"), null=True, blank=True)
    assessment = models.TextField(_("assessment"), blank=True)
    is_needed = models.BooleanField(_("the need is confirmed"), null=True)
    assessed_at = models.DateTimeField(_("assessed at"), null=True)
    assessed_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("outsourcing need application")
        verbose_name_plural = _("outsourcing need applications")
        constraints = [
            models.UniqueConstraint(name="tendering_need_once", fields=["tenant", "tender"]),
            models.CheckConstraint(
                name="tendering_need_assessed",
                condition=models.Q(is_needed__isnull=True, assessed_at__isnull=True)
                | models.Q(is_needed__isnull=False, assessed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.reason[:40]}"


class Appointment(TenantModel):
    """A named duty of one tender: author, custodian, project manager, specialist (TND-09, TND-12, TND-20).

    ``undertaking`` is the secrecy undertaking the author signed before writing (TND-10).
    """

    tender = TenantForeignKey(Tender, related_name="appointments", verbose_name=_("tender"))
    duty = models.CharField(_("duty"), max_length=20, choices=DUTY_LABELS)
    membership = models.ForeignKey(
        "tenancy.Membership", models.PROTECT, related_name="+", db_index=False, verbose_name=_("person")
    )
    speciality = models.CharField(_("post and speciality"), max_length=120, blank=True)
    appointed_at = models.DateTimeField(_("appointed at"))
    appointed_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    undertaking = models.TextField(_("secrecy undertaking"), blank=True)
    undertaken_at = models.DateTimeField(_("undertaking signed at"), null=True)

    class Meta:
        verbose_name = _("appointment for a tender")
        verbose_name_plural = _("appointments for tenders")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="tendering_appointment_single",
                fields=["tenant", "tender", "duty"],
                condition=models.Q(ended_at__isnull=True, duty__in=sorted(TENDER_DUTY_SINGLE)),
            ),
            models.UniqueConstraint(
                name="tendering_appointment_once",
                fields=["tenant", "tender", "duty", "membership"],
                condition=models.Q(ended_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(name="tendering_appointment_tender", fields=["tenant", "tender", "id"]),
            models.Index(name="tendering_appointment_member", fields=["tenant", "membership", "tender"]),
        ]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.duty} {self.membership_id}"


class TenderPaper(TenantModel):
    """One open paper of a tender, written in named parts: initiation, plan, and parts 1 to 3 and 5 of the set (TND-07).

    ``parts`` maps the part's key (rules.paper_parts) to its text; uploaded files hang on the row. ``digest`` is the
    SHA-256 of what was approved.
    """

    tender = TenantForeignKey(Tender, related_name="papers", verbose_name=_("tender"))
    kind = models.CharField(_("paper"), max_length=24, choices=PAPER_KIND_LABELS)
    status = models.CharField(_("status"), max_length=12, choices=PAPER_STATUS_LABELS, default=PaperStatus.DRAFT.value)
    parts = models.JSONField(default=dict)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    digest = models.CharField(_("SHA-256 of the approved text"), max_length=64, blank=True)
    updated_at = models.DateTimeField(_("changed at"))
    updated_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        verbose_name = _("paper of a tender")
        verbose_name_plural = _("papers of tenders")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="tendering_paper_once", fields=["tenant", "tender", "kind"])]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.kind}"
