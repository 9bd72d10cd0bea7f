"""Nothing of the user's workbook is lost: parts, cached values, names, styles, tables, views."""

import re
import warnings
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, NamedStyle, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from planner.workbook.openxml.book_part import BookPart
from planner.workbook.openxml.package import Package, relations_name
from tests.workbook import year2027
from tests.workbook.book_of_year import book_of
from tests.workbook.files import write

CHANGED = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "docProps/app.xml",
    "docProps/core.xml",
    "xl/calcChain.xml",
}


def dashboard(book: Workbook) -> None:
    """A sheet of the user's own that uses much of what Excel offers."""
    sheet = book.create_sheet("Dashboard", 0)
    sheet["A1"], sheet["B1"], sheet["C1"] = "Name", "Number", "When"
    sheet["A2"], sheet["B2"], sheet["C2"] = "=Missions!B2", "=40+2", "=DATE(2027,6,14)"
    sheet["A3"], sheet["B3"], sheet["C3"] = "=1/0", "=TRUE()", '="plain text"'
    sheet["A1"].comment = Comment("ask Anna", "RDM")
    sheet["C2"].number_format = "yyyy-mm-dd"
    book.add_named_style(NamedStyle("House style", font=Font(name="Arial", size=14, italic=True)))
    sheet["B1"].style = "House style"
    sheet["A3"].fill = PatternFill("solid", start_color="FFAA00")
    sheet.merge_cells("E1:G2")
    sheet.conditional_formatting.add(
        "B2:B9",
        CellIsRule(operator="greaterThan", formula=["40"], fill=PatternFill(bgColor="FF0000")),
    )
    validation = DataValidation(type="list", formula1='"a,b"')
    validation.add("D2:D9")
    sheet.add_data_validation(validation)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "H2")
    sheet.add_table(Table(displayName="Assignments", ref="A1:C3"))
    sheet.print_title_rows = "1:1"
    sheet.freeze_panes = "B2"
    book.create_sheet("Hidden notes").sheet_state = "hidden"
    book["Missions"].defined_names["Local"] = DefinedName("Local", attr_text="Missions!$A$1")
    book.defined_names["Global"] = DefinedName("Global", attr_text="Dashboard!$A$1")


CACHED = {
    "A2": ("str", "Post Clearance Audit"),
    "B2": ("n", "42"),
    "C2": ("n", "46552"),
    "A3": ("e", "#DIV/0!"),
    "B3": ("b", "1"),
    "C3": ("str", "plain text"),
}


def as_excel_saves_it(content: bytes) -> bytes:
    """Add what Excel writes and openpyxl does not: cached values, a calculation chain, views."""
    package = Package.read(BytesIO(content))
    part = dict(BookPart(package).sheets())["Dashboard"]
    text = package.parts[part].decode()
    for cell, (kind, value) in CACHED.items():
        text = re.sub(
            rf'<c r="{cell}"((?: s="\d+")?)[^>]*><f>(.*?)</f>(?:<v ?/>|<v></v>)</c>',
            rf'<c r="{cell}"\1 t="{kind}"><f>\2</f><v>{value}</v></c>',
            text,
        )
    extension = '<extLst><ext uri="{x}" xmlns:x14="urn:x14"><x14:kept>1</x14:kept></ext></extLst>'
    text = text.replace("</worksheet>", f"{extension}</worksheet>")
    package.parts[part] = text.replace("<sheetView ", '<sheetView tabSelected="1" ').encode()
    package.parts["xl/calcChain.xml"] = b'<calcChain><c r="A2" i="1"/></calcChain>'
    package.set_content_types({"xl/calcChain.xml": "application/calc+xml"})
    book = BookPart(package)
    book.relate("calcChain", "xl/calcChain.xml")
    book.save()
    package.parts["xl/workbook.xml"] = with_excel_marks(package.parts["xl/workbook.xml"])
    package.parts["docProps/app.xml"] = package.parts["docProps/app.xml"].replace(
        b"</Properties>", b"<TitlesOfParts>Dashboard</TitlesOfParts></Properties>"
    )
    return package.to_bytes()


