"""What a paper must state, its lifecycle, and the days of its reminders: tables of cases."""

from datetime import date

import pytest

from tenancy.errors import IllegalTransition, RuleBroken
from tests.lifecycles import pairs, table
from vendors.choices import DocumentStatus
from vendors.rules.documents import TRANSITIONS, PaperFacts, check, check_facts, reminder_step

DAY = date(2026, 10, 15)


def test_lifecycle_of_a_paper() -> None:
    expected = """
        proposed > accepted refused withdrawn
        accepted > superseded
    """
    assert table(TRANSITIONS) == pairs(expected)
    with pytest.raises(IllegalTransition):
        check(DocumentStatus.REFUSED, DocumentStatus.ACCEPTED)


@pytest.mark.req("VEN-03")
@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        (PaperFacts("passport"), "paper_kind_unknown", "kind"),
        (PaperFacts("other", title=" \u3000"), "paper_title_missing", "title"),
        (PaperFacts("business_licence"), "paper_term_missing", "valid_until"),
        (PaperFacts("qms_certificate", number="1"), "paper_term_missing", "valid_until"),
        (
            PaperFacts("similar_record", valid_from=DAY, valid_until=date(2026, 10, 14)),
            "paper_ends_before_it_begins",
            "valid_until",
        ),
    ],
)
def test_papers_that_say_too_little(facts: PaperFacts, code: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_facts(facts)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_facts_in_their_written_form() -> None:
    typed = PaperFacts(
        "business_licence", number=" ９１ａ ", issuer=" 杭州市\n市场监管局 ", valid_until=DAY, is_permanent=True
    )
    assert check_facts(typed) == PaperFacts(
        "business_licence", number="91a", issuer="杭州市 市场监管局", is_permanent=True
    )
    assert check_facts(PaperFacts("similar_record")).valid_until is None
    assert check_facts(PaperFacts("staff_certificates", valid_from=DAY, valid_until=DAY)).valid_until == DAY


@pytest.mark.req("NTF-05")
@pytest.mark.parametrize(
    ("days_left", "step"),
    [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (1, 7), (0, 7), (-1, -1), (-400, -1)],
)
def test_step_of_a_reminder(days_left: int, step: int | None) -> None:
    assert reminder_step(days_left, (60, 30, 7)) == step
