"""A real month, read and scored by the rules alone, agrees card by card with figures worked out by hand."""

import csv
import os
from collections import defaultdict
from pathlib import Path

import pytest

from complaints.choices import Responsibility, Severity
from complaints.rules.deadlines import is_answer_late
from inspections.choices import InspectionType
from inspections.rules.scoring import ItemResult, score_inspection
from records.rules.cell_values import Mark
from records.rules.hundredths import as_text
from records.rules.periods import Month
from records.rules.sheet_rows import ParsedRow, SheetRow, parse_row, rows
from records.rules.sheets import propose
from records.spreadsheets import Book, open_book
from scoring.rules.card import Card, compute_card
from scoring.rules.evidence import CardInputs, ComplaintEvidence, InspectionEvidence
from scoring.rules.settings import ScoringRules
from tests.data.october_by_hand import EXPECTED, cards
from tests.data.office_tables import COMPLAINTS, CONTRACTS, INSPECTIONS

BOOK = Path(os.environ.get("OFFICE_WORKBOOK", Path(__file__).parents[4] / "shared/data/外包服务台账-2026年10月.xlsx"))
OCTOBER = Month(2026, 10)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not BOOK.exists(), reason="the office's own workbook is not beside this checkout"),
]


def by_hand() -> list[dict[str, str]]:
    with EXPECTED.open(encoding="utf-8") as source:
        return list(csv.DictReader(source))


def table(book: Book, name: str, fields: tuple) -> list[ParsedRow]:
    sheet = next(sheet for sheet in book.sheets if sheet.name == name)
    proposal = propose(sheet.grid, fields, sheet.merges)
    every = rows(sheet.grid, proposal, sheet.merges)
    return [parse_row(row, fields, proposal) for row in every if isinstance(row, SheetRow)]


def inspections_by_contract(book: Book) -> dict[str, list[InspectionEvidence]]:
    filed = defaultdict(list)
    for row in table(book, "检查记录", INSPECTIONS):
        filed[(row.values["contract"], row.values["kind"], row.values["inspected_on"])].append(row)
    found = defaultdict(list)
    for number, ((contract, kind, on), items) in enumerate(filed.items(), start=1):
        score = score_inspection([item_of(row) for row in items]).score
        assert score is not None
        found[contract].append(InspectionEvidence(number, f"JC-{number}", on, InspectionType(kind), score))
    return found


def item_of(row: ParsedRow) -> ItemResult:
    skipped = row.values["deduction"] is Mark.NOT_APPLICABLE
    deduction = 0 if skipped else row.values["deduction"]
    return ItemResult(row.values["item"], row.values["maximum"], deduction, not_applicable=skipped)


def complaints_by_place(book: Book) -> dict[tuple[str, str], list[ComplaintEvidence]]:
    found = defaultdict(list)
    for row in table(book, "投诉登记", COMPLAINTS):
        values = row.values
        received, answered = values["received_at"].day, values["answered_at"].day
        found[(values["project"], values["vendor"])].append(
            ComplaintEvidence(
                id=row.number,
                number=values["number"],
                on=received,
                severity=Severity(values["severity"]),
                responsibility=Responsibility(values["responsibility"]),
                is_late=is_answer_late(received, answered, as_of=OCTOBER.until),
            )
        )
    return found


def card_of(row: ParsedRow, inspections: list[InspectionEvidence], complaints: list[ComplaintEvidence]) -> Card:
    inputs = CardInputs(
        contract_id=row.number,
        line=row.values["line"],
        month=OCTOBER,
        settings_version=1,
        cut_off="2026-11-01T00:00:00+08:00",
        inspections=tuple(inspections),
        complaints=tuple(complaints),
    )
    return compute_card(inputs, ScoringRules())


def told(row: ParsedRow, card: Card) -> dict[str, str]:
    assert card.total is not None
    figures = {component.value: as_text(score) for component, score in card.scores.items() if score is not None}
    known = {"contract": row.values["number"], "project": row.values["project"], "vendor": row.values["vendor"]}
    return {**known, **figures, "total": as_text(card.total), "grade": str(card.grade)}


@pytest.mark.req("SCO-02")
def test_the_rules_find_the_figures_worked_out_by_hand() -> None:
    book = open_book(BOOK.read_bytes(), BOOK.name)
    inspections, complaints = inspections_by_contract(book), complaints_by_place(book)
    found = [
        told(
            row,
            card_of(
                row,
                inspections[row.values["number"]],
                complaints[(row.values["project"], row.values["vendor"])],
            ),
        )
        for row in table(book, "合同台账", CONTRACTS)
    ]
    assert len(found) == 26
    assert found == by_hand()


def test_the_figures_by_hand_are_those_of_the_workbook() -> None:
    assert cards(BOOK, []) == by_hand()
