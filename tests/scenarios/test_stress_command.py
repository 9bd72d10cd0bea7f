"""The command `stress`: what it says, what it writes, and what it refuses."""

import signal
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.domain.errors import Contradiction
from scenarios.app import stressing as stress_run
from tests.commands import MONDAY, SOMEBODY, Ran, column, fingerprint, run
from tests.workbook.books import Rows, expert, good_book, mission, qualification, save

RATES: Rows = [{"Administration": "Spain", "Decline rate": 0}]


def book(folder: Path, *, status: str = "Proposed", name: str = "plan.xlsx", **sheets: Any) -> Path:
    """M1 has E1 of France, whom only E3 of Spain could replace; M2 has E2 of Kenya."""
    countries = {"E1": "France", "E2": "Kenya", "E3": "Spain"}
    french = {"E1": "French", "E2": "English", "E3": "French"}
    sheets = {
        "Missions": [
            mission("M1", Languages="French"),
            mission("M2", Host="Peru", Priority=2),
        ],
        "Experts": [
            expert(e, Administration=country, Languages=french[e], Name=SOMEBODY)
            for e, country in countries.items()
        ],
        "Qualifications": [qualification(e, Since=date(2024, 5, 3)) for e in countries],
        "Assignments": [
            {"Mission ID": "M1", "Expert ID": "E1", "Start": MONDAY, "Status": status},
            {"Mission ID": "M2", "Expert ID": "E2", "Start": MONDAY, "Status": "Confirmed"},
        ],
    } | sheets
    return save(good_book(**sheets), folder, name)


def stressed(folder: Path, *options: object, **sheets: Any) -> Ran:
    path = book(folder, **sheets)
    return run("stress", path, path, "--trials", 10, "--jobs", 1, *options)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    folder = tmp_path_factory.mktemp("stress")
    return folder, stressed(folder, "--decline", "50%")


def test_it_says_who_steps_in(made: tuple[Path, Ran]) -> None:
    folder, ran = made
    assert ran.code == 0, ran.err
    assert "2.0 of 2 missions survive on average, and 2 at the 5th percentile" in ran.out
    assert "The stand-bys who help most: E3" in ran.out
    assert "waits for (1 release)" in ran.out
    assert column(folder / "plan-stress.xlsx", "Stand-bys", "Expert ID") == ["E3"]
    trials = column(folder / "plan-stress.xlsx", "Trials", "Declined")
    assert len(trials) == 10
    assert column(folder / "plan-stress.xlsx", "Stand-bys", "Trials") == [sum(trials)]


def test_the_workbook_has_tables_and_native_charts(made: tuple[Path, Ran]) -> None:
    sheets = openpyxl.load_workbook(made[0] / "plan-stress.xlsx")
    names = ["Missions", "Experts", "Administrations", "Stand-bys", "Trials", "Distribution"]
    assert sheets.sheetnames == ["Summary", *names]
    assert len(sheets["Summary"]._charts) == 2  # nothing is lost, so nothing to show of that
    assert column(made[0] / "plan-stress.xlsx", "Missions", "Survives") == [1, 1]
    assert column(made[0] / "plan-stress.xlsx", "Administrations", "Decline rate") == [0.5]


def test_nobody_is_named_on_the_terminal(made: tuple[Path, Ran]) -> None:
    folder, ran = made
    assert SOMEBODY not in ran.out + ran.err
    assert SOMEBODY in column(folder / "plan-stress.xlsx", "Experts", "Expert")


def test_the_input_is_not_changed_and_the_seed_decides(tmp_path: Path) -> None:
    path = book(tmp_path)
    before = fingerprint(path)
    typed = ("stress", path, path, "--trials", 10, "--jobs", 1, "--decline", "50%")
    draws = []
    for seed in (1, 1, 2):
        assert run(*typed, "--seed", seed).code == 0
        draws.append(column(tmp_path / "plan-stress.xlsx", "Trials", "Declined"))
    assert draws[0] == draws[1] != draws[2]
    assert fingerprint(path) == before


