"""Damaged in each kind of way: a sentence or an output that opens, and never anything else.

The damages are drawn with a fixed seed, so a failure names one that can be made again.
"""

import io
import random
import shutil
import subprocess
import sys
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table

import planner
from models.answers.result import RunResult
from models.requests.options import PlanOptions
from planner.app.letters.letter_files import DEFAULT_TEMPLATE
from planner.app.letters.letter_filling import fill_in_all
from planner.app.write import annotated_bytes, workbook_bytes
from planner.domain.errors import OurFault, PlannerError
from planner.mobilisation.letters import letters
from scenarios.definition.from_toml import blocks_of_file
from scenarios.definition.understand import understand
from tests import fuzz
from tests.breadth import usually
from tests.mobilisation.test_letters import TODAY, facts
from tests.workbook.books import good_book, make

pytestmark = pytest.mark.no_cover

# Each has all kinds of damage.
BATCHES = usually(1, 10)
WORKBOOKS, SCENARIOS, TEMPLATES = 20 * BATCHES, 96, 4
FOR_LIBREOFFICE = usually(6, 10)
MOST_MEMORY = 1_000_000_000
STUDY = """
[[scenario]]
name = "Donors cut"
[[scenario.change]]
change = "fund amount"
target = "*"
value = "-20%"
[[scenario.change]]
change = "mission window"
target = "M1"
value = "2027-02-01 to 2027-05-31"
[[scenario]]
name = "One more"
[[scenario.change]]
change = "expert added"
"Expert ID" = "X1"
Name = "New"
Administration = "Kenya"
Languages = ["English", "French"]
Expertise = "TOA/PCA"
Status = "Accredited"
"""


@cache
def book_bytes() -> bytes:
    """A small year with a table, a note, a drop-down, a link, a formula and a sheet of its own."""
    book = make(
        good_book(
            Funds=[{"Fund ID": "F1", "Amount": 50_000}],
            Unavailability=[
                {
                    "Applies to": "Expert",
                    "Who": "E2",
                    "From": date(2027, 5, 3),
                    "To": date(2027, 5, 7),
                }
            ],
            Assignments=[
                {
                    "Mission ID": "M1",
                    "Expert ID": "E1",
                    "Start": date(2027, 3, 8),
                    "Status": "Invited",
                }
            ],
        )
    )
    missions, own = book["Missions"], book.create_sheet("Our notes")
    missions.add_table(Table(displayName="Missions1", ref=f"A1:I{missions.max_row}"))
    drop_down = DataValidation(type="list", formula1='"1,2,3"')
    drop_down.add("E2:E9")
    missions.add_data_validation(drop_down)
    missions["A2"].comment = Comment("first", "Office")
    own["A1"], own["A2"], own["B2"] = "Remember", "=1+1", 7
    own["A1"].hyperlink = Hyperlink(ref="A1", target="https://example.org/")
    own.merge_cells("C1:D2")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@cache
def result() -> RunResult:
    """A plan of the sample, to be written into its damaged copies."""
    return planner.plan(planner.load(book_bytes()), PlanOptions())


def opens(content: bytes) -> None:
    """An output can be read by a program that reads all of it."""
    book = openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
    assert book.sheetnames


def sentence(error: PlannerError) -> str:
    """What the user is told: a sentence, and no fault of ours."""
    text = str(error)
    assert not isinstance(error, OurFault), text
    assert text.endswith((".", "?")), text
    assert "Traceback" not in text
    return text


def output(damage: fuzz.Damage) -> tuple[bytes, str]:
    """What the program makes of a damaged workbook, and its first error; "" where it has none."""
    workbook = planner.load(damage.content, name="plan.xlsx")
    if workbook.errors:
        return annotated_bytes(workbook, workbook.problems), workbook.errors[0].message
    return workbook_bytes(workbook, result()), ""


def held(damage: fuzz.Damage) -> str:
    """What the program says of a damaged workbook; "" where it takes it."""
    try:
        content, message = output(damage)
    except PlannerError as error:
        return sentence(error)
    opens(content)
    return message


@pytest.mark.parametrize("batch", range(BATCHES))
@pytest.mark.filterwarnings("ignore")  # openpyxl warns of what it leaves out
def test_damaged_workbooks(batch: int) -> None:
    said = set()
    for damage in fuzz.damages(book_bytes(), WORKBOOKS // BATCHES, seed=batch):
        try:
            said.add(held(damage))
        except Exception as error:
            raise AssertionError(damage.what) from error
    assert len(said) > 3


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_outputs_of_damaged_workbooks(tmp_path: Path) -> None:
    """One call opens them all: to start the program takes longest."""
    files = []
    for number, damage in enumerate(fuzz.damages(book_bytes(), FOR_LIBREOFFICE, seed=0)):
        path = tmp_path / f"{number}.xlsx"
        with suppress(PlannerError):
            path.write_bytes(output(damage)[0])
            files.append(path)
    assert len(files) > 3
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "csv", *map(str, files)]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=600)
    opened = {path.stem for path in tmp_path.glob("*.csv")}
    assert {path.stem for path in files} - opened == set()


def test_damaged_scenarios(tmp_path: Path) -> None:
    workbook = planner.load(book_bytes())
    assert workbook.year is not None
    chance, path = random.Random(5), tmp_path / "study.toml"
    lines = STUDY.strip().splitlines()
    for _ in range(SCENARIOS):
        made = list(lines)
        place = chance.randrange(len(made))
        junk = chance.choice(fuzz.JUNK_TEXTS + fuzz.JUNK_VALUES).decode("utf-8", errors="replace")
        key = made[place].partition("=")[0]
        made[place] = chance.choice((junk, "", f"{key}= {junk}", f'{key}= "{junk}"', f"{key}= [1]"))
        path.write_text("\n".join(made), encoding="utf-8")
        try:
            study = understand(blocks_of_file(path), workbook.year)
        except PlannerError as error:
            sentence(error)
        else:
            assert all(problem.message.isprintable() for problem in study.problems)


def test_damaged_templates(tmp_path: Path) -> None:
    context, path = letters(facts(), TODAY)[0].context, tmp_path / "letter.docx"
    for damage in fuzz.damages(DEFAULT_TEMPLATE.read_bytes(), TEMPLATES, seed=4):
        path.write_bytes(damage.content)
        try:
            [made] = fill_in_all(path, [context])
        except PlannerError as error:
            sentence(error)
        else:
            assert made.startswith(b"PK")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not say how much was used")
def test_no_damage_takes_much_memory() -> None:
    """Of all the tests that this process has run before."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit < MOST_MEMORY
