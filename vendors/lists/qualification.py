"""Lists of reviews, service reports, versions and entries of the qualified list, proposals, links and the log."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records import search
from tenancy.filters import PickFilter
from tenancy.listing import Column, ListSpec
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import hundredths, in_language
from tenancy.web import tenant_url
from vendors.choices import (
    LIST_STATUS_LABELS,
    LOG_KIND_LABELS,
    PROPOSAL_STATUS_LABELS,
    REPORT_STATUS_LABELS,
    REVIEW_RESULT_LABELS,
    REVIEW_STATUS_LABELS,
)
from vendors.models import (
    ChangeProposal,
    QualifiedList,
    QualifiedListEntry,
    RegistrationLink,
    ServiceReport,
    Vendor,
    VendorLogEntry,
    VendorReview,
)
from vendors.queries import proposal as proposal_queries
from vendors.queries import qualified_list as list_queries
from vendors.queries import review as queries
from vendors.queries import vendors_offered
from vendors.queries.log import entries_visible_to

REVIEW_TONES = {"open": "blue", "completed": "green", "abandoned": "grey"}
RESULT_TONES = {"passed": "green", "more_papers": "yellow", "failed": "red"}
REPORT_TONES = {"draft": "grey", "handed_in": "green", "returned": "yellow"}
LIST_TONES = {"draft": "grey", "in_approval": "blue", "approved": "green", "refused": "red", "discarded": "grey"}
PROPOSAL_TONES = {"open": "yellow", "decided": "green", "withdrawn": "grey"}
LOG_TONES = {"change": "blue", "market": "yellow", "training": "green", "communication": "grey"}


def by_vendor_words(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Keep the rows whose vendor the words find."""
    found = search.narrow(Vendor.objects.all(), "vendors.vendor", words)
    return rows.filter(vendor_id__in=found.values("id"))


def _vendor(row: Any) -> str:
    return str(row.vendor.legal_name)


def _vendor_url(row: Any) -> str:
    return tenant_url("vendors:vendor_detail", row.vendor_id)


class ReviewFilter(django_filters.FilterSet):
    """Filters of the reviews."""

    status = django_filters.ChoiceFilter(label=_("State"), choices=list(REVIEW_STATUS_LABELS.items()))
    result = django_filters.ChoiceFilter(label=_("Result"), choices=list(REVIEW_RESULT_LABELS.items()))

    class Meta:
        model = VendorReview
        fields: list[str] = []


def _reviews(actor: Actor) -> QuerySet[VendorReview]:
    return queries.reviews_visible_to(actor).select_related("vendor")


REVIEWS = ListSpec(
    code="vendors.reviews",
    title=_("Vendor reviews"),
    rows=_reviews,
    columns=[
        Column("number", _("Number"), lambda row: row.number, sort="number"),
        Column("vendor", _("Vendor"), _vendor),
        Column(
            "status",
            _("State"),
            lambda row: REVIEW_STATUS_LABELS[row.status],
            sort="status",
            kind="badge",
            tone=lambda row: REVIEW_TONES[row.status],
        ),
        Column(
            "result",
            _("Result"),
            lambda row: REVIEW_RESULT_LABELS.get(row.result, ""),
            kind="badge",
            tone=lambda row: RESULT_TONES.get(row.result, "grey"),
        ),
        Column("reviewers", _("Reviewers"), lambda row: row.reviewers),
        Column("opened_at", _("Opened at"), lambda row: row.opened_at, sort="opened_at", kind="datetime"),
        Column("completed_at", _("Completed at"), lambda row: row.completed_at, kind="datetime", is_optional=True),
        Column("conclusion", _("Conclusion"), lambda row: row.conclusion, is_optional=True),
    ],
    default_sort="-opened_at",
    filterset=ReviewFilter,
    search=by_vendor_words,
    row_url=lambda row: tenant_url("vendors:review_detail", row.id),
    empty=_("No vendor has been reviewed yet. A review is started on the vendor's page."),
    may_export=Permission.VENDOR_VIEW,
    url_name="vendors:review_list",
)


class ReportFilter(django_filters.FilterSet):
    """Filters of the service reports."""

    status = django_filters.ChoiceFilter(label=_("State"), choices=list(REPORT_STATUS_LABELS.items()))

    class Meta:
        model = ServiceReport
        fields: list[str] = []


