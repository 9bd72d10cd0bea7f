"""No work is lost, and nobody's file is overwritten: what is asked before a run, and at its end."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.app.outputs import saving, seals, targets
from planner.domain.errors import CannotWrite
from planner.terminal.unbroken import Unbroken
from planner.workbook.openxml.opening.signature import is_as_written
from tests.breadth import usually
from tests.commands import edit, fingerprint, run, sample, small_year

ROOT = Path(__file__).parents[1]
HEARS_CTRL_C = pytest.mark.skipif(
    os.name != "posix" or signal.getsignal(signal.SIGINT) is signal.SIG_IGN,
    reason="Windows has no signals to send, and processes in the background ignore this one",
)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and permissions of POSIX")
PROGRAM = (sys.executable, str(ROOT / "cli.py"))


def shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, shell=True, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return small_year(tmp_path)


# At the moment of replacing


def test_who_saves_the_output_during_the_run_keeps_the_work(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first run's output may be replaced when the second starts, and not when it ends."""
    target = plan.with_name("year-assigned.xlsx")
    assert run("solve", plan, "--quiet").code == 0
    from planner.app import solve as solving

    planned = solving.plan

    def slowly(*rest: object, **options: object) -> object:
        answer = planned(*rest, **options)  # type: ignore[arg-type]
        edit(target, "Assignments", lambda sheet: sheet.cell(2, 1, "mine"))
        return answer

    monkeypatch.setattr(solving, "plan", slowly)
    ran = run("solve", plan)
    assert ran.code == 0, ran.err
    other = plan.with_name("year-assigned (2).xlsx")
    assert f"Written: {other}" in ran.out
    assert is_as_written(other)
    assert not is_as_written(target)


@pytest.mark.parametrize("kind", ["json", "png", "html"])
def test_documents_obey_the_same_rule_as_workbooks(plan: Path, kind: str) -> None:
    target = plan.with_name(f"out.{kind}")
    sweep = ("sweep", plan, "--fund", "F2", "--from", 0, "--to", 4000, "--step", 4000, "--jobs", 1)
    typed = ("solve", plan, "--json", target) if kind == "json" else (*sweep, "--picture", target)
    assert run(*typed, "--quiet").code == 0
    assert seals.is_ours(target)
    assert run(*typed, "--quiet").code == 0  # nobody has changed it
    target.write_bytes(target.read_bytes().replace(b"M", b"N", 1) + b"\n")
    mine = fingerprint(target)
    ran = run(*typed)
    assert ran.code == 2
    assert f"out.{kind} exists already, and the planner did not write it" in ran.err
    assert fingerprint(target) == mine


def test_a_document_that_says_it_is_sealed_and_is_not(tmp_path: Path) -> None:
    for name, content in {
        "a.json": b'{"signature": "mission-planner 0"}',
        "b.json": b"[]",
        "c.json": b"no document",
        "d.html": b"<html></html>",
        "e.png": b"",
        "f.csv": b"1,2",
        "g.xlsx": b"",
    }.items():
        (tmp_path / name).write_bytes(content)
        assert not seals.is_ours(tmp_path / name), name
    sealed = seals.sealed_json({"a": 1})
    assert json.loads(sealed)["a"] == 1


# Known before the search


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("x" * 260 + ".xlsx", "is too long: 265 bytes"),
        ("ü" * 130 + ".xlsx", "is too long: 265 bytes"),
        ("nowhere/out.xlsx", "There is no folder"),
        ("out.txt", "must end in .xlsx"),
    ],
)
def test_what_can_be_known_is_known_before_the_search(
    plan: Path, monkeypatch: pytest.MonkeyPatch, name: str, sentence: str
) -> None:
    monkeypatch.setattr("planner.app.solve.load", lambda *_, **__: pytest.fail("it was read"))
    ran = run("solve", plan, "-o", plan.parent / name)
    assert ran.code == 2
    assert sentence in ran.err
    assert "Traceback" not in ran.err


