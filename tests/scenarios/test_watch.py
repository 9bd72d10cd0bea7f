"""How far a study is: the live table, plain lines, nothing."""

from io import StringIO

from rich.console import Console

from planner.terminal.screen import Screen
from scenarios.terminal.watch import LiveTasks, TaskLines, Watcher, watcher
from tests.test_console import drawn, rows_of, terminal

NAMES = ["Base", "Cut [red]", "Late"]


def live(names: list[str], height: int = 60) -> LiveTasks:
    console = terminal()
    console.height = height
    return LiveTasks(console, names, "{} missions".format, "Scenario")


def test_the_live_table_follows_the_tasks() -> None:
    table = live(NAMES)
    with table:
        table.started(0)
        table.said(0, "delivery-1")
        table.started(1)
        assert rows_of(drawn(table.view())) == [
            ["Base", "working: delivery-1", "0 s"],
            ["Cut [red]", "working", "0 s"],
            ["Late", "waiting", ""],
        ]
        table.finished(0, 7)
        text = drawn(table.view())
        assert rows_of(text)[0] == ["Base", "7 missions", "0 s"]
        assert "1 of 3 done (0 s)" in text
        assert "Ctrl-C ends everything and keeps what is finished." in text


def test_a_task_whose_worker_was_lost_starts_again() -> None:
    table = live(NAMES)
    table.started(1)
    table.said(1, "cost")
    table.started(1)
    assert rows_of(drawn(table.view()))[1][1] == "working"


def test_a_long_study_shows_those_at_work_then_the_last_that_are_done() -> None:
    table = live([f"T{n}" for n in range(100)])
    for task in range(60):
        table.started(task)
        if task != 3:
            table.finished(task, task)
    shown = [row[0] for row in rows_of(drawn(table.view()))]
    assert shown == ["T3", *(f"T{n}" for n in range(37, 60))]
    assert "59 of 100 done, 76 not shown" in drawn(table.view())


def test_on_a_low_terminal_what_is_below_the_table_can_be_read() -> None:
    table = live([f"T{n}" for n in range(100)], height=24)
    table.started(7)
    assert [row[0] for row in rows_of(drawn(table.view()))][-1] == "T14"
    lines = drawn(table.view()).splitlines()
    assert len(lines) <= 22
    assert lines[-1] == "Ctrl-C ends everything and keeps what is finished."


def test_plain_lines_say_how_each_task_ended() -> None:
    console = Console(file=StringIO(), width=100)
    lines = TaskLines(console, NAMES, "{} missions".format)
    with lines:
        lines.started(1)
        lines.said(1, "cost")
        lines.finished(1, 5)
    assert isinstance(console.file, StringIO)
    assert console.file.getvalue() == "Cut [red]: 5 missions, 0.0 s\n"


def test_who_watches() -> None:
    quiet = watcher(Screen(quiet=True), NAMES, str, "Scenario")
    assert type(quiet) is Watcher
    with quiet:
        quiet.started(0)
        quiet.said(0, "cost")
        quiet.finished(0, 1)
    assert isinstance(watcher(Screen(), NAMES, str, "Scenario"), TaskLines)
    screen = Screen()
    screen._err = terminal()
    assert isinstance(watcher(screen, NAMES, str, "Scenario"), LiveTasks)
