"""HiGHS, CP-SAT alone and brute force find the same values in years short of everything."""

from collections import Counter

from tests.provers import compared

# `python -m tests.provers 300` takes all of them.
SAMPLE = range(0, 300, 13)


def test_both_provers_and_brute_force_agree() -> None:
    total = sum(compared(SAMPLE), Counter[str]())
    assert total["years"] >= 10
    assert total["listed"] >= 3
    assert total["HIGHS"] >= 1
