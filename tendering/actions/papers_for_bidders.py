"""Giving bidders their copies of the open parts of the tender set; the evaluation papers are never among them."""

from datetime import datetime
from typing import Any

from records.queries import attachments_of
from tendering.choices import PAPER_KIND_LABELS, PaperKind
from tendering.models import BidderPaper, Invitation, Tender, TenderPaper

PAPER = "tendering.tenderpaper"
# Part of the set -> whether a bidder reads it only after accepting.
GIVEN = {
    PaperKind.INVITATION_LETTER.value: False,
    PaperKind.TENDER_DOCUMENT.value: True,
    PaperKind.TECHNICAL_DATA.value: True,
    PaperKind.OTHER.value: True,
}


def give(tender: Tender, invitations: list[Invitation], *, at: datetime) -> None:
    """Copy the open parts of the set to every bidder (TND-07); files are shared, not copied."""
    order = list(GIVEN)
    papers = sorted(
        TenderPaper.objects.filter(tender=tender, kind__in=order), key=lambda paper: order.index(paper.kind)
    )
    files = attachments_of(PAPER, [paper.id for paper in papers])
    BidderPaper.objects.bulk_create(
        BidderPaper(
            invitation=row,
            vendor_id=row.vendor_id,
            part=paper.kind,
            title=str(PAPER_KIND_LABELS[paper.kind]),
            parts=paper.parts,
            files=[_file(one) for one in files.get(paper.id, [])],
            is_for_accepted=GIVEN[paper.kind],
            sort_order=order.index(paper.kind),
            given_at=at,
        )
        for row in invitations
        for paper in papers
    )


def _file(attachment: Any) -> dict[str, Any]:
    return {
        "name": attachment.name,
        "content_type": attachment.content_type,
        "size": attachment.size,
        "sha256": attachment.sha256,
        "stored_name": attachment.stored_name,
    }
