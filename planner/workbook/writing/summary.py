"""The sheet Summary: what the plan achieves, how good it is proven to be, and how it was made."""

from collections.abc import Iterator
from typing import NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

from models.expert import QualificationStatus
from models.report import LevelResult, Proof
from models.result import Manifest
from planner.checker.levels import pre_accredited
from planner.domain.agreements import DELIVERY_PINNED
from planner.domain.levels import level_of
from planner.domain.wording import short_day
from planner.report.plan_view import PlanView
from planner.report.waivers import waiver_lines
from planner.workbook.looks.cell_text import CellValue, cell_at, put
from planner.workbook.looks.styles import Look, Stamp, money_format, paint_note, paint_title
from planner.workbook.looks.tables import Area, TableNames, set_up_page, set_widths, write_table
from planner.workbook.schema.results import SUMMARY
from planner.workbook.writing.flexibility import negotiable, unsettled
from planner.workbook.writing.standbys import uncovered

KEY_FIGURES_TOP = 4
CHART_ROWS = 21
VALUE_WIDTH = 16.0


class Figure(NamedTuple):
    """A key figure: its name, its value, and a few words on it."""

    label: str
    value: CellValue
    note: str = ""
    number_format: str = "#,##0"


class LevelLine(NamedTuple):
    """A row of the table of levels."""

    level: str
    value: int
    bound: int | None
    proven: bool
    sentence: str
    stop: str


def level_lines(view: PlanView) -> tuple[LevelLine, ...]:
    """The levels in their order, each with what it counts."""
    return tuple(_level_line(level) for level in view.result.levels)


def level_sentence(name: str) -> str:
    """What a level counts, in one sentence."""
    if name == DELIVERY_PINNED:
        return "Missions delivered that have an expert already agreed. More is better."
    level = level_of(name)
    if name.startswith("delivery-"):
        return f"Missions of priority {name.rpartition('-')[2]} delivered. More is better."
    return f"{level.sentence} {level.direction.value.capitalize()}."


def write_summary(sheet: Worksheet, view: PlanView, names: TableNames) -> int:
    """Fill the sheet; returns the row at which charts have room.

    Parameters
    ----------
    sheet : Worksheet
        An empty sheet.
    view : PlanView
        The plan.
    names : TableNames
        Gives the table of levels its name.
    """
    settings = view.year.settings
    set_widths(sheet, SUMMARY.columns)
    sheet.column_dimensions["B"].width = sheet.column_dimensions["C"].width = VALUE_WIDTH
    _title(
        sheet, 1, f"Mission plan {short_day(settings.plan_start)} to {short_day(settings.plan_end)}"
    )
    _note(sheet, 2, proof_sentence(view.result.levels))
    row = _figures(sheet, KEY_FIGURES_TOP, "Key figures", key_figures(view))
    area = _levels(sheet, row + 1, view, names)
    charts = area.bottom + 2
    below = charts + (CHART_ROWS if view.teams or view.year.funds else 0)
    _figures(sheet, below, "The run", run_figures(view.result.manifest))
    set_up_page(sheet, freeze="A4", one_page=True)
    return charts


def proof_sentence(levels: tuple[LevelResult, ...]) -> str:
    """Whether the plan is known to be the best, in one sentence."""
    unproven = [level.level for level in levels if level.proof is not Proof.PROVEN]
    if not unproven:
        return "Every level is proven: no plan that keeps all rules is better."
    listed = ", ".join(unproven)
    return f"Not proven to be the best at: {listed}. The bound says how much better at most."


