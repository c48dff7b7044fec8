"""One of everything in the tenant under test, marked with canaries, and the eight wrong users who must not see them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.models import Contract, RuleSetVersion
from inspections.actions.filed import file_many
from inspections.actions.judging import publish_many
from inspections.actions.reviewed import review_many
from inspections.models import ChecklistTemplate, ChecklistVersion, ItemResult
from records.actions.attachment import attach
from records.models import (
    JournalEntry,
)
from records.rules.periods import Month
from scoring.actions.card import confirm_card, evaluate_card, publish_card
from scoring.actions.run import compute_month
from scoring.models import Scorecard
from tenancy.actions import people
from tenancy.actions.owners import admit_owner
from tenancy.context import acting_for
from tenancy.models import OrgUnit, Person, SettingsVersion
from tenancy.roles import VENDOR_ROLES, Role
from tenancy.rules.actor import system_actor
from tendering.actions.bid import begin_from_submitted
from tendering.actions.replying import ask
from tendering.models import Appointment, Award, AwardLetter, Judge
from tests.architecture.routes import Route
from tests.factories.bids import an_inviting_tender, hand_in
from tests.factories.complaints import a_charged_complaint, a_complaint
from tests.factories.inspections import a_contract_to_inspect, a_filing, a_photo
from tests.factories.judging import a_notified_tender
from tests.factories.qualification import PAPERS_ABOUT_VENDORS, one_of_every_paper
from tests.factories.snapshot import remembered
from tests.factories.tenancy import AT, World, add_vendor_person, make_world
from tests.factories.tendering import make_tender
from tests.factories.vendors import a_line, a_paper, a_vendor
from vendors.actions.ban import impose_ban
from vendors.actions.contact import save_branch, save_contact
from vendors.actions.override import ask_override
from vendors.models import DocumentRequirement, Vendor

CANARY = "金丝雀甲"
VENDOR_CANARY = "金丝雀乙"
SITE_CANARY = "金丝雀丙"
MONTH = Month(2026, 9)
# Pages of a tender that has sent its letters; all others are shown for one whose papers are being written.
INVITING_PAGES = {
    f"tendering:{name}"
    for name in (
        "inviting",
        "vendor_add",
        "vendor_remove",
        "list_ask",
        "letters_send",
        "dates",
        "tender_paper_order",
        "clarifying",
        "meeting",
        "question_new",
        "question_answer",
        "box",
        "bids_close",
        "tender_fail",
    )
}


@dataclass
class Whole:
    """The world with its marked rows and wrong users."""

    world: World
    vendor: Vendor
    rival: Person
    vendor_person: Person
    neighbour: Person
    ids: dict[str, int] = field(default_factory=dict)
    uuids: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)

    def values_for(self, route: Route) -> dict[str, str]:
        """Fill a route's parameters with the marked rows of the tenant under test."""
        pk = self._pk(route.name.split(":")[-1], route.room)
        return {
            "tenant": self.world.tenant.slug,
            "pk": str(pk),
            "id": str(pk),
            "area": "scoring",
            "month": "2026-09",
            "year": "2026",
            "code": "scoring",
            "line": str(self.ids["line"]),
            "number": "1",
            "format": "json",
            "kind": "tender_document",
            "aspect": "price",
            "condition": "capacity",
            "form": "initiation",
            "occasion": "visit",
            "paper": "list",
            **{f"{noun}_id": str(found) for noun, found in self.ids.items()},
            "entry_id": str(pk),
            "paper_id": str(self.ids["project_paper" if "project_paper" in route.name else "paper"]),
            "list_id": str(self.ids["qualified_list"]),
            "tender_id": str(self.ids["inviting" if route.name in INVITING_PAGES else "tender"]),
            **self.uuids,
            **(self.letters if route.name.split(":")[-1].startswith("letter") else {}),
        }

    def _pk(self, name: str, room: str) -> int:
        known = sorted((noun for noun in self.ids if noun in name.replace("-", "_")), key=len, reverse=True)
        if known:
            return self.ids[known[0]]
        fallback = {
            "vendors": "vendor",
            "contracts": "contract",
            "inspections": "inspection",
            "complaints": "complaint",
            "tendering": "tender",
        }
        return self.ids[fallback.get(room, "card" if room == "scoring" else "unit")]

    def everything_in_other(self) -> Person:
        """Return a person with every tenant-side role at the top of the other tenant."""
        with acting_for(self.world.other):
            top = OrgUnit.objects.get(parent=None)
            member = people.add_member(email="all@beta.example", name="all beta", by=None, at=AT)
            for role in Role:
                if role not in VENDOR_ROLES:
                    people.grant_role(membership=member, role=role, unit=top, by=None, at=AT)
        return member.person

    def same_vendor_elsewhere(self) -> Person:
        """Return a manager of the same company (same credit code) as registered at the other tenant."""
        with acting_for(self.world.other):
            twin = a_vendor(legal_name="同一家公司", credit_code=self.vendor.credit_code)
        return add_vendor_person(
            self.world,
            vendor_id=twin.id,
            vendor_name=twin.legal_name,
            role=Role.VENDOR_MANAGER,
            tenant=self.world.other,
            email="twin@vendor.example",
        ).person


