"""Files that are no workbook, each with one clear sentence; and workbooks of every dialect."""

import io
import random
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from planner.workbook.openxml.opening import container
from planner.workbook.openxml.opening.container import WorkbookError
from planner.workbook.openxml.opening.soundness import BOUNDS
from planner.workbook.openxml.opening.vouched import vouch
from tests.workbook.books import Book, good_book, make, save
from tests.workbook.files import read

OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def answer(path: Path) -> str:
    """What the reader says of a file that is no workbook."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(WorkbookError) as caught:
        read(path)
    assert before is None or path.read_bytes() == before
    text = str(caught.value)
    assert text[-1] in ".?"
    return text


def answer_to(content: bytes, folder: Path, name: str = "plan.xlsx") -> str:
    path = folder / name
    path.write_bytes(content)
    return answer(path)


def archive(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def good_bytes(folder: Path, book: Book | None = None) -> bytes:
    return save(book or good_book(), folder, "good.xlsx").read_bytes()


def test_no_such_file(tmp_path: Path) -> None:
    assert "There is no file" in answer(tmp_path / "plan.xlsx")
    save(good_book(), tmp_path, "plan 2027.xlsx")
    assert "Did you mean plan 2027.xlsx?" in answer(tmp_path / "plan_2027.xlsx")
    assert "There is no folder" in answer(tmp_path / "nowhere" / "plan.xlsx")


def test_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in answer(tmp_path)


def test_the_lock_file_of_an_open_workbook(tmp_path: Path) -> None:
    text = answer_to(b"\x05Jane", tmp_path, "~$plan.xlsx")
    assert "lock file" in text
    assert "plan.xlsx" in text


def test_an_empty_file(tmp_path: Path) -> None:
    assert "is empty (0 bytes)" in answer_to(b"", tmp_path)


def test_a_locked_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(good_book(), tmp_path)

    def locked(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(WorkbookError, match=r"locked.*Close it in Excel"):
        read(path)


def test_a_disk_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(good_book(), tmp_path)

    def broken(_path: Path) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", broken)
    with pytest.raises(WorkbookError, match="Input/output error"):
        read(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Mission ID;Host\nM1;Belgium\n", "text file (such as CSV)"),
        (b"\xef\xbb\xbfMission ID,Host\n", "text file (such as CSV)"),
        (b"<html><table></table></html>", "web page"),
        (
            b'<?xml version="1.0"?>'
            b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "XML Spreadsheet 2003",
        ),
        (b"%PDF-1.7 ...", "PDF document"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "no Excel workbook"),
        (OLE + b"\0" * 600, "old Excel format (.xls"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"PK\x03\x04 and then the download broke off", "is incomplete"),
    ],
)
def test_other_formats(content: bytes, words: str, tmp_path: Path) -> None:
    assert words in answer_to(content, tmp_path)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"readme.txt": b"hello"}, "a ZIP archive, but no Excel workbook"),
        (
            {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"},
            "OpenDocument file (LibreOffice)",
        ),
        (
            {"[Content_Types].xml": b"application/vnd.ms-excel.sheet.binary.macroEnabled.main"},
            "binary workbook (.xlsb)",
        ),
        ({"[Content_Types].xml": b"wordprocessingml.document.main"}, "a Word document"),
        ({"[Content_Types].xml": b"presentationml.presentation.main"}, "a presentation"),
        ({"[Content_Types].xml": b"spreadsheetml.sheet.main"}, "is damaged"),
    ],
)
def test_other_archives(parts: dict[str, bytes], words: str, tmp_path: Path) -> None:
    assert words in answer_to(archive(parts), tmp_path)


def test_a_truncated_workbook(tmp_path: Path) -> None:
    content = good_bytes(tmp_path)
    for length in (10, 100, len(content) // 2, len(content) - 10):
        assert "is incomplete" in answer_to(content[:length], tmp_path)


def test_a_workbook_that_unpacks_to_too_much(tmp_path: Path) -> None:
    content = good_bytes(tmp_path)
    bomb = io.BytesIO(content)
    with (
        zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as file,
        file.open("xl/worksheets/sheet9.xml", "w") as part,
    ):
        for _ in range(BOUNDS.unpacked // 1_000_000 + 1):
            part.write(b" " * 1_000_000)
    assert len(bomb.getvalue()) < 500_000
    text = answer_to(bomb.getvalue(), tmp_path)
    assert "unpacks to" in text
    assert "Delete sheets" in text


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "LARGEST_FILE", 100)
    assert "is larger than" in answer_to(good_bytes(tmp_path), tmp_path)


def test_damage_of_any_kind_gets_an_answer(tmp_path: Path) -> None:
    """Bytes changed at random: a reading or a sentence, and never anything else."""
    content, chance, path = good_bytes(tmp_path), random.Random(7), tmp_path / "plan.xlsx"
    sentences = set()
    for _ in range(60):
        damaged = bytearray(content)
        for _ in range(chance.choice((1, 5, 50))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        sentences.add(sentence_on(path))
    assert all(sentence[-1:] in ("", ".", "?") for sentence in sentences)
    assert len(sentences - {""}) > 1


def sentence_on(path: Path) -> str:
    """What the reader says of a file, "" where it reads it; any other error fails the test."""
    try:
        read(path)
    except WorkbookError as error:
        return str(error)
    return ""


def test_damaged_markup_gets_an_answer(tmp_path: Path) -> None:
    """Parts cut off or missing inside a sound archive."""
    parts = parts_of(good_bytes(tmp_path))
    path, sentences = tmp_path / "plan.xlsx", set()
    for name, part in parts.items():
        for change in (part[: len(part) // 2], b"", b"<a/>"):
            path.write_bytes(archive(parts | {name: change}))
            sentences.add(sentence_on(path))
        path.write_bytes(archive({other: parts[other] for other in parts if other != name}))
        sentences.add(sentence_on(path))
    assert {sentence.split(":")[0] for sentence in sentences} <= {
        "",
        "plan.xlsx is damaged",
        "plan.xlsx is a ZIP archive, but no Excel workbook. If the workbook is inside, unpack it "
        "first and give the .xlsx file.",
    }
    assert len(sentences) > 20  # each says what is broken


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def rewritten(folder: Path, book: Book | None = None, **changes: tuple[bytes, bytes]) -> Path:
    """The good workbook after replacements (pattern, new) in parts whose name holds a word."""
    parts = parts_of(good_bytes(folder, book))
    for word, (old, new) in changes.items():
        for name, part in parts.items():
            if word == "everywhere" or word in name:
                parts[name] = re.sub(old, new, part)
    path = folder / "plan.xlsx"
    path.write_bytes(archive(parts))
    return path


def same_year(path: Path, folder: Path) -> None:
    assert read(path).problems == ()
    assert read(path).year == read(save(good_book(), folder, "good.xlsx")).year


def test_a_wrong_size_of_the_sheet(tmp_path: Path) -> None:
    path = rewritten(tmp_path, sheet=(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"'))
    same_year(path, tmp_path)


def test_no_size_of_the_sheet(tmp_path: Path) -> None:
    same_year(rewritten(tmp_path, sheet=(rb"<dimension [^>]*/>", b"")), tmp_path)


def test_no_cell_addresses(tmp_path: Path) -> None:
    # Some programs leave them out; blank cells are then written.
    path = rewritten(tmp_path, sheet=(rb'<(c|row) r="[^"]*"', rb"<\1"))
    same_year(path, tmp_path)


def test_strict_open_xml(tmp_path: Path) -> None:
    path = rewritten(
        tmp_path,
        everywhere=(
            rb"http://schemas.openxmlformats.org/(spreadsheetml|officeDocument)/2006/",
            rb"http://purl.oclc.org/ooxml/\1/",
        ),
    )
    assert b"purl.oclc.org" in zipfile.ZipFile(path).read("xl/workbook.xml")
    same_year(path, tmp_path)


def test_inline_strings(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for sheet in make(good_book()):
        copy = book.create_sheet(sheet.title)
        for row in sheet.iter_rows(values_only=True):
            copy.append(row)
    book.save(tmp_path / "plan.xlsx")
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as file:
        markup = file.read("xl/worksheets/sheet1.xml")
    if b"inlineStr" not in markup:
        strings = re.findall(rb"<t[^>]*>(.*?)</t>", _shared_strings(tmp_path / "plan.xlsx"))
        _inline(tmp_path / "plan.xlsx", strings)
    same_year(tmp_path / "plan.xlsx", tmp_path)


def _shared_strings(path: Path) -> bytes:
    with zipfile.ZipFile(path) as file:
        return file.read("xl/sharedStrings.xml")


def _inline(path: Path, strings: list[bytes]) -> None:
    """Put shared strings into the cells and take their part out, as some exports have it."""
    parts = parts_of(path.read_bytes())
    del parts["xl/sharedStrings.xml"]

    def inline(cell: re.Match[bytes]) -> bytes:
        text = strings[int(cell[3])]
        return b"<c%s%s><is><t>%s</t></is></c>" % (cell[1], b' t="inlineStr"' + cell[2], text)

    for name, part in parts.items():
        cells = re.sub(rb'<c([^>]*) t="s"([^>]*)><v>(\d+)</v></c>', inline, part)
        parts[name] = re.sub(rb"<(?:Override|Relationship) [^>]*sharedStrings[^>]*/>", b"", cells)
    path.write_bytes(archive(parts))


def test_a_workbook_without_styles_shows_its_dates_as_numbers(tmp_path: Path) -> None:
    parts = parts_of(good_bytes(tmp_path))
    parts = {name: part for name, part in parts.items() if "styles" not in name}
    (tmp_path / "plan.xlsx").write_bytes(archive(parts))
    found = read(tmp_path / "plan.xlsx")
    assert {p.code for p in found.problems} == {"read-as"}
    assert found.year is not None
    assert found.year.settings.plan_start == date(2027, 1, 1)


def test_macros_are_named_and_do_not_stop_a_run(tmp_path: Path) -> None:
    parts = parts_of(good_bytes(tmp_path))
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    parts["xl/vbaProject.bin"] = b"macros"
    (tmp_path / "plan.xlsm").write_bytes(archive(parts))
    found = read(tmp_path / "plan.xlsm")
    assert [p.code for p in found.problems] == ["macros"]
    assert found.year is not None


def test_a_chart_of_its_own_is_no_sheet_of_rows(tmp_path: Path) -> None:
    from openpyxl.chart import BarChart, Reference

    book = make(good_book())
    chart = BarChart()
    chart.add_data(Reference(book["Missions"], min_col=9, min_row=1, max_row=2))
    book.create_chartsheet("Load of experts").add_chart(chart)
    book.create_chartsheet("Funds").add_chart(BarChart())
    book.save(tmp_path / "plan.xlsx")
    assert read(tmp_path / "plan.xlsx").year is not None


def test_a_row_beyond_the_last_one_is_damage(tmp_path: Path) -> None:
    path = rewritten(tmp_path, sheet=(rb'<row r="2"', b'<row r="99999999999"'))
    assert "is damaged" in answer(path)


def test_what_was_just_made_here_is_not_looked_through_and_every_other_byte_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[bytes] = []
    monkeypatch.setattr(container, "_look_through", looked.append)
    content = save(good_book(), tmp_path).read_bytes()
    container.workbook_bytes(content, "plan.xlsx")
    vouch(content)
    container.workbook_bytes(content, "plan.xlsx")
    assert looked == [content]
    changed = content + bytes(1)
    container.workbook_bytes(changed, "plan.xlsx")
    assert looked == [content, changed]


def test_what_was_found_sound_is_not_looked_through_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[bytes] = []
    container._SOUND.clear()
    monkeypatch.setattr(container, "refuse_unsound", lambda content, _: looked.append(content))
    # Others than those that the test before this one has vouched for in the same second.
    one, other = (save(good_book(), tmp_path).read_bytes() + bytes(n) for n in (1, 2))
    for content in (one, other, one, other):
        container.workbook_bytes(content, "plan.xlsx")
    assert looked == [one, other]
