"""People to call at a vendor, and its branches (VEN-01)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenancy.models import TenantForeignKey, TenantModel


class VendorContact(TenantModel):
    """A contact person. The primary one is also the vendor's own contact person and phone."""

    vendor = TenantForeignKey("vendors.Vendor", models.CASCADE, related_name="contacts", verbose_name=_("vendor"))
    name = models.CharField(_("name"), max_length=80)
    role = models.CharField(_("function"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=40)
    email = models.EmailField(_("e-mail"), blank=True)
    is_primary = models.BooleanField(_("first contact"), default=False)

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        constraints = [
            models.UniqueConstraint(
                name="vendors_contact_primary", fields=["tenant", "vendor"], condition=Q(is_primary=True)
            )
        ]
        indexes = [models.Index(name="vendors_contact_of", fields=["tenant", "vendor"])]

    def __str__(self) -> str:
        return self.name


class VendorBranch(TenantModel):
    """A branch or unit of a vendor: where its people come from."""

    vendor = TenantForeignKey("vendors.Vendor", models.CASCADE, related_name="branches", verbose_name=_("vendor"))
    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=200, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=80, blank=True)
    contact_phone = models.CharField(_("contact phone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        constraints = [models.UniqueConstraint(name="vendors_branch_once", fields=["tenant", "vendor", "name"])]

    def __str__(self) -> str:
        return self.name
