"""Printed documents up to the opening: need, open papers, unsealing and hand-over, the unsealed sheets (section 4)."""

from datetime import datetime
from decimal import Decimal

from django.http import Http404
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from records.printing import Paper
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language, points, yuan
from tendering.choices import PAPER_KIND_LABELS, SHARE_HOLDER_LABELS, SHEET_SECTION_LABELS, PaperKind, TenderStatus
from tendering.models import SheetItem, Tender
from tendering.papers.form import Section, form_paper
from tendering.queries import desk, papers, seals
from tendering.queries.tenders import need_of, visible_to
from tendering.rules.lifecycle import has_reached


def _tender(actor: Actor, tender_id: int) -> Tender:
    row = visible_to(actor).select_related("project", "line", "organiser__person").filter(id=tender_id).first()
    if row is None:
        raise Http404
    return row


def _at(moment: datetime | None) -> str:
    return localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else "–"


def _money(amount: Decimal | None) -> str:
    return str(yuan(amount)) if amount is not None else "–"


def _head(row: Tender) -> Section:
    return Section(
        pairs=(
            (_("Project"), row.project.name),
            (_("Service line"), in_language(row.line.names)),
            (_("Method"), str(row.get_method_display())),
            (_("Organiser"), row.organiser.person.name if row.organiser else "–"),
        )
    )


def need_application(*, actor: Actor, tender_id: int) -> Paper:
    """Build the need application with its assessment. Raises Http404 for a tender the actor may not see (TND-01)."""
    row = _tender(actor, tender_id)
    need = need_of(row)
    if need is None:
        raise Http404
    sections = [
        Section(
            pairs=(
                (_("Project"), row.project.name),
                (_("Service line"), in_language(row.line.names)),
                (_("Headcount needed"), str(need.headcount) if need.headcount is not None else "–"),
                (_("Budget per year"), _money(need.budget)),
                (_("Wanted from"), need.wanted_from.isoformat() if need.wanted_from else "–"),
            )
        ),
        Section(title=_("Why the service is needed"), note=need.reason),
    ]
    if need.assessed_at is not None:
        name = need.assessed_by.person.name if need.assessed_by else "–"
        pairs = ((_("Assessed"), f"{_at(need.assessed_at)} · {name}"),)
        sections.append(Section(title=_("Assessment"), pairs=pairs, note=need.assessment))
    title = _("Outsourcing need application")
    return form_paper(row, "tendering.need", title, sections, [_("Applicant"), _("Assessed by"), _("Approved by")])


def open_paper(*, actor: Actor, tender_id: int, paper_kind: str) -> Paper:
    """Build the initiation report, the plan, or an open part of the set. Raises Http404 while it is not written."""
    row = _tender(actor, tender_id)
    written = papers.paper_of(row, paper_kind)
    if written is None:
        raise Http404
    sections = [_head(row)]
    if paper_kind == PaperKind.INITIATION:
        months = str(row.duration_months or "–")
        pairs = ((_("Budget per year"), _money(row.budget)), (_("Duration in months"), months))
        sections.append(Section(pairs=pairs))
    sections += [
        Section(title=str(papers.PART_LABELS[part]), note=written.parts.get(part, "") or "–")
        for part in papers.wanted(row, paper_kind)
    ]
    state = str(written.get_status_display())
    if written.approved_at is not None:
        state = f"{state} · {_at(written.approved_at)} · SHA-256 {written.digest[:16]}"
    sections.append(Section(pairs=((_("Version"), str(written.version)), (_("Status"), state))))
    title = str(PAPER_KIND_LABELS[paper_kind])
    return form_paper(row, "tendering.paper", title, sections, [_("Prepared by"), _("Approved by")])


def unsealing(*, actor: Actor, tender_id: int) -> Paper:
    """Build the application to unseal and the hand-over record. Raises Http404 while nobody has applied (TND-13)."""
    row = _tender(actor, tender_id)
    application = seals.application_of(row)
    if application is None:
        raise Http404
    signed = f"{application.signed_by.person.name} · {_at(application.signed_at)}" if application.signed_by else "–"
    sections = [
        _head(row),
        Section(
            title=_("Application to unseal"),
            pairs=(
                (_("Opening of bids"), _at(application.opens_at)),
                (_("Applied by"), application.applied_by.person.name if application.applied_by else "–"),
                (_("Signed by"), signed),
            ),
            note=application.statement,
        ),
    ]
    handover = seals.handover_of(row)
    if handover is not None:
        copies = sum(one.copies for one in seals.prints_of(row))
        holders = "、".join(str(SHARE_HOLDER_LABELS[one]) for one in handover.holders)
        sections.append(
            Section(
                title=_("Hand-over at the opening"),
                pairs=(
                    (_("Handed over at"), _at(handover.handed_at)),
                    (_("Released by"), holders),
                    (_("Received by"), handover.received_by.person.name if handover.received_by else "–"),
                    (_("Envelopes opened"), str(handover.envelopes_opened)),
                    (_("Envelopes that could not be opened"), str(handover.envelopes_damaged)),
                    (_("Printed copies"), str(copies)),
                    (_("SHA-256 of the sealed papers"), handover.papers_sha256),
                ),
            )
        )
    title = _("Unsealing application and hand-over")
    signers = [_("Organiser"), _("Custodian"), _("General manager")]
    return form_paper(row, "tendering.unsealing", title, sections, signers)


def sheets(*, actor: Actor, tender_id: int) -> Paper:
    """Build the unsealed scoring standards and record sheets of both sections and the summary sheet (TND-08, TND-14).

    Raises Http404 before the opening, and for whoever may not print them.
    """
    row = _tender(actor, tender_id)
    if not has_reached(TenderStatus(row.status), TenderStatus.OPENED) or "print" not in desk.opening_actions(
        row, actor
    ):
        raise Http404
    items = list(SheetItem.objects.filter(tender=row).order_by("sort_order", "id"))
    sections = [_head(row)]
    for code, label in SHEET_SECTION_LABELS.items():
        mine = [item for item in items if item.section == code]
        sections.append(
            Section(
                title=f"{label} · {points(sum(item.max_points for item in mine))}",
                pairs=((_("Bidder"), ""), (_("Judge"), "")),
                head=(_("Code"), _("Criterion"), _("Scoring standard"), _("Points at most"), _("Score"), _("Reason")),
                rows=tuple(
                    (item.code, item.heading, item.standard, str(points(item.max_points)), "", "") for item in mine
                ),
            )
        )
    summary = Section(
        title=_("Score summary sheet"),
        head=(_("Bidder"), *[str(label) for label in SHEET_SECTION_LABELS.values()], _("Total")),
        rows=tuple(("", "", "", "") for _row in range(6)),
    )
    title = _("Scoring standards and record sheets")
    return form_paper(row, "tendering.sheets", title, [*sections, summary], [_("Judge"), _("Organiser")])
