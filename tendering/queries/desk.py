"""What the reader may do with a tender's papers, people, seal and opening now; for buttons and the API."""

from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tendering.choices import PaperKind, PaperStatus, TenderStatus
from tendering.models import Tender, TenderPaper, UnsealApplication
from tendering.queries import papers, people, seals
from tendering.rules import lifecycle, may

STAGE_PAPERS: dict[str, tuple[str, ...]] = {
    TenderStatus.NEED_ASSESSED: (PaperKind.INITIATION,),
    TenderStatus.APPROVED: (PaperKind.PLAN,),
    TenderStatus.PAPERS_DRAFTING: (
        PaperKind.INVITATION_LETTER,
        PaperKind.TENDER_DOCUMENT,
        PaperKind.TECHNICAL_DATA,
        PaperKind.OTHER,
    ),
}
SENT_AS = {PaperKind.INITIATION: papers.INITIATION, PaperKind.PLAN: papers.PLAN}


def open_kinds(tender: Tender, actor: Actor, written: dict[str, TenderPaper]) -> list[str]:
    """Return the papers the actor may write now."""
    if not may.may_organise(actor, tender.project_id, tender.organiser_id):
        return []
    kinds = STAGE_PAPERS.get(tender.status, ())
    if not kinds or papers.pending(tender, SENT_AS.get(PaperKind(kinds[0]), papers.PAPERS)):
        return []
    return [kind for kind in kinds if kind not in written or written[kind].status != PaperStatus.APPROVED]


def paper_actions(tender: Tender, actor: Actor) -> list[str]:
    """Return the acts on the papers: ``write:<kind>``, ``send:<kind>``, ``begin``, ``send_set``, ``take_back``."""
    if not may.may_organise(actor, tender.project_id, tender.organiser_id):
        return []
    written = papers.papers_of(tender)
    kinds = open_kinds(tender, actor, written)
    found = [f"write:{kind}" for kind in kinds]
    found += [f"send:{kind}" for kind in kinds if kind in SENT_AS and kind in written and tender.organiser_id]
    plan = written.get(PaperKind.PLAN)
    if tender.status == TenderStatus.APPROVED and plan is not None and plan.status == PaperStatus.APPROVED:
        found.append("begin")
    if tender.status == TenderStatus.PAPERS_DRAFTING and kinds and not papers.missing_in_set(tender):
        found.append("send_set")
    if tender.status == TenderStatus.PAPERS_APPROVED:
        found.append("take_back")
    return found


def people_actions(tender: Tender, actor: Actor) -> list[str]:
    """Return the acts on duties: ``organiser``, ``appoint``."""
    status = TenderStatus(tender.status)
    if status in lifecycle.ENDED or not may_name(tender, actor):
        return []
    found = [] if lifecycle.has_reached(status, TenderStatus.INVITING) else ["organiser"]
    return found if lifecycle.has_reached(status, TenderStatus.BIDS_CLOSED) else [*found, "appoint"]


def may_name(tender: Tender, actor: Actor) -> bool:
    """Whether the actor may name people for the tender (TND-06)."""
    if may.may_organise(actor, tender.project_id, tender.organiser_id):
        return True
    return may.may(actor, Permission.PAPERS_SEAL, tender.project_id) and people.office_organises(tender.project_id)


def draft_actions(tender: Tender, actor: Actor) -> list[str]:
    """Return the acts on the evaluation papers: ``undertake``, ``write``, ``read``, ``seal``."""
    found: list[str] = []
    author = people.author_of(tender.id)
    is_author = author is not None and author.membership_id == actor.membership_id
    if is_author and author is not None and author.undertaken_at is None:
        found.append("undertake")
    if tender.status == TenderStatus.PAPERS_DRAFTING and papers.may_read(tender, actor):
        is_open = papers.pending(tender, papers.PAPERS) is None
        found.append("write" if is_author and is_open else "read")
    custodian = people.custodian_of(tender.id)
    if tender.status == TenderStatus.PAPERS_APPROVED and custodian is not None:
        found += ["seal"] if custodian.membership_id == actor.membership_id else []
    return found


def opening_actions(tender: Tender, actor: Actor) -> list[str]:
    """Return the acts around the opening: ``apply``, ``sign``, ``revoke``, ``open``, ``print``."""
    if not lifecycle.has_reached(TenderStatus(tender.status), TenderStatus.SEALED):
        return []
    custodian = people.custodian_of(tender.id)
    return opening_acts(
        tender, actor, seals.application_of(tender), custodian_id=custodian.membership_id if custodian else None
    )


def opening_acts(
    tender: Tender, actor: Actor, standing: UnsealApplication | None, *, custodian_id: int | None
) -> list[str]:
    """Return ``opening_actions`` of a sealed tender from its standing application and custodian, without a query."""
    may_sign = may.may(actor, Permission.OPENING_SIGN, tender.project_id)
    named = {tender.organiser_id, custodian_id} - {None}
    may_open = may_sign or actor.membership_id in named
    if lifecycle.has_reached(TenderStatus(tender.status), TenderStatus.OPENED):
        return ["print"] if may_open else []
    found: list[str] = []
    may_apply = tender.opens_at is not None and may.may_organise(actor, tender.project_id, tender.organiser_id)
    if may_apply and (standing is None or standing.opens_at != tender.opens_at):
        found.append("apply")
    if standing is not None and may_sign:
        found.append("sign" if standing.signed_at is None else "revoke")
    is_signed = standing is not None and standing.signed_at is not None
    if is_signed and tender.status == TenderStatus.BIDS_CLOSED and may_open:
        found.append("open")
    return found
