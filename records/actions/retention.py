"""Copies whose time is over are deleted; records are not (ARC-04, ARC-06)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from records import journal
from records.actions.export import EXPORT_JOB
from records.models import Attachment
from records.queries import export_days
from tenancy.choices import JobStatus
from tenancy.errors import NotAllowed
from tenancy.models import Job
from tenancy.rules.actor import Actor

AT_ONCE = 500


def delete_old_exports(*, by: Actor, at: datetime) -> int:
    """Delete the files of exports older than the tenant's setting and say so on their jobs; return how many.

    Scheduled work only: raises NotAllowed for a person. The rest of a long list waits for the next day's job. Files go
    after the commit: a file that outlives a crash is taken by nobody's page, because the job says that it is gone.
    """
    if not by.is_system:
        raise NotAllowed
    over = at - timedelta(days=export_days(at))
    with transaction.atomic():
        jobs = Job.objects.select_for_update(of=("self",), no_key=True).filter(
            kind=EXPORT_JOB, status=JobStatus.DONE, finished_at__lt=over, result__deleted_at__isnull=True
        )
        rows = list(jobs.order_by("id")[:AT_ONCE])
        files = Attachment.objects.filter(object_type="tenancy.job", object_id__in=[row.id for row in rows])
        names = list(files.values_list("stored_name", flat=True))
        for row in rows:
            row.result = {**(row.result or {}), "deleted_at": at.isoformat()}
            row.result_url = ""
            journal.record("records.export_deleted", row, by=by, at=at)
        Job.objects.bulk_update(rows, ["result", "result_url"])
        transaction.on_commit(partial(_delete_files, names))
    return len(rows)


def _delete_files(names: Sequence[str]) -> None:
    for name in names:
        default_storage.delete(name)
