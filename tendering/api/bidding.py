"""Invitations and bids in the API: the vendor's own, and the organiser's side of a tender."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from tenancy.api.pagination import NewestFirst
from tenancy.api.views import IDEMPOTENCY_HEADER, ReadViewSet, TenantViewSet
from tendering.actions import bid as bid_verbs
from tendering.actions import clarifying, closing, inviting, replying, sending
from tendering.api.bidding_shapes import (
    BidderAnswerInput,
    BidFileInput,
    ChangeDatesInput,
    DatesInput,
    FileChoice,
    ListVendorInput,
    MeetingInput,
    OfferInput,
    OwnInvitationSerializer,
    QuestionInput,
    ReplyInput,
    UnlistVendorInput,
    shown_bid,
)
from tendering.models import Invitation, Question, Tender
from tendering.queries import inviting as queries
from tendering.queries import portal
from tendering.queries.tenders import visible_to
from tendering.rules.inviting import Dates


def _typed(shape: Any, request: Request) -> dict[str, Any]:
    typed = shape(data=request.data)
    typed.is_valid(raise_exception=True)
    return dict(typed.validated_data)


class BySending(NewestFirst):
    """Pages by the moment of sending: the usual row id in the cursor would count other bidders' rows."""

    ordering = ("-sent_at", "public_id")  # type: ignore[assignment]  # the base names one field


