"""Papers of the qualification file, and which of them a service line needs (VEN-03)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenancy.models import TenantForeignKey, TenantModel
from vendors.choices import DOCUMENT_KIND_LABELS, DOCUMENT_STATUS_LABELS, LEGACY_KINDS, DocumentStatus

FAR = "9999-12-31"


class QualificationDocument(TenantModel):
    """One version of a paper; a renewal is a new row that ``supersedes`` the one before, which stays readable.

    ``valid_from`` and ``valid_until`` both count; ``is_permanent`` is without end date. The scan hangs on the row as an
    attachment. A vendor proposes, Party A accepts or refuses; what Party A enters itself is accepted at once.
    """

    vendor = TenantForeignKey("vendors.Vendor", related_name="documents", verbose_name=_("vendor"))
    kind = models.CharField(_("paper"), max_length=24, choices=DOCUMENT_KIND_LABELS)
    title = models.CharField(_("title"), max_length=120, blank=True)
    number = models.CharField(_("number"), max_length=80, blank=True)
    issuer = models.CharField(_("issuer"), max_length=120, blank=True)
    valid_from = models.DateField(_("valid from"), null=True)
    valid_until = models.DateField(_("valid until"), null=True)
    is_permanent = models.BooleanField(_("without end date"), default=False)
    # The last valid day again, far away for none: lists sort on a column that is never null.
    sort_until = models.DateField(default=FAR, editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    supersedes = TenantForeignKey("self", null=True, related_name="renewals", verbose_name=_("replaces"))
    status = models.CharField(
        _("status"), max_length=10, choices=DOCUMENT_STATUS_LABELS, default=DocumentStatus.PROPOSED.value
    )
    proposed_at = models.DateTimeField(_("handed in at"))
    proposed_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    proposed_by_name = models.CharField(_("handed in by"), max_length=80)
    is_by_vendor = models.BooleanField(_("handed in by the vendor"), default=False)
    accepted_at = models.DateTimeField(_("decided at"), null=True)
    accepted_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    accepted_by_name = models.CharField(_("decided by"), max_length=80, blank=True)
    refusal_reason = models.TextField(_("reason of refusal"), blank=True)

    class Meta:
        verbose_name = _("qualification document")
        verbose_name_plural = _("qualification documents")
        constraints = [
            models.CheckConstraint(name="vendors_document_kind", condition=Q(kind__in=[*DOCUMENT_KIND_LABELS])),
            models.CheckConstraint(name="vendors_document_status", condition=Q(status__in=[*DOCUMENT_STATUS_LABELS])),
            models.CheckConstraint(
                name="vendors_document_term",
                condition=Q(valid_until__isnull=True)
                | (Q(is_permanent=False) & (Q(valid_from__isnull=True) | Q(valid_until__gte=F("valid_from")))),
            ),
            models.CheckConstraint(
                name="vendors_document_sort",
                condition=Q(valid_until__isnull=True, sort_until=FAR) | Q(sort_until=F("valid_until")),
            ),
            models.CheckConstraint(
                name="vendors_document_refused",
                condition=~Q(status=DocumentStatus.REFUSED.value) | ~Q(refusal_reason=""),
            ),
            models.UniqueConstraint(
                name="vendors_document_next",
                fields=["tenant", "supersedes"],
                condition=Q(status__in=[DocumentStatus.ACCEPTED.value, DocumentStatus.SUPERSEDED.value]),
            ),
            models.UniqueConstraint(
                name="vendors_document_one_renewal",
                fields=["tenant", "supersedes"],
                condition=Q(status=DocumentStatus.PROPOSED.value),
            ),
        ]
        indexes = [
            models.Index(name="vendors_document_of", fields=["tenant", "vendor", "kind", "status"]),
            models.Index(name="vendors_document_expiring", fields=["tenant", "status", "sort_until", "id"]),
        ]

    def __str__(self) -> str:
        return f"{DOCUMENT_KIND_LABELS[self.kind]} {self.number}".strip()


class DocumentRequirement(TenantModel):
    """A paper that vendors must have, for every service line (``line`` null) or for one, and what stops without it."""

    kind = models.CharField(_("paper"), max_length=24, choices=DOCUMENT_KIND_LABELS)
    line = TenantForeignKey("vendors.ServiceLine", null=True, related_name="+", verbose_name=_("service line"))
    for_invitation = models.BooleanField(_("needed for an invitation"), default=True)
    for_signing = models.BooleanField(_("needed for signing"), default=True)
    for_settlement = models.BooleanField(_("needed for settlement"), default=True)

    class Meta:
        verbose_name = _("required paper")
        verbose_name_plural = _("required papers")
        constraints = [
            models.UniqueConstraint(
                name="vendors_requirement_once", fields=["tenant", "kind", "line"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="vendors_requirement_kind",
                condition=Q(kind__in=[one for one in DOCUMENT_KIND_LABELS if one not in LEGACY_KINDS]),
            ),
            models.CheckConstraint(
                name="vendors_requirement_use",
                condition=Q(for_invitation=True) | Q(for_signing=True) | Q(for_settlement=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{DOCUMENT_KIND_LABELS[self.kind]}"
