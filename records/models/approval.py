"""Approval chains, running approvals and delegations (TEN-07, TEN-08)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenancy.models import TenantForeignKey, TenantModel


class ApprovalStatus(models.TextChoices):
    """State of an approval and of each of its steps."""

    WAITING = "waiting", pgettext_lazy("approval step", "To come")
    PENDING = "pending", pgettext_lazy("approval", "Waiting for a decision")
    APPROVED = "approved", pgettext_lazy("approval", "Approved")
    REFUSED = "refused", pgettext_lazy("approval", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("approval", "Withdrawn")


class ApprovalChainStep(TenantModel):
    """One step of the chain a document type goes through; a type without steps goes to the general manager (TEN-07)."""

    document_type = models.CharField(_("document type"), max_length=60)
    position = models.PositiveSmallIntegerField(_("step"))
    role = models.CharField(_("role"), max_length=30)

    class Meta:
        verbose_name = _("step of an approval chain")
        verbose_name_plural = _("steps of approval chains")
        ordering = ["document_type", "position"]
        constraints = [
            models.UniqueConstraint(name="records_chain_position", fields=["tenant", "document_type", "position"]),
            models.UniqueConstraint(name="records_chain_role", fields=["tenant", "document_type", "role"]),
        ]

    def __str__(self) -> str:
        return f"{self.document_type} {self.position}"


class Approval(TenantModel):
    """A document waiting for, or having received, the decisions of its chain. Decided steps are never changed."""

    document_type = models.CharField(_("document type"), max_length=60)
    object_id = models.BigIntegerField()
    title = models.CharField(_("what"), max_length=200)
    reason = models.TextField(_("why"), blank=True)
    papers_url = models.CharField(max_length=200, blank=True)
    unit = TenantForeignKey("tenancy.OrgUnit", null=True, blank=True, related_name="+", verbose_name=_("at"))
    status = models.CharField(_("status"), max_length=10, choices=ApprovalStatus, default=ApprovalStatus.PENDING)
    position = models.PositiveSmallIntegerField(_("step"), default=1)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    requested_at = models.DateTimeField(_("requested at"))
    requested_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints = [
            models.UniqueConstraint(
                name="records_approval_open",
                fields=["tenant", "document_type", "object_id"],
                condition=models.Q(status=ApprovalStatus.PENDING),
            ),
            models.CheckConstraint(
                name="records_approval_decided",
                condition=models.Q(status=ApprovalStatus.PENDING, decided_at__isnull=True)
                | models.Q(
                    status__in=[ApprovalStatus.APPROVED, ApprovalStatus.REFUSED, ApprovalStatus.WITHDRAWN],
                    decided_at__isnull=False,
                ),
            ),
        ]
        indexes = [
            models.Index(name="records_approval_status", fields=["tenant", "status", "-id"]),
            models.Index(name="records_approval_object", fields=["tenant", "document_type", "object_id"]),
        ]

    def __str__(self) -> str:
        return self.title


class ApprovalStep(TenantModel):
    """One decision of an approval; ``delegation`` says under which paper an agent signed (TEN-08)."""

    approval = TenantForeignKey(Approval, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField(_("step"))
    role = models.CharField(_("role"), max_length=30)
    status = models.CharField(_("status"), max_length=10, choices=ApprovalStatus, default=ApprovalStatus.WAITING)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "tenancy.Membership", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    delegation = TenantForeignKey("records.Delegation", null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("approval step")
        verbose_name_plural = _("approval steps")
        ordering = ["approval_id", "position"]
        constraints = [
            models.UniqueConstraint(name="records_approvalstep_position", fields=["tenant", "approval", "position"]),
            models.CheckConstraint(
                name="records_approvalstep_decided",
                condition=models.Q(
                    status__in=[ApprovalStatus.APPROVED, ApprovalStatus.REFUSED],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                )
                | models.Q(
                    status__in=[ApprovalStatus.WAITING, ApprovalStatus.PENDING, ApprovalStatus.WITHDRAWN],
                    decided_at__isnull=True,
                    decided_by__isnull=True,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.approval_id} {self.position}"


class Delegation(TenantModel):
    """A paper by which ``agent`` signs for ``principal`` in one role from one day to another, both incl. (TEN-08)."""

    principal = models.ForeignKey(
        "tenancy.Membership", models.PROTECT, related_name="+", verbose_name=_("for"), db_index=False
    )
    agent = models.ForeignKey(
        "tenancy.Membership", models.PROTECT, related_name="+", verbose_name=_("agent"), db_index=False
    )
    role = models.CharField(_("role"), max_length=30)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    reason = models.TextField(_("reason"))
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey("tenancy.Membership", models.PROTECT, related_name="+", db_index=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.CheckConstraint(
                name="records_delegation_term", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
            models.CheckConstraint(name="records_delegation_other", condition=~models.Q(agent=models.F("principal"))),
        ]
        indexes = [models.Index(name="records_delegation_agent", fields=["tenant", "agent", "ends_on"])]

    def __str__(self) -> str:
        return f"{self.principal_id} > {self.agent_id}"
