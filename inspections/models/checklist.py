"""Checklists: one template per service line, its versions, their items (INS-01)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspections.choices import CHECKLIST_STATUS_LABELS, SECTION_LABELS, ChecklistStatus, Section, options
from tenancy.models import TenantForeignKey, TenantModel
from tenancy.templatetags.tenancy import in_language


class ChecklistTemplate(TenantModel):
    """The checklist of a service line; what is asked stands in its versions."""

    line = TenantForeignKey("vendors.ServiceLine", related_name="+", verbose_name=_("service line"))
    code = models.CharField(_("code"), max_length=20)
    names = models.JSONField(_("name"), default=dict)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        constraints = [models.UniqueConstraint(name="inspections_checklist_code", fields=["tenant", "code"])]
        indexes = [models.Index(name="inspections_checklist_line", fields=["tenant", "line"])]

    def __str__(self) -> str:
        return in_language(self.names)


class ChecklistVersion(TenantModel):
    """One version of a checklist; after approval neither it nor its items change.

    ``rules`` is the copy published down to contracts when the version was approved.
    """

    template = TenantForeignKey(ChecklistTemplate, related_name="versions", verbose_name=_("checklist"))
    number = models.PositiveIntegerField(_("version"))
    status = models.CharField(
        _("status"), max_length=10, choices=options(CHECKLIST_STATUS_LABELS), default=ChecklistStatus.DRAFT.value
    )
    reason = models.CharField(_("reason for the change"), max_length=500, blank=True)
    rules = TenantForeignKey("contracts.RuleSetVersion", null=True, related_name="+", verbose_name=_("published rules"))
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    submitted_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    approved_at = models.DateTimeField(_("approved at"), null=True)
    approved_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("checklist version")
        verbose_name_plural = _("checklist versions")
        constraints = [
            models.UniqueConstraint(name="inspections_checklist_number", fields=["tenant", "template", "number"]),
            models.UniqueConstraint(
                name="inspections_checklist_one_draft",
                fields=["tenant", "template"],
                condition=Q(status__in=[ChecklistStatus.DRAFT.value, ChecklistStatus.SUBMITTED.value]),
            ),
            models.CheckConstraint(
                name="inspections_checklist_status", condition=Q(status__in=[one.value for one in ChecklistStatus])
            ),
            models.CheckConstraint(
                name="inspections_checklist_approved",
                condition=Q(status=ChecklistStatus.APPROVED.value, approved_at__isnull=False, rules__isnull=False)
                | (~Q(status=ChecklistStatus.APPROVED.value) & Q(approved_at__isnull=True)),
            ),
        ]
        indexes = [models.Index(name="inspections_checklist_state", fields=["tenant", "status", "template"])]

    def __str__(self) -> str:
        return f"{self.template} v{self.number}"


class ChecklistItem(TenantModel):
    """One thing to look at. ``max_points`` is in hundredths; ``source`` names the rule behind it."""

    version = TenantForeignKey(ChecklistVersion, related_name="items", verbose_name=_("version"))
    code = models.CharField(_("code"), max_length=20)
    section = models.CharField(
        _("section"), max_length=12, choices=options(SECTION_LABELS), default=Section.SERVICE.value
    )
    names = models.JSONField(_("item"), default=dict)
    max_points = models.PositiveIntegerField(_("points"))
    is_veto = models.BooleanField(pgettext_lazy("checklist item", "veto"), default=False)
    photo_required = models.BooleanField(_("photo required"), default=False)
    sort_order = models.PositiveIntegerField(_("order"), default=0)
    source = models.CharField(_("source"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")
        ordering = ["version_id", "sort_order", "id"]
        constraints = [
            models.UniqueConstraint(name="inspections_item_code", fields=["tenant", "version", "code"]),
            models.CheckConstraint(
                name="inspections_item_points", condition=Q(max_points__gt=0, max_points__lte=10_000)
            ),
            models.CheckConstraint(
                name="inspections_item_section", condition=Q(section__in=[one.value for one in Section])
            ),
        ]
        indexes = [models.Index(name="inspections_item_order", fields=["tenant", "version", "sort_order"])]

    def __str__(self) -> str:
        return f"{self.code} {in_language(self.names)}"
