"""What the hostile tests share: values nobody sends by mistake, rows in open states, a client that undoes and notes."""

import hashlib
import os
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

from django.db import transaction
from django.test import Client

from inspections.actions.checklist import new_version
from records.rules.periods import Month
from scoring.actions.run import compute_month
from scoring.models import Scorecard
from tenancy.context import acting_for
from tenancy.models import Person
from tenancy.rules.actor import system_actor
from tests.factories.complaints import a_complaint
from tests.factories.contracts import a_draft
from tests.factories.inspections import a_contract_to_inspect, a_started
from tests.factories.tenancy import AT
from tests.factories.vendors import a_vendor
from tests.factories.whole import Whole

FOREIGN = "金丝雀外"
PEOPLE = ("tenant_admin", "quality_officer", "property_manager")
EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "3"))
LONG = "长" * 66_000  # 198 kB in UTF-8

HOSTILE: dict[str, str] = {
    "empty": "",
    "blank": "\u3000 \t",
    "long": LONG,
    "word": "seven",
    "list": "[1, 2, {}]",
    "json": '{"$ne": null}',
    "negative": "-1",
    "minus zero": "-0",
    "beyond int": "2147483648",
    "beyond bigint": str(2**63),
    "huge": str(2**200),
    "exponent": "1e400",
    "nan": "NaN",
    "infinity": "-Infinity",
    "fraction": "0.000000001",
    "full width": "１２３",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "no such day": "2026-02-30",
    "year 10000": "10000-01-01",
    "first moment": "0001-01-01T00:00",
    "last moment": "9999-12-31T23:59:59+14:00",
    "month 0": "0000-00",
    "last month": "9999-12",
    "nul": "a\x00b",
    "control": "a\x01\x1b[31mb\x7f",
    "surrogate": "a\ud800b",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈",
    "right to left": "\u202egnp.exe\u200f\u2066",
    "combining": "Z" + "\u0338" * 500,
    "formula": "=cmd|' /C calc'!A0",
    "script": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "sql": "'; DROP TABLE tenancy_tenant; --",
    "template": "{{ 7|add:7 }}{% debug %}%s%(x)s{0}",
    "path": "../../../../etc/passwd",
    "lines": "a\r\nSet-Cookie: b=c\r\n",
    "uuid": "00000000-0000-0000-0000-000000000000",
}


@dataclass
class Prober:
    """Sends requests, undoes what they did, and notes every server error and every foreign row."""

    client: Client
    sent: int = 0
    faults: list[str] = field(default_factory=list)
    traces: dict[str, str] = field(default_factory=dict)

    def send(self, how: str, address: str, what: str, data: Any = None, **extra: Any) -> tuple[int, bytes]:
        """Send one request inside a savepoint that is rolled back; return status and body."""
        self.sent += 1
        send = getattr(self.client, how)
        verb = extra.pop("method", how)
        with transaction.atomic():
            response = (
                send(verb, address, data or "", **extra) if how == "generic" else send(address, data=data, **extra)
            )
            body = _body(response)
            transaction.set_rollback(True)
        where = f"{verb.upper()} {address[:200]} {what}"
        if response.status_code >= 500:
            self.faults.append(f"{where} -> {response.status_code}{self._why(response)}")
        if FOREIGN.encode() in body or FOREIGN in str(response.headers):
            self.faults.append(f"{where} -> shows a foreign row")
        return response.status_code, body

    def _why(self, response: Any) -> str:
        seen = getattr(response, "exc_info", None)
        if seen is None:
            return ""
        own = [one for one in traceback.extract_tb(seen[2]) if "site-packages" not in one.filename]
        place = own[-1] if own else traceback.extract_tb(seen[2])[-1]
        why = f" {seen[0].__name__}: {str(seen[1])[:120]!r} at {place.filename}:{place.lineno}"
        self.traces.setdefault(why, "".join(traceback.format_exception(*seen)))
        return why


def _body(response: Any) -> bytes:
    # A stream is read to its end, so that the file behind it is closed.
    return b"".join(response.streaming_content) if response.streaming else response.content


