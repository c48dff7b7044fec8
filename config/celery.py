"""The Celery app and its beat schedule. Beat only lets rooms write period rows, so any number may run (NTF-07)."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep": {"task": "tenancy.sweep", "schedule": 20.0, "options": {"expires": 15}},
    "tick": {"task": "tenancy.tick", "schedule": crontab(), "options": {"expires": 50}},
}


@worker_init.connect
def _refuse_unsafe_role(**kwargs: Any) -> None:
    from tenancy.role_guard import refuse_unsafe_role

    refuse_unsafe_role()
