"""Rows added to the sheet Scenarios are read again, and all else in the workbook stays."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from models.workbook import ScenarioRow, Workbook
from planner.app.load import load
from planner.app.write import with_scenarios
from planner.domain.errors import BadInput
from planner.sample.book import write_sample
from planner.workbook.openxml.opening.signature import is_as_written
from tests.workbook.books import good_book, save
from tests.workbook.parts import archive, parts_of, sample_bytes

# What stands in these may change: the sheet, its table, styles, and the seal.
MAY_CHANGE = ("xl/worksheets/", "xl/tables/", "xl/styles.xml", "docProps/")


def row(**cells: str) -> ScenarioRow:
    """A row of the scenario Donors cut."""
    usual = {"scenario": "Donors cut", "change": "fund amount", "target": "*", "value": "+50000"}
    return ScenarioRow(row=0, sheet="", **usual | cells)


def read(content: bytes, folder: Path) -> Workbook:
    """A workbook of these bytes, read as any other."""
    path = folder / "made.xlsx"
    path.write_bytes(content)
    return load(path)


def said(workbook: Workbook) -> list[tuple[str, str, str, str]]:
    """The rows of the sheet Scenarios as they were read."""
    return [(r.scenario, r.change, r.target, r.value) for r in workbook.scenarios]


def test_rows_stand_below_those_there_and_nothing_else_changes(tmp_path: Path) -> None:
    before = read(sample_bytes(), tmp_path)
    rows = [row(), row(change="mission cancelled", target="M001", value="")]
    after = read(with_scenarios(before, rows).content, tmp_path)
    new = [
        ("Donors cut", "fund amount", "*", "+50000"),
        ("Donors cut", "mission cancelled", "M001", ""),
    ]
    assert said(after) == [*said(before), *new]
    assert after.year == before.year
    old, made = parts_of(before.content), parts_of(after.content)
    assert old.keys() == made.keys()
    changed = [name for name in old if old[name] != made[name]]
    assert all(name.startswith(MAY_CHANGE) for name in changed), changed
    assert sum(name.startswith("xl/worksheets/") for name in changed) == 1


def test_the_table_takes_the_rows_in(tmp_path: Path) -> None:
    path = tmp_path / "sample.xlsx"
    write_sample(path, 4, 10, 3)
    before = load(path)
    after = read(with_scenarios(before, [row(), row(target="X")]).content, tmp_path)
    sheets = [openpyxl.load_workbook(BytesIO(w.content))["Scenarios"] for w in (before, after)]
    old, new = (int(next(iter(s.tables.values())).ref.rpartition("D")[2]) for s in sheets)
    assert new == old + 2
    assert sheets[1].cell(new, 3).value == "X"


def test_text_stays_text_for_whoever_edits_it(tmp_path: Path) -> None:
    """A plus sign makes another change than none; and nothing is a formula."""
    texts = ["+50000", "-20%", "=1+1", "@SUM(1)", "2027-06-01"]
    before = read(sample_bytes(), tmp_path)
    content = with_scenarios(before, [row(scenario="=cmd()", value=t) for t in texts]).content
    cells = openpyxl.load_workbook(BytesIO(content))["Scenarios"]
    last = cells.max_row
    for number, text in enumerate(texts, start=last - len(texts) + 1):
        value, name = cells.cell(number, 4), cells.cell(number, 1)
        assert (value.value, value.data_type, value.quotePrefix) == (text, "s", True)
        assert (name.value, name.data_type, name.quotePrefix) == ("=cmd()", "s", True)
        assert not cells.cell(number, 2).quotePrefix
    assert not any(b"<f>" in part for name, part in parts_of(content).items() if "Scen" in name)


def test_a_workbook_without_the_sheet_gets_it(tmp_path: Path) -> None:
    path = save(good_book(), tmp_path)
    before = load(path)
    assert not before.scenarios
    after = read(with_scenarios(before, [row(target="<F&1>")]).content, tmp_path)
    assert said(after) == [("Donors cut", "fund amount", "<F&1>", "+50000")]
    assert after.year == before.year


def test_own_columns_in_another_order_are_followed(tmp_path: Path) -> None:
    columns = {"Note": "x", "Value": "-5%", "Target": "*", "Change": "fund amount"}
    book = good_book(Scenarios=[{**columns, "Scenario": "First"}])
    before = load(save(book, tmp_path))
    after = read(with_scenarios(before, [row()]).content, tmp_path)
    assert said(after) == [
        ("First", "fund amount", "*", "-5%"),
        ("Donors cut", "fund amount", "*", "+50000"),
    ]


def test_a_column_that_is_needed_and_missing_is_asked_for(tmp_path: Path) -> None:
    rows = [{"Scenario": "First", "Change": "mission cancelled", "Target": "M1"}]
    before = load(save(good_book(Scenarios=rows), tmp_path))
    with pytest.raises(BadInput, match="no column Value"):
        with_scenarios(before, [row()])
    more = row(scenario="Second", change="mission cancelled", target="M1", value="")
    after = read(with_scenarios(before, [more]).content, tmp_path)
    assert [r.scenario for r in after.scenarios] == ["First", "Second"]


def test_blank_rows_with_a_look_of_their_own_are_written_over(tmp_path: Path) -> None:
    parts = parts_of(sample_bytes())
    before = read(archive(parts), tmp_path)
    name = _scenario_part(before)
    end = max(r.row for r in before.scenarios)
    blank = b'<row r="%d"><c r="A%d" s="0"/></row><row r="%d"/></sheetData>' % (
        end + 1,
        end + 1,
        end + 5,
    )
    parts[name] = parts[name].replace(b"</sheetData>", blank)
    before = read(archive(parts), tmp_path)
    after = read(with_scenarios(before, [row()]).content, tmp_path)
    assert said(after)[-1] == ("Donors cut", "fund amount", "*", "+50000")
    content = parts_of(after.content)[name]
    assert content.count(b'<row r="%d"' % (end + 1)) == 1
    assert content.index(b'<row r="%d"' % (end + 1)) < content.index(b'<row r="%d"' % (end + 5))


def _scenario_part(workbook: Workbook) -> str:
    book = openpyxl.load_workbook(BytesIO(workbook.content))
    return f"xl/worksheets/sheet{book.sheetnames.index('Scenarios') + 1}.xml"


def test_what_is_written_is_the_planners_own(tmp_path: Path) -> None:
    before = read(sample_bytes(), tmp_path)
    (tmp_path / "made.xlsx").write_bytes(with_scenarios(before, [row()]).content)
    assert is_as_written(tmp_path / "made.xlsx")


def test_no_row_changes_nothing(tmp_path: Path) -> None:
    before = read(sample_bytes(), tmp_path)
    assert with_scenarios(before, []) is before
