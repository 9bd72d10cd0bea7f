"""Each of four commands is ended at many moments: see `tests.kills`."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from planner.terminal import exits, screen, streams
from planner.workbook.openxml import ledger, saving
from planner.workbook.reading.sheets import grid
from scenarios.terminal import sweep_screen
from tests.commands import run
from tests.kills import COMMANDS, MOMENTS, year
from tests.test_cli_process import POSIX

ROOT = Path(__file__).parent.parent
# All the ends are made before the first test.
pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(scope="module")
def ends() -> list[tuple[str, int | None, int, list[str]]]:
    """Command, moment (None for its whole run), exit code and faults of each end."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.kills"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=1100,
        check=False,
    )
    assert ran.stderr == ""
    return [tuple(json.loads(line)) for line in ran.stdout.splitlines()]


@POSIX
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_ended(
    command: str, ends: list[tuple[str, int | None, int, list[str]]]
) -> None:
    found = [end for end in ends if end[0] == command]
    bad = [f"moment {end[1]}, exit code {end[2]}: {fault}" for end in found for fault in end[3]]
    assert not bad, "\n".join(bad)
    assert [moment for _, moment, _, _ in found] == [None, *range(MOMENTS)]
    codes = Counter(code for _, _, code, _ in found)
    assert codes[0] > 0
    assert codes[130] + codes[-signal.SIGKILL] > 0


def test_ctrl_c_of_which_a_library_makes_another_error_leaves_the_workbook_without_blame(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Of openpyxl, whose types take every error for a value that does not fit."""

    def interrupted(*_: object, **__: object) -> None:
        try:
            raise KeyboardInterrupt
        except BaseException:
            raise TypeError("expected <class 'int'>")  # noqa: B904, as openpyxl does

    file = year(tmp_path)
    monkeypatch.setattr(grid, "rows_with_numbers", interrupted)
    ran = run("check", file)
    assert (ran.code, ran.err.strip()) == (130, "Error: Interrupted; nothing was written.")


@POSIX
def test_ctrl_c_before_anything_is_loaded(tmp_path: Path) -> None:
    """What start.py holds back is answered as soon as the program can, without a word of Python."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        with subprocess.Popen(
            [sys.executable, str(ROOT / "cli.py"), "check", str(tmp_path / "none.xlsx")],
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=120)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    assert (process.returncode, err) == (130, "")


def test_ctrl_c_in_a_destructor_is_heard_a_moment_later(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = threading.Event()
    monkeypatch.setattr(streams.signal, "raise_signal", lambda number: heard.set())

    class Fault:
        exc_type: type[BaseException] = ValueError

    streams.hear_again(Fault())  # type: ignore[arg-type]
    Fault.exc_type = KeyboardInterrupt
    assert not heard.is_set()
    streams.hear_again(Fault())  # type: ignore[arg-type]
    assert heard.wait(60)
    heard.clear()
    streams.interrupt(signal.SIGTERM, None)
    assert heard.is_set()


@POSIX
@pytest.mark.parametrize("moment", ["named", "shown"])
def test_what_was_written_is_said_at_whatever_moment_ctrl_c_comes(
    moment: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Between a file's getting its name and the word of it; and while the answer is shown."""
    replace = os.replace

    def named(*files: Path) -> None:
        replace(*files)
        raise KeyboardInterrupt

    if moment == "named":
        monkeypatch.setattr(saving.os, "replace", named)
    else:
        monkeypatch.setattr(sweep_screen, "show", lambda *_: signal.raise_signal(signal.SIGINT))
    file, output = year(tmp_path), tmp_path / "out.xlsx"
    points = ("--from", "0%", "--to", "0%", "--step", "1%")
    ran = run("sweep", file, "--fund", "F1", *points, "-o", output, "--jobs", "1")
    assert ran.code == 130
    assert ran.err.splitlines()[-1] == f"Error: Interrupted; written before that: {output}."


def test_what_was_not_renamed_is_not_written(tmp_path: Path) -> None:
    beside, target, other = (tmp_path / name for name in ("beside", "target", "other"))
    for file in (beside, target, other):
        file.write_text("")
    ledger.note(beside, target)
    assert ledger.written() == ()
    with ledger.kept():
        ledger.note(beside, target)
        ledger.note(other, tmp_path / "never")
        assert ledger.written() == ()
        os.replace(beside, target)
        assert ledger.written() == (target,)
        for name in "abcdef":
            ledger.note(other, other)
            ledger.note(other.rename(tmp_path / name), tmp_path / name)
            other.write_text("")
        text, _ = exits.answer(KeyboardInterrupt())
        assert text.count(str(tmp_path)) == 5
        assert text.endswith(" and 2 more.")
    assert ledger.written() == ()


@POSIX
def test_ctrl_c_while_it_is_said_what_was_written_comes_too_late(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The answer is there: "nothing was written" would be wrong."""
    whole = screen.Screen.whole

    def interrupted(shown: screen.Screen, text: str) -> None:
        signal.raise_signal(signal.SIGINT)
        whole(shown, text)

    monkeypatch.setattr(screen.Screen, "whole", interrupted)
    before = signal.getsignal(signal.SIGINT)
    ran = run("sample", tmp_path / "year.xlsx", "--missions", "1", "--experts", "2")
    assert (ran.code, "Written" in ran.out + ran.err) == (0, True)
    assert signal.getsignal(signal.SIGINT) == before