@extend_schema(tags=["tendering"])
class InvitationViewSet(ReadViewSet):
    """A vendor's own invitations and envelopes."""

    # A remembered answer keeps a digest of what was sent; of a price even that is too much.
    remembers = False
    pagination_class = BySending
    queryset = Invitation.objects.all()
    serializer_class = OwnInvitationSerializer
    lookup_field = "public_id"
    lookup_value_regex = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    filterset_fields = ["status", "tender_number"]

    def get_queryset(self) -> QuerySet[Invitation]:
        """Return the caller's own invitations."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return portal.own_invitations(self.actor)

    def _shown(self, status: int = 200) -> Response:
        return Response(self.get_serializer(self.get_object()).data, status=status)

    def _common(self) -> dict[str, Any]:
        return {"invitation_id": self.get_object().id, "by": self.actor, "at": timezone.now()}

    @extend_schema(request=ReplyInput, responses=OwnInvitationSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, public_id: str | None = None) -> Response:
        """Accept the invitation."""
        replying.accept(**_typed(ReplyInput, request), **self._common())
        return self._shown()

    @extend_schema(request=ReplyInput, responses=OwnInvitationSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, public_id: str | None = None) -> Response:
        """Decline the invitation."""
        replying.decline(**_typed(ReplyInput, request), **self._common())
        return self._shown()

    @extend_schema(request=QuestionInput, responses=OwnInvitationSerializer)
    @action(detail=True, methods=["post"])
    def ask(self, request: Request, public_id: str | None = None) -> Response:
        """Ask a question; the answer goes to all bidders."""
        replying.ask(**_typed(QuestionInput, request), **self._common())
        return self._shown(201)

    @extend_schema(request=OfferInput, responses=OwnInvitationSerializer)
    @action(detail=True, methods=["post"])
    def offer(self, request: Request, public_id: str | None = None) -> Response:
        """Seal price and statement into the envelope being prepared."""
        answers = _typed(OfferInput, request)
        bid_verbs.save_offer(price=answers.pop("price"), answers=answers, **self._common())
        return self._shown()

    @extend_schema(request={"multipart/form-data": BidFileInput}, responses={201: OpenApiTypes.OBJECT})
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser, FormParser])
    def add_file(self, request: Request, public_id: str | None = None) -> Response:
        """Seal a file into the envelope being prepared."""
        typed = _typed(BidFileInput, request)
        row = bid_verbs.add_file(slot=typed["slot"], upload=typed["file"], **self._common())
        return Response({"file": str(row.public_id), "slot": row.slot, "sha256": row.stored_sha256}, status=201)

    @extend_schema(request=FileChoice, responses=OwnInvitationSerializer)
    @action(detail=True, methods=["post"])
    def remove_file(self, request: Request, public_id: str | None = None) -> Response:
        """Take a file out of the envelope being prepared."""
        invitation = self.get_object()
        file = portal.own_file(self.actor, _typed(FileChoice, request)["file"])
        if file is None or file.bid.invitation_id != invitation.id:
            raise Http404
        bid_verbs.remove_file(file_id=file.id, by=self.actor, at=timezone.now())
        return self._shown()

    @extend_schema(request=None, responses=OwnInvitationSerializer)
    @action(detail=True, methods=["post"])
    def begin(self, request: Request, public_id: str | None = None) -> Response:
        """Begin a new envelope with everything the submitted one holds."""
        bid_verbs.begin_from_submitted(**self._common())
        return self._shown(201)

    @extend_schema(request=None, responses=OwnInvitationSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, public_id: str | None = None) -> Response:
        """Submit the prepared envelope; the answer holds the signed receipt."""
        bid_verbs.submit_bid(**self._common())
        return self._shown()

    @extend_schema(request=None, responses=OwnInvitationSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, public_id: str | None = None) -> Response:
        """Withdraw the submitted envelope."""
        bid_verbs.withdraw_bid(**self._common())
        return self._shown()


@extend_schema(tags=["tendering"], responses=OpenApiTypes.OBJECT)
class InvitingViewSet(TenantViewSet):
    """The organiser's side of a tender: invitation list, dates, letters, meetings, answers, the bid box."""

    queryset = Tender.objects.all()
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Tender]:
        """Return the tenders the caller may read."""
        if getattr(self, "swagger_fake_view", False):
            return Tender.objects.none()
        return visible_to(self.actor).select_related("project")

    def _common(self) -> dict[str, Any]:
        return {"tender_id": self.get_object().id, "by": self.actor, "at": timezone.now()}

    def _shown(self, status: int = 200) -> Response:
        row = self.get_object()
        state = queries.list_state(row)
        box = queries.box(row)
        content = {
            "tender": row.id,
            "status": row.status,
            "dates": Dates.of(row).to_json(),
            "list": {
                "version": state.row.number if state.row else None,
                "status": state.row.status if state.row else None,
                "sha256": state.row.sha256 if state.row else None,
                "vendors": [
                    {
                        "vendor": one.vendor.id,
                        "name": one.vendor.legal_name,
                        "source": one.invitation.source if one.invitation else None,
                        "status": one.invitation.status if one.invitation else None,
                        "last_grade": one.standing.last_grade,
                        "open_faults": one.standing.open_faults,
                        "reasons_against": [str(reason) for reason in one.reasons],
                    }
                    for one in queries.listed(row)
                ],
            },
            "questions": [
                {
                    "question": str(one.public_id),
                    "text": one.text,
                    "asked_at": one.asked_at,
                    "topic": one.topic,
                    "answer": one.answer,
                }
                for one in queries.questions(row)
            ],
            "box": {"count": box.count, "needed": box.needed, "bids": [shown_bid(bid) for bid in box.bids]},
            "allowed_actions": queries.allowed_actions(row, self.actor, timezone.now()),
        }
        return Response(content, status=status)

    def retrieve(self, request: Request, pk: str | None = None) -> Response:
        """Show list, dates, questions and box."""
        return self._shown()

    @extend_schema(request=ListVendorInput, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def list_vendor(self, request: Request, pk: str | None = None) -> Response:
        """Put a vendor on the list."""
        inviting.list_vendor(**_typed(ListVendorInput, request), **self._common())
        return self._shown(201)

    @extend_schema(request=UnlistVendorInput, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def unlist_vendor(self, request: Request, pk: str | None = None) -> Response:
        """Take a vendor off the list."""
        vendor = _typed(UnlistVendorInput, request)["vendor"]
        row = Invitation.objects.filter(tender=self.get_object(), vendor=vendor).first()
        if row is None:
            raise Http404
        inviting.unlist_vendor(invitation_id=row.id, by=self.actor, at=timezone.now())
        return self._shown()

    @extend_schema(request=DatesInput, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def set_dates(self, request: Request, pk: str | None = None) -> Response:
        """Set the dates before the letters leave."""
        inviting.set_dates(dates=Dates(**_typed(DatesInput, request)), **self._common())
        return self._shown()

    @extend_schema(request=ChangeDatesInput, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def change_dates(self, request: Request, pk: str | None = None) -> Response:
        """Change dates after the letters left; everybody invited is told."""
        typed = _typed(ChangeDatesInput, request)
        reason = typed.pop("reason")
        sending.change_dates(dates=Dates(**typed), reason=reason, **self._common())
        return self._shown()

    @extend_schema(request=None, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def ask_approval(self, request: Request, pk: str | None = None) -> Response:
        """Put the list to the general manager."""
        inviting.ask_approval(**self._common())
        return self._shown()

    @extend_schema(request=None, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str | None = None) -> Response:
        """Send the letters."""
        sending.send_invitations(**self._common())
        return self._shown()

    @extend_schema(request=MeetingInput, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def record_meeting(self, request: Request, pk: str | None = None) -> Response:
        """Record a visit or clarification meeting."""
        typed = _typed(MeetingInput, request)
        invited = dict(Invitation.objects.filter(tender=self.get_object()).values_list("vendor_id", "id"))
        typed["present"] = [
            clarifying.Present(invited[one["vendor"]], is_present=one["is_present"], people=one["people"])
            for one in typed["present"]
            if one["vendor"] in invited
        ]
        clarifying.record_meeting(**typed, **self._common())
        return self._shown()

    @extend_schema(request=QuestionInput, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def write_down_question(self, request: Request, pk: str | None = None) -> Response:
        """Write down a question asked at a meeting."""
        clarifying.write_down_question(**_typed(QuestionInput, request), **self._common())
        return self._shown(201)

    @extend_schema(request=BidderAnswerInput, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str | None = None) -> Response:
        """Answer a question to every bidder."""
        typed = _typed(BidderAnswerInput, request)
        question = Question.objects.filter(tender=self.get_object(), public_id=typed.pop("question")).first()
        if question is None:
            raise Http404
        clarifying.answer(question_id=question.id, **typed, by=self.actor, at=timezone.now())
        return self._shown()

    @extend_schema(request=None, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def close_bids(self, request: Request, pk: str | None = None) -> Response:
        """Close the box after the deadline."""
        closing.close_bids(**self._common())
        return self._shown()

    @extend_schema(request=None, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def fail_for_too_few(self, request: Request, pk: str | None = None) -> Response:
        """End the tender for too few bids."""
        closing.fail_for_too_few(**self._common())
        return self._shown()
