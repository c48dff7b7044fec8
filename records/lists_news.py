"""The list of a reader's news."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records import notification_queries
from records.models import Notification
from tenancy.listing import Column, ListSpec
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url


class NewsFilter(django_filters.FilterSet):
    """Filters of the list of news."""

    unread = django_filters.ChoiceFilter(
        label=_("Show"),
        method="only_unread",
        choices=[("1", pgettext_lazy("news", "Unread only"))],
        empty_label=_("All"),
    )

    class Meta:
        model = Notification
        fields: list[str] = []

    def only_unread(self, rows: QuerySet[Notification], name: str, value: str) -> QuerySet[Notification]:
        """Keep unread news."""
        return rows.filter(read_at__isnull=True)


def _rows(actor: Actor) -> QuerySet[Any]:
    return notification_queries.notifications_of(actor.membership_id)


NEWS = ListSpec(
    code="records.news",
    title=_("News"),
    rows=_rows,
    columns=[
        Column("text", _("News"), notification_queries.text_of),
        Column("at", pgettext_lazy("time", "At"), lambda row: row.created_at, sort="created_at", kind="datetime"),
        Column(
            "state",
            _("Status"),
            lambda row: pgettext_lazy("news", "Unread") if row.read_at is None else pgettext_lazy("news", "Read"),
            kind="badge",
            tone=lambda row: "blue" if row.read_at is None else "grey",
        ),
    ],
    default_sort="-created_at",
    filterset=NewsFilter,
    row_url=lambda row: tenant_url("records:notification_open", row.id),
    empty=_("No news yet. What concerns you appears here by itself."),
    url_name="records:notification_list",
)
