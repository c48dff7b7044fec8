"""Vendors through their verbs: valid rows, one after the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from stdnum.cn import uscc

from tenancy.context import require_wall
from tenancy.rules.actor import Actor, system_actor
from tests.factories.tenancy import AT
from vendors.actions.document import hand_in
from vendors.actions.line import add_day_one
from vendors.actions.vendor import register_vendor
from vendors.content.requirements import REQUIRED
from vendors.models import QualificationDocument, ServiceLine, Vendor
from vendors.rules.documents import PaperFacts

_numbers = count(1)


def system() -> Actor:
    """Return the system's actor in the active tenant."""
    return system_actor(require_wall().tenant_id)


def a_credit_code() -> str:
    """Return a valid unified social credit code not given before."""
    body = f"91330106MA{next(_numbers):07d}"
    return body + uscc.calc_check_digit(body)


def a_line(code: str = "CLN") -> ServiceLine:
    """Return a day-one line of the active tenant, making all of them when they are missing."""
    line = ServiceLine.objects.filter(code=code).first()
    if line is None:
        add_day_one(at=AT)
        line = ServiceLine.objects.get(code=code)
    return line


def a_vendor(*, by: Actor | None = None, lines: list[ServiceLine] | None = None, **facts: Any) -> Vendor:
    """Register a vendor in the active tenant."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "legal_name": f"诚修保洁服务有限公司{number}",
        "credit_code": a_credit_code(),
        "address": "杭州市西湖区文三路357号",
        "legal_representative": "赵英",
        "contact_name": "陈强",
        "contact_phone": "0571-87513295",
        "status": "qualified",
        "at": AT,
    } | facts
    return register_vendor(**values, lines=lines or [a_line()], by=by or system())


def a_scan(name: str = "licence.pdf") -> SimpleUploadedFile:
    """Return a small PDF as a browser sends it."""
    return SimpleUploadedFile(
        name, b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", content_type="application/pdf"
    )


def a_paper(
    vendor: Vendor,
    kind: str = "business_licence",
    *,
    by: Actor | None = None,
    at: datetime = AT,
    scan: Any = None,
    supersedes: QualificationDocument | None = None,
    **facts: Any,
) -> QualificationDocument:
    """Put a paper into a vendor's file, valid without end unless told otherwise."""
    values = {"number": f"NO-{next(_numbers)}", "issuer": "市场监督管理局"} | facts
    if "valid_until" not in values:
        values["is_permanent"] = True
    return hand_in(
        vendor_id=vendor.id,
        facts=PaperFacts(kind, **values),
        scan=scan,
        supersedes_id=supersedes.pk if supersedes else None,
        by=by or system(),
        at=at,
    )


def with_papers(vendor: Vendor) -> Vendor:
    """Give a vendor every paper that is required on day one, without end date."""
    for one in REQUIRED:
        a_paper(vendor, one.kind.value)
    return vendor


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the SQL statements of a block."""
    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def reads_of(room: str, seen: list[str]) -> list[str]:
    """Return the reads whose first table belongs to a room: the page's own, not the frame's."""
    return [sql for sql in seen if f'"{room}_' in sql.partition(" FROM ")[2][:60]]
