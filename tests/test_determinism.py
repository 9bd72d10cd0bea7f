"""The same year gives the same plan and the same sentences, whatever the hash seed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.breadth import usually

ROOT = Path(__file__).parents[1]
SEEDS = usually(("0", "31337"), ("0", "1", "31337"))
RUN = """
from planner.domain.calendars import Calendars
from planner.formulation.eligibility import Pool
from planner.reasons.not_delivered import reasons
from planner.sample.build import sample_year
from tests.solving import engine, solve

year = sample_year(10, 12, 3)
calendars = Calendars(year)
outcome = solve(year, calendars)
print(outcome.plan.model_dump_json())
print([(level.level, level.value, level.bound, level.stop) for level in outcome.levels])
for row in reasons(Pool(year, calendars), outcome.plan, engine()):
    print(row.model_dump_json())
"""


def start(seed: str) -> subprocess.Popen[str]:
    """A run of its own with this hash seed."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.Popen(
        [sys.executable, "-c", RUN], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )


def test_the_hash_seed_changes_nothing() -> None:
    runs = [start(seed) for seed in SEEDS]
    outputs = [run.communicate()[0] for run in runs]
    assert all(run.returncode == 0 for run in runs)
    assert "remedies" in outputs[0]
    assert len(set(outputs)) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="threads have names on Linux")
def test_sums_are_made_by_one_thread() -> None:
    """Several threads would add in another order on a machine with more cores."""
    code = "from pathlib import Path; import planner.bounding.rounding_cuts"
    # The allocator of pyarrow has a thread of its own, which adds nothing up.
    code += "; tasks = [p.read_text().strip() for p in Path('/proc/self/task').glob('*/comm')]"
    code += "; print(len([name for name in tasks if name != 'jemalloc_bg_thd']) - 1)"
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "0"
