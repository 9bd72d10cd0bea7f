"""The command `scenarios`: comparison on the terminal and in a workbook, files, refusals."""

import os
import pickle
import signal
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.app.outputs import saving
from planner.domain.errors import CannotWrite
from planner.workbook.openxml.package import Package
from scenarios.fanout import Harvest, fan_out
from scenarios.study.solving import ScenarioAnswer
from tests.commands import SOMEBODY, edit, fingerprint, run
from tests.scenarios.years import COST, DEFAULT, book, row
from tests.test_cli_process import POSIX, PROGRAM
from tests.workbook.books import expert as expert_row

TEXT_FORMULA = "=1+1"


def sheet(path: Path, name: str, top: int = 1) -> list[dict[str, Any]]:
    """The rows of a table below its header row."""
    rows = list(openpyxl.load_workbook(path)[name].iter_rows(min_row=top, values_only=True))
    found = []
    for values in rows[1:]:
        if values[0] is None:
            break
        line = zip(rows[0], values, strict=True)
        found.append({header: value for header, value in line if header is not None})
    return found


def table_rows(text: str) -> dict[str, list[str]]:
    """The rows of the table on the terminal, by scenario."""
    lines = [line for line in text.splitlines() if line.startswith("│")]
    cells = [[cell.strip() for cell in line.strip("│").split("│")] for line in lines]
    return {line[0]: line[1:] for line in cells}


def test_the_comparison_on_the_terminal(tmp_path: Path) -> None:
    path = book(tmp_path)
    before = fingerprint(path)
    ran = run("scenarios", path, "--jobs", 1)
    assert ran.code == 0, ran.err
    # Delivered, lost, gained, externals, cost, proven.
    rows = table_rows(ran.out)
    assert list(rows) == ["Base", "Cut", "E1 leaves", "Later"]
    assert rows["Base"] == ["3", "", "", "0", f"{3 * COST:,}", "yes", *rows["Base"][6:]]
    assert rows["Cut"][:4] == ["2", "1", "0", "0"]
    assert rows["E1 leaves"][:3] == ["2", "1", "0"]
    assert rows["Later"][:3] == ["3", "0", "0"]
    assert "Cut loses M3." in ran.out
    assert "Every plan is proven" in ran.out
    assert f"Written: {tmp_path / 'plan-scenarios.xlsx'}" in ran.out
    assert "Cut: 2 missions delivered, proven" in ran.err
    assert fingerprint(path) == before


def test_the_narrow_table_fits(tmp_path: Path) -> None:
    ran = run("scenarios", book(tmp_path), "--jobs", 1, width=80)
    assert ran.code == 0
    assert max(map(len, ran.out.split("Written:")[0].splitlines())) <= 80


def test_the_comparison_workbook(tmp_path: Path) -> None:
    assert run("scenarios", book(tmp_path), "--jobs", 1, "-o", tmp_path / "c.xlsx").code == 0
    workbook = openpyxl.load_workbook(tmp_path / "c.xlsx")
    assert workbook.sheetnames == ["Comparison", "Missions", "What changed", "Fund use"]
    base, cut, leaves, later = sheet(tmp_path / "c.xlsx", "Comparison", 4)
    assert (base["Answer"], base["Delivered"], base["Lost"], base["Cost"]) == (
        "base plan",
        3,
        None,
        3 * COST,
    )
    assert (cut["Scenario"], cut["Answer"]) == ("Cut", "re-optimised")
    assert (cut["Delivered"], cut["Lost"], cut["Missions lost"]) == (2, 1, "M3")
    assert (cut["delivery-1"], cut["delivery-3"], cut["Level cost"]) == (1, 0, 2 * COST)
    assert (cut["Weeks"], cut["Fund use"], cut["Proven"]) == (2, 0.83, "yes")
    assert cut["What the scenario changes"] == "Fund F1: 8,640 EUR instead of 10,800 EUR (-20%)."
    assert leaves["Lost"] == 1
    assert (later["Lost"], later["Moved"]) == (0, 1)
    assert len(workbook["Comparison"]._charts) == 3


