"""Wiring of the complaints room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    """The one complaint register, answers, and who was responsible."""

    name = "complaints"
    verbose_name = _("Complaints")