def make_whole_world() -> Whole:
    """Return the chain in the tenant under test: every name a stranger could see carries a canary."""
    return remembered("whole", _build_whole)


def _build_whole() -> Whole:
    world = make_world()
    with acting_for(world.tenant):
        OrgUnit.objects.filter(id=world.project.id).update(name=f"{CANARY}云栖苑")
        world.project.refresh_from_db()
        vendor = a_vendor(legal_name=f"{CANARY}{VENDOR_CANARY}保洁有限公司", lines=[a_line()])
        other_vendor = a_vendor(legal_name=f"{CANARY}对手保洁有限公司", lines=[a_line()])
        ids = _chain(world, vendor)
        uuids = _bids(world, vendor, ids)
        a_contract_to_inspect(project=world.second_project, vendor=other_vendor)
        letters = _judged_tender(world, [vendor, other_vendor], ids)
        neighbour = people.add_member(email="neighbour@alpha.example", name="neighbour", by=None, at=AT)
        for role in (Role.PROPERTY_MANAGER, Role.PROJECT_SUPERVISOR, Role.CUSTOMER_SERVICE):
            people.grant_role(membership=neighbour, role=role, unit=world.second_project, by=None, at=AT)
    rival = add_vendor_person(
        world, vendor_id=other_vendor.id, vendor_name="对手", role=Role.VENDOR_MANAGER, email="rival@vendor.example"
    )
    own = add_vendor_person(
        world, vendor_id=vendor.id, vendor_name="自己", role=Role.VENDOR_MANAGER, email="own@vendor.example"
    )
    return Whole(world, vendor, rival.person, own.person, neighbour.person, ids, uuids, letters)


def _bids(world: World, vendor: Vendor, ids: dict[str, int]) -> dict[str, str]:
    """Invite the vendor, let it ask and hand in; return the public ids of what it has by their parameter names."""
    made = an_inviting_tender(
        world, first=vendor, vendors=1, title=f"{CANARY}{VENDOR_CANARY}{SITE_CANARY}招标", project=world.project
    )
    bid = hand_in(made)
    invitation = made.invitation()
    draft = begin_from_submitted(invitation_id=invitation.id, by=made.manager(), at=AT)
    question = ask(
        invitation_id=invitation.id, text=f"{CANARY}{VENDOR_CANARY}{SITE_CANARY}提问", by=made.manager(), at=AT
    )
    ids["inviting"] = made.tender.id
    return {
        "public_id": str(invitation.public_id),
        "bid_id": str(bid.public_id),
        "file_id": str(draft.files.latest("id").public_id),
        "paper_id": str(invitation.public_id),
        "question_id": str(question.public_id),
    }


def _chain(world: World, vendor: Vendor) -> dict[str, int]:
    system = system_actor(world.tenant.id)
    contract = a_contract_to_inspect(
        project=world.project, vendor=vendor, title=f"{CANARY}{VENDOR_CANARY}{SITE_CANARY}合同"
    )
    filings = [
        a_filing(
            contract=contract, inspected_on=date(2026, 9, day), inspector_name=f"{CANARY}检查员", faults={"CLN_1": 3}
        )
        for day in (8, 19)
    ]
    rows = file_many(filings=filings, by=system)
    review_many(inspection_ids=[rows[0].id], by=system, at=AT)
    publish_many(inspection_ids=[rows[0].id], by=system, at=AT)
    finding = ItemResult.objects.filter(inspection=rows[0], outcome="deduct").get()
    photo = attach(owner=finding, upload=a_photo(), kind="photo", by=system, at=AT, vendor_id=vendor.id)
    complaint = a_charged_complaint(contract=contract, content=f"{CANARY}{VENDOR_CANARY}{SITE_CANARY}投诉")
    a_complaint(project=world.project, content=f"{CANARY}{SITE_CANARY}未判")
    tender = make_tender(world, status="papers_drafting", title=f"{CANARY}{SITE_CANARY}招标")
    run = compute_month(month=MONTH, by=system, at=AT)
    card = Scorecard.objects.get(contract=contract)
    evaluate_card(card_id=card.id, evaluation=f"{CANARY}{VENDOR_CANARY}{SITE_CANARY}评语", by=system, at=AT)
    confirm_card(card_id=card.id, by=system, at=AT)
    publish_card(card_id=card.id, by=system, at=AT)
    admission = admit_owner(
        project_id=world.project.id,
        membership_id=world.member(Role.OWNER_REP).id,
        capacity="observer",
        lines=["SEC"],
        by=system,
        at=AT,
        on=date(2026, 10, 15),
    )
    paper = a_paper(vendor, number=f"{CANARY}{VENDOR_CANARY}", valid_until=date(2030, 1, 1))
    return _standing(world, vendor) | _ids(
        world,
        vendor,
        contract,
        **(one_of_every_paper(vendor, world.project, by=system) | {"paper": paper}),
        admission=admission,
        row=rows[0],
        finding=finding,
        photo=photo,
        complaint=complaint,
        run=run,
        card=card,
        tender=tender,
    )


