"""The API as its own description says it, and worse: never a server error (issue bar "Bad input")."""

import io
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from typing import Any
from uuid import UUID

import pytest
import requests
import schemathesis
import yaml
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as property_tests
from schemathesis.core.result import Ok

from tenancy.actions.tokens import create_token
from tenancy.context import acting_for
from tests.architecture.routes import Route, routes
from tests.factories.whole import Whole, make_whole_world
from tests.hostile.probing import Prober, foreign_ids, hostile_items, open_rows, some

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "10"))
WRONG: list[Any] = [None, True, -1, 0, 2**63, 2**200, 1.5, 1e308, [], {}, [None], [[]], {"a": {}}, ["x"] * 3000]


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    """The schema as programs read it."""
    said = io.StringIO()
    with redirect_stderr(said):
        schema = SchemaGenerator().get_schema(request=None, public=True)
    schema["x-said"] = said.getvalue()
    return json.loads(json.dumps(schema, default=str))


def _rooms() -> list[str]:
    return sorted({one.pattern.split("/")[2] for one in routes() if one.is_api})


@pytest.fixture
def whole() -> Whole:
    return make_whole_world()


def _program(whole: Whole, role: str = "tenant_admin") -> Prober:
    """Return a prober that sends the API token of a role."""
    actor = whole.world.actor(role)
    with acting_for(whole.world.tenant):
        _token, clear = create_token(by=actor, name="probe", days=9, at=timezone.now())
    return Prober(Client(raise_request_exception=False, headers={"Authorization": f"Token {clear}"}))


def test_schema_describes_every_view_without_a_warning(described: dict[str, Any]) -> None:
    assert described["x-said"] == ""
    assert len(described["paths"]) >= 50


def test_schema_is_valid_for_its_readers(client: Client) -> None:
    answer = client.get("/api/schema/")
    assert answer.status_code == 200
    assert yaml.safe_load(answer.content)["openapi"].startswith("3.")


def _operations(described: dict[str, Any], room: str) -> list[Any]:
    schema = schemathesis.openapi.from_dict(described)
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    return [one for one in found if one.path.startswith(f"/api/v1/{room}/")]


def _known(whole: Whole, path: str) -> dict[str, Any]:
    """Return the parameters that lead to a real row."""
    match = resolve(re.sub(r"{\w+}", "1", re.sub(r"{public_id}", str(UUID(int=0)), path)))
    route = next(one for one in routes() if one.is_api and one.name == match.view_name)
    values = whole.values_for(Route(route.pattern, route.name))
    names = re.findall(r"{(\w+)}", path)
    return {name: values.get(name, "1") for name in names}


def _send(prober: Prober, case: Any) -> None:
    """Send a generated case through Django's own client."""
    kwargs = case.as_transport_kwargs(base_url="http://testserver")
    kwargs = {
        key: kwargs.get(key) for key in ("method", "url", "headers", "params", "data", "json", "files", "cookies")
    }
    try:
        ready = requests.Request(**kwargs).prepare()
    except (requests.RequestException, UnicodeError, ValueError):
        return  # cannot be written down as a request at all
    body = ready.body or b""
    assert isinstance(body, (bytes, str))
    headers = {key: value for key, value in ready.headers.items() if key.lower() not in {"content-type", "cookie"}}
    headers.pop("Authorization", None)
    prober.send(
        "generic",
        ready.path_url,
        f"{body[:300]!r}",
        body,
        method=ready.method or "GET",
        content_type=ready.headers.get("Content-Type", ""),
        headers={str(k): v.decode("latin-1") if isinstance(v, bytes) else v for k, v in headers.items()},
    )


def _sender(prober: Prober, known: dict[str, Any]) -> Callable[[Any], None]:
    """Return what is done with a generated case: sent as it is, and again at the address of a real row."""

    def send(case: Any) -> None:
        _send(prober, case)
        if known:
            case.path_parameters = dict(known)
            _send(prober, case)

    return send


