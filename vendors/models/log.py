"""What is noted about a vendor over time, and the papers of a project's outsourcing file."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import TenantForeignKey, TenantModel
from vendors.choices import LOG_KIND_LABELS
from vendors.models.register import Vendor


class VendorLogEntry(TenantModel):
    """A dated entry about a vendor: a change or market reaction, training given, or a talk (VEN-11, VEN-15, VEN-16).

    Which of the texts an entry holds follows from its kind (``vendors.rules.log``). An entry is never changed: a wrong
    one is struck out with a reason and entered again.
    """

    vendor = TenantForeignKey(Vendor, related_name="log_entries", verbose_name=_("vendor"))
    kind = models.CharField(_("kind"), max_length=14, choices=LOG_KIND_LABELS)
    happened_on = models.DateField(_("date"))
    topic = models.CharField(_("topic"), max_length=160)
    source = models.CharField(_("source"), max_length=160, blank=True)
    content = models.TextField(_("content"), blank=True)
    attendees = models.TextField(_("attendees"), blank=True)
    result = models.TextField(_("result"), blank=True)
    difficulties = models.TextField(_("difficulties"), blank=True)
    needs = models.TextField(_("needs"), blank=True)
    support = models.TextField(_("support given"), blank=True)
    created_at = models.DateTimeField(_("entered at"))
    created_by_name = models.CharField(_("entered by"), max_length=80)
    reported_at = models.DateTimeField(_("reported to the management at"), null=True)
    struck_at = models.DateTimeField(_("struck out at"), null=True)
    struck_by_name = models.CharField(_("struck out by"), max_length=80, blank=True)
    strike_reason = models.TextField(_("why it was struck out"), blank=True)

    class Meta:
        verbose_name = _("entry of the vendor log")
        verbose_name_plural = _("entries of the vendor log")
        constraints = [
            models.CheckConstraint(name="vendors_log_kind", condition=models.Q(kind__in=[*LOG_KIND_LABELS])),
            models.CheckConstraint(
                name="vendors_log_struck",
                condition=models.Q(struck_at__isnull=True, strike_reason="")
                | models.Q(struck_at__isnull=False) & ~models.Q(strike_reason=""),
            ),
        ]
        indexes = [
            models.Index(name="vendors_log_by_date", fields=["tenant", "happened_on", "id"]),
            models.Index(name="vendors_log_of_vendor", fields=["tenant", "vendor", "happened_on"]),
        ]

    def __str__(self) -> str:
        return self.topic


class ProjectPaper(TenantModel):
    """A paper of a project's outsourcing file that no other room keeps (VEN-10); its file hangs on it."""

    project = TenantForeignKey("tenancy.OrgUnit", related_name="+", verbose_name=_("project"))
    vendor = TenantForeignKey(Vendor, null=True, related_name="+", verbose_name=_("vendor"))
    title = models.CharField(_("title"), max_length=160)
    dated_on = models.DateField(_("date of the paper"))
    remarks = models.TextField(_("remarks"), blank=True)
    filed_at = models.DateTimeField(_("filed at"))
    filed_by_name = models.CharField(_("filed by"), max_length=80)

    class Meta:
        verbose_name = _("paper of a project file")
        verbose_name_plural = _("papers of project files")
        indexes = [models.Index(name="vendors_paper_of_project", fields=["tenant", "project", "dated_on"])]

    def __str__(self) -> str:
        return self.title
