"""Letters to bidders: award, candidates and thanks together; calls and collection (TND-23)."""

import secrets
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from records import journal
from records.actions.notification import notify
from records.rules.text import one_line
from tenancy.choices import Side
from tenancy.context import require_wall
from tenancy.errors import AlreadyDone, IllegalTransition, NotAllowed
from tenancy.models import Membership
from tenancy.queries import active_zone
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from tendering.actions.moving import locked, move
from tendering.choices import AwardStatus, LetterKind, TenderStatus
from tendering.errors.judging import AwardRefused, InTheFuture, TextMissing
from tendering.models import Award, AwardLetter, Invitation, LetterCall, RankedBid, Tender
from tendering.queries import awards, judging
from tendering.rules import awarding, may

RESULT = gettext_noop("Tender %(number)s: a letter about the result is ready for you.")


def issue_letters(*, tender_id: int, signing_on: date, by: Actor, at: datetime) -> list[AwardLetter]:
    """Write to the winner, the candidates and all other bidders at the same time, and take the tender to ``notified``.

    Raises NotAllowed, AlreadyDone, IllegalTransition before the general manager has approved an award (TND-22),
    AwardRefused when the day of signing is not in the future.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        may.require(by, Permission.TENDER_ORGANISE, tender.project_id)
        if tender.status == TenderStatus.NOTIFIED:
            raise AlreadyDone
        award = awards.live_award(tender.id)
        if tender.status != TenderStatus.CONCLUDED or award is None or award.status != AwardStatus.APPROVED:
            raise IllegalTransition(tender.status, TenderStatus.NOTIFIED)
        if signing_on <= at.astimezone(active_zone()).date():
            raise AwardRefused("signing_past", field="signing_on")
        award.signing_on = signing_on
        award.save(update_fields=["signing_on"])
        rows = _write(tender, award, by=by, at=at)
        end_for_bidders(tender)
        tell_bidders(rows, at)
        counts: dict[str, int] = {}
        for one in rows:
            counts[one.kind] = counts.get(one.kind, 0) + 1
        move(tender, TenderStatus.NOTIFIED, by=by, at=at, changes={"letters": counts})
    return rows


def _write(tender: Tender, award: Award, *, by: Actor, at: datetime) -> list[AwardLetter]:
    ranked = judging.ranking(tender)
    prices = {one.vendor_id: one.price for one in ranked}
    wanted = awarding.letters(
        awards.as_ranked([one for one in ranked if _is_in_the_running(one)]),
        judging.bidders(tender.id),
        winner_id=award.vendor_id,
        candidates=judging.rules_of(tender).candidate_count,
        is_first_round=not AwardLetter.objects.filter(tender=tender).exists(),
    )
    return AwardLetter.objects.bulk_create(
        new_letter(
            tender,
            vendor_id=one.vendor_id,
            kind=one.kind,
            award=award,
            candidate_place=one.place,
            price=prices[one.vendor_id] if one.kind == LetterKind.AWARD else None,
            signing_on=award.signing_on if one.kind == LetterKind.AWARD else None,
            issued_at=at,
            issued_by_id=by.membership_id,
        )
        for one in wanted
    )


def _is_in_the_running(row: RankedBid) -> bool:
    return row.passed_over_at is None


def new_letter(tender: Tender, *, kind: LetterKind, **facts: Any) -> AwardLetter:
    """Return an unsaved letter with a number of its own that tells nothing about others."""
    letters = "".join(secrets.choice(awarding.NUMBER_LETTERS) for _place in range(4))
    return AwardLetter(
        tender=tender,
        kind=kind.value,
        number=f"{tender.number}-{letters}",
        tender_number=tender.number,
        title=tender.title,
        project_name=tender.project.name,
        **facts,
    )


def end_for_bidders(tender: Tender) -> None:
    """Mark the tender as over in every bidder's own view (the caller holds the tender's lock)."""
    Invitation.objects.filter(tender=tender).update(is_over=True, is_taking_bids=False)


def tell_bidders(rows: list[AwardLetter], at: datetime) -> None:
    """Tell each bidder's people that a letter is ready; nothing of the result stands in the message."""
    for one in rows:
        people = Membership.objects.filter(
            tenant_id=require_wall().tenant_id, vendor_id=one.vendor_id, side=Side.VENDOR, is_active=True
        )
        notify(
            event="tendering.letter_issued",
            text=RESULT,
            params={"number": one.tender_number},
            url=tenant_url("tendering:letter_detail", one.public_id),
            to=list(people.values_list("id", flat=True)),
            at=at,
        )


def log_call(
    *, letter_id: int, called_at: datetime, spoken_to: str, by: Actor, at: datetime, note: str = ""
) -> LetterCall:
    """Log the phone call that told a bidder. Raises NotAllowed, TextMissing, InTheFuture."""
    with transaction.atomic():
        letter = _letter(letter_id, by)
        if not one_line(spoken_to):
            raise TextMissing(field="spoken_to")
        if called_at > at:
            raise InTheFuture(field="called_at")
        row = LetterCall.objects.create(
            letter=letter,
            called_at=called_at,
            spoken_to=one_line(spoken_to)[:80],
            note=one_line(note)[:300],
            recorded_at=at,
            recorded_by_id=by.membership_id,
        )
        journal.record("tendering.call_logged", letter, by=by, at=at, changes={"called_at": called_at.isoformat()})
    return row


def record_collection(*, letter_id: int, collected_by: str, collected_on: date, by: Actor, at: datetime) -> AwardLetter:
    """Record who collected a letter and when. Raises NotAllowed, AlreadyDone, TextMissing, InTheFuture."""
    with transaction.atomic():
        letter = _letter(letter_id, by)
        if letter.collected_on is not None:
            raise AlreadyDone
        if not one_line(collected_by):
            raise TextMissing(field="collected_by")
        if collected_on > at.astimezone(active_zone()).date():
            raise InTheFuture(field="collected_on")
        letter.collected_on, letter.collected_by = collected_on, one_line(collected_by)[:80]
        letter.save(update_fields=["collected_on", "collected_by"])
        journal.record(
            "tendering.letter_collected", letter, by=by, at=at, changes={"collected_on": collected_on.isoformat()}
        )
    return letter


def _letter(letter_id: int, by: Actor) -> AwardLetter:
    if by.is_vendor:
        raise NotAllowed
    letter = AwardLetter.objects.select_for_update(of=("self",), no_key=True).select_related("tender").get(id=letter_id)
    may.require(by, Permission.TENDER_ORGANISE, letter.tender.project_id)
    return letter
