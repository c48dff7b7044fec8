"""The verb that adds a checklist for a service line that has none."""

from datetime import datetime

from django.db import transaction

from inspections.models import ChecklistTemplate
from inspections.rules import may
from records import journal
from tenancy.errors import AlreadyDone
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from vendors.models import ServiceLine


def add_template(*, line: ServiceLine, by: Actor, at: datetime) -> ChecklistTemplate:
    """Add the checklist of a line, still without a version (INS-01). Raises NotAllowed, AlreadyDone."""
    may.require(by, Permission.TEMPLATE_MANAGE)
    with transaction.atomic():
        template, is_new = ChecklistTemplate.objects.get_or_create(
            code=line.code, defaults={"line": line, "names": line.names, "created_at": at}
        )
        if not is_new:
            raise AlreadyDone
        journal.record("inspections.checklist_added", template, by=by, at=at)
    return template