def test_missions_by_scenarios_with_coloured_differences(tmp_path: Path) -> None:
    assert run("scenarios", book(tmp_path), "--jobs", 1, "-o", tmp_path / "c.xlsx").code == 0
    first, _, third = sheet(tmp_path / "c.xlsx", "Missions", 4)
    assert first["Mission ID"] == "M1"
    assert first["Base"].startswith("8 Mar 2027 · E")
    assert first["Base"].endswith(" · F1")
    assert first["Cut"] == "as in the base plan"
    assert first["Later"].startswith("moved")
    assert "10 May 2027" in first["Later"]
    assert third["Cut"] == third["E1 leaves"] == "lost"
    cells = openpyxl.load_workbook(tmp_path / "c.xlsx")["Missions"]
    assert cells["F7"].fill.fgColor.rgb == "00F8CBAD"
    assert cells["F5"].fill.fill_type is None


def test_what_changed_in_sentences(tmp_path: Path) -> None:
    assert run("scenarios", book(tmp_path), "--jobs", 1, "-o", tmp_path / "c.xlsx").code == 0
    rows = sheet(tmp_path / "c.xlsx", "What changed")
    short = {line["Scenario"]: line["In words"] for line in rows if line["What"] == "in short"}
    assert short["Cut"] == "1 mission lost; 3,600 EUR less than the base plan."
    assert short["Later"].endswith("the cost is that of the base plan.")
    [lost] = [line for line in rows if line["Scenario"] == "Cut" and line["Mission ID"]]
    assert (lost["Mission ID"], lost["Priority"], lost["What"]) == ("M3", 3, "lost")
    assert lost["In words"].startswith(
        "Not delivered any more; in the base plan from 8 March 2027 with E"
    )
    [moved] = [line for line in rows if line["Scenario"] == "Later" and line["Mission ID"] == "M1"]
    assert moved["In words"].startswith("Starts on 10 May 2027 instead of 8 March 2027.")


def test_the_money_of_every_fund(tmp_path: Path) -> None:
    assert run("scenarios", book(tmp_path), "--jobs", 1, "-o", tmp_path / "c.xlsx").code == 0
    rows = {(r["Scenario"], r["Fund ID"]): r for r in sheet(tmp_path / "c.xlsx", "Fund use")}
    assert rows["Cut", "F1"]["Available"] == 8_640
    assert rows["Cut", "F1"]["Planned"] == 2 * COST
    assert rows["Cut", "F1"]["Against the base"] == -COST
    assert rows["Base", "F2"]["Planned"] == 0


def test_repaired_plans_say_so(tmp_path: Path) -> None:
    path = book(tmp_path)
    ran = run("scenarios", path, "--jobs", 1, "--repair", "-o", tmp_path / "c.xlsx")
    assert ran.code == 0
    assert "Repaired: the base plan is kept as far as no mission is lost for it." in ran.out
    base, cut, leaves, later = sheet(tmp_path / "c.xlsx", "Comparison", 4)
    assert [line["Answer"] for line in (base, cut)] == ["base plan", "repaired"]
    # One row of three goes with its mission or its expert; the others stay as they are.
    assert (cut["Moved"], cut["Other experts"], cut["stability"]) == (0, 0, 1)
    assert (later["Moved"], later["Other experts"], later["stability"]) == (1, 0, 1)
    assert leaves["Delivered"] == 2


def test_some_scenarios_by_name(tmp_path: Path) -> None:
    ran = run("scenarios", book(tmp_path), "--jobs", 1, "-s", "later", "-s", "CUT")
    assert list(table_rows(ran.out)) == ["Base", "Cut", "Later"]


