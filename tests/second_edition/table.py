"""Every mark of the second edition with three tests: what is in order, on the limit, and breaks.

A test is named by its file (below tests) and function, and in brackets the example of a table.
"""

from typing import NamedTuple


class Marked(NamedTuple):
    """One thing that the second edition settles, and the tests that prove it."""

    section: int
    about: str
    accepted: str
    limit: str
    broken: str


_WORDS = "second_edition/test_words.py::test_what_is_told"
_PLANS = "second_edition/test_plans.py"
_RULES = "checker/test_second_edition.py::test_what_is_accepted_and_what_breaks_which_rule"
_FIELD = "workbook/test_field_cases.py"
_READ = "workbook/test_read_as.py"
_PAST = "test_past.py"
_WAY = "test_rules_leave_no_way.py"
_BROKEN = "workbook/test_broken.py::test_broken_workbook"


def _words(section: int, about: str, *names: str) -> Marked:
    return Marked(section, about, *(f"{_WORDS}[{name}]" for name in names))


def _rules(section: int, about: str, *names: str) -> Marked:
    return Marked(section, about, *(f"{_RULES}[{name}]" for name in names))


def _tests(section: int, about: str, file: str, *names: str) -> Marked:
    return Marked(section, about, *(f"{file}::{name}" for name in names))


READING = (
    _tests(
        *(2, "IDs that are the same to Unicode", _FIELD),
        "test_invisible_marks_count_in_no_cell",
        *("test_kelvin_is_a_k_and_a_cyrillic_letter_is_none",) * 2,
    ),
    _tests(
        *(2, "Text dates, and the order that a column or Date order proves", _READ),
        *("test_the_order_of_dates_is_proven_by_the_column", "test_dates_of_one_column"),
        "test_dates_of_one_column",
    ),
    _tests(
        *(2, "Lists with other separators and with levels", _FIELD),
        "test_languages_as_they_are_asked_for_are_silent",
        "test_languages_with_levels_are_all_read",
        "test_what_is_not_spoken_is_no_language",
    ),
    _words(
        *(2, "An expertise without its category"),
        *("category given", "category left out", "category of two"),
    ),
    _tests(
        *(2, "Numbers with a unit", _READ),
        "test_numbers_with_units",
        "test_weeks_are_weeks_and_days_are_not_made_of_them",
        "test_what_has_no_meaning_is_an_error",
    ),
    _tests(
        *(2, "A time within five minutes of midnight", _FIELD),
        *("test_times_near_midnight_are_the_day_that_is_meant",) * 3,
    ),
    _tests(
        *(2, "A time with a zone whose midnight is another day", _FIELD),
        *("test_times_near_midnight_are_the_day_that_is_meant",) * 3,
    ),
    _tests(
        *(2, "Percentages and other currencies where an amount is needed", _FIELD),
        *("test_amounts_in_the_plans_currency_are_silent_and_others_shown_are_told",) * 2,
        "test_percentages_and_other_currencies_are_no_amounts",
    ),
    _tests(
        *(2, "A last day shown as a month", _FIELD),
        *("test_months_are_told_for_last_days_alone",) * 3,
    ),
    _tests(2, "Rows struck out", _FIELD, *("test_struck_out_rows_are_told_and_count",) * 3),
    _tests(
        *(2, "What has two meanings is an error that lists them", _READ),
        *("test_numbers_with_units", "test_numbers_with_units"),
        "test_several_meanings_are_an_error_that_lists_them",
    ),
    _tests(
        *(2, "The totals row of a table", _FIELD),
        "test_a_table_without_totals_keeps_its_last_row",
        "test_a_totals_row_by_the_table_alone_whatever_it_reads",
        "test_totals_are_left_out_on_any_sheet",
    ),
    _tests(
        *(2, "Rows that read Total", _FIELD),
        *("test_a_total_is_no_fund_and_what_only_begins_like_one_is",) * 2,
        "test_totals_are_left_out_on_any_sheet",
    ),
    _tests(
        *(2, "Sheets that are not read", _FIELD),
        *("test_sheets_of_ones_own_are_silent", "test_the_settings_can_say_what_a_sheet_is"),
        "test_unread_sheets_are_told_whatever_their_name",
    ),
    _tests(
        *(2, "Several sheets of one kind", _FIELD),
        *("test_several_sheets_are_read_together_where_the_settings_say_so",) * 3,
    ),
    _tests(
        *(2, "A column that repeats a fact", _FIELD),
        "test_what_says_the_same_is_no_contradiction",
        "test_an_end_that_follows_is_silent_and_a_proposal_is_only_warned_of",
        "test_a_contradiction_shows_both",
    ),
    _tests(2, "A full name in the place of an ID", _READ, *("test_names_stand_for_ids",) * 3),
)

