"""The command `sweep`: what it says, what it writes, and what it refuses."""

import re
import signal
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.domain.errors import Contradiction
from planner.terminal.screen import Screen
from scenarios.fanout import Following, Here
from scenarios.sweep import curve as curve_module
from scenarios.sweep.curve import follow, look, with_missions
from scenarios.sweep.knobs import FundAmount
from scenarios.sweep.picture import explanation, numbered, png, spread
from scenarios.sweep.study import Study
from scenarios.terminal import sweep_screen as screen_module
from tests.builders import expert, fund, mission, qualification, year
from tests.commands import Ran, column, run, small_year
from tests.workbook import books

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def swept(folder: Path, *options: object) -> Ran:
    """M3 is the only mission that F2 may pay; it costs more than the 1,000 that F2 has."""
    return run("sweep", small_year(folder), "--fund", "F2", "--jobs", 1, *options)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    folder = tmp_path_factory.mktemp("sweep")
    pictures = ("--picture", folder / "d.png", "--picture", folder / "d.html")
    return folder, swept(folder, "--from", 0, "--to", 4000, "--step", 2000, *pictures)


def test_it_says_what_a_little_more_would_do(made: tuple[Path, Ran]) -> None:
    folder, ran = made
    assert ran.code == 0, ran.err
    more = re.search(r"([\d,]+) EUR more delivers M3; no further mission up to", ran.out)
    assert more is not None
    step = 1_000 + int(more[1].replace(",", ""))
    assert column(folder / "year-sweep.xlsx", "Steps", "Value") == [step]
    assert column(folder / "year-sweep.xlsx", "Steps", "Delivered more") == ["M3"]
    assert "All of this is proven" in ran.out
    for amount in (step - 1, step):
        again = swept(folder, "--from", amount, "--to", amount, "-o", folder / "again.xlsx")
        assert f"│ {amount:,} EUR │" in again.out
    values = column(folder / "again.xlsx", "Points", "Value")
    delivered = column(folder / "again.xlsx", "Points", "Missions delivered")
    assert dict(zip(values, delivered, strict=True)) == {1_000: 2, step: 3}


def test_the_workbook_has_tables_and_native_charts(made: tuple[Path, Ran]) -> None:
    book = openpyxl.load_workbook(made[0] / "year-sweep.xlsx")
    assert book.sheetnames == ["Summary", "Points", "Steps", "Missions", "Chart data"]
    assert len(book["Summary"]._charts) == 4
    assert book["Summary"]["A1"].value.startswith("Missions delivered against fund F2")
    assert column(made[0] / "year-sweep.xlsx", "Points", "Value") == [0, 1000, 2000, 4000]
    assert column(made[0] / "year-sweep.xlsx", "Missions", "Mission ID") == ["M3"]


def test_the_picture_is_one_and_the_page_needs_nothing_else(made: tuple[Path, Ran]) -> None:
    assert (made[0] / "d.png").read_bytes().startswith(PNG_SIGNATURE)
    page = (made[0] / "d.html").read_text(encoding="utf-8")
    assert "data:image/png;base64," in page
    assert "How many missions can be delivered with fund F2?" in page
    assert "http" not in page
    assert "Post clearance audit (Belgium) as well" in page


def test_nobody_is_named(made: tuple[Path, Ran]) -> None:
    folder, ran = made
    texts = (ran.out, ran.err, (folder / "d.html").read_text(encoding="utf-8"))
    assert not any("Name of" in text for text in texts)


@pytest.mark.parametrize("width", [80, 120])
def test_the_tables_fit_the_terminal(tmp_path: Path, width: int) -> None:
    typed = ("sweep", small_year(tmp_path), "--fund", "F2", "--step", "50%", "--jobs", 1)
    ran = run(*typed, "--from", 0, "--to", 5000, width=width)
    assert ran.code == 0
    assert max(len(line) for line in ran.out.splitlines() if "│" in line) <= width


def test_all_funds_and_the_release_cap(tmp_path: Path) -> None:
    plan = small_year(tmp_path)
    ran = run("sweep", plan, "--all-funds", "--step", "50%", "--jobs", 1)
    assert ran.code == 0, ran.err
    assert "All funds together at 51,000 EUR" in ran.out
    ran = run("sweep", plan, "--release-cap", "--from", 0, "--to", 12, "--step", 6, "--jobs", 1)
    assert ran.code == 0, ran.err
    assert "The release cap at 12 weeks, as today, delivers 2 of 4 missions." in ran.out
    assert "12 weeks less is not enough for what is agreed already" in ran.out


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ((), "Say what to turn"),
        (("--fund", "F1", "--all-funds"), "one of the three"),
        (("--fund", "f-2"), "Did you mean F2?"),
        (("--fund", "X"), "There are F1 and F2."),
        (("--fund", "F1", "--picture", "d.gif"), "must end in .png or .html"),
        (("--fund", "F1", "--from", "much"), "cannot be read"),
        (("--release-cap", "--from", "-50%"), "whole weeks"),
        (("--fund", "F1", "-o", "year.xlsx"), "never changed"),
        (("--all-funds", "--to", "10000000000", "--step", "1000000000"), "too large"),
    ],
)
def test_what_it_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    small_year(tmp_path)
    ran = run("sweep", "year.xlsx", *typed)
    assert ran.code == 2
    assert words in ran.err
    assert [file.name for file in tmp_path.iterdir()] == ["year.xlsx"]


