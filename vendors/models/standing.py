"""What a vendor's standing is made of: bans, ratings published by scoring, exceptions somebody answered for."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenancy.models import TenantForeignKey, TenantModel
from vendors.choices import (
    BAN_GROUND_LABELS,
    BLOCKER_LABELS,
    DOCUMENT_KIND_LABELS,
    OVERRIDE_STATUS_LABELS,
    PURPOSE_LABELS,
    BanGround,
    BlockerCode,
    OverrideStatus,
)


class Ban(TenantModel):
    """An exclusion (禁入) by decision of the general manager (RPA-02 to RPA-06).

    It follows the credit code, not the row: whoever carries the code is banned, also a vendor registered later; one
    without a code is banned itself. ``unit`` null is the whole tenant, else that node with all below; ``line`` null is
    every service line. ``starts_on`` and ``ends_on`` both count; ``ends_on`` null is without fixed term (RPA-06).
    """

    vendor = TenantForeignKey("vendors.Vendor", related_name="bans", verbose_name=_("vendor"))
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    unit = TenantForeignKey("tenancy.OrgUnit", null=True, related_name="+", verbose_name=_("valid at"))
    line = TenantForeignKey("vendors.ServiceLine", null=True, related_name="+", verbose_name=_("service line"))
    ground = models.CharField(_("ground"), max_length=12, choices=BAN_GROUND_LABELS)
    reason = models.TextField(_("reason"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True)
    decided_at = models.DateTimeField(_("decided at"))
    decided_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    decided_by_name = models.CharField(_("decided by"), max_length=80)
    lifted_at = models.DateTimeField(_("lifted at"), null=True)
    lifted_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    lifted_by_name = models.CharField(_("lifted by"), max_length=80, blank=True)
    lift_reason = models.TextField(_("reason of lifting"), blank=True)

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        constraints = [
            models.CheckConstraint(name="vendors_ban_ground", condition=Q(ground__in=[*BAN_GROUND_LABELS])),
            models.CheckConstraint(
                name="vendors_ban_term", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="vendors_ban_fixed_term",
                condition=Q(ends_on__isnull=False) | Q(ground=BanGround.OTHER.value),
            ),
            models.CheckConstraint(
                name="vendors_ban_lifted",
                condition=Q(lifted_at__isnull=True, lift_reason="") | (Q(lifted_at__isnull=False) & ~Q(lift_reason="")),
            ),
        ]
        indexes = [
            models.Index(name="vendors_ban_of_vendor", fields=["tenant", "vendor", "starts_on"]),
            models.Index(name="vendors_ban_of_code", fields=["tenant", "credit_code", "starts_on"]),
            models.Index(name="vendors_ban_newest", fields=["tenant", "-decided_at", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.vendor_id}: {self.ground} {self.starts_on}"


class VendorRating(TenantModel):
    """The grade of one month, contract and line as scoring published it; a correction adds the next one (SCO-11).

    ``total`` is in hundredths, null when the evidence was insufficient. The newest of a month is ``is_current``.
    """

    vendor = TenantForeignKey("vendors.Vendor", related_name="ratings", verbose_name=_("vendor"))
    contract_number = models.CharField(_("contract number"), max_length=60)
    project = TenantForeignKey("tenancy.OrgUnit", related_name="+", verbose_name=_("project"))
    line = TenantForeignKey("vendors.ServiceLine", related_name="+", verbose_name=_("service line"))
    month = models.DateField(_("month"))
    total = models.IntegerField(_("total"), null=True)
    grade = models.CharField(_("grade"), max_length=1, blank=True)
    card_id = models.BigIntegerField()
    is_current = models.BooleanField(default=True)
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        verbose_name = _("rating of a vendor")
        verbose_name_plural = _("ratings of vendors")
        constraints = [
            models.UniqueConstraint(name="vendors_rating_of_card", fields=["tenant", "card_id"]),
            models.UniqueConstraint(
                name="vendors_rating_current",
                fields=["tenant", "contract_number", "line", "month"],
                condition=Q(is_current=True),
            ),
            models.CheckConstraint(
                name="vendors_rating_total", condition=Q(total__isnull=True) | Q(total__gte=0, total__lte=10000)
            ),
        ]
        indexes = [models.Index(name="vendors_rating_of_vendor", fields=["tenant", "vendor", "month"])]

    def __str__(self) -> str:
        return f"{self.vendor_id} {self.month:%Y-%m} {self.grade}"


class EligibilityOverride(TenantModel):
    """One person's request, and a second person's answer, to let a vendor pass in spite of a blocker; never of a ban.

    It counts for one purpose, one reason and, where that is about a paper, one kind of paper; ``valid_until`` counts.
    """

    vendor = TenantForeignKey("vendors.Vendor", related_name="overrides", verbose_name=_("vendor"))
    purpose = models.CharField(_("purpose"), max_length=12, choices=PURPOSE_LABELS)
    code = models.CharField(_("blocker"), max_length=20, choices=BLOCKER_LABELS)
    document_kind = models.CharField(_("paper"), max_length=24, choices=DOCUMENT_KIND_LABELS, blank=True)
    reason = models.TextField(_("reason"))
    valid_until = models.DateField(_("valid until"))
    status = models.CharField(
        _("status"), max_length=10, choices=OVERRIDE_STATUS_LABELS, default=OverrideStatus.ASKED.value
    )
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    asked_by_name = models.CharField(_("asked by"), max_length=80)
    approved_at = models.DateTimeField(_("decided at"), null=True)
    approved_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    approved_by_name = models.CharField(_("decided by"), max_length=80, blank=True)
    decision_note = models.TextField(_("remark on the decision"), blank=True)

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        constraints = [
            models.CheckConstraint(name="vendors_override_purpose", condition=Q(purpose__in=[*PURPOSE_LABELS])),
            models.CheckConstraint(
                name="vendors_override_code",
                condition=Q(code__in=[one for one in BLOCKER_LABELS if one != BlockerCode.BANNED]),
            ),
            models.CheckConstraint(name="vendors_override_status", condition=Q(status__in=[*OVERRIDE_STATUS_LABELS])),
            models.CheckConstraint(
                name="vendors_override_two",
                condition=Q(approved_by__isnull=True) | Q(asked_by__isnull=True) | ~Q(approved_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="vendors_override_decided",
                condition=Q(status=OverrideStatus.ASKED.value, approved_at__isnull=True)
                | (~Q(status=OverrideStatus.ASKED.value) & Q(approved_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(name="vendors_override_of", fields=["tenant", "vendor", "status"])]

    def __str__(self) -> str:
        return f"{self.vendor_id}: {self.purpose} {self.code} {self.document_kind}"
