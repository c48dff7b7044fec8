"""Running numbers of papers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import TenantModel


class NumberSequence(TenantModel):
    """The last number given per kind and year; the row is the lock that keeps the sequence free of gaps."""

    kind = models.CharField(_("kind"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"))

    class Meta:
        verbose_name = _("number sequence")
        verbose_name_plural = _("number sequences")
        constraints = [models.UniqueConstraint(name="records_number_once", fields=["tenant", "kind", "year"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.last}"
