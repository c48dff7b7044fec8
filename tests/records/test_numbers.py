"""Running numbers have no gaps and no doubles, whoever asks and whatever fails."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from records.actions.number import next_number
from records.models import NumberSequence
from records.rules.numbers import format_number, print_kind
from tenancy.context import acting_for
from tenancy.models import Tenant
from tests.factories.tenancy import World

ON = date(2026, 10, 15)


def test_a_number_carries_letters_year_and_at_least_its_width() -> None:
    assert format_number("contract", 2026, 18) == "HT-2026-018"
    assert format_number("contract", 2026, 12345) == "HT-2026-12345"
    with pytest.raises(KeyError):
        format_number("nobody", 2026, 1)


def test_a_printed_document_has_its_own_letters_or_the_common_ones() -> None:
    assert print_kind("scoring.card") == "print.card"
    assert print_kind("scoring.something") == "print.document"


def test_next_number_counts_per_tenant_kind_and_year(world: World) -> None:
    with acting_for(world.tenant):
        first = [next_number("contract", on=ON), next_number("contract", on=ON), next_number("complaint", on=ON)]
        later = next_number("contract", on=date(2027, 1, 1))
    with acting_for(world.other):
        foreign = next_number("contract", on=ON)
    assert (first, later, foreign) == (
        ["HT-2026-001", "HT-2026-002", "TS-2026-00001"],
        "HT-2027-001",
        "HT-2026-001",
    )


def test_next_number_given_back_by_a_rollback_is_given_again(tenant: Tenant) -> None:
    with transaction.atomic():
        assert next_number("contract", on=ON) == "HT-2026-001"
        transaction.set_rollback(True)
    assert next_number("contract", on=ON) == "HT-2026-001"


def test_next_number_of_an_unknown_kind_gives_nothing(tenant: Tenant) -> None:
    with pytest.raises(KeyError):
        next_number("nobody", on=ON)
    assert NumberSequence.objects.count() == 0


def test_a_vendor_gets_numbers_of_prints_and_sees_no_other_sequence(world: World) -> None:
    with acting_for(world.tenant):
        next_number("contract", on=ON)
    with acting_for(world.tenant, vendor_id=7):
        assert next_number("print.document", on=ON) == "WJ-2026-00001"
        assert list(NumberSequence.objects.values_list("kind", flat=True)) == ["print.document"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_next_number_asked_by_many_at_once_leaves_no_gap(world: World) -> None:
    given: list[str] = []

    def ask() -> None:
        try:
            for _ in range(5):
                with acting_for(world.tenant):
                    given.append(next_number("contract", on=ON))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == [format_number("contract", 2026, number) for number in range(1, 21)]
