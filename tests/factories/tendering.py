"""Tenders through their verbs, from the need to the sealed papers."""

from decimal import Decimal
from typing import Any

from tendering.actions import need as need_verbs
from tendering.models import Tender
from tests.factories.tenancy import AT, World
from tests.factories.vendors import a_line


def a_need(world: World, **facts: Any) -> Tender:
    """Apply for a service at the world's project."""
    values: dict[str, Any] = {
        "title": "云栖苑2027年度保洁服务",
        "project": world.project,
        "line": a_line(),
        "reason": "原合同到期，自有人员不足。",
        "headcount": 12,
        "budget": Decimal("800000.00"),
        "by": world.actor("project_supervisor"),
        "at": AT,
    } | facts
    return need_verbs.apply_for_need(**values)


def an_assessed_need(world: World, **facts: Any) -> Tender:
    """Apply for a service and have the need confirmed."""
    tender = a_need(world, **facts)
    return need_verbs.assess_need(
        tender_id=tender.id,
        is_needed=True,
        assessment="需求属实，预算合理。",
        by=world.actor("property_manager"),
        at=facts.get("at", AT),
    )
