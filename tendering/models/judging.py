"""Judges, their sheets, and the ranking computed from them. Staff only; points in hundredths."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import TenantForeignKey, TenantModel
from tendering.choices import JUDGE_SEAT_LABELS, RANK_STATUS_LABELS, SHEET_SECTION_LABELS, TIE_RULE_LABELS, RankStatus
from tendering.models.bid import OpenedBid
from tendering.models.seal import SheetItem
from tendering.models.tender import Tender


class Judge(TenantModel):
    """One seat of a tender's panel (TND-18): who, in what capacity, for which parts of the sheets.

    The person declares conflicts before anything is shown, scores, and submits once. ``sheet_sha256`` is the digest
    of the submitted sheet under ``sheet_salt``: the journal holds the digest, so that it tells nobody the points.
    """

    tender = TenantForeignKey(Tender, related_name="judges", verbose_name=_("tender"))
    membership = models.ForeignKey("tenancy.Membership", models.PROTECT, related_name="+", db_index=False)
    seat = models.CharField(_("seat"), max_length=20, choices=JUDGE_SEAT_LABELS)
    judges_service = models.BooleanField(_("judges service management"), default=True)
    judges_financial = models.BooleanField(_("judges financial management"), default=True)
    appointed_at = models.DateTimeField(_("appointed at"))
    appointed_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)
    declared_at = models.DateTimeField(_("declared at"), null=True)
    has_conflict = models.BooleanField(_("has a conflict of interest"), null=True)
    conflict_note = models.TextField(_("what the conflict is"), blank=True)
    sheet_salt = models.CharField(max_length=32, blank=True)
    sheet_sha256 = models.CharField(_("SHA-256 of the sheet"), max_length=64, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    withdrawn_at = models.DateTimeField(_("released at"), null=True)
    withdrawn_reason = models.TextField(_("why released"), blank=True)

    class Meta:
        verbose_name = _("judge")
        verbose_name_plural = _("judges")
        constraints = [
            models.UniqueConstraint(
                name="tendering_judge_once",
                fields=["tenant", "tender", "membership"],
                condition=models.Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(name="tendering_judge_seat", condition=models.Q(seat__in=[*JUDGE_SEAT_LABELS])),
            models.CheckConstraint(
                name="tendering_judge_part", condition=models.Q(judges_service=True) | models.Q(judges_financial=True)
            ),
            models.CheckConstraint(
                name="tendering_judge_declared",
                condition=models.Q(declared_at__isnull=True, has_conflict__isnull=True)
                | models.Q(declared_at__isnull=False, has_conflict__isnull=False),
            ),
            models.CheckConstraint(
                name="tendering_judge_submitted",
                condition=models.Q(submitted_at__isnull=True)
                | models.Q(has_conflict=False, withdrawn_at__isnull=True) & ~models.Q(sheet_sha256=""),
            ),
        ]
        indexes = [
            models.Index(name="tendering_judge_of_tender", fields=["tenant", "tender", "id"]),
            models.Index(name="tendering_judge_of_person", fields=["tenant", "membership", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.seat} {self.membership_id}"


class JudgeScore(TenantModel):
    """What one judge gives one bid for one line of the sheet; changes until the sheet is submitted (TND-21)."""

    tender = TenantForeignKey(Tender, related_name="+", verbose_name=_("tender"))
    judge = TenantForeignKey(Judge, related_name="scores", verbose_name=_("judge"))
    opened_bid = TenantForeignKey(OpenedBid, related_name="scores", verbose_name=_("bid"))
    item = TenantForeignKey(SheetItem, related_name="+", verbose_name=_("criterion"))
    points = models.PositiveIntegerField(_("points"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("score of a judge")
        verbose_name_plural = _("scores of judges")
        constraints = [
            models.UniqueConstraint(name="tendering_score_once", fields=["tenant", "judge", "opened_bid", "item"])
        ]
        indexes = [models.Index(name="tendering_score_of_tender", fields=["tenant", "tender", "judge"])]

    def __str__(self) -> str:
        return f"{self.judge_id} {self.opened_bid_id} {self.item_id}"


class SheetSum(TenantModel):
    """What a submitted sheet gave one bid in one part, as the closed panel counted it; never changed.

    ``mean`` is that of all sheets of the bid and part; ``is_outlier`` marks a sum too far from it, ``is_left_out``
    the highest and lowest where the rules say so.
    """

    tender = TenantForeignKey(Tender, related_name="sheet_sums", verbose_name=_("tender"))
    judge = TenantForeignKey(Judge, related_name="sums", verbose_name=_("judge"))
    opened_bid = TenantForeignKey(OpenedBid, related_name="sums", verbose_name=_("bid"))
    section = models.CharField(_("part"), max_length=12, choices=SHEET_SECTION_LABELS)
    points = models.PositiveIntegerField(_("points"))
    mean = models.PositiveIntegerField(_("mean"))
    is_outlier = models.BooleanField(_("far from the mean"))
    is_left_out = models.BooleanField(_("left out"))

    class Meta:
        verbose_name = _("sum of a sheet")
        verbose_name_plural = _("sums of sheets")
        constraints = [
            models.UniqueConstraint(name="tendering_sum_once", fields=["tenant", "judge", "opened_bid", "section"])
        ]
        indexes = [models.Index(name="tendering_sum_of_tender", fields=["tenant", "tender", "id"])]

    def __str__(self) -> str:
        return f"{self.judge_id} {self.opened_bid_id} {self.section}"


class RankedBid(TenantModel):
    """One line of the score ranking and of the candidate ranking (TND-21, TND-24); computed, never typed.

    ``financial_points`` include ``price_points``. ``status`` alone changes later: winner, or passed over.
    """

    tender = TenantForeignKey(Tender, related_name="ranked_bids", verbose_name=_("tender"))
    opened_bid = TenantForeignKey(OpenedBid, related_name="ranked", verbose_name=_("bid"))
    vendor = TenantForeignKey("vendors.Vendor", related_name="+", verbose_name=_("vendor"))
    rank = models.PositiveSmallIntegerField(_("rank"))
    service_points = models.PositiveIntegerField(_("service points"))
    financial_points = models.PositiveIntegerField(_("financial points"))
    price_points = models.PositiveIntegerField(_("of these for the price"))
    bonus_points = models.IntegerField(_("bonus or malus"))
    grade = models.CharField(_("grade of the last 12 months"), max_length=2, blank=True)
    total = models.PositiveIntegerField(_("total"))
    price = models.DecimalField(_("price per year"), max_digits=14, decimal_places=2)
    is_outside_range = models.BooleanField(_("outside the reference range"))
    tie_rule = models.CharField(_("tie decided by"), max_length=12, choices=TIE_RULE_LABELS, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=RANK_STATUS_LABELS, default=RankStatus.RANKED.value)
    passed_over_at = models.DateTimeField(_("passed over at"), null=True)
    passed_over_reason = models.TextField(_("why passed over"), blank=True)

    class Meta:
        verbose_name = _("ranked bid")
        verbose_name_plural = _("ranked bids")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(name="tendering_rank_place", fields=["tenant", "tender", "rank"]),
            models.UniqueConstraint(name="tendering_rank_bid", fields=["tenant", "opened_bid"]),
            models.UniqueConstraint(
                name="tendering_rank_one_winner",
                fields=["tenant", "tender"],
                condition=models.Q(status=RankStatus.WINNER.value),
            ),
            models.CheckConstraint(name="tendering_rank_status", condition=models.Q(status__in=[*RANK_STATUS_LABELS])),
        ]
        indexes = [models.Index(name="tendering_rank_in_order", fields=["tenant", "rank", "id"])]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.rank}"
