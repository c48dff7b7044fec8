"""Wiring of the contracts room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContractsConfig(AppConfig):
    """Contracts, their lines and the supervision rules pinned to them."""

    name = "contracts"
    verbose_name = _("Contracts")
