"""Wiring of the tendering room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenderingConfig(AppConfig):
    """Needs, tender papers, sealed bids, opening, judging, awards and their letters."""

    name = "tendering"
    verbose_name = _("Tendering")
