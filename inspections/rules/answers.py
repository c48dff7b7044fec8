"""Answers to checklist items as they arrive from phone, page, API or workbook, and what is wrong with them (INS-11)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from inspections import errors
from inspections.choices import Outcome, Severity

MAX_NOTE = 500
MAX_PLACE = 120


@dataclass(frozen=True, slots=True)
class ItemInput:
    """One answer: ``code`` of the item, ``deduction`` in hundredths of a point; an empty outcome is not answered."""

    code: str
    outcome: str
    deduction: int = 0
    note: str = ""
    place: str = ""
    severity: str = ""


class ItemLike(Protocol):
    """What the rules need of a checklist item."""

    code: str
    max_points: int
    photo_required: bool


def cleaned(answer: ItemInput) -> ItemInput:
    """Return the answer without what its outcome cannot have, texts trimmed; a fault is ordinary unless said."""
    if answer.outcome != Outcome.DEDUCT:
        return ItemInput(answer.code, answer.outcome, note=plain(answer.note, MAX_NOTE))
    known = {one.value for one in Severity}
    return ItemInput(
        answer.code,
        answer.outcome,
        answer.deduction,
        plain(answer.note, MAX_NOTE),
        plain(answer.place, MAX_PLACE),
        answer.severity if answer.severity in known else Severity.ORDINARY.value,
    )


def plain(text: str, longest: int) -> str:
    """Return typed text without what a database cannot keep, trimmed and cut."""
    return text.encode("utf-8", "ignore").decode().replace("\x00", "").strip()[:longest]


def problem_of_draft(answer: ItemInput, item: ItemLike) -> errors.Text | None:
    """Return why an answer cannot even be kept as a draft, or None."""
    if answer.outcome not in {"", *(one.value for one in Outcome)}:
        return errors.UNKNOWN_ANSWER
    if answer.outcome == Outcome.DEDUCT and not 0 <= answer.deduction <= item.max_points:
        return errors.OUT_OF_RANGE
    return None


def problem_of(answer: ItemInput | None, item: ItemLike, *, photos: int, strict: bool = True) -> errors.Text | None:
    """Return what keeps an answer from being submitted, or None.

    ``strict`` False asks for neither reason nor photo: papers filed afterwards from a workbook do not always have them.
    """
    if answer is None or not answer.outcome:
        return errors.NOT_ANSWERED
    refused = problem_of_draft(answer, item)
    if refused is not None:
        return refused
    if answer.outcome == Outcome.DEDUCT and answer.deduction <= 0:
        return errors.DEDUCTION_NEEDED
    if not strict or answer.outcome == Outcome.NA:
        return None
    if answer.outcome == Outcome.DEDUCT and not answer.note:
        return errors.REASON_NEEDED
    return errors.PHOTO_NEEDED if item.photo_required and not photos else None


def problems(
    answers: Mapping[str, ItemInput], items: Iterable[ItemLike], photos: Mapping[str, int], *, strict: bool = True
) -> dict[str, errors.Text]:
    """Return what is missing, by item code, in the order of the checklist."""
    found = {}
    for item in items:
        problem = problem_of(answers.get(item.code), item, photos=photos.get(item.code, 0), strict=strict)
        if problem is not None:
            found[item.code] = problem
    return found
