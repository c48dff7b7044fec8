"""The room's API: everything a page does, through the same verbs, with the same refusal codes."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from contracts import queries as contract_queries
from inspections import queries
from inspections.actions import checklist as checklist_verbs
from inspections.actions import filing, judging, planning
from inspections.api import serializers as shapes
from inspections.choices import InspectionStatus, InspectionType
from inspections.models import ChecklistVersion, Inspection, ItemResult
from tenancy.api.views import IDEMPOTENCY_HEADER, ReadViewSet
from tenancy.queries import today
from tenancy.web import now

STATUS = OpenApiParameter("status", str, enum=[one.value for one in InspectionStatus])
MONTH = OpenApiParameter("month", str, description="The first day of the month, for example 2026-10-01.")


@extend_schema(tags=["inspections"])
class InspectionViewSet(ReadViewSet):
    """Inspections: plan, start, keep a draft, add photos, submit, review, publish, correct."""

    queryset = Inspection.objects.none()
    serializer_class = shapes.InspectionSerializer
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Inspection]:
        """Return what the actor may see, narrowed by ``status`` and ``month``."""
        rows = queries.inspections_visible_to(self.actor)
        asked = self.request.query_params
        if asked.get("status") in {one.value for one in InspectionStatus}:
            rows = rows.filter(status=asked["status"])
        month = asked.get("month", "")
        if month:
            year, _dash, rest = month.partition("-")
            is_month = len(month) == 10 and rest[2:] == "-01" and year.isdigit() and rest[:2].isdigit()
            if not (is_month and month.isascii() and 1 <= int(rest[:2]) <= 12 and int(year) > 0):
                return rows.none()
            rows = rows.filter(month=month)
        return rows

    @extend_schema(parameters=[STATUS, MONTH])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List inspections, newest first."""
        return super().list(request, *args, **kwargs)

    @extend_schema(responses=shapes.InspectionDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return one inspection with its answers and photos."""
        return self._detail(self.get_object())

    def _detail(self, row: Inspection, code: int = status.HTTP_200_OK) -> Response:
        fresh = queries.inspections_visible_to(self.actor).filter(id=row.id).first() or row
        return Response(shapes.InspectionDetailSerializer(fresh, context={"view": self}).data, status=code)

    def _read(self, shape: Any) -> Any:
        message = shape(data=self.request.data)
        message.is_valid(raise_exception=True)
        return message

    def _contract_id(self, asked: dict[str, Any]) -> int:
        if not contract_queries.contracts_visible_to(self.actor).filter(id=asked["contract"]).exists():
            raise Http404
        return int(asked["contract"])

    @extend_schema(
        request=shapes.PlanInput, responses={201: shapes.InspectionDetailSerializer}, parameters=[IDEMPOTENCY_HEADER]
    )
    def create(self, request: Request) -> Response:
        """Plan an inspection."""
        asked = self._read(shapes.PlanInput).validated_data
        row = planning.plan_inspection(
            contract_id=self._contract_id(asked),
            line_id=asked["line"],
            kind=InspectionType(asked["kind"]),
            theme=asked["theme"],
            planned_on=asked["planned_on"],
            inspector_id=asked["inspector"],
            by=self.actor,
            at=now(),
            on=today(self.tenant),
        )
        return self._detail(row, status.HTTP_201_CREATED)

    @extend_schema(request=shapes.StartInput, responses={201: shapes.InspectionDetailSerializer})
    @action(detail=False, methods=["post"], url_path="start-ad-hoc")
    def start_ad_hoc(self, request: Request) -> Response:
        """Start an inspection that was not planned."""
        asked = self._read(shapes.StartInput).validated_data
        row = planning.start_ad_hoc(
            contract_id=self._contract_id(asked),
            line_id=asked["line"],
            kind=InspectionType(asked["kind"]),
            theme=asked["theme"],
            client_id=asked["client_id"],
            by=self.actor,
            at=now(),
            on=today(self.tenant),
        )
        return self._detail(row, status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=shapes.InspectionDetailSerializer)
    @action(detail=True, methods=["post"])
    def start(self, request: Request, pk: str) -> Response:
        """Begin a planned inspection."""
        row = self.get_object()
        return self._detail(
            planning.start_inspection(inspection_id=row.id, by=self.actor, at=now(), on=today(self.tenant))
        )

    @extend_schema(request=shapes.AnswersInput, responses=shapes.InspectionDetailSerializer)
    @action(detail=True, methods=["post"])
    def draft(self, request: Request, pk: str) -> Response:
        """Keep the answers given so far; those that cannot be kept come back in ``refused``."""
        row = self.get_object()
        message = self._read(shapes.AnswersInput)
        row, refused = filing.save_draft(
            inspection_id=row.id,
            answers=message.inputs(),
            suggestion=message.validated_data["suggestion"],
            by=self.actor,
            at=now(),
        )
        answer = self._detail(row)
        answer.data["refused"] = {code: str(text) for code, text in refused.items()}
        return answer

    @extend_schema(request=shapes.AnswersInput, responses=shapes.InspectionDetailSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Submit; the same ``client_id`` as the inspection's again answers as the first time."""
        row = self.get_object()
        message = self._read(shapes.AnswersInput)
        row = filing.submit_inspection(
            inspection_id=row.id,
            answers=message.inputs(),
            client_id=message.validated_data["client_id"],
            suggestion=message.validated_data["suggestion"],
            by=self.actor,
            at=now(),
        )
        return self._detail(row)

    @extend_schema(request={"multipart/form-data": shapes.PhotoInput}, responses={201: shapes.PhotoSerializer})
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def photos(self, request: Request, pk: str) -> Response:
        """Add a photo to an item."""
        row = self.get_object()
        asked = self._read(shapes.PhotoInput).validated_data
        photo = filing.attach_photo(
            inspection_id=row.id,
            item_code=asked["item"],
            upload=asked["file"],
            client_id=asked["client_id"],
            source=asked["source"],
            taken_at=asked["taken_at"],
            by=self.actor,
            at=now(),
        )
        return Response(shapes.PhotoSerializer(photo).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=shapes.InspectionDetailSerializer)
    @action(detail=True, methods=["post"])
    def review(self, request: Request, pk: str) -> Response:
        """Confirm a check of the company, the region or headquarters."""
        row = self.get_object()
        return self._detail(judging.review_inspection(inspection_id=row.id, by=self.actor, at=now()))

    @extend_schema(request=None, responses=shapes.InspectionDetailSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        """Publish to the vendor."""
        row = self.get_object()
        return self._detail(judging.publish_inspection(inspection_id=row.id, by=self.actor, at=now()))

    @extend_schema(request=shapes.ReasonInput, responses=shapes.InspectionDetailSerializer)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: Request, pk: str) -> Response:
        """Give back to the inspector; answers with the new version."""
        row = self.get_object()
        reason = self._read(shapes.ReasonInput).validated_data["reason"]
        return self._detail(judging.send_back_inspection(inspection_id=row.id, reason=reason, by=self.actor, at=now()))

    @extend_schema(request=shapes.ReasonInput, responses=shapes.InspectionDetailSerializer)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Begin a correction of a published inspection; answers with the new version."""
        row = self.get_object()
        reason = self._read(shapes.ReasonInput).validated_data["reason"]
        return self._detail(judging.correct_inspection(inspection_id=row.id, reason=reason, by=self.actor, at=now()))

    @extend_schema(request=shapes.ReasonInput, responses=shapes.InspectionDetailSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Cancel what was not submitted."""
        row = self.get_object()
        reason = self._read(shapes.ReasonInput).validated_data["reason"]
        return self._detail(planning.cancel_inspection(inspection_id=row.id, reason=reason, by=self.actor, at=now()))


@extend_schema(tags=["inspections"])
class FindingViewSet(ReadViewSet):
    """Items that lost points."""

    queryset = ItemResult.objects.none()
    serializer_class = shapes.ItemResultSerializer
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[ItemResult]:
        """Return the findings the actor may see."""
        return queries.findings_visible_to(self.actor)

    def paginate_queryset(self, queryset: Any) -> Any:
        """Put the photos of a page onto its rows."""
        rows = super().paginate_queryset(queryset)
        if rows is not None:
            photos = queries.photos_of(rows)
            for row in rows:
                row.photos = photos[row.id]
        return rows


@extend_schema(tags=["inspections"])
class ChecklistViewSet(ReadViewSet):
    """Versions of the checklists."""

    queryset = ChecklistVersion.objects.none()
    serializer_class = shapes.ChecklistVersionSerializer
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[ChecklistVersion]:
        """Return the versions the actor may see."""
        return queries.versions_visible_to(self.actor).prefetch_related("items")

    def _answer(self, version: ChecklistVersion) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(id=version.id)).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="new-version")
    def new_version(self, request: Request, pk: str) -> Response:
        """Draft the next version as a copy of the newest approved one."""
        row = self.get_object()
        return self._answer(checklist_verbs.new_version(template_id=row.template_id, by=self.actor, at=now()))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Hand a draft in for approval."""
        row = self.get_object()
        return self._answer(checklist_verbs.submit_version(version_id=row.id, by=self.actor, at=now()))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """Approve a submitted version."""
        row = self.get_object()
        return self._answer(checklist_verbs.approve_version(version_id=row.id, by=self.actor, at=now()))
