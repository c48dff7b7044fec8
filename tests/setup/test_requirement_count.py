"""The count of proven requirements behind ``bin/test``."""

from tests.requirements_plugin import known_ids, summary


def test_every_requirement_is_known_once() -> None:
    ids = known_ids()
    assert len(ids) == len(set(ids)) == 212


def test_groups_are_counted_in_their_order() -> None:
    assert summary(["TEN-01", "INS-02"], ["TEN-01", "TEN-02", "INS-01", "INS-02"]) == [
        "TEN 1/2     INS 1/2",
        "2 of 4 requirements are proven by a test that passed.",
    ]


def test_an_unknown_id_does_not_count() -> None:
    assert summary(["XXX-99"], ["TEN-01"]) == ["TEN 0/1", "0 of 1 requirements are proven by a test that passed."]
