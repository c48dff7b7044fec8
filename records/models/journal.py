"""The journal and its seals (ARC-03): the app role may insert and read, never change or delete."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import TenantForeignKey, TenantModel


class JournalEntry(TenantModel):
    """Who did what to which object, with old and new values; personal fields are masked.

    ``actor_vendor_id`` is set when a vendor's person acted; a vendor session sees only such rows of its own.
    ``subject_vendor_id`` is the vendor the object is about, for staff to search by.
    """

    event = models.CharField(_("event"), max_length=80)
    object_type = models.CharField(_("object"), max_length=60)
    object_id = models.BigIntegerField()
    object_label = models.CharField(_("name"), max_length=160, blank=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(_("by"), max_length=80)
    actor_vendor_id = models.BigIntegerField(null=True)
    subject_vendor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("at"))
    changes = models.JSONField(_("changes"), default=dict)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        indexes = [
            models.Index(name="records_journal_object", fields=["tenant", "object_type", "object_id", "id"]),
            models.Index(name="records_journal_newest", fields=["tenant", "-id"]),
            models.Index(name="records_journal_event", fields=["tenant", "event", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.object_label}"


class JournalSeal(TenantModel):
    """A link of the tenant's hash chain over one entry."""

    entry = TenantForeignKey(JournalEntry, related_name="seals")
    number = models.BigIntegerField(_("number"))
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(_("hash"), max_length=64)
    sealed_at = models.DateTimeField(_("sealed at"))

    class Meta:
        verbose_name = _("journal seal")
        verbose_name_plural = _("journal seals")
        constraints = [
            models.UniqueConstraint(name="records_seal_number", fields=["tenant", "number"]),
            models.UniqueConstraint(name="records_seal_entry", fields=["tenant", "entry"]),
        ]
