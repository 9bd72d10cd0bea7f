"""The commands template, sample and demo: new workbooks, and none that is overwritten."""

import re
from pathlib import Path

import pytest

from planner.app import demo
from planner.app.outputs import targets
from planner.domain.errors import BadInput, Contradiction, NoPlan
from planner.sample.book import write_sample
from planner.terminal import exits
from tests.commands import column, edit, fingerprint, run
from tests.workbook.files import read

SMALL = ("--missions", 4, "--experts", 10)


def test_a_template_is_an_empty_workbook(tmp_path: Path) -> None:
    ran = run("template", tmp_path / "plan.xlsx")
    assert ran == (0, f"Written: {tmp_path / 'plan.xlsx'}\n", "")
    assert column(tmp_path / "plan.xlsx", "Missions", "Mission ID") == []
    checked = run("check", tmp_path / "plan.xlsx")
    assert checked.code == 2
    assert "The sheet Missions has no rows." in checked.out


def test_a_sample_has_the_size_that_was_asked_for(tmp_path: Path) -> None:
    ran = run("sample", tmp_path / "plan.xlsx", *SMALL, "--seed", 5)
    assert ran == (0, f"Written: {tmp_path / 'plan.xlsx'}\n", "")
    year = read(tmp_path / "plan.xlsx").year
    assert year is not None
    assert (len(year.missions), len(year.experts)) == (4, 10)


def test_a_sample_depends_on_its_seed_alone(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        run("sample", tmp_path / f"{name}.xlsx", *SMALL, "--seed", seed)
    prints = [fingerprint(tmp_path / f"{name}.xlsx") for name in "abc"]
    assert prints[0] == prints[1] != prints[2]


@pytest.mark.parametrize("command", ["template", "sample"])
def test_no_workbook_is_overwritten(tmp_path: Path, command: str) -> None:
    target = tmp_path / "plan.xlsx"
    assert run("sample", target, *SMALL).code == 0
    before = fingerprint(target)
    ran = run(command, target)
    assert ran.code == 2
    assert ran.err == (
        "Error: plan.xlsx exists already and is not overwritten. Give another name, or delete "
        "the file first.\n"
    )
    assert fingerprint(target) == before


@pytest.mark.parametrize("command", ["template", "sample"])
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("plan", "plan must end in .xlsx, for example plan.xlsx."),
        ("plan.xls", "plan.xls must end in .xlsx"),
        ("nowhere/plan.xlsx", "There is no folder nowhere."),
        (".", "is a folder. Give the name of a file to write in it."),
    ],
)
def test_names_that_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, name: str, sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(command, name)
    assert ran.code == 2
    assert sentence in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("option", "value"),
    [("--missions", 0), ("--missions", 5001), ("--experts", 0), ("--seed", -1), ("--seed", "one")],
)
def test_sizes_that_are_refused(tmp_path: Path, option: str, value: object) -> None:
    ran = run("sample", tmp_path / "plan.xlsx", option, value)
    assert ran.code == 2
    assert f"Invalid value for '{option}'" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(targets.tempfile, "TemporaryFile", refuse)
    ran = run("template", tmp_path / "plan.xlsx")
    assert ran.code == 2
    assert f"You may not write in the folder {tmp_path}" in ran.err


def test_a_file_of_no_bytes_may_be_written_over(tmp_path: Path) -> None:
    """As programs make them that ask for the name of a temporary file."""
    target = tmp_path / "plan.xlsx"
    target.touch()
    assert run("template", target).code == 0


def test_free_names_count_up(tmp_path: Path) -> None:
    target = tmp_path / "plan.xlsx"
    assert targets.free_name(target).name == "plan (2).xlsx"
    (tmp_path / "plan (2).xlsx").touch()
    assert targets.free_name(target).name == "plan (3).xlsx"


# The demo


@pytest.fixture
def small_demo(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The demo with a smaller sample, in an empty folder."""
    monkeypatch.setattr(demo, "write_sample", lambda target: write_sample(target, 6, 15, 3))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_demo_says_where_to_look_and_how_to_go_on(small_demo: Path) -> None:
    ran = run("demo")
    assert ran.code == 0
    folder = small_demo / "mission-planner-demo"
    assert sorted(file.name for file in folder.iterdir()) == ["sample-assigned.xlsx", "sample.xlsx"]
    assert "of 6 missions can be delivered." in ran.out
    assert f"Open {Path('mission-planner-demo') / 'sample-assigned.xlsx'} in Excel" in ran.out
    typed = re.findall(r"^    mission-planner (.*)$", ran.out, re.MULTILINE)
    assert [line.split()[0] for line in typed] == ["solve", "template"]
    for line in typed:
        assert run(*line.split()).code == 0


def test_the_demo_can_be_repeated_and_keeps_a_changed_sample(small_demo: Path) -> None:
    run("demo", "mine")
    sample = small_demo / "mine" / "sample.xlsx"
    edit(sample, "Missions", lambda sheet: sheet.delete_rows(2))
    before = fingerprint(sample)
    ran = run("demo", "mine")
    assert ran.code == 0
    assert "is there already and is planned as it is." in ran.err
    assert "of 5 missions can be delivered." in ran.out
    assert fingerprint(sample) == before


def test_a_demo_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    ran = run("demo", tmp_path / "taken")
    assert ran.code == 2
    assert "taken cannot be made: " in ran.err


def test_every_error_has_its_exit_code() -> None:
    assert exits.answer(BadInput("Not so.")) == ("Not so.", 2)
    assert exits.answer(NoPlan("Not so.", interrupted=True)) == ("Not so.", 130)
    assert exits.answer(Contradiction("cost"))[1] == 3
