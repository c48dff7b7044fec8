"""The qualified-vendor list (合格外包方名录) as versions (VEN-08)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import TenantForeignKey, TenantModel
from vendors.choices import LIST_STATUS_LABELS, ListStatus
from vendors.models.register import Vendor

UNDER_WORK = [ListStatus.DRAFT.value, ListStatus.IN_APPROVAL.value]


class QualifiedList(TenantModel):
    """One version of the list. Only the latest approved one counts; an approved version is never changed."""

    number = models.PositiveIntegerField(_("version"))
    status = models.CharField(_("status"), max_length=12, choices=LIST_STATUS_LABELS, default=ListStatus.DRAFT.value)
    remarks = models.TextField(_("remarks"), blank=True)
    compiled_at = models.DateTimeField(_("compiled at"))
    compiled_by_name = models.CharField(_("compiled by"), max_length=80)
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    approval = TenantForeignKey("records.Approval", null=True, related_name="+", verbose_name=_("approval"))
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    reviewed_by_name = models.CharField(_("management representative"), max_length=80, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True)
    approved_by_name = models.CharField(_("approved by"), max_length=80, blank=True)
    valid_from = models.DateField(_("valid from"), null=True)

    class Meta:
        verbose_name = _("version of the qualified-vendor list")
        verbose_name_plural = _("versions of the qualified-vendor list")
        constraints = [
            models.UniqueConstraint(name="vendors_qualifiedlist_number", fields=["tenant", "number"]),
            # One version at a time is being worked on; a race of two compilers ends here.
            models.UniqueConstraint(
                name="vendors_qualifiedlist_open", fields=["tenant"], condition=models.Q(status__in=UNDER_WORK)
            ),
            models.CheckConstraint(
                name="vendors_qualifiedlist_approved",
                condition=models.Q(
                    status=ListStatus.APPROVED.value, approved_at__isnull=False, valid_from__isnull=False
                )
                | ~models.Q(status=ListStatus.APPROVED.value) & models.Q(approved_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class QualifiedListEntry(TenantModel):
    """A vendor on a version, with its name, code, lines and last grade as they were when it was compiled.

    ``lines`` is a list of ``{"id", "code", "names"}``; ``mean_total`` the mean of the last months in hundredths.
    """

    version = TenantForeignKey(QualifiedList, models.CASCADE, related_name="entries", verbose_name=_("version"))
    vendor = TenantForeignKey(Vendor, related_name="+", verbose_name=_("vendor"))
    legal_name = models.CharField(_("legal name"), max_length=120)
    credit_code = models.CharField(_("credit code"), max_length=18, blank=True)
    sort_key = models.TextField(editable=False, default="")
    lines = models.JSONField(_("service lines"), default=list)
    last_grade = models.CharField(_("last grade"), max_length=1, blank=True)
    mean_total = models.IntegerField(_("mean score"), null=True)
    valid_until = models.DateField(_("valid until"), null=True)
    remarks = models.CharField(_("remarks"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("entry of the qualified-vendor list")
        verbose_name_plural = _("entries of the qualified-vendor list")
        constraints = [
            models.UniqueConstraint(name="vendors_listentry_once", fields=["tenant", "version", "vendor"]),
        ]
        indexes = [models.Index(name="vendors_listentry_by_name", fields=["tenant", "version", "sort_key", "id"])]

    def __str__(self) -> str:
        return self.legal_name
