"""Named reads of the records room."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from records.event_names import event_label, shown_actor, summary
from records.models import Attachment, JournalEntry, PrintedDocument
from records.search import Hit
from tenancy.choices import JobStatus
from tenancy.models import Job, OrgUnit
from tenancy.queries import active_zone, setting
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url

TIMELINE_ROWS = 100
SYSTEM_JOBS = {
    "records.seal": _("Sealing of the audit trail"),
    "records.verify": _("Verification of the audit trail"),
}


def attachments_of(object_type: str, ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """Return the files of several objects of one kind, oldest first; objects without files are left out (one query)."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    for row in Attachment.objects.filter(object_type=object_type, object_id__in=list(ids)).order_by("id"):
        found[row.object_id].append(row)
    return dict(found)


def attachment_visible_to(actor: Actor, attachment_id: int) -> Attachment | None:
    """Return a file whose owner the actor may see now, or None; a kind of owner nobody answers for shows nothing."""
    row = Attachment.objects.filter(id=attachment_id).first()
    return row if row is not None and owner_visible(actor, row.object_type, row.object_id) else None


def owner_visible(actor: Actor, object_type: str, object_id: int) -> bool:
    """Whether the actor may see the object a file hangs on; asked of the room that owns it, each time."""
    path = settings.OWNERS.get(object_type)
    return bool(path and import_string(path)(actor, object_id))


def export_visible(actor: Actor, job_id: int) -> bool:
    """An export is read by whoever ordered it, and by nobody else, while its file is kept (ARC-06)."""
    if actor.membership_id is None:
        return False
    job = Job.objects.filter(id=job_id, ordered_by_id=actor.membership_id).first()
    return job is not None and export_deleted_at(job) is None


def export_days(at: datetime) -> int:
    """Return how many days the files of exports are kept (ARC-06)."""
    return int(setting("records", "retention.exports_days", at.astimezone(active_zone()).date()))


def export_deleted_at(job: Job) -> datetime | None:
    """Return when the file of an export was deleted, or None while it is kept."""
    stamp = (job.result or {}).get("deleted_at") if isinstance(job.result, dict) else None
    return datetime.fromisoformat(stamp) if stamp else None


def documents_visible_to(actor: Actor) -> QuerySet[PrintedDocument]:
    """Return the printed documents the actor may read: a vendor's by the wall, else by scope, always one's own."""
    rows = PrintedDocument.objects.all()
    if actor.is_vendor or actor.is_system:
        return rows
    own = Q(created_by_id=actor.person_id)
    if not actor.can(Permission.DOCUMENTS_VIEW):
        return rows.filter(own)
    units = actor.units(Permission.DOCUMENTS_VIEW)
    if units is None:
        return rows
    within = own | Q(unit_id__in=sorted(units))
    # A document without a place of its own is the whole tenant's: for those whose part is the whole tree.
    if OrgUnit.objects.filter(parent=None, id__in=sorted(units)).exists():
        within |= Q(unit_id=None)
    return rows.filter(within)


def journal_visible_to(actor: Actor) -> QuerySet[JournalEntry]:
    """Return the journal for those who may read it, nothing for others.

    What ``settings.JOURNAL_CURTAINS`` names is on record, but shown only once it may be known.
    """
    rows = JournalEntry.objects.all()
    if actor.is_vendor or not actor.can(Permission.JOURNAL_VIEW):
        return rows.none()
    for object_type, hidden in settings.JOURNAL_CURTAINS.items():
        rows = rows.exclude(object_type=object_type, object_id__in=import_string(hidden)())
    return rows


def journal_of(object_type: str, object_id: int) -> QuerySet[JournalEntry]:
    """Return what happened to one object, newest first; the page that shows it has already decided who may see it."""
    return JournalEntry.objects.filter(object_type=object_type, object_id=object_id).order_by("-id")[:TIMELINE_ROWS]


def jobs_visible_to(actor: Actor) -> QuerySet[Job]:
    """Return the actor's own jobs, or the tenant's for those who watch them; the sealer's only when it failed."""
    rows = Job.objects.select_related("ordered_by__person")
    if not actor.can(Permission.JOBS_VIEW) or actor.is_vendor:
        return rows.filter(ordered_by_id=actor.membership_id)
    return rows.exclude(kind="records.seal", status=JobStatus.DONE)


def job_title(job: Job) -> str:
    """Return what a job is called: its title in the words of whoever ordered it, or the name of the product's own."""
    known = SYSTEM_JOBS.get(job.kind)
    return str(known) if known else job.title or job.kind


def document_by_token(token: str) -> PrintedDocument | None:
    """Return the document a verification code names, within the active tenant."""
    return PrintedDocument.objects.filter(token=token).first()


def timeline(row: Model) -> list[dict[str, Any]]:
    """Return what happened to ``row`` as entries of ``_components/timeline.html``."""
    return [
        {"at": entry.at, "by": shown_actor(entry), "text": event_label(entry.event), "detail": summary(entry)}
        for entry in journal_of(row._meta.label_lower, row.pk)
    ]


def documents_found(actor: Actor, ids: list[int]) -> list[Hit]:
    """Return the printed documents among ``ids`` that the actor may read, as lines of the search page."""
    rows = documents_visible_to(actor).filter(id__in=ids).order_by("-id")
    return [
        Hit(
            label=f"{row.number} {row.title}",
            detail=row.period,
            url=tenant_url("records:document_detail", row.id),
            kind=_("Printed documents"),
        )
        for row in rows
    ]
