"""What a model of the whole year has found out of its experts holds for the questions after it."""

from pathlib import Path

from models.facts.instance import Year
from planner.domain.calendars import Calendars
from planner.formulation.build import Model, build
from planner.formulation.eligibility import Pool
from planner.formulation.payments import Cheapest
from planner.formulation.restriction import Restriction
from tests.tiny import tiny_year

SEEDS = range(40)


def test_a_part_of_a_year_is_the_same_model_before_and_after(tmp_path: Path) -> None:
    for seed in SEEDS:
        _compare(tiny_year(seed), tmp_path)


def _compare(year: Year, tmp_path: Path) -> None:
    fresh, asked = _pool(year), _pool(year)
    only = {mission.id: {e.id for e in year.experts[::2]} for mission in year.missions}
    before = build(asked, Restriction(only=only))
    assert not asked.admitted
    whole = build(asked)
    runs = whole.variables.runs
    positions = [(m.id, code) for m in year.missions if runs[m.id] for code in m.positions]
    assert set(asked.admitted) == {*positions}
    parts = [before, build(asked, Restriction(only=only)), build(fresh, Restriction(only=only))]
    assert len({_bytes(model, tmp_path) for model in parts}) == 1
    assert _bytes(build(asked), tmp_path) == _bytes(whole, tmp_path)


def test_rules_left_out_and_fixed_teams_are_asked_again(tmp_path: Path) -> None:
    more = 0
    for seed in SEEDS:
        year = tiny_year(seed)
        fresh, asked = _pool(year), _pool(year)
        whole = build(asked)
        eased = build(asked, without=("language", "qualified"))
        assert _bytes(eased, tmp_path) == _bytes(
            build(fresh, without=("language", "qualified")), tmp_path
        )
        more += _pairs(eased) > _pairs(whole)
    assert more > 10


def test_the_cheapest_are_those_whom_the_rules_admit() -> None:
    found = 0
    for seed in SEEDS:
        year = tiny_year(seed)
        fresh, asked = _pool(year), _pool(year)
        build(asked)
        for mission in year.missions:
            for code in mission.positions:
                cheapest = Cheapest(asked).of(mission, code)
                assert cheapest == Cheapest(asked).of(mission, code)
                assert cheapest == Cheapest(fresh).of(mission, code)
                found += len(cheapest)
    assert found > 50


def _pool(year: Year) -> Pool:
    return Pool(year, Calendars(year))


def _pairs(model: Model) -> int:
    return sum(len(own) for fills in model.variables.fills.values() for own in fills.values())


def _bytes(model: Model, folder: Path) -> bytes:
    path = folder / "model.pb"
    model.cp.export_to_file(str(path))
    return path.read_bytes()
