"""Processes that are copies of one that has loaded the libraries and the program.

To load OR-Tools and the rest takes a process two seconds of processor time, and tests start
hundreds of them. A server is forked where the system can fork; where it cannot, each process loads
them.
"""

import multiprocessing
from multiprocessing.context import BaseContext

FORKS = "forkserver" in multiprocessing.get_all_start_methods()
_LIBRARIES = (
    *("pytest", "pydantic", "ortools.sat.python.cp_model", "ortools.linear_solver.pywraplp"),
    *("highspy", "openpyxl", "holidays.countries", "rapidfuzz", "scipy.sparse.linalg", "babel"),
    *("docxtpl", "distributed.cli.dask_scheduler", "distributed.cli.dask_worker"),
)
_OURS = (
    *("scenarios.app.comparing", "scenarios.app.sweeping", "scenarios.app.stressing"),
    *("planner.app.explain", "planner.app.plan", "planner.app.write"),
    "planner.app.letters.letter_child",
)
# What the copies leave as it is stays shared with them; this has to be loaded last.
_KEPT = "tests.kept"


def context() -> BaseContext:
    """What starts such processes; each of them starts with all modules that it needs."""
    if not FORKS:
        return multiprocessing.get_context("spawn")
    multiprocessing.set_forkserver_preload([*_LIBRARIES, *_OURS, _KEPT])
    return multiprocessing.get_context("forkserver")
