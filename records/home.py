"""The first page of everybody: my to-do list, then what the role watches (design.md 3)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string

from records import notification_queries, todo
from tenancy import work
from tenancy.choices import JobStatus
from tenancy.models import Job
from tenancy.queries import jobs_of
from tenancy.rules.actor import Actor
from tenancy.web import TenantRequest, today

MOST_DUTIES = 50


@dataclass(frozen=True)
class Widget:
    """A part of the first page: ``template`` is included with ``context`` as ``widget``.

    ``width`` is "half" (two in a row on a wide screen) or "full".
    """

    title: Any
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    width: str = "half"


@dataclass(frozen=True)
class ShownJob:
    """A background job of the actor as the page shows it."""

    row: Job
    done: int
    total: int


def widgets(actor: Actor, on: date) -> list[Widget]:
    """Return every room's widgets for the actor, in the order of ``config.registry.HOME_WIDGETS``."""
    return [one for path in settings.HOME_WIDGETS for one in import_string(path)(actor, on)]


def unfinished_jobs(actor: Actor, *, most: int = 5) -> list[ShownJob]:
    """Return the actor's running, waiting and failed jobs, and finished ones whose result was not seen yet."""
    rows = jobs_of(actor).filter(seen_at__isnull=True).exclude(status=JobStatus.DONE, result_url="")
    return [ShownJob(row, *(work.progress_of(row.id) or (0, 0))) for row in rows[:most]]


def home(request: TenantRequest) -> HttpResponse:
    """Show the to-do list with due dates, the role's widgets, news and running jobs."""
    on = today(request)
    duties = todo.duties(request.actor, on)
    return render(
        request,
        "records/home.html",
        {
            "on": on,
            "duties": duties[:MOST_DUTIES],
            "duty_count": len(duties),
            "overdue_count": sum(duty.is_overdue for duty in duties),
            "widgets": widgets(request.actor, on),
            "news": notification_queries.latest(request.actor),
            "unread_count": notification_queries.unread_count(request.actor),
            "jobs": unfinished_jobs(request.actor),
        },
    )
