"""The sheet Summary: what the plan achieves, how good it is proven to be, and how it was made."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from openpyxl.worksheet.pagebreak import Break, RowBreak
from openpyxl.worksheet.worksheet import Worksheet

from models.answers.report import LevelResult, Proof
from models.answers.result import Manifest
from planner.domain.levels import level_sentence
from planner.domain.wording import short_day
from planner.mobilisation.action_line import ActionLine
from planner.report.plan_view import PlanView
from planner.report.wishes import largest_wishes
from planner.workbook.looks.charts import fund_chart, month_chart
from planner.workbook.looks.styles import paint_note
from planner.workbook.looks.tables import Area, TableNames, set_up_page, unwrap, write_table
from planner.workbook.schema.fingerprint import FACTS, facts_fingerprint
from planner.workbook.schema.results import SUMMARY
from planner.workbook.writing import front_page
from planner.workbook.writing.front_page import GRID, Figure, FrontBlock

FIGURES_TOP = 5
# Two pictures under each other need so many rows from the first figure on.
PICTURE_ROWS = 14


class LevelLine(NamedTuple):
    """A row of the table of levels."""

    level: str
    value: int
    bound: int | None
    proven: bool
    sentence: str


def level_lines(view: PlanView) -> tuple[LevelLine, ...]:
    """The levels in their order, each with what it counts."""
    return tuple(_level_line(level) for level in view.result.levels)


class Summary:
    """Fills the sheet from top to bottom.

    Parameters
    ----------
    sheet : Worksheet
        An empty sheet.
    view : PlanView
        The plan.
    actions : sequence of ActionLine
        What is to be done; the decisions among them are listed.
    """

    def __init__(self, sheet: Worksheet, view: PlanView, actions: Iterable[ActionLine]) -> None:
        self._sheet, self._view, self._actions = sheet, view, tuple(actions)

    def write(self, names: TableNames, funds: tuple[Worksheet, Area]) -> None:
        """Write everything; `funds` is where the table of the sheet Fund use stands."""
        for letter, width in GRID.items():
            self._sheet.column_dimensions[letter].width = width
        self._head()
        second = self._first_page()
        months, donors = front_page.write_breakdown(self._sheet, second, self._view)
        facts = Figure(FACTS, facts_fingerprint(self._view.year))
        run = (*run_figures(self._view.result.manifest), facts)
        below = front_page.write_figures(
            self._sheet, donors.bottom + 2, "The run", run, front_page.RIGHT
        )
        self._levels(max(below, months.bottom + 1) + 1, names)
        self._pictures(months, funds)
        self._print(second)

    def _head(self) -> None:
        settings = self._view.year.settings
        period = f"{short_day(settings.plan_start)} to {short_day(settings.plan_end)}"
        front_page.write_title(self._sheet, 1, f"Mission plan {period}", 16)
        for row, text in enumerate((front_page.headline(self._view), self._proof()), start=2):
            paint_note(self._sheet.cell(row, 1, text))

    def _proof(self) -> str:
        return proof_sentence(self._view.result.levels)

    def _first_page(self) -> int:
        """Figures, decisions and changes; returns the row where the second page begins."""
        sheet, view = self._sheet, self._view
        top, found = FIGURES_TOP - 1, front_page.figures(view)
        below = front_page.write_figures(sheet, top, "Key figures", found)
        changes, title = front_page.change_sentences(view), "What changed since the last plan"
        left = front_page.RIGHT - 1
        below = front_page.write_sentences(sheet, below + 1, title, changes, left)
        below = max(below, FIGURES_TOP + 2 * PICTURE_ROWS) + 1
        decisions = [*front_page.decision_sentences(self._actions), *largest_wishes(view)]
        title = "Decisions that are asked for"
        return front_page.write_sentences(sheet, below, title, decisions) + 1

    def _levels(self, top: int, names: TableNames) -> None:
        title = "Levels of the objective, the most important first"
        front_page.write_title(self._sheet, top, title)
        currency, rows = self._view.year.settings.currency, level_lines(self._view)
        area = write_table(self._sheet, SUMMARY, rows, names, currency=currency, top=top + 1)
        for row in range(area.top + 1, area.bottom + 1):
            unwrap(self._sheet, row, area.columns)

    def _pictures(self, months: FrontBlock, funds: tuple[Worksheet, Area]) -> None:
        rows = iter((FIGURES_TOP, FIGURES_TOP + PICTURE_ROWS))
        if self._view.teams:
            chart = month_chart(self._sheet, months.top, months.bottom)
            self._sheet.add_chart(chart, f"E{next(rows)}")
        if self._view.year.funds:
            currency = self._view.year.settings.currency
            self._sheet.add_chart(fund_chart(*funds, currency), f"E{next(rows)}")

    def _print(self, second: int) -> None:
        last = f"{list(GRID)[-1]}{self._sheet.max_row}"
        set_up_page(self._sheet, freeze="A4", area=f"A1:{last}")
        self._sheet.row_breaks = RowBreak(brk=(Break(id=second - 1),))


def proof_sentence(levels: tuple[LevelResult, ...]) -> str:
    """Whether the plan is known to be the best, in one sentence."""
    unproven = [level.level for level in levels if not level.proven]
    if not unproven:
        by = proof_words(levels)
        return f"Every level is proven: no plan that keeps all rules is better ({by})."
    listed = ", ".join(unproven)
    return f"Not proven to be the best at: {listed}. The bound says how much better at most."


def proof_words(levels: tuple[LevelResult, ...]) -> str:
    """What proves the levels: integers of our own, unless something else is named with its own."""
    own = Proof.CERTIFIED
    by_others = [
        f"{proof.value}: {', '.join(level.level for level in levels if level.proof is proof)}"
        for proof in Proof
        if proof is not own and any(level.proof is proof for level in levels)
    ]
    certified = "certified in whole numbers"
    if not by_others:
        return certified
    rest = [f"the others {certified}"] if any(level.proof is own for level in levels) else []
    return "; ".join([*by_others, *rest])


def run_figures(manifest: Manifest) -> Iterator[Figure]:
    """All that it takes to repeat the run."""
    yield Figure("Run on", manifest.started.isoformat(sep=" ", timespec="seconds"))
    yield Figure("Took", f"{manifest.seconds:.1f} s")
    yield Figure("Input", manifest.input_name)
    yield Figure("Fingerprint of the input", f"SHA-256 {manifest.fingerprint}")
    yield Figure("Seed", str(manifest.seed))
    for name, value in sorted(manifest.options.items()):
        yield Figure(f"Option {name}", value)
    for name, version in sorted(manifest.versions.items()):
        yield Figure(f"Version of {name}", version)


def _level_line(level: LevelResult) -> LevelLine:
    stopped = "" if level.proven else f" Stopped because {level.stop.value}."
    sentence = _IN_SHORT.get(level.level, level_sentence(level.level))
    return LevelLine(level.level, level.value, level.bound, level.proven, f"{sentence}{stopped}")


# What has to stand in one line of the page.
_IN_SHORT = {
    "pre-accredited": "Candidates who get a mission that can complete their accreditation. "
    "More is better."
}
