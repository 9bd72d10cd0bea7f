"""How far a study is: the live table, plain lines, nothing."""

from io import StringIO

import pytest
from rich.console import Console

from models.events import TaskFinished, TaskReported, TasksEnded, TasksQueued, TaskStarted
from planner.terminal.screen import Screen
from scenarios.terminal.watch import LiveTasks, TaskLines, TaskTable, watcher
from tests.test_console import drawn, rows_of, terminal

NAMES = ["Base", "Cut [red]", "Late"]


def live(names: list[str], height: int = 60) -> TaskTable:
    console = terminal()
    console.height = height
    return TaskTable(console, names, "Scenario")


def test_the_live_table_follows_the_tasks() -> None:
    table = live(NAMES)
    table(TaskStarted(task=0))
    table(TaskReported(task=0, text="delivery-1"))
    table(TaskStarted(task=1))
    assert rows_of(drawn(table.view())) == [
        ["Base", "working: delivery-1", "0 s"],
        ["Cut [red]", "working", "0 s"],
        ["Late", "waiting", ""],
    ]
    table(TaskFinished(task=0, text="7 missions"))
    text = drawn(table.view())
    assert rows_of(text)[0] == ["Base", "7 missions", "0 s"]
    assert "1 of 3 done (0 s)" in text
    assert "Ctrl-C ends everything and keeps what is finished." in text


def test_a_task_whose_worker_was_lost_starts_again() -> None:
    table = live(NAMES)
    table(TaskStarted(task=1))
    table(TaskReported(task=1, text="cost"))
    table(TaskStarted(task=1))
    assert rows_of(drawn(table.view()))[1][1] == "working"


def test_a_long_study_shows_those_at_work_then_the_last_that_are_done() -> None:
    table = live([f"T{n}" for n in range(100)])
    for task in range(60):
        table(TaskStarted(task=task))
        if task != 3:
            table(TaskFinished(task=task, text=str(task)))
    shown = [row[0] for row in rows_of(drawn(table.view()))]
    assert shown == ["T3", *(f"T{n}" for n in range(37, 60))]
    assert "59 of 100 done, 76 not shown" in drawn(table.view())


def test_on_a_low_terminal_what_is_below_the_table_can_be_read() -> None:
    table = live([f"T{n}" for n in range(100)], height=24)
    table(TaskStarted(task=7))
    assert [row[0] for row in rows_of(drawn(table.view()))][-1] == "T14"
    lines = drawn(table.view()).splitlines()
    assert len(lines) <= 22
    assert lines[-1] == "Ctrl-C ends everything and keeps what is finished."


def test_plain_lines_say_how_each_task_ended() -> None:
    console = Console(file=StringIO(), width=100)
    lines = TaskLines(console)
    lines(TasksQueued(what="Scenario", names=NAMES))
    lines(TaskStarted(task=1))
    lines(TaskReported(task=1, text="cost"))
    lines(TaskFinished(task=1, text="5 missions"))
    lines(TasksEnded())
    assert isinstance(console.file, StringIO)
    assert console.file.getvalue() == "Cut [red]: 5 missions, 0.0 s\n"


def test_one_table_comes_after_the_other() -> None:
    console = terminal()
    with LiveTasks(console) as tasks:
        tasks(TaskStarted(task=0))  # nobody announced it
        for names in (("Base",), ("Cut", "Late")):
            tasks(TasksQueued(what="Scenario", names=names))
            tasks(TaskStarted(task=0))
            assert next(row[:2] for row in rows_of(drawn(tasks.view()))) == [names[0], "working"]
            tasks(TasksEnded())
            assert drawn(tasks.view()).splitlines()[0] == "Working (0 s)"


@pytest.mark.parametrize("quiet", [True, False])
def test_who_watches(quiet: bool, capsys: pytest.CaptureFixture[str]) -> None:
    with watcher(Screen(quiet), "check it") as tell:
        tell(TasksQueued(what="Scenario", names=("Base",)))
        tell(TaskStarted(task=0))
        tell(TaskFinished(task=0, text="5 missions"))
        tell(TasksEnded())
    assert capsys.readouterr().err == ("" if quiet else "Base: 5 missions, 0.0 s\n")
