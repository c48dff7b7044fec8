"""Lists of this room: the journal, printed documents, background jobs."""

from datetime import datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from records import queries, search
from records.event_names import event_label, events, object_label, shown_actor, summary
from records.models import JournalEntry, PrintedDocument
from tenancy.choices import JobStatus
from tenancy.context import require_wall
from tenancy.filters import MOST_FOUND, Offer, PickFilter
from tenancy.listing import Column, ListSpec
from tenancy.models import Job, Membership
from tenancy.queries import active_zone, jobs_of
from tenancy.roles import Permission
from tenancy.web import tenant_url

JOB_TONES = {JobStatus.WAITING: "grey", JobStatus.RUNNING: "blue", JobStatus.DONE: "green", JobStatus.DEAD: "red"}
DOCUMENT = "records.document"


def _date_field(label: Any) -> django_filters.DateFilter:
    return django_filters.DateFilter(
        label=label, method="by_day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ByDay(django_filters.FilterSet):
    """Filters a moment by days of the tenant's calendar; subclasses name the moment in ``moment``."""

    moment = "created_at"
    since = _date_field(pgettext_lazy("date", "From"))
    until = _date_field(pgettext_lazy("date", "To"))

    def by_day(self, rows: QuerySet[Any], name: str, day: Any) -> QuerySet[Any]:
        """Keep what happened from the beginning of ``since`` to the end of ``until``."""
        if day.year in {1, 9999}:
            return rows.none()
        begin = datetime.combine(day, time.min, active_zone())
        if name == "since":
            return rows.filter(**{f"{self.moment}__gte": begin})
        return rows.filter(**{f"{self.moment}__lt": begin + timedelta(days=1)})


def _people() -> Offer:
    return Offer(_members, "person__name", _people_by_words, key="person_id")


def _members() -> QuerySet[Membership]:
    rows = Membership.objects.filter(tenant_id=require_wall().tenant_id)
    return rows.order_by("person__name", "person_id").distinct()


def _people_by_words(words: str) -> list[int]:
    return list(_members().filter(person__name__icontains=words).values_list("person_id", flat=True)[:MOST_FOUND])


def _object_types() -> list[tuple[str, str]]:
    rooms = {"tenancy", "records", *settings.ROOMS}
    found = {model._meta.label_lower: str(model._meta.verbose_name) for model in apps.get_models()}
    return sorted(((code, label) for code, label in found.items() if code.partition(".")[0] in rooms), key=_by_label)


def _by_label(choice: tuple[str, str]) -> str:
    return choice[1]


class JournalFilter(ByDay):
    """Filters of the journal."""

    moment = "at"
    event = django_filters.ChoiceFilter(label=_("Event"), choices=lambda: list(events().items()))
    actor_id = PickFilter(label=_("Person"), offer=_people)
    object_type = django_filters.ChoiceFilter(label=_("About"), choices=_object_types)
    object_id = django_filters.NumberFilter(label="", widget=forms.HiddenInput, min_value=1, max_value=2**62)

    class Meta:
        model = JournalEntry
        fields: list[str] = []


JOURNAL = ListSpec(
    code="records.journal",
    title=_("Audit trail"),
    rows=queries.journal_visible_to,
    columns=[
        Column("at", pgettext_lazy("moment", "At"), lambda row: row.at, sort="id", kind="datetime"),
        Column("event", _("Event"), lambda row: event_label(row.event)),
        Column("actor", _("By"), shown_actor),
        Column("kind", _("About"), lambda row: object_label(row.object_type)),
        Column("object", _("Name"), lambda row: row.object_label),
        Column("changes", _("Changes"), summary),
        Column("code", _("Event code"), lambda row: row.event, is_optional=True),
        Column("object_id", _("Record number"), lambda row: row.object_id, kind="number", is_optional=True),
    ],
    default_sort="-id",
    filterset=JournalFilter,
    row_url=lambda row: tenant_url("records:journal_entry", row.id),
    empty=_("Nothing has been recorded yet."),
    may_export=Permission.JOURNAL_VIEW,
    url_name="records:journal_list",
)


class DocumentFilter(ByDay):
    """Filters of the archive."""

    language = django_filters.ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = PrintedDocument
        fields: list[str] = []


DOCUMENTS = ListSpec(
    code="records.documents",
    title=_("Printed documents"),
    rows=queries.documents_visible_to,
    columns=[
        Column("number", _("Number"), lambda row: row.number, sort="number"),
        Column("title", pgettext_lazy("document", "Title"), lambda row: row.title),
        Column("period", _("Period"), lambda row: row.period),
        Column("language", _("Language"), lambda row: get_language_info(row.language)["name_local"]),
        Column("created_at", _("Made at"), lambda row: row.created_at, sort="created_at", kind="datetime"),
        Column("creator", _("By"), lambda row: row.creator_name),
        Column("pages", _("Pages"), lambda row: row.pages, kind="number", is_optional=True),
        Column("cut_off", _("Data up to"), lambda row: row.cut_off, kind="datetime", is_optional=True),
        Column("sha256", _("SHA-256"), lambda row: row.sha256, is_optional=True),
    ],
    default_sort="-created_at",
    filterset=DocumentFilter,
    search=lambda rows, words: search.narrow(rows, DOCUMENT, words),
    row_url=lambda row: tenant_url("records:document_detail", row.id),
    empty=_("No document has been printed yet."),
    may_export=Permission.DOCUMENTS_VIEW,
    url_name="records:document_list",
)


class JobFilter(django_filters.FilterSet):
    """Filters of the jobs."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=JobStatus.choices)

    class Meta:
        model = Job
        fields: list[str] = []


JOBS = ListSpec(
    code="records.jobs",
    title=_("My background jobs"),
    rows=jobs_of,
    columns=[
        Column("title", _("Job"), queries.job_title),
        Column(
            "status",
            _("Status"),
            lambda row: row.get_status_display(),
            kind="badge",
            tone=lambda row: JOB_TONES[JobStatus(row.status)],
        ),
        Column("created_at", _("Ordered at"), lambda row: row.created_at, sort="id", kind="datetime"),
        Column("finished_at", _("Finished at"), lambda row: row.finished_at, kind="datetime"),
        Column("attempt", pgettext_lazy("job", "Attempts"), lambda row: row.attempt, kind="number", is_optional=True),
    ],
    default_sort="-id",
    filterset=JobFilter,
    row_url=lambda row: tenant_url("records:job_detail", row.id),
    empty=_("You have not ordered anything that takes longer. Exports, prints and imports appear here."),
    url_name="records:job_list",
)
