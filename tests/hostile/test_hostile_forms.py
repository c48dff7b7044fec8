"""Hostile input through every page: never a server error, never a foreign row (issue bar "Bad input")."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.architecture.routes import Route, routes
from tests.factories.whole import Whole, make_whole_world
from tests.hostile.probing import (
    PEOPLE,
    Prober,
    foreign_ids,
    forms_of,
    hostile_items,
    log_in,
    open_rows,
    query_fields,
    some,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FORM = "application/x-www-form-urlencoded"
PAGES = [one for one in routes() if one.is_tenant_page]
ROOMS = ("tenancy", "records", "vendors", "tendering", "contracts", "inspections", "complaints", "scoring")
# Names that views read beside their forms; sent to every address that takes a POST.
LOOSE = ("reason", "confirm", "choice", "comment", "ids", "card", "month", "line", "version", "next", "note")


@pytest.fixture
def whole() -> Whole:
    return make_whole_world()


def _of_room(room: str) -> list[Route]:
    return [one for one in PAGES if (one.room if ":" in one.name else "tenancy") in {room, f"{room}_todo"}]


def test_every_page_belongs_to_a_room_of_this_test() -> None:
    seen = {one.pattern for room in ROOMS for one in _of_room(room)}
    assert seen == {one.pattern for one in PAGES}


def _post(prober: Prober, address: str, fields: dict[str, str], what: str) -> int:
    # A browser never sends half a surrogate pair, a program may: the bytes go out as they are.
    body = urlencode(fields, errors="surrogatepass")
    return prober.send("post", address, what, data=body, content_type=FORM)[0]


def _known_forms(prober: Prober, address: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the forms of a page, or the loose names for an address that shows none."""
    _status, page = prober.send("get", address, "")
    found = [(action or address, fields) for action, fields in forms_of(page) if fields]
    # The frame's own forms (language, switch, sign out) are outside the wall.
    yield from (
        (action, fields) for action, fields in found if action.startswith(address.split("?", maxsplit=1)[0][:6])
    )
    if not found:
        yield address, dict.fromkeys(LOOSE, "1")


def _attack(prober: Prober, address: str, values: list[tuple[str, str]], done: set[tuple[str, ...]]) -> None:
    for action, fields in _known_forms(prober, address):
        key = (action, *sorted(fields))
        if key in done:
            continue
        done.add(key)
        if _post(prober, action, fields, "as it is") in {403, 404, 405}:
            done.discard(key)
            continue
        for name, value in some(values, action):
            _post(prober, action, dict.fromkeys(fields, value), f"every field: {name}")
        for field in list(fields)[:14]:
            for name, value in some(values, action + field):
                _post(prober, action, fields | {field: value}, f"{field}: {name}")
        _post(prober, action, {}, "nothing")


@pytest.mark.parametrize("room", ROOMS)
def test_hostile_form_is_refused_and_shows_nothing_foreign(whole: Whole, room: str) -> None:
    values = list(hostile_items(foreign_ids(whole)))
    opened = open_rows(whole)
    done: set[tuple[str, ...]] = set()
    sent, faults = 0, []
    for role in PEOPLE:
        prober = log_in(whole.world.person(role))
        for route in _of_room(room):
            for rows in (opened, whole):
                _attack(prober, route.address(rows.values_for(route)), values, done)
        sent += prober.sent
        faults += prober.faults
    assert faults == []
    assert sent > len(values)


@pytest.mark.parametrize("room", ROOMS)
def test_hostile_query_is_ignored_or_refused(whole: Whole, room: str) -> None:
    values = list(hostile_items(foreign_ids(whole)))
    faults = []
    for role in PEOPLE[:2]:
        prober = log_in(whole.world.person(role))
        for route in _of_room(room):
            address = route.address(whole.values_for(route))
            status, page = prober.send("get", address, "")
            names = query_fields(page) if status == 200 else []
            for name in names:
                for what, value in some(values, route.pattern + name):
                    query = urlencode({name: value[:2000]}, errors="surrogatepass")
                    prober.send("get", f"{address}?{query}", f"{name}: {what}")
        faults += prober.faults
    assert faults == []


@pytest.mark.parametrize("number", [2**31, 2**63 - 1, 2**63, 2**200])
def test_number_in_an_address_beyond_the_database_is_not_found(whole: Whole, number: int) -> None:
    prober = log_in(whole.world.person("tenant_admin"))
    wrong = []
    for route in routes():
        is_page = route.is_tenant_page and "<int:" in route.pattern
        if not is_page and not (route.is_api and "<" in route.pattern):
            continue
        values = {"tenant": whole.world.tenant.slug, "area": "scoring"}
        names = re.findall(r"<(?:int:)?(\w+)>", route.pattern)
        address = route.address(dict.fromkeys(names, str(number)) | values)
        for method in ("get", "post"):
            status, _body = prober.send(
                method, address, "", **({} if method == "get" else {"content_type": FORM, "data": ""})
            )
            # A body that is incomplete may be refused before the row is looked for.
            refused = {404, 405, 403} | ({400} if method == "post" and route.is_api else set())
            if status not in refused:
                wrong.append(f"{method} {route.pattern} -> {status}")
    assert (prober.faults, wrong) == ([], [])


@pytest.mark.parametrize("size", [6, 20])
def test_megabytes_of_text_are_refused_with_a_page(whole: Whole, size: int) -> None:
    prober = log_in(whole.world.person("tenant_admin"))
    slug = whole.world.tenant.slug
    text = "x" * (size * 1024 * 1024)
    for address in (f"/{slug}/organisation/{whole.ids['unit']}/change/", f"/{slug}/profile/", f"/{slug}/vendors/new/"):
        for sent in ({"data": urlencode({"name": text}), "content_type": FORM}, {"data": {"name": text}}):
            status, body = prober.send("post", address, f"{size} MB", **sent)
            assert status in {400, 413, 422}
            assert b"<html" in body
            assert len(body) < 1_000_000, "what cannot be used is not sent back"
    assert prober.faults == []
