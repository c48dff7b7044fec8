"""Contracts of one vendor at one project, and the supervision rules pinned to their lines."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contracts.choices import CONTRACT_STATUS_LABELS, ContractStatus
from tenancy.models import TenantForeignKey, TenantModel


class RuleSetVersion(TenantModel):
    """A frozen version of the supervision rules (监管细则) of a service line; never changed once published (CON-04).

    ``items`` is the copy of the checklist as approved: a list of objects with at least code, names and max_points
    (integer hundredths). ``digest`` is the SHA-256 of its canonical JSON.
    """

    line = TenantForeignKey("vendors.ServiceLine", related_name="+", verbose_name=_("service line"))
    number = models.PositiveIntegerField(_("version"))
    title = models.JSONField(_("title"))
    items = models.JSONField(_("items"))
    digest = models.CharField(_("fingerprint"), max_length=64)
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        verbose_name = _("version of the supervision rules")
        verbose_name_plural = _("versions of the supervision rules")
        constraints = [models.UniqueConstraint(name="contracts_rules_number", fields=["tenant", "line", "number"])]

    def __str__(self) -> str:
        return f"{self.title.get('zh-hans') or self.line_id} v{self.number}"


class Contract(TenantModel):
    """An outsourcing contract: one vendor, one project, one or more lines, a term and a monthly fee (CON-14)."""

    number = models.CharField(_("contract number"), max_length=60)
    title = models.CharField(_("title"), max_length=160)
    vendor = TenantForeignKey("vendors.Vendor", related_name="contracts", verbose_name=_("vendor"))
    project = TenantForeignKey("tenancy.OrgUnit", related_name="+", verbose_name=_("project"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    monthly_fee = models.DecimalField(_("monthly fee"), max_digits=14, decimal_places=2, null=True, blank=True)
    agreed_headcount = models.PositiveIntegerField(_("agreed headcount"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=CONTRACT_STATUS_LABELS, default=ContractStatus.DRAFTING.value
    )
    award = TenantForeignKey(
        "tendering.Award", null=True, blank=True, related_name="+", verbose_name=_("award it was drafted from")
    )
    created_at = models.DateTimeField(_("entered at"))
    activated_at = models.DateTimeField(_("activated at"), null=True)
    activated_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.TextField(_("reason of the end"), blank=True)

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        constraints = [
            models.UniqueConstraint(name="contracts_contract_number", fields=["tenant", "number"]),
            models.UniqueConstraint(
                name="contracts_contract_of_award",
                fields=["tenant", "award"],
                condition=~models.Q(status=ContractStatus.ABANDONED.value),
            ),
            models.CheckConstraint(
                name="contracts_contract_status", condition=models.Q(status__in=[*CONTRACT_STATUS_LABELS])
            ),
            models.CheckConstraint(
                name="contracts_contract_term", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
            models.CheckConstraint(
                name="contracts_contract_fee",
                condition=models.Q(monthly_fee__isnull=True) | models.Q(monthly_fee__gte=0),
            ),
        ]
        indexes = [
            models.Index(name="contracts_contract_by_end", fields=["tenant", "ends_on", "id"]),
            models.Index(name="contracts_contract_of_vendor", fields=["tenant", "vendor", "ends_on"]),
            models.Index(name="contracts_contract_at_project", fields=["tenant", "project", "ends_on"]),
            models.Index(name="contracts_contract_by_state", fields=["tenant", "status", "ends_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ContractLine(TenantModel):
    """A service line of a contract with the version of the supervision rules pinned to it at activation (CON-04)."""

    contract = TenantForeignKey(Contract, models.CASCADE, related_name="contract_lines", verbose_name=_("contract"))
    vendor = TenantForeignKey("vendors.Vendor", related_name="+", verbose_name=_("vendor"))
    line = TenantForeignKey("vendors.ServiceLine", related_name="+", verbose_name=_("service line"))
    rules = TenantForeignKey(
        RuleSetVersion, null=True, related_name="+", verbose_name=_("version of the supervision rules")
    )
    # The vendor's wall must not look into another table, so the line itself says when its contract left drafting.
    is_published = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("contract line")
        verbose_name_plural = _("contract lines")
        constraints = [models.UniqueConstraint(name="contracts_line_once", fields=["tenant", "contract", "line"])]
        indexes = [models.Index(name="contracts_line_by_line", fields=["tenant", "line", "contract"])]

    def __str__(self) -> str:
        return f"{self.contract_id}:{self.line_id}"


class RulesAcceptance(TenantModel):
    """The vendor's acceptance of one line's supervision rules: given by its own login, or recorded with evidence."""

    contract = TenantForeignKey(Contract, related_name="acceptances", verbose_name=_("contract"))
    contract_line = TenantForeignKey(ContractLine, related_name="+", verbose_name=_("contract line"))
    vendor = TenantForeignKey("vendors.Vendor", related_name="+", verbose_name=_("vendor"))
    rules = TenantForeignKey(RuleSetVersion, related_name="+", verbose_name=_("version of the supervision rules"))
    accepted_on = models.DateField(_("accepted on"))
    is_by_vendor = models.BooleanField(_("by the vendor's own login"))
    evidence = models.TextField(_("evidence"), blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    recorded_by_name = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        verbose_name = _("acceptance of the supervision rules")
        verbose_name_plural = _("acceptances of the supervision rules")
        constraints = [
            models.UniqueConstraint(name="contracts_acceptance_once", fields=["tenant", "contract_line", "rules"]),
            models.CheckConstraint(
                name="contracts_acceptance_evidence",
                condition=models.Q(is_by_vendor=True) | ~models.Q(evidence=""),
            ),
        ]
        indexes = [models.Index(name="contracts_acceptance_of", fields=["tenant", "contract"])]

    def __str__(self) -> str:
        return f"{self.contract_line_id}:{self.rules_id}"
