"""A run: one month of one tenant, computed with one version of the settings (scoring.md, section 5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scoring.choices import RUN_STATUS_LABELS, RunStatus
from tenancy.models import TenantForeignKey, TenantModel


class ScoringRun(TenantModel):
    """The month's monthly evaluation; started twice it is still one row (NTF-07).

    ``cut_off`` is the moment whose data the last computation read; cards keep the cut-off of their own revision.
    """

    month = models.DateField(_("month"))
    settings_version = TenantForeignKey("tenancy.SettingsVersion", related_name="+", verbose_name=_("settings version"))
    status = models.CharField(_("status"), max_length=10, choices=RUN_STATUS_LABELS, default=RunStatus.OPENED.value)
    cut_off = models.DateTimeField(_("data cut-off"), null=True)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    card_count = models.PositiveIntegerField(pgettext_lazy("scoring", "cards"), default=0)
    insufficient_count = models.PositiveIntegerField(_("insufficient evidence"), default=0)
    published_count = models.PositiveIntegerField(_("published"), default=0)

    class Meta:
        verbose_name = _("scoring run")
        verbose_name_plural = _("scoring runs")
        constraints = [
            models.UniqueConstraint(name="scoring_run_month", fields=["tenant", "month"]),
            models.CheckConstraint(name="scoring_run_first_day", condition=models.Q(month__day=1)),
            models.CheckConstraint(name="scoring_run_status", condition=models.Q(status__in=[*RUN_STATUS_LABELS])),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
