"""Celery tasks of the ground floor: the only tasks of the product; everything else is a kind of job."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from tenancy import work


@shared_task(name="tenancy.run_job")
def run_job(*, tenant_id: int, job_id: int) -> None:
    """Run one job row."""
    work.run_job(tenant_id, job_id)


@shared_task(name="tenancy.sweep")
def sweep() -> None:
    """Publish again what waits."""
    work.sweep(timezone.now())


@shared_task(name="tenancy.tick")
def tick() -> None:
    """Let every room write the job rows of periods that have begun, missed ones too (NTF-07)."""
    now = timezone.now()
    for path in settings.SCHEDULES:
        import_string(path)(now)