def test_an_unknown_scenario(tmp_path: Path) -> None:
    ran = run("scenarios", book(tmp_path), "-s", "Cuts")
    assert ran.code == 2
    assert 'There is no scenario "Cuts". Did you mean Cut? There are "Cut"' in ran.err


def test_bad_scenarios_that_nobody_asked_for_do_no_harm(tmp_path: Path) -> None:
    rows = [*DEFAULT, row("Bad", "fund amount", "F9", "-20%")]
    path = book(tmp_path, rows)
    assert run("scenarios", path, "--jobs", 1, "-s", "Cut").code == 0
    ran = run("scenarios", path, "-o", tmp_path / "c.xlsx", width=160)
    assert ran.code == 2
    assert "There is no fund with the ID" in ran.err
    assert not (tmp_path / "c.xlsx").exists()


def test_no_scenario_at_all(tmp_path: Path) -> None:
    ran = run("scenarios", book(tmp_path, []))
    assert ran.code == 2
    assert "There is no scenario in plan.xlsx. Fill in the sheet Scenarios" in ran.err


def test_a_workbook_with_errors(tmp_path: Path) -> None:
    ran = run("scenarios", book(tmp_path, Experts=[{"Expert ID": "E1"}]))
    assert ran.code == 2
    assert "Mend the errors" in ran.err


def test_scenarios_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "study.toml"
    file.write_text(
        '[[scenario]]\nname = "Half"\n'
        'change = [{change = "fund amount", target = "F1", value = "-50%"}]\n',
        encoding="utf-8",
    )
    ran = run("scenarios", book(tmp_path), "--jobs", 1, "--toml", file)
    assert ran.code == 0
    assert list(table_rows(ran.out)) == ["Base", "Half"]


def test_a_scenario_without_a_plan(tmp_path: Path) -> None:
    status = [{"Mission ID": "M1", "Expert ID": "E1", "Start": "2027-03-08", "Status": "Confirmed"}]
    rows = [row("Nothing left", "fund amount", "F1", 0), DEFAULT[0]]
    ran = run("scenarios", book(tmp_path, rows, Assignments=status), "--jobs", 1)
    assert ran.code == 0
    assert table_rows(ran.out)["Nothing left"][0] == "no plan"
    assert "Nothing left: no plan. What is agreed cannot be kept: E1 for M1" in ran.out
    lines = sheet(tmp_path / "plan-scenarios.xlsx", "What changed")
    assert lines[0]["In words"].startswith("There is no plan. What is agreed")
    missions = sheet(tmp_path / "plan-scenarios.xlsx", "Missions", 4)
    assert {line["Nothing left"] for line in missions} == {"no plan"}


def test_no_time_for_any_plan(tmp_path: Path) -> None:
    ran = run("scenarios", book(tmp_path), "--jobs", 1, "--time-limit", "0.000001")
    assert ran.code == 2
    assert "No scenario has a plan, so nothing was written." in ran.err
    assert not (tmp_path / "plan-scenarios.xlsx").exists()


