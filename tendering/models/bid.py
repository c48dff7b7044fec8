"""Invitations and sealed bids. A vendor sees its own rows only; what a bid says is sealed until the opening."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import TenantForeignKey, TenantModel
from tendering.choices import (
    BID_SLOT_LABELS,
    BID_STATUS_LABELS,
    INVITATION_SOURCE_LABELS,
    INVITATION_STATUS_LABELS,
    TENDER_METHOD_LABELS,
    BidStatus,
    InvitationStatus,
)
from tendering.models.seal import TenderSeal
from tendering.models.tender import Tender


class Invitation(TenantModel):
    """One vendor on the invitation list of a tender (TND-16), and from sending on the vendor's view of the tender.

    The vendor cannot read the tender itself, so what it may know is copied here and kept true by the verbs that change
    it. Addresses and papers for vendors carry ``public_id``, which tells nothing about other bidders.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    tender = TenantForeignKey(Tender, related_name="invitations", verbose_name=_("tender"))
    vendor = TenantForeignKey("vendors.Vendor", related_name="+", verbose_name=_("vendor"))
    source = models.CharField(_("source"), max_length=20, choices=INVITATION_SOURCE_LABELS)
    status = models.CharField(
        _("status"), max_length=12, choices=INVITATION_STATUS_LABELS, default=InvitationStatus.LISTED.value
    )
    tender_number = models.CharField(_("tender number"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=160, blank=True)
    project_name = models.CharField(_("project"), max_length=120, blank=True)
    line = TenantForeignKey("vendors.ServiceLine", null=True, related_name="+", verbose_name=_("service line"))
    method = models.CharField(_("method"), max_length=12, choices=TENDER_METHOD_LABELS, blank=True)
    public_key = models.BinaryField(null=True)
    headings = models.JSONField(_("criterion headings"), default=list)
    announcements = models.JSONField(default=dict)
    letter_number = models.CharField(_("number of the letter"), max_length=60, blank=True)
    contact = models.CharField(_("contact for bidders"), max_length=200, blank=True)
    reply_by = models.DateTimeField(_("reply by"), null=True)
    visit_at = models.DateTimeField(_("site visit"), null=True)
    visit_place = models.CharField(_("place of the site visit"), max_length=200, blank=True)
    clarification_at = models.DateTimeField(_("clarification meeting"), null=True)
    clarification_place = models.CharField(_("place of the clarification meeting"), max_length=200, blank=True)
    deadline_at = models.DateTimeField(_("deadline for bids"), null=True)
    opens_at = models.DateTimeField(_("opening of bids"), null=True)
    is_taking_bids = models.BooleanField(_("takes bids"), default=False)
    is_over = models.BooleanField(_("over"), default=False)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    sent_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)
    replied_at = models.DateTimeField(_("replied at"), null=True)
    reply_note = models.TextField(_("remark"), blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(name="tendering_invitation_once", fields=["tenant", "tender", "vendor"]),
            models.UniqueConstraint(name="tendering_invitation_public", fields=["tenant", "public_id"]),
            models.CheckConstraint(
                name="tendering_invitation_status", condition=models.Q(status__in=[*INVITATION_STATUS_LABELS])
            ),
            models.CheckConstraint(
                name="tendering_invitation_sent",
                condition=models.Q(status=InvitationStatus.LISTED.value, sent_at__isnull=True)
                | ~models.Q(status=InvitationStatus.LISTED.value),
            ),
        ]
        indexes = [models.Index(name="tendering_invitation_vendor", fields=["tenant", "vendor", "-id"])]

    def __str__(self) -> str:
        return f"{self.tender_number} {self.vendor_id}"


