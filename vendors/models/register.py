"""Vendors of a tenant and the service lines they work in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import TenantForeignKey, TenantModel
from vendors.choices import QUALIFICATION_LABELS, VENDOR_FORM_LABELS, Qualification, VendorForm


class ServiceLine(TenantModel):
    """A kind of outsourced service (VEN-13); ``names`` by language, ``synonyms`` as people also write it."""

    code = models.CharField(_("code"), max_length=12)
    names = models.JSONField(_("names"))
    synonyms = models.JSONField(_("other names"), default=list)
    sort_order = models.PositiveIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("service line")
        verbose_name_plural = _("service lines")
        ordering = ["sort_order", "code"]
        constraints = [models.UniqueConstraint(name="vendors_line_code", fields=["tenant", "code"])]

    def __str__(self) -> str:
        return self.names.get("zh-hans") or self.code


class Vendor(TenantModel):
    """A company, or a person where the tenant allows it, that works for the tenant (VEN-01)."""

    legal_name = models.CharField(_("legal name"), max_length=120)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    form = models.CharField(
        _("legal form"), max_length=12, choices=VENDOR_FORM_LABELS, default=VendorForm.LEGAL_PERSON.value
    )
    address = models.CharField(_("address"), max_length=200)
    legal_representative = models.CharField(_("legal representative"), max_length=80, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=80)
    contact_phone = models.CharField(_("contact phone"), max_length=40)
    licence_valid_until = models.DateField(_("licence valid until"), null=True, blank=True)
    licence_is_permanent = models.BooleanField(_("licence without end date"), default=False)
    status = models.CharField(
        _("qualification"), max_length=20, choices=QUALIFICATION_LABELS, default=Qualification.CANDIDATE.value
    )
    sort_key = models.TextField(editable=False, default="")
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("registered at"))

    class Meta:
        verbose_name = _("vendor")
        verbose_name_plural = _("vendors")
        constraints = [
            models.UniqueConstraint(
                name="vendors_vendor_credit_code", fields=["tenant", "credit_code"], condition=~models.Q(credit_code="")
            ),
            models.CheckConstraint(name="vendors_vendor_form", condition=models.Q(form__in=[*VENDOR_FORM_LABELS])),
            models.CheckConstraint(
                name="vendors_vendor_status", condition=models.Q(status__in=[*QUALIFICATION_LABELS])
            ),
            models.CheckConstraint(
                name="vendors_vendor_licence",
                condition=models.Q(licence_valid_until__isnull=True) | models.Q(licence_is_permanent=False),
            ),
        ]
        indexes = [
            models.Index(name="vendors_vendor_by_name", fields=["tenant", "sort_key", "id"]),
            models.Index(name="vendors_vendor_by_time", fields=["tenant", "created_at", "id"]),
        ]

    def __str__(self) -> str:
        return self.legal_name


class VendorLine(TenantModel):
    """A service line a vendor works in."""

    vendor = TenantForeignKey(Vendor, models.CASCADE, related_name="vendor_lines", verbose_name=_("vendor"))
    line = TenantForeignKey(ServiceLine, related_name="+", verbose_name=_("service line"))

    class Meta:
        verbose_name = _("vendor's service line")
        verbose_name_plural = _("vendors' service lines")
        constraints = [models.UniqueConstraint(name="vendors_vendorline_once", fields=["tenant", "vendor", "line"])]
        indexes = [models.Index(name="vendors_vendorline_by_line", fields=["tenant", "line", "vendor"])]

    def __str__(self) -> str:
        return f"{self.vendor_id}:{self.line_id}"


class VendorBackground(TenantModel):
    """What the tenant notes about a vendor; never shown to vendors (VEN-01)."""

    vendor = TenantForeignKey(Vendor, models.CASCADE, related_name="backgrounds", verbose_name=_("vendor"))
    notes = models.TextField(_("background notes"), blank=True)

    class Meta:
        verbose_name = _("vendor background")
        verbose_name_plural = _("vendor backgrounds")
        constraints = [models.UniqueConstraint(name="vendors_background_once", fields=["tenant", "vendor"])]

    def __str__(self) -> str:
        return str(self.vendor_id)
