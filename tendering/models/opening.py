"""The secret draft of the evaluation papers, the application to unseal, the hand-over, printed copies."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.fields import EncryptedTextField
from tenancy.models import TenantForeignKey, TenantModel
from tendering.models.seal import TenderSeal
from tendering.models.tender import Tender


class EvaluationDraft(TenantModel):
    """The working copy of the evaluation papers; enciphered, read by author and approvers, destroyed at sealing.

    ``content`` is JSON (rules.evaluation_papers). ``submitted_digest`` and ``approved_digest`` are its SHA-256 at those
    moments, so that nothing else than what was approved can be sealed (TND-10, TND-12).
    """

    tender = TenantForeignKey(Tender, related_name="drafts", verbose_name=_("tender"))
    content = EncryptedTextField()
    digest = models.CharField(_("SHA-256 of the draft"), max_length=64)
    submitted_digest = models.CharField(max_length=64, blank=True)
    approved_digest = models.CharField(max_length=64, blank=True)
    updated_at = models.DateTimeField(_("changed at"))
    updated_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("draft of evaluation papers")
        verbose_name_plural = _("drafts of evaluation papers")
        constraints = [models.UniqueConstraint(name="tendering_draft_once", fields=["tenant", "tender"])]

    def __str__(self) -> str:
        return f"{self.tender_id}"


class UnsealApplication(TenantModel):
    """An application to unseal at an exact minute, and the general manager's signature under its text (TND-13).

    ``statement`` is the exact text (rules.unsealing.statement). ``signature`` is Ed25519 by the custody key the seal
    names. A change of dates or papers voids it; the newest one counts.
    """

    tender = TenantForeignKey(Tender, related_name="unseal_applications", verbose_name=_("tender"))
    seal = TenantForeignKey(TenderSeal, related_name="+")
    opens_at = models.DateTimeField(_("opening of bids"))
    statement = models.TextField(_("text that is signed"))
    applied_at = models.DateTimeField(_("applied at"))
    applied_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)
    signature = models.BinaryField(null=True)
    signed_at = models.DateTimeField(_("signed at"), null=True)
    signed_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)
    voided_at = models.DateTimeField(_("voided at"), null=True)
    void_reason = models.TextField(_("why void"), blank=True)

    class Meta:
        verbose_name = _("application to unseal")
        verbose_name_plural = _("applications to unseal")
        constraints = [
            models.UniqueConstraint(
                name="tendering_unseal_one_valid",
                fields=["tenant", "tender"],
                condition=models.Q(voided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="tendering_unseal_signed",
                condition=models.Q(signature__isnull=True, signed_at__isnull=True)
                | models.Q(signature__isnull=False, signed_at__isnull=False),
            ),
        ]
        indexes = [models.Index(name="tendering_unseal_tender", fields=["tenant", "tender", "-id"])]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.opens_at:%Y-%m-%d %H:%M}"


class PapersHandover(TenantModel):
    """The hand-over of the unsealed papers at the opening: who released, who received, with which hash (TND-13)."""

    tender = TenantForeignKey(Tender, related_name="handovers", verbose_name=_("tender"))
    application = TenantForeignKey(UnsealApplication, related_name="+")
    handed_at = models.DateTimeField(_("handed over at"))
    holders = models.JSONField(_("share holders"), default=list)
    received_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)
    papers_sha256 = models.CharField(_("SHA-256 of the sealed papers"), max_length=64)
    envelopes_opened = models.PositiveIntegerField(_("envelopes opened"))
    envelopes_damaged = models.PositiveIntegerField(_("envelopes that could not be opened"))

    class Meta:
        verbose_name = _("hand-over at the opening")
        verbose_name_plural = _("hand-overs at openings")
        constraints = [models.UniqueConstraint(name="tendering_handover_once", fields=["tenant", "tender"])]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.handed_at:%Y-%m-%d %H:%M}"


class PapersPrint(TenantModel):
    """Copies of the evaluation papers printed after unsealing, with their number (TND-14)."""

    tender = TenantForeignKey(Tender, related_name="prints", verbose_name=_("tender"))
    copies = models.PositiveSmallIntegerField(_("copies"))
    purpose = models.CharField(_("handed to"), max_length=200)
    printed_at = models.DateTimeField(_("printed at"))
    printed_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("printing of evaluation papers")
        verbose_name_plural = _("printings of evaluation papers")
        ordering = ["id"]
        indexes = [models.Index(name="tendering_print_tender", fields=["tenant", "tender", "id"])]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.copies}"