class Bid(TenantModel):
    """One envelope of a bidder (TND-17). ``number`` runs within the invitation, so it tells nothing about others.

    ``sealed_fields`` is a sealed JSON object: price, typed answers. ``envelope_sha256`` covers it and every file's
    stored form and label. ``receipt`` is our Ed25519 signature over the receipt's text. A replaced or withdrawn
    envelope is never opened.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    invitation = TenantForeignKey(Invitation, related_name="bids", verbose_name=_("invitation"))
    tender = TenantForeignKey(Tender, related_name="bids", verbose_name=_("tender"))
    vendor = TenantForeignKey("vendors.Vendor", related_name="+", verbose_name=_("vendor"))
    number = models.PositiveSmallIntegerField(_("envelope number"))
    status = models.CharField(_("status"), max_length=12, choices=BID_STATUS_LABELS, default=BidStatus.DRAFT.value)
    sealed_fields = models.BinaryField(null=True)
    envelope_sha256 = models.CharField(_("SHA-256 of the envelope"), max_length=64, blank=True)
    received_at = models.DateTimeField(_("received at"), null=True)
    receipt = models.TextField(blank=True)
    created_at = models.DateTimeField(_("begun at"))

    class Meta:
        verbose_name = _("bid")
        verbose_name_plural = _("bids")
        constraints = [
            models.UniqueConstraint(name="tendering_bid_number", fields=["tenant", "invitation", "number"]),
            models.UniqueConstraint(name="tendering_bid_public", fields=["tenant", "public_id"]),
            models.UniqueConstraint(
                name="tendering_bid_one_draft",
                fields=["tenant", "invitation"],
                condition=models.Q(status=BidStatus.DRAFT.value),
            ),
            models.UniqueConstraint(
                name="tendering_bid_one_valid",
                fields=["tenant", "tender", "vendor"],
                condition=models.Q(
                    status__in=[BidStatus.SUBMITTED.value, BidStatus.OPENED.value, BidStatus.DAMAGED.value]
                ),
            ),
            models.CheckConstraint(name="tendering_bid_status", condition=models.Q(status__in=[*BID_STATUS_LABELS])),
            models.CheckConstraint(
                name="tendering_bid_received",
                condition=models.Q(status=BidStatus.DRAFT.value, received_at__isnull=True)
                | models.Q(received_at__isnull=False, sealed_fields__isnull=False)
                & ~models.Q(status=BidStatus.DRAFT.value),
            ),
        ]
        indexes = [models.Index(name="tendering_bid_of_tender", fields=["tenant", "tender", "status", "id"])]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.number}"


class BidFile(TenantModel):
    """One enciphered file of an envelope; ``label`` is the sealed JSON of its name, size, digest and key."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    bid = TenantForeignKey(Bid, related_name="files", verbose_name=_("bid"))
    vendor = TenantForeignKey("vendors.Vendor", related_name="+", verbose_name=_("vendor"))
    slot = models.CharField(_("paper"), max_length=40, choices=BID_SLOT_LABELS)
    stored_name = models.CharField(max_length=120)
    stored_sha256 = models.CharField(_("SHA-256 of the sealed file"), max_length=64)
    label = models.BinaryField()
    received_at = models.DateTimeField(_("received at"))

    class Meta:
        verbose_name = _("file of a bid")
        verbose_name_plural = _("files of bids")
        ordering = ["id"]
        indexes = [models.Index(name="tendering_bidfile_of_bid", fields=["tenant", "bid", "id"])]

    def __str__(self) -> str:
        return f"{self.bid_id} {self.slot}"


class OpenedBid(TenantModel):
    """What an envelope held, written at the opening (TND-17, TND-21). Staff only; price in CNY per year.

    ``blind_code`` stands for the bidder where names are hidden from judges. ``files`` lists slot, name, size, digest
    and key (base64) of each file; the files themselves stay enciphered on disk and are deciphered when read.
    ``checks`` maps each of choices.BidCheck to whether it was found in order (the valid-bid registration).
    """

    bid = TenantForeignKey(Bid, related_name="opened", verbose_name=_("bid"))
    tender = TenantForeignKey(Tender, related_name="opened_bids", verbose_name=_("tender"))
    vendor = TenantForeignKey("vendors.Vendor", related_name="+", verbose_name=_("vendor"))
    seal = TenantForeignKey(TenderSeal, related_name="+")
    blind_code = models.CharField(_("code"), max_length=4)
    price = models.DecimalField(_("price per year"), max_digits=14, decimal_places=2, null=True)
    fields = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    opened_at = models.DateTimeField(_("opened at"))
    is_valid = models.BooleanField(_("valid"), null=True)
    checks = models.JSONField(_("checks of validity"), default=dict)
    invalid_reason = models.TextField(_("why not valid"), blank=True)
    checked_at = models.DateTimeField(_("checked at"), null=True)
    checked_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("opened bid")
        verbose_name_plural = _("opened bids")
        constraints = [
            models.UniqueConstraint(name="tendering_openedbid_once", fields=["tenant", "bid"]),
            models.UniqueConstraint(name="tendering_openedbid_code", fields=["tenant", "tender", "blind_code"]),
            models.CheckConstraint(
                name="tendering_openedbid_checked",
                condition=models.Q(is_valid__isnull=True, checked_at__isnull=True)
                | models.Q(is_valid__isnull=False, checked_at__isnull=False),
            ),
        ]
        indexes = [models.Index(name="tendering_openedbid_tender", fields=["tenant", "tender", "id"])]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.blind_code}"
