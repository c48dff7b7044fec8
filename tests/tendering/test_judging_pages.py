"""Pages of judging: a judge's own sheet, what nobody else sees before the panel closes, files, the spreadsheet."""

import base64
import io
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from openpyxl import load_workbook

from tenancy.models import Tenant
from tenancy.roles import Role
from tendering import envelopes
from tendering.actions.sheets import submit_sheet
from tendering.models import Judge, JudgeScore, OpenedBid, RankedBid
from tendering.rules.tender_rules import TenderRules
from tests.factories.judging import (
    Opened,
    a_colleague,
    a_judge,
    a_scored_tender,
    an_opened_tender,
    check_all,
    fill,
)
from tests.factories.tenancy import World

ClientFor = Callable[..., Client]
BASE = "/alpha/tendering"


def judging_world(world: World, **facts: object) -> tuple[Opened, Judge, Judge]:
    """Make a tender with two declared judges; the second has filled in and handed in a sheet."""
    opened = an_opened_tender(world, **facts)  # type: ignore[arg-type]
    check_all(opened)
    first, _actor = a_judge(opened, "评委甲")
    second, other = a_judge(opened, "评委乙")
    fill(opened, second, other, percent=77)
    submit_sheet(judge_id=second.id, by=other, at=opened.bids[0].opened_at)
    return opened, first, second


@pytest.mark.req("TND-17")
def test_organiser_registers_a_bid_on_its_page(world: World, tenant: Tenant, client_for: ClientFor) -> None:
    """A gap stands on the form with everything typed; then the register shows the bid as valid."""
    opened = an_opened_tender(world)
    client = client_for("tender_officer")
    page = f"{BASE}/opened-bids/{opened.bids[0].id}/check/"
    answer = client.post(page, {"checks": ["sealed"], "verdict": "yes"})
    assert answer.status_code == 422
    assert "A valid bid needs all of" in answer.content.decode()
    assert OpenedBid.objects.get(id=opened.bids[0].id).is_valid is None
    checks = ["sealed", "commitment_letter", "service_plan", "quotation", "qualification", "experience", "reputation"]
    answer = client.post(page, {"checks": checks, "verdict": "yes"}, follow=True)
    assert answer.redirect_chain == [(f"{BASE}/{opened.tender.id}/bids/", 302)]
    assert OpenedBid.objects.get(id=opened.bids[0].id).is_valid is True


@pytest.mark.req("TND-18")
def test_judge_declares_fills_in_and_hands_in_on_the_pages(world: World, tenant: Tenant, client_for: ClientFor) -> None:
    """From the declaration to the lock."""
    opened = an_opened_tender(world)
    check_all(opened)
    judge, _actor = a_judge(opened, declared=False)
    client = client_for(person=judge.membership.person)
    sheet = f"{BASE}/judging/{judge.id}/"
    assert opened.bids[0].vendor.legal_name not in client.get(sheet).content.decode()
    assert client.get(f"{sheet}bids/{opened.bids[0].id}/").status_code == 403
    assert client.post(sheet, {"x": "1"}).status_code == 422
    assert client.post(sheet, {"has_conflict": "no"}).status_code == 302
    assert opened.bids[0].vendor.legal_name in client.get(sheet).content.decode()
    for bid in opened.bids:
        page = f"{sheet}bids/{bid.id}/"
        bad = client.post(page, {f"p-{opened.items[0].id}": "40.01", f"p-{opened.items[1].id}": "3"})
        assert (bad.status_code, "40.01" in bad.content.decode()) == (422, True)
        typed = {f"p-{item.id}": "8，5".replace("，", ".") for item in opened.items if not item.is_price}
        assert client.post(page, {**typed, "next": "1"}).status_code == 302
    assert set(JudgeScore.objects.values_list("points", flat=True)) == {850}
    assert client.post(f"{sheet}submit/").status_code == 302
    assert Judge.objects.get(id=judge.id).submitted_at is not None
    assert client.post(f"{sheet}bids/{opened.bids[0].id}/", {f"p-{opened.items[0].id}": "1"}).status_code == 422
    assert set(JudgeScore.objects.values_list("points", flat=True)) == {850}


