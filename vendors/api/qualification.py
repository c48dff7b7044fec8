"""Reviews, service reports, the qualified list, proposals, links and the log in the API: the verbs of the pages."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from tenancy.api.views import IDEMPOTENCY_HEADER, ReadViewSet
from tenancy.errors import NotAllowed
from vendors import queries as register
from vendors.actions import log as log_verbs
from vendors.actions import proposal as proposal_verbs
from vendors.actions import qualification as verbs
from vendors.actions import qualified_list as list_verbs
from vendors.actions import registration
from vendors.actions import report as report_verbs
from vendors.actions import review as review_verbs
from vendors.api import qualification_serializers as shapes
from vendors.models import (
    ChangeProposal,
    QualifiedList,
    RegistrationLink,
    ServiceReport,
    Vendor,
    VendorLogEntry,
    VendorReview,
)
from vendors.queries import log as log_queries
from vendors.queries import proposal as proposal_queries
from vendors.queries import qualified_list as list_queries
from vendors.queries import review as queries


class PaperViewSet(ReadViewSet):
    """What the viewsets of this module share: rows the caller may read, one verb for each POST."""

    lookup_value_regex = r"\d{1,18}"

    def visible(self) -> QuerySet[Any]:
        """Return the rows the caller may read."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows the caller may read, newest first."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return self.visible().order_by("-id")

    def get_serializer_context(self) -> dict[str, Any]:
        """Hand over who asks, and when."""
        context = dict(super().get_serializer_context())
        if not getattr(self, "swagger_fake_view", False):
            context.update(actor=self.actor, at=timezone.now())
        return context

    def typed(self, shape: Any) -> dict[str, Any]:
        """Return the checked body of the request."""
        body = shape(data=self.request.data)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def shown(self, row: Any, status: int = 200) -> Response:
        """Answer with a row as it is now."""
        return Response(self.get_serializer(self.visible().get(pk=row.pk)).data, status=status)