def with_excel_marks(content: bytes) -> bytes:
    """A workbook part with markup that is only valid while its prefixes stay declared."""
    text = content.decode()
    names = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'mc:Ignorable="x15 xr" xmlns:x15="urn:x15" xmlns:xr="urn:xr" '
    )
    text = re.sub(r"<workbook ", f"<workbook {names}", text)
    text = re.sub(r'activeTab="\d+"', 'activeTab="3"', text)
    text = re.sub(r"<calcPr [^>]*/>", '<calcPr calcId="191029"/>', text)
    return text.replace("</workbook>", "<extLst><x15:mark/></extLst></workbook>").encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def source(folder: Path) -> Path:
    book = book_of(year2027.example().year)
    dashboard(book)
    buffer = BytesIO()
    book.save(buffer)
    path = folder / "in.xlsx"
    path.write_bytes(as_excel_saves_it(buffer.getvalue()))
    return path


@pytest.fixture(scope="module")
def target(folder: Path, source: Path) -> Path:
    write(source, folder / "out.xlsx", year2027.example())
    return folder / "out.xlsx"


def opened(path: Path, **options: Any) -> Workbook:
    """A workbook, without openpyxl's warnings of what it would lose."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(path, **options)


def parts_of(path: Path) -> dict[str, bytes]:
    return Package.read(path).parts


def test_every_part_of_the_user_is_kept_to_the_byte(source: Path, target: Path) -> None:
    before, after = parts_of(source), parts_of(target)
    replaced = dict(BookPart(Package(before)).sheets())["Assignments"]
    dashboard_part = dict(BookPart(Package(before)).sheets())["Dashboard"]
    for name, content in before.items():
        if name not in CHANGED | {replaced, dashboard_part, relations_name(replaced)}:
            assert after[name] == content, name
    unselected = before[dashboard_part].replace(b' tabSelected="1"', b"")
    assert after[dashboard_part] == unselected


def test_cached_values_of_formulas_stay(target: Path) -> None:
    sheet = opened(target, data_only=True)["Dashboard"]
    assert sheet["A2"].value == "Post Clearance Audit"
    assert sheet["B2"].value == 42
    assert sheet["C2"].value == datetime(2027, 6, 14)
    assert sheet["A3"].value == "#DIV/0!"
    assert sheet["B3"].value is True
    assert sheet["C3"].value == "plain text"
    formulas = opened(target)["Dashboard"]
    assert formulas["A2"].value == "=Missions!B2"


def test_excel_is_asked_to_work_formulas_out_again(source: Path, target: Path) -> None:
    assert b"fullCalcOnLoad" not in parts_of(source)["xl/workbook.xml"]
    assert b'<calcPr calcId="191029" fullCalcOnLoad="1"/>' in parts_of(target)["xl/workbook.xml"]
    assert "xl/calcChain.xml" not in parts_of(target)


def test_workbook_markup_of_newer_versions_stays_valid(target: Path) -> None:
    text = parts_of(target)["xl/workbook.xml"].decode()
    assert 'mc:Ignorable="x15 xr"' in text
    assert 'xmlns:x15="urn:x15"' in text
    assert 'xmlns:xr="urn:xr"' in text
    assert "<x15:mark" in text


def test_only_the_summary_is_selected(target: Path) -> None:
    selected = [
        name
        for name, part in BookPart(Package.read(target)).sheets()
        if b'tabSelected="1"' in parts_of(target)[part]
    ]
    assert selected == ["Summary"]
    assert b'activeTab="0"' in parts_of(target)["xl/workbook.xml"]


@pytest.mark.parametrize("runs", [1, 2])
def test_names_of_sheets_move_with_their_sheets(target: Path, folder: Path, runs: int) -> None:
    path = target
    if runs == 2:
        path = folder / "names again.xlsx"
        write(target, path, year2027.example())
    book = opened(path)
    assert book["Missions"].defined_names["Local"].attr_text == "Missions!$A$1"
    assert book.defined_names["Global"].attr_text == "Dashboard!$A$1"
    assert book["Dashboard"].print_title_rows == "$1:$1"
    assert book["Assignments"].print_title_rows == "$1:$1"
    assert book["Missions"].print_title_rows is None
    assert book["Hidden notes"].sheet_state == "hidden"


def test_tables_of_the_user_keep_their_names_and_ids(source: Path, target: Path) -> None:
    book = opened(target)
    assert list(book["Dashboard"].tables) == ["Assignments"]
    assert list(book["Assignments"].tables) == ["Assignments_2"]
    ids = [
        re.search(rb'\bid="(\d+)"', content)[1]  # type: ignore[index]
        for name, content in parts_of(target).items()
        if name.startswith("xl/tables/")
    ]
    assert len(set(ids)) == len(ids)
    assert parts_of(target)["xl/tables/table1.xml"] == parts_of(source)["xl/tables/table1.xml"]


def look(cell: Any) -> list[str]:
    """All that styles a cell; openpyxl's own comparison stops at the objects around it."""
    parts = ("font", "fill", "border", "alignment", "number_format", "protection")
    return [repr(getattr(cell, part)) for part in parts]