@pytest.mark.req("TND-21")
@pytest.mark.slow
def test_nobody_sees_anothers_sheet_before_the_panel_closes(
    world: World, tenant: Tenant, client_for: ClientFor
) -> None:
    """Judge, managers, auditor: no page shows 53.90, the service sum of the other judge, or a part of it."""
    opened, first, second = judging_world(world)
    marks = ["53.9", "30.8", "23.1", "7.7"]
    readers = [first.membership.person, *(world.person(role) for role in Role if "vendor" not in role)]
    addresses = [f"{BASE}/{opened.tender.id}/{page}" for page in ("", "bids/", "panel/", "ranking/", "award/")] + [
        f"{BASE}/judging/",
        f"{BASE}/judging/{first.id}/",
        f"{BASE}/judging/{second.id}/",
        f"{BASE}/judging/{second.id}/workbook/",
        f"{BASE}/judging/{second.id}/bids/{opened.bids[0].id}/",
        "/alpha/journal/",
    ]
    seen = []
    for person in readers:
        client = client_for(person=person)
        for address in addresses:
            body = client.get(address).content.decode(errors="ignore")
            seen += [(person.name, address, mark) for mark in marks if mark in body]
    assert seen == []
    own = client_for(person=second.membership.person).get(f"{BASE}/judging/{second.id}/").content.decode()
    assert "61.60" in own


@pytest.mark.req("TND-21")
def test_anothers_sheet_is_not_found_and_not_changed(world: World, tenant: Tenant, client_for: ClientFor) -> None:
    """404 for every address of another's seat, whatever the role."""
    opened, first, second = judging_world(world)
    for person in (second.membership.person, world.person("tender_officer"), world.person("general_manager")):
        client = client_for(person=person)
        for tail in ("", "submit/", "workbook/", "import/", f"bids/{opened.bids[0].id}/"):
            assert client.get(f"{BASE}/judging/{first.id}/{tail}").status_code == 404
            assert client.post(f"{BASE}/judging/{first.id}/{tail}", {"has_conflict": "no"}).status_code in {404, 405}
    assert JudgeScore.objects.filter(judge=first).count() == 0


def test_names_are_hidden_from_judges_where_the_tenant_says_so(
    world: World, tenant: Tenant, client_for: ClientFor
) -> None:
    """Codes instead of names on sheet, file names and spreadsheet, and no way round through the staff's register."""
    opened = an_opened_tender(world, rules=TenderRules(names_hidden=True))
    check_all(opened)
    judge, _actor = a_judge(opened, member=world.member(Role.QUALITY_OFFICER))
    client = client_for("quality_officer")
    names = [bid.vendor.legal_name for bid in opened.bids]
    pages = [f"{BASE}/judging/{judge.id}/", f"{BASE}/judging/{judge.id}/bids/{opened.bids[0].id}/"]
    for page in pages:
        body = client.get(page).content.decode()
        assert (opened.bids[0].blind_code in body, [name for name in names if name in body]) == (True, [])
    book = load_workbook(io.BytesIO(client.get(f"{BASE}/judging/{judge.id}/workbook/").content))
    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    assert [name for name in names if name in " ".join(cells)] == []
    assert client.get(f"{BASE}/{opened.tender.id}/bids/").status_code == 403


def test_price_and_quotation_are_for_who_judges_the_financial_part(
    world: World, tenant: Tenant, client_for: ClientFor
) -> None:
    """A service judge sees neither."""
    opened = an_opened_tender(world)
    check_all(opened)
    judge, _actor = a_judge(opened, judges_financial=False)
    client = client_for(person=judge.membership.person)
    for page in (f"{BASE}/judging/{judge.id}/", f"{BASE}/judging/{judge.id}/bids/{opened.bids[0].id}/"):
        body = client.get(page).content.decode()
        assert ("960,000" in body, "Quotation" in body) == (False, False)
    assert client.get(f"{BASE}/opened-bids/{opened.bids[0].id}/files/2/").status_code == 404