@extend_schema(tags=["vendors"])
class QualificationViewSet(PaperViewSet):
    """Where vendors stand, and the steps of their qualification."""

    queryset = Vendor.objects.all()
    serializer_class = shapes.QualificationSerializer

    def visible(self) -> QuerySet[Any]:
        """Return the vendors the caller may read."""
        return register.vendors_visible_to(self.actor)

    @extend_schema(request=None, responses=shapes.QualificationSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str | None = None) -> Response:
        """Hand in the papers of a candidate."""
        return self.shown(verbs.submit(vendor_id=self.get_object().id, by=self.actor, at=timezone.now()))

    @extend_schema(
        request=shapes.ReasonInput, responses=shapes.QualificationSerializer, parameters=[IDEMPOTENCY_HEADER]
    )
    @action(detail=True, methods=["post"])
    def watch(self, request: Request, pk: str | None = None) -> Response:
        """Put a vendor under watch."""
        row = self.get_object()
        typed = self.typed(shapes.ReasonInput)
        return self.shown(verbs.watch(vendor_id=row.id, **typed, by=self.actor, at=timezone.now()))

    @extend_schema(
        request=shapes.ReasonInput, responses=shapes.QualificationSerializer, parameters=[IDEMPOTENCY_HEADER]
    )
    @action(detail=True, methods=["post"])
    def end_watch(self, request: Request, pk: str | None = None) -> Response:
        """End the watch over a vendor."""
        row = self.get_object()
        typed = self.typed(shapes.ReasonInput)
        return self.shown(verbs.end_watch(vendor_id=row.id, **typed, by=self.actor, at=timezone.now()))

    @extend_schema(request=shapes.StartInput, responses={201: shapes.ReviewSerializer}, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def start_review(self, request: Request, pk: str | None = None) -> Response:
        """Open a review of a vendor."""
        row = self.get_object()
        typed = self.typed(shapes.StartInput)
        made = review_verbs.start_review(vendor_id=row.id, **typed, by=self.actor, at=timezone.now())
        return Response(shapes.ReviewSerializer(made, context=self.get_serializer_context()).data, status=201)


@extend_schema(tags=["vendors"])
class ReviewViewSet(PaperViewSet):
    """Vendor reviews."""

    queryset = VendorReview.objects.all()
    serializer_class = shapes.ReviewSerializer
    filterset_fields = ["vendor", "status", "result"]

    def visible(self) -> QuerySet[Any]:
        """Return the reviews the caller may read."""
        return queries.reviews_visible_to(self.actor).prefetch_related("aspects", "conditions")

    @extend_schema(request=shapes.AspectInput, responses=shapes.ReviewSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def note_aspect(self, request: Request, pk: str | None = None) -> Response:
        """Note what was found about an aspect."""
        row = self.get_object()
        typed = self.typed(shapes.AspectInput)
        review_verbs.note_aspect(review_id=row.id, **typed, by=self.actor, at=timezone.now())
        return self.shown(row)

    @extend_schema(request=shapes.ConditionInput, responses=shapes.ReviewSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def tick_condition(self, request: Request, pk: str | None = None) -> Response:
        """Tick a condition with a paper of the vendor."""
        row = self.get_object()
        typed = self.typed(shapes.ConditionInput)
        review_verbs.tick_condition(review_id=row.id, **typed, by=self.actor, at=timezone.now())
        return self.shown(row)

    @extend_schema(request=shapes.CompleteInput, responses=shapes.ReviewSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def complete(self, request: Request, pk: str | None = None) -> Response:
        """Close a review with its result."""
        row = self.get_object()
        typed = self.typed(shapes.CompleteInput)
        return self.shown(review_verbs.complete_review(review_id=row.id, **typed, by=self.actor, at=timezone.now()))

    @extend_schema(request=shapes.ReasonInput, responses=shapes.ReviewSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def abandon(self, request: Request, pk: str | None = None) -> Response:
        """Give a review up."""
        row = self.get_object()
        typed = self.typed(shapes.ReasonInput)
        return self.shown(review_verbs.abandon_review(review_id=row.id, **typed, by=self.actor, at=timezone.now()))


@extend_schema(tags=["vendors"])
class ServiceReportViewSet(PaperViewSet):
    """Service reports."""

    queryset = ServiceReport.objects.all()
    serializer_class = shapes.ReportSerializer
    filterset_fields = ["vendor", "status"]

    def visible(self) -> QuerySet[Any]:
        """Return the service reports the caller may read."""
        return queries.reports_visible_to(self.actor)

    @extend_schema(
        request=shapes.NewReportInput, responses={201: shapes.ReportSerializer}, parameters=[IDEMPOTENCY_HEADER]
    )
    def create(self, request: Request) -> Response:
        """Save a new service report, or hand it in."""
        typed = self.typed(shapes.NewReportInput)
        vendor = typed.pop("vendor")
        made = report_verbs.save_report(vendor_id=vendor.id, **typed, by=self.actor, at=timezone.now())
        return self.shown(made, 201)

    @extend_schema(request=shapes.ReportInput, responses=shapes.ReportSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str | None = None) -> Response:
        """Change a draft, or hand it in."""
        row = self.get_object()
        typed = self.typed(shapes.ReportInput)
        made = report_verbs.save_report(
            vendor_id=row.vendor_id, report_id=row.id, **typed, by=self.actor, at=timezone.now()
        )
        return self.shown(made)

    @extend_schema(request=shapes.ReasonInput, responses=shapes.ReportSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"], url_path="return")
    def give_back(self, request: Request, pk: str | None = None) -> Response:
        """Give a report back to its vendor."""
        row = self.get_object()
        typed = self.typed(shapes.ReasonInput)
        return self.shown(report_verbs.return_report(report_id=row.id, **typed, by=self.actor, at=timezone.now()))


@extend_schema(tags=["vendors"])
class QualifiedListViewSet(PaperViewSet):
    """Versions of the qualified-vendor list."""

    queryset = QualifiedList.objects.all()
    serializer_class = shapes.ListSerializer
    filterset_fields = ["status"]

    def visible(self) -> QuerySet[Any]:
        """Return the versions the caller may read."""
        return list_queries.lists_visible_to(self.actor).prefetch_related("entries")

    @extend_schema(request=None, responses={201: shapes.ListSerializer}, parameters=[IDEMPOTENCY_HEADER])
    def create(self, request: Request) -> Response:
        """Compile a version from the register."""
        return self.shown(list_verbs.compile_list(by=self.actor, at=timezone.now()), 201)

    @extend_schema(request=shapes.SubmitInput, responses=shapes.ListSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str | None = None) -> Response:
        """Send a draft for approval."""
        row = self.get_object()
        typed = self.typed(shapes.SubmitInput)
        return self.shown(list_verbs.submit_list(version_id=row.id, **typed, by=self.actor, at=timezone.now()))

    @extend_schema(request=None, responses=shapes.ListSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, pk: str | None = None) -> Response:
        """Give a draft up."""
        return self.shown(list_verbs.discard_list(version_id=self.get_object().id, by=self.actor, at=timezone.now()))

    @extend_schema(request=None, responses=shapes.ListSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str | None = None) -> Response:
        """Make a version a draft again after its approval was withdrawn."""
        return self.shown(list_verbs.reopen_list(version_id=self.get_object().id, by=self.actor, at=timezone.now()))


@extend_schema(tags=["vendors"])
class ProposalViewSet(PaperViewSet):
    """Changes vendors propose of their own facts."""

    queryset = ChangeProposal.objects.all()
    serializer_class = shapes.ProposalSerializer
    filterset_fields = ["vendor", "status"]

    def visible(self) -> QuerySet[Any]:
        """Return the proposals the caller may read."""
        return proposal_queries.proposals_visible_to(self.actor).prefetch_related("facts")

    @extend_schema(
        request=shapes.ProposalInput, responses={201: shapes.ProposalSerializer}, parameters=[IDEMPOTENCY_HEADER]
    )
    def create(self, request: Request) -> Response:
        """Propose how the caller's own facts shall read."""
        if self.actor.vendor_id is None:
            raise NotAllowed
        typed = self.typed(shapes.ProposalInput)
        made = proposal_verbs.propose(vendor_id=self.actor.vendor_id, **typed, by=self.actor, at=timezone.now())
        return self.shown(made, 201)

    @extend_schema(request=shapes.DecideInput, responses=shapes.ProposalSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str | None = None) -> Response:
        """Accept or refuse every proposed fact."""
        row = self.get_object()
        verdicts = {
            one["field"]: proposal_verbs.Verdict(accept=one["accept"], reason=one["reason"])
            for one in self.typed(shapes.DecideInput)["verdicts"]
        }
        done = proposal_verbs.decide(proposal_id=row.id, verdicts=verdicts, by=self.actor, at=timezone.now())
        return self.shown(done)

    @extend_schema(request=None, responses=shapes.ProposalSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str | None = None) -> Response:
        """Take one's own proposal back."""
        return self.shown(proposal_verbs.withdraw(proposal_id=self.get_object().id, by=self.actor, at=timezone.now()))


@extend_schema(tags=["vendors"])
class RegistrationLinkViewSet(PaperViewSet):
    """Links by which companies register themselves."""

    queryset = RegistrationLink.objects.all()
    serializer_class = shapes.LinkSerializer

    def visible(self) -> QuerySet[Any]:
        """Return the links the caller may read."""
        return proposal_queries.links_visible_to(self.actor)

    @extend_schema(request=shapes.LinkInput, responses={201: shapes.LinkSerializer}, parameters=[IDEMPOTENCY_HEADER])
    def create(self, request: Request) -> Response:
        """Make a link and order its mail."""
        made = registration.make_link(**self.typed(shapes.LinkInput), by=self.actor, at=timezone.now())
        return self.shown(made, 201)

    @extend_schema(request=None, responses=shapes.LinkSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def resend(self, request: Request, pk: str | None = None) -> Response:
        """Send a new link."""
        return self.shown(registration.resend_link(link_id=self.get_object().id, by=self.actor, at=timezone.now()))

    @extend_schema(request=None, responses=shapes.LinkSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str | None = None) -> Response:
        """Withdraw a link."""
        return self.shown(registration.revoke_link(link_id=self.get_object().id, by=self.actor, at=timezone.now()))

    @extend_schema(request=None, responses=shapes.LinkSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def seen(self, request: Request, pk: str | None = None) -> Response:
        """Note that what came in by a link was looked at."""
        return self.shown(registration.note_seen(link_id=self.get_object().id, by=self.actor, at=timezone.now()))


@extend_schema(tags=["vendors"])
class LogEntryViewSet(PaperViewSet):
    """The vendor log."""

    queryset = VendorLogEntry.objects.all()
    serializer_class = shapes.LogSerializer
    filterset_fields = ["vendor", "kind"]

    def visible(self) -> QuerySet[Any]:
        """Return the entries the caller may read."""
        return log_queries.entries_visible_to(self.actor)

    @extend_schema(request=shapes.LogInput, responses={201: shapes.LogSerializer}, parameters=[IDEMPOTENCY_HEADER])
    def create(self, request: Request) -> Response:
        """Note something about a vendor."""
        typed = self.typed(shapes.LogInput)
        vendor = typed.pop("vendor")
        return self.shown(log_verbs.add_entry(vendor_id=vendor.id, **typed, by=self.actor, at=timezone.now()), 201)

    @extend_schema(request=shapes.ReasonInput, responses=shapes.LogSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def strike(self, request: Request, pk: str | None = None) -> Response:
        """Strike an entry out."""
        row = self.get_object()
        typed = self.typed(shapes.ReasonInput)
        return self.shown(log_verbs.strike_entry(entry_id=row.id, **typed, by=self.actor, at=timezone.now()))
