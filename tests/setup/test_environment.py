"""The port, the environment of web and worker, and the messages when something is missing."""

import socket
from pathlib import Path

import pytest

from starter import environment, ports
from starter.steps import SetupError

SERVERS = {
    "DATABASE_URL": "postgresql://app:a@db/quality",
    "OWNER_DATABASE_URL": "postgresql://owner:o@db/quality",
    "REDIS_URL": "redis://cache:6379/0",
}


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*SERVERS, "BACKUP_DATABASE_URL", "PORT", "HOST", "DEMO", "SECRET_KEY", "DB_APP_ROLE", "ALLOWED_HOSTS"):
        monkeypatch.delenv(name, raising=False)


def test_a_taken_port_proposes_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        with pytest.raises(SetupError) as refusal:
            ports.check("127.0.0.1", port)
    assert str(refusal.value) == f"Port {port} is taken by another program."
    words = refusal.value.hint.split()
    assert words[0] == "Port"
    assert words[2:4] == ["is", "free:"]
    ports.check("127.0.0.1", int(words[1]))


@pytest.mark.parametrize("value", ["", "0", "65536", "eighty", "-1", "８０"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PORT", value)
    with pytest.raises(SetupError, match="PORT must be a number between 1 and 65535"):
        ports.wanted()


def test_an_outside_database_needs_the_owner_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", SERVERS["DATABASE_URL"])
    with pytest.raises(SetupError, match="OWNER_DATABASE_URL is not"):
        environment.addresses({})


def test_outside_servers_replace_the_embedded_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SERVERS.items():
        monkeypatch.setenv(name, value)
    assert environment.addresses({"DATABASE_URL": "embedded"}) == {**SERVERS, "DB_APP_ROLE": "app"}


def test_an_outside_cache_alone_keeps_the_embedded_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", SERVERS["REDIS_URL"])
    embedded = {"DATABASE_URL": "embedded", "OWNER_DATABASE_URL": "owner", "REDIS_URL": "unused"}
    assert environment.addresses(embedded) == {**embedded, "REDIS_URL": SERVERS["REDIS_URL"]}


def test_pages_never_learn_the_password_of_the_owner(tmp_path: Path) -> None:
    pages = environment.product(tmp_path, SERVERS, host="127.0.0.1", port=8000)
    assert [name for name, value in pages.items() if "owner:o" in value] == []
    assert environment.as_owner(pages, SERVERS)["DATABASE_URL"] == SERVERS["OWNER_DATABASE_URL"]


def test_secrets_are_made_once_differ_and_can_be_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = environment.product(tmp_path, SERVERS, host="127.0.0.1", port=8000)
    again = environment.product(tmp_path, SERVERS, host="127.0.0.1", port=8000)
    assert len({first[name] for name in environment.SECRETS}) == 3
    assert min(len(first[name]) for name in environment.SECRETS) == 64
    assert [first[name] for name in environment.SECRETS] == [again[name] for name in environment.SECRETS]
    monkeypatch.setenv("SECRET_KEY", "from outside")
    assert environment.product(tmp_path, SERVERS, host="127.0.0.1", port=8000)["SECRET_KEY"] == "from outside"


@pytest.mark.parametrize(("host", "url"), [("127.0.0.1", "http://localhost:81"), ("192.0.2.7", "http://192.0.2.7:81")])
def test_the_address_shown_is_the_one_to_type(tmp_path: Path, host: str, url: str) -> None:
    assert environment.product(tmp_path, SERVERS, host=host, port=81)["BASE_URL"] == url
