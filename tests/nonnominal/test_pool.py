"""What is published points to nobody, and nothing that is left out can be worked out."""

from functools import cache
from itertools import product
from pathlib import Path

import openpyxl
import pytest
from ortools.linear_solver import pywraplp

from models.facts.expert import QualificationStatus
from models.facts.instance import Year
from planner.app.after_plan.region import region_code
from planner.domain.errors import BadInput
from planner.domain.wording import language
from planner.pool.counts import COLUMNS, STATUSES, TOTAL, counts
from planner.pool.regional_book import HIDDEN, pool_book
from planner.pool.suppression import SMALLEST, suppressed
from planner.sample.build import sample_year
from tests.breadth import usually
from tests.builders import expert, qualification, year

Shown = dict[tuple[str, str], int | None]
PRE, ACCREDITED = QualificationStatus.PRE_ACCREDITED, QualificationStatus.ACCREDITED


_COLUMN_OF = {language(code): code for code in COLUMNS[:-1]} | {
    "Other languages": COLUMNS[-1],
    "All": TOTAL,
}


def published(path: Path) -> Shown:
    """What a reader of the workbook sees; None is left out."""
    book = openpyxl.load_workbook(path)
    shown: Shown = {}
    for sheet in book.sheetnames:
        rows = list(book[sheet].iter_rows(values_only=True))
        top = next(n for n, row in enumerate(rows) if row[0] == "Expertise")
        columns = [_COLUMN_OF.get(str(header), str(header)) for header in rows[top][2:]]
        for row in rows[top + 1 :]:
            code = TOTAL if row[0] == "All" else row[0]
            for column, value in zip(columns, row[2:], strict=True):
                shown[code, column] = None if value == HIDDEN else value
    return shown


def bounds(shown: Shown) -> dict[tuple[str, str], tuple[float, float]]:
    """What sums and differences say of each number left out: written without the planner's model.

    Everything that anybody knows of such counts goes in: statuses add up to an expertise, all
    expertise to the last line; nobody speaks no language; no language has more than all.
    """
    solver = pywraplp.Solver.CreateSolver("GLOP")
    numbers = {
        cell: solver.NumVar(0 if value is None else value, 1e6 if value is None else value, "")
        for cell, value in shown.items()
    }
    rows = list(dict.fromkeys(code for code, _ in shown if code != TOTAL))
    groups = {row: f"{row.removesuffix(' (all)')}/" for row in rows if row.endswith(" (all)")}
    codes = [row for row in rows if row not in groups]
    for group, start in groups.items():
        own = [code for code in codes if code.startswith(start)]
        for column in (*STATUSES, TOTAL, *COLUMNS):
            solver.Add(sum(numbers[code, column] for code in own) == numbers[group, column])
    for code in (*rows, TOTAL):
        solver.Add(sum(numbers[code, s] for s in STATUSES) == numbers[code, TOTAL])
    for column in (*STATUSES, TOTAL, *COLUMNS):
        solver.Add(sum(numbers[code, column] for code in codes) == numbers[TOTAL, column])
    for code in rows:
        solver.Add(sum(numbers[code, name] for name in COLUMNS) >= numbers[code, TOTAL])
        for name in COLUMNS:
            solver.Add(numbers[code, name] <= numbers[code, TOTAL])
    found = {}
    for cell in (cell for cell, value in shown.items() if value is None):
        ends = []
        for way in (solver.Minimize, solver.Maximize):
            way(numbers[cell])
            assert solver.Solve() == pywraplp.Solver.OPTIMAL
            ends.append(solver.Objective().Value())
        found[cell] = (ends[0], ends[1])
    return found


def attack(facts: Year, region: str, path: Path) -> Shown:
    """Write, read, and try to work out what is left out."""
    path.write_bytes(pool_book(facts, region)[0])
    return attacked(facts, region, path)


def attacked(facts: Year, region: str, path: Path) -> Shown:
    """Read what was written, and try to work out what is left out."""
    shown = published(path)
    real = counts(facts, region).values
    # Rows and columns without any figure are not on the sheets; everybody knows that they exist.
    shown = dict.fromkeys(real) | shown
    for cell, value in shown.items():
        assert value is None or value == real[cell] >= SMALLEST
    for cell, (least, most) in bounds(shown).items():
        assert most - least > 0.99, (cell, least, most)
        assert least - 1e-6 <= real[cell] <= most + 1e-6
        if real[cell] < SMALLEST:
            assert most >= SMALLEST - 1e-6, (cell, least, most)
    return shown


LARGE = 600
SOME = ((LARGE, "ESA"),)


@cache
def facts_of(experts: int) -> Year:
    return sample_year(60, experts, 2)


@cache
def book_of(experts: int, region: str) -> tuple[bytes, int, int]:
    """The workbook of a region, worked out once; how many cells are hidden, and of how many."""
    return pool_book(facts_of(experts), region)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("experts", "region"), usually(SOME, (*SOME, (150, "MENA"), (LARGE, "EU")))
)
def test_nothing_left_out_can_be_worked_out(tmp_path: Path, experts: int, region: str) -> None:
    path = tmp_path / "pool.xlsx"
    path.write_bytes(book_of(experts, region)[0])
    shown = attacked(facts_of(experts), region, path)
    assert any(value is None for value in shown.values())


