"""Settings versions, background jobs and remembered API replies."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.choices import JobStatus, SettingsStatus
from tenancy.models.base import TenantModel


class SettingsVersion(TenantModel):
    """One dated version of one area of the tenant's rules (TEN-09). An approved version is never changed."""

    area = models.CharField(_("area"), max_length=30)
    number = models.PositiveIntegerField(_("version"))
    effective_on = models.DateField(_("effective on"))
    values = models.JSONField(_("values"))
    reason = models.TextField(_("reason"))
    status = models.CharField(_("status"), max_length=10, choices=SettingsStatus, default=SettingsStatus.DRAFT)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    approved_at = models.DateTimeField(_("approved at"), null=True)
    approved_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("settings version")
        verbose_name_plural = _("settings versions")
        ordering = ["area", "-number"]
        constraints = [
            models.UniqueConstraint(name="tenancy_settings_number", fields=["tenant", "area", "number"]),
            models.CheckConstraint(
                name="tenancy_settings_approved",
                condition=models.Q(status=SettingsStatus.APPROVED, approved_at__isnull=False)
                | ~models.Q(status=SettingsStatus.APPROVED),
            ),
        ]
        indexes = [models.Index(name="tenancy_settings_in_force", fields=["tenant", "area", "status", "-effective_on"])]

    def __str__(self) -> str:
        return f"{self.area} {self.number}"


class Job(TenantModel):
    """A piece of background work. The row is the truth, the queue a nudge (security.md 5)."""

    vendor_id = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=60)
    period_key = models.CharField(max_length=160)
    title = models.CharField(_("title"), max_length=200)
    payload = models.JSONField(default=dict)
    status = models.CharField(_("status"), max_length=10, choices=JobStatus, default=JobStatus.WAITING)
    attempt = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_until = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    result_url = models.CharField(max_length=200, blank=True)
    error = models.TextField(_("error"), blank=True)
    ordered_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(_("created at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        constraints = [
            models.UniqueConstraint(name="tenancy_job_once", fields=["tenant", "kind", "period_key"]),
            models.CheckConstraint(name="tenancy_job_status", condition=models.Q(status__in=JobStatus.values)),
        ]
        indexes = [
            models.Index(name="tenancy_job_due", fields=["tenant", "status", "lease_until"]),
            models.Index(name="tenancy_job_mine", fields=["tenant", "ordered_by", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period_key}"


class RememberedReply(TenantModel):
    """The answer given to an idempotency key, so that a repeated POST gets the same one."""

    membership = models.ForeignKey("tenancy.Membership", models.CASCADE, related_name="+", db_index=False)
    vendor_id = models.BigIntegerField(null=True, blank=True)
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    status_code = models.PositiveSmallIntegerField()
    body = models.JSONField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="tenancy_reply_once", fields=["tenant", "membership", "key"])]
