"""Organisation and papers are separated (TND-11, X-31): who may hold which duty of one tender. Pure."""

from dataclasses import dataclass

from tendering.choices import Duty
from tendering.errors import DutiesMixed


@dataclass(frozen=True)
class Candidate:
    """Somebody proposed for a duty; ``may_organise`` and ``may_seal`` are his rights at the tender's project."""

    person_id: int
    may_organise: bool
    may_seal: bool


def check_duty(
    duty: Duty,
    candidate: Candidate,
    *,
    organiser_person_id: int | None,
    author_person_id: int | None,
    custodian_person_id: int | None,
) -> None:
    """Raise DutiesMixed unless organiser, author and custodian are three people, the author stands outside the
    organising department, and the custodian keeps the office's papers (TND-11, TND-12, X-31).
    """
    if duty == Duty.AUTHOR:
        if candidate.may_organise or candidate.person_id == organiser_person_id:
            raise DutiesMixed("author_organises", field="member")
        if candidate.person_id == custodian_person_id:
            raise DutiesMixed("author_keeps", field="member")
    if duty == Duty.CUSTODIAN:
        if not candidate.may_seal:
            raise DutiesMixed("not_office", field="member")
        if candidate.person_id == organiser_person_id:
            raise DutiesMixed("custodian_organises", field="member")
        if candidate.person_id == author_person_id:
            raise DutiesMixed("author_keeps", field="member")


def check_organiser(person_id: int, *, author_person_id: int | None, custodian_person_id: int | None) -> None:
    """Raise DutiesMixed when the organiser is the author or the custodian of the same tender (TND-11, X-31)."""
    if person_id == author_person_id:
        raise DutiesMixed("author_organises", field="member")
    if person_id == custodian_person_id:
        raise DutiesMixed("custodian_organises", field="member")


def check_signers(
    signer_person_ids: set[int], *, organiser_person_id: int | None, author_person_id: int | None
) -> None:
    """Raise DutiesMixed when papers were approved by their author or by the organiser (TND-11, TND-15)."""
    if author_person_id in signer_person_ids:
        raise DutiesMixed("author_approves")
    if organiser_person_id in signer_person_ids:
        raise DutiesMixed("organiser_approves")


def may_read_draft(
    *, person_id: int | None, author_person_id: int | None, is_approver: bool, may_organise: bool, is_signed: bool
) -> bool:
    """Whether somebody may read the draft of the evaluation papers: the author who has signed the undertaking, and
    approvers outside the organising department while an approval is running (TND-10, TND-11).
    """
    if person_id is None or may_organise:
        return False
    return (person_id == author_person_id and is_signed) or is_approver