def _standing(world: World, vendor: Vendor) -> dict[str, int]:
    """A ban at the other site, an exception, a contact person and a branch, all marked."""
    mark: dict[str, Any] = {"by": system_actor(world.tenant.id), "at": AT}
    words = f"{CANARY}{VENDOR_CANARY}"
    ban = impose_ban(
        vendor_id=vendor.id,
        ground="other",
        reason=words,
        starts_on=AT.date(),
        unit_id=world.second_project.id,
        **mark,
    )
    override = ask_override(
        vendor_id=vendor.id,
        purpose="invitation",
        code="document_missing",
        document_kind="similar_record",
        reason=words,
        valid_until=date(2026, 12, 31),
        **mark,
    )
    contact = save_contact(vendor_id=vendor.id, name=words, phone="1", **mark)
    branch = save_branch(vendor_id=vendor.id, name=words, **mark)
    return {"ban": ban.id, "override": override.id, "contact": contact.id, "branch": branch.id}


def _judged_tender(world: World, vendors: list[Vendor], ids: dict[str, int]) -> dict[str, str]:
    """Make a tender whose letters went out; return the public id of a letter, and put its rows into ``ids``."""
    judged = a_notified_tender(world, vendors=vendors, title=f"{CANARY}{SITE_CANARY}评标")
    letter = AwardLetter.objects.get(tender=judged.tender, vendor=vendors[0])
    ids |= {
        "openedbid": judged.bids[0].id,
        "openedbids": judged.tender.id,
        "panel": judged.tender.id,
        "ranking": judged.tender.id,
        "conclusion": judged.tender.id,
        "judge": Judge.objects.filter(tender=judged.tender).latest("id").id,
        "award": Award.objects.get(tender=judged.tender).id,
        "letter": letter.id,
    }
    return {"public_id": str(letter.public_id)}


def _ids(world: World, vendor: Vendor, contract: Contract, **made: Any) -> dict[str, int]:
    member = world.member(Role.PROPERTY_MANAGER)
    return {
        "vendor": vendor.id,
        "paper": made["paper"].id,
        "requirement": DocumentRequirement.objects.earliest("id").id,
        "contract": contract.id,
        "inspection": made["row"].id,
        "finding": made["finding"].id,
        "result": made["finding"].id,
        "file": made["photo"].id,
        "photo": made["photo"].id,
        "thumbnail": made["photo"].id,
        "attachment": made["photo"].id,
        "complaint": made["complaint"].id,
        "run": made["run"].id,
        "card": made["card"].id,
        "tender": made["tender"].id,
        "appointment": Appointment.objects.filter(tender=made["tender"]).latest("id").id,
        "line": a_line().id,
        "rules": RuleSetVersion.objects.latest("id").id,
        "checklist": ChecklistTemplate.objects.get(code="CLN").id,
        "version": ChecklistVersion.objects.get(template__code="CLN").id,
        "unit": world.project.id,
        "company": world.tenant.id,
        "admission": made["admission"].id,
        "member": member.id,
        "person": member.id,
        "settings": SettingsVersion.objects.filter(area="scoring").latest("id").id,
        "journal": JournalEntry.objects.filter(object_label__contains=CANARY).latest("id").id,
        "job": 1,
        "document": 1,
        "import": 1,
        "token": 1,
        "notification": 1,
        **{noun: row.id for noun, row in made.items() if noun in PAPERS_ABOUT_VENDORS},
    }
