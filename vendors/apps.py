"""Wiring of the vendors room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VendorsConfig(AppConfig):
    """Register of vendors and service lines."""

    name = "vendors"
    verbose_name = _("Vendors")