def test_a_name_that_no_system_takes(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="its name is no name of a file"):
        targets.refuse_workbook(tmp_path / "a\0b.xlsx")


def test_the_name_of_an_input_is_not_blamed_on_the_output(tmp_path: Path) -> None:
    targets.refuse_workbook(tmp_path / "plan.xlsx", tmp_path / f"{'n' * 300}.xlsx")


def test_a_full_disk_is_known_before_the_search(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 1000

    monkeypatch.setattr(targets.shutil, "disk_usage", lambda folder: Usage)
    ran = run("solve", plan)
    assert ran.code == 2
    assert "has 0.0 MB left, and the output may need" in ran.err


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_known_before_the_search(plan: Path) -> None:
    closed = plan.parent / "closed"
    closed.mkdir(mode=0o500)
    ran = run("solve", plan, "-o", closed / "out.xlsx")
    assert ran.code == 2
    assert "You may not write in the folder" in ran.err


# Somewhere in any case


def test_what_cannot_be_written_goes_to_another_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, home = tmp_path / "gone", tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    assert saving.save(gone / "out.xlsx", b"content") == home / "out (2).xlsx"
    assert (home / "out (2).xlsx").read_bytes() == b"content"


def test_where_nothing_can_be_written_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise CannotWrite("No space left.")

    monkeypatch.setattr(saving, "save_whole", full)
    with pytest.raises(CannotWrite, match="No space left"):
        saving.save(tmp_path / "out.xlsx", b"content")
    assert not list(tmp_path.iterdir())


def test_a_folder_is_whole_or_absent(tmp_path: Path) -> None:
    files = {"a.xlsx": b"1", "no\0name": b"2"}
    with pytest.raises((CannotWrite, ValueError)):
        list(saving.save_folder(tmp_path / "full", files))
    assert not list(tmp_path.iterdir())
    written = list(saving.save_folder(tmp_path / "full", {"a.csv": b"1", "b.csv": b"2"}))
    assert [path.read_bytes() for path in written] == [b"1", b"2"]
    assert [path.name for path in tmp_path.iterdir()] == ["full"]


def test_a_folder_in_which_somebody_has_saved_meanwhile_stays(tmp_path: Path) -> None:
    mine = tmp_path / "full" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    [path] = saving.save_folder(mine.parent, {"a.csv": b"1"})
    assert path == tmp_path / "full (2)" / "a.csv"
    assert mine.read_text(encoding="utf-8") == "mine"
    with pytest.raises(CannotWrite, match=r"holds mine\.txt, which the planner did not write"):
        targets.refuse_folder(mine.parent)


# Streams that are closed or full


def test_a_stream_that_breaks_falls_silent() -> None:
    class Broken:
        def write(self, text: str) -> int:
            raise BrokenPipeError

        def flush(self) -> None:
            raise OSError

        def isatty(self) -> bool:
            raise ValueError

    for stream in (Unbroken(Broken()), Unbroken(None)):  # type: ignore[arg-type]
        assert stream.write("text") == 4
        assert not stream.isatty()
        stream.flush()


CLOSED = ("> /dev/full 2>&-",)
EACH = (*CLOSED, ">&- 2>&-", "> /dev/full", ">&-", "2>&-", "2> /dev/full")


@POSIX
@pytest.mark.parametrize("closed", usually(CLOSED, EACH))
def test_closed_and_full_streams_never_cost_a_plan(tmp_path: Path, closed: str) -> None:
    if "full" in closed and not Path("/dev/full").exists():
        pytest.skip("no such device")
    plan = sample(tmp_path, 3, 8)
    command = f'"{PROGRAM[0]}" "{PROGRAM[1]}" solve "{plan}" {closed}'
    ran = subprocess.run(
        command, shell=True, capture_output=True, text=True, timeout=120, check=False
    )
    assert "Traceback" not in ran.stderr + ran.stdout
    assert ran.returncode == 0
    assert is_as_written(plan.with_name("sample-assigned.xlsx"))


@POSIX
@pytest.mark.parametrize("words", ["--help >", "--version >", "solve --help >", "solve --junk 2>"])
def test_help_on_a_full_disk_is_no_fault_of_ours(words: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no such device")
    command = f'"{PROGRAM[0]}" "{PROGRAM[1]}" {words} /dev/full'
    ran = subprocess.run(
        command, shell=True, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr + ran.stdout


@POSIX
def test_a_reader_that_leaves_costs_no_plan(tmp_path: Path) -> None:
    plan = sample(tmp_path, 3, 8)
    command = f'"{PROGRAM[0]}" "{PROGRAM[1]}" solve "{plan}" 2>&1 | head -n 1'
    ran = subprocess.run(
        command, shell=True, capture_output=True, text=True, timeout=120, check=False
    )
    assert len(ran.stdout.splitlines()) == 1
    assert is_as_written(plan.with_name("sample-assigned.xlsx"))


# Ctrl-C at any moment


@HEARS_CTRL_C
@pytest.mark.parametrize("seconds", usually((0.5, 2.0), (0.5, 1.0, 2.0, 4.0)))
def test_ctrl_c_at_any_moment_gives_130_or_a_plan(tmp_path: Path, seconds: float) -> None:
    """From the moment on at which the interpreter has started."""
    plan = sample(tmp_path, 6, 15)
    process = subprocess.Popen(
        [*PROGRAM, "solve", str(plan)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in out + err
    assert process.returncode in (0, 130, -signal.SIGINT), err
    target = plan.with_name("sample-assigned.xlsx")
    assert target.exists() == (process.returncode == 0)
    assert not [file for file in tmp_path.iterdir() if file.name.endswith(".tmp")]


def test_what_was_written_is_said_after_ctrl_c(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_whole: Callable[..., None] = saving.save_whole

    def impatient(target: Path, *rest: object) -> None:
        if target.suffix == ".json":
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
        save_whole(target, *rest)

    monkeypatch.setattr(saving, "save_whole", impatient)
    ran = run("solve", plan, "--json", plan.with_name("out.json"))
    assert ran.code == 130
    written = plan.with_name("year-assigned.xlsx")
    assert ran.err.splitlines()[-1] == f"Error: Interrupted; written before that: {written}."
    assert is_as_written(written)


# Every command, every place


def test_a_folder_goes_to_another_place_where_its_own_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    [written] = saving.save_folder(tmp_path / "gone" / "full", {"a.csv": b"1"})
    assert written == tmp_path / "full (2)" / "a.csv"
    monkeypatch.setattr(targets, "other_places", lambda target: iter(()))
    with pytest.raises(CannotWrite, match="nor any other place"):
        saving.save_folder(tmp_path / "gone" / "full", {"a.csv": b"1"})


@POSIX
def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    saving.save_folder(tmp_path / "real", saving_list := seals.with_list({"a.csv": b"1"}))
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert saving.save_folder(tmp_path / "link", saving_list)[0].read_bytes() == b"1"
    assert (tmp_path / "link").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "real"]


def test_an_interrupted_folder_leaves_the_older_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = seals.with_list({"a.csv": b"1"})
    saving.save_folder(tmp_path / "full", files)
    rename = Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        if path.suffix == ".tmp":
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        saving.save_folder(tmp_path / "full", {**files, "b.csv": b"2"})
    assert [path.name for path in tmp_path.iterdir()] == ["full"]
    assert (tmp_path / "full" / "a.csv").read_bytes() == b"1"


def test_free_names_of_long_names_are_no_longer_than_the_system_takes(tmp_path: Path) -> None:
    target = tmp_path / ("ü" * 125 + ".xlsx")
    target.touch()
    other = targets.free_name(target)
    assert other.name.endswith("ü (2).xlsx")
    other.touch()
    assert targets.free_name(target).name.endswith("ü (3).xlsx")


def test_places_that_are_gone_are_no_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> Path:
        raise FileNotFoundError(2, "No such file or directory")

    def homeless(*_: object) -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(targets.Path, "cwd", gone)
    monkeypatch.setattr(targets.Path, "home", homeless)
    assert next(iter(targets.other_places(tmp_path / "a.xlsx"))) == tmp_path / "a (2).xlsx"


LONG = "x" * 300


@pytest.mark.parametrize(
    "typed",
    [
        ("solve", "."),
        ("solve", ".."),
        ("solve", ""),
        ("solve", LONG),
        ("check", LONG),
        ("verify", f"{LONG}.xlsx"),
        ("diff", "year.xlsx", f"{LONG}.xlsx"),
        ("letters", "year.xlsx", LONG),
        ("letters", "year.xlsx", "year.xlsx"),
        ("letters", "--write-template", f"{LONG}.docx"),
        ("letters", "--write-template", "nowhere/letter.docx"),
        ("letters", "--write-template", "folder"),
        ("drafts", "year.xlsx", ".."),
        ("drafts", "year.xlsx", LONG),
        ("solve", "year.xlsx", "--tables", ".."),
        ("solve", "year.xlsx", "--tables", "year.xlsx"),
        ("solve", "year.xlsx", "--pool", "pool.xlsx", "-o", "pool.xlsx"),
        ("solve", "year.xlsx", "-o", "link.xlsx"),
        ("solve", "year.xlsx", "-o", "hard.xlsx"),
        ("solve", "year.xlsx", "-o", "folder"),
        ("gaps", "."),
        ("gaps", "year.xlsx", "--pool", "pool.xlsx", "-o", "pool.xlsx"),
        ("pool", "..", "--region", "ESA"),
        ("pool", "year.xlsx", "--region", "ESA", "--pool", "pool.xlsx", "-o", "pool.xlsx"),
        ("scenarios", "."),
        ("scenarios", "year.xlsx", "--toml", f"{LONG}.toml"),
        ("sweep", ".", "--all-funds"),
        ("sweep", "year.xlsx", "--all-funds", "--picture", "folder"),
        ("stress", "year.xlsx", ".."),
        ("check", "year.xlsx", "--annotate", "a.xlsx", "--fix", "a.xlsx"),
        ("check", "year.xlsx", "--annotate", "link.xlsx"),
        ("check", "year.xlsx", "--fix", "hard.xlsx"),
        ("merge", "year.xlsx", "pool.xlsx", "-o", "hard.xlsx"),
        ("next-year", "year.xlsx", "link.xlsx"),
        ("next-year", "year.xlsx", "--pool", "pool.xlsx", "pool.xlsx"),
        ("split", "year.xlsx", "year.xlsx"),
        ("diff", "year.xlsx", "pool.xlsx", "-o", "hard.xlsx"),
        ("sample", "year.xlsx"),
        ("template", "folder"),
        ("demo", LONG),
    ],
)
def test_what_no_command_can_read_or_write(
    typed: tuple[str, ...], year_and_links: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence, and nothing is written or changed: long names, folders, links to the input."""
    monkeypatch.chdir(year_and_links)
    before = {path.name: path.is_dir() or fingerprint(path) for path in year_and_links.iterdir()}
    ran = run(*typed)
    assert ran.code == 2, ran
    assert "Error: " in ran.err or "error" in ran.err
    after = {path.name: path.is_dir() or fingerprint(path) for path in year_and_links.iterdir()}
    assert after == before


@pytest.fixture(scope="module")
def year_and_links(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year, a pool, a folder, and two further names of the year."""
    folder = tmp_path_factory.mktemp("links")
    plan = small_year(folder)
    (folder / "pool.xlsx").write_bytes(plan.read_bytes())
    (folder / "folder").mkdir()
    os.link(plan, folder / "hard.xlsx")
    try:
        (folder / "link.xlsx").symlink_to(plan)
    except OSError:  # Windows asks for a right that few have
        os.link(plan, folder / "link.xlsx")
    return folder
