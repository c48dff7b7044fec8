"""Judging and award in the API: the same verbs and refusal codes as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from tenancy import fresh_factor
from tenancy.api.views import IDEMPOTENCY_HEADER, ReadViewSet
from tendering.actions import awards as award_verbs
from tendering.actions import contracting, failing, letters, panel, sheets, validity
from tendering.api import judging_serializers as shapes
from tendering.api.serializers import TenderReasonInput
from tendering.models import Award, AwardLetter, Judge, OpenedBid, RankedBid, Tender
from tendering.queries import awards, judging
from tendering.queries.sheet_view import sheet_of
from tendering.rules.sheets import Score

KEY = [IDEMPOTENCY_HEADER]


class JudgedViewSet(ReadViewSet):
    """Base: rows by the caller's reach, one verb for each POST."""

    lookup_value_regex = r"\d{1,18}"
    key = "tender_id"

    def rows(self) -> QuerySet[Any]:
        """Return the rows the caller may read."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows the caller may read."""
        return super().get_queryset() if getattr(self, "swagger_fake_view", False) else self.rows()

    def _call(self, request: Request, shape: Any, verb: Any, **more: Any) -> Response:
        row = self.get_object()
        facts: dict[str, Any] = {}
        if shape is not None:
            typed = shape(data=request.data)
            typed.is_valid(raise_exception=True)
            facts = dict(typed.validated_data)
        verb(**{self.key: row.pk}, **facts, **more, by=self.actor, at=timezone.now())
        row.refresh_from_db()
        return Response(self.get_serializer(row).data)


@extend_schema(tags=["tendering"])
class JudgingViewSet(JudgedViewSet):
    """Tenders after their opening: the panel, the ranking, the award."""

    queryset = Tender.objects.all()
    serializer_class = shapes.JudgedTenderSerializer
    filterset_fields = ["status", "number"]

    def rows(self) -> QuerySet[Tender]:
        """Return the opened tenders the caller may read."""
        return judging.tenders_after_opening(self.actor).select_related("project", "line")

    @extend_schema(request=shapes.ReferenceInput, responses=shapes.JudgedTenderSerializer, parameters=KEY)
    @action(detail=True, methods=["post"])
    def reference(self, request: Request, pk: str | None = None) -> Response:
        """Set the reference price range."""
        return self._call(request, shapes.ReferenceInput, validity.set_reference)

    @extend_schema(request=shapes.SeatInput, responses=shapes.JudgedTenderSerializer, parameters=KEY)
    @action(detail=True, methods=["post"])
    def appoint(self, request: Request, pk: str | None = None) -> Response:
        """Give somebody a seat on the panel."""
        return self._call(request, shapes.SeatInput, panel.appoint_judge)

    @extend_schema(request=None, responses=shapes.JudgedTenderSerializer, parameters=KEY)
    @action(detail=True, methods=["post"], url_path="close-panel")
    def close_panel(self, request: Request, pk: str | None = None) -> Response:
        """Close the panel and compute the ranking."""
        return self._call(request, None, panel.close_panel)

    @extend_schema(request=shapes.OpinionInput, responses=shapes.JudgedTenderSerializer, parameters=KEY)
    @action(detail=True, methods=["post"])
    def opinion(self, request: Request, pk: str | None = None) -> Response:
        """Record the owners' opinion."""
        return self._call(request, shapes.OpinionInput, award_verbs.record_opinion)

    @extend_schema(request=shapes.ReviewMeetingInput, responses=shapes.JudgedTenderSerializer, parameters=KEY)
    @action(detail=True, methods=["post"])
    def meeting(self, request: Request, pk: str | None = None) -> Response:
        """Record the review meeting."""
        return self._call(request, shapes.ReviewMeetingInput, award_verbs.record_meeting)

    @extend_schema(request=shapes.ProposalInput, responses=shapes.JudgedTenderSerializer, parameters=KEY)
    @action(detail=True, methods=["post"])
    def propose(self, request: Request, pk: str | None = None) -> Response:
        """Send an award on its approval chain."""
        return self._call(request, shapes.ProposalInput, award_verbs.propose_award)

    @extend_schema(request=shapes.LettersInput, responses=shapes.JudgedTenderSerializer, parameters=KEY)
    @action(detail=True, methods=["post"])
    def letters(self, request: Request, pk: str | None = None) -> Response:
        """Issue all letters at once."""
        return self._call(request, shapes.LettersInput, letters.issue_letters)

    @extend_schema(request=None, responses=shapes.JudgedTenderSerializer, parameters=KEY)
    @action(detail=True, methods=["post"], url_path="begin-contracting")
    def begin_contracting(self, request: Request, pk: str | None = None) -> Response:
        """Begin with the contract."""
        return self._call(request, None, contracting.begin_contracting)

    @extend_schema(request=shapes.NextCandidateInput, responses=shapes.JudgedTenderSerializer, parameters=KEY)
    @action(detail=True, methods=["post"], url_path="next-candidate")
    def next_candidate(self, request: Request, pk: str | None = None) -> Response:
        """Offer the contract to the next candidate."""
        fresh_factor.refuse_programs()
        return self._call(request, shapes.NextCandidateInput, award_verbs.pass_over)

    @extend_schema(request=TenderReasonInput, responses=shapes.JudgedTenderSerializer, parameters=KEY)
    @action(detail=True, methods=["post"])
    def fail(self, request: Request, pk: str | None = None) -> Response:
        """End the tender as failed."""
        return self._call(request, TenderReasonInput, failing.fail_after_opening)