def year_of(*groups: tuple[int, QualificationStatus, tuple[str, ...]], code: str = "CMA") -> Year:
    """So many experts of a status who speak some languages, for each group."""
    people = [
        (f"E{number}-{index}", status, spoken)
        for number, (count, status, spoken) in enumerate(groups)
        for index in range(count)
    ]
    return year(
        experts=tuple(expert(e, languages=spoken) for e, _, spoken in people),
        qualifications=tuple(qualification(e, status, code) for e, status, _ in people),
    )


def test_one_small_number_beside_a_total_takes_another_one_with_it(tmp_path: Path) -> None:
    """Five and four are large; the one recognised expert must not be 10 less 9."""
    facts = year_of(
        (5, ACCREDITED, ("en",)),
        (4, PRE, ("en",)),
        (1, QualificationStatus.RECOGNISED, ("en",)),
    )
    shown = attack(facts, "EU", tmp_path / "pool.xlsx")
    assert shown["CMA", "Recognised"] is None
    row = [shown["CMA", column] for column in (*STATUSES, TOTAL)]
    assert sum(value is None for value in row) >= 3


def test_languages_that_everybody_must_speak_are_guarded(tmp_path: Path) -> None:
    """Three speak French, all ten one language at least: seven would speak what is left."""
    facts = year_of((3, ACCREDITED, ("fr",)), (2, ACCREDITED, ("sw",)), (5, PRE, ("en", "fr")))
    attack(facts, "EU", tmp_path / "pool.xlsx")


@pytest.mark.parametrize(
    "sizes",
    [s for s in product((0, 1, 2, 3, 5), repeat=3) if sum(s) % 4 == 1][:: usually(3, 1)],
)
def test_all_small_pools(sizes: tuple[int, int, int], tmp_path: Path) -> None:
    facts = year_of(
        (sizes[0], ACCREDITED, ("en",)),
        (sizes[1], PRE, ("en", "fr")),
        (sizes[2], QualificationStatus.EXTERNAL, ("sw",)),
    )
    attack(facts, "EU", tmp_path / "pool.xlsx")


def test_large_numbers_are_shown() -> None:
    """Every expert has every expertise, so that no number is small: none is left out."""
    groups = [
        (3, status, (spoken,))
        for status in QualificationStatus
        for spoken in ("en", "fr", "es", "ar", "ru", "pt", "sw")
    ]
    facts = year_of(*groups)
    codes = [entry.code for entry in facts.expertise]
    rows = (q.model_copy(update={"expertise": c}) for q in facts.qualifications for c in codes)
    found = counts(facts.replace(qualifications=tuple(rows)), "EU")
    assert suppressed(found) == frozenset()
    assert found.values["TOA (all)", TOTAL] == 2 * 3 * 7 * 4
    assert found.values["CMA", TOTAL] == 3 * 7 * 4
    assert found.values["CMA", "other"] == 12


@cache
def small() -> tuple[Year, bytes]:
    """A small year, and the workbook of one region of it."""
    facts = sample_year(8, 60, 3)
    return facts, pool_book(facts, "WCA")[0]


@pytest.mark.no_cover
def test_it_is_of_one_region_and_names_nobody(tmp_path: Path) -> None:
    facts, content = small()
    path = tmp_path / "pool.xlsx"
    path.write_bytes(content)
    book = openpyxl.load_workbook(path)
    text = "\n".join(
        str(value)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if isinstance(value, str)
    )
    for person in facts.experts:
        assert person.id not in text
        assert person.name not in text
    assert "Senegal" not in text
    here = [e.id for e in facts.experts if e.region == "WCA"]
    listed = sum(row.expert_id in here for row in facts.qualifications)
    assert counts(facts, "WCA").values[TOTAL, TOTAL] == listed


@pytest.mark.no_cover
def test_the_same_workbook_gives_the_same_bytes() -> None:
    facts, content = small()
    assert pool_book(facts, "WCA")[0] == content


def test_the_region_has_to_be_named() -> None:
    assert region_code("esa") == region_code("East and Southern Africa") == "ESA"
    with pytest.raises(BadInput, match="nothing is written without a region"):
        region_code(None)
    with pytest.raises(BadInput, match='"EAS" is no WCO region'):
        region_code("EAS")
    with pytest.raises(BadInput, match="Did you mean Europe"):
        region_code("Eurpe")


@pytest.mark.no_cover
def test_most_figures_that_are_printed_are_figures() -> None:
    told = [book_of(LARGE, region)[1:] for region in usually(("ESA",), ("EU", "ESA"))]
    assert all(cells > 60 for _, cells in told)
    assert sum(hidden for hidden, _ in told) < 0.5 * sum(cells for _, cells in told)


def test_notes_fit_on_a_page_and_say_where_no_figure_can_be_shown(tmp_path: Path) -> None:
    path = tmp_path / "pool.xlsx"
    path.write_bytes(small()[1])
    empty = "No row has a figure that can be shown."
    for sheet in openpyxl.load_workbook(path):
        rows = [str(row[0]) for row in sheet.iter_rows(values_only=True) if row[0]]
        top = rows.index("Expertise")
        assert all(len(note) <= 130 for note in rows[:top])
        assert (empty in rows) == (len(rows) == top + 1)
