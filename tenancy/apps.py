"""Wiring of the tenancy room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenancyConfig(AppConfig):
    """Tenants, organisation, people, memberships, walls and background work."""

    name = "tenancy"
    verbose_name = _("Tenancy")
