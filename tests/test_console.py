"""What is seen on a terminal: the live table, tables of every width, and what nobody should see."""

import platform
import re
import sys
from collections.abc import Callable
from io import StringIO
from itertools import count
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

import cli
from models.answers.report import LevelResult, LevelValue, Proof, StopReason, Violation
from models.events import (
    Event,
    Examined,
    LevelFinished,
    LevelImproved,
    LevelStarted,
    ProfileTried,
    TasksEnded,
    TasksQueued,
    TaskStarted,
)
from planner.app import faults
from planner.domain import errors
from planner.domain.program import version
from planner.terminal import exits, tables
from planner.terminal.progress import LiveLine, LiveTable, PlainLines
from planner.terminal.screen import Screen, count_sentence
from scenarios.terminal.watch import LiveTasks
from tests.commands import small_year

PROVEN = LevelResult(
    level="delivery-1",
    value=20,
    bound=20,
    proof=Proof.CERTIFIED,
    stop=StopReason.OPTIMAL,
    seconds=1.5,
)
OPEN = LevelResult(
    level="cost", value=1_200, bound=900, proof=Proof.UNPROVEN, stop=StopReason.TIME, seconds=2
)


def terminal(width: int = 100) -> Console:
    return Console(file=StringIO(), force_terminal=True, width=width, color_system=None)


def drawn(thing: Any, width: int = 100) -> str:
    console = Console(file=StringIO(), width=width, color_system=None)
    console.print(thing)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def rows_of(table: str) -> list[list[str]]:
    lines = [line for line in table.splitlines() if line.startswith("│")]
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in lines]


# While it works


def test_the_live_table_follows_the_levels() -> None:
    asked: list[bool] = []
    table = LiveTable(terminal(), lambda: bool(asked))
    with table:
        assert "Working (0 s)" in drawn(table.view())
        table(LevelStarted(level="delivery-1"))
        assert rows_of(drawn(table.view())) == [["delivery-1", "-", "-", "-", "working", "0 s"]]
        table(LevelImproved(level="delivery-1", value=15, bound=20))
        assert rows_of(drawn(table.view())) == [
            ["delivery-1", "15", "20", "25.0%", "working", "0 s"]
        ]
        table(LevelFinished(result=PROVEN))
        assert rows_of(drawn(table.view())) == [
            ["delivery-1", "20", "20", "0.0%", "yes: certified", "1.5 s"]
        ]
        assert "Ctrl-C ends the search and keeps the best plan so far." in drawn(table.view())
        asked.append(True)
        assert "Ctrl-C once more: nothing is written." in drawn(table.view())
        table(Examined(done=3, total=7))
        assert re.search(r"missions not delivered: 3 of 7 \(\d+ s\)", drawn(table.view()))


def test_the_live_line_says_what_is_tried() -> None:
    line = LiveLine(terminal(), "Ctrl-C ends the trials.")
    with line:
        assert drawn(line.view()).splitlines() == ["Working (0 s)", "Ctrl-C ends the trials."]
        line(ProfileTried(number=2, total=10, profile="accredited CMA, French, region WCA"))
        line(LevelStarted(level="delivery-1"))
        expected = "Trying further experts, 2 of 10: accredited CMA, French, region WCA (0 s)"
        assert drawn(line.view()).splitlines()[0] == expected