REPORTS = ListSpec(
    code="vendors.service_reports",
    title=_("Service reports"),
    rows=queries.reports_visible_to,
    columns=[
        Column("vendor", _("Vendor"), _vendor),
        Column("project", _("Project"), lambda row: row.project.name if row.project else _("All projects")),
        Column(
            "line", _("Service line"), lambda row: in_language(row.line.names) if row.line else _("All service lines")
        ),
        Column("responsible_person", _("Responsible person"), lambda row: row.responsible_person),
        Column(
            "status",
            _("State"),
            lambda row: REPORT_STATUS_LABELS[row.status],
            sort="status",
            kind="badge",
            tone=lambda row: REPORT_TONES[row.status],
        ),
        Column("handed_in_at", _("Handed in at"), lambda row: row.handed_in_at, kind="datetime"),
        Column("created_at", _("Begun at"), lambda row: row.created_at, sort="created_at", kind="datetime"),
    ],
    default_sort="-created_at",
    filterset=ReportFilter,
    search=by_vendor_words,
    row_url=lambda row: tenant_url("vendors:service_report_detail", row.id),
    empty=_("No service report yet."),
    may_export=Permission.VENDOR_VIEW,
    url_name="vendors:service_report_list",
)


class VersionFilter(django_filters.FilterSet):
    """Filters of the versions."""

    status = django_filters.ChoiceFilter(label=_("State"), choices=list(LIST_STATUS_LABELS.items()))

    class Meta:
        model = QualifiedList
        fields: list[str] = []


VERSIONS = ListSpec(
    code="vendors.qualified_lists",
    title=_("Qualified-vendor list"),
    rows=list_queries.lists_visible_to,
    columns=[
        Column("number", _("Version"), lambda row: _("Version %(number)s") % {"number": row.number}, sort="number"),
        Column(
            "status",
            _("State"),
            lambda row: LIST_STATUS_LABELS[row.status],
            sort="status",
            kind="badge",
            tone=lambda row: LIST_TONES[row.status],
        ),
        Column("size", _("Vendors"), lambda row: row.size, kind="number"),
        Column("compiled_by", _("Compiled by"), lambda row: row.compiled_by_name),
        Column("compiled_at", _("Compiled at"), lambda row: row.compiled_at, sort="compiled_at", kind="datetime"),
        Column("reviewed_by", _("Management representative"), lambda row: row.reviewed_by_name),
        Column("approved_by", _("Approved by"), lambda row: row.approved_by_name),
        Column("valid_from", _("Valid from"), lambda row: row.valid_from, kind="date"),
    ],
    default_sort="-number",
    filterset=VersionFilter,
    row_url=lambda row: tenant_url("vendors:qualified_list_detail", row.id),
    empty=_("No version of the list yet. Compile the first one from the register."),
    may_export=Permission.VENDOR_VIEW,
    url_name="vendors:qualified_list_list",
)


class EntryFilter(django_filters.FilterSet):
    """The version whose entries are shown."""

    version = django_filters.NumberFilter(label=_("Version"), field_name="version_id", max_value=2**62)

    class Meta:
        model = QualifiedListEntry
        fields: list[str] = []


ENTRIES = ListSpec(
    code="vendors.qualified_entries",
    title=_("Qualified-vendor list"),
    rows=list_queries.entries_visible_to,
    columns=[
        Column("version", _("Version"), lambda row: row.version.number, kind="number"),
        Column("legal_name", _("Legal name"), lambda row: row.legal_name, sort="sort_key"),
        Column("credit_code", _("Credit code"), lambda row: row.credit_code),
        Column("lines", _("Service lines"), lambda row: [in_language(line["names"]) for line in row.lines]),
        Column("valid_from", _("Valid from"), lambda row: row.version.valid_from, kind="date"),
        Column("valid_until", _("Valid until"), lambda row: row.valid_until, kind="date"),
        Column("last_grade", _("Last grade"), lambda row: row.last_grade),
        Column(
            "mean_total",
            _("Mean of 12 months"),
            lambda row: None if row.mean_total is None else hundredths(row.mean_total),
            kind="number",
        ),
        Column("reviewed_by", _("Management representative"), lambda row: row.version.reviewed_by_name),
        Column("approved_by", _("Approved by"), lambda row: row.version.approved_by_name),
        Column("remarks", _("Remarks"), lambda row: row.remarks),
    ],
    default_sort="sort_key",
    filterset=EntryFilter,
    may_export=Permission.VENDOR_VIEW,
    url_name="vendors:qualified_list_list",
)


class ProposalFilter(django_filters.FilterSet):
    """Filters of the proposals."""

    status = django_filters.ChoiceFilter(label=_("State"), choices=list(PROPOSAL_STATUS_LABELS.items()))

    class Meta:
        model = ChangeProposal
        fields: list[str] = []


