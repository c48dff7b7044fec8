"""A month's workbook as an office keeps it comes in whole, is scored, and agrees with figures worked out by hand."""

import csv
import os
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from time_machine import TimeMachineFixture

from contracts.models import Contract
from inspections.models import Inspection, ItemResult
from records.models import ImportRun
from records.rules.periods import Month
from scoring.actions.run import compute_month
from scoring.models import Scorecard
from tenancy.context import acting_for
from tenancy.models import OrgUnit
from tenancy.rules.actor import system_actor
from tests.factories.tenancy import World
from vendors.models import Vendor

ROOT = Path(__file__).resolve().parents[2]
BOOK = Path(os.environ.get("OFFICE_WORKBOOK", ROOT.parent / "shared" / "data" / "外包服务台账-2026年10月.xlsx"))
EXPECTED = ROOT / "tests" / "data" / "october_expected.csv"
NOW = "2026-11-05T02:00:00Z"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not BOOK.exists(), reason="the office's own workbook is not beside this checkout"),
]


def _import(world: World, *options: str) -> str:
    out = StringIO()
    try:
        call_command("import_workbook", str(BOOK), *options, tenant=world.tenant.slug, stdout=out)
    except CommandError as error:
        raise AssertionError(out.getvalue()) from error
    return out.getvalue()


@pytest.mark.req("VEN-01", "CON-14", "INS-11", "CMP-01")
def test_workbook_comes_in_whole_and_its_cards_agree_with_the_figures_by_hand(
    world: World, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    _import(world)
    with acting_for(world.tenant):
        assert Vendor.objects.count() == 18
        assert Contract.objects.filter(status="active").count() == 26
        assert Inspection.objects.filter(status="published").count() == 32
        assert ItemResult.objects.count() == 291
        compute_month(month=Month(2026, 10), by=system_actor(world.tenant.id), at=datetime.now(UTC))
        found = {
            card.contract.number: (card.inspection_score, card.complaints_score, card.total, card.grade)
            for card in Scorecard.objects.filter(is_current=True).select_related("contract")
        }
    assert found == _by_hand()


def _by_hand() -> dict[str, tuple[int | None, int | None, int | None, str]]:
    with EXPECTED.open(encoding="utf-8") as source:
        return {
            row["contract"]: (
                _hundredths(row["inspection"]),
                _hundredths(row["complaints"]),
                _hundredths(row["total"]),
                row["grade"],
            )
            for row in csv.DictReader(source)
        }


def _hundredths(text: str) -> int | None:
    return int(Decimal(text) * 100) if text else None


def test_dry_run_finds_the_same_and_changes_nothing(world: World, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOW, tick=False)
    said = _import(world, "--dry-run")
    assert "合同: 26" in said
    assert "投诉: 60" in said
    with acting_for(world.tenant):
        assert (Vendor.objects.count(), Contract.objects.count(), Inspection.objects.count()) == (0, 0, 0)
        assert OrgUnit.objects.filter(name="云栖苑").count() == 0
        assert ImportRun.objects.get().status == "checked"


def test_second_import_of_the_same_file_adds_nothing(world: World, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOW, tick=False)
    _import(world)
    with acting_for(world.tenant):
        before = (Vendor.objects.count(), Inspection.objects.count(), ItemResult.objects.count())
    _import(world)
    with acting_for(world.tenant):
        assert (Vendor.objects.count(), Inspection.objects.count(), ItemResult.objects.count()) == before


def test_unknown_tenant_is_named(world: World) -> None:
    with pytest.raises(CommandError, match="no tenant"):
        call_command("import_workbook", str(BOOK), tenant="nowhere")


@pytest.mark.req("RPT-02")
def test_administrator_brings_the_workbook_in_through_the_browser(
    world: World, client_for: Callable[..., Client], time_machine: Any
) -> None:
    time_machine.move_to(NOW, tick=False)
    client = client_for("tenant_admin")
    with BOOK.open("rb") as upload:
        answer = client.post("/alpha/records/imports/", {"file": upload})
    assert answer.status_code == 302
    with acting_for(world.tenant):
        run = ImportRun.objects.get()
        assert run.report["problems"] == []
        assert Contract.objects.count() == 0
    assert client.get(answer.headers["Location"]).status_code == 200
    assert client.post(f"/alpha/records/imports/{run.id}/apply/").status_code == 302
    with acting_for(world.tenant):
        assert ImportRun.objects.get().status == "applied"
        assert Contract.objects.filter(status="active").count() == 26
        assert Inspection.objects.filter(status="published").count() == 32


def test_page_names_the_cell_of_every_problem_and_gives_the_file_back(
    world: World, client_for: Callable[..., Client]
) -> None:
    client = client_for("tenant_admin")
    heading = "单位名称,统一社会信用代码,联系人,联系电话,注册地址,服务类别"
    table = f"{heading}\n诚修公司,91330106MACJLF33TX,张三,0571-1,杭州,保洁\n"
    answer = client.post("/alpha/records/imports/", {"file": SimpleUploadedFile("a.csv", table.encode("gb18030"))})
    page = client.get(answer.headers["Location"])
    assert "B2" in page.content.decode()
    with acting_for(world.tenant):
        run = ImportRun.objects.get()
    assert [(one["cell"], one["column"]) for one in run.report["problems"]] == [("B2", "credit_code")]
    given_back = client.get(f"/alpha/records/imports/{run.id}/problems/")
    assert given_back.content.startswith(b"PK")
    refused = client.post(f"/alpha/records/imports/{run.id}/apply/")
    assert refused.status_code == 302
    with acting_for(world.tenant):
        assert Vendor.objects.count() == 0


def test_file_that_is_no_table_is_refused_on_the_form(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("tenant_admin")
    answer = client.post("/alpha/records/imports/", {"file": SimpleUploadedFile("a.xlsx", b"MZ\x90\x00 program")})
    assert answer.status_code == 422
    with acting_for(world.tenant):
        assert ImportRun.objects.count() == 0
