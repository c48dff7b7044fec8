"""From the ranking to the letters: owners' opinion, review meeting, award, notices, calls. Money in CNY."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import TenantForeignKey, TenantModel
from tendering.choices import AWARD_STATUS_LABELS, LETTER_KIND_LABELS, AwardStatus, LetterKind
from tendering.models.bid import OpenedBid
from tendering.models.judging import RankedBid
from tendering.models.tender import Tender


class OwnersOpinion(TenantModel):
    """What the owners' committee concluded, or that it did not take part (TND-18, X-32); the newest row counts."""

    tender = TenantForeignKey(Tender, related_name="owners_opinions", verbose_name=_("tender"))
    took_part = models.BooleanField(_("the owners' committee took part"))
    recommended = TenantForeignKey(
        OpenedBid, null=True, blank=True, related_name="+", verbose_name=_("recommended bid")
    )
    text = models.TextField(_("opinion"))
    given_by = models.CharField(_("given by"), max_length=80)
    given_on = models.DateField(_("given on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("opinion of the owners' committee")
        verbose_name_plural = _("opinions of the owners' committee")
        indexes = [models.Index(name="tendering_opinion_of_tender", fields=["tenant", "tender", "-id"])]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.given_by}"


class ReviewMeeting(TenantModel):
    """The review summary meeting after the ranking (TND-22); never changed."""

    tender = TenantForeignKey(Tender, related_name="review_meetings", verbose_name=_("tender"))
    held_at = models.DateTimeField(_("held at"))
    place = models.CharField(_("place"), max_length=200)
    attendees = models.TextField(_("attendees"))
    summary = models.TextField(_("summary of the meeting"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("review meeting")
        verbose_name_plural = _("review meetings")
        constraints = [models.UniqueConstraint(name="tendering_review_once", fields=["tenant", "tender"])]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.held_at:%Y-%m-%d}"


class Award(TenantModel):
    """A proposed award with its advantage assessment report, up to the contract (TND-22, TND-24, TND-27).

    ``round`` counts the awards of a tender from 1. The re-check before signing answers three questions; a contract is
    drafted only when all three are yes. ``contract_number`` is that of the contract made from it.
    """

    tender = TenantForeignKey(Tender, related_name="awards", verbose_name=_("tender"))
    ranked = TenantForeignKey(RankedBid, related_name="awards", verbose_name=_("bid"))
    vendor = TenantForeignKey("vendors.Vendor", related_name="+", verbose_name=_("vendor"))
    round = models.PositiveSmallIntegerField(_("round"))
    status = models.CharField(
        _("status"), max_length=12, choices=AWARD_STATUS_LABELS, default=AwardStatus.PROPOSED.value
    )
    advantages = models.TextField(_("advantages"))
    risks = models.TextField(_("risks"))
    deviation_reason = models.TextField(_("why not the first of the ranking or the owners' choice"), blank=True)
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)
    decision_note = models.TextField(_("opinion of the general manager"), blank=True)
    signing_on = models.DateField(_("contract to be signed on"), null=True)
    qualification_holds = models.BooleanField(_("qualification still holds"), null=True)
    ability_holds = models.BooleanField(_("technical ability still holds"), null=True)
    reputation_holds = models.BooleanField(_("reputation still holds"), null=True)
    recheck_note = models.TextField(_("evidence of the re-check"), blank=True)
    rechecked_at = models.DateTimeField(_("re-checked at"), null=True)
    rechecked_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)
    contract_number = models.CharField(_("contract number"), max_length=60, blank=True)
    ended_reason = models.TextField(_("why no contract was made"), blank=True)

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        constraints = [
            models.UniqueConstraint(name="tendering_award_round", fields=["tenant", "tender", "round"]),
            models.UniqueConstraint(
                name="tendering_award_one_live",
                fields=["tenant", "tender"],
                condition=models.Q(
                    status__in=[AwardStatus.PROPOSED.value, AwardStatus.APPROVED.value, AwardStatus.CONTRACTED.value]
                ),
            ),
            models.CheckConstraint(
                name="tendering_award_status", condition=models.Q(status__in=[*AWARD_STATUS_LABELS])
            ),
            models.CheckConstraint(
                name="tendering_award_decided",
                condition=models.Q(status=AwardStatus.PROPOSED.value, decided_at__isnull=True)
                | ~models.Q(status=AwardStatus.PROPOSED.value) & models.Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.round}"

    @property
    def is_rechecked(self) -> bool:
        """Whether qualification, ability and reputation were all found to hold again (TND-27)."""
        return bool(self.qualification_holds and self.ability_holds and self.reputation_holds)


class AwardLetter(TenantModel):
    """One letter to one bidder; all letters of a round are issued together (TND-23).

    The bidder reads its own letter and cannot read the tender, so what the letter says is copied here. ``number`` is
    the tender's with four random letters: it tells nothing about other bidders.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    tender = TenantForeignKey(Tender, related_name="letters", verbose_name=_("tender"))
    award = TenantForeignKey(Award, null=True, related_name="letters", verbose_name=_("award"))
    vendor = TenantForeignKey("vendors.Vendor", related_name="+", verbose_name=_("vendor"))
    kind = models.CharField(_("letter"), max_length=12, choices=LETTER_KIND_LABELS)
    number = models.CharField(_("letter number"), max_length=60)
    tender_number = models.CharField(_("tender number"), max_length=40)
    title = models.CharField(_("title"), max_length=160)
    project_name = models.CharField(_("project"), max_length=120)
    candidate_place = models.PositiveSmallIntegerField(_("place among the candidates"), null=True)
    price = models.DecimalField(_("price per year"), max_digits=14, decimal_places=2, null=True)
    signing_on = models.DateField(_("contract to be signed on"), null=True)
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)
    collected_on = models.DateField(_("collected on"), null=True)
    collected_by = models.CharField(_("collected by"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("letter to a bidder")
        verbose_name_plural = _("letters to bidders")
        constraints = [
            models.UniqueConstraint(name="tendering_letter_public", fields=["tenant", "public_id"]),
            models.UniqueConstraint(name="tendering_letter_number", fields=["tenant", "number"]),
            models.CheckConstraint(name="tendering_letter_kind", condition=models.Q(kind__in=[*LETTER_KIND_LABELS])),
            models.CheckConstraint(
                name="tendering_letter_award",
                condition=~models.Q(kind=LetterKind.AWARD.value)
                | models.Q(award__isnull=False, price__isnull=False, signing_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="tendering_letter_of_tender", fields=["tenant", "tender", "id"]),
            models.Index(name="tendering_letter_by_time", fields=["tenant", "-issued_at", "-id"]),
            models.Index(name="tendering_letter_of_vendor", fields=["tenant", "vendor", "-id"]),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def signing_day(self) -> str:
        """The day of signing as the letter says it."""
        return self.signing_on.isoformat() if self.signing_on else ""


class LetterCall(TenantModel):
    """A phone call that told a bidder about its letter (TND-23); never changed."""

    letter = TenantForeignKey(AwardLetter, related_name="calls", verbose_name=_("letter"))
    called_at = models.DateTimeField(_("called at"))
    spoken_to = models.CharField(_("spoken to"), max_length=80)
    note = models.CharField(_("remark"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("call about a letter")
        verbose_name_plural = _("calls about letters")
        ordering = ["id"]
        indexes = [models.Index(name="tendering_call_of_letter", fields=["tenant", "letter", "id"])]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.spoken_to}"
