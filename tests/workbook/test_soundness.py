"""Damaged and hostile workbooks: told when they are read, at once, with what is wrong."""

import io
import re
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest

from planner.workbook.openxml.opening import soundness
from planner.workbook.openxml.opening.container import WorkbookError
from planner.workbook.reading.reader import Reading
from planner.workbook.schema.declared import INPUT_SHEETS
from tests.breadth import paired, usually
from tests.workbook.files import read
from tests.workbook.parts import (
    CASES,
    Parts,
    archive,
    changed,
    parts_of,
    sample_bytes,
    sheet_part,
    without,
)

SHEETS = ("Read me", *(sheet.name for sheet in INPUT_SHEETS), "Lists", "Our notes")
_SECONDS = 30.0  # with memory and lines counted; without them it is a tenth of that
_BYTES = 200_000_000


def read_bytes(content: bytes, folder: Path) -> Reading:
    path = folder / "plan.xlsx"
    path.write_bytes(content)
    return read(path)


def answer(content: bytes, folder: Path) -> str:
    """What is said of a damaged file: one sentence, and a way out."""
    with pytest.raises(WorkbookError) as caught:
        read_bytes(content, folder)
    text = str(caught.value)
    assert text.startswith("plan.xlsx ")
    assert "\n" not in text
    assert text.endswith(".")
    return text


def cheap_answer(content: bytes, folder: Path) -> str:
    """The same, soon, and in little memory, whatever the file unpacks to."""
    started = time.process_time()
    tracemalloc.start()
    try:
        text = answer(content, folder)
        assert tracemalloc.get_traced_memory()[1] < _BYTES + 3 * len(content)
    finally:
        tracemalloc.stop()
    assert time.process_time() - started < _SECONDS
    return text


def test_the_sample_is_sound(tmp_path: Path) -> None:
    assert read_bytes(sample_bytes(), tmp_path).errors == ()


# Sheets that are listed are there


def test_the_sheets_are_those_of_the_sample() -> None:
    assert tuple(openpyxl.load_workbook(io.BytesIO(sample_bytes())).sheetnames) == SHEETS


@pytest.mark.parametrize("title", SHEETS)
def test_every_sheet_that_is_listed_is_there(title: str, tmp_path: Path) -> None:
    content = sample_bytes()
    text = answer(without(content, re.escape(sheet_part(content, title))), tmp_path)
    assert f'is damaged: it lists the sheet "{title}", which is not in the file' in text


@pytest.mark.parametrize("title", ["Unavailability", "Our notes"])
def test_a_sheet_without_a_relationship(title: str, tmp_path: Path) -> None:
    content = sample_bytes()
    target = sheet_part(content, title).encode()
    broken = changed(
        content,
        r"xl/_rels/workbook\.xml\.rels",
        rb'<Relationship [^>]*"/?(?:xl/)?%s"[^>]*/>' % re.escape(target.removeprefix(b"xl/")),
        b"",
    )
    assert f'lists the sheet "{title}", which is not in the file' in answer(broken, tmp_path)


def test_a_sheet_that_is_somewhere_else(tmp_path: Path) -> None:
    broken = changed(
        sample_bytes(),
        r"xl/_rels/workbook\.xml\.rels",
        rb'Target="[^"]*worksheets/sheet2\.xml"',
        b'Target="https://example.org/sheet2.xml" TargetMode="External"',
    )
    assert "which is not in the file" in answer(broken, tmp_path)


def test_two_sheets_that_are_one_part(tmp_path: Path) -> None:
    broken = changed(
        sample_bytes(),
        r"xl/_rels/workbook\.xml\.rels",
        rb"worksheets/sheet3\.xml",
        b"worksheets/sheet2.xml",
    )
    assert "which are one part" in answer(broken, tmp_path)


def test_a_sheet_that_is_a_picture(tmp_path: Path) -> None:
    broken = changed(
        sample_bytes(), r"xl/_rels/workbook\.xml\.rels", rb"worksheets/sheet3\.xml", b"styles.xml"
    )
    assert "is no sheet" in answer(broken, tmp_path)


