"""Years short of money, days and places: do all provers and brute force agree on each?

``python -m tests.provers 300`` takes so many years, as the long tests do; the suite takes some of
them. A seed counts where its year is short of something and may have a plan. Two planners
leave all that a linear relaxation leaves open to an integer program, without rounding cuts that
might close it before: one to HiGHS, one to CP-SAT. The third one asks CP-SAT about the whole model
alone. Where the year is small enough, all of its plans are listed besides.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count, islice
from random import Random
from typing import NamedTuple

from models.answers.report import Proof
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.domain.calendars import Calendars
from planner.formulation.eligibility import Pool
from planner.sample.build import sample_year
from planner.search.solve_year import best_plan
from planner.solver.cp_sat import Engine
from planner.solver.deadline import Deadline
from planner.solver.outcome import Outcome
from planner.solver.params import DEFAULT, CutParams, SearchParams
from tests.brute import Brute
from tests.rich import rich_year
from tests.shrink import described
from tests.solving import SECONDS

# Plans of a year that are listed one by one.
LARGEST = 400
BY_PROGRAMS = replace(DEFAULT, cuts=CutParams(most=0))
BY_HIGHS = replace(BY_PROGRAMS, program_effort=0.0)
BY_CP_SAT = replace(BY_PROGRAMS, most_columns=-1)


class Drawn(NamedTuple):
    """A year short of something, and what it was made of."""

    before: Year
    year: Year

    @property
    def short_of(self) -> Counter[str]:
        """What the year has less of than before."""
        fields = {"money": "funds", "days": "missions", "places": "administrations"}
        pairs = {
            name: (getattr(self.before, field), getattr(self.year, field))
            for name, field in fields.items()
        }
        return Counter(name for name, (before, now) in pairs.items() if before != now)


def tight_year(seed: int) -> Year:
    """A tiny year, every third one a sample year, with less money, fewer days, fewer places."""
    return drawn(seed).year


def drawn(seed: int) -> Drawn:
    """The tight year of a seed, with the year that it was made of."""
    draw = Random(f"tight {seed}")
    if seed % 3:
        found = rich_year(seed)
    else:
        found = sample_year(draw.randint(5, 9), draw.randint(8, 14), seed)
        found = found.replace(assignments=(), running=())
    return Drawn(found, _tightened(draw, found))


def _tightened(draw: Random, found: Year) -> Year:
    percent = draw.choice((100, 80, 60, 40))
    return found.replace(
        missions=tuple(_hurried(draw, mission) for mission in found.missions),
        funds=tuple(
            fund.model_copy(update={"amount": fund.amount * percent // 100}) for fund in found.funds
        ),
        administrations=tuple(
            row.model_copy(update={"max_missions_hosted": 1}) if draw.random() < 0.5 else row
            for row in found.administrations
        ),
    )


def _hurried(draw: Random, mission: Mission) -> Mission:
    days = (mission.latest_end - mission.earliest_start) * draw.choice((40, 70, 100)) // 100
    return mission.model_copy(update={"latest_end": mission.earliest_start + days})


def planned(year: Year, params: SearchParams) -> Outcome:
    """The best plan by the provers that some parameters leave."""
    engine = Engine(Deadline(SECONDS), params=params)
    return best_plan(Pool(year, Calendars(year)), engine)


def vector(outcome: Outcome) -> tuple[int, ...]:
    """The values of the levels, all of which have to be proven."""
    assert all(level.proven for level in outcome.levels), outcome.levels
    return tuple(level.value for level in outcome.levels)


def compared(seeds: Iterable[int]) -> Iterator[Counter[str]]:
    """What proved the levels of each year, and how many years were listed; an error otherwise."""
    for seed in seeds:
        pair = drawn(seed)
        year = pair.year
        if not pair.short_of:
            continue
        brute = Brute(year, Calendars(year))
        is_listed = bool(seed % 3) and brute.size <= LARGEST
        if is_listed and brute.best is None:
            continue
        if not is_listed and year.assignments:
            continue  # what is agreed may not be possible, and nobody has listed it
        outcomes = [planned(year, params) for params in (BY_HIGHS, BY_PROGRAMS, BY_CP_SAT)]
        first, *others = map(vector, outcomes)
        assert others == [first, first], f"{seed}: {first} {others}\n{described(year)}"
        assert not is_listed or first == brute.best, f"{seed}: {first}\n{described(year)}"
        proofs = [level.proof for outcome in outcomes[1:] for level in outcome.levels]
        assert Proof.HIGHS not in proofs
        said = Counter(level.proof.name for level in outcomes[0].levels)
        yield said + pair.short_of + Counter(listed=is_listed, years=1)


def main(arguments: list[str]) -> int:
    """Take so many years, and print what decided."""
    total: Counter[str] = Counter()
    for said in islice(compared(count()), int(arguments[0])):
        total += said
        print(f"\r{dict(total)}", end="", flush=True)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