PROPOSALS = ListSpec(
    code="vendors.proposals",
    title=_("Changes proposed by vendors"),
    rows=proposal_queries.proposals_visible_to,
    columns=[
        Column("vendor", _("Vendor"), _vendor),
        Column("proposed_at", _("Proposed at"), lambda row: row.proposed_at, sort="proposed_at", kind="datetime"),
        Column("proposed_by", _("Proposed by"), lambda row: row.proposed_by_name),
        Column(
            "status",
            _("State"),
            lambda row: PROPOSAL_STATUS_LABELS[row.status],
            sort="status",
            kind="badge",
            tone=lambda row: PROPOSAL_TONES[row.status],
        ),
        Column("closed_at", _("Closed at"), lambda row: row.closed_at, kind="datetime"),
    ],
    default_sort="-proposed_at",
    filterset=ProposalFilter,
    search=by_vendor_words,
    row_url=lambda row: tenant_url("vendors:proposal_detail", row.id),
    empty=_("No vendor has proposed a change."),
    may_export=Permission.VENDOR_VIEW,
    url_name="vendors:proposal_list",
)


def _link_state(row: RegistrationLink) -> str:
    return proposal_queries.link_state(row, timezone.now())[0]


LINKS = ListSpec(
    code="vendors.links",
    title=_("Registration links"),
    rows=proposal_queries.links_visible_to,
    columns=[
        Column("company", _("Company"), lambda row: row.company, sort="company"),
        Column("email", _("E-mail"), lambda row: row.email),
        Column(
            "state",
            _("State"),
            _link_state,
            kind="badge",
            tone=lambda row: proposal_queries.link_state(row, timezone.now())[1],
        ),
        Column("created_at", _("Made at"), lambda row: row.created_at, sort="created_at", kind="datetime"),
        Column("created_by", _("Made by"), lambda row: row.created_by_name),
        Column("expires_at", _("Valid until"), lambda row: row.expires_at, sort="expires_at", kind="datetime"),
        Column(
            "vendor",
            _("Vendor"),
            lambda row: row.vendor.legal_name if row.vendor else "",
            kind="link",
            url=lambda row: _vendor_url(row) if row.vendor_id else "",
        ),
    ],
    default_sort="-created_at",
    row_url=lambda row: tenant_url("vendors:registration_link_detail", row.id),
    empty=_("No link has been made. Make one to let a company register itself."),
    may_export=Permission.VENDOR_EDIT,
    url_name="vendors:registration_link_list",
)


DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LogFilter(django_filters.FilterSet):
    """Filters of the vendor log."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=list(LOG_KIND_LABELS.items()))
    vendor = PickFilter(label=_("Vendor"), offer=vendors_offered, field_name="vendor_id")
    since = django_filters.DateFilter(
        label=pgettext_lazy("vendor log", "From"), field_name="happened_on", lookup_expr="gte", widget=DAY
    )
    until = django_filters.DateFilter(
        label=pgettext_lazy("vendor log", "Until"), field_name="happened_on", lookup_expr="lte", widget=DAY
    )

    class Meta:
        model = VendorLogEntry
        fields: list[str] = []


def _text(name: str) -> Any:
    return lambda row: getattr(row, name)


LOG = ListSpec(
    code="vendors.log",
    title=_("Vendor log"),
    rows=entries_visible_to,
    columns=[
        Column("happened_on", _("Date"), lambda row: row.happened_on, sort="happened_on", kind="date"),
        Column("vendor", _("Vendor"), _vendor),
        Column(
            "kind",
            _("Kind"),
            lambda row: LOG_KIND_LABELS[row.kind],
            sort="kind",
            kind="badge",
            tone=lambda row: LOG_TONES[row.kind],
        ),
        Column("topic", pgettext_lazy("vendor log", "Topic"), lambda row: row.topic),
        Column("state", _("State"), lambda row: pgettext_lazy("vendor log", "Struck out") if row.struck_at else ""),
        Column("source", _("Source"), _text("source"), is_optional=True),
        Column("content", _("Content"), _text("content"), is_optional=True),
        Column("attendees", _("Attendees"), _text("attendees"), is_optional=True),
        Column("result", _("Result"), _text("result"), is_optional=True),
        Column("difficulties", _("Difficulties of the vendor"), _text("difficulties"), is_optional=True),
        Column("needs", _("Needs of the vendor"), _text("needs"), is_optional=True),
        Column("support", _("Support given"), _text("support"), is_optional=True),
        Column("reported_at", _("Reported at"), _text("reported_at"), kind="datetime", is_optional=True),
        Column("created_by", _("Entered by"), _text("created_by_name"), is_optional=True),
    ],
    default_sort="-happened_on",
    filterset=LogFilter,
    search=by_vendor_words,
    row_url=lambda row: tenant_url("vendors:log_entry_detail", row.id),
    empty=_("Nothing is noted yet. Note changes, market reactions, training and talks."),
    may_export=Permission.VENDOR_VIEW,
    url_name="vendors:log_entry_list",
)
