"""What the workbooks of studies look like on paper."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.looks.tables import SCALE, Area
from scenarios.study.sheets.printing import set_up_wide_page
from tests.commands import run, small_year
from tests.scenarios.years import book, row


def sheet_of(*widths: float) -> Worksheet:
    made = Workbook().worksheets[0]
    for letter, width in zip("ABCDEFGH", widths, strict=False):
        made.column_dimensions[letter].width = width
    return made


def set_up(made: Worksheet, columns: int, **options: object) -> None:
    area = Area(4, 1, columns, 20)
    set_up_wide_page(made, area, freeze="B5", keys=1, **options)  # type: ignore[arg-type]


def areas(made: Worksheet) -> set[str]:
    return {area.rpartition("!")[2] for area in made.print_area.split(",")}


def test_a_narrow_table_is_printed_in_the_usual_size() -> None:
    made = sheet_of(30, 40, 40)
    set_up(made, 3)
    assert not made.sheet_properties.pageSetUpPr.fitToPage
    assert made.page_setup.scale == SCALE
    assert (made.print_area, made.print_title_cols) == ("", None)
    assert made.print_title_rows == "$4:$4"


def test_a_wide_table_is_printed_in_as_many_sections_as_it_takes() -> None:
    """At 60%, 27.4 cm are 182 characters: A with B to D, then A with E and F."""
    made = sheet_of(30, 50, 50, 50, 50, 50)
    set_up(made, 6)
    assert not made.sheet_properties.pageSetUpPr.fitToPage
    assert made.print_title_cols == "$A:$A"
    assert areas(made) == {"$A$1:$D$20", "$E$4:$F$20"}
    assert made.page_setup.scale == 60


def test_sections_that_belong_together_and_what_is_below() -> None:
    made = sheet_of(30, 80, 80, 80)
    set_up(made, 4, ends=(2, 4), below="A22:B40", repeat=False)
    assert areas(made) == {"$A$1:$B$20", "$C$4:$D$20", "$A$22:$B$40"}
    assert made.print_title_rows is None
    assert made.page_setup.scale == 57  # as much as the second section with its keys needs


def test_the_comparison_can_be_read_on_paper(tmp_path: Path) -> None:
    rows = [row(f"Scenario {n}", "fund amount", "F1", f"-{n}%") for n in range(1, 9)]
    ran = run("scenarios", book(tmp_path, rows), "--jobs", 1)
    assert ran.code == 0, ran.err
    made = openpyxl.load_workbook(tmp_path / "plan-scenarios.xlsx")
    for name in ("Comparison", "Missions"):
        sheet = made[name]
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.scale >= 55
        assert sheet.print_title_cols is not None
        last = openpyxl.utils.get_column_letter(sheet.max_column)
        assert f"${last}$" in sheet.print_area
    # The three charts and how the study was made are in the last area.
    bottom = made["Comparison"].max_row
    assert f"$A$15:$L${bottom}" in areas(made["Comparison"])
    assert all(chart.anchor._from.row < bottom - 10 for chart in made["Comparison"]._charts)
    for name in ("What changed", "Fund use"):
        assert made[name].page_setup.orientation == "landscape"
        assert made[name].print_title_rows == "$1:$1"


@pytest.mark.parametrize("step", [2_000])
def test_no_chart_of_a_summary_is_on_two_pages(tmp_path: Path, step: int) -> None:
    options = ("--fund", "F2", "--from", 0, "--to", 4_000, "--step", step, "--jobs", 1)
    assert run("sweep", small_year(tmp_path), *options).code == 0
    front = openpyxl.load_workbook(tmp_path / "year-sweep.xlsx")["Summary"]
    tops = [chart.anchor._from.row for chart in front._charts]
    assert len(tops) == 4
    assert [brk.id for brk in front.row_breaks.brk] == [tops[2]]
    assert front.page_setup.orientation == "portrait"
