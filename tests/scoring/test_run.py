"""Opening and computing a month: by the schedule, by hand, twice, late, for contracts that are or are not in force."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.management import call_command

from records.models import JournalEntry
from records.rules.periods import Month as CalendarMonth
from scoring.actions import run as verbs
from scoring.choices import CardStatus, RunStatus
from scoring.errors import MonthNotOver, NoRulesInForce
from scoring.models import Receipt, Scorecard, ScoringRun
from scoring.schedule import schedule
from tenancy import work
from tenancy.context import acting_for
from tenancy.errors import NotAllowed
from tenancy.models import Job
from tenancy.rules.actor import system_actor
from tests.factories.scoring import AT, MONTH, add_complaint, add_inspection, make_chain
from tests.factories.tenancy import World
from tests.scoring.conftest import Month

pytestmark = pytest.mark.django_db


def compute(world: World, month: CalendarMonth = MONTH, at: datetime = AT) -> ScoringRun:
    """Compute as the system does."""
    return verbs.compute_month(month=month, by=system_actor(world.tenant.pk), at=at)


@pytest.mark.req("SCO-01", "SCO-02")
def test_every_contract_in_force_gets_a_card_with_hand_computed_figures(month: Month) -> None:
    good, poor, blind = (month.card(chain) for chain in (month.good, month.poor, month.blind))
    # good: 100 * (100 - 3) / 100 = 97.00; no complaint 100; (97 * 40 + 100 * 15) / 55 = 97.818... = 97.82
    assert (good.inspection_score, good.complaints_score, good.total, good.grade) == (9700, 10000, 9782, "A")
    # poor: item 1 loses its maximum of 10 (10 * 1.5 capped), 10 and 5: 75.00; serious 15 + late 3: 82.00
    # (75 * 40 + 82 * 15) / 55 = 76.909... = 76.91
    assert (poor.inspection_score, poor.complaints_score, poor.total, poor.grade) == (7500, 8200, 7691, "C")
    # blind: no inspection, so no total, whatever the complaints say
    assert (blind.inspection_score, blind.complaints_score, blind.total, blind.grade) == (None, 10000, None, "")
    assert good.evidence_weight == 5500
    assert blind.evidence_weight == 1500


def test_run_counts_its_cards(month: Month) -> None:
    run = ScoringRun.objects.get()
    assert (run.status, run.card_count, run.insufficient_count) == (RunStatus.COMPUTED.value, 3, 1)


@pytest.mark.req("NTF-07", "SCO-02")
def test_computing_again_changes_nothing(month: Month) -> None:
    before = list(Scorecard.objects.order_by("id").values())
    receipts = list(Receipt.objects.order_by("id").values())
    compute(month.world, at=AT.replace(hour=9))
    assert list(Scorecard.objects.order_by("id").values()) == before
    assert list(Receipt.objects.order_by("id").values()) == receipts


def test_new_evidence_makes_a_new_revision_and_keeps_the_old_receipt(month: Month) -> None:
    old = month.card(month.good)
    add_complaint(month.good, severity="minor")
    compute(month.world)
    new = month.card(month.good)
    assert (new.pk, new.revision, new.version) == (old.pk, 2, 1)
    assert new.total == 9727  # (97 * 40 + 98 * 15) / 55
    revisions = set(Receipt.objects.filter(card=new).values_list("revision", flat=True))
    assert revisions == {1, 2}
    assert month.card(month.poor).revision == 1


def test_a_changed_card_goes_back_to_the_first_step(month: Month) -> None:
    month.evaluate_and_confirm(month.good)
    add_complaint(month.good)
    compute(month.world)
    card = month.card(month.good)
    assert (card.status, card.evaluated_at, card.confirmed_at) == (CardStatus.COMPUTED.value, None, None)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "ended_on", "expected"),
    [
        (date(2026, 9, 30), date(2027, 9, 29), None, 1),
        (date(2026, 10, 1), date(2027, 9, 30), None, 0),
        (date(2025, 9, 1), date(2026, 9, 1), None, 1),
        (date(2025, 9, 1), date(2026, 8, 31), None, 0),
        (date(2026, 1, 1), date(2026, 12, 31), date(2026, 9, 1), 1),
        (date(2026, 1, 1), date(2026, 12, 31), date(2026, 8, 31), 0),
    ],
)
def test_a_card_for_a_contract_in_force_on_any_day(
    world: World, tenant: object, october: None, starts_on: date, ends_on: date, ended_on: date | None, expected: int
) -> None:
    chain = make_chain(world.project, starts_on=starts_on, ends_on=ends_on)
    type(chain.contract).objects.filter(pk=chain.contract.pk).update(ended_on=ended_on)
    assert compute(world).card_count == expected


def test_a_card_is_set_aside_when_its_contract_turns_out_to_have_ended(month: Month) -> None:
    type(month.good.contract).objects.filter(pk=month.good.contract.pk).update(ended_on=date(2026, 8, 1))
    run = compute(month.world)
    assert run.card_count == 2
    assert not Scorecard.objects.get(contract=month.good.contract).is_current
    type(month.good.contract).objects.filter(pk=month.good.contract.pk).update(ended_on=None)
    assert compute(month.world).card_count == 3


def test_a_month_that_is_not_over_is_refused(world: World, tenant: object, october: None) -> None:
    with pytest.raises(MonthNotOver):
        compute(world, CalendarMonth(2026, 10))
    assert not ScoringRun.objects.exists()


def test_only_who_may_starts_a_run(world: World, tenant: object, october: None) -> None:
    with pytest.raises(NotAllowed):
        verbs.open_run(month=MONTH, by=world.actor("property_manager"), at=AT)
    assert not ScoringRun.objects.exists()
    assert not Job.objects.filter(kind=verbs.COMPUTE_JOB).exists()


@pytest.mark.req("NTF-07", "SCO-02")
def test_schedule_opens_last_month_once_in_the_tenants_time_zone(world: World) -> None:
    # 30 September 16:30 UTC is 1 October 00:30 in Shanghai: September is over there.
    moment = datetime(2026, 9, 30, 16, 30, tzinfo=UTC)
    type(world.tenant).objects.update(created_at=datetime(2026, 8, 3, tzinfo=UTC))
    with time_machine.travel(moment, tick=False):
        schedule(moment)
        schedule(moment)
    with acting_for(world.tenant):
        jobs = Job.objects.filter(kind=verbs.COMPUTE_JOB).order_by("period_key")
        assert list(jobs.values_list("period_key", flat=True)) == ["2026-08", "2026-09"]
        assert ScoringRun.objects.count() == 2


@pytest.mark.req("NTF-07")
def test_schedule_makes_up_for_missed_months(world: World) -> None:
    moment = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
    type(world.tenant).objects.update(created_at=datetime(2025, 1, 1, tzinfo=UTC))
    with time_machine.travel(moment, tick=False):
        schedule(moment)
    with acting_for(world.tenant):
        months = [f"{month:%Y-%m}" for month in ScoringRun.objects.order_by("month").values_list("month", flat=True)]
        assert months == ["2026-07", "2026-08", "2026-09"]


def test_job_computes_and_links_its_result(world: World, tenant: object, october: None) -> None:
    chain = make_chain(world.project)
    add_inspection(chain, score=9000)
    run = verbs.open_run(month=MONTH, by=world.actor("quality_officer"), at=AT)
    job = Job.objects.get(kind=verbs.COMPUTE_JOB)
    assert work.run_job(world.tenant.pk, job.pk)
    job.refresh_from_db()
    assert (job.status, job.result) == ("done", {"cards": 1, "insufficient": 0})
    assert job.result_url == f"/alpha/scoring/runs/{run.pk}/"


def test_command_computes_a_month(world: World, october: None, capsys: pytest.CaptureFixture[str]) -> None:
    with acting_for(world.tenant):
        make_chain(world.project)
    call_command("run_scoring", tenant="alpha", month="2026-09")
    assert capsys.readouterr().out == "2026-09: 1 cards, 1 with insufficient evidence\n"


@pytest.mark.req("TEN-09", "SCO-04")
def test_a_card_keeps_the_version_in_force_on_the_first_of_its_month(month: Month) -> None:
    card = month.card(month.good)
    version = card.settings_version
    later = type(version).objects.create(
        area="scoring", number=2, effective_on=date(2026, 9, 2), values={"weights": {}}, reason="x",
        status="approved", created_at=AT, approved_at=AT,
    )  # fmt: skip
    compute(month.world)
    assert month.card(month.good).settings_version_id == version.pk != later.pk


def test_run_is_journalled_once(month: Month) -> None:
    compute(month.world)
    events = list(JournalEntry.objects.filter(event__startswith="scoring.").values_list("event", flat=True))
    assert sorted(events) == ["scoring.run_computed", "scoring.run_opened"]


@pytest.mark.req("SCO-04")
def test_a_month_without_rules_is_refused(world: World, tenant: object, october: None) -> None:
    with pytest.raises(NoRulesInForce):
        compute(world, CalendarMonth(1999, 12))
    assert not ScoringRun.objects.exists()
