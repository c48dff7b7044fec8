"""Wiring of the tenancy room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenancyConfig(AppConfig):
    """Tenants, organisation, people, memberships, walls and background work."""

    name = "tenancy"
    verbose_name = _("Tenancy")

    def ready(self) -> None:
        """Connect the login's events; models must be loaded first."""
        from tenancy import login_events

        login_events.connect()
