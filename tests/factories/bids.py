"""Tenders that invite: sealed with a known key, list approved, letters sent, bids handed in."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone

from records.actions.approval import decide
from records.actions.number import next_number
from records.models import Approval
from tenancy.context import acting_for
from tenancy.roles import Role
from tenancy.rules.actor import Actor
from tendering import envelopes
from tendering.actions import bid as bid_verbs
from tendering.actions import inviting, replying, sending
from tendering.models import Bid, CustodyKey, Invitation, Tender, TenderSeal
from tendering.rules.inviting import Dates
from tendering.rules.tender_rules import TenderRules
from tendering.uploads import SealedFile
from tests.factories.tenancy import AT, World, add_vendor_person
from tests.factories.vendors import a_line, a_vendor
from vendors.models import QualificationDocument, Vendor

PDF = b"%PDF-1.7\n"


@dataclass
class Inviting:
    """A tender that invites, with its private key and one manager of each vendor."""

    world: World
    tender: Tender
    private_key: bytes
    vendors: list[Vendor]
    managers: dict[int, Any] = field(default_factory=dict)

    def invitation(self, number: int = 0) -> Invitation:
        """Return the invitation of a vendor."""
        return Invitation.objects.get(tender=self.tender, vendor=self.vendors[number])

    def manager(self, number: int = 0) -> Actor:
        """Return a vendor's manager as an actor."""
        member = self.managers[self.vendors[number].id]
        return Actor(
            tenant_id=self.world.tenant.id,
            person_id=member.person_id,
            membership_id=member.id,
            name=member.person.name,
            vendor_id=self.vendors[number].id,
            roles=(Role.VENDOR_MANAGER.value,),
            scopes={"vendor.own_tenders": None},
        )

    def wall(self, number: int = 0) -> Any:
        """Return the wall a vendor's session stands behind."""
        return acting_for(self.world.tenant, vendor_id=self.vendors[number].id)


def some_dates(now: datetime | None = None) -> Dates:
    """Return dates in order, the deadline ten days from now."""
    now = now or timezone.now()
    return Dates(
        reply_by=now + timedelta(days=2),
        visit_at=now + timedelta(days=3),
        visit_place="云栖苑物业服务中心",
        clarification_at=now + timedelta(days=5),
        clarification_place="公司三楼会议室",
        deadline_at=now + timedelta(days=10),
        opens_at=now + timedelta(days=10, hours=1),
        bidder_contact="招标办 李敏 0571-87513300",
    )


def a_sealed_tender(world: World, **facts: Any) -> tuple[Tender, bytes]:
    """Return a tender whose evaluation papers are sealed, and its private key; inside the tenant's wall."""
    pair = envelopes.new_key_pair()
    values: dict[str, Any] = {
        "number": next_number("tender", on=AT.date()),
        "title": "云栖苑保洁服务",
        "project": world.project,
        "line": a_line(),
        "status": "sealed",
        "rules": TenderRules().to_json(),
        "organiser": world.member(Role.TENDER_OFFICER),
        "created_at": AT,
    } | facts
    tender = Tender.objects.create(**values)
    keys = [
        CustodyKey.objects.create(
            membership=world.member(role), holder=role, box_public=b"b", sign_public=b"s", locked=b"l", created_at=AT
        )
        for role in (Role.GENERAL_MANAGER, Role.OFFICE_CUSTODIAN)
    ]
    papers = envelopes.seal_json(pair.public, {"items": [], "notes": "", "rules": values["rules"]})
    TenderSeal.objects.create(
        tender=tender,
        public_key=pair.public,
        manager_key=keys[0],
        manager_share=b"m",
        custodian_key=keys[1],
        custodian_share=b"c",
        papers=papers,
        papers_sha256=hashlib.sha256(papers).hexdigest(),
        headings=["服务方案", "人员配置", "报价"],
        sealed_at=AT,
    )
    return tender, pair.private


def an_invitable_vendor(**facts: Any) -> Vendor:
    """Return a vendor whose required papers are on file and valid."""
    return with_papers(a_vendor(**facts))


def with_papers(vendor: Vendor) -> Vendor:
    """Put valid required papers of a vendor on file."""
    for kind in ("business_licence", "legal_person_proof", "similar_record"):
        QualificationDocument.objects.create(
            vendor=vendor, kind=kind, status="accepted", is_permanent=True, proposed_at=AT, accepted_at=AT
        )
    return vendor