def other_funds(folder: Path, rows: books.Rows) -> Path:
    return books.save(books.good_book(Funds=rows), folder, "other.xlsx")


def test_funds_that_cannot_be_swept(tmp_path: Path) -> None:
    none = books.save(books.good_book(), tmp_path, "none.xlsx")
    assert "has no funds" in run("sweep", none, "--all-funds").err
    empty = other_funds(tmp_path, [{"Fund ID": "F1", "Amount": 0}])
    assert "a percentage of nothing" in run("sweep", empty, "--fund", "F1").err
    assert "Sweep one fund instead" in run("sweep", empty, "--all-funds").err
    broken = books.save(books.good_book(Experts=[]), tmp_path, "broken.xlsx")
    assert run("sweep", broken, "--all-funds").code == 2


def test_a_pending_fund_is_told(tmp_path: Path) -> None:
    rows = [{"Fund ID": "F1", "Amount": 9000, "Status": "Pending"}]
    typed = ("--fund", "F1", "--step", "50%", "--jobs", 1, "--from", "-0%")
    ran = run("sweep", other_funds(tmp_path, rows), *typed)
    assert "is Pending and pays nothing" in ran.err
    assert "No more missions are delivered" in ran.out


def many_steps() -> Study:
    """Twelve missions that cost 2,300 to 2,311: twelve steps so close that numbers would meet."""
    missions = tuple(mission(f"M{n}", fixed_cost=n, title="Workshop " * 9) for n in range(12))
    people = tuple(expert(f"E{n}", "FR") for n in range(12))
    found = year(
        missions=missions,
        experts=people,
        qualifications=tuple(qualification(e.id) for e in people),
        funds=(fund("F1", 5_000),),
    )
    return Study(found, FundAmount("F1"))


def test_a_picture_of_many_steps_explains_those_that_it_has_room_for() -> None:
    study = many_steps()
    found = follow(look(study, (0, 5_000, 30_000), Here(), Following()), Here(), Following())
    curve = with_missions(found, Here())
    assert len(curve.ups) == 10
    shown = numbered(curve)
    assert 2 < len(shown) < 12
    assert min(abs(change.value - 5_000) for change in shown) == 400
    assert all("Belgium" in explanation(curve, change) for change in shown)
    assert png(curve) == png(curve)


def test_numbers_keep_their_distance() -> None:
    places = spread([0.1, 0.1, 0.11, 0.5, 0.9, 0.91], 0.04)
    assert all(b - a >= 0.04 - 1e-9 for a, b in pairwise(places))
    assert places[3] == 0.5
    assert sum(places[:3]) == pytest.approx(0.31)


def test_ctrl_c_keeps_the_points_that_are_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    solved = curve_module.point_at

    def impatient(study: Study, value: int, *rest: Any) -> Any:
        calls.append(value)
        if len(calls) > 1:
            signal.raise_signal(signal.SIGINT)
        return solved(study, value, *rest)

    monkeypatch.setattr(curve_module, "point_at", impatient)
    picture = tmp_path / "d.html"
    ran = swept(tmp_path, "--from", 1000, "--to", 3000, "--step", 1000, "--picture", picture)
    assert ran.code == 0, ran.err
    assert "ended before the exact values between the points were found" in ran.out
    assert column(tmp_path / "year-sweep.xlsx", "Points", "Value") == [1000]
    assert "Every step" not in picture.read_text(encoding="utf-8")
    ran = swept(tmp_path, "-o", tmp_path / "again.xlsx")
    assert ran.code == 130
    assert not (tmp_path / "again.xlsx").exists()


def test_ctrl_c_between_the_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def impatient(*_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(curve_module, "nearest", impatient)
    ran = swept(tmp_path, "--from", 1000, "--to", 30000, "--step", 29000)
    assert ran.code == 0, ran.err
    assert "ended before" in ran.out


def test_a_fault_of_the_planner_is_told_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise Contradiction("a plan that is none")

    monkeypatch.setattr(curve_module, "point_at", broken)
    ran = swept(tmp_path)
    assert ran.code == 3
    assert "contradicts the model" in ran.err


def test_experts_with_a_cap_of_their_own_are_told(tmp_path: Path) -> None:
    experts = [books.expert("E1", **{"Release cap weeks": 3}), books.expert("E2")]
    path = books.save(books.good_book(Experts=experts), tmp_path, "caps.xlsx")
    ran = run("sweep", path, "--release-cap", "--from", 12, "--to", 12, "--jobs", 1)
    assert "1 of 2 experts have release cap weeks of their own" in ran.err


def test_a_table_of_many_steps_shows_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    study = many_steps()
    found = follow(look(study, (0, 5_000, 30_000), Here(), Following()), Here(), Following())
    curve = with_missions(found, Here())
    monkeypatch.setattr(screen_module, "_MOST_STEPS", 3)
    lines: list[str] = []
    monkeypatch.setattr(Screen, "say", lambda _, text="", style="": lines.append(text))
    screen_module.show(Screen(quiet=True), curve)
    assert "... and 9 more, on the sheet Steps." in lines
