"""All that is wrong with a workbook, the rows that are agreed included."""

from models.answers.report import Problem
from models.workbook import Workbook
from planner.domain.calendars import calendars_of
from planner.formulation.eligibility import Pool
from planner.reasons.agreement_conflicts import Pins
from planner.solver.cp_sat import Engine
from planner.solver.deadline import NEVER, Deadline
from planner.workbook.schema.declared import ASSIGNMENTS


def check(workbook: Workbook, *, deadline: Deadline = NEVER) -> tuple[Problem, ...]:
    """Say all that is wrong with a workbook: agreed rows that cannot be kept, then the rest.

    Scenarios are looked at by `scenarios.check`.

    Raises
    ------
    Undecided
        The deadline came before it was known whether what is agreed can be kept.
    """
    if workbook.year is None:
        return workbook.problems
    pool = Pool(workbook.year, calendars_of(workbook.year))
    return (*agreement_problems(workbook, pool, Engine(deadline)), *workbook.problems)


def agreement_problems(
    workbook: Workbook | None, pool: Pool, engine: Engine
) -> tuple[Problem, ...]:
    """Agreed rows that cannot be kept, with the sheet and the cell as the workbook names them."""
    found = Pins(pool.year, pool.calendars, engine).problems()
    return found if workbook is None else tuple(_placed(workbook, problem) for problem in found)


def _placed(workbook: Workbook, problem: Problem) -> Problem:
    row = int("".join(filter(str.isdigit, problem.cell or "")) or 0)
    known = workbook.sheets.get(ASSIGNMENTS.name)
    return problem.model_copy(
        update={
            "sheet": problem.sheet if known is None else known.title,
            "cell": workbook.cell(ASSIGNMENTS.name, "status", row) if row else None,
        }
    )
