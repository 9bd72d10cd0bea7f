"""The planner as a library: read a workbook, plan its year, ask about the plan, write it.

Everything that goes in and comes out is a frozen model of the package `models`; what happens
meanwhile is told to one callback as events. Nothing here needs a terminal. Each name is loaded
when it is first used, so that importing the package costs next to nothing.

| name | gives |
|---|---|
| `load(path)` | `Workbook`: facts, problems, scenarios, plan, and the bytes; read once |
| `check(workbook)` | all problems, agreed rows that cannot be kept included |
| `plan(workbook, options, deadline=, on_event=)` | `RunResult`: plan, levels, reasons, stand-bys |
| `verify(workbook, plan)` | `Verdict`: broken rules and the values of the levels, without solver |
| `explain(year, plan, question, deadline=, on_event=)` | `Explanation` of one question |
| `Explainer.of(workbook)` | the same for many questions: what a plan implies is kept between them |
| `edit(plan, move, year)` | `Verdict` of a plan after a hand edit |
| `write(workbook, result, target)` | the path of the workbook written |
| `workbook_of(year)` | an input `Workbook` of changed facts |
| `to_json(result)` | the answer as plain lists, dicts and numbers |
| `tables(result)`, `tables(year)` | typed pandas DataFrames by the names of the sheets |
| `Deadline(seconds)` | ends a run; `.end()` may be called from any thread |
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.events import Event, Listener, ignore
    from models.requests.move import Deliver, Drop, MoveStart, PayFrom, PutExpert
    from models.requests.options import PlanOptions
    from models.requests.question import ToDeliver, WhyExpert, WhyMission, WhyNot
    from planner.app.check import check
    from planner.app.dataframes.tables import tables
    from planner.app.edit import edit, moved
    from planner.app.explain import Explainer, explain
    from planner.app.load import load, plan_in, workbook_of, year_of
    from planner.app.plan import plan
    from planner.app.verify import verify
    from planner.app.write import to_json, write
    from planner.domain.errors import (
        BadInput,
        CannotWrite,
        Contradiction,
        NoPlan,
        PlannerError,
        Undecided,
    )
    from planner.solver.deadline import NEVER, Deadline

# Sums of numbers that are not whole depend on how many threads share the work: with one, no plan
# depends on the number of cores, and no core waits busily. To be said before numpy is loaded.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

__all__ = (
    "NEVER",
    "BadInput",
    "CannotWrite",
    "Contradiction",
    "Deadline",
    "Deliver",
    "Drop",
    "Event",
    "Explainer",
    "Listener",
    "MoveStart",
    "NoPlan",
    "PayFrom",
    "PlanOptions",
    "PlannerError",
    "PutExpert",
    "ToDeliver",
    "Undecided",
    "WhyExpert",
    "WhyMission",
    "WhyNot",
    "check",
    "edit",
    "explain",
    "ignore",
    "load",
    "moved",
    "plan",
    "plan_in",
    "tables",
    "to_json",
    "verify",
    "workbook_of",
    "write",
    "year_of",
)

_HOMES = {
    "models.events": ("Event", "Listener", "ignore"),
    "models.requests.move": ("Deliver", "Drop", "MoveStart", "PayFrom", "PutExpert"),
    "models.requests.options": ("PlanOptions",),
    "models.requests.question": ("ToDeliver", "WhyExpert", "WhyMission", "WhyNot"),
    "planner.app.check": ("check",),
    "planner.app.edit": ("edit", "moved"),
    "planner.app.explain": ("Explainer", "explain"),
    "planner.app.load": ("load", "plan_in", "workbook_of", "year_of"),
    "planner.app.plan": ("plan",),
    "planner.app.dataframes.tables": ("tables",),
    "planner.app.verify": ("verify",),
    "planner.app.write": ("to_json", "write"),
    "planner.domain.errors": (
        "BadInput",
        "CannotWrite",
        "Contradiction",
        "NoPlan",
        "PlannerError",
        "Undecided",
    ),
    "planner.solver.deadline": ("NEVER", "Deadline"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'planner' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)
