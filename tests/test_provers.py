"""HiGHS, CP-SAT alone and brute force find the same values in years short of everything."""

from collections import Counter
from dataclasses import replace
from itertools import count, islice

import pytest

from models.answers.report import Proof
from tests.breadth import usually
from tests.provers import BY_HIGHS, compared, planned, tight_year

# Years in a usual run, and in a long one as many as `python -m tests.provers 300` takes.
YEARS, APART = usually((16, 13), (300, 1))


def test_all_provers_and_brute_force_agree() -> None:
    total = sum(islice(compared(count(step=APART)), YEARS), Counter[str]())
    assert total["years"] == YEARS
    assert total["listed"] >= YEARS // 4
    assert total["HIGHS"] >= 1
    assert min(total[what] for what in ("money", "days", "places")) >= YEARS // 3


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
