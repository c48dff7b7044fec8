"""Wiring of the records room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """Journal, attachments, approvals, numbers, printed documents, imports, exports, notifications and to-do list."""

    name = "records"
    verbose_name = _("Records")