COLUMNS = (
    _words(
        *(2, "Missions: Postponed"),
        *("mission planned", "mission postponed", "mission of no status"),
    ),
    Marked(
        *(2, "Missions: Lead official, Request"),
        f"{_WORDS}[lead official and request]",
        f"{_WORDS}[request that reads as a formula]",
        f"{_PLANS}::test_the_lead_official_owns_the_step",
    ),
    _words(2, "Experts: Status", "expert active", "expert left", "expert of no status"),
    _words(
        *(2, "Experts: Most missions"),
        *("most missions one", "most missions none", "most missions below none"),
    ),
    Marked(
        *(2, "Experts: Former administration"),
        f"{_WORDS}[former administration]",
        f"{_PLANS}::test_the_former_administration_is_asked",
        f"{_WORDS}[former administration nowhere]",
    ),
    _words(
        *(2, "Experts: Decision"),
        *("decision approved", "decision none", "decision perhaps"),
    ),
    _words(
        *(2, "Experts: Decided by, Decided on"),
        *("decision approved", "decision none", "decided on no day"),
    ),
    Marked(
        *(2, "Experts: Contract signed"),
        f"{_WORDS}[contract signed]",
        f"{_PLANS}::test_a_contract_is_drawn_up_once",
        f"{_WORDS}[contract perhaps signed]",
    ),
    _words(
        *(2, "Unavailability that is open on a side"),
        *("away from a day on", "away a day", "away back in time"),
    ),
    _words(
        *(2, "Administrations: Language"),
        *("language given", "weekend of two days", "language unknown"),
    ),
    _words(
        *(2, "Administrations: Weekend"),
        *("weekend of two days", "weekend of six days", "weekend of all days"),
    ),
    _words(
        *(2, "Holidays: Working"),
        *("holiday worked", "holiday twice alike", "holiday with two answers"),
    ),
    _words(2, "Shares add up to 100", "shares of 100", "share of all", "shares of 99"),
    _words(
        *(2, "Assignments: Available, Withdrawn, Keep"),
        *("row kept", "row withdrawn and kept", "row declined and kept"),
    ),
    _words(
        *(2, "Assignments: Outcome, Feedback"),
        *("outcome passed", "outcome not yet", "outcome perhaps"),
    ),
    _tests(
        *(2, "One History row, one visit"),
        *(_WAY, "test_visits_one_after_the_other_are_in_order"),
        "test_visits_that_overlap_are_told_and_both_count",
        "test_a_visit_that_stands_there_twice_counts_once_and_is_told",
    ),
    _tests(
        *(2, "A Completed row that repeats a History row", _PAST),
        "test_the_same_mission_on_other_days_is_the_same_visit_only_where_they_meet",
        "test_the_same_mission_on_other_days_is_the_same_visit_only_where_they_meet",
        "test_what_assignments_repeats_counts_once_with_the_weeks_of_the_row",
    ),
)

DATES = (
    _rules(
        *(3, "The weekend of a host"),
        *("Sunday by the sheet", "Monday by the library", "Monday by the sheet"),
    ),
    _rules(
        *(3, "An agreed start on any working day"),
        *("agreed on a Tuesday", "Tuesday up to the last day", "Tuesday beyond the last day"),
    ),
    _rules(
        *(3, "Not by a Declined or Withdrawn row, nor on a holiday"),
        *("agreed on a Tuesday with another", "nobody agreed on a Tuesday"),
        "withdrawn on a Tuesday",
    ),
)

RULES = (
    _rules(4, "available: Left", "stays", "a colleague has left", "has left"),
    _tests(
        *(4, "one-at-a-time: Rest days", "test_rest_days.py"),
        *("test_the_days_between_two_missions_are_counted_without_travel",) * 3,
    ),
    _rules(
        *(4, "one-at-a-time: running missions"),
        *("visit over", "visit until the day before, with travel", "visit a day longer"),
    ),
    _tests(
        *(4, "most-missions", "checker/test_examples.py"),
        *("test_an_accepted_plan_breaks_no_rule", "test_a_step_over_the_limit_is_measured"),
        "test_a_broken_plan_breaks_this_rule_and_no_other",
    ),
    _rules(
        *(4, "cleared: decision, and what is agreed"),
        *("cleared and invited", "invited without a decision", "invited while pending"),
    ),
    _rules(
        *(4, "funded: what is over and running has cost"),
        *("money for both", "money for both to the last unit", "money for both short by one"),
    ),
    _rules(
        *(4, "funded: Shares"),
        *("shares with money to spare", "shares to the last unit", "first share short by one"),
    ),
    _rules(
        *(4, "funded: the terms of each, in the order of the rows"),
        *("shares on terms", "shares to the last unit", "shares in another order"),
    ),
    _tests(
        *(5, "idle: who is under way has none", _PLANS),
        *("test_who_is_under_way_has_no_idle_days",) * 3,
    ),
)

