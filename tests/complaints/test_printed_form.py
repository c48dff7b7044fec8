"""The printed complaint form: ordered on the page, made by the job, the stored one on asking twice."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from complaints.papers import complaint_form
from records.actions.printing import print_paper
from tenancy.context import acting_for
from tenancy.errors import NotAllowed
from tenancy.models import Job, Tenant
from tests.factories.complaints import a_charged_complaint, a_complaint
from tests.factories.contracts import a_contract
from tests.factories.tenancy import AT, World, add_vendor_person

pytestmark = [pytest.mark.django_db, pytest.mark.req("CMP-02")]


@pytest.mark.slow
def test_form_is_printed_under_the_register_number_and_only_once(
    world: World, tenant: Tenant, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    row = a_charged_complaint(contract=a_contract(project=world.project))
    order: dict[str, Any] = {"language": "zh-hans", "by": world.actor("customer_service"), "at": AT}
    first = print_paper("complaints.complaint", {"complaint_id": row.id}, **order)
    again = print_paper("complaints.complaint", {"complaint_id": row.id}, **order)
    assert (first.number, first.title, again.id) == (row.number, "客户投诉处理表", first.id)


def test_page_orders_the_form(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        row = a_complaint(project=world.project)
    answer = client_for("customer_service").post(f"/{world.tenant.slug}/complaints/{row.id}/print/")
    with acting_for(world.tenant):
        job = Job.objects.get(kind="records.print")
        assert job.payload["inputs"] == {"complaint_id": row.id}
    assert (answer.status_code, answer.headers["Location"].endswith(f"/{job.id}/")) == (302, True)


def test_vendor_gets_no_form(world: World) -> None:
    with acting_for(world.tenant):
        contract = a_contract(project=world.project)
        row = a_charged_complaint(contract=contract)
    add_vendor_person(world, vendor_id=contract.vendor_id, vendor_name="v", role="vendor_manager")
    with acting_for(world.tenant, vendor_id=contract.vendor_id), pytest.raises(NotAllowed):
        complaint_form(actor=world.actor("vendor_manager"), complaint_id=row.id)
