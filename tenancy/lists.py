"""Lists of this room: people, background jobs."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenancy import queries
from tenancy.choices import JobStatus, Side
from tenancy.journal_port import masked
from tenancy.listing import Column, ListSpec
from tenancy.models import Job, Membership, RoleGrant
from tenancy.roles import ROLE_LABELS, Permission, Role
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url

JOB_TONES = {JobStatus.WAITING: "grey", JobStatus.RUNNING: "blue", JobStatus.DONE: "green", JobStatus.DEAD: "red"}


class MemberFilter(django_filters.FilterSet):
    """Filters of the list of people."""

    role = django_filters.ChoiceFilter(
        label=_("Role"), method="with_role", choices=[(role.value, label) for role, label in ROLE_LABELS.items()]
    )
    side = django_filters.ChoiceFilter(label=_("Side"), choices=Side.choices)
    is_active = django_filters.ChoiceFilter(
        label=_("Access"),
        choices=[("true", pgettext_lazy("access", "On")), ("false", pgettext_lazy("access", "Off"))],
        method="with_access",
    )

    class Meta:
        model = Membership
        fields: list[str] = []

    def with_role(self, rows: QuerySet[Membership], name: str, value: str) -> QuerySet[Membership]:
        """Keep members who hold a role somewhere."""
        return rows.filter(id__in=RoleGrant.objects.filter(role=value).values("membership_id"))

    def with_access(self, rows: QuerySet[Membership], name: str, value: str) -> QuerySet[Membership]:
        """Keep members whose access is on, or off."""
        return rows.filter(is_active=value == "true")


def _add_roles(rows: list[Membership]) -> None:
    labels: dict[int, list[str]] = {}
    grants = RoleGrant.objects.filter(membership__in=rows).order_by("role").values_list("membership_id", "role")
    for member_id, role in grants.distinct():
        labels.setdefault(member_id, []).append(str(ROLE_LABELS[Role(role)]) if role in ROLE_LABELS else role)
    for row in rows:
        row.role_labels = labels.get(row.id, [])  # type: ignore[attr-defined]  # for the column below


def _search_members(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    return rows.filter(
        Q(person__name__icontains=words)
        | Q(person__email__icontains=words)
        | Q(title__icontains=words)
        | Q(vendor_name__icontains=words)
    )


MEMBERS = ListSpec(
    code="tenancy.members",
    title=_("People"),
    rows=queries.members,
    columns=[
        Column("name", pgettext_lazy("person", "Name"), lambda row: row.person.name, sort="person__name"),
        Column("title", _("Job title"), lambda row: row.title),
        Column("side", _("Side"), lambda row: row.vendor_name or row.get_side_display(), sort="side"),
        Column("roles", _("Roles"), lambda row: row.role_labels),
        Column("email", _("E-mail"), lambda row: masked(row.person.email), is_optional=True),
        Column("until", _("Access until"), lambda row: row.valid_until, kind="date", is_optional=True),
        Column("since", _("Since"), lambda row: row.created_at, sort="created_at", kind="datetime", is_optional=True),
        Column(
            "access",
            _("Access"),
            lambda row: pgettext_lazy("access", "On") if row.is_active else pgettext_lazy("access", "Off"),
            kind="badge",
            tone=lambda row: "green" if row.is_active else "grey",
        ),
    ],
    default_sort="person__name",
    filterset=MemberFilter,
    search=_search_members,
    row_url=lambda row: tenant_url("tenancy:member_detail", row.id),
    empty=_("Nobody has been added yet."),
    may_export=Permission.TENANT_MANAGE,
    url_name="tenancy:member_list",
    prefetch=_add_roles,
)


class JobFilter(django_filters.FilterSet):
    """Filters of the list of jobs."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=JobStatus.choices)

    class Meta:
        model = Job
        fields = ["status"]


def _jobs(actor: Actor) -> QuerySet[Job]:
    return Job.objects.select_related("ordered_by__person")


JOBS = ListSpec(
    code="tenancy.jobs",
    title=_("Background work"),
    rows=_jobs,
    columns=[
        Column("title", _("Work"), queries.job_title),
        Column("kind", _("Kind"), lambda row: row.kind, sort="kind", is_optional=True),
        Column(
            "status",
            _("Status"),
            lambda row: row.get_status_display(),
            sort="status",
            kind="badge",
            tone=lambda row: JOB_TONES[row.status],
        ),
        Column("by", _("Ordered by"), lambda row: row.ordered_by.person.name if row.ordered_by else _("Scheduler")),
        Column("attempt", _("Attempts"), lambda row: row.attempt, kind="number"),
        Column("created", _("Ordered at"), lambda row: row.created_at, sort="created_at", kind="datetime"),
        Column("finished", _("Finished at"), lambda row: row.finished_at, kind="datetime"),
    ],
    default_sort="-created_at",
    filterset=JobFilter,
    row_url=lambda row: tenant_url("tenancy:job_detail", row.id),
    empty=_("No background work yet."),
    url_name="tenancy:job_list",
)
