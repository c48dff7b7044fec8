"""Printed documents after the opening: rankings, summary, judge's sheet, advantage report, letters (section 4)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.http import Http404
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from records.printing import Paper
from records.rules.hundredths import as_text
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language, yuan
from tendering.choices import LETTER_KIND_LABELS, RankStatus
from tendering.models import RankedBid, Tender
from tendering.papers.form import Section, form_paper
from tendering.queries import awards, judging, results
from tendering.queries.sheet_view import BidSheet, sheet_of


def _tender(actor: Actor, tender_id: int) -> tuple[Tender, list[RankedBid]]:
    """Return a ranked tender the actor may read, with its ranking. Raises Http404."""
    rows = judging.tenders_after_opening(actor).select_related("project", "line")
    tender = rows.filter(id=tender_id).first()
    ranking = judging.ranking(tender) if tender is not None else []
    if tender is None or not ranking:
        raise Http404
    return tender, ranking


def _at(moment: datetime | None) -> str:
    return localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else "–"


def _money(amount: Decimal | None) -> str:
    return str(yuan(amount))


def _head(tender: Tender) -> Section:
    return Section(
        pairs=(
            (_("Tender number"), tender.number),
            (_("Project"), tender.project.name),
            (_("Service line"), in_language(tender.line.names)),
        )
    )


def _rules(tender: Tender, missing: list[str]) -> Section:
    rules = judging.rules_of(tender)
    pairs = [
        (
            _("Equal totals"),
            _("More points for service, then the lower price, then the bid received earlier."),
        ),
        (
            _("Points for the price"),
            _("Lowest valid price gets full points, others proportionally")
            if rules.price_formula == "lowest_full"
            else _("Nearest to the mean of valid prices gets most points"),
        ),
    ]
    if tender.reference_low is not None:
        reference = f"{_money(tender.reference_low)} – {_money(tender.reference_high)}"
        pairs.append((_("Reference price range"), reference))
    if missing:
        names = "、".join(missing)
        text = _("Ranked without the sheets of: %(names)s, as the rules of this tender say.") % {"names": names}
        pairs.append((_("When a judge's sheet is missing"), text))
    return Section(title=_("Rules of this tender"), pairs=tuple(pairs))


def ranking(*, actor: Actor, tender_id: int) -> Paper:
    """Build the score ranking (评标得分排序表) with the bidder score summary (TND-21). Raises Http404 before it."""
    tender, rows = _tender(actor, tender_id)
    summary = results.summary_of(tender, rows)
    places = tuple(
        (
            str(row.rank),
            row.vendor.legal_name,
            as_text(row.service_points),
            as_text(row.financial_points),
            as_text(row.bonus_points),
            as_text(row.total),
            _money(row.price),
            _remark(row),
        )
        for row in rows
    )
    head = (
        _("Rank"),
        _("Bidder"),
        _("Service points"),
        _("Financial points"),
        _("Bonus or malus"),
        _("Total"),
        _("Price per year"),
        _("Remarks"),
    )
    judges = tuple(f"{one.name} {one.section_label}" for one in summary.columns)
    sums = tuple((row.ranked.vendor.legal_name, *(_sum(one) for one in row.shown)) for row in summary.rows)
    sections = [
        _head(tender),
        Section(title=_("Score ranking"), head=head, rows=places),
        Section(
            title=_("Bidder score summary"),
            head=(_("Bidder"), *judges),
            rows=sums,
            note=_("▲ far from the mean of all sheets; ✕ left out as the highest or lowest."),
        ),
        _rules(tender, summary.missing),
    ]
    names = [one.membership.person.name for one in judging.sitting(judging.panel(tender)) if one.submitted_at]
    signers = [*names, _("Organiser")][:6]
    return form_paper(tender, "tendering.ranking", _("Score ranking"), sections, signers)


def _remark(row: RankedBid) -> str:
    parts = []
    if row.is_outside_range:
        parts.append(_("Price outside the reference range"))
    if row.tie_rule:
        parts.append(_("Tie decided by: %(rule)s") % {"rule": row.get_tie_rule_display()})
    return "；".join(parts)


def _sum(cell: results.SummaryCell) -> str:
    if cell.sum is None:
        return "–"
    marks = ("▲" if cell.sum.is_outlier else "") + ("✕" if cell.sum.is_left_out else "")
    return f"{as_text(cell.sum.points)} {marks}".strip()


def candidates(*, actor: Actor, tender_id: int) -> Paper:
    """Build the candidate ranking (评标候选排名表), kept for the next candidate (TND-24). Raises Http404 before it."""
    tender, rows = _tender(actor, tender_id)
    order = [row for row in rows if row.status == RankStatus.RANKED]
    places = {row.id: place for place, row in enumerate(order, 1)}
    shown = tuple(
        (
            str(row.rank),
            row.vendor.legal_name,
            as_text(row.total),
            str(row.get_status_display())
            if row.status != RankStatus.RANKED
            else _("Candidate %(place)s") % {"place": places[row.id]},
            row.passed_over_reason,
        )
        for row in rows
    )
    head = (_("Rank"), _("Bidder"), _("Total"), _("Status"), _("Remarks"))
    sections = [_head(tender), Section(title=_("Candidates"), head=head, rows=shown)]
    title = _("Candidate ranking")
    return form_paper(tender, "tendering.candidates", title, sections, [_("Organiser"), _("General manager")])


def report(*, actor: Actor, tender_id: int) -> Paper:
    """Build the advantage assessment report (中标企业综合优势评估报告) of the newest award (TND-22). Raises Http404."""
    tender, rows = _tender(actor, tender_id)
    found = awards.awards_of(tender)
    if not found:
        raise Http404
    award, meeting, opinion = found[0], awards.meeting_of(tender), awards.opinion_of(tender)
    head = (_("Rank"), _("Bidder"), _("Total"), _("Price per year"))
    ranked = tuple((str(one.rank), one.vendor.legal_name, as_text(one.total), _money(one.price)) for one in rows)
    sections = [
        _head(tender),
        Section(title=_("Score ranking"), head=head, rows=ranked),
        Section(
            title=_("Review meeting"),
            pairs=((_("Held at"), f"{_at(meeting.held_at)} · {meeting.place}"), (_("Attendees"), meeting.attendees))
            if meeting
            else (),
            note=meeting.summary if meeting else "–",
        ),
        Section(title=_("Bid proposed"), pairs=((_("Bidder"), award.vendor.legal_name),)),
        Section(title=_("Advantages"), note=award.advantages),
        Section(title=_("Risks"), note=award.risks),
    ]
    if award.deviation_reason:
        sections.append(Section(title=_("Reason for the choice"), note=award.deviation_reason))
    if opinion is not None:
        sections.append(
            Section(title=_("Opinion of the owners' committee"), note=f"{opinion.text} ({opinion.given_by})")
        )
    decided = f"{award.get_status_display()} · {_at(award.decided_at)}"
    sections.append(
        Section(title=_("Opinion of the general manager"), pairs=((_("Status"), decided),), note=award.decision_note)
    )
    title = _("Advantage assessment report")
    signers = [_("Expert judges"), _("Organiser"), _("General manager")]
    return form_paper(tender, "tendering.report", title, sections, signers)


def judge_sheet(*, actor: Actor, judge_id: int) -> Paper:
    """Build a handed-in sheet, the record of its judge (TND-21): the judge's own, or any after the panel has closed."""
    own = judging.seats_of(actor).filter(id=judge_id).first()
    judge = own or judging.judges_visible_to(actor).filter(id=judge_id).first()
    if judge is None or judge.submitted_at is None:
        raise Http404
    sheet = sheet_of(judge)
    head = (_("Criterion"), _("Points at most"), _("Points"), _("Reason"))
    sections = [_head(judge.tender)] + [
        Section(title=one.name, head=head, rows=_lines(one), note=f"{_('Total')}: {as_text(one.total)}")
        for one in sheet.bids
    ]
    digest = _("Handed in at %(when)s. Fingerprint: %(digest)s") % {
        "when": _at(judge.submitted_at),
        "digest": judge.sheet_sha256,
    }
    sections.append(Section(note=digest))
    name = judge.membership.person.name
    return form_paper(judge.tender, "tendering.judge_sheet", _("Scoring record sheet"), sections, [name])


