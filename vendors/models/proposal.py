"""Changes a vendor proposes of its own facts, and links by which a company registers itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import TenantForeignKey, TenantModel
from vendors.choices import FIELD_DECISION_LABELS, PROPOSAL_STATUS_LABELS, FieldDecision, ProposalStatus
from vendors.models.register import Vendor


class ChangeProposal(TenantModel):
    """What a vendor asks to be changed about itself; each fact is decided on its own."""

    vendor = TenantForeignKey(Vendor, related_name="proposals", verbose_name=_("vendor"))
    status = models.CharField(
        _("status"), max_length=10, choices=PROPOSAL_STATUS_LABELS, default=ProposalStatus.OPEN.value
    )
    remarks = models.TextField(_("remarks"), blank=True)
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by_name = models.CharField(_("proposed by"), max_length=80)
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        constraints = [
            models.UniqueConstraint(
                name="vendors_proposal_open",
                fields=["tenant", "vendor"],
                condition=models.Q(status=ProposalStatus.OPEN.value),
            ),
            models.CheckConstraint(
                name="vendors_proposal_closed",
                condition=models.Q(status=ProposalStatus.OPEN.value, closed_at__isnull=True)
                | ~models.Q(status=ProposalStatus.OPEN.value) & models.Q(closed_at__isnull=False),
            ),
        ]
        indexes = [models.Index(name="vendors_proposal_by_time", fields=["tenant", "proposed_at", "id"])]

    def __str__(self) -> str:
        return f"{self.vendor_id}:{self.id}"


class ProposedFact(TenantModel):
    """One fact of a proposal, old and new; the values as the journal writes them, lines as a list of their ids."""

    proposal = TenantForeignKey(ChangeProposal, models.CASCADE, related_name="facts", verbose_name=_("proposed change"))
    vendor = TenantForeignKey(Vendor, related_name="+", verbose_name=_("vendor"))
    field = models.CharField(_("fact"), max_length=40)
    old = models.JSONField(_("now"), null=True)
    new = models.JSONField(_("proposed"), null=True)
    decision = models.CharField(
        _("decision"), max_length=10, choices=FIELD_DECISION_LABELS, default=FieldDecision.PENDING.value
    )
    reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("proposed fact")
        verbose_name_plural = _("proposed facts")
        constraints = [models.UniqueConstraint(name="vendors_fact_once", fields=["tenant", "proposal", "field"])]

    def __str__(self) -> str:
        return f"{self.proposal_id}:{self.field}"


class RegistrationLink(TenantModel):
    """A link by which one company registers itself once (single use, with an end).

    The clear link is made when the mail is sent and stored nowhere; ``digest`` is its SHA-256, empty until then.
    """

    email = models.EmailField(_("e-mail"))
    company = models.CharField(_("company"), max_length=120)
    remarks = models.TextField(_("remarks"), blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField(_("created at"))
    created_by_name = models.CharField(_("created by"), max_length=80)
    created_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)
    expires_at = models.DateTimeField(_("valid until"))
    sent_at = models.DateTimeField(_("sent at"), null=True)
    used_at = models.DateTimeField(_("used at"), null=True)
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True)
    vendor = TenantForeignKey(Vendor, null=True, related_name="+", verbose_name=_("vendor"))
    is_known_code = models.BooleanField(_("company was known already"), default=False)
    seen_at = models.DateTimeField(_("looked at"), null=True)

    class Meta:
        verbose_name = _("registration link")
        verbose_name_plural = _("registration links")
        constraints = [
            models.UniqueConstraint(
                name="vendors_link_digest", fields=["tenant", "digest"], condition=~models.Q(digest="")
            ),
            models.CheckConstraint(
                name="vendors_link_used", condition=models.Q(vendor__isnull=True) | models.Q(used_at__isnull=False)
            ),
        ]
        indexes = [models.Index(name="vendors_link_by_time", fields=["tenant", "created_at", "id"])]

    def __str__(self) -> str:
        return self.company