@extend_schema(tags=["tendering"])
class OpenedBidViewSet(JudgedViewSet):
    """The register of valid bids."""

    queryset = OpenedBid.objects.all()
    serializer_class = shapes.OpenedBidSerializer
    filterset_fields = ["tender", "vendor", "is_valid"]
    key = "opened_bid_id"

    def rows(self) -> QuerySet[OpenedBid]:
        """Return the opened bids the caller may read as staff."""
        return judging.opened_bids_visible_to(self.actor)

    @extend_schema(request=shapes.BidCheckInput, responses=shapes.OpenedBidSerializer, parameters=KEY)
    @action(detail=True, methods=["post"])
    def check(self, request: Request, pk: str | None = None) -> Response:
        """Register a bid as valid or not."""
        return self._call(request, shapes.BidCheckInput, validity.check_bid)


@extend_schema(tags=["tendering"])
class JudgeViewSet(JudgedViewSet):
    """Seats of panels as staff see them: never a score."""

    queryset = Judge.objects.all()
    serializer_class = shapes.JudgeSerializer
    filterset_fields = ["tender", "seat"]
    key = "judge_id"

    def rows(self) -> QuerySet[Judge]:
        """Return the seats of the tenders the caller may read."""
        return Judge.objects.filter(tender__in=judging.tenders_after_opening(self.actor))

    @extend_schema(request=TenderReasonInput, responses=shapes.JudgeSerializer, parameters=KEY)
    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: str | None = None) -> Response:
        """Take a judge off the panel."""
        return self._call(request, TenderReasonInput, panel.release_judge)