def test_added_missions_and_text_that_is_no_formula(tmp_path: Path) -> None:
    file = tmp_path / "study.toml"
    file.write_text(
        f'[[scenario]]\nname = "{TEXT_FORMULA}"\n[[scenario.change]]\nchange = "mission added"\n'
        f'"Mission ID" = "N1"\nTitle = "{TEXT_FORMULA}"\nHost = "Japan"\nExpertise = "TOA/PCA"\n'
        'Experts = 1\nPriority = 1\n"Earliest start" = 2027-06-07\n"Latest end" = 2027-06-11\n'
        '"Working days" = 5\n[[scenario.change]]\nchange = "mission cancelled"\ntarget = "M2"\n',
        encoding="utf-8",
    )
    ran = run("scenarios", book(tmp_path), "--jobs", 1, "--toml", file, "-o", tmp_path / "c.xlsx")
    assert ran.code == 0, ran.err
    assert table_rows(ran.out)[TEXT_FORMULA][:3] == ["3", "1", "1"]
    package = Package.read(BytesIO((tmp_path / "c.xlsx").read_bytes()))
    sheets = [c for name, c in package.parts.items() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any(b"<f>" in content for content in sheets)
    rows = {line["Mission ID"]: line for line in sheet(tmp_path / "c.xlsx", "Missions", 4)}
    assert rows["N1"]["Title"] == TEXT_FORMULA
    assert rows["N1"]["Base"] == "not in the year"
    assert rows["N1"][TEXT_FORMULA].startswith("added, gained: 7 Jun 2027")
    assert rows["M2"][TEXT_FORMULA] == "cancelled, lost"


def test_names_of_scenarios_that_are_headers_already(tmp_path: Path) -> None:
    rows = [row("Title", "fund withdrawn", "F2"), row("Host", "fund withdrawn", "F2")]
    assert run("scenarios", book(tmp_path, rows), "--jobs", 1).code == 0
    [first, *_] = sheet(tmp_path / "plan-scenarios.xlsx", "Missions", 4)
    assert list(first) == [
        "Mission ID",
        "Title",
        "Host",
        "Priority",
        "Base",
        "Title (2)",
        "Host (2)",
    ]


def test_no_person_is_sent_to_workers_or_named_on_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[bytes] = []

    def watched(
        work: Any, job: Any, tasks: Any, by: Any, following: Any
    ) -> Harvest[ScenarioAnswer]:
        sent.append(pickle.dumps((job, tuple(tasks))))
        return fan_out(work, job, tasks, by, following)

    monkeypatch.setattr("scenarios.app.comparing.fan_out", watched)
    people = [expert_row(f"E{n}", Name=SOMEBODY) for n in (1, 2, 3)]
    contacts = [{"Administration": "France", "NCP name": SOMEBODY, "NCP e-mail": "q@example.org"}]
    path = book(tmp_path, Experts=people, Administrations=contacts)
    ran = run("scenarios", path, "--jobs", 1)
    assert ran.code == 0
    assert SOMEBODY not in ran.out + ran.err
    assert len(sent) == 2
    assert not any(SOMEBODY.encode() in content or b"example.org" in content for content in sent)


# The whole workbook of each scenario


def test_the_workbook_of_each_scenario_keeps_every_rule_of_its_own_year(tmp_path: Path) -> None:
    folder = tmp_path / "full"
    ran = run("scenarios", book(tmp_path, DEFAULT[:2]), "--jobs", 1, "--full", folder)
    assert ran.code == 0, ran.err
    names = ["Base.xlsx", "Cut.xlsx", "E1 leaves.xlsx"]
    assert sorted(file.name for file in folder.iterdir()) == names
    for file in folder.iterdir():
        verified = run("verify", file)
        assert verified.code == 0, verified.out
        assert "changed by hand" not in verified.out
    assert sheet(folder / "Cut.xlsx", "Funds")[0]["Amount"] == 8_640
    assert [line["Mission ID"] for line in sheet(folder / "Cut.xlsx", "Not delivered")] == ["M3"]
    lost = sheet(tmp_path / "plan-scenarios.xlsx", "What changed")[1]
    assert "No fund has the money" in lost["In words"]
    # A second study replaces the files, as long as nobody has saved one since.
    again = ("scenarios", tmp_path / "plan.xlsx", "--jobs", 1, "-s", "Cut", "--full", folder)
    assert run(*again).code == 0
    edit(folder / "Cut.xlsx", "Funds", lambda cells: cells.append(["F3", 5]))
    ran = run(*again)
    assert ran.code == 2
    assert "holds Cut.xlsx, which the planner did not write, or somebody saved since" in ran.err


def test_folders_that_cannot_be(tmp_path: Path) -> None:
    path = book(tmp_path)
    assert "is a file" in run("scenarios", path, "--full", path).err
    missing = tmp_path / "none" / "full"
    assert "There is no folder" in run("scenarios", path, "--full", missing).err


# Wherever it is worked out: test_same_everywhere.py


def test_a_cluster_that_is_not_there(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    ran = run("scenarios", book(tmp_path), "--cluster", "tcp://127.0.0.1:9")
    assert ran.code == 2
    assert "No Dask scheduler answers" in ran.err


def test_a_comparison_that_is_locked_by_now_gets_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path)
    locked = tmp_path / "plan-scenarios.xlsx"
    assert run("scenarios", path, "--jobs", 1, "-s", "Cut").code == 0

    save_whole = saving.save_whole

    def write(target: Path, *rest: Any) -> None:
        if target == locked:
            raise CannotWrite("it is open in Excel")
        save_whole(target, *rest)

    monkeypatch.setattr(saving, "save_whole", write)
    ran = run("scenarios", path, "--jobs", 1, "-s", "Cut")
    assert ran.code == 0
    assert f"Written: {tmp_path / 'plan-scenarios (2).xlsx'}" in ran.out


# Ctrl-C


def interrupted_after(number: int) -> Any:
    """A fan-out that is interrupted where it has more tasks than so many."""

    def cut_short(
        work: Any, job: Any, tasks: Any, by: Any, following: Any
    ) -> Harvest[ScenarioAnswer]:
        done = fan_out(work, job, tasks[:number], by, following).results
        rest = [None for _ in tasks[number:]]
        return Harvest((*done, *rest), interrupted=bool(rest))

    return cut_short


def test_ctrl_c_keeps_what_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenarios.app.comparing.fan_out", interrupted_after(1))
    ran = run("scenarios", book(tmp_path), "--jobs", 1)
    assert ran.code == 0
    assert "Interrupted: 2 of 4 plans were finished." in ran.out
    rows = sheet(tmp_path / "plan-scenarios.xlsx", "Comparison", 4)
    assert [line["Answer"] for line in rows] == [
        "base plan",
        "re-optimised",
        "not finished",
        "not finished",
    ]
    assert table_rows(ran.out)["Later"][0] == "not finished"
    assert "Every plan that was finished is proven" in ran.out
    note = openpyxl.load_workbook(tmp_path / "plan-scenarios.xlsx")["Comparison"]["A2"].value
    assert note.endswith("The study was interrupted before its end.")


def test_ctrl_c_before_there_is_any_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenarios.app.comparing.fan_out", interrupted_after(0))
    for options in ((), ("--repair",)):
        ran = run("scenarios", book(tmp_path), "--jobs", 1, *options)
        assert ran.code == 130
        assert "Interrupted before there was any plan" in ran.err


STUDIES = {
    "scenarios": (),
    "sweep": ("--all-funds", "--step", "5%"),
    "stress": ("--decline", "50%", "--trials", "2000"),
}


@POSIX
@pytest.mark.parametrize("command", STUDIES)
def test_ctrl_c_ends_the_program_and_its_processes(tmp_path: Path, command: str) -> None:
    path = tmp_path / "plan.xlsx"
    missions = 20 if command == "stress" else 40
    assert run("sample", path, "--missions", missions, "--experts", 2 * missions).code == 0
    planned = [path] if command == "stress" else []
    if planned:
        assert run("solve", path, "-o", tmp_path / "planned.xlsx").code == 0
        planned.append(tmp_path / "planned.xlsx")
    process = subprocess.Popen(
        [*PROGRAM, command, *map(str, planned or [path]), *STUDIES[command], "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Read ")
    time.sleep(3)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes
    out, err = process.communicate(timeout=60)
    assert process.returncode in (0, 130), err
    assert "Traceback" not in err
    assert "Interrupted" in out + err or " ended " in out
    if sys.platform == "linux":
        _wait_until_gone(process.pid)


def _wait_until_gone(group: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError("a process is still there")