def key_figures(view: PlanView) -> Iterator[Figure]:
    """The figures that a Director asks for first."""
    year, posts = view.year, view.posts
    currency, total = year.settings.currency, len(year.missions)
    share = f"{len(view.teams) / total:.0%} of the plan" if total else ""
    yield Figure("Missions delivered", len(view.teams), f"of {total}, {share}")
    yield Figure("Positions filled", len(posts), f"by {len(view.posts_by_expert)} experts")
    yield Figure(
        "Candidates",
        pre_accredited(view.context),
        "Pre-accredited, on a mission that can complete their accreditation",
    )
    yield Figure(
        "Externals",
        _externals(view),
        "positions, listed on the sheet Last resort for the Deputy Director",
    )
    outside = sum(not post.in_region for post in posts)
    yield Figure("Out of region", outside, "positions filled from another region")
    cost = sum(team.cost for team in view.teams)
    yield Figure("Cost", cost, _fund_note(view), money_format(currency))
    if view.result.standbys:
        yield Figure("Without a stand-by", uncovered(view), "positions that nobody could take over")
    if view.result.flexibility:
        yield Figure("Negotiable", negotiable(view), _flexibility_note(view))
    yield Figure("Waivers used", len(waiver_lines(view)), "listed on the sheet Compliance")


def run_figures(manifest: Manifest) -> Iterator[Figure]:
    """All that it takes to repeat the run."""
    yield Figure("Run on", manifest.started.isoformat(sep=" ", timespec="seconds"))
    yield Figure("Took", f"{manifest.seconds:.1f} s")
    yield Figure("Input", manifest.input_name)
    yield Figure("Fingerprint of the input", f"SHA-256 {manifest.fingerprint}")
    yield Figure("Seed", manifest.seed)
    for name, value in sorted(manifest.options.items()):
        yield Figure(f"Option {name}", value)
    for name, version in sorted(manifest.versions.items()):
        yield Figure(f"Version of {name}", version)


def _level_line(level: LevelResult) -> LevelLine:
    sentence = level_sentence(level.level)
    return LevelLine(
        level.level, level.value, level.bound, level.proven, sentence, level.stop.value
    )


def _externals(view: PlanView) -> int:
    external = QualificationStatus.EXTERNAL
    return sum(post.qualification is external for post in view.posts)


def _flexibility_note(view: PlanView) -> str:
    text = "positions that somebody else could fill in a plan as good as this one"
    if left := unsettled(view):
        text += f"; not settled for {left:,} experts and positions: no time"
    if any(level.proof is not Proof.PROVEN for level in view.result.levels):
        text += "; not every level is proven, so better plans may ask for others"
    return text


def _fund_note(view: PlanView) -> str:
    if not view.year.funds:
        return "no Funds sheet: nothing limits the cost"
    available = sum(fund.available for fund in view.year.funds)
    return f"of {available:,} {view.year.settings.currency} in all funds"


def _title(sheet: Worksheet, row: int, text: str, size: int = 16) -> None:
    cell = sheet.cell(row, 1, text)
    paint_title(cell, size)
    sheet.row_dimensions[row].height = 1.6 * size


def _note(sheet: Worksheet, row: int, text: str) -> None:
    cell = sheet.cell(row, 1, text)
    paint_note(cell)


def _figures(sheet: Worksheet, top: int, title: str, figures: Iterator[Figure]) -> int:
    _title(sheet, top, title, 13)
    row = top
    for row, figure in enumerate(figures, start=top + 1):
        put(cell_at(sheet, row, 1), figure.label, Stamp(sheet, Look(horizontal="left")))
        number = isinstance(figure.value, int)
        look = Look(figure.number_format, "right" if number else "left", indent=int(number))
        put(cell_at(sheet, row, 2), figure.value, Stamp(sheet, look))
        put(cell_at(sheet, row, 3), figure.note or None, Stamp(sheet, Look(horizontal="left")))
    return row + 1


def _levels(sheet: Worksheet, top: int, view: PlanView, names: TableNames) -> Area:
    _title(sheet, top, "Levels of the objective, the most important first", 13)
    currency = view.year.settings.currency
    rows = level_lines(view)
    return write_table(sheet, SUMMARY, rows, names, currency=currency, top=top + 1)