def log_in(person: Person) -> Prober:
    """Return a prober in the name of a person."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return Prober(client)


def open_rows(whole: Whole) -> Whole:
    """Return the world with rows that still take input: a draft, an open inspection, a new complaint."""
    world = whole.world
    with acting_for(world.tenant):
        by = system_actor(world.tenant.id)
        draft = a_draft(project=world.project, vendor=whole.vendor)
        active = a_contract_to_inspect(project=world.second_project)
        started = a_started(contract=active, by=world.actor("quality_officer"), on=date(2026, 10, 15))
        complaint = a_complaint(project=world.second_project, contract=active)
        run = compute_month(month=Month(2026, 8), by=by, at=AT)
        card = Scorecard.objects.filter(run=run).first()
        version = new_version(template_id=whole.ids["checklist"], by=world.actor("tenant_admin"), at=AT)
    ids = whole.ids | {
        "contract": draft.id,
        "inspection": started.id,
        "complaint": complaint.id,
        "run": run.id,
        "version": version.id,
        "unit": world.second_project.id,
        "member": world.member("general_manager").id,
    }
    return replace(whole, ids=ids | ({"card": card.id} if card else {}))


def foreign_ids(whole: Whole) -> dict[str, int]:
    """Make rows of the other tenant that carry the mark, and return their ids."""
    with acting_for(whole.world.other):
        vendor = a_vendor(legal_name=f"{FOREIGN}保洁有限公司")
        contract = a_contract_to_inspect(project=whole.world.other_project, vendor=vendor, title=f"{FOREIGN}合同")
        complaint = a_complaint(project=whole.world.other_project, contract=contract, content=f"{FOREIGN}投诉")
    return {
        "foreign vendor": vendor.id,
        "foreign contract": contract.id,
        "foreign complaint": complaint.id,
        "foreign project": whole.world.other_project.id,
    }


class FormReader(HTMLParser):
    """Collects the fields of every POST form of a page with what they would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._fields: dict[str, str] | None = None
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a form or note a field."""
        found = {key: value or "" for key, value in attrs}
        if tag == "form":
            self._fields = {} if found.get("method", "get").lower() == "post" else None
            if self._fields is not None:
                self.forms.append((found.get("action", ""), self._fields))
        name = found.get("name", "")
        if self._fields is None:
            return
        if tag == "option" and self._select:
            if "selected" in found or not self._fields.get(self._select):
                self._fields[self._select] = found.get("value", "")
        elif name and name != "csrfmiddlewaretoken":
            self._note(tag, name, found)

    def _note(self, tag: str, name: str, found: dict[str, str]) -> None:
        assert self._fields is not None
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._textarea = name
        if tag == "input" and found.get("type") in {"radio", "checkbox"}:
            if "checked" in found or not self._fields.get(name):
                self._fields[name] = found.get("value", "on")
        elif tag in {"input", "select", "textarea", "button"} and found.get("type") != "file":
            self._fields[name] = found.get("value") or _plausible(found.get("type", ""))

    def handle_data(self, data: str) -> None:
        """Take the text of a text area."""
        if self._textarea and self._fields is not None and data.strip():
            self._fields[self._textarea] = data.strip()

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""
        elif tag == "form":
            self._fields = None


def _plausible(kind: str) -> str:
    known = {
        "date": "2026-11-05",
        "datetime-local": "2026-10-10T10:00",
        "month": "2026-10",
        "number": "1",
        "email": "new@alpha.example",
    }
    return known.get(kind, "" if kind in {"hidden", "submit", "button", ""} else "甲乙丙")


def forms_of(page: bytes) -> list[tuple[str, dict[str, str]]]:
    """Return (action, fields) of every POST form of a page."""
    reader = FormReader()
    reader.feed(page.decode(errors="replace"))
    return reader.forms


def query_fields(page: bytes) -> list[str]:
    """Return the names a page's address understands: its filters' fields and those every list has."""
    names = re.findall(r'<(?:input|select)[^>]* name="([^"]+)"', page.decode(errors="replace"))
    asked = re.findall(r"[?&;]([a-z_]+)=", page.decode(errors="replace"))
    return sorted({*names, *asked, "q", "sort", "at", "col"} - {"csrfmiddlewaretoken"})[:20]


def some(values: list[tuple[str, str]], key: str) -> list[tuple[str, str]]:
    """Choose a few values for a field, others for each, the same in every run; HOSTILE_EXAMPLES sets how many."""
    start = int(hashlib.sha256(key.encode()).hexdigest(), 16) % len(values)
    return [*values[start:], *values[:start]][:EXAMPLES]


def hostile_items(extra: dict[str, int] | None = None) -> Iterator[tuple[str, str]]:
    """Yield every hostile value with its name, foreign ids included."""
    yield from HOSTILE.items()
    for name, number in (extra or {}).items():
        yield name, str(number)