# Parts that are damaged


def markup() -> list[str]:
    """The parts of the sample that break off: those that are alike, a third in a usual run."""
    names = sorted(n for n in parts_of(sample_bytes()) if n.endswith((".xml", ".rels")))
    # Sheets, tables and notes are numbered.
    some = [n for place, n in enumerate(names) if place % 3 == 0 or not re.search(r"\d", n)]
    return usually(some, names)


def test_a_part_that_breaks_off(tmp_path: Path) -> None:
    """Each by itself; one test, so that no process makes the sample to know their names."""
    parts = parts_of(sample_bytes())
    names = markup()
    assert len(names) > 20
    for name in names:
        broken = archive(parts | {name: parts[name][: len(parts[name]) // 2]})
        assert "is damaged" in answer(broken, tmp_path), name


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (r"xl/tables/table1\.xml", rb'\bref="[^"]*"', b'ref="junk"'),
        (r"xl/tables/table2\.xml", rb'\bid="\d+"', b'id="one"'),
        (r"xl/tables/table3\.xml", rb"<table ", b"<chair "),
        (r"xl/comments/comment\d+\.xml", rb'authorId="0"', b'authorId="99"'),
        (r"xl/comments/comment\d+\.xml", rb"<commentList", b"<commentListe"),
        (r"xl/worksheets/sheet2\.xml", rb"<dataValidation ", b'<dataValidation operator="junk" '),
        (r"xl/worksheets/sheet2\.xml", rb"<pane ", b'<pane junk="1" '),
        (r"xl/styles\.xml", rb"<fonts", b"<founts"),
        (r"xl/styles\.xml", rb'fontId="0"', b'fontId="junk"'),
        (r"xl/workbook\.xml", rb'sheetId="1"', b'sheetId="junk"'),
        (
            r"xl/workbook\.xml",
            rb"<definedName ",
            b'<definedName localSheetId="99" name="a">A1</definedName><definedName ',
        ),
    ],
)
def test_parts_that_make_no_sense(part: str, old: bytes, new: bytes, tmp_path: Path) -> None:
    """Either they are told, or nothing of them is needed to open what comes out."""
    content = changed(sample_bytes(), part, old, new)
    with suppress(WorkbookError):
        read_bytes(content, tmp_path)
        openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("name", ["xl/tables/table9.xml", "xl/comments/comment2.xml"])
def test_a_part_that_a_sheet_names_and_that_is_not_there(name: str, tmp_path: Path) -> None:
    text = answer(without(sample_bytes(), re.escape(name)), tmp_path)
    assert "is damaged: it is broken in the sheet" in text


def test_the_sheet_with_the_damage_is_named(tmp_path: Path) -> None:
    content = sample_bytes()
    broken = changed(
        content,
        re.escape(sheet_part(content, "Our notes")),
        rb'<mergeCell ref="[^"]*"',
        b'<mergeCell ref="D2:C1"',
    )
    assert 'there is no range "D2:C1"' in answer(broken, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (rb'<c r="A2"', b'<c r="XFE2"', "the cell XFE2 is beyond the last column"),
        (rb'<row r="2"', b'<row r="1048577"', 'there is no row "1048577"'),
        (rb'<row r="2"', b'<row r="-1"', 'there is no row "-1"'),
        (rb'<row r="2"', b'<row s="blue" r="2"', 'row 2 has the style "blue"'),
        (rb'<c r="A2"( s="\d+")?', b'<c r="A2" s="99999"', '"Our notes" (A2), but only'),
        (rb"<cols>", b'<cols><col min="9" max="9" style="77777"/>', "has the style number 77777"),
        (rb"<v>7</v>", b"<v>seven</v>", 'is broken in the sheet "Our notes"'),
        (rb'<c r="B2"[^>]*>', b'<c r="B2" t="s">', 'is broken in the sheet "Our notes"'),
        (rb"<v>7</v>", b"<v>7</v><!-- <c> -->", "only looks like cells"),
        (rb"<v>7</v>", b"<v><![CDATA[7]]></v>", "only looks like cells"),
    ],
)
def test_cells_of_a_sheet_that_the_planner_does_not_read(
    old: bytes, new: bytes, words: str, tmp_path: Path
) -> None:
    content = sample_bytes()
    part = sheet_part(content, "Our notes")
    parts = parts_of(content)
    if old == rb"<cols>" and b"<cols>" not in parts[part]:
        old, new = rb"<sheetData>", b'<cols><col min="9" max="9" style="77777"/></cols><sheetData>'
    broken = changed(content, re.escape(part), old, new, count=1)
    assert words in answer(broken, tmp_path)


