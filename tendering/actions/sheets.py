"""Filling in and handing in a scoring sheet (TND-21). The journal gets a digest, never points."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from records import journal
from records.rules.hundredths import as_text
from records.rules.text import one_line
from tenancy.errors import AlreadyDone, NotAllowed
from tenancy.rules.actor import Actor
from tendering.actions.panel import check_ready, own_seat
from tendering.errors.judging import JudgingNotReady, ScoreRefused, SheetIncomplete
from tendering.models import Judge, JudgeScore, OpenedBid
from tendering.queries import judging
from tendering.rules import sheets
from tendering.rules.sheets import LONGEST_REASON, Score


def save_scores(*, judge_id: int, scores: Iterable[Score], by: Actor, at: datetime) -> Judge:
    """Keep scores of the actor's own sheet, as many as are typed; a sheet handed in is locked.

    Raises NotAllowed for another's sheet or a bid or line that is not to be scored, AlreadyDone, IllegalTransition,
    JudgingNotReady, ScoreRefused. Nothing is kept when one score is refused.
    """
    with transaction.atomic():
        judge, bids = _open_sheet(judge_id, by)
        lines = {one.id: one for one in judging.judged_items(judge)}
        known = judging.scores_of(judge)
        bid_ids = {one.id for one in bids}
        new, changed = [], []
        for one in scores:
            if one.bid_id not in bid_ids or one.item_id not in lines:
                raise NotAllowed
            most = lines[one.item_id].max_points
            if not 0 <= one.points <= most:
                raise ScoreRefused(field=f"p-{one.bid_id}-{one.item_id}", most=as_text(most))
            row = known.get((one.bid_id, one.item_id))
            if row is None:
                row = JudgeScore(
                    tender_id=judge.tender_id, judge=judge, opened_bid_id=one.bid_id, item_id=one.item_id, points=0
                )
                known[one.bid_id, one.item_id] = row
                new.append(row)
            elif row.pk is not None:
                changed.append(row)
            row.points, row.reason = one.points, one_line(one.reason)[:LONGEST_REASON]
        JudgeScore.objects.bulk_create(new)
        if changed:
            JudgeScore.objects.bulk_update(changed, ["points", "reason"])
    return judge


def _open_sheet(judge_id: int, by: Actor) -> tuple[Judge, list[OpenedBid]]:
    judge = own_seat(judge_id, by)
    if judge.submitted_at is not None:
        raise AlreadyDone
    if judge.has_conflict is None:
        raise JudgingNotReady("declaration")
    bids = judging.valid_bids(judge.tender_id)
    check_ready(judge.tender, bids)
    return judge, bids


def submit_sheet(*, judge_id: int, by: Actor, at: datetime) -> Judge:
    """Hand in the actor's own sheet; from then on it is locked for everybody.

    Raises NotAllowed, AlreadyDone, IllegalTransition, JudgingNotReady, TooFewValidBids, SheetIncomplete.
    """
    with transaction.atomic():
        judge, bids = _open_sheet(judge_id, by)
        lines = judging.as_lines(judging.judged_items(judge))
        bid_ids = [one.id for one in bids]
        filled = judging.scores_of(judge)
        gaps = sheets.missing(lines, bid_ids, filled)
        if gaps:
            raise SheetIncomplete(gaps)
        counted = [row for (bid_id, _item), row in filled.items() if bid_id in set(bid_ids)]
        judge.submitted_at, judge.sheet_salt = at, secrets.token_hex(16)
        judge.sheet_sha256 = sheets.digest(judge.id, judge.sheet_salt, judging.as_scores(counted))
        judge.save(update_fields=["submitted_at", "sheet_salt", "sheet_sha256"])
        journal.record("tendering.sheet_submitted", judge, by=by, at=at, changes={"sha256": judge.sheet_sha256})
    return judge
