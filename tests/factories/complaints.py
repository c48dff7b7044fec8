"""Complaints through their verbs."""

from datetime import timedelta
from typing import Any

from complaints.actions.complaint import register_complaint
from complaints.actions.judgement import judge
from complaints.models import Complaint
from contracts.models import Contract
from tenancy.models import OrgUnit
from tests.factories.tenancy import AT
from tests.factories.vendors import system

RECEIVED = AT - timedelta(hours=3)


def a_complaint(*, project: OrgUnit, **facts: Any) -> Complaint:
    """Register a complaint."""
    values: dict[str, Any] = {
        "channel": "front_desk",
        "received_at": RECEIVED,
        "content": "楼道保洁不及时，垃圾堆放两天",
        "customer_name": "张三丰",
        "phone": "13812345678",
        "address": "3幢502",
        "by": system(),
        "at": AT,
    } | facts
    return register_complaint(project=project, **values)


def a_charged_complaint(*, contract: Contract, **facts: Any) -> Complaint:
    """Register a complaint and charge it to the vendor of a contract."""
    complaint = a_complaint(project=contract.project, contract=contract, **facts)
    return judge(
        complaint_id=complaint.id, responsibility="vendor", reason="现场核实属实", by=system(), at=facts.get("at", AT)
    )
