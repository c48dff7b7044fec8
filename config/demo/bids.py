"""Invitations and bids of the demo's tenders: letters, visit and clarification, sealed envelopes, the closed box."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from records.actions.approval import decide
from records.models import Approval
from tenancy.context import require_wall
from tenancy.models import Tenant
from tenancy.queries import today
from tenancy.roles import Permission, Role
from tenancy.rules.actor import Actor
from tendering.actions import bid as bid_verbs
from tendering.actions import clarifying, closing, inviting, replying, sending, unsealing
from tendering.choices import Occasion
from tendering.models import Invitation, Tender
from tendering.queries import candidates
from tendering.rules.inviting import Dates
from tendering.uploads import SealedFile, SealingUploadHandler
from vendors.actions.document import hand_in as hand_in_paper
from vendors.choices import BlockerCode
from vendors.rules.documents import PaperFacts

SLOTS = {"service_plan": "服务方案.pdf", "quotation": "报价单.pdf", "commitment_letter": "承诺书.pdf"}
DAYS_TO_DEADLINE = 9
INVITED = 4
# The company of the demo's vendor login: its invitation to the tender that is inviting waits for an answer.
UNDECIDED = "诚修保洁服务有限公司"
QUESTIONS = (
    ("高峰期电梯厅需要安排几个岗位？", "早晚高峰各加一个岗，其余时段由巡视岗兼顾。"),
    ("现有设备和工具是否移交？", "不移交，投标单位自备并计入报价。"),
)


def _dates(now: datetime) -> Dates:
    return Dates(
        reply_by=now + timedelta(days=2),
        visit_at=now + timedelta(days=3),
        visit_place="项目物业服务中心一楼",
        clarification_at=now + timedelta(days=5),
        clarification_place="公司三楼会议室",
        deadline_at=now + timedelta(days=DAYS_TO_DEADLINE),
        opens_at=now + timedelta(days=DAYS_TO_DEADLINE, minutes=20),
        bidder_contact="招采专员 0571-88880000",
    )


def invite(walk: Any) -> None:
    """Draw up the list, have it approved, send the letters; one vendor has not answered. ``walk`` is tenders.Walk."""
    officer, tender = walk.by(Role.TENDER_OFFICER), walk.tender
    on = today(Tenant.objects.get(id=require_wall().tenant_id))
    at = walk.next(1)
    for one in candidates.unlisted(tender, on):
        _complete(one, walk.company.system, at)
    usable = [one.vendor for one in candidates.unlisted(tender, on) if not one.reasons][:INVITED]
    for number, vendor in enumerate(usable):
        source = ("qualified_list", "past_evaluation", "recommendation")[number % 3]
        inviting.list_vendor(tender_id=tender.id, vendor=vendor, source=source, by=officer, at=at)
    dates = _dates(timezone.now().replace(second=0, microsecond=0))
    inviting.set_dates(tender_id=tender.id, dates=dates, by=officer, at=at)
    row = inviting.ask_approval(tender_id=tender.id, by=officer, at=walk.next(0))
    waiting = Approval.objects.get(document_type=inviting.APPROVAL, object_id=row.id, status="pending")
    at = walk.next(1)
    decide(approval_id=waiting.id, approve=True, reason="", by=walk.by(Role.GENERAL_MANAGER), at=at, on=at.date())
    sending.send_invitations(tender_id=tender.id, by=officer, at=walk.next(0))
    at = walk.next(1)
    for invitation in _invitations(tender):
        if invitation.vendor.legal_name != UNDECIDED:
            replying.accept(invitation_id=invitation.id, note="按时参加", by=_bidder(invitation), at=at)


def _complete(one: candidates.Candidate, by: Actor, at: datetime) -> None:
    """Hand in the required papers that a vendor's file never had, unless something else stands against it."""
    if all(stop.code == BlockerCode.DOCUMENT_MISSING for stop in one.standing.blockers):
        for stop in one.standing.blockers:
            facts = PaperFacts(stop.document_kind, number=one.vendor.credit_code, issuer="存档", is_permanent=True)
            hand_in_paper(vendor_id=one.vendor.id, facts=facts, by=by, at=at)


