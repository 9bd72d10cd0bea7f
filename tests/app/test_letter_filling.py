"""Templates of letters that fail, never end, or want too much: each is told, and soon."""

import io
import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from docx import Document

from planner.app.letters import letter_filling
from planner.app.letters.letter_files import DEFAULT_TEMPLATE
from planner.app.letters.letter_filling import fill_in_all
from planner.domain.errors import BadInput
from planner.mobilisation.letters import Letter, letters
from planner.workbook.openxml.package import Package
from tests.breadth import usually
from tests.mobilisation.test_letters import TODAY, facts
from tests.workbook.parts import CASES, archive, parts_of

# Alone on a machine each answer takes six seconds at most; here others are at work as well.
_SECONDS = 60.0


@pytest.fixture
def afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes are started as users have them, for three quarters of a second of processor time.

    Where it matters: what they may take counts from nothing.
    """
    monkeypatch.setattr(letter_filling, "multiprocessing", multiprocessing)


def context() -> dict[str, object]:
    letter: Letter = letters(facts(), TODAY)[0]
    return letter.context


def template(folder: Path, *lines: str) -> Path:
    """A document with these lines."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    path = folder / "letter.docx"
    document.save(str(path))
    return path


def fault(path: Path) -> str:
    """What is said of a template: one sentence with the user's exit code, and nobody left."""
    started, before = time.perf_counter(), multiprocessing.active_children()
    with pytest.raises(BadInput) as caught:
        fill_in_all(path, [context()])
    assert time.perf_counter() - started < _SECONDS
    text = str(caught.value)
    assert "\n" not in text
    assert "Traceback" not in text
    own = [child for child in psutil.Process().children() if "spawn_main" in str(child.cmdline())]
    assert own == []
    assert set(multiprocessing.active_children()) <= set(before)
    return text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{{ date + 1 }}", "cannot be filled in: can only concatenate str"),
        ("{{ missions / 0 }}", "division by zero"),
        ("{{ nonsense }}", "'nonsense' is undefined"),
        ("{{ requests[0].nonsense }}", "no attribute 'nonsense'"),
        ("{{ requests[99].expert }}", "cannot be filled in"),
        ("{% include 'other.docx' %}", "no loader"),
        ("{% import 'other' as o %}", "no loader"),
        ("{% extends 'other' %}", "no loader"),
        ("{% nonsense %}", "unknown tag 'nonsense'"),
        ("{{ date | nonsense }}", "No filter named 'nonsense'"),
        ("{{ date(1) }}", "not callable"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ experts.append('x') }}", "cannot be filled in"),
        ("{% for x in date %}", "Unexpected end of template"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "maximum recursion depth"),
        ("{{ 'x'.encode('nonsense') }}", "cannot be filled in"),
        ("{% for a in range(999999999) %}{% endfor %}", "Range too big"),
    ],
)
def test_what_goes_wrong_in_a_template_is_the_templates(
    line: str, words: str, tmp_path: Path
) -> None:
    text = fault(template(tmp_path, line))
    assert text.startswith("The template letter.docx cannot be filled in: ")
    assert words in text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
            "takes more than 1 seconds",
        ),
        ("{{ 9 ** (9 ** 9) }}", f"takes more than {usually(1, 4)} seconds"),
        ("{{ 'a' * 4000000000 }}", "memory"),
        ("{{ '%1900000000d' % 1 }}", "memory"),
        ("{{ 'a'.ljust(1900000000) }}", "memory"),
        ("{{ lipsum(n=100000, max=1000) }}", "takes more than 1 seconds|memory"),
        (
            "{% set a = namespace(x='a' * 1000) %}{% for i in range(60) %}"
            "{% set a.x = a.x ~ a.x %}{% endfor %}",
            "takes more than 1 seconds|memory",
        ),
    ],
)
@pytest.mark.usefixtures("afresh")
def test_templates_have_a_budget(
    line: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if words != "takes more than 4 seconds":  # in a long run one has the time that users' have
        monkeypatch.setattr(letter_filling, "SECONDS_OF_WORK", 1.0)
    text = fault(template(tmp_path, line))
    assert any(word in text for word in words.split("|")), text


@pytest.mark.usefixtures("afresh")
def test_the_case_of_a_sum() -> None:
    assert "cannot be filled in: can only concatenate" in fault(CASES / "red-letter-sum.docx")


def test_a_template_is_looked_at_where_no_letter_is_due(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="missing, or no Word document"):
        fill_in_all(tmp_path, [])


@pytest.mark.usefixtures("afresh")
def test_the_letters_have_a_budget_of_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letter_filling, "MOST_OUTPUT", 50_000)
    assert "take more than 0 MB" in fault(template(tmp_path, "{{ range(30000) | list }}"))


