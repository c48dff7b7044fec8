"""Keys of share holders, the seal of a tender, and what came out of it at the opening."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import TenantForeignKey, TenantModel
from tendering.choices import SHARE_HOLDER_LABELS, SHEET_SECTION_LABELS
from tendering.models.tender import Tender


class CustodyKey(TenantModel):
    """A share holder's key pairs, the private halves locked by his passphrase; never changed, replaced by a new row.

    ``box_public`` receives shares, ``sign_public`` proves his signature under an opening date. ``locked`` is
    ``envelopes.wrap`` of both private keys. A reset of the login password changes nothing here.
    """

    membership = models.ForeignKey("tenancy.Membership", models.PROTECT, related_name="+", db_index=False)
    holder = models.CharField(_("holds the share of"), max_length=20, choices=SHARE_HOLDER_LABELS)
    box_public = models.BinaryField()
    sign_public = models.BinaryField()
    locked = models.BinaryField()
    created_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("custody key")
        verbose_name_plural = _("custody keys")
        indexes = [models.Index(name="tendering_custodykey_of", fields=["tenant", "membership", "-id"])]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.holder}"


class TenderSeal(TenantModel):
    """The seal of a tender: its public key, the shares sealed to their holders, and the sealed papers (TND-12).

    ``papers`` is the sealed evaluation paper, ``papers_sha256`` its digest as journalled; the shares of general manager
    and custodian are sealed to their custody keys, the recovery share was shown once on paper and is not here.
    """

    tender = TenantForeignKey(Tender, related_name="seals", verbose_name=_("tender"))
    public_key = models.BinaryField()
    manager_key = TenantForeignKey(CustodyKey, related_name="+")
    manager_share = models.BinaryField()
    custodian_key = TenantForeignKey(CustodyKey, related_name="+")
    custodian_share = models.BinaryField()
    papers = models.BinaryField()
    papers_sha256 = models.CharField(_("SHA-256 of the sealed papers"), max_length=64)
    headings = models.JSONField(_("criterion headings"), default=list)
    sealed_at = models.DateTimeField(_("sealed at"))
    sealed_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("seal of a tender")
        verbose_name_plural = _("seals of tenders")
        constraints = [models.UniqueConstraint(name="tendering_seal_once", fields=["tenant", "tender"])]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.papers_sha256[:12]}"


class SheetItem(TenantModel):
    """One line of the unsealed scoring sheets; written at the opening, never before (TND-08, TND-21).

    ``max_points`` in hundredths. ``is_price`` marks the item computed from prices by rule, not scored by judges.
    """

    tender = TenantForeignKey(Tender, related_name="sheet_items", verbose_name=_("tender"))
    code = models.CharField(_("code"), max_length=20)
    section = models.CharField(_("part"), max_length=12, choices=SHEET_SECTION_LABELS)
    heading = models.CharField(_("criterion"), max_length=120)
    standard = models.TextField(_("scoring standard"))
    max_points = models.PositiveIntegerField(_("points at most"))
    is_price = models.BooleanField(_("computed from the price"), default=False)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("line of a scoring sheet")
        verbose_name_plural = _("lines of scoring sheets")
        ordering = ["sort_order", "id"]
        constraints = [models.UniqueConstraint(name="tendering_sheetitem_code", fields=["tenant", "tender", "code"])]

    def __str__(self) -> str:
        return f"{self.code} {self.heading}"
