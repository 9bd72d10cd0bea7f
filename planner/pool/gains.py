"""What a further expert is worth: the year is solved again with that expert in the pool."""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass

from models.answers.report import LevelResult
from models.facts.expert import QualificationStatus
from models.facts.instance import Year
from planner.domain import agreements, levels
from planner.domain.calendars import Calendars
from planner.domain.errors import NoPlan
from planner.domain.hypothetical import with_objectives
from planner.formulation.eligibility import Pool
from planner.pool.profiles import Profile, profiles, with_experts
from planner.search.known import NOTHING, Known
from planner.search.solve_year import best_plan
from planner.solver.cp_sat import Engine
from planner.solver.outcome import Outcome
from planner.solver.side_by_side import side_by_side

_LAST_LEVEL = "externals"


@dataclass(frozen=True)
class Gain:
    """What so many experts of a profile change in the best plan.

    Attributes
    ----------
    gained, lost : tuple of str
        Missions delivered with them and not without, and the other way round: a mission of high
        priority may take the place of one of low priority.
    externals : int
        How many fewer positions external experts fill.
    gains : tuple of int
        By how much each level is better, in level order.
    proven : bool
        Whether both plans are proven to be the best.
    """

    profile: Profile
    number: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    externals: int
    gains: tuple[int, ...]
    proven: bool

    @property
    def missions(self) -> int:
        """How many more missions are delivered."""
        return len(self.gained) - len(self.lost)

    @property
    def helps(self) -> bool:
        """Whether a mission is gained or an external expert replaced."""
        return self.gains > (0,) * len(self.gains) and (bool(self.gained) or self.externals > 0)


class Gaps:
    """Solves a year with and without further experts.

    Proposals are forgotten: the question is what the pool can do, and what is only proposed may
    change. What is agreed stays. Only the levels up to `externals` are solved for, in the order
    of the settings: nothing later can change them.
    """

    def __init__(self, year: Year, engine: Engine) -> None:
        self.year = _short(agreements.without_proposals(year))
        self._calendars = Calendars(self.year)
        self._engine = engine
        self.base = self._solve(self.year, NOTHING)

    def profiles(self) -> tuple[Profile, ...]:
        """The further experts worth a try, the most wanted first."""
        return profiles(self.year, self.base.plan)

    def tried(self, most: int, tell: Callable[[int, int, str], None]) -> Iterator[tuple[Gain, ...]]:
        """What each of the most wanted profiles is worth; nothing where it does not help.

        Those that help are tried as pre-accredited ones, too. Several are tried side by side.

        Parameters
        ----------
        most : int
            How many profiles are tried.
        tell : callable
            Is told how many were tried, of how many, and which one is next.
        """
        wanted, deadline = self.profiles()[:most], self._engine.deadline
        answers = side_by_side(Gaps._worth, self._apart, wanted, deadline)
        for done, profile in enumerate(wanted):
            if not deadline.over:
                tell(done, len(wanted), profile.text)
            gains = next(answers)
            if gains is None:
                return
            yield gains

    def _apart(self) -> "Gaps":
        """The same questions in another thread."""
        gaps = copy(self)
        gaps._engine = self._engine.within(self._engine.deadline.silent)
        return gaps

    def _worth(self, profile: Profile) -> tuple[Gain, ...] | None:
        """What a profile is worth; None where the time is over before it is tried."""
        if self._engine.deadline.over:
            return None
        found = self._fewest(profile)
        if found is None:
            return ()
        candidate = profile._replace(status=QualificationStatus.PRE_ACCREDITED)
        also = None if self._engine.deadline.over else self.gain(candidate, found.number)
        return (found,) if also is None or not also.helps else (found, also)

    def _fewest(self, profile: Profile) -> Gain | None:
        """The gain of one expert, or of two where one alone does not help."""
        for number in range(1, self._engine.params.reasons.most_further + 1):
            found = None if self._engine.deadline.over else self.gain(profile, number)
            if found is not None and found.helps:
                return found
        return None

    def gain(self, profile: Profile, number: int = 1) -> Gain | None:
        """What so many experts of a profile are worth; None where the time is over."""
        try:
            further = with_experts(self.year, profile, number)
            # Who joins the pool forbids no plan: the search goes on from the best one without them.
            outcome = self._solve(further, Known(self.base.plan))
        except NoPlan:
            return None
        before, after = self.base.plan.teams(), outcome.plan.teams()
        values = {level.level: level.value for level in self.base.levels}
        return Gain(
            profile=profile,
            number=number,
            gained=tuple(m.id for m in self.year.missions if m.id in after and m.id not in before),
            lost=tuple(m.id for m in self.year.missions if m.id in before and m.id not in after),
            externals=self._externals(self.base) - self._externals(outcome),
            gains=tuple(_gain(level, values[level.level]) for level in outcome.levels),
            proven=all(level.proven for level in (*self.base.levels, *outcome.levels)),
        )

    def _externals(self, outcome: Outcome) -> int:
        external = self.year.external_ids
        return sum(row.expert_id in external for row in outcome.plan.placements)

    def _solve(self, year: Year, known: Known) -> Outcome:
        return best_plan(Pool(year, self._calendars), self._engine, known=known)


def ranked(gains: Iterable[Gain]) -> tuple[Gain, ...]:
    """The most valuable first: fewer experts for the same, then as the levels rank them."""
    return tuple(
        sorted(gains, key=lambda gain: (gain.number, [-g for g in gain.gains], gain.profile))
    )


def _gain(level: LevelResult, before: int) -> int:
    return levels.gain(level.level, level.value - before)


def _short(year: Year) -> Year:
    """The year with the objectives up to the externals; all of them where it has no such goal."""
    objectives = year.settings.objectives
    if _LAST_LEVEL in objectives:
        objectives = objectives[: objectives.index(_LAST_LEVEL) + 1]
    return with_objectives(year, objectives)
