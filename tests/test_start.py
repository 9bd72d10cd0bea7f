"""start.py: what it installs when, and what it says where it cannot; no network is used."""

import ast
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import start

Run = list[list[str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that start.py looks at, and nothing installed."""
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text(f"# {name}\n", encoding="utf-8")
    monkeypatch.setattr(start, "HERE", tmp_path)
    monkeypatch.setattr(start, "CONSTRAINTS", tmp_path / "constraints.txt")
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "PYTHON", tmp_path / ".venv" / "python")
    monkeypatch.setattr(start, "LOCK", tmp_path / ".start.lock")
    monkeypatch.setattr(start, "MARK", tmp_path / ".venv" / "made-by-start.txt")
    return tmp_path


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> Run:
    """The programs that start.py would run; making an environment makes its Python."""
    ran: Run = []

    def run(command: Sequence[object], **_: Any) -> int:
        ran.append([str(part) for part in command])
        if ran[-1][1:3] == ["-m", "venv"]:
            start.PYTHON.touch()
        return 0

    monkeypatch.setattr(start, "run", run)
    return ran


def failing(monkeypatch: pytest.MonkeyPatch, fails: Callable[[list[str]], bool]) -> None:
    run = start.run

    def failed(command: Sequence[object], **settings: Any) -> int:
        code = run(command, **settings)
        return 1 if fails([str(part) for part in command]) else code

    monkeypatch.setattr(start, "run", failed)


def test_the_first_start_makes_the_environment_and_runs_the_command(
    home: Path, commands: Run
) -> None:
    assert start.main(["solve", "my plan.xlsx"]) == 0
    made, installed, ran = commands
    assert made == [sys.executable, "-m", "venv", str(home / ".venv")]
    assert installed[1:4] == ["-m", "pip", "install"]
    assert installed[-4:] == ["-c", str(home / "constraints.txt"), "-e", str(home)]
    assert ran == [str(start.PYTHON), str(home / "cli.py"), "solve", "my plan.xlsx"]


def test_the_second_start_only_runs_the_command(home: Path, commands: Run) -> None:
    start.main(["demo"])
    del commands[:]
    start.main(["demo"])
    assert commands == [[str(start.PYTHON), str(home / "cli.py"), "demo"]]


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_changed_requirements_are_installed(home: Path, commands: Run, name: str) -> None:
    start.main(["demo"])
    (home / name).write_text("changed\n", encoding="utf-8")
    del commands[:]
    start.main(["demo"])
    assert [command[1:3] for command in commands[:2]] == [["-c", "import pip"], ["-m", "pip"]]


def test_the_checks_need_more_than_the_program(home: Path, commands: Run) -> None:
    start.main(["demo"])
    del commands[:]
    start.main(["test", "types"])
    assert commands[1][-1] == f"{home}[test]"
    assert commands[-1] == [str(start.PYTHON), "-m", "tests", "types"]
    del commands[:]
    start.main(["demo"])
    assert len(commands) == 1


def test_an_environment_whose_python_is_gone_is_made_anew(
    home: Path, commands: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    start.main(["demo"])
    (home / "constraints.txt").write_text("changed\n", encoding="utf-8")
    failing(monkeypatch, lambda command: command[1] == "-c")
    del commands[:]
    assert start.main(["demo"]) == 0
    assert [command[1:3] for command in commands[:3]] == [
        ["-c", "import pip"],
        ["-m", "venv"],
        ["-m", "pip"],
    ]


def test_an_environment_of_somebody_else_is_left_alone(
    home: Path, commands: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / ".venv").mkdir()
    (home / ".venv" / "theirs.txt").touch()
    assert start.main(["demo"]) == 2
    assert "is there and does not work. Delete it" in capsys.readouterr().err
    assert (home / ".venv" / "theirs.txt").exists()


@pytest.mark.parametrize(
    ("part", "sentence"),
    [("venv", "The environment could not be made"), ("pip", "Is this computer on the internet?")],
)
def test_a_step_that_fails(
    home: Path,
    commands: Run,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    part: str,
    sentence: str,
) -> None:
    failing(monkeypatch, lambda command: command[1:3] == ["-m", part])
    assert start.main(["demo"]) == 2
    assert sentence in capsys.readouterr().err
    assert not (home / ".venv" / "installed.txt").exists()


def test_a_python_without_venv(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda name: None)
    assert start.main(["demo"]) == 2
    assert "sudo apt install python3." in capsys.readouterr().err


def test_a_folder_that_is_read_only(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    for step in ("mkdir", "write_text"):
        with monkeypatch.context() as refused:
            refused.setattr(Path, step, refuse)
            assert start.main(["demo"]) == 2
        assert "cannot be made (Permission denied)" in capsys.readouterr().err


def test_a_program_whose_folder_is_read_only(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "LOCK", home / "nowhere" / ".start.lock")
    assert start.main(["demo"]) == 2
    assert "Copy the whole program to a folder of your own" in capsys.readouterr().err


def test_two_first_starts_at_once_install_once(tmp_path: Path) -> None:
    """Two processes, each with a slow "pip" that would break if the other one ran beside it."""
    code = """
import pathlib, sys, time
import start
home = pathlib.Path(sys.argv[1])
start.HERE, start.VENV, start.CONSTRAINTS = home, home / ".venv", home / "constraints.txt"
start.PYTHON, start.MARK = home / ".venv" / "python", home / ".venv" / "made-by-start.txt"
start.LOCK = home / ".start.lock"
def run(command, **_):
    busy = home / "busy"
    busy.touch(exist_ok=False)
    time.sleep(0.3)
    if "venv" in [str(part) for part in command]:
        start.PYTHON.touch()
    with (home / "ran.txt").open("a") as log:
        log.write(str(command[2]) + " ")
    busy.unlink()
    return 0
start.run = run
start.install(False)
"""
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).touch()
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)],
            cwd=Path(start.__file__).parent,
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    said = [started.communicate(timeout=60)[1].decode() for started in starts]
    assert [started.returncode for started in starts] == [0, 0, 0], said
    assert (tmp_path / "ran.txt").read_text().split() == ["venv", "pip"]
    assert sum("Another start is installing" in text for text in said) == 2


def test_ctrl_c_during_the_installation(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "make_environment", interrupted)
    assert start.main(["demo"]) == 130
    assert capsys.readouterr().err == "Interrupted; the next start goes on with it.\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to end by")
def test_a_program_that_a_signal_ended() -> None:
    code = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    assert start.run([sys.executable, "-c", code]) == 137


@pytest.mark.parametrize("version", [(3, 6), (3, 10)])
def test_an_old_python_is_refused(version: tuple[int, int]) -> None:
    with pytest.raises(start.SetUpError, match=r"3\.11 or newer is needed, and this is Python 3"):
        start.refuse_old_python(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 14), (4, 0)])
def test_a_new_python_is_not(version: tuple[int, int]) -> None:
    start.refuse_old_python(version)


def test_an_old_python_can_read_the_file() -> None:
    """As far as the sentence that it is too old: with the grammar of Python 3.7."""
    source = Path(start.__file__).read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 7))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    arguments = [a for f in functions for a in (*f.args.args, f.args.kwarg) if a is not None]
    types = [*(a.annotation for a in arguments), *(f.returns for f in functions)]
    # Anything but a plain name would be worked out when the file is read, and fail there.
    assert {type(found) for found in types} == {ast.Constant, ast.Name}


def test_only_the_standard_library_is_imported() -> None:
    tree = ast.parse(Path(start.__file__).read_text(encoding="utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_exit_codes_and_variables_are_handed_on() -> None:
    code = "import os, sys; sys.exit(int(os.environ['CODE']))"
    assert start.run([sys.executable, "-c", code], CODE="7") == 7
    assert start.run([sys.executable, "-c", "print('unheard')"], quiet=True) == 0


def test_what_the_user_types(monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(start.__file__).parent
    monkeypatch.chdir(root)
    assert start.typed().endswith(" start.py")
    monkeypatch.chdir(root / "planner")
    assert start.typed().endswith(os.path.join(" ..", "start.py"))


@pytest.mark.parametrize("arguments", [["unknown"], ["formats", "x"]])
def test_a_check_that_is_not_there(arguments: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests", *arguments],
        cwd=Path(start.__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "The checks are: format, lint, spelling, types, tests." in ran.stderr
