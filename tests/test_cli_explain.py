"""`explain` as it is typed: reasons with cells, prices in sentences, and clear refusals."""

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import planner
from models.requests.question import WhyNot
from planner.app.explain import Explainer
from planner.reasons import conflict_sets
from tests.commands import SOMEBODY, edit, run, small_year
from tests.workbook.books import expert, good_book, mission, qualification, save


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan of the small year: M1 and M2 are delivered, M3 has no money, M4 no speaker."""
    plan = small_year(tmp_path_factory.mktemp("explained"))
    assert run("solve", plan, "--quiet").code == 0
    return plan.with_name("year-assigned.xlsx")


@pytest.fixture(scope="module")
def choice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two experts and two starts for M1; whoever goes there cannot go to M2 in the same week."""
    book = good_book(
        Missions=[mission("M1"), mission("M2", Priority=2)],
        Experts=[
            expert("E1", Administration="Kenya"),
            expert("E2", Administration="Japan"),
            expert("E3", Administration="Spain"),
        ],
        Qualifications=[
            qualification("E1"),
            qualification("E2"),
            qualification("E3", Expertise="TOA/AEO"),
        ],
    )
    path = save(book, tmp_path_factory.mktemp("choice"), "choice.xlsx")
    assert run("solve", path, "--quiet").code == 0
    return path.with_name("choice-assigned.xlsx")


def explained(path: Path, *asked: object, width: int = 200) -> str:
    ran = run("explain", path, *asked, width=width)
    assert ran.code == 0, ran.err
    return ran.out


def value_at(path: Path, where: str) -> Any:
    sheet, cell = where.rsplit(" ", 1)
    return openpyxl.load_workbook(path)[sheet][cell].value


def more_for_f2(funds: Any) -> None:
    amounts = [cell.column for cell in funds[1] if cell.value == "Amount"]
    rows = [cell.row for cell in funds["A"] if cell.value == "F2"]
    funds.cell(rows[0], amounts[0]).value = 50_000


def test_what_was_proven_counts_only_for_the_facts_that_were_planned(
    solved: Path, tmp_path: Path
) -> None:
    """With money for M3 the plan is no longer the best one, though each price of it was proven."""
    richer = tmp_path / "richer.xlsx"
    shutil.copy(solved, richer)
    edit(richer, "Funds", more_for_f2)
    asked = WhyNot(mission_id="M1", start=date(2027, 3, 15))
    before, after = planner.load(solved), planner.load(richer)
    assert all(level.proven for level in before.recorded.values())
    assert not any(level.proven for level in after.recorded.values())
    at_first, now = (Explainer.of(workbook).answer(asked).price for workbook in (before, after))
    assert at_first is not None
    assert now is not None
    assert at_first.exact
    assert at_first.gains["delivery-1"] == 0
    assert now.exact
    assert now.gains["delivery-1"] == 1


def test_a_mission_of_the_plan_is_explained(solved: Path) -> None:
    out = explained(solved, "M1")
    assert "M1 is delivered from 8 March 2027 to 12 March 2027" in out
    assert "Position 1" in out
    assert "Position 2" in out
    assert "Why from 8 March 2027" in out
    assert "Why from F1" in out


def test_a_mission_without_money_names_the_cells(solved: Path) -> None:
    out = explained(solved, "M3")
    assert "M3 is not delivered" in out
    rows = [line.split("│") for line in out.splitlines() if "│ funded" in line]
    facts = {cells[2].strip(): cells[3].strip() for cells in rows}
    assert value_at(solved, facts["M3 may be paid by F2 alone"]) == "F2"
    assert value_at(solved, facts["F2 has 1,000 EUR left"]) == 1_000
    assert "more in fund F2" in out


