"""The complaint register (CMP-01, CMP-02) and, behind a wall of their own, the people who complained."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.choices import (
    CHANNEL_LABELS,
    COMPLAINT_STATUS_LABELS,
    RESPONSIBILITY_LABELS,
    SATISFACTION_LABELS,
    SEVERITY_LABELS,
    ComplaintStatus,
    Responsibility,
    Severity,
)
from records.fields import EncryptedTextField
from tenancy.models import TenantForeignKey, TenantModel


class Complaint(TenantModel):
    """One complaint through whatever channel; its number is also the number of its form (CMP-02)."""

    number = models.CharField(_("register number"), max_length=60)
    channel = models.CharField(_("channel"), max_length=20, choices=CHANNEL_LABELS)
    received_at = models.DateTimeField(_("received at"))
    month = models.DateField(_("month"))
    project = TenantForeignKey("tenancy.OrgUnit", related_name="+", verbose_name=_("project"))
    line = TenantForeignKey("vendors.ServiceLine", null=True, related_name="+", verbose_name=_("service line"))
    contract = TenantForeignKey("contracts.Contract", null=True, related_name="complaints", verbose_name=_("contract"))
    vendor = TenantForeignKey("vendors.Vendor", null=True, related_name="+", verbose_name=_("vendor"))
    content = models.TextField(_("content"))
    severity = models.CharField(_("severity"), max_length=10, choices=SEVERITY_LABELS, default=Severity.ORDINARY.value)
    status = models.CharField(
        _("status"), max_length=24, choices=COMPLAINT_STATUS_LABELS, default=ComplaintStatus.REGISTERED.value
    )
    responsibility = models.CharField(
        _("responsibility"), max_length=12, choices=RESPONSIBILITY_LABELS, default=Responsibility.PENDING.value
    )
    judged_at = models.DateTimeField(_("judged at"), null=True)
    judged_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    judgement_reason = models.TextField(_("reason of the judgement"), blank=True)
    is_attendance_related = models.BooleanField(_("caused by absence, lateness or a vacant post"), default=False)
    answer_due_at = models.DateTimeField(_("answer due"))
    first_answered_at = models.DateTimeField(_("first answered at"), null=True)
    answer = models.TextField(_("answer"), blank=True)
    satisfaction = models.CharField(_("satisfaction"), max_length=20, choices=SATISFACTION_LABELS, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    close_reason = models.TextField(_("reason for closing"), blank=True)
    reopened_count = models.PositiveSmallIntegerField(_("times reopened"), default=0)
    registered_at = models.DateTimeField(_("registered at"))
    registered_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        constraints = [
            models.UniqueConstraint(name="complaints_complaint_number", fields=["tenant", "number"]),
            models.CheckConstraint(
                name="complaints_complaint_channel", condition=models.Q(channel__in=[*CHANNEL_LABELS])
            ),
            models.CheckConstraint(
                name="complaints_complaint_severity", condition=models.Q(severity__in=[*SEVERITY_LABELS])
            ),
            models.CheckConstraint(
                name="complaints_complaint_status", condition=models.Q(status__in=[*COMPLAINT_STATUS_LABELS])
            ),
            models.CheckConstraint(
                name="complaints_complaint_judged",
                condition=models.Q(responsibility=Responsibility.PENDING.value, judged_at__isnull=True)
                | models.Q(responsibility__in=[*RESPONSIBILITY_LABELS][1:], judged_at__isnull=False),
            ),
            models.CheckConstraint(
                name="complaints_complaint_charged",
                condition=~models.Q(responsibility=Responsibility.VENDOR.value)
                | models.Q(contract__isnull=False, vendor__isnull=False, line__isnull=False),
            ),
            models.CheckConstraint(
                name="complaints_complaint_closed",
                condition=models.Q(status=ComplaintStatus.CLOSED.value, closed_at__isnull=False)
                | (~models.Q(status=ComplaintStatus.CLOSED.value) & models.Q(closed_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(name="complaints_by_time", fields=["tenant", "received_at", "id"]),
            models.Index(name="complaints_by_due", fields=["tenant", "answer_due_at", "id"]),
            models.Index(name="complaints_of_contract", fields=["tenant", "contract", "month"]),
            models.Index(name="complaints_at_project", fields=["tenant", "project", "received_at"]),
            models.Index(name="complaints_of_vendor", fields=["tenant", "vendor", "received_at"]),
        ]

    def __str__(self) -> str:
        return self.number


class ComplaintContact(TenantModel):
    """Who complained and how to reach the person; staff only, never shown to a vendor (security.md 6)."""

    complaint = TenantForeignKey(Complaint, models.CASCADE, related_name="contacts", verbose_name=_("complaint"))
    customer_name = models.CharField(_("customer"), max_length=80, blank=True)
    phone = EncryptedTextField(_("phone"), blank=True)
    address = EncryptedTextField(_("room or address"), blank=True)

    class Meta:
        verbose_name = _("complainant's contact")
        verbose_name_plural = _("complainants' contacts")
        constraints = [models.UniqueConstraint(name="complaints_contact_once", fields=["tenant", "complaint"])]

    def __str__(self) -> str:
        return str(self.complaint_id)
