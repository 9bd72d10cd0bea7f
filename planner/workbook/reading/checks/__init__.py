"""What a workbook has to say about itself, one function a check: every offender, all at once."""

from collections.abc import Callable, Iterator

from models.answers.report import Problem
from planner.workbook.reading.checks import (
    assignments,
    experts,
    funds,
    hosts,
    missions,
    plan_year,
    repeats,
    stale,
)
from planner.workbook.reading.draft import Draft
from planner.workbook.reading.scenarios import check_scenarios

Check = Callable[[Draft], Iterator[Problem]]

# Those that need a Year find none where the settings are wrong, and say nothing then.
CHECKS: tuple[Check, ...] = (
    plan_year.check_something_to_plan,
    plan_year.check_funds_named,
    plan_year.check_hosts_with_calendar,
    missions.check_teams,
    missions.check_mission_regions,
    missions.check_mission_windows,
    missions.check_allowed_starts,
    missions.check_expertise_held,
    experts.check_expert_regions,
    experts.check_qualifications_twice,
    experts.check_externals,
    experts.check_unqualified,
    experts.check_history,
    experts.check_history_once,
    experts.check_history_repeated,
    experts.check_unavailability,
    experts.check_exclusions,
    stale.check_stale_records,
    stale.check_undated_accreditations,
    stale.check_waiting_candidates,
    funds.check_fund_validity,
    funds.check_fund_committed,
    funds.check_fund_spent,
    funds.check_shares,
    hosts.check_weekends,
    hosts.check_holidays,
    repeats.check_repeated_facts,
    repeats.check_end_beside_start,
    assignments.check_pinned_start,
    assignments.check_keep,
    assignments.check_past_rows,
    assignments.check_pairs,
    assignments.check_pinned_together,
    assignments.check_begun_figures,
    assignments.check_stranded,
    assignments.check_stale_funds,
    check_scenarios,
)
