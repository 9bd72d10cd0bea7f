"""Plans of several planners joined, told where they contradict, planned, and taken apart again."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from models.facts.instance import Year
from models.facts.mission import CalledOff
from planner.app import together
from planner.app.load import load, plan_in
from planner.app.plan import plan
from planner.app.verify import verify
from planner.domain.errors import BadInput
from planner.domain.past import settled
from planner.sample.build import sample_year
from tests.builders import agreed, expert, fund, mission, qualification, year
from tests.commands import run, year_file

MINE = (agreed("M1", "E1", fund_id="F1"),)
THEIRS = (agreed("M2", "E1", fund_id="F1"),)
PARTS = ("a.xlsx", "b.xlsx")


def books(folder: Path, *years: Year) -> list[Path]:
    """Each year as a workbook: a.xlsx, b.xlsx."""
    files = [folder / name for name in PARTS]
    for file, one in zip(files, years, strict=True):
        year_file(file, one)
    return files


def joined(folder: Path, *years: Year) -> together.Joined:
    return together.merged([load(file) for file in books(folder, *years)])


def one(**changes: object) -> Year:
    facts = {
        "missions": (mission("M1"),),
        "experts": (expert("E1"),),
        "qualifications": (qualification("E1"),),
        "funds": (fund("F1", amount=10_000),),
    }
    return year(**facts | changes)


def other(**changes: object) -> Year:
    return one(**{"missions": (mission("M2"),)} | changes)


def test_facts_that_agree_are_taken_once_and_missions_say_whose_they_are(tmp_path: Path) -> None:
    found = joined(tmp_path, one(), other())
    assert found.problems == []
    assert found.year is not None
    assert [(m.id, m.plan) for m in found.year.missions] == [("M1", "a.xlsx"), ("M2", "b.xlsx")]
    assert [e.id for e in found.year.experts] == ["E1"]
    assert [f.amount for f in found.year.funds] == [10_000]


def test_a_person_whom_one_plan_alone_knows_joins_the_pool(tmp_path: Path) -> None:
    more = other(
        experts=(expert("E1"), expert("E2", "ES")),
        qualifications=(qualification("E1"), qualification("E2")),
    )
    found = joined(tmp_path, one(), more)
    assert found.problems == []
    assert found.year is not None
    assert [e.id for e in found.year.experts] == ["E1", "E2"]


CONTRADICTIONS: dict[str, tuple[Callable[[], Year], str]] = {
    "amount": (
        lambda: other(funds=(fund("F1", amount=12_000),)),
        "Fund ID F1: Amount is 12000 here, and 10000 in a.xlsx, Funds C2.",
    ),
    "administration": (
        lambda: other(experts=(expert("E1", "ES"),)),
        "Expert ID E1: Administration is Spain here, and France in a.xlsx, Experts C2.",
    ),
    "language": (
        lambda: other(experts=(expert("E1", languages=("fr",)),)),
        "Expert ID E1: Languages is French here, and English in a.xlsx, Experts E2.",
    ),
    "setting": (
        lambda: other(settings=one().settings.model_copy(update={"travel_days_after": 2})),
        "Travel days after is 2 here, and 1 in a.xlsx.",
    ),
    "mission": (
        lambda: other(missions=(mission("M1", priority=3), mission("M2"))),
        "Mission ID M1: Priority is 3 here, and 1 in a.xlsx, Missions K2.",
    ),
}


@pytest.mark.parametrize("kind", CONTRADICTIONS)
def test_a_contradiction_names_both_files_and_cells(tmp_path: Path, kind: str) -> None:
    make, sentence = CONTRADICTIONS[kind]
    found = joined(tmp_path, one(), make())
    assert [problem.message for problem in found.errors] == [sentence]
    assert found.errors[0].sheet is not None
    assert found.errors[0].sheet.startswith("b.xlsx, ")


def test_the_same_mission_in_two_plans_is_told_and_counts_once(tmp_path: Path) -> None:
    found = joined(tmp_path, one(), other(missions=(mission("M1"), mission("M2"))))
    assert found.errors == ()
    assert [problem.code for problem in found.problems] == ["mission-in-two-plans"]
    assert found.year is not None
    assert [m.id for m in found.year.missions] == ["M1", "M2"]


def test_one_expert_agreed_twice_on_the_same_days_is_told_with_both_cells(tmp_path: Path) -> None:
    found = joined(
        tmp_path,
        one(assignments=(agreed("M1", "E1", fund_id="F1"),)),
        other(assignments=(agreed("M2", "E1", fund_id="F1"),)),
    )
    [clash] = found.errors
    assert "one-at-a-time" in clash.message
    assert "a.xlsx, Assignments " in clash.message
    assert "b.xlsx, Assignments " in clash.message


def test_agreed_on_other_days_is_no_clash(tmp_path: Path) -> None:
    later = date(2027, 3, 15)
    second = mission("M2", earliest_start=later, latest_end=date(2027, 3, 19))
    found = joined(
        tmp_path,
        one(assignments=(agreed("M1", "E1", fund_id="F1"),)),
        other(missions=(second,), assignments=(agreed("M2", "E1", start=later, fund_id="F1"),)),
    )
    assert found.problems == []


def test_a_purse_spent_twice_is_told(tmp_path: Path) -> None:
    small = (fund("F1", amount=3_000),)
    people = (expert("E1"), expert("E2", "ES"))
    known = (qualification("E1"), qualification("E2"))
    facts = {"funds": small, "experts": people, "qualifications": known}
    theirs = (agreed("M2", "E2", fund_id="F1"),)
    found = joined(
        tmp_path,
        one(**facts, assignments=(agreed("M1", "E1", fund_id="F1"),)),
        other(**facts, assignments=theirs),
    )
    [clash] = found.errors
    assert "funded" in clash.message


def test_nothing_is_written_where_plans_contradict(tmp_path: Path) -> None:
    files = books(tmp_path, one(), CONTRADICTIONS["amount"][0]())
    ran = run("merge", *files, "-o", tmp_path / "year.xlsx")
    assert ran.code == 2
    assert "Amount is 12000 here" in " ".join((ran.out + ran.err).split())
    assert not (tmp_path / "year.xlsx").exists()


@pytest.mark.parametrize("names", [("a.xlsx",), ("a.xlsx", "x/a.xlsx")])
def test_one_plan_or_two_of_one_name_are_refused(tmp_path: Path, names: tuple[str, ...]) -> None:
    (tmp_path / "x").mkdir()
    for name in names:
        year_file(tmp_path / name, one())
    ran = run("merge", *(tmp_path / name for name in names), "-o", tmp_path / "year.xlsx")
    assert ran.code == 2


def by_planner(whole: Year) -> dict[str, Year]:
    """A year taken apart by the missions' region, among three planners."""
    every = (*whole.missions, *whole.begun)
    known = {m.id for m in every}
    regions = list(dict.fromkeys(m.region for m in every))
    parts = {}
    for number in range(3):
        own = {m.id for m in every if m.region in regions[number::3]}
        parts[f"planner-{number + 1}"] = settled(
            whole.replace(
                missions=tuple(m for m in whole.missions if m.id in own),
                assignments=tuple(
                    r for r in whole.assignments if r.mission_id in own or r.mission_id not in known
                ),
                exclusions=tuple(
                    x for x in whole.exclusions if x.mission_id is None or x.mission_id in own
                ),
                begun=tuple(m for m in whole.begun if m.id in own),
                called_off=(),
            )
        )
    return parts


