"""This room's entries in the side bar."""

from django.utils.translation import gettext_lazy as _

from tenancy.navigation import Item
from tenancy.roles import Permission
from tenancy.rules.actor import Actor

ADMINISTRATION = _("Administration")


def first(actor: Actor) -> list[Item]:
    """Return what stands on top for everybody: the to-do list, and approvals on Party A's side."""
    found = [Item("", _("To-do list"), "tenancy:home", "home", "")]
    if not actor.is_vendor:
        found.append(Item("", _("Approvals"), "records:approval_list", "writing-sign", "records/approvals/"))
    return found


def administration(actor: Actor) -> list[Item]:
    """Return the administrator's pages, each for who may see it."""
    p = Permission
    offered = [
        (p.SETTINGS_VIEW, _("Organisation"), "tenancy:unit_list", "sitemap", "organisation/"),
        (p.TENANT_MANAGE, _("People and roles"), "tenancy:member_list", "users", "people/"),
        (p.SETTINGS_VIEW, _("Rules and figures"), "tenancy:settings", "settings", "settings/"),
        (p.JOBS_VIEW, _("Background work"), "tenancy:job_list", "clock", "jobs/"),
    ]
    return [
        Item(ADMINISTRATION, label, url_name, icon, prefix)
        for permission, label, url_name, icon, prefix in offered
        if actor.can(permission)
    ]
