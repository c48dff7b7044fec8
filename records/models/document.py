"""Printed documents and how anybody can check them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.choices import Language
from tenancy.models import TenantForeignKey, TenantModel


class PrintedDocument(TenantModel):
    """A PDF as it was given out, with everything needed to make it again byte for byte (RPT-05). Never changed.

    ``digest`` names the content asked for, ``sha256`` the file, ``source_name`` the page it was made from, and
    ``journal_head`` the head of the audit chain at that moment, so that a cut chain is found from outside.
    """

    vendor_id = models.BigIntegerField(null=True)
    unit = TenantForeignKey("tenancy.OrgUnit", null=True, related_name="+", verbose_name=_("at"))
    kind = models.CharField(_("kind"), max_length=60)
    number = models.CharField(_("number"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=10, choices=Language)
    period = models.CharField(_("period"), max_length=60, blank=True)
    settings_version = TenantForeignKey("tenancy.SettingsVersion", null=True, related_name="+")
    cut_off = models.DateTimeField(_("data up to"), null=True)
    inputs = models.JSONField()
    digest = models.CharField(max_length=64)
    stored_name = models.CharField(max_length=120)
    source_name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(_("size"))
    pages = models.PositiveIntegerField(_("pages"))
    sha256 = models.CharField(_("hash"), max_length=64)
    journal_head = models.CharField(_("head of the journal"), max_length=64, blank=True)
    token = models.CharField(max_length=60)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    creator_name = models.CharField(_("by"), max_length=80)

    class Meta:
        verbose_name = _("printed document")
        verbose_name_plural = _("printed documents")
        constraints = [
            models.UniqueConstraint(name="records_document_once", fields=["tenant", "digest"]),
            models.UniqueConstraint(name="records_document_token", fields=["tenant", "token"]),
        ]
        indexes = [
            models.Index(name="records_document_newest", fields=["tenant", "-created_at", "-id"]),
            models.Index(name="records_document_number", fields=["tenant", "number", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
