"""API of printed documents, background jobs, the audit trail, files and exports: the same verbs as the pages."""

import inspect
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from records import queries
from records.actions.export import order_export
from records.actions.journal import order_verification
from records.actions.printing import order_paper
from records.api.serializers import (
    AttachmentSerializer,
    DocumentSerializer,
    ExportOrderSerializer,
    JobSerializer,
    JournalEntrySerializer,
    OwnerSerializer,
    PaperOrderSerializer,
)
from records.models import Attachment, JournalEntry, PrintedDocument
from records.views.files import stored_file
from tenancy.api.views import IDEMPOTENCY_HEADER, ActorMixin, ReadViewSet, TenantViewSet
from tenancy.errors import NotAllowed, RuleBroken
from tenancy.models import Job
from tenancy.roles import Permission

FILE = {(200, "application/octet-stream"): OpenApiTypes.BINARY}
IDS = r"\d{1,18}"


@extend_schema(tags=["records"])
@extend_schema_view(
    create=extend_schema(
        parameters=[IDEMPOTENCY_HEADER],
        request=PaperOrderSerializer,
        responses={200: DocumentSerializer, 202: JobSerializer},
    )
)
class DocumentViewSet(ReadViewSet):
    """Printed documents. POST answers 200 with the stored document or 202 with the job that makes it."""

    queryset = PrintedDocument.objects.none()
    serializer_class = DocumentSerializer
    lookup_value_regex = IDS
    filterset_fields = ["kind", "number", "language"]

    def get_queryset(self) -> QuerySet[PrintedDocument]:
        """Return what the actor may read."""
        return queries.documents_visible_to(self.actor)

    def create(self, request: Request) -> Response:
        """Order a printed document."""
        order = PaperOrderSerializer(data=request.data)
        order.is_valid(raise_exception=True)
        kind, inputs = order.validated_data["kind"], order.validated_data["inputs"]
        _check_inputs(kind, inputs)
        try:
            found = order_paper(kind, inputs, by=self.actor, at=timezone.now())
        except ObjectDoesNotExist as error:
            raise Http404 from error
        if isinstance(found, PrintedDocument):
            return Response(DocumentSerializer(found).data)
        return Response(JobSerializer(found).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(responses=FILE)
    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: str) -> HttpResponseBase:
        """Hand out the PDF."""
        row = self.get_object()
        return stored_file(
            request._request,
            row.stored_name,
            f"{row.number}.pdf",
            "application/pdf",
            row.sha256,
            as_attachment=True,
        )


def _check_inputs(kind: str, inputs: dict[str, Any]) -> None:
    """Refuse inputs that the kind's builder does not know, or of another type: programs guess, pages do not."""
    path = settings.PAPERS.get(kind)
    if path is None:
        raise RuleBroken(_("There is no such document."), code="unknown_paper", field="kind")
    known = dict(inspect.signature(import_string(path), eval_str=True).parameters)
    known.pop("actor", None)
    missing = {name for name, one in known.items() if one.default is inspect.Parameter.empty} - inputs.keys()
    wrong = {name for name, value in inputs.items() if name not in known or not _fits(value, known[name].annotation)}
    if missing or wrong:
        raise RuleBroken(
            _("Wrong or missing inputs: %(names)s.") % {"names": ", ".join(sorted(missing | wrong))[:200]},
            code="wrong_inputs",
            field="inputs",
        )


def _fits(value: Any, annotation: Any) -> bool:
    plain = [one for one in (int, str, bool) if one is annotation or one in getattr(annotation, "__args__", ())]
    if value is None:
        return type(None) in getattr(annotation, "__args__", ())
    if isinstance(value, int) and not isinstance(value, bool) and not 0 <= value < 2**63:
        return False
    if isinstance(value, str) and "\x00" in value:
        return False
    return type(value) in plain


@extend_schema(tags=["records"])
class JobViewSet(ReadViewSet):
    """Background jobs of the actor, or of the tenant for those who watch them."""

    queryset = Job.objects.none()
    serializer_class = JobSerializer
    lookup_value_regex = IDS
    filterset_fields = ["kind", "status"]

    def get_queryset(self) -> QuerySet[Job]:
        """Return what the actor may see."""
        return queries.jobs_visible_to(self.actor)


@extend_schema(tags=["records"])
class JournalViewSet(ReadViewSet):
    """The audit trail."""

    queryset = JournalEntry.objects.none()
    serializer_class = JournalEntrySerializer
    lookup_value_regex = IDS
    filterset_fields = ["event", "object_type", "object_id", "actor_id"]

    def get_queryset(self) -> QuerySet[JournalEntry]:
        """Return the trail. Raises NotAllowed for those who may not read it."""
        if not self.actor.can(Permission.JOURNAL_VIEW):
            raise NotAllowed
        return queries.journal_visible_to(self.actor)

    @extend_schema(request=None, responses={202: JobSerializer}, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=False, methods=["post"])
    def verify(self, request: Request) -> Response:
        """Let the whole chain be checked in the background."""
        job = order_verification(by=self.actor, at=timezone.now())
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)


@extend_schema(tags=["records"])
@extend_schema_view(list=extend_schema(parameters=[OwnerSerializer]))
class AttachmentViewSet(ActorMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    """Files of an object, for those who may see the object."""

    queryset = Attachment.objects.none()
    serializer_class = AttachmentSerializer
    lookup_value_regex = IDS
    filter_backends: list[Any] = []
    pagination_class = None

    def get_object(self) -> Attachment:
        """Return the file when its object may be seen."""
        row = queries.attachment_visible_to(self.actor, int(self.kwargs["pk"]))
        if row is None:
            raise Http404
        return row

    def list(self, request: Request) -> Response:
        """List the files of one object."""
        owner = OwnerSerializer(data=request.query_params)
        owner.is_valid(raise_exception=True)
        object_type, object_id = owner.validated_data["object_type"], owner.validated_data["object_id"]
        if not queries.owner_visible(self.actor, object_type, object_id):
            raise Http404
        rows = queries.attachments_of(object_type, [object_id]).get(object_id, [])
        return Response(AttachmentSerializer(rows, many=True).data)

    @extend_schema(responses=FILE)
    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: str) -> HttpResponseBase:
        """Hand out the file."""
        row = self.get_object()
        return stored_file(
            request._request,
            row.stored_name,
            row.name,
            row.content_type,
            row.sha256,
            as_attachment=True,
        )


@extend_schema(tags=["records"])
class ExportViewSet(TenantViewSet):
    """Exports of lists; the file is the job's result."""

    queryset = Job.objects.none()
    serializer_class = JobSerializer

    @extend_schema(
        request=ExportOrderSerializer,
        parameters=[IDEMPOTENCY_HEADER],
        responses={201: JobSerializer, 202: OpenApiResponse(JobSerializer)},
    )
    def create(self, request: Request) -> Response:
        """Order an export: 201 when it is written, 202 when a job writes it."""
        order = ExportOrderSerializer(data=request.data)
        order.is_valid(raise_exception=True)
        job = order_export(
            list_code=order.validated_data["list"],
            query=order.validated_data["query"],
            format=order.validated_data["format"],
            by=self.actor,
            at=timezone.now(),
        )
        done = status.HTTP_201_CREATED if job.finished_at else status.HTTP_202_ACCEPTED
        return Response(JobSerializer(job).data, status=done)
