"""The same year gives the same plan and the same sentences, whatever the hash seed."""

import os
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from tests.breadth import usually

ROOT = Path(__file__).parents[1]
SEEDS = usually(("0",), ("0", "1", "31337"))
# Several threads would add in another order on a machine with more cores. The allocator of pyarrow
# has a thread of its own, which adds nothing up.
THREADS = """
from pathlib import Path
import planner.bounding.rounding_cuts

tasks = [task.read_text().strip() for task in Path("/proc/self/task").glob("*/comm")]
print(len([name for name in tasks if name != "jemalloc_bg_thd"]))
"""
RUN = """
from planner.domain.calendars import Calendars
from planner.reasons.not_delivered import reasons
from planner.reasons.one_mission import Probe
from planner.sample.build import sample_year
from tests.solving import engine, solve

year = sample_year(10, 12, 3)
calendars = Calendars(year)
outcome = solve(year, calendars)
print(outcome.plan.model_dump_json())
print([(level.level, level.value, level.bound, level.stop) for level in outcome.levels])
for row in reasons(Probe(year, calendars, outcome.plan, engine())):
    print(row.model_dump_json())
"""


def start(seed: str) -> subprocess.Popen[str]:
    """A run of its own with this hash seed, which counts its threads before it plans."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", THREADS + RUN]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def test_the_hash_seed_changes_nothing_and_sums_are_made_by_one_thread() -> None:
    """The process of this test has a seed of its own, drawn when it started."""
    runs = [start(seed) for seed in SEEDS]
    outputs = [run.communicate()[0].partition("\n") for run in runs]
    assert all(run.returncode == 0 for run in runs)
    with redirect_stdout(StringIO()) as here:
        exec(RUN, {})
    assert "remedies" in here.getvalue()
    assert {said for _, _, said in outputs} == {here.getvalue()}
    if sys.platform == "linux":  # where threads have names
        assert {threads for threads, _, _ in outputs} == {"1"}
