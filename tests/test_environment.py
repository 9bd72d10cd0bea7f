"""Junk in every variable that the program reads, pipes and devices as inputs, sizes of samples."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from models.answers.report import Severity
from planner.workbook.openxml.opening.container import WorkbookError
from tests.breadth import usually
from tests.commands import run, small_year
from tests.workbook.files import read

ROOT = Path(__file__).parent.parent
JUNK = ("junk", "²", "-5", "0", "1", "99999999999999999999", "\x1b[31m", " ", "x" * 5_000)


@pytest.mark.parametrize("value", JUNK)
@pytest.mark.parametrize("name", ["COLUMNS", "LINES"])
def test_sizes_of_the_terminal(
    name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    from planner.terminal.screen import _console

    console = _console(stderr=False)
    assert 0 < console.width < 100_000
    plan = tmp_path / "none.xlsx"
    assert run("check", plan).code == 2


@pytest.mark.parametrize(
    "value", ["now", "²", "-1", "1e9", "99999999999999", "0x10", " 5", "1\x1b[0m"]
)
def test_a_clock_that_is_none(value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    ran = run("solve", small_year(tmp_path))
    assert ran.code == 2
    assert 'Error: The environment variable SOURCE_DATE_EPOCH holds "' in ran.err
    assert "Traceback" not in ran.err
    assert "\x1b" not in ran.err
    assert [file.name for file in tmp_path.iterdir()] == ["year.xlsx"]


@pytest.mark.parametrize("value", ["0", "1500000000", "253402300799"])
def test_clocks_that_stand_still(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.app.outputs.manifest import now

    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    assert now().timestamp() == int(value)


@pytest.mark.parametrize("value", ["\x1b[31mred", "", "x" * 2_000, "two\nlines"])
def test_the_name_that_the_program_goes_by(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.terminal.click_options import PROGRAM, started_as

    monkeypatch.setenv("MISSION_PLANNER_STARTED_AS", value)
    assert started_as() == PROGRAM
    monkeypatch.setenv("MISSION_PLANNER_STARTED_AS", "py start.py")
    assert started_as() == "py start.py"


BACKENDS = (
    {
        **{"MPLBACKEND": "TkAgg", "DISPLAY": "nowhere:9"},
        **{"MATPLOTLIBRC": "junk", "MPLCONFIGDIR": os.devnull},
    },
    {"MPLBACKEND": "TkAgg", "DISPLAY": "nowhere:9"},
    {"MATPLOTLIBRC": "junk", "MPLCONFIGDIR": os.devnull},
    {"MPLBACKEND": "junk"},
    {"MPLBACKEND": "module://matplotlib_inline.backend_inline"},
)


@pytest.mark.parametrize("variables", usually(BACKENDS[:1], BACKENDS))
def test_pictures_need_no_window_system(variables: dict[str, str], tmp_path: Path) -> None:
    """In a process of its own, because matplotlib reads these once."""
    code = (
        "from planner.report.drawing import _matplotlib;"
        "mpl, figure_of = _matplotlib();"
        "print(mpl.rcParams['figure.dpi']);"
        "import os; print(os.environ.get('MPLBACKEND'))"
    )
    (tmp_path / "matplotlibrc").write_text("figure.dpi: junk\nbackend: junk\n", encoding="utf-8")
    around = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=around,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split()[-1] == variables.get("MPLBACKEND", "None")


# Inputs that are no files


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
@pytest.mark.parametrize("command", ["check", "solve", "verify", "scenarios", "gaps"])
def test_a_pipe_is_no_workbook(command: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    ran = run(command, pipe)
    assert ran.code == 2, ran
    assert "is no file but a pipe or a device" in ran.err
    assert [file.name for file in tmp_path.iterdir()] == ["pipe.xlsx"]


def test_a_device_is_no_workbook() -> None:
    with pytest.raises(WorkbookError, match=r"is no file but a pipe or a device|is a folder"):
        read(Path(os.devnull))


# Samples of any size

SIZES = (
    *((1, 1, 1), (1, 8, 1), (2, 1, 2), (2, 8, 1), (5, 3, 7), (3, 2, 1), (30, 100, 158)),
    (6, 5, 0),
)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("missions", "experts", "seed"),
    usually(SIZES[::2], SIZES),
)
def test_a_sample_of_any_size_has_no_errors(
    missions: int, experts: int, seed: int, tmp_path: Path
) -> None:
    from scenarios.definition.from_sheet import problems_of_sheet

    path = tmp_path / "plan.xlsx"
    assert (
        run("sample", path, "--missions", missions, "--experts", experts, "--seed", seed).code == 0
    )
    reading = read(path)
    assert reading.errors == ()
    assert [p for p in problems_of_sheet(reading) if p.severity is Severity.ERROR] == []


def test_the_clock_is_looked_at_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import planner
    from planner.app import gaps
    from planner.domain.errors import BadInput

    def work(*_: object) -> None:
        raise AssertionError("the work has begun")

    workbook = planner.load(small_year(tmp_path))
    monkeypatch.setattr(gaps, "_based", work)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "now")
    with pytest.raises(BadInput, match="SOURCE_DATE_EPOCH"):
        gaps.find_gaps(workbook, most=1)


# What the computer does not give


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (MemoryError(), "The memory of this computer is not enough"),
        (OSError(12, "Cannot allocate memory"), "The memory of this computer is not enough"),
        (RuntimeError("can't start new thread"), "no further thread or process"),
        (BlockingIOError(11, "Resource temporarily unavailable"), "no further thread or process"),
        (OSError(24, "Too many open files", "/a/b.xlsx"), "use of b.xlsx: Too many open files"),
        (OSError(5, "Input/output error"), "refuses the use: Input/output error"),
    ],
)
@pytest.mark.parametrize("where", ["planner.app.solve.load", "planner.app.solve.plan"])
def test_what_the_computer_lacks_is_no_fault_of_ours(
    error: Exception, sentence: str, where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(where, fails)
    ran = run("solve", small_year(tmp_path))
    assert ran.code == 2
    assert sentence in ran.err
    assert [file.name for file in tmp_path.iterdir()] == ["year.xlsx"]


def test_another_runtime_error_is_a_fault_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("something else")

    monkeypatch.setattr("planner.app.solve.load", fails)
    assert run("solve", small_year(tmp_path)).code == 3
