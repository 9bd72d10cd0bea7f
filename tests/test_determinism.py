"""The same year gives the same bytes, whatever the hash seed and however many cores there are."""

import os
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

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
ONE_CORE = """
import os

os.cpu_count = lambda: 1
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
"""
RUN = """
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile
from planner.app.load import workbook_of
from planner.app.plan import plan
from planner.app.write import workbook_bytes
from planner.sample.build import sample_year

workbook = workbook_of(sample_year(10, 12, 3))
result = plan(workbook)
print(result.plan.model_dump_json())
print([(level.level, level.value, level.bound, level.stop) for level in result.levels])
for row in result.not_delivered:
    print(row.model_dump_json())
content = workbook_bytes(workbook, result)
with ZipFile(BytesIO(content)) as parts:
    for name in parts.namelist():
        print(name, sha256(parts.read(name)).hexdigest())
print(sha256(content).hexdigest())
"""


def start(seed: str) -> subprocess.Popen[str]:
    """A run of its own on one core with this hash seed; it counts its threads before it plans."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", ONE_CORE + THREADS + RUN]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def test_hash_seed_and_cores_change_no_byte_and_sums_are_made_by_one_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The process of this test has a seed of its own, drawn when it started, and two cores."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795300000")
    runs = [start(seed) for seed in SEEDS]
    outputs = [run.communicate()[0].partition("\n") for run in runs]
    assert all(run.returncode == 0 for run in runs)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with redirect_stdout(StringIO()) as here:
        exec(RUN, {})
    assert "remedies" in here.getvalue()
    assert "xl/worksheets/sheet1.xml" in here.getvalue()
    assert {said for _, _, said in outputs} == {here.getvalue()}
    if sys.platform == "linux":  # where threads have names
        assert {threads for threads, _, _ in outputs} == {"1"}