@extend_schema(tags=["tendering"])
class OwnSeatViewSet(JudgedViewSet):
    """The caller's own seats and sheets."""

    queryset = Judge.objects.all()
    serializer_class = shapes.JudgeSerializer
    filterset_fields = ["tender"]
    key = "judge_id"

    def rows(self) -> QuerySet[Judge]:
        """Return the caller's own seats."""
        return judging.seats_of(self.actor)

    @extend_schema(request=shapes.DeclarationInput, responses=shapes.JudgeSerializer, parameters=KEY)
    @action(detail=True, methods=["post"])
    def declare(self, request: Request, pk: str | None = None) -> Response:
        """Declare whether there is a conflict of interest."""
        return self._call(request, shapes.DeclarationInput, panel.declare)

    @extend_schema(responses=shapes.ScoresInput)
    @action(detail=True, methods=["get"])
    def sheet(self, request: Request, pk: str | None = None) -> Response:
        """Return the own sheet: bids, lines and the scores entered so far."""
        judge = self.get_object()
        if judge.has_conflict is not False or judge.withdrawn_at is not None:
            return Response({"items": [], "bids": [], "scores": []})
        found = sheet_of(judge)
        return Response(
            {
                "items": [
                    {"id": one.id, "code": one.code, "heading": one.heading, "max_points": one.max_points}
                    for one in found.items
                ],
                "bids": [{"id": one.bid.id, "name": one.name} for one in found.bids],
                "scores": [
                    {"bid": one.bid.id, "item": cell.item.id, "points": cell.points, "reason": cell.reason}
                    for one in found.bids
                    for cell in one.cells
                    if cell.points is not None
                ],
            }
        )

    @extend_schema(request=shapes.ScoresInput, responses=shapes.JudgeSerializer, parameters=KEY)
    @action(detail=True, methods=["post"])
    def scores(self, request: Request, pk: str | None = None) -> Response:
        """Keep scores of the own sheet, all of them or none."""
        judge = self.get_object()
        typed = shapes.ScoresInput(data=request.data)
        typed.is_valid(raise_exception=True)
        scores = [
            Score(one["bid"], one["item"], one["points"], one["reason"]) for one in typed.validated_data["scores"]
        ]
        judge = sheets.save_scores(judge_id=judge.id, scores=scores, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(judge).data)

    @extend_schema(request=None, responses=shapes.JudgeSerializer, parameters=KEY)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str | None = None) -> Response:
        """Hand the own sheet in."""
        return self._call(request, None, sheets.submit_sheet)


@extend_schema(tags=["tendering"])
class RankedBidViewSet(JudgedViewSet):
    """Score rankings of closed panels."""

    queryset = RankedBid.objects.all()
    serializer_class = shapes.RankedBidSerializer
    filterset_fields = ["tender", "vendor", "status"]

    def rows(self) -> QuerySet[RankedBid]:
        """Return the rankings the caller may read."""
        return RankedBid.objects.filter(tender__in=judging.tenders_after_opening(self.actor)).order_by("tender", "rank")


@extend_schema(tags=["tendering"])
class AwardViewSet(JudgedViewSet):
    """Awards with their reports."""

    queryset = Award.objects.all()
    serializer_class = shapes.AwardSerializer
    filterset_fields = ["tender", "vendor", "status"]
    key = "award_id"

    def rows(self) -> QuerySet[Award]:
        """Return the awards the caller may read."""
        return awards.awards_visible_to(self.actor)

    @extend_schema(request=shapes.RecheckInput, responses=shapes.AwardSerializer, parameters=KEY)
    @action(detail=True, methods=["post"])
    def recheck(self, request: Request, pk: str | None = None) -> Response:
        """Record the re-check of the winner."""
        return self._call(request, shapes.RecheckInput, contracting.recheck)


@extend_schema(tags=["tendering"])
class LetterViewSet(JudgedViewSet):
    """Letters to bidders; a bidder reads its own."""

    queryset = AwardLetter.objects.all()
    serializer_class = shapes.LetterSerializer
    lookup_field = "public_id"
    lookup_value_regex = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    filterset_fields = ["kind"]
    key = "letter_id"

    def rows(self) -> QuerySet[AwardLetter]:
        """Return the letters the caller may read."""
        return awards.letters_visible_to(self.actor)

    @extend_schema(request=shapes.CallInput, responses=shapes.LetterSerializer, parameters=KEY)
    @action(detail=True, methods=["post"])
    def call(self, request: Request, public_id: str | None = None) -> Response:
        """Log a phone call about a letter."""
        return self._call(request, shapes.CallInput, letters.log_call)

    @extend_schema(request=shapes.CollectionInput, responses=shapes.LetterSerializer, parameters=KEY)
    @action(detail=True, methods=["post"])
    def collect(self, request: Request, public_id: str | None = None) -> Response:
        """Record who collected a letter."""
        return self._call(request, shapes.CollectionInput, letters.record_collection)
