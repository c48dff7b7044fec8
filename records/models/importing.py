"""Imports of office tables and the column mappings remembered for the next one."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenancy.models import TenantModel


class ImportStatus(models.TextChoices):
    """State of an import."""

    UPLOADED = "uploaded", pgettext_lazy("import", "Uploaded")
    CHECKED = "checked", pgettext_lazy("import", "Checked")
    APPLIED = "applied", pgettext_lazy("import", "Imported")
    ABANDONED = "abandoned", pgettext_lazy("import", "Abandoned")


class ImportRun(TenantModel):
    """One uploaded table file on its way in: mapping, what the dry run found, and whether it was applied."""

    file_name = models.CharField(_("file name"), max_length=200)
    stored_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    status = models.CharField(_("status"), max_length=10, choices=ImportStatus, default=ImportStatus.UPLOADED)
    plan = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("uploaded at"))
    created_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    checked_at = models.DateTimeField(_("checked at"), null=True)
    applied_at = models.DateTimeField(_("imported at"), null=True)
    applied_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(name="records_import_status", condition=models.Q(status__in=ImportStatus.values))
        ]
        indexes = [models.Index(name="records_import_newest", fields=["tenant", "-id"])]

    def __str__(self) -> str:
        return self.file_name


class ImportMapping(TenantModel):
    """How a tenant's table with these very headings was mapped last time."""

    spec = models.CharField(max_length=40)
    signature = models.CharField(max_length=64)
    columns = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(name="records_mapping_once", fields=["tenant", "spec", "signature"])]