@pytest.mark.parametrize("name", ["missing-sheet", "damaged-table", "unknown-style"])
def test_the_cases(name: str) -> None:
    with pytest.raises(WorkbookError, match="is damaged"):
        read(CASES / f"red-{name}.xlsx")


def test_the_case_of_a_long_country() -> None:
    started = time.process_time()
    [error] = read(CASES / "red-long-country.xlsx").errors
    assert (error.sheet, error.cell, error.code) == ("Missions", "C2", "unknown-country")
    assert time.process_time() - started < _SECONDS


# What has no business in a workbook


DOCTYPES = (
    b'<!DOCTYPE a [<!ENTITY b "c">]>',
    b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd">',
    b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>',
    b"<!DOCTYPE a [" + b'<!ENTITY b "cccccccccc">' * 200 + b"]>",
)


@pytest.mark.parametrize(
    ("doctype", "name"),
    paired(DOCTYPES, ("xl/workbook.xml", "xl/theme/theme1.xml", "docProps/core.xml")),
)
def test_document_type_definitions(doctype: bytes, name: str, tmp_path: Path) -> None:
    parts = parts_of(sample_bytes())
    head, mark, rest = parts[name].partition(b"?>")
    body = (head + mark + doctype + rest) if mark else doctype + parts[name]
    assert "document type definition" in answer(archive(parts | {name: body}), tmp_path)


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/x.xml", "xl\\a.xml", "C:x.xml", "xl/a\x07.xml"]
)
def test_names_of_parts_that_lead_out(name: str, tmp_path: Path) -> None:
    broken = archive(parts_of(sample_bytes()) | {name: b"<a/>"})
    assert "is damaged" in answer(broken, tmp_path)


def test_a_part_that_is_there_twice(tmp_path: Path) -> None:
    buffer = io.BytesIO(sample_bytes())
    with zipfile.ZipFile(buffer, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("xl/workbook.xml", b"<workbook/>")
    assert "holds the part xl/workbook.xml twice" in answer(buffer.getvalue(), tmp_path)


def test_a_part_that_differs_in_case_alone(tmp_path: Path) -> None:
    broken = archive(parts_of(sample_bytes()) | {"XL/Workbook.xml": b"<workbook/>"})
    assert "twice" in answer(broken, tmp_path)


def test_a_part_packed_as_nobody_does(tmp_path: Path) -> None:
    buffer = io.BytesIO(sample_bytes())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_BZIP2) as file:
        file.writestr("xl/media/a.bin", b"a" * 1000)
    assert "packed in a way that Office never uses" in answer(buffer.getvalue(), tmp_path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_other_encodings(encoding: str, tmp_path: Path) -> None:
    parts = parts_of(sample_bytes())
    text = parts["xl/workbook.xml"].decode().partition("?>")[2] or parts["xl/workbook.xml"].decode()
    broken = archive(parts | {"xl/workbook.xml": text.encode(encoding)})
    assert "not UTF-8" in answer(broken, tmp_path)


# What a file may cost


def large(name: str, make: Callable[[], bytes], times: int) -> bytes:
    """The sample with a part that is a piece repeated so many times."""
    buffer = io.BytesIO(sample_bytes())
    piece = make()
    packed = zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED, compresslevel=1)
    with packed as file, file.open(name, "w") as part:
        for _ in range(times):
            part.write(piece)
    return buffer.getvalue()


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "name",
    ["xl/media/image1.png", "xl/embeddings/a.bin", "a", "xl/printerSettings/b.bin", "c.jpeg"],
)
def test_a_large_part_of_any_name(name: str, tmp_path: Path) -> None:
    text = cheap_answer(large(name, lambda: b"\0" * 1_000_000, 151), tmp_path)
    assert "unpacks to 15" in text
    assert "Delete sheets, pictures" in text