def test_styles_of_the_user_look_the_same(source: Path, target: Path) -> None:
    before, after = opened(source), opened(target)
    for sheet in before.worksheets:
        if sheet.title == "Assignments":
            continue
        for row in sheet.iter_rows():
            for cell in row:
                other = after[sheet.title][cell.coordinate]
                assert look(other) == look(cell), f"{sheet.title}!{cell.coordinate}"
    assert after["Dashboard"]["B1"].style == "House style"
    rule = next(iter(after["Dashboard"].conditional_formatting)).rules[0]
    assert rule.dxf.fill.bgColor.rgb == "00FF0000"


def test_sheet_titles_in_the_properties_are_not_stale(target: Path) -> None:
    assert b"TitlesOfParts" not in parts_of(target)["docProps/app.xml"]


def test_the_run_is_the_time_of_the_last_change(target: Path) -> None:
    assert opened(target).properties.modified == datetime(2026, 11, 21, 9, 30, 5)


def test_every_relationship_and_content_type_has_its_part(target: Path) -> None:
    package = Package.read(target)
    for part in ["", *package.parts]:
        for relation in package.relations(part):
            assert relation.external or relation.target in package.parts, (part, relation)
    types = package.parts["[Content_Types].xml"].decode()
    overrides = re.findall(r'PartName="/([^"]+)"', types)
    assert len(overrides) == len(set(overrides))
    assert set(overrides) <= set(package.parts)
    for name in package.parts:
        assert name == "[Content_Types].xml" or package.content_type(name), name


def test_a_second_run_leaves_no_orphans(target: Path, folder: Path) -> None:
    write(target, folder / "second.xlsx", year2027.example())
    assert sorted(parts_of(folder / "second.xlsx")) == sorted(parts_of(target))


def test_style_numbers_exist(target: Path) -> None:
    package = Package.read(target)
    styles = package.parts["xl/styles.xml"].decode()
    formats = re.search(r"<cellXfs.*?</cellXfs>", styles, re.DOTALL)
    differential = re.search(r"<dxfs.*?</dxfs>", styles, re.DOTALL)
    assert formats
    assert differential
    cells, rules = len(re.findall(r"<xf ", formats[0])), len(re.findall("<dxf>", differential[0]))
    assert f'<cellXfs count="{cells}"' in formats[0]
    assert f'<dxfs count="{rules}"' in differential[0]
    for _, part in BookPart(package).sheets():
        text = package.parts[part].decode()
        assert max(map(int, re.findall(r'<c r="[A-Z]+\d+" s="(\d+)"', text)), default=0) < cells
        assert max(map(int, re.findall(r'dxfId="(\d+)"', text)), default=0) < rules