def _try(operation: Any, send: Callable[[Any], None]) -> None:
    bounds = property_tests(
        max_examples=EXAMPLES,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    def run(case: Any) -> None:
        send(case)

    bounds(given(case=operation.as_strategy())(run))()


@pytest.mark.parametrize("room", _rooms())
def test_generated_request_is_answered(whole: Whole, described: dict[str, Any], room: str) -> None:
    prober = _program(whole)
    opened = open_rows(whole)
    operations = _operations(described, room)
    for operation in operations:
        known = _known(opened, operation.path)

        _try(operation, _sender(prober, known))
    assert operations
    assert prober.faults == []


def _bodies(described: dict[str, Any], room: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (method, path, properties) of every operation of a room that takes JSON."""
    for path, methods in described["paths"].items():
        if not path.startswith(f"/api/v1/{room}/"):
            continue
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            yield method, path, _properties(described, content.get("schema", {}))


def _properties(described: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return dict(schema.get("properties", {}))


def _fitting(described: dict[str, Any], schema: dict[str, Any]) -> Any:
    """Return a plausible value for a described field."""
    for part in (schema, *schema.get("allOf", []), *schema.get("oneOf", [])):
        named = part.get("$ref", "").rpartition("/")[2]
        one = described["components"]["schemas"][named] if named else part
        if one.get("enum"):
            return one["enum"][0]
        kind, form = one.get("type"), one.get("format")
        if kind == "array":
            return [_fitting(described, one.get("items", {}))]
        if kind == "object":
            return {name: _fitting(described, part) for name, part in one.get("properties", {}).items()}
        if kind:
            return {"integer": 1, "number": 1, "boolean": True}.get(kind) or {
                "date": "2026-11-05",
                "date-time": "2026-10-10T10:00:00Z",
                "uuid": "0d6c1c0e-93a5-4c41-9d4c-7a3a1c9a3c11",
                "decimal": "100.00",
                "email": "a@alpha.example",
            }.get(form, "甲乙丙")
    return "甲乙丙"


@pytest.mark.parametrize("room", _rooms())
def test_hostile_field_is_refused(whole: Whole, described: dict[str, Any], room: str) -> None:
    texts = list(hostile_items(foreign_ids(whole)))
    numbers = [(f"number {number}", number) for _name, text in texts if (number := _integer(text)) is not None]
    values: list[tuple[str, Any]] = [*texts, *numbers, *((f"wrong {str(one)[:20]}", one) for one in WRONG)]
    prober = _program(whole)
    opened = open_rows(whole)
    for method, path, properties in _bodies(described, room):
        address = path
        for name, value in _known(opened, path).items():
            address = address.replace("{" + name + "}", str(value))
        fitting = {name: _fitting(described, part) for name, part in properties.items()}
        for name in properties:
            for what, value in some(values, path + name):
                _json(prober, method, address, f"{name}: {what}", fitting | {name: value})
        for what, value in some(values, path):
            _json(prober, method, address, f"every field: {what}", dict.fromkeys(fitting, value))
            _json(prober, method, address, f"body: {what}", value)
    assert prober.faults == []


UNUSABLE = ['{"name": "\\ud800"}', "[" * 100_000, "1" * 10_000, "\x00", "{", '"' + "x" * 7_000_000 + '"']


@pytest.mark.parametrize("body", UNUSABLE, ids=["surrogate", "nested", "digits", "nul", "half", "long"])
def test_body_that_is_no_usable_json_is_a_bad_request(whole: Whole, body: str) -> None:
    prober = _program(whole)
    for address in ("/api/v1/vendors/vendors/", "/api/v1/complaints/complaints/"):
        status, _body = prober.send("generic", address, "", body, method="POST", content_type="application/json")
        assert status in {400, 413}
    assert prober.faults == []


def _integer(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _json(prober: Prober, method: str, address: str, what: str, value: Any) -> None:
    if method == "get":
        return
    prober.send(
        "generic",
        address,
        f"{method} {what}",
        json.dumps(value),
        method=method.upper(),
        content_type="application/json",
    )
