"""Printed forms up to the opening: what they say, who gets them, when (requirements.md section 4, TND-14)."""

from collections.abc import Callable

import pytest
from django.http import Http404
from django.test import Client

from records.models import PrintedDocument
from records.printing import Paper
from tenancy.models import Job, Tenant
from tendering.actions import opening
from tendering.actions.opening import Secrets
from tendering.models import Tender
from tendering.papers import before_opening as forms
from tests.factories.openings import ready_to_open
from tests.factories.tenancy import AT, World
from tests.factories.tendering import CUSTODIAN_PASSPHRASE, LINES, MANAGER_PASSPHRASE, make_tender

pytestmark = pytest.mark.django_db


def _words(paper: Paper) -> str:
    return str(paper.context)


@pytest.mark.req("TND-01", "TND-02")
def test_need_and_open_papers_say_what_they_must(world: World, tenant: Tenant) -> None:
    tender = make_tender(world, status="approved")
    officer = world.actor("tender_officer")
    need = _words(forms.need_application(actor=officer, tender_id=tender.id))
    for words in (world.project.name, "原合同到期", "需求属实", "12", "800,000.00"):
        assert words in need
    report = _words(forms.open_paper(actor=officer, tender_id=tender.id, paper_kind="initiation"))
    for words in ("楼道、大堂", "月度检查不低于九十分", "780,000.00", "24", "SHA-256"):
        assert words in report
    with pytest.raises(Http404):
        forms.open_paper(actor=officer, tender_id=tender.id, paper_kind="plan")
    with pytest.raises(Http404):
        forms.need_application(actor=world.actor("finance"), tender_id=tender.id)


@pytest.mark.req("TND-13", "TND-14")
@pytest.mark.slow
def test_sheets_are_printed_after_unsealing_only(world: World, tenant: Tenant) -> None:
    tender = ready_to_open(world, prices=("1.00",))
    officer = world.actor("tender_officer")
    applied = _words(forms.unsealing(actor=officer, tender_id=tender.id))
    assert ("general_manager alpha" in applied, "Hand-over" in applied) == (True, False)
    with pytest.raises(Http404):
        forms.sheets(actor=officer, tender_id=tender.id)
    typed = Secrets(manager_passphrase=MANAGER_PASSPHRASE, custodian_passphrase=CUSTODIAN_PASSPHRASE)
    opening.open_tender(tender_id=tender.id, secrets_typed=typed, by=world.actor("office_custodian"), at=AT)
    opening.record_print(tender_id=tender.id, copies=5, purpose="评委", by=officer, at=AT)
    paper = forms.sheets(actor=officer, tender_id=tender.id)
    assert (all(line.standard in _words(paper) for line in LINES), paper.rows) == (True, len(LINES) + 6)
    record = dict(forms.unsealing(actor=officer, tender_id=tender.id).context.sections[2].pairs)
    assert list(record.values())[3:6] == ["1", "0", "5"]
    with pytest.raises(Http404):
        forms.sheets(actor=world.actor("auditor"), tender_id=tender.id)


def test_a_form_is_ordered_on_the_page(world: World, tenant: Tenant, client_for: Callable[..., Client]) -> None:
    tender = make_tender(world, status="need_assessed")
    base = f"/{world.tenant.slug}/tendering/{tender.id}/print/"
    client = client_for("tender_officer")
    assert client.post(f"{base}need/").status_code == 302
    assert (Job.objects.filter(kind="records.print").count(), PrintedDocument.objects.count()) == (1, 0)
    for other in ("plan/", "sheets/", "nonsense/"):
        assert client.post(f"{base}{other}").status_code == 404
    assert client.get(f"{base}need/").status_code == 405
    assert (client_for("finance").post(f"{base}need/").status_code, Tender.objects.count()) == (404, 1)