AGREED = (
    _tests(
        *(6, "Keep is pinned, also from scratch, and no part of stability", _PLANS),
        "test_a_row_to_be_kept_stays_from_scratch_too",
        "test_keep_on_a_withdrawn_row_has_no_effect",
        "test_a_row_to_be_kept_is_no_part_of_stability",
    ),
    _tests(
        *(6, "Over: history, and not planned again", _PAST),
        "test_a_completed_row_before_the_plan_is_over_and_so_is_its_mission",
        "test_the_weeks_of_the_row_go_before_those_of_the_mission",
        "test_what_was_agreed_and_never_completed_is_not_over",
    ),
    _tests(
        *(6, "Over: the money", _PAST),
        "test_what_is_over_costs_the_fund_it_names_with_the_fixed_cost_once",
        *("test_rows_without_a_fund_cost_nobody_anything", "test_committed_may_hold_it_already"),
    ),
    _tests(
        *(6, "Over: check says the amount for each fund", "second_edition/test_words.py"),
        *("test_what_is_over_is_said_for_each_fund",) * 3,
    ),
    _tests(
        *(6, "Running: accepted as it is", _PAST),
        "test_what_starts_before_the_plan_and_ends_in_it_is_under_way",
        *("test_what_starts_with_the_plan_is_planned", "test_what_nobody_agreed_never_began"),
    ),
    _rules(
        *(6, "Running: administration"),
        *("visit of another expert", "administration full until the day before"),
        "administration full on the first day",
    ),
    _rules(6, "Running: host", "host free again", "host with room for two", "host full"),
    _rules(
        *(6, "Running: weeks"),
        *("weeks under way within the cap", "weeks under way without a period"),
        "weeks under way beyond the cap",
    ),
    _tests(
        *(6, "Running: other rows are dropped", _PLANS),
        *("test_other_rows_of_a_mission_under_way_are_dropped",) * 3,
    ),
    _tests(
        *(6, "Running: a History row", _PAST),
        *("test_a_row_of_history_that_ends_in_the_plan_is_under_way_and_so_is_its_mission",) * 3,
    ),
    _tests(
        *(6, "Available, Contacted and Proposed are kept where nothing speaks against it", _PLANS),
        *("test_what_is_not_yet_agreed_is_kept_where_nothing_speaks_against_it",) * 2,
        "test_who_was_asked_and_cannot_be_kept_is_withdrawn",
    ),
    _tests(
        *(6, "Withdrawn, where a mission is called off", _WAY),
        "test_a_mission_that_takes_place_withdraws_nobody",
        "test_who_was_not_asked_is_not_withdrawn",
        "test_who_was_asked_comes_out_as_withdrawn",
    ),
    _tests(
        *(6, "Actions tells everybody who was asked", "mobilisation/test_actions.py"),
        "test_the_host_is_not_told_where_another_expert_goes_instead",
        "test_what_is_agreed_and_not_delivered_asks_for_a_decision",
        "test_a_mission_that_is_called_off_is_told_to_everybody_who_was_asked",
    ),
    _words(
        *(6, "A second row for an expert and a mission: Withdrawn apart"),
        *("withdrawn and asked again", "withdrawn twice", "available twice"),
    ),
    _words(
        *(6, "A second row for an expert and a mission: Declined beside none pinned"),
        *("declined and proposed again", "declined and kept", "declined and agreed"),
    ),
    _tests(
        *(6, "--fresh lets go of Contacted and Available rows"),
        *(_PLANS, "test_a_row_to_be_kept_stays_from_scratch_too"),
        *("test_what_is_not_yet_agreed_is_kept_where_nothing_speaks_against_it",) * 2,
    ),
)

REST = (
    _words(7, "Rest days", "rest days", "no rest days", "rest days below none"),
    _words(7, "Date order", "date order", "date order blank", "date order of the year"),
    _words(*(7, "Several sheets"), *("several sheets", "no rest days", "several sheets perhaps")),
    Marked(
        *(7, "Committed includes completed"),
        f"{_WAY}::test_committed_may_hold_it_and_then_nothing_is_told",
        f"{_WAY}::test_committed_that_cannot_hold_it_is_told",
        f"{_WORDS}[committed includes some]",
    ),
    _tests(
        *(8, "Summary opens with what a Director reads", "workbook/test_front_page.py"),
        "test_the_figures_are_those_of_the_other_sheets",
        "test_a_mission_is_confirmed_once_all_its_experts_are",
        "test_what_changed_since_the_last_plan",
    ),
    _tests(
        *(8, "Assignments: what follows the plan", "workbook/test_writer_rows.py"),
        "test_a_row_keeps_its_status_with_expert_mission_and_start",
        *("test_rows_after_the_plan_are_declined_then_waiting_then_past",) * 2,
    ),
    _tests(
        *(8, "Fund use: spent and available, pending funds apart", "workbook/test_writer_rows.py"),
        *("test_funds_show_what_is_left_and_zero_where_nothing_is_paid",) * 2,
        "test_funds_show_what_is_spent_and_pending_ones_apart",
    ),
)

TABLE = (*READING, *COLUMNS, *DATES, *RULES, *AGREED, *REST)
