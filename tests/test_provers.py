"""HiGHS, CP-SAT alone and brute force find the same values in years short of everything."""

from collections import Counter
from dataclasses import replace

import pytest

from models.answers.report import Proof
from tests.provers import BY_HIGHS, compared, planned, tight_year

# `python -m tests.provers 300` takes all of them.
SAMPLE = range(0, 300, 13)


def test_all_provers_and_brute_force_agree() -> None:
    total = sum(compared(SAMPLE), Counter[str]())
    assert total["years"] >= 10
    assert total["listed"] >= 3
    assert total["HIGHS"] >= 1


def test_one_core_and_many_give_the_same_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """HiGHS's opinions are made one after the other, or at once."""
    params = replace(BY_HIGHS, side_by_side=0)
    found = []
    for cores in (1, 4):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        for seed in (6, 9, 23):
            outcome = planned(tight_year(seed), params)
            levels = [level.model_copy(update={"seconds": 0.0}) for level in outcome.levels]
            found.append((outcome.plan.model_dump_json(), levels))
    assert found[:3] == found[3:]
    assert any(level.proof is Proof.HIGHS for _, levels in found for level in levels)
