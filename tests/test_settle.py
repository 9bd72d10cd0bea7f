"""What no level tells apart is chosen as a reader of the workbook would: the first that fits."""

from models.facts.fund import Fund
from models.facts.instance import Year
from models.facts.mission import TeamRow
from tests.builders import CODE, expert, fund, mission, qualification, year
from tests.solving import solve

RICH, POOR = 100_000, 1_000


def payer(*funds: Fund, named: tuple[str, ...] = ()) -> str | None:
    """The fund that pays the one mission."""
    facts = year(missions=(mission(funds=named),), funds=funds)
    return solve(facts).plan.placements[0].fund_id


def two_positions(*first: str) -> Year:
    """A mission that needs a CMA and another expert; these experts come first, and hold both."""
    team = (TeamRow(expertise="CMA", experts=1), TeamRow(expertise=CODE, experts=1))
    countries = {"E1": "FR", "E2": "DE"}
    experts = tuple(expert(name, countries[name]) for name in first)
    held = (qualification(e.id, expertise=code) for e in experts for code in ("CMA", CODE))
    return year(missions=(mission(team=team),), experts=experts, qualifications=tuple(held))


def test_the_first_fund_of_the_sheet_pays() -> None:
    assert payer(fund("F1", RICH), fund("F2", RICH), fund("F3", RICH)) == "F1"


def test_the_first_fund_that_the_mission_names_pays() -> None:
    assert payer(fund("F1", RICH), fund("F2", RICH), fund("F3", RICH), named=("F3", "F2")) == "F3"


def test_a_fund_without_the_money_is_passed_over() -> None:
    assert payer(fund("F1", POOR), fund("F2", RICH), fund("F3", RICH)) == "F2"


def test_the_first_expert_of_the_sheet_takes_the_first_position() -> None:
    for first in (("E1", "E2"), ("E2", "E1")):
        rows = solve(two_positions(*first)).plan.placements
        assert tuple(row.expert_id for row in rows) == first
