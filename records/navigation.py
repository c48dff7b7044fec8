"""What this room offers in the side bar."""

from django.utils.translation import gettext_lazy as _

from tenancy.navigation import Item
from tenancy.roles import Permission
from tenancy.rules.actor import Actor


def navigation(actor: Actor) -> list[Item]:
    """Return the entries of the archive, the audit trail and background jobs."""
    group = _("Records")
    items = []
    if actor.is_vendor or actor.can(Permission.DOCUMENTS_VIEW):
        items.append(Item(group, _("Printed documents"), "records:document_list", "printer", "records/documents/"))
    if actor.can(Permission.JOURNAL_VIEW) and not actor.is_vendor:
        items.append(Item(group, _("Audit trail"), "records:journal_list", "history", "records/journal/"))
    items.append(Item(group, _("My background jobs"), "records:job_list", "clock", "records/jobs/"))
    return items
