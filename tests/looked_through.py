"""Workbooks that differ in nothing but cells and the time are opened once to see that they open.

The planner opens each workbook that it reads, without its cells, to see whether what it will make
of it can be opened. Tests save thousands of workbooks that are the same without their cells: for
these the answer is known. What is damaged is looked at each time.
"""

import re
from hashlib import sha256

import pytest

from planner.workbook.openxml.opening import soundness
from planner.workbook.openxml.package import Package

# The moments at which openpyxl made and saved a workbook.
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^<>]*>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<")
_CORE = "docProps/core.xml"


def once(patch: pytest.MonkeyPatch) -> None:
    """Open each kind of sound workbook once in this process."""
    look, sound = soundness._fault, set[bytes]()

    def fault(package: Package) -> Exception | None:
        kind = _kind(package)
        if kind in sound:
            return None
        error = look(package)
        if error is None:
            sound.add(kind)
        return error

    patch.setattr(soundness, "_fault", fault)


def _kind(package: Package) -> bytes:
    digest = sha256()
    for name, part in package.parts.items():
        content = _TIME.sub(rb"\1<", part) if name == _CORE else part
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.digest()