@pytest.mark.parametrize(
    ("kind", "events"),
    [
        (lambda on: LiveTable(on, lambda: False), []),
        (lambda on: LiveTable(on, lambda: False), [LevelStarted(level="cost")]),
        (lambda on: LiveLine(on, "Ctrl-C ends it."), [Examined(done=3, total=7)]),
        (LiveTasks, []),
        (LiveTasks, [TasksQueued(what="Scenario", names=("Base",)), TaskStarted(task=0)]),
        (LiveTasks, [TasksQueued(what="Scenario", names=("Base",)), TasksEnded()]),
    ],
)
def test_a_step_that_says_nothing_shows_something_new_every_two_seconds(
    kind: Callable[[Console], Any], events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each look at the clock is two seconds after the one before: all that is drawn is new."""
    seconds = count(0.0, 2.0)
    monkeypatch.setattr("planner.terminal.progress.time.monotonic", lambda: next(seconds))
    console = terminal()
    assert isinstance(console.file, StringIO)
    with kind(console) as shown:
        for event in events:
            shown(event)
        said = len(console.file.getvalue())
        for _ in range(100):
            sleep(0.05)
            steps = re.findall(r"\((\d+) s\)", console.file.getvalue()[said:])
            if len({*steps}) >= 2:
                break
    assert len({*steps}) == len(steps) >= 2
    assert shown._live._refresh_thread is None  # nothing draws into what is printed from now on


@pytest.mark.parametrize(
    "options",
    ["solve", "explain --expert E1", "scenarios", "sweep --all-funds --step 50%"],
)
def test_a_run_on_a_terminal_shows_that_it_works_before_it_has_read(
    options: str, tmp_path: Path
) -> None:
    """To read a long year takes several seconds; this one is no workbook at all."""
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(b"no workbook")
    env = {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "140", "NO_COLOR": None}
    command, *others = options.split()
    ran = CliRunner(env=env).invoke(cli.program, [command, str(plan), *others])
    assert ran.exit_code == exits.BAD_INPUT
    assert "plan.xlsx is a text file" in ran.stderr
    assert "Working (0 s)" in ran.stderr


def test_plain_lines_come_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    console = Console(file=StringIO(), width=200)
    clock = iter([0.0, 0.0, 1.0, 3.0, 3.0, 3.0, 4.0])
    monkeypatch.setattr("planner.terminal.progress.time.monotonic", lambda: next(clock))
    lines = PlainLines(console)  # at 0 s
    lines(LevelStarted(level="cost"))  # at 0 s
    lines(LevelImproved(level="cost", value=None, bound=900))  # at 1 s
    lines(LevelImproved(level="cost", value=1_200, bound=900))  # at 3 s
    lines(LevelImproved(level="cost", value=1_100, bound=900))  # at 4 s
    lines(LevelFinished(result=OPEN))
    for done in range(3):
        monkeypatch.setattr("planner.terminal.progress.time.monotonic", lambda: 4.0)
        lines(Examined(done=done, total=2))
    assert isinstance(console.file, StringIO)
    assert console.file.getvalue().splitlines() == [
        "cost: value 1,200, bound 900, gap 25.0%, 3 s",
        "cost: value 1,200, bound 900, gap 25.0%, proven no: the time limit was reached, 2.0 s",
        "Finding out what stands in the way of missions not delivered: 0 of 2, 4 s",
        "Finding out what stands in the way of missions not delivered: 2 of 2, 4 s",
    ]


def test_a_run_on_a_terminal_shows_the_live_table_on_stderr(tmp_path: Path) -> None:
    plan = small_year(tmp_path)
    env = {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "140", "NO_COLOR": None}
    ran = CliRunner(env=env).invoke(cli.program, ["solve", str(plan)])
    assert ran.exit_code == 0
    assert "Ctrl-C ends the search" in ran.stderr
    assert "\x1b[" in ran.stderr
    assert "proven yes" not in ran.stderr  # those are the plain lines
    assert "Missions of priority 1 delivered. More is better." in ran.stdout


# Tables


def test_the_gap_is_never_more_than_everything() -> None:
    assert tables.gap(0, 0) == "0.0%"
    assert tables.gap(90, 100) == tables.gap(100, 90) == "10.0%"
    assert tables.gap(1_122_490, 0) == "100.0%"
    assert tables.gap(None, 3) == tables.gap(3, None) == "-"


def test_words_are_left_out_where_there_is_no_room_for_them() -> None:
    wide = drawn(tables.level_table([PROVEN, OPEN], 140), 140)
    assert rows_of(wide)[1][-3:] == [
        "no: the time limit was reached",
        "2.0 s",
        "The cost of the delivered missions. Fewer is better.",
    ]
    assert "Fewer" not in drawn(tables.level_table([PROVEN, OPEN], 100))


def test_rules_are_explained_where_there_is_room() -> None:
    violation = Violation(rule="cleared", experts=("E1",), message="E1 is refused.")
    wide = rows_of(drawn(tables.violation_table([violation], 140), 140))
    assert wide[0][:3] == ["cleared", "1", "E1 is refused."]
    assert " ".join(row[3] for row in wide) == (
        "An external expert whose clearance or decision is refused is not used; one who is "
        "Invited, Confirmed or Completed has the clearance cleared."
    )
    assert rows_of(drawn(tables.violation_table([violation], 80), 80)) == [wide[0][:3]]


def test_recorded_values_stand_beside_those_counted_again() -> None:
    values = [LevelValue(level="externals", value=3), LevelValue(level="cost", value=1_500)]
    assert [
        row[1:3] for row in rows_of(drawn(tables.value_table(values, {"cost": 1_200}), 140))
    ] == [
        ["3", "-"],
        ["1,500", "1,200"],
    ]
    assert [row[1] for row in rows_of(drawn(tables.value_table(values, {}), 140))] == ["3", "1,500"]


def test_counts_of_problems() -> None:
    assert count_sentence(()) == "No errors and no warnings."


def test_texts_of_a_workbook_are_no_markup() -> None:
    assert str(tables.text("[red]a\x1b[2Jb\tc\nd")) == "[red]a [2Jb c\nd"


@pytest.mark.parametrize("quiet", [True, False])
def test_commands_to_copy_are_never_broken(
    quiet: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    line = "    mission-planner solve a-folder/with-a-long-name/plan.xlsx -o next.xlsx"
    Screen(quiet).whole(line)
    assert capsys.readouterr().out == ("" if quiet else f"{line}\n")


# Errors


def test_an_error_without_a_line_of_ours_is_one_of_a_library() -> None:
    text, code = exits.answer(RuntimeError("secret"))
    assert code == 3
    assert "RuntimeError in a library" in text
    assert "secret" not in text


@pytest.mark.parametrize(
    ("error", "sentence", "code"),
    [
        (MemoryError(), "The memory of this computer is not enough", 2),
        (KeyboardInterrupt(), "Interrupted; nothing was written.", 130),
        (ImportError("No module named rich", name="rich"), "cannot be loaded (rich)", 2),
        (ImportError("DLL load failed"), "cannot be loaded (DLL load failed)", 2),
        (errors.CannotWrite("Not so."), "Not so.", 2),
    ],
)
def test_errors_that_have_an_answer(error: BaseException, sentence: str, code: int) -> None:
    text, exit_code = exits.answer(error)
    assert sentence in text
    assert exit_code == code


def test_windows_may_lack_what_the_solver_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Windows")
    text, _ = exits.answer(ImportError("DLL load failed", name="ortools"))
    assert "Microsoft Visual C++ Redistributable" in text


def test_versions_of_libraries_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> str:
        raise faults.PackageNotFoundError(name)

    monkeypatch.setattr(faults, "version", absent)
    assert "ortools missing" in exits.answer(RuntimeError())[0]


def test_the_version_of_a_folder_that_was_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    installed = version.program_version()

    def absent(name: str) -> str:
        raise version.PackageNotFoundError(name)

    monkeypatch.setattr(version, "version", absent)
    assert version.program_version() == installed


def test_main_names_the_program_as_it_was_started(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["cli.py", "--help"])
    monkeypatch.setenv("MISSION_PLANNER_STARTED_AS", "py start.py")
    with pytest.raises(SystemExit, match="0"):
        cli.main()
    assert "Usage: py start.py [OPTIONS]" in capsys.readouterr().out


def test_a_library_whose_loading_was_interrupted_is_an_interruption() -> None:
    failed = ImportError("initialization failed")
    failed.__cause__ = KeyboardInterrupt()
    assert exits.answer(failed)[1] == exits.INTERRUPTED
    assert exits.answer(ImportError("no such library"))[1] == exits.BAD_INPUT
    other = TypeError("a class that was half made")
    other.__context__ = KeyboardInterrupt()
    assert exits.answer(other)[1] == exits.INTERRUPTED