def clarify(walk: Any) -> None:
    """Hold visit and meeting; answer one question to all, leave another waiting."""
    officer, tender = walk.by(Role.TENDER_OFFICER), walk.tender
    for row in _invitations(tender):
        if row.status == "sent":
            replying.accept(invitation_id=row.id, note="", by=_bidder(row), at=walk.next(0))
    accepted = [row for row in _invitations(tender) if row.status == "accepted"]
    first, second = QUESTIONS
    at = walk.next(1)
    replying.ask(invitation_id=accepted[0].id, text=first[0], by=_bidder(accepted[0]), at=at)
    for occasion, place in ((Occasion.VISIT, "项目物业服务中心一楼"), (Occasion.CLARIFICATION, "公司三楼会议室")):
        at = walk.next(1)
        clarifying.record_meeting(
            tender_id=tender.id,
            occasion=occasion,
            held_at=at - timedelta(hours=1),
            place=place,
            our_people="项目经理、环境主管、招采专员",
            notes="已逐项介绍现场范围与设施设备。",
            present=[clarifying.Present(row.id, is_present=True, people="项目负责人") for row in accepted],
            by=officer,
            at=at,
        )
    question = tender.questions.get()
    clarifying.answer(question_id=question.id, topic="other", asked=first[0], text=first[1], by=officer, at=at)
    clarifying.write_down_question(tender_id=tender.id, text=second[0], by=officer, at=at)


def close(walk: Any) -> None:
    """Hand in every accepted vendor's bid, let the deadline come, close the box, apply for the opening."""
    officer, tender = walk.by(Role.TENDER_OFFICER), walk.tender
    budget = tender.budget or Decimal(800_000)
    for number, invitation in enumerate(row for row in _invitations(tender) if row.status == "accepted"):
        hand_in(invitation, price=(budget * (92 + 3 * number) / 100).quantize(Decimal("0.01")), at=walk.next(0))
    let_time_pass(tender, timedelta(days=DAYS_TO_DEADLINE, minutes=30))
    at = timezone.now()
    closing.close_bids(tender_id=tender.id, by=officer, at=at)
    unsealing.apply_to_unseal(tender_id=tender.id, by=officer, at=at)


def hand_in(invitation: Invitation, *, price: Decimal, at: datetime) -> None:
    """Fill and submit a vendor's envelope."""
    by = _bidder(invitation)
    answers = {"validity_days": 90, "manager": "王建国", "statement": "进场前完成全员培训。"}
    bid_verbs.save_offer(invitation_id=invitation.id, price=price, answers=answers, by=by, at=at)
    for slot, name in SLOTS.items():
        bid_verbs.add_file(invitation_id=invitation.id, slot=slot, upload=_paper(name), by=by, at=at)
    bid_verbs.submit_bid(invitation_id=invitation.id, by=by, at=at)


def let_time_pass(tender: Tender, by: timedelta) -> None:
    """Move a tender's dates into the past, its bidders' copies and the receipts' moments with them.

    No verb can do that, and none should: it is the only thing of the demo that happens by itself.
    """
    names = ("reply_by", "visit_at", "clarification_at", "deadline_at", "opens_at")
    moved = {name: getattr(tender, name) - by for name in names if getattr(tender, name)}
    Tender.objects.filter(id=tender.id).update(**moved)
    Invitation.objects.filter(tender=tender).update(**moved)
    tender.refresh_from_db()


def _invitations(tender: Tender) -> list[Invitation]:
    return list(Invitation.objects.filter(tender=tender).select_related("vendor").order_by("id"))


def _bidder(invitation: Invitation) -> Actor:
    """Return a manager of an invited vendor."""
    return Actor(
        tenant_id=require_wall().tenant_id,
        person_id=None,
        membership_id=None,
        name=invitation.vendor.contact_name,
        vendor_id=invitation.vendor_id,
        roles=(Role.VENDOR_MANAGER.value,),
        scopes={Permission.OWN_TENDERS: None},
    )


def _paper(name: str) -> SealedFile:
    """Return a one-page PDF, enciphered as the portal's upload is."""
    body = b"BT /F1 18 Tf 72 720 Td (Demonstration paper of a bidder) Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body),
    )
    content, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start, count = len(content), len(objects) + 1
    content += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n" % (count, table, count)
    content += b"startxref\n%d\n%%%%EOF\n" % start
    handler = SealingUploadHandler()
    handler.new_file("file", name, "application/pdf", None)
    handler.receive_data_chunk(content, 0)
    return handler.file_complete(len(content))
