"""Show a cell in the program that has spreadsheets: at the cell where that can be asked for."""

import os
import platform
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

# The workbook, sheet and cell reach the scripts as variables, so that no text becomes code.
_WINDOWS = (
    "$e = try {[Runtime.InteropServices.Marshal]::GetActiveObject('Excel.Application')} "
    "catch {New-Object -ComObject Excel.Application}; $e.Visible = $true; "
    "$b = $e.Workbooks | Where-Object {$_.FullName -eq $env:MP_FILE} | Select-Object -First 1; "
    "if (-not $b) {$b = $e.Workbooks.Open($env:MP_FILE)}; $b.Activate(); "
    "$s = $b.Worksheets.Item($env:MP_SHEET); $s.Activate(); $s.Range($env:MP_CELL).Select()"
)
_MAC = (
    'set f to system attribute "MP_FILE"\nset s to system attribute "MP_SHEET"\n'
    'set c to system attribute "MP_CELL"\ntell application "Microsoft Excel"\nactivate\n'
    "open workbook workbook file name f\nactivate object worksheet s of active workbook\n"
    "select range c of active sheet\nend tell"
)


def command(path: Path, system: str, sheet: str, cell: str) -> tuple[list[str], bool]:
    """What to run, and whether that goes to the cell; nothing where no program is known."""
    if system == "Windows":
        return ["powershell", "-NoProfile", "-NonInteractive", "-Command", _WINDOWS], True
    if system == "Darwin":
        return ["osascript", "-e", _MAC], True
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return [], False
    if office := shutil.which("libreoffice") or shutil.which("soffice"):
        return [office, f"{path.resolve().as_uri()}#{_place(sheet, cell)}"], True
    program = shutil.which("xdg-open")
    return ([program, str(path)], False) if program else ([], False)


def _place(sheet: str, cell: str) -> str:
    """A cell as LibreOffice takes it behind an address, its own signs escaped."""
    name = sheet.replace("'", "''")
    return quote(f"'{name}'.{cell}")


def show(path: Path, sheet: str, cell: str) -> bool:
    """Open a workbook in its program; whether that goes to the cell by itself."""
    cell = cell or "A1"
    typed, at_cell = command(path, platform.system(), sheet, cell)
    if not typed:
        return False
    where = {"MP_FILE": str(path), "MP_SHEET": sheet, "MP_CELL": cell}
    quiet = subprocess.DEVNULL
    try:
        subprocess.Popen(
            typed, env={**os.environ, **where}, stdin=quiet, stdout=quiet, stderr=quiet
        )
    except OSError:
        return False
    return at_cell
