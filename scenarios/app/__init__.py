"""What-if as a library: compare scenarios, sweep a figure, stress a plan; without a terminal.

A scenario is a name with typed changes of a year; `Scenario.apply(year)` gives the changed year.
Each name is loaded when it is first used.

| name | gives |
|---|---|
| `scenarios_in(workbook)` | the scenarios of the sheet Scenarios |
| `Scenario(name=, changes=)`, `change(kind, target, value)` | a scenario of one's own |
| `compare(workbook, scenarios, deadline=, on_event=)` | `Comparison`: a plan under each of them |
| `sweep(workbook, knob, values, …)` | `Curve`: deliveries against the amount of a fund |
| `stress(year, plan, usual=, number=, …)` | `Findings`: what becomes of a plan when some decline |
| `tables(comparison)` | typed DataFrames: cases, levels, missions, differences, funds |
| `crew(jobs, cluster)` | who works: this process, several, or a Dask cluster |
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios.app.comparing import compare, scenarios_in
    from scenarios.app.stressing import stress
    from scenarios.app.sweeping import sweep
    from scenarios.app.tables import tables
    from scenarios.definition.changes import read_change as change
    from scenarios.definition.scenario import Scenario
    from scenarios.fanout import crew
    from scenarios.sweep.knobs import AllFunds, FundAmount, ReleaseCap

__all__ = (
    "AllFunds",
    "FundAmount",
    "ReleaseCap",
    "Scenario",
    "change",
    "compare",
    "crew",
    "scenarios_in",
    "stress",
    "sweep",
    "tables",
)

_HOME_OF = {
    "AllFunds": ("scenarios.sweep.knobs", "AllFunds"),
    "FundAmount": ("scenarios.sweep.knobs", "FundAmount"),
    "ReleaseCap": ("scenarios.sweep.knobs", "ReleaseCap"),
    "Scenario": ("scenarios.definition.scenario", "Scenario"),
    "change": ("scenarios.definition.changes", "read_change"),
    "compare": ("scenarios.app.comparing", "compare"),
    "crew": ("scenarios.fanout", "crew"),
    "stress": ("scenarios.app.stressing", "stress"),
    "sweep": ("scenarios.app.sweeping", "sweep"),
    "tables": ("scenarios.app.tables", "tables"),
    "scenarios_in": ("scenarios.app.comparing", "scenarios_in"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'scenarios.app' has no attribute {name!r}")
    home, called = _HOME_OF[name]
    return getattr(import_module(home), called)