def an_inviting_tender(
    world: World, *, vendors: int = 3, first: Vendor | None = None, dates: Dates | None = None, **facts: Any
) -> Inviting:
    """Return a tender whose letters have been sent to ``first`` and so many vendors; inside the tenant's wall."""
    facts.setdefault("rules", TenderRules(minimum_valid_bids=min(vendors, 3)).to_json())
    tender, private = a_sealed_tender(world, **facts)
    return invite(world, tender, vendors=vendors, first=first, dates=dates, private_key=private)


def invite(
    world: World,
    tender: Tender,
    *,
    vendors: int = 3,
    first: Vendor | None = None,
    dates: Dates | None = None,
    private_key: bytes = b"",
) -> Inviting:
    """Draw up, approve and send the letters of a sealed tender."""
    invited = [] if first is None else [with_papers(first)]
    made = Inviting(world, tender, private_key, [*invited, *(an_invitable_vendor() for _unused in range(vendors))])
    officer = world.actor(Role.TENDER_OFFICER)
    for vendor in made.vendors:
        inviting.list_vendor(tender_id=tender.id, vendor=vendor, source="qualified_list", by=officer, at=AT)
        made.managers[vendor.id] = add_vendor_person(
            world,
            vendor_id=vendor.id,
            vendor_name=vendor.legal_name,
            role=Role.VENDOR_MANAGER,
            email=f"bids-{vendor.id}-{tender.id}@vendor.example",
        )
    inviting.set_dates(tender_id=tender.id, dates=dates or some_dates(), by=officer, at=AT)
    approve_list(made)
    sending.send_invitations(tender_id=tender.id, by=officer, at=AT)
    tender.refresh_from_db()
    return made


def approve_list(made: Inviting) -> None:
    """Ask for the approval of the list and give it as the general manager."""
    row = inviting.ask_approval(tender_id=made.tender.id, by=made.world.actor(Role.TENDER_OFFICER), at=AT)
    waiting = Approval.objects.get(document_type="tendering.invitations", object_id=row.id)
    decide(
        approval_id=waiting.id,
        approve=True,
        reason="",
        by=made.world.actor(Role.GENERAL_MANAGER),
        at=AT,
        on=AT.date(),
    )


def accept(made: Inviting, number: int = 0) -> Invitation:
    """Accept a vendor's invitation."""
    return replying.accept(invitation_id=made.invitation(number).id, note="", by=made.manager(number), at=AT)


def a_sealed_file(content: bytes = PDF, name: str = "方案.pdf") -> SealedFile:
    """Return an upload as the handler makes it."""
    from tendering.uploads import SealingUploadHandler

    handler = SealingUploadHandler()
    handler.new_file("file", name, "application/pdf", None)
    handler.receive_data_chunk(content, 0)
    return handler.file_complete(len(content))


def prepare(made: Inviting, number: int = 0, *, price: str = "86000.00") -> None:
    """Fill a vendor's envelope with everything it needs."""
    invitation, by = made.invitation(number), made.manager(number)
    bid_verbs.save_offer(invitation_id=invitation.id, price=Decimal(price), answers={"manager": "王芳"}, by=by, at=AT)
    for slot in ("service_plan", "quotation", "commitment_letter"):
        bid_verbs.add_file(invitation_id=invitation.id, slot=slot, upload=a_sealed_file(), by=by, at=AT)


def hand_in(made: Inviting, number: int = 0, *, price: str = "86000.00") -> Bid:
    """Accept, fill and submit a vendor's envelope."""
    if made.invitation(number).status == "sent":
        accept(made, number)
    prepare(made, number, price=price)
    return bid_verbs.submit_bid(invitation_id=made.invitation(number).id, by=made.manager(number), at=AT)


def pass_deadline(tender: Tender) -> None:
    """Move every date into the past, as if the time had come."""
    now = timezone.now()
    times = {
        "reply_by": now - timedelta(days=8),
        "visit_at": now - timedelta(days=7),
        "clarification_at": now - timedelta(days=5),
        "deadline_at": now - timedelta(seconds=1),
        "opens_at": now - timedelta(seconds=1),
    }
    Tender.objects.filter(id=tender.id).update(**times)
    Invitation.objects.filter(tender=tender).update(**times)
    tender.refresh_from_db()


def stored(bid: Bid) -> list[str]:
    """Return the names of the enciphered files of an envelope that are there."""
    return [one.stored_name for one in bid.files.all() if default_storage.exists(one.stored_name)]
