"""Deliberate faults in the program, each with the test that has to fail then."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """A text in a file, what stands there instead, and the test that has to fail then."""

    name: str
    file: str
    old: str
    new: str
    test: str


def examples(case: str) -> str:
    """The test of one example of a rule in model and checker."""
    name = "test_the_model_judges_the_examples_of_a_rule_as_the_checker_does"
    return f"tests/test_exhaustive.py::{name}[{case}]"


def small(name: str) -> str:
    """A test of a year so small that the best plan can be argued."""
    return f"tests/test_small_years.py::test_{name}"


def by_highs(case: str) -> str:
    """A comparison with brute force where HiGHS decides, and one opinion of it may be wrong."""
    name = "test_the_best_plan_is_found_and_what_one_opinion_gets_wrong_is_no_proof"
    return f"tests/test_highs_alone.py::{name}[{case}]"


STRUCTURAL = "tests/test_agreement.py::test_the_structural_rules_mean_the_same_to_model_and_checker"
OPTIMUM = "tests/test_optimum.py::test_the_best_plan_is_as_good_as_the_best_of_all_plans[0-Unlucky]"
RELAXATION = "tests/test_relaxation.py"
FUNDED = "tests/test_agreement.py::test_alone_each_rule_means_the_same_to_model_and_checker[funded]"
CONSTRAINTS, OBJECTIVES = "planner/formulation/constraints", "planner/formulation/objectives"

FAULTS = (
    Fault(
        "an expert fills two positions",
        f"{CONSTRAINTS}/whole_team.py",
        "if len(fills) > 1:",
        "if len(fills) > 2:",
        STRUCTURAL,
    ),
    Fault(
        "no language means no expert",
        f"{CONSTRAINTS}/language.py",
        "return not wanted or not set(",
        "return not set(",
        examples("language-accepted"),
    ),
    Fault(
        "travel days do not count for unavailability",
        "planner/formulation/variables.py",
        "zip(self.busy(mission), self.starts",
        "zip(self.runs[mission.id], self.starts",
        small("an_expert_travels_before_the_mission_starts"),
    ),
    Fault(
        "travel days do not count between missions",
        f"{CONSTRAINTS}/one_at_a_time.py",
        "settings.travel_days_before, settings.travel_days_after",
        "0, 0",
        small("an_expert_travels_between_two_missions"),
    ),
    Fault(
        "past weeks are forgotten",
        f"{CONSTRAINTS}/release_cap.py",
        "max(0, cap - used)",
        "max(0, cap)",
        examples("release-cap-over"),
    ),
    Fault(
        "an administration lends a week more",
        f"{CONSTRAINTS}/administration_capacity.py",
        "<= administration.max_weeks",
        "<= administration.max_weeks + 1",
        examples("administration-capacity-broken"),
    ),
    Fault(
        "a host receives a mission more",
        f"{CONSTRAINTS}/host_capacity.py",
        "yield host, administration.max_missions_hosted, here",
        "yield host, administration.max_missions_hosted + 1, here",
        examples("host-capacity-over"),
    ),
    Fault(
        "the waiver is for missions without it",
        f"{CONSTRAINTS}/different_administrations.py",
        "if mission.same_administration_allowed",
        "if not mission.same_administration_allowed",
        examples("different-administrations-accepted"),
    ),
    Fault(
        "experts go home",
        f"{CONSTRAINTS}/not_own_administration.py",
        "expert.administration != mission.host",
        "expert.administration == mission.host",
        examples("not-own-administration-broken"),
    ),
    Fault(
        "a recognised expert evaluates",
        f"{CONSTRAINTS}/evaluation_lead.py",
        "QualificationStatus.ACCREDITED",
        "QualificationStatus.RECOGNISED",
        examples("evaluation-lead-on_limit"),
    ),
    Fault(
        "refused serving experts are kept away",
        "planner/formulation/eligibility.py",
        "if not self.is_external(expert):\n            return True",
        "",
        small("a_refused_serving_expert_is_no_external"),
    ),
    Fault(
        "exclusions from a host are forgotten",
        f"{CONSTRAINTS}/not_excluded.py",
        "(expert.id, mission.host) not in pool.kept_from_hosts",
        "True",
        examples("not-excluded-over"),
    ),
    Fault(
        "a fund needs every position's expertise",
        f"{CONSTRAINTS}/funded.py",
        "any(code in fund.expertise for",
        "all(code in fund.expertise for",
        small("a_fund_for_one_of_the_positions_pays_the_mission"),
    ),
    Fault(
        "dearer experts cost as much as the cheapest",
        f"{CONSTRAINTS}/funded.py",
        "_Charge(cost - least, number, most)",
        "_Charge(cost - cost, number, most)",
        FUNDED,
    ),
    Fault(
        "shares of money rounded up",
        f"{CONSTRAINTS}/funded.py",
        "shares = amounts // size",
        "shares = -(-amounts // size)",
        "tests/test_agreement.py::test_shares_of_money_mean_the_same_to_model_and_checker",
    ),
    Fault(
        "a program asks for more than the next better value",
        "planner/bounding/level_bounds.py",
        "aim, target = self._aim(level), level.gain(known) + 1",
        "aim, target = self._aim(level), level.gain(known) + 2",
        "tests/test_integer_program.py::test_what_a_program_proves_no_plan_passes",
    ),
    Fault(
        "one opinion of HiGHS is a proof",
        "planner/bounding/level_bounds.py",
        "setups = [setup for setup in self._params.opinions if",
        "setups = [setup for setup in self._params.opinions[:1] if",
        by_highs("1-none"),
    ),
    Fault(
        "the bound of one opinion of HiGHS is a proof",
        "planner/bounding/level_bounds.py",
        "return Bound(level.gain(most), Proof.UNPROVEN)",
        "return Bound(level.gain(most), Proof.HIGHS)",
        by_highs("1-low"),
    ),
    Fault(
        "the bound of HiGHS too low",
        "planner/solver/highs.py",
        "bound = float(info.mip_dual_bound)",
        "bound = float(info.mip_dual_bound) - 1.0",
        by_highs("None-none"),
    ),
    Fault(
        "what HiGHS has no time for is infeasible",
        "planner/solver/highs.py",
        "elif status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):",
        "else:",
        "tests/test_highs_alone.py::test_what_highs_has_no_time_for_is_open",
    ),
    Fault(
        "a whole team that is pinned may be left out",
        f"{CONSTRAINTS}/pinned.py",
        "if len(experts) >= len(mission.positions):",
        "if len(experts) > len(mission.positions):",
        examples("pinned-over"),
    ),
    Fault(
        "covering goes on for more than one step",
        "planner/formulation/eligibility.py",
        "return entry.also_covers if entry else ()",
        "return () if not entry else (*entry.also_covers, "
        "*(c for e in entry.also_covers for c in self._covers(e)))",
        examples("qualified-over"),
    ),
    Fault(
        "a weekend is paid too many",
        "planner/domain/costs.py",
        "(days - 1) // 5",
        "days // 5",
        examples("funded-on_limit"),
    ),
    Fault(
        "idle days below zero",
        "planner/formulation/eligibility.py",
        "return max(0, (self.year.settings.plan_start - since).days)",
        "return (self.year.settings.plan_start - since).days",
        small("who_was_accredited_after_the_plan_start_has_been_idle_for_no_days"),
    ),
    Fault(
        "candidates have their chance without a mission",
        f"{OBJECTIVES}/pre_accredited.py",
        "chance <= LinearExpr.sum(fills)",
        "chance <= 1 + LinearExpr.sum(fills)",
        small("a_candidate_counts_once_and_not_without_a_mission"),
    ),
    Fault(
        "a proposal is kept at another start",
        f"{OBJECTIVES}/stability.py",
        "add_implication(kept, at_start[0])",
        "add_implication(kept, goes)",
        small("a_proposal_is_kept_at_its_start_only"),
    ),
    Fault(
        "the region of the host's neighbours",
        f"{OBJECTIVES}/region.py",
        "m.region != e.region",
        "m.host != e.administration",
        small("the_region_counts_and_not_the_country"),
    ),
    Fault(
        "a level may worsen for a later one",
        "planner/formulation/build.py",
        "level.objective >= level.gain(value)",
        "level.objective >= level.gain(value) - 1",
        OPTIMUM,
    ),
    Fault(
        "more is always better",
        "planner/formulation/build.py",
        "return value if self.direction is Direction.MORE else -value",
        "return value",
        small("the_region_counts_and_not_the_country"),
    ),
    Fault(
        "a bound too tight",
        "planner/solver/cp_sat.py",
        "floor(solver.best_objective_bound + _ROUNDING) if known",
        "floor(solver.best_objective_bound + _ROUNDING) - 1 if known",
        OPTIMUM,
    ),
    Fault(
        "the relaxation's bound too tight",
        "planner/bounding/linear_system.py",
        "return self.total // self.scale",
        "return self.total // self.scale - 1",
        f"{RELAXATION}::test_a_level_once_required_bounds_the_next",
    ),
    Fault(
        "who does not help the relaxation never goes",
        "planner/bounding/linear_system.py",
        "-self.reduced > self.total - target * self.scale",
        "-self.reduced > 0",
        f"{RELAXATION}::test_no_plan_passes_the_bound_and_none_has_what_it_rules_out",
    ),
    Fault(
        "the first plan forgets who is away",
        f"{CONSTRAINTS}/administration_capacity.py",
        "left = limits.max_experts_away - usage.experts_away(country, seat.mission, seat.run)",
        "left = limits.max_experts_away",
        "tests/test_first_plan.py::test_the_first_plan_obeys_the_rules",
    ),
    Fault(
        "the first plan evaluates nobody",
        f"{CONSTRAINTS}/evaluation_lead.py",
        "return -1 if lacks and",
        "return 0 if lacks and",
        "tests/test_first_plan.py::test_the_first_plan_obeys_the_rules",
    ),
    Fault(
        "a worse plan takes the place of the best one",
        "planner/search/incumbent.py",
        "if self.plan is None or self._is_as_good(gains):",
        "if True:",
        "tests/test_pieces.py::test_a_worse_plan_never_takes_the_place_of_the_best",
    ),
    Fault(
        "the other missions are planned anew as well",
        "planner/search/large_neighbourhood.py",
        "row.mission_id not in inside)",
        "row.mission_id in inside)",
        "tests/test_pieces.py::test_a_piece_leaves_the_other_missions_as_they_are",
    ),
    Fault(
        "what completes a plan takes seats that are taken",
        "planner/heuristics/construction.py",
        "return _GrowingPlan(pool, plan, params, candidates).made(deadline) or plan",
        "return _GrowingPlan(pool, Plan(), params, candidates).made(deadline) or plan",
        "tests/test_pieces.py::test_a_plan_is_completed_and_nothing_in_it_changes",
    ),
    Fault(
        "the later levels weigh more",
        "planner/formulation/scalarisation.py",
        "params.step**-number",
        "params.step**number",
        "tests/test_pieces.py::test_an_earlier_level_weighs_more",
    ),
    Fault(
        "a cut too deep",
        "planner/bounding/rounding_cuts.py",
        "rounded = limit // _UNIT * _PARTS + ",
        "rounded = limit // _UNIT * _PARTS - _PARTS + ",
        "tests/test_cuts.py::test_whatever_the_multipliers_a_rounded_sum_of_rows_holds",
    ),
    Fault(
        "missions fit one expert in one order only",
        "planner/bounding/conflict_cuts.py",
        "any(_in_turn(order) for order in permutations(visits))",
        "_in_turn(visits)",
        "tests/test_timetable.py::test_no_plan_breaks_a_row",
    ),
    Fault(
        "one of two visits loses all starts that meet some start of the other",
        "planner/bounding/conflict_cuts.py",
        "all(run.meets(its) for its in other.runs)",
        "any(run.meets(its) for its in other.runs)",
        "tests/test_timetable.py::test_no_plan_breaks_a_row",
    ),
    Fault(
        "missions that can be apart are never apart",
        "planner/domain/calendars.py",
        "if span.start <= first_end[name] and last_start[name] <= span.end",
        "if span.start <= last_start[name] and first_end[name] <= span.end",
        "tests/test_timetable.py::"
        "test_a_group_that_is_never_apart_meets_whichever_way_and_every_such_pair_is_in_one",
    ),
    Fault(
        "the last fund pays",
        "planner/search/tie_breaking.py",
        "order[: order.index(now)]",
        "order[order.index(now) + 1 :]",
        "tests/test_settle.py::test_the_first_fund_of_the_sheet_pays",
    ),
    Fault(
        "missions start after weekends only",
        "planner/domain/calendars.py",
        "if first or after_weekend:",
        "if after_weekend:",
        small("a_mission_may_start_on_the_first_working_day_in_the_middle_of_a_week"),
    ),
    Fault(
        "a release period ends on its anniversary",
        "planner/domain/calendars.py",
        "if _anniversary(first, index * years) > day:",
        "if _anniversary(first, index * years) >= day:",
        "tests/test_release_periods.py",
    ),
    Fault(
        "the checker is a week stricter",
        "planner/checker/rules/release_cap.py",
        "if used + charged > cap:",
        "if used + charged >= cap:",
        examples("release-cap-on_limit"),
    ),
    Fault(
        "the checker forgets what is committed",
        "planner/checker/spending.py",
        "return fund.amount - fund.committed - gone",
        "return fund.amount - gone",
        examples("funded-over"),
    ),
    Fault(
        "no rule stands in the way",
        "planner/reasons/conflict_sets.py",
        "if not group or forbid([*kept, *rest]):",
        "if group:",
        "tests/test_pins.py::test_what_breaks_a_rule_is_named_with_its_rows_and_the_rule[language]",
    ),
    Fault(
        "a remedy asks for the whole price",
        "planner/reasons/remedies.py",
        "(costs[fund.id] - left[fund.id], fund)",
        "(costs[fund.id], fund)",
        "tests/test_explanations.py::test_the_money_that_lacks_is_said_to_the_unit",
    ),
)
