"""Files kept with a business object."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.fields import EncryptedTextField
from tenancy.models import TenantModel


class FileSource(models.TextChoices):
    """Where a photo came from, as the phone told us."""

    UNKNOWN = "", pgettext_lazy("file source", "not known")
    CAMERA = "camera", pgettext_lazy("file source", "camera")
    GALLERY = "gallery", pgettext_lazy("file source", "gallery")


class Attachment(TenantModel):
    """A stored file. Rows are never changed or deleted (ARC-04).

    ``vendor_id`` set lets that vendor's session see the row; whether the file itself may be read is asked of the owner
    each time. ``location`` is where a photo says it was taken, ``original_sha256`` the hash of the bytes as received.
    """

    vendor_id = models.BigIntegerField(null=True)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    kind = models.CharField(_("kind"), max_length=30)
    name = models.CharField(_("file name"), max_length=160)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    stored_name = models.CharField(max_length=120)
    thumbnail_name = models.CharField(max_length=120, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    original_sha256 = models.CharField(_("hash of the original"), max_length=64)
    source = models.CharField(_("source"), max_length=8, blank=True, choices=FileSource, default="")
    taken_at = models.DateTimeField(_("taken at"), null=True)
    received_at = models.DateTimeField(pgettext_lazy("file", "received at"))
    location = EncryptedTextField(blank=True, default="")
    client_id = models.UUIDField(null=True)
    uploaded_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    uploader_name = models.CharField(_("by"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.UniqueConstraint(name="records_attachment_once", fields=["tenant", "client_id"]),
            models.CheckConstraint(name="records_attachment_source", condition=models.Q(source__in=FileSource.values)),
        ]
        indexes = [models.Index(name="records_attachment_object", fields=["tenant", "object_type", "object_id", "id"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        """Whether the file was re-encoded by us and may be shown in the page."""
        return bool(self.thumbnail_name)