def test_file_is_deciphered_while_it_is_sent_and_only_for_who_may_read(
    world: World, tenant: Tenant, client_for: ClientFor
) -> None:
    """Staff of the tender and its judges; not a colleague, not a bidder; never as something a browser runs."""
    opened = an_opened_tender(world)
    check_all(opened)
    cipher = envelopes.FileCipher()
    stored = cipher.header + cipher.push(b"plan " * 1000) + cipher.push(b"end", final=True)
    name = default_storage.save("sealed/test-file", ContentFile(stored))
    bid = opened.bids[0]
    bid.files[1] |= {"key": base64.b64encode(cipher.key).decode(), "name": "服务方案.pdf"}
    OpenedBid.objects.filter(id=bid.id).update(files=bid.files)
    bid.bid.files.filter(id=bid.files[1]["file"]).update(stored_name=name)
    judge, _actor = a_judge(opened)
    address = f"{BASE}/opened-bids/{bid.id}/files/1/"
    for person in (judge.membership.person, world.person("tender_officer"), world.person("auditor")):
        answer = client_for(person=person).get(address)
        assert b"".join(answer.streaming_content) == b"plan " * 1000 + b"end"  # type: ignore[attr-defined]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith("attachment")
    stranger = a_colleague(world, "旁人")
    for person in (stranger.person, world.person("legal_reviewer")):
        assert client_for(person=person).get(address).status_code == 404
    default_storage.delete(name)


@pytest.mark.req("TND-21")
def test_sheet_goes_out_as_a_spreadsheet_and_comes_back(world: World, tenant: Tenant, client_for: ClientFor) -> None:
    """All scores or none; a foreign file, a bad cell and no file are refused by name."""
    _opened, judge, _other = judging_world(world)
    client = client_for(person=judge.membership.person)
    page = f"{BASE}/judging/{judge.id}/import/"
    book = load_workbook(io.BytesIO(client.get(f"{BASE}/judging/{judge.id}/workbook/").content))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[2]][4::2] == ["T01", "T02", "T03"]
    for row in range(4, 7):
        for column in (5, 7, 9):
            sheet.cell(row, column, 7.25)
            sheet.cell(row, column + 1, "=1+1 说明")
    assert client.post(page, {"file": _file(book)}).status_code == 302
    assert list(JudgeScore.objects.filter(judge=judge).values_list("points", flat=True)) == [725] * 9
    sheet.cell(4, 5, 41)
    sheet.cell(5, 5, 8)
    bad = client.post(page, {"file": _file(book)})
    assert (bad.status_code, "T01" in bad.content.decode()) == (422, True)
    sheet.cell(1, 2, "1-000000000000000000000000")
    assert client.post(page, {"file": _file(book)}).status_code == 422
    assert client.post(page, {"file": io.BytesIO(b"%PDF-1.7 nothing")}).status_code == 422
    assert client.post(page, {"x": "1"}).status_code == 422
    assert set(JudgeScore.objects.filter(judge=judge).values_list("points", flat=True)) == {725}


def _file(book: object) -> io.BytesIO:
    out = io.BytesIO()
    book.save(out)  # type: ignore[attr-defined]
    out.seek(0)
    out.name = "sheet.xlsx"
    return out


def test_ranking_page_shows_places_sums_and_marks(world: World, tenant: Tenant, client_for: ClientFor) -> None:
    """After the panel has closed, to who reads tenders."""
    opened = a_scored_tender(world, bids=4)
    body = client_for("auditor").get(f"{BASE}/{opened.tender.id}/ranking/").content.decode()
    for text in ("90.33", "83.56", "Price outside the reference range", "More points for service".lower(), "评委甲"):
        assert text.lower() in body.lower()
    assert RankedBid.objects.count() == 4


@pytest.mark.parametrize("page", ["bids/", "panel/", "ranking/", "award/"])
def test_pages_are_there_after_the_opening_only(world: World, tenant: Tenant, client_for: ClientFor, page: str) -> None:
    """Before it nothing tells that bids exist."""
    opened = an_opened_tender(world)
    OpenedBid.objects.all().delete()
    assert client_for("tender_officer").get(f"{BASE}/{opened.tender.id}/{page}").status_code == 404