@pytest.mark.no_cover
def test_very_many_parts(tmp_path: Path) -> None:
    parts = parts_of(sample_bytes()) | {f"xl/media/{n}.png": b"" for n in range(10_001)}
    assert "holds more than 10,000 parts" in cheap_answer(archive(parts), tmp_path)


def sheet_with(content: bytes, title: str, rows: bytes) -> bytes:
    """The file with other rows in a sheet."""
    part = sheet_part(content, title)
    parts: Parts = parts_of(content)
    data = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
    parts[part] = data.sub(lambda _: b"<sheetData>" + rows + b"</sheetData>", parts[part])
    return archive(parts)


@pytest.mark.no_cover
def test_very_many_rows(tmp_path: Path) -> None:
    rows = b"<row/>" * (soundness.BOUNDS.elements + 1)
    text = cheap_answer(sheet_with(sample_bytes(), "Our notes", rows), tmp_path)
    assert "holds more than 3,000,000 cells" in text


@pytest.mark.no_cover
@pytest.mark.parametrize("title", ["Our notes", "Missions"])
def test_rows_that_reach_to_the_last_column(title: str, tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(1, 2000))
    text = cheap_answer(sheet_with(sample_bytes(), title, rows), tmp_path)
    assert "far to the right" in text


@pytest.mark.no_cover
def test_very_many_styles(tmp_path: Path) -> None:
    xf = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    broken = changed(
        sample_bytes(), r"xl/styles\.xml", rb"</cellXfs>", xf * 200_000 + b"</cellXfs>"
    )
    assert "holds more than 500,000 settings in xl/styles.xml" in cheap_answer(broken, tmp_path)


def test_markup_that_is_very_deep(tmp_path: Path) -> None:
    deep = b"<a>" * 5000 + b"</a>" * 5000
    for name in ("docProps/app.xml", "xl/theme/theme1.xml"):
        broken = archive(parts_of(sample_bytes()) | {name: deep})
        assert "levels deep" in cheap_answer(broken, tmp_path)


@pytest.mark.parametrize("element", [b"mergeCell", b"hyperlink"])
def test_ranges_over_the_whole_sheet(element: bytes, tmp_path: Path) -> None:
    content = sample_bytes()
    part = re.escape(sheet_part(content, "Our notes"))
    broken = changed(
        content, part, rb'<%s ([^>]*)ref="[^"]*"' % element, rb'<%s \1ref="A1:XFD1048576"' % element
    )
    assert "merges or links more than" in cheap_answer(broken, tmp_path)


def test_columns_without_an_end(tmp_path: Path) -> None:
    """A block of columns that reaches to a number without sense is cut at the last column."""
    content = sample_bytes()
    part = re.escape(sheet_part(content, "Missions"))
    cols = b'<cols><col min="30" max="99999999999" hidden="1" width="9"/></cols>'
    broken = changed(content, part, rb"<cols>.*?</cols>", cols)
    assert read_bytes(broken, tmp_path).errors == ()


def test_sizes_that_lie(tmp_path: Path) -> None:
    """A part that says to unpack to a hundred bytes and goes on is broken, not read on."""
    content = bytearray(large("xl/media/image1.png", lambda: b"\0" * 1_000_000, 200))
    at = content.rindex(b"xl/media/image1.png") - 46
    struct.pack_into("<I", content, at + 24, 100)
    assert "is broken in its part xl/media/image1.png" in cheap_answer(bytes(content), tmp_path)
