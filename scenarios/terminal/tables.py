"""The comparison on the terminal: IDs and numbers, never a person."""

from collections.abc import Iterable

from rich.table import Table

from planner.domain.wording import listed
from planner.terminal import tables
from planner.terminal.screen import Screen
from scenarios.study.compare import Case, ComparedKind, Comparison

_MOST_LOST = 8


def show(screen: Screen, comparison: Comparison) -> None:
    """The table of scenarios, what each loses, and what has no plan."""
    screen.table(lambda width: comparison_table(comparison, width))
    for case in comparison.cases:
        if case.answer is not None and case.trouble:
            screen.say(f"{case.name}: no plan. {case.trouble}", "yellow")
    _losses(screen, comparison)
    if comparison.repaired:
        screen.say("Repaired: the base plan is kept as far as no mission is lost for it.")
    if comparison.interrupted:
        done = sum(case.answer is not None for case in comparison.all_cases)
        number = len(comparison.all_cases)
        screen.say(f"Interrupted: {done} of {number} plans were finished.", "yellow")
    seconds = comparison.manifest.seconds
    screen.say(f"{_proof(comparison)} Planned in {seconds:.1f} s.", "bold")


def comparison_table(comparison: Comparison, width: int) -> Table:
    """One row a scenario, the most telling columns first."""
    table = tables.new_table(
        *("Scenario", "Delivered>", "Lost>", "Gained>", "Externals>", "Cost>", "Proven"),
        *("Moved>", "Other experts>", "Weeks>", "Fund use>"),
    )
    for case in comparison.all_cases:
        table.add_row(tables.text(case.name), *_cells(comparison, case))
    return tables.fitted(table, width)


def _cells(comparison: Comparison, case: Case) -> Iterable[str]:
    if case.view is None:
        return (case.missing,)
    kinds = [kind for difference in comparison.differences(case) for kind in difference.kinds]
    base = case is comparison.base

    def number(kind: ComparedKind) -> str:
        return "" if base else str(kinds.count(kind))

    use = "-" if case.fund_use is None else f"{case.fund_use:.0%}"
    return (
        str(len(case.teams)),
        number(ComparedKind.LOST),
        number(ComparedKind.GAINED),
        tables.shown(case.externals),
        tables.shown(case.cost),
        "no" if case.unproven else "yes",
        number(ComparedKind.MOVED),
        number(ComparedKind.OTHERS),
        tables.shown(case.weeks),
        use,
    )


def _losses(screen: Screen, comparison: Comparison) -> None:
    for case in comparison.cases:
        lost = [d.mission.id for d in comparison.differences(case) if ComparedKind.LOST in d.kinds]
        if lost:
            more = len(lost) - _MOST_LOST
            named = [*lost[:_MOST_LOST], *([f"{more} more"] if more > 0 else [])]
            screen.say(f"{case.name} loses {listed(named)}.")


def _proof(comparison: Comparison) -> str:
    unproven = [case.name for case in comparison.all_cases if case.unproven]
    if not unproven:
        every = "Every plan that was finished" if comparison.interrupted else "Every plan"
        return f"{every} is proven: under its scenario no plan that keeps all rules is better."
    more = len(unproven) - _MOST_LOST
    named = [*unproven[:_MOST_LOST], *([f"{more} more"] if more > 0 else [])]
    return f"Not proven to be the best: the plans of {listed(named)}."
