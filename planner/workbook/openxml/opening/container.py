"""Opening the file: is it a workbook at all, and if not, what is it and what to do about it.

The file is read into memory once and closed again, so that it is never locked while the planner
works; everything after that reads those bytes.
"""

import warnings
import zipfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from planner.domain.errors import BadInput, hear_interruption
from planner.domain.spelling import closest
from planner.workbook.openxml.opening.archive import CONTENT_TYPES, UnsoundError, opened
from planner.workbook.openxml.opening.soundness import refuse_unsound
from planner.workbook.openxml.opening.vouched import is_vouched

LARGEST_FILE = 150_000_000
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm")

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMESPACES = (
    (_STRICT + b"spreadsheetml/", b"http://schemas.openxmlformats.org/spreadsheetml/2006/"),
    (_STRICT + b"officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (_STRICT + b"drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_SAVE_AS = "Open it in Excel and save it as an Excel workbook (.xlsx)."
_SAVE_AS_ODS = "Open it in LibreOffice and save it as Excel 2007-365 (.xlsx)."
_UNPACK = "If the workbook is inside, unpack it first and give the .xlsx file."
_EXPECTS = "The planner reads Excel workbooks (.xlsx)."
_LONGEST_HEAD = 1_000_000
# What tells the last sound workbooks from all others; their contents are not kept.
_SOUND: deque[bytes] = deque(maxlen=100)
_TOO_LARGE = (
    "no plan needs that much. Delete sheets, pictures and empty formatted rows that the plan does "
    "not need, and save it again."
)


class WorkbookError(BadInput):
    """A file that cannot be read as a workbook; the text is a sentence for the user."""


def file_bytes(path: Path) -> bytes:
    """Read a workbook in the usual dialect of Open XML, whatever dialect it was saved in.

    Raises
    ------
    WorkbookError
        Where there is no such file, or it is no workbook that can be read.
    """
    return usual_dialect(original_bytes(path))


def original_bytes(path: Path) -> bytes:
    """Read a workbook file whole, after making sure that it is one.

    Raises
    ------
    WorkbookError
        Where there is no such file, or it is no workbook that can be read.
    """
    try:
        _refuse_wrong_paths(path)
        if not path.is_file():
            raise WorkbookError(f"{path} is no file but a pipe or a device. {_EXPECTS}")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise WorkbookError(_larger(path.name))
        # What says that it is empty is not read: some files of the system wait for ever.
        content = path.read_bytes() if size else b""
    except PermissionError:
        raise WorkbookError(
            f"{path.name} cannot be opened: it is locked, or you may not read it. Close it in "
            "Excel (and in the preview pane of the file explorer), or copy it to a folder of your "
            "own, and run again."
        ) from None
    except OSError as error:
        raise WorkbookError(f"{path.name[:100]} cannot be read: {error.strerror}.") from None
    except ValueError:
        raise WorkbookError(f"{path.name!r} is no name of a file. {_EXPECTS}") from None
    return workbook_bytes(content, path.name)


def workbook_bytes(content: bytes, name: str) -> bytes:
    """The content of a file, after making sure that it is a workbook.

    Raises
    ------
    WorkbookError
        Where it is no workbook that can be read.
    """
    _refuse_other_formats(content, name)
    return content


def open_values(content: bytes, name: str) -> Workbook:
    """Open a workbook to read the values of its cells, row by row.

    Raises
    ------
    WorkbookError
        Where the contents of the file are damaged.
    """
    return _load(content, name, read_only=True, data_only=True)


def open_for_editing(content: bytes, name: str) -> Workbook:
    """Open a workbook with formulas, styles and comments, to write a changed copy of it.

    Raises
    ------
    WorkbookError
        Where the contents of the file are damaged.
    """
    return _load(content, name, rich_text=True)


def has_macros(content: bytes) -> bool:
    """Whether the workbook carries macros (.xlsm); a copy that we write has none."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        types = archive.read(CONTENT_TYPES).lower()
        if b"macrosheet+xml" in types:
            return True
        return any(name.endswith("vbaProject.bin") for name in archive.namelist())


@contextmanager
def making_sense_of(name: str) -> Iterator[None]:
    """Around all work on the contents of a file: whatever goes wrong, the file is damaged."""
    try:
        yield
    except (WorkbookError, MemoryError):
        raise
    except UnsoundError as error:
        hear_interruption(error)
        raise _unsound(name, error) from error
    except Exception as error:
        hear_interruption(error)
        raise damaged(name) from error


def damaged(name: str, what: str = "cannot be read as a workbook") -> WorkbookError:
    """The answer to a workbook whose contents make no sense; `what` goes on from "it"."""
    return WorkbookError(
        f"{name} is damaged: it {what}. Open it in Excel (let it repair the file where it offers "
        "to), save it under a new name, and run again."
    )


def _load(content: bytes, name: str, **options: bool) -> Workbook:
    # openpyxl warns of features it drops (such as slicers): nothing a planner could act on.
    with warnings.catch_warnings(), making_sense_of(name):
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(BytesIO(content), **options)


def _refuse_wrong_paths(path: Path) -> None:
    if path.name.startswith("~$"):
        raise WorkbookError(
            f"{path.name} is the lock file that Excel keeps beside an open workbook. "
            f"Give the workbook itself: {path.name[2:]}."
        )
    if path.is_dir():
        raise WorkbookError(f"{path} is a folder. Give the path of a workbook (.xlsx) in it.")
    if not path.exists():
        raise WorkbookError(f"There is no file {path}.{_near_files(path)}")


def _near_files(path: Path) -> str:
    if not path.parent.is_dir():
        return f" There is no folder {path.parent} either."
    try:
        names = [file.name for file in path.parent.iterdir() if _is_workbook_name(file.name)]
    except OSError:
        return ""
    near = closest(path.name, sorted(names))
    return f" Did you mean {near}?" if near else " Check the name and the folder."


def _is_workbook_name(name: str) -> bool:
    return name.lower().endswith(WORKBOOK_SUFFIXES) and not name.startswith("~$")


def _refuse_other_formats(content: bytes, name: str) -> None:
    if not content:
        raise WorkbookError(f"{name} is empty (0 bytes). Save the workbook again in Excel.")
    if content.startswith(_OLE):
        raise WorkbookError(_ole_answer(content, name))
    if not content.startswith(b"PK"):
        raise WorkbookError(_text_answer(content, name))
    try:
        zipfile.ZipFile(BytesIO(content)).close()
    except (zipfile.BadZipFile, EOFError):
        raise WorkbookError(
            f"{name} is incomplete: its end is missing or damaged, as after a download or a copy "
            "that broke off. Copy or download it again."
        ) from None
    except Exception:
        raise damaged(name) from None
    _refuse_unsound(content, name)


def _refuse_unsound(content: bytes, name: str) -> None:
    if is_vouched(content):
        return
    with making_sense_of(name):
        with opened(content) as archive:
            _refuse_other_archives(archive, name)
        _look_through(content)


def _look_through(content: bytes) -> None:
    """Raise where a workbook is not sound; those that are need no second look."""
    digest = sha256(content).digest()
    if digest not in _SOUND:
        refuse_unsound(content, usual_dialect)
        _SOUND.append(digest)


def _unsound(name: str, error: UnsoundError) -> WorkbookError:
    return (
        WorkbookError(f"{name} {error}: {_TOO_LARGE}")
        if error.too_large
        else damaged(name, str(error))
    )


def _larger(name: str) -> str:
    return f"{name} is larger than {LARGEST_FILE // 1_000_000} MB: {_TOO_LARGE}"


def _ole_answer(content: bytes, name: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return (
            f"{name} is protected by a password. Open it in Excel, remove the password (File > "
            "Info > Protect Workbook > Encrypt with Password, and empty the box), and save it."
        )
    return f"{name} is in the old Excel format (.xls, Excel 97-2003). {_SAVE_AS}"


def _text_answer(content: bytes, name: str) -> str:
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        return f"{name} is a web page, whatever its name says. {_SAVE_AS}"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in content[:4096]:
        return f"{name} is an XML Spreadsheet 2003. {_SAVE_AS}"
    if start.startswith(b"%pdf"):
        return f"{name} is a PDF document. {_EXPECTS}"
    if b"\0" not in content[:4096]:
        return (
            f"{name} is a text file (such as CSV), whatever its name says. Open it in Excel, add "
            "the other sheets, and save it as an Excel workbook (.xlsx)."
        )
    return f"{name} is no Excel workbook. {_SAVE_AS}"


def _refuse_other_archives(archive: zipfile.ZipFile, name: str) -> None:
    if b"opendocument" in _head(archive, "mimetype"):
        raise WorkbookError(f"{name} is an OpenDocument file (LibreOffice). {_SAVE_AS_ODS}")
    types = _head(archive, CONTENT_TYPES)
    if b"ms-excel.sheet.binary" in types:
        raise WorkbookError(f"{name} is a binary workbook (.xlsb). {_SAVE_AS}")
    if b"wordprocessingml" in types and b"spreadsheetml.sheet.main" not in types:
        raise WorkbookError(f"{name} is a Word document. {_EXPECTS}")
    if b"presentationml" in types and b"spreadsheetml.sheet.main" not in types:
        raise WorkbookError(f"{name} is a presentation. {_EXPECTS}")
    if not any(kind in types for kind in (b"spreadsheetml", b"ms-excel")):
        raise WorkbookError(f"{name} is a ZIP archive, but no Excel workbook. {_UNPACK}")


def _head(archive: zipfile.ZipFile, part: str) -> bytes:
    """The start of a part, nothing where the archive does not have it."""
    if part not in archive.namelist():
        return b""
    with archive.open(part) as stream:
        return stream.read(_LONGEST_HEAD)


def _is_markup(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def usual_dialect(content: bytes) -> bytes:
    """The workbook with the names of the usual Open XML; Strict Open XML has others for them."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if not _is_strict(archive):
            return content
        target = BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
            for entry in archive.infolist():
                part = archive.read(entry)
                copy.writestr(entry, _renamed(part) if _is_markup(entry.filename) else part)
        return target.getvalue()


def _is_strict(archive: zipfile.ZipFile) -> bool:
    parts = [name for name in archive.namelist() if name.endswith("workbook.xml")]
    return any(_STRICT in archive.read(part) for part in parts)


def _renamed(part: bytes) -> bytes:
    for strict, usual in _STRICT_NAMESPACES:
        part = part.replace(strict, usual)
    return part
