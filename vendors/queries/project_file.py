"""Reads of a project's outsourcing file (VEN-10): what each room keeps, and the papers nobody else keeps."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from tenancy.models import OrgUnit
from tenancy.queries import projects
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from vendors.models import ProjectPaper, Vendor
from vendors.rules import may

PAPER_OWNER = "vendors.projectpaper"


@dataclass(frozen=True)
class Line:
    """One paper of the file: what it is, whose, of which day, and where it is opened."""

    title: str
    detail: str = ""
    dated_on: date | None = None
    url: str = ""
    state: str = ""


@dataclass(frozen=True)
class Section:
    """One part of the file, as one room fills it; ``note`` says what is left out when there is more."""

    key: str
    title: Any
    lines: list[Line] = field(default_factory=list)
    url: str = ""
    note: str = ""


def files_visible_to(actor: Actor) -> QuerySet[OrgUnit]:
    """Return the projects whose outsourcing file the actor may read: of the own part of the tree, never a vendor."""
    if not may.may_see_logs(actor):
        return OrgUnit.objects.none()
    return projects(actor, Permission.VENDOR_VIEW)


def sections(actor: Actor, project: OrgUnit) -> list[Section]:
    """Return the parts of a project's file, each from the room that keeps it (``config.registry.PROJECT_FILE``)."""
    found = []
    for path in settings.PROJECT_FILE:
        module, _dot, name = path.rpartition(".")
        found += getattr(import_module(module), name)(actor, project)
    return found


def vendors_at(project: OrgUnit) -> QuerySet[Vendor]:
    """Return the vendors that have, or had, a contract at a project, by name."""
    rows = Vendor.objects.filter(id__in=Vendor.objects.filter(contracts__project_id=project.id).values("id"))
    return rows.order_by("sort_key", "id")


def papers_of(project: OrgUnit) -> QuerySet[ProjectPaper]:
    """Return the other papers of a project, newest first."""
    return ProjectPaper.objects.filter(project=project).select_related("vendor").order_by("-dated_on", "-id")


def papers_visible_to(actor: Actor) -> QuerySet[ProjectPaper]:
    """Return the papers of the files the actor may read."""
    rows = ProjectPaper.objects.select_related("vendor", "project")
    return rows.filter(project_id__in=files_visible_to(actor).values("id"))


def paper_visible(actor: Actor, object_id: int) -> bool:
    """Whether the actor may open the file of a paper (``settings.OWNERS``)."""
    return papers_visible_to(actor).filter(id=object_id).exists()


def in_words(lines: Iterable[Section]) -> int:
    """Return how many papers the sections name."""
    return sum(len(one.lines) for one in lines)