def test_a_merged_year_plans_as_the_union_does_splits_back_and_each_part_verifies(
    tmp_path: Path,
) -> None:
    whole = settled(sample_year(8, 20, 3))
    parts = by_planner(whole)
    assert all(part.missions for part in parts.values())
    files = []
    for name, part in parts.items():
        files.append(tmp_path / f"{name}.xlsx")
        year_file(files[-1], part)
    merged = tmp_path / "year.xlsx"
    assert run("merge", *files, "-o", merged).code == 0
    assert run("solve", merged, "--quiet").code == 0
    ordered = tuple(m for part in parts.values() for m in part.missions)
    union = plan(settled(whole.replace(missions=ordered, called_off=())))
    solved = load(tmp_path / "year-assigned.xlsx")
    assert solved.year is not None
    counted = {v.level: v.value for v in verify(solved.year, plan_in(solved)).levels}
    expected = {level.level: level.value for level in union.levels if level.level != "stability"}
    assert counted == expected
    assert run("split", tmp_path / "year-assigned.xlsx", tmp_path / "parts").code == 0
    names = sorted(file.name for file in (tmp_path / "parts").iterdir())
    assert names == sorted(file.name for file in files)
    for file in (tmp_path / "parts").iterdir():
        assert run("verify", file).code == 0, file.name


def test_a_workbook_that_was_not_joined_cannot_be_split(tmp_path: Path) -> None:
    year_file(tmp_path / "a.xlsx", one())
    ran = run("split", tmp_path / "a.xlsx", tmp_path / "parts")
    assert ran.code == 2
    assert "column Plan" in ran.err
    assert not (tmp_path / "parts").exists()


def test_called_off_missions_come_along(tmp_path: Path) -> None:
    postponed = CalledOff(id="M9", postponed=True, mission=mission("M9"))
    found = joined(tmp_path, one(called_off=(postponed,)), other())
    assert found.year is not None
    [known] = found.year.called_off
    assert (known.id, known.plan, known.postponed) == ("M9", "a.xlsx", True)


def test_workbooks_with_errors_are_refused(tmp_path: Path) -> None:
    files = books(tmp_path, one(), other(missions=()))
    broken = load(files[0]).model_copy(update={"year": None})
    with pytest.raises(BadInput):
        together.merged([broken, load(files[1])])
