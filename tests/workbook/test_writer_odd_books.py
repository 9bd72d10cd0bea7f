"""Workbooks that other programs wrote, or that lack what most have."""

import re
import warnings
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from planner.workbook.openxml.book_part import BookPart
from planner.workbook.openxml.package import Package
from tests.workbook import year2027
from tests.workbook.book_of_year import book_of, save_book
from tests.workbook.files import write
from tests.workbook.test_writer_keeps import with_excel_marks


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


def opened(path: Path, **options: Any) -> Workbook:
    """A workbook, without openpyxl's warnings of what it would lose."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(path, **options)


def parts_of(path: Path) -> dict[str, bytes]:
    return Package.read(path).parts


def with_part(path: Path, target: Path, change: Any) -> Path:
    package = Package.read(path)
    change(package)
    target.write_bytes(package.to_bytes())
    return target


def prefixed(content: bytes, namespace: str) -> bytes:
    """The same XML with a prefix on every element, as some programs write it."""
    text = content.decode()
    text = text.replace(f'xmlns="{namespace}"', f'xmlns:x="{namespace}"')
    return re.sub(r"<(/?)(?![?!/])(?!\w+:)(\w)", r"<\1x:\2", text).encode()


def test_workbooks_with_prefixed_markup(folder: Path) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    def change(package: Package) -> None:
        for part in ("xl/styles.xml", "xl/workbook.xml"):
            package.parts[part] = prefixed(package.parts[part], main)

    path = with_part(
        save_book(year2027.example().year, folder / "p.xlsx"), folder / "px.xlsx", change
    )
    write(path, folder / "px out.xlsx", year2027.example())
    book = opened(folder / "px out.xlsx")
    assert book.sheetnames[0] == "Summary"
    header = book["Assignments"]["A1"]
    assert (header.font.b, header.fill.start_color.rgb) == (True, "001F3864")
    text = parts_of(folder / "px out.xlsx")["xl/workbook.xml"].decode()
    assert "<x:sheet " in text
    assert "<sheet " not in text


def test_the_barest_workbook(folder: Path) -> None:
    """Three sheets, no properties of the document, no names, no Assignments."""

    def change(package: Package) -> None:
        package.remove(["docProps/app.xml", "docProps/core.xml"])
        package.set_relations(
            "", [r for r in package.relations("") if "props" not in r.target.lower()]
        )

    book = book_of(year2027.example().year)
    for name in book.sheetnames:
        if name not in ("Missions", "Experts", "Qualifications"):
            book.remove(book[name])
    book.save(folder / "bare.xlsx")
    path = with_part(folder / "bare.xlsx", folder / "barest.xlsx", change)
    write(path, folder / "barest out.xlsx", year2027.example())
    assert opened(folder / "barest out.xlsx").sheetnames[-3:] == [
        "Missions",
        "Experts",
        "Qualifications",
    ]
    # What says that the planner wrote the file.
    assert "docProps/core.xml" in parts_of(folder / "barest out.xlsx")


def test_workbooks_without_styles(folder: Path) -> None:
    def change(package: Package) -> None:
        book = BookPart(package)
        part = book.related("styles")
        assert part is not None
        book.forget(part)
        package.remove([part])
        for _, name in book.sheets():
            package.parts[name] = re.sub(rb' s="\d+"', b"", package.parts[name])

    path = with_part(
        save_book(year2027.example().year, folder / "s.xlsx"), folder / "ns.xlsx", change
    )
    write(path, folder / "ns out.xlsx", year2027.example())
    book = opened(folder / "ns out.xlsx")
    assert book["Assignments"]["L2"].is_date
    assert book["Missions"]["A1"].font.b is not True


def test_workbooks_that_count_from_1904(folder: Path) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = book_of(year2027.example().year)
    book.epoch = CALENDAR_MAC_1904
    book.save(folder / "mac.xlsx")
    write(folder / "mac.xlsx", folder / "mac out.xlsx", year2027.example())
    sheet = opened(folder / "mac out.xlsx")["Assignments"]
    first = min(p.start for p in year2027.example().plan.placements)
    assert sheet["L2"].value == datetime(first.year, first.month, first.day)


def test_macros_stay_behind(folder: Path) -> None:
    def change(package: Package) -> None:
        package.parts["xl/vbaProject.bin"] = b"macros"
        package.set_content_types(
            {
                "xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
                "xl/workbook.xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            }
        )
        book = BookPart(package)
        book.relate("vbaProject", "xl/vbaProject.bin")
        book.save()

    plain = save_book(year2027.example().year, folder / "plain.xlsx")
    write(with_part(plain, folder / "m.xlsm", change), folder / "m out.xlsx", year2027.example())
    package = Package.read(folder / "m out.xlsx")
    assert "xl/vbaProject.bin" not in package.parts
    assert package.content_type("xl/workbook.xml") == (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    )


def test_workbooks_without_formulas_are_not_worked_out_again(folder: Path) -> None:
    def change(package: Package) -> None:
        package.parts["xl/workbook.xml"] = with_excel_marks(package.parts["xl/workbook.xml"])

    plain = save_book(year2027.example().year, folder / "no formulas.xlsx")
    path = with_part(plain, folder / "still none.xlsx", change)
    write(path, folder / "none out.xlsx", year2027.example())
    assert b"fullCalcOnLoad" not in parts_of(folder / "none out.xlsx")["xl/workbook.xml"]