def test_without_a_stand_by_the_mission_is_lost(tmp_path: Path) -> None:
    away = [{"Applies to": "Expert", "Who": "E3", "From": date(2027, 1, 1)}]
    ran = stressed(tmp_path, "--decline", "100%", Unavailability=away)
    assert "1.0 of 2 missions survive" in ran.out
    assert "M1 (100%)" in ran.out
    assert "hangs on 1 expert: E1 (loses M1)" in ran.out
    assert "hangs on 1 administration: France" in ran.out
    assert column(tmp_path / "plan-stress.xlsx", "Trials", "Which") == ["M1"] * 10


@pytest.mark.parametrize("typed", ["80%", 0.8, 80, "80 %"])
def test_the_rate_comes_from_the_workbook(tmp_path: Path, typed: object) -> None:
    rates = [{"Administration": "France", "Decline rate": typed}]
    ran = stressed(tmp_path, Administrations=rates)
    assert ran.code == 0, ran.err
    assert column(tmp_path / "plan-stress.xlsx", "Administrations", "Decline rate") == [0.8]


@pytest.mark.parametrize("typed", ["often", 120, -1, "12.5%"])
def test_what_is_no_rate_in_the_workbook(tmp_path: Path, typed: object) -> None:
    rates = [{"Administration": "France", "Decline rate": typed}]
    ran = stressed(tmp_path, "--decline", "5%", Administrations=rates)
    assert ran.code == 2
    assert "Decline rate" in ran.err or "B2" in ran.err


@pytest.mark.parametrize("quick", [(), ("--quick",)])
def test_the_tables_fit_the_terminal(tmp_path: Path, quick: tuple[str, ...]) -> None:
    path = book(tmp_path)
    typed = ("stress", path, path, "--trials", 3, "--jobs", 1, "--decline", "50%")
    ran = run(*typed, *quick, width=80)
    assert ran.code == 0
    assert max(len(line) for line in ran.out.splitlines() if "Written" not in line) <= 80


def test_what_it_refuses(tmp_path: Path) -> None:
    path = book(tmp_path)
    assert "administrations decline, for example 20%" in run("stress", path, path).err
    assert "is no rate" in run("stress", path, path, "--decline", "2").err
    settled = book(tmp_path, status="Confirmed", name="settled.xlsx")
    assert "can be declined" in run("stress", settled, settled, "--decline", "1%").err
    empty = book(tmp_path, name="empty.xlsx", Assignments=[])
    assert "There is no plan in empty.xlsx" in run("stress", path, empty, "--decline", "1%").err
    other = save(
        good_book(
            Missions=[mission("M9")],
            Assignments=[
                {"Mission ID": "M9", "Expert ID": "E1", "Start": MONDAY, "Status": "Proposed"}
            ],
        ),
        tmp_path,
        "other.xlsx",
    )
    ran = run("stress", path, other, "--decline", "1%")
    assert ran.code == 2
    assert "Give a plan of the same year" in ran.err
    assert run("stress", path, path, "--decline", "1%", "-o", path).code == 2


def test_a_plan_that_breaks_a_rule_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path)
    away = [{"Applies to": "Expert", "Who": "E1", "From": date(2027, 1, 1)}]
    closed = book(tmp_path, name="closed.xlsx", Unavailability=away)
    ran = run("stress", closed, path, "--decline", "1%")
    assert ran.code == 2
    assert "breaks 1 rule of the year in closed.xlsx" in ran.err


def test_a_workbook_with_errors_is_refused(tmp_path: Path) -> None:
    broken = save(good_book(Experts=[]), tmp_path, "broken.xlsx")
    assert run("stress", broken, broken, "--decline", "1%").code == 2


def test_ctrl_c_keeps_the_trials_that_are_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[object] = []
    work = stress_run.result_of

    def impatient(*arguments: Any) -> Any:
        calls.append(arguments)
        if len(calls) > 4:
            signal.raise_signal(signal.SIGINT)
        return work(*arguments)

    monkeypatch.setattr(stress_run, "result_of", impatient)
    ran = stressed(tmp_path, "--decline", "50%")
    assert ran.code == 0, ran.err
    assert "The test was ended after 4 of 10 trials." in ran.out
    calls.extend([None] * 4)
    ran = stressed(tmp_path, "--decline", "50%")
    assert ran.code == 130
    assert "nothing was written" in ran.err


def test_a_fault_of_the_planner_is_told_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise Contradiction("cost")

    monkeypatch.setattr(stress_run, "result_of", broken)
    assert stressed(tmp_path, "--decline", "50%").code == 3