def _lines(one: BidSheet) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            f"{cell.item.code} {cell.item.heading}",
            as_text(cell.item.max_points),
            "–" if cell.points is None else as_text(cell.points),
            cell.reason,
        )
        for cell in one.cells
    )


@dataclass(frozen=True)
class LetterContent:
    """Everything a letter to a bidder says."""

    kind: str
    bidder: str
    tender_number: str
    title: str
    project_name: str
    candidate_place: int | None
    price: Decimal | None
    signing_day: str
    issued_on: str


def letter(*, actor: Actor, letter_id: int) -> Paper:
    """Build a letter to a bidder, for staff and for that bidder; one format, space for the seal (TND-23)."""
    row = awards.letters_visible_to(actor).filter(id=letter_id).first()
    if row is None:
        raise Http404
    unit_id = None if actor.is_vendor else row.tender.project_id
    return Paper(
        kind="tendering.letter",
        title=str(LETTER_KIND_LABELS[row.kind]),
        template="tendering/papers/letter.html",
        context=LetterContent(
            kind=row.kind,
            bidder=row.vendor.legal_name,
            tender_number=row.tender_number,
            title=row.title,
            project_name=row.project_name,
            candidate_place=row.candidate_place,
            price=row.price,
            signing_day=row.signing_day,
            issued_on=localtime(row.issued_at).date().isoformat(),
        ),
        number=row.number,
        vendor_id=row.vendor_id,
        unit_id=unit_id,
        rows=0,
    )
