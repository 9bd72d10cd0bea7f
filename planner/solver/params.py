"""The numbers that steer the search: what is tried how long before something else is tried.

None of them decides what is true or which plan is the best: they decide how soon it is found. An
effort is CP-SAT's deterministic time, about a second each, so that a search ends at the same point
on every machine; seconds are those of the clock. Tolerances, and limits that keep sums exact, are
no parameters: they stand where they are used.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Setup:
    """How HiGHS goes about a program.

    Attributes
    ----------
    nodes : int
        After so many nodes it gives up.
    """

    seed: int
    presolve: bool
    nodes: int


@dataclass(frozen=True)
class WeightParams:
    """How several levels become one objective.

    Attributes
    ----------
    step : int
        A mission or a seat of one level is worth so many of the next.
    idle_days, cost_units : int
        So many days of waiting, or units of currency, count as much as a mission or a seat.
    least, most : int
        The weights lie between these; what is less than 1 beside the greatest is left out.
    exact_product, exact_sum : int
        Levels are solved as one, without loss, while the product of their sizes, or the sum of the
        weights, stays below this.
    effort, usual_size : float, int
        The effort for a model of so many variables; a larger one gets more in proportion.
    """

    step: int = 6
    idle_days: int = 400
    cost_units: int = 2_500
    least: int = 4
    most: int = 10**9
    exact_product: int = 1 << 40
    exact_sum: int = 1 << 32
    effort: float = 2.0
    usual_size: int = 6_000


@dataclass(frozen=True)
class RelaxationParams:
    """How the linear relaxation grows and shrinks.

    Attributes
    ----------
    idle_share : float
        It is loaded anew when at least this part of its rows and columns cannot matter any more.
    join, join_share : int, float
        So many columns join at once, or this part of those that are there, if that is more.
    last_rounds : int
        Cuts go on while so many more rounds like the last one may reach the next integer.
    least_won : float
        They go on while a round brings this part of what all rounds have brought.
    """

    idle_share: float = 0.15
    join: int = 3_000
    join_share: float = 0.5
    last_rounds: int = 4
    least_won: float = 0.05


@dataclass(frozen=True)
class CutParams:
    """Which rounding cuts, and which rows of times, are worth having.

    Attributes
    ----------
    fraction : float
        Values and limits nearer to an integer than this give poor cuts.
    tried, most : int
        So many columns are tried, and so many cuts kept, in one round.
    longest : int
        Terms of a cut; more of them slow the relaxation down more than they help.
    least_depth : float
        Distance of the solution from a rounding cut that is kept.
    alike : float
        Of two cuts whose directions have a greater cosine than this, one is kept.
    widest_range : float
        The largest coefficient of a cut over its smallest.
    time_depth : float
        How far a solution has to be beyond a row of times.
    time_group, time_tried : int
        Rows about groups of so many missions, out of the first so many of an expert.
    """

    fraction: float = 0.02
    tried: int = 300
    most: int = 60
    longest: int = 1_500
    least_depth: float = 1e-3
    alike: float = 0.7
    widest_range: float = 1e6
    time_depth: float = 0.05
    time_group: int = 4
    time_tried: int = 8


@dataclass(frozen=True)
class CandidateParams:
    """The candidate list of a long instance, and the neighbourhoods that it is improved in.

    What speaks against a candidate is counted in days of waiting.

    Attributes
    ----------
    long : int
        Pairs of a position and a holder of its expertise from which an instance is long: as with
        some 1,400 missions.
    listed : int
        Candidates for one position.
    days_per_list : int
        For each list that a candidate is on already, so that others take turns.
    days_from_outside, days_without_chance : int
        For a candidate from another region, and for one who would not become Pre-accredited.
    days_of_externals : int
        For an external expert.
    missions : int
        Missions of one neighbourhood.
    share : float
        Of the time that is left, for all neighbourhoods.
    """

    long: int = 800_000
    listed: int = 12
    days_per_list: int = 100
    days_from_outside: int = 400
    days_without_chance: int = 400
    days_of_externals: int = 1_000_000
    missions: int = 700
    share: float = 0.6


@dataclass(frozen=True)
class ConstructionParams:
    """How long the first plan looks for a team.

    Attributes
    ----------
    teams : int
        Teams that are tried on one start of a mission.
    tries : int
        Candidates tried for one mission on one start, besides one for each pair of a position and
        a candidate.
    grace_seconds : float
        For a plan where there is no time at all: whatever ends a run, there is one.
    """

    teams: int = 50
    tries: int = 1_000
    grace_seconds: float = 2.0


@dataclass(frozen=True)
class ReasonParams:
    """How far the search for reasons, remedies and prices goes.

    Attributes
    ----------
    most_remedies, most_together : int
        Remedies that are told, and kinds of changes that one remedy puts together.
    most_competitors : int
        Missions that may change for the price of another one: of those that draw on its funds, of
        those whose experts it could use, and of those that break a rule together with it.
    most_of_fund : int
        Missions left out for which one amount of a fund is looked for, who lacks the least first.
    most_pairs : int
        Pairs of a position and a holder of its expertise up to which the whole instance is planned
        again for the least amount.
    further_candidates : int
        Experts of each expertise among whom another team is looked for that needs less money,
        besides as many as there are positions.
    money_effort, large_money_effort : float
        For one question about the least amount, of a small and of a larger instance.
    too_late_seconds : float
        With less time left than this, the whole instance is not planned again for a price.
    most_further : int
        Further experts of one profile that are tried where fewer do not help.
    """

    most_remedies: int = 3
    most_together: int = 3
    most_competitors: int = 10
    most_of_fund: int = 4
    most_pairs: int = 6000
    further_candidates: int = 4
    money_effort: float = 1.0
    large_money_effort: float = 0.1
    too_late_seconds: float = 4.0
    most_further: int = 2


@dataclass(frozen=True)
class SearchParams:
    """How the levels of a year are searched.

    Attributes
    ----------
    core_effort : float
        For a search among the few candidates whom a relaxation uses.
    later_share : float
        A later level needs this part of the time of the one before it: its plan is good already.
    few : int
        All candidates left are searched at once where they are so many times those of the core.
    program_effort : float
        For CP-SAT to decide an integer program, before HiGHS is asked; 0 asks HiGHS alone.
    opinions : tuple of Setup
        The configurations of HiGHS that have to agree before a level counts as proven by it.
    most_columns : int
        No integer program with more columns than this is given to a prover.
    side_by_side : int
        On programs with more columns than this, HiGHS's opinions are made at the same time.
    rounds : int
        How often HiGHS is asked again after its plan did not obey the times.
    most_seen, first_seen : int
        The relaxation of a model with more variables than this starts with so many experts for
        each position; the others join where they are worth it.
    nearby_effort : float
        For the best plan in which only the missions that are asked for change.
    repair_effort : float
        For the best plan in which only what was declined changes.
    thrift_effort : float
        For a plan of the same teams that needs the least of the figure of a sweep.
    stride : int
        Of so many points of a sweep one is solved before the others.
    settled_after_end : int
        With more missions, a run that somebody has ended leaves funds and positions as they are.
    varied_missions, varied_effort : int, float
        How many missions change at a time to see who else could go, and what that is worth.
    seats_effort, seat_effort : float
        To show that one of some seats, or one alone, can be filled by somebody else, or cannot.
    fruitless : int
        After so many questions without a proof the relaxation is asked no more.
    weights, relaxation, cuts, candidates, construction, reasons
        The numbers of one part each.
    """

    core_effort: float = 6.0
    later_share: float = 0.75
    few: int = 3
    program_effort: float = 20.0
    opinions: tuple[Setup, ...] = field(
        default=(
            Setup(seed=1, presolve=True, nodes=20_000),
            Setup(seed=2, presolve=False, nodes=20_000),
        )
    )
    most_columns: int = 150_000
    side_by_side: int = 1_000
    rounds: int = 6
    most_seen: int = 300_000
    first_seen: int = 6
    nearby_effort: float = 1.0
    repair_effort: float = 20.0
    thrift_effort: float = 5.0
    stride: int = 4
    settled_after_end: int = 300
    varied_missions: int = 20
    varied_effort: float = 2.0
    seats_effort: float = 10.0
    seat_effort: float = 20.0
    fruitless: int = 50
    weights: WeightParams = WeightParams()
    relaxation: RelaxationParams = RelaxationParams()
    cuts: CutParams = CutParams()
    candidates: CandidateParams = CandidateParams()
    construction: ConstructionParams = ConstructionParams()
    reasons: ReasonParams = ReasonParams()


DEFAULT = SearchParams()
