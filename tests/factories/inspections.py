"""Inspections through their verbs, on a contract in force with the day-one checklist of its line."""

import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from contracts.actions.contract import activate
from contracts.models import Contract
from inspections import queries
from inspections.actions import filed, filing, judging, planning
from inspections.choices import InspectionType, Outcome
from inspections.models import ChecklistVersion, Inspection
from inspections.rules.answers import ItemInput
from tenancy.models import OrgUnit
from tenancy.rules.actor import Actor
from tests.factories.contracts import a_department, a_draft
from tests.factories.tenancy import AT
from tests.factories.vendors import a_line, system
from vendors.models import ServiceLine, Vendor

ON = date(2026, 10, 15)


def a_contract_to_inspect(
    *, project: OrgUnit, vendor: Vendor | None = None, lines: list[ServiceLine] | None = None, **facts: Any
) -> Contract:
    """Put a contract in force with the day-one rules pinned to its lines."""
    a_department()
    draft = a_draft(project=project, vendor=vendor, lines=lines, **facts)
    return activate(contract_id=draft.id, by=system(), at=AT)


def the_checklist(code: str = "CLN") -> ChecklistVersion:
    """Return the newest approved checklist of a line of the active tenant."""
    found = queries.latest_approved(a_line(code).id)
    assert found is not None
    return found


def answers(version: ChecklistVersion | None = None, **faults: Any) -> list[ItemInput]:
    """Answer every item with pass, except ``faults``: item code (``_`` for ``-``) -> points off or "na"."""
    given = {code.replace("_", "-"): value for code, value in faults.items()}
    found = []
    for item in queries.items_of((version or the_checklist()).id):
        value = given.get(item.code)
        if value is None:
            found.append(ItemInput(item.code, Outcome.OK.value))
        elif value == "na":
            found.append(ItemInput(item.code, Outcome.NA.value))
        else:
            points = round(float(value) * 100)
            found.append(ItemInput(item.code, Outcome.DEDUCT.value, points, "有污渍", "1号楼大堂", "ordinary"))
    return found


def a_started(*, contract: Contract, by: Actor, code: str = "CLN", on: date = ON, **facts: Any) -> Inspection:
    """Start an unplanned inspection."""
    values: dict[str, Any] = {"kind": InspectionType.DAILY, "client_id": uuid4(), "at": AT} | facts
    return planning.start_ad_hoc(contract_id=contract.id, line_id=a_line(code).id, by=by, on=on, **values)


def a_submitted(
    *, contract: Contract, by: Actor, faults: Mapping[str, Any] | None = None, at: datetime = AT, **facts: Any
) -> Inspection:
    """Start and submit an inspection."""
    row = a_started(contract=contract, by=by, at=at, **facts)
    return filing.submit_inspection(
        inspection_id=row.id, answers=answers(row.checklist, **(faults or {})), by=by, at=at
    )


def a_published(*, contract: Contract, by: Actor, judge: Actor, **facts: Any) -> Inspection:
    """Start, submit and publish an inspection."""
    row = a_submitted(contract=contract, by=by, **facts)
    return judging.publish_inspection(inspection_id=row.id, by=judge, at=facts.get("at", AT))


def a_filing(*, contract: Contract, at: datetime = AT, code: str = "CLN", **facts: Any) -> filed.Filing:
    """Describe a finished inspection for ``file_many``."""
    checklist = facts.pop("checklist", None) or the_checklist(code)
    faults = facts.pop("faults", {})
    values: dict[str, Any] = {
        "kind": InspectionType.COMPANY,
        "inspected_on": ON,
        "inspector_name": "王检查",
        "results": answers(checklist, **faults),
    } | facts
    return filed.Filing(contract=contract, line=a_line(code), checklist=checklist, at=at, **values)


def a_photo(name: str = "lobby.jpg", size: tuple[int, int] = (640, 480), colour: str = "#336699") -> SimpleUploadedFile:
    """Return an uploaded JPEG."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")