def test_the_rules_in_the_way_are_found_once(solved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said of M3 and the facts that are proven are about the same set of rules."""
    found: list[tuple[str, ...]] = []

    def noted(*asked: Any, before: Any = conflict_sets.minimal_conflict) -> tuple[str, ...]:
        found.append(before(*asked))
        return found[-1]

    monkeypatch.setattr(conflict_sets, "minimal_conflict", noted)
    assert "These facts forbid it" in explained(solved, "M3")
    assert found == [("funded",)]


def test_what_it_would_take_to_deliver_is_said(solved: Path) -> None:
    assert "No plan at all delivers M4, whatever else is given up" in explained(
        solved, "M4", "--deliver"
    )


def test_an_expert_who_was_declined_is_not_possible(solved: Path) -> None:
    out = explained(solved, "M1", "--expert", "E2")
    assert "Not possible in any plan: E2 on M1" in out
    assert "not-excluded" in out
    assert "E2 was declined for M1" in out


def test_what_the_plan_has_already_is_said(solved: Path) -> None:
    assert "That is what the plan has: E1 on M2" in explained(solved, "M2", "--expert", "E1")


def test_another_expert_at_no_price(choice: Path) -> None:
    goes = "That is what the plan has" in explained(choice, "M1", "--expert", "E1")
    taken, other = ("E1", "E2") if goes else ("E2", "E1")
    out = explained(choice, "M1", "--expert", other)
    assert f"{other} goes to M1 for {taken}" in out


def test_a_start_that_is_none_and_one_that_is(choice: Path) -> None:
    out = explained(choice, "M1", "--start", "2027-03-10")
    assert "Not possible: M1 delivered from 10 March 2027" in out
    assert "A mission starts on the first working day of its window or after a weekend" in out
    early = explained(choice, "M1", "--start", "2026-12-07")
    assert "M1 may not start before" in early
    late = explained(choice, "M1", "--start", "2027-12-20")
    assert "M1 would end on" in late


def test_a_fund_that_may_not_pay(solved: Path) -> None:
    out = explained(solved, "M3", "--fund", "F1")
    assert "M3 may be paid by F2 alone" in out
    out = explained(solved, "M1", "--fund", "F2")
    assert "F2 has 1,000 EUR left" in out
    assert "alone" not in out


def test_an_expert_who_holds_nothing_that_is_asked(choice: Path) -> None:
    out = explained(choice, "M1", "--expert", "E3")
    assert "E3 holds TOA/AEO, not TOA/PCA" in out
    page = explained(choice, "--expert", "E3")
    assert "No mission asks for what the expert holds" in page


def _rename(sheet: Any, expert_id: str, code: str) -> None:
    headers = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if row[headers.index("Expert ID")].value == expert_id:
            row[headers.index("Expertise")].value = code


def test_the_page_of_an_expert(solved: Path) -> None:
    out = explained(solved, "--expert", "E1")
    assert "Expert E1" in out
    assert "Goes to" in out
    assert "Does not go to, though it asks for the expertise" in out
    assert "M4" in out


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ((), "Name a mission"),
        (("M1x",), "There is no mission M1x in the workbook. Did you mean M1?"),
        (("M1", "--expert", "E9"), "There is no expert E9"),
        (("M1", "--fund", "F9"), "There is no fund F9"),
        (("M1", "--fund", ""), 'There is no fund ""'),
        (("M1", "--expert", ""), 'There is no expert ""'),
        (("", "--deliver"), 'There is no mission ""'),
        (("--expert", "E1", "--fund", ""), "are about a mission"),
        (("--expert", "E1", "--deliver"), "are about a mission"),
    ],
)
def test_questions_about_nothing_are_refused(
    solved: Path, asked: tuple[str, ...], says: str
) -> None:
    ran = run("explain", solved, *asked)
    assert ran.code == 2
    assert says in ran.err


def test_a_workbook_without_a_plan_is_refused(tmp_path: Path) -> None:
    path = save(good_book(), tmp_path, "bare.xlsx")
    ran = run("explain", path, "M1")
    assert ran.code == 2
    assert "There is no plan in bare.xlsx" in ran.err


def test_a_plan_that_breaks_rules_is_refused(solved: Path, tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(solved.read_bytes())
    edit(path, "Qualifications", lambda sheet: _rename(sheet, "E3", "TOA/AEO"))
    ran = run("explain", path, "M1")
    assert ran.code == 2
    assert f"breaks 1 hard rule in 1 place; to see them: mission-planner verify {path}" in ran.err


def test_bad_input_is_shown_as_everywhere(tmp_path: Path) -> None:
    path = save(good_book(Missions=[mission("M1", Host="Nowhere")]), tmp_path, "bad.xlsx")
    ran = run("explain", path, "M1")
    assert ran.code == 2
    assert "Nowhere" in ran.err


def test_no_name_is_on_the_terminal(tmp_path: Path) -> None:
    book = good_book(Experts=[expert("E1", Name=SOMEBODY)], Qualifications=[qualification("E1")])
    path = save(book, tmp_path, "named.xlsx")
    assert run("solve", path, "--quiet").code == 0
    for asked in (["M1"], ["--expert", "E1"], ["M1", "--expert", "E1"]):
        ran = run("explain", path.with_name("named-assigned.xlsx"), *asked)
        assert ran.code == 0, ran.err
        assert SOMEBODY.split()[0] not in ran.out + ran.err


def test_a_day_off_names_the_row_that_says_so(tmp_path: Path) -> None:
    """The Easter Monday of Belgium is in no sheet; the others are in one each."""
    book = good_book(
        Missions=[mission("M1", Host="Belgium", **{"Latest end": "2027-06-30"})],
        Holidays=[{"Host": "Belgium", "Date": "2027-04-07"}],
        Unavailability=[
            {"Applies to": "Host", "Who": "Belgium", "From": "2027-04-14", "To": "2027-04-14"}
        ],
    )
    path = save(book, tmp_path, "off.xlsx")
    assert run("solve", path, "--quiet").code == 0
    plan = path.with_name("off-assigned.xlsx")
    assert "29 March 2027 is a public holiday in Belgium" in explained(
        plan, "M1", "--start", "2027-03-29"
    )
    own = explained(plan, "M1", "--start", "2027-04-05")
    assert re.search(r"7 April 2027 is a public holiday in Belgium +│ Holidays B2", own)
    closed = explained(plan, "M1", "--start", "2027-04-12")
    assert re.search(r"Belgium is not available on 14 April 2027 +│ Unavailability C2", closed)


def test_what_the_year_would_give_up_to_deliver_a_mission(tmp_path: Path) -> None:
    """One expert, one week, two missions: the one of priority 1 goes for the other."""
    week = {"Latest end": "2027-03-05"}
    book = good_book(
        Missions=[mission("M1", **week), mission("M2", Priority=2, **week)],
        Experts=[expert("E1")],
        Qualifications=[qualification("E1")],
    )
    path = save(book, tmp_path, "one.xlsx")
    assert run("solve", path, "--quiet").code == 0
    out = explained(path.with_name("one-assigned.xlsx"), "M2", "--deliver")
    assert "What the year would give up to deliver M2" in out
    assert "Possible, but 1 mission fewer of priority 1 would be delivered." in out
    assert "In return, 1 mission more of priority 2 would be delivered." in out
    assert "Who else moves: M1 is not delivered." in out


def test_long_lists_are_cut_and_the_rest_is_counted(tmp_path: Path) -> None:
    """Twelve others could go instead of the one who does."""
    ids = [f"E{number}" for number in range(1, 14)]
    book = good_book(
        Experts=[expert(name) for name in ids], Qualifications=[qualification(n) for n in ids]
    )
    path = save(book, tmp_path, "many.xlsx")
    assert run("solve", path, "--quiet").code == 0
    out = explained(path.with_name("many-assigned.xlsx"), "M1")
    assert "Not named: 2 more could go; ask about one of them by its ID." in out
    assert out.count("nothing: just as good") == 10