@pytest.mark.parametrize("change", ["cut", "empty", "text", "bomb", "doctype", "zip"])
def test_files_that_are_no_template(change: str, tmp_path: Path) -> None:
    path = template(tmp_path, "{{ date }}")
    content = path.read_bytes()
    parts = parts_of(content)
    main = "word/document.xml"
    made = {
        "cut": content[: len(content) // 2],
        "empty": b"",
        "text": b"Dear all,",
        "bomb": archive(parts | {"word/media/a.png": b"\0" * 61_000_000}),
        "doctype": archive(parts | {main: b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}),
        "zip": archive({"a.txt": b"hello"}),
    }[change]
    path.write_bytes(made)
    assert ("unpacks to 6" if change == "bomb" else "cannot be used as a template") in fault(path)


@pytest.mark.parametrize(
    "name",
    sorted(parts_of(DEFAULT_TEMPLATE.read_bytes())),
)
def test_damaged_parts_of_a_template(name: str, tmp_path: Path) -> None:
    """Filled in all the same, or told; a part that breaks off is told."""
    source = DEFAULT_TEMPLATE
    parts = parts_of(source.read_bytes())
    path = tmp_path / "letter.docx"
    path.write_bytes(archive(parts | {name: parts[name][: len(parts[name]) // 2]}))
    if name.endswith((".xml", ".rels")):
        assert "cannot be" in fault(path)


@pytest.mark.usefixtures("afresh")
def test_what_a_letter_would_fetch_from_elsewhere_is_left_out(tmp_path: Path) -> None:
    path = template(tmp_path, "{{ date }}")
    parts = parts_of(path.read_bytes())
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts["word/_rels/settings.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/attachedTemplate" '
        'Target="file://server/share/evil.dotm" TargetMode="External"/></Relationships>'
    ).encode()
    parts["word/settings.xml"] = parts["word/settings.xml"].replace(
        b"</w:settings>",
        f'<w:attachedTemplate xmlns:r="{office}" r:id="rId1"/></w:settings>'.encode(),
    )
    path.write_bytes(archive(parts))
    [document] = fill_in_all(path, [context()])
    made = Package.read(io.BytesIO(document)).parts
    assert not any(b"evil.dotm" in part or b"attachedTemplate" in part for part in made.values())
    assert "22 November 2026" in Document(io.BytesIO(document)).paragraphs[0].text


def test_a_process_that_dies_at_its_start_is_told(tmp_path: Path) -> None:
    """A program without `if __name__ == "__main__"` runs anew in the process, and fails there."""
    program = tmp_path / "program.py"
    program.write_text(
        "from pathlib import Path\n"
        "from planner.app.letters.letter_filling import fill_in_all\n"
        f"fill_in_all(Path({str(template(tmp_path, '{{ x }}'))!r}), [{{'x': 'y' * 300_000}}])\n",
        encoding="utf-8",
    )
    ran = subprocess.run(
        [sys.executable, program],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 1
    assert "the process that did it died" in ran.stderr
