"""One vendor at several sites: the hint and the complaint rate."""

import pytest

from scoring.choices import Grade
from scoring.rules.sites import Hint, hint_of, rate_of

A, B, C, D = Grade


@pytest.mark.parametrize(
    ("grades", "hint"),
    [
        ([], Hint.NONE),
        ([D], Hint.NONE),
        ([A, A], Hint.NONE),
        ([A, C], Hint.NONE),
        ([C, D], Hint.NONE),
        ([A, D], Hint.TEAM),
        ([D, B, C], Hint.TEAM),
        ([D, D], Hint.VENDOR),
        ([C, C], Hint.NONE),
    ],
)
def test_hint(grades: list[Grade], hint: Hint) -> None:
    assert hint_of(grades) is hint


@pytest.mark.parametrize(
    ("complaints", "households", "rate"),
    [(3, 1500, 200), (1, 3000, 33), (1, 16, 6250), (0, 800, 0), (2, None, None), (2, 0, None)],
)
def test_rate_per_thousand_households(complaints: int, households: int | None, rate: int | None) -> None:
    assert rate_of(complaints, households) == rate
