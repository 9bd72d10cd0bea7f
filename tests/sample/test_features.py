"""Every feature of the rules is switched on somewhere in the default sample."""

from collections import Counter
from datetime import date

from models.facts.administration import Addressee
from models.facts.expert import AppliesTo, Clearance, QualificationStatus
from models.facts.fund import FundStatus
from models.facts.instance import Year
from planner.domain.calendars import Calendars, release_period
from planner.domain.members.reference import EXPERTISE, MEMBERS
from planner.sample.book import cancelled_missions
from planner.sample.topics import OWN_EXPERTISE
from planner.sample.whatifs import make_whatifs
from planner.workbook.schema.declared import CHANGES
from tests.sample.years import LARGE, year_of

YEAR: Year = year_of()


def test_missions() -> None:
    missions = YEAR.missions
    assert {mission.priority for mission in missions} == {1, 2, 3, 4}
    assert any(mission.funds for mission in missions)
    assert any(len(mission.funds) > 1 for mission in missions)
    assert any(not mission.funds for mission in missions)
    assert any(mission.fixed_cost for mission in missions)
    assert any(mission.staff_lead for mission in missions)
    assert any(mission.same_administration_allowed for mission in missions)
    assert any(not mission.languages for mission in missions)
    assert any(len(mission.languages) > 1 for mission in missions)
    assert {len(mission.positions) for mission in missions} >= {1, 2, 3}
    assert {mission.working_days for mission in missions} >= {3, 5, 10}


def test_a_mission_may_be_held_outside_its_region() -> None:
    known = MEMBERS
    assert any(mission.region != known[mission.host].region for mission in YEAR.missions)


def test_mixed_teams_and_teams_whose_rows_add_up() -> None:
    teams = [[row.expertise for row in mission.team] for mission in YEAR.missions]
    assert any(len(set(codes)) > 1 for codes in teams)
    assert any(len(set(codes)) < len(codes) for codes in teams)


def test_windows_are_fixed_or_two_to_sixteen_weeks() -> None:
    calendars = Calendars(YEAR)
    starts = Counter(len(calendars.allowed_starts(mission)) for mission in YEAR.missions)
    assert starts[0] == 1  # asked for while the host is closed
    assert starts[1] >= 2
    days = [(m.latest_end - m.earliest_start).days + 1 for m in YEAR.missions]
    assert max(days) <= 16 * 7
    assert sum(day >= 14 for day in days) > len(days) * 0.75


def test_languages_follow_the_host() -> None:
    language = {m.host: m.languages for m in YEAR.missions if len(m.languages) == 1}
    assert {code for codes in language.values() for code in codes} >= {"fr", "es", "ar", "en"}
    assert language["GN"] == language["CM"] == ("fr",)
    assert language["PE"] == ("es",)
    year = year_of(*LARGE)
    usual = {m.host: m.languages[0] for m in year.missions if m.languages and len(m.team) == 1}
    assert usual["CV"] == "pt"
    assert usual["KG"] == "ru"


def test_experts() -> None:
    experts = YEAR.experts
    assert {e.clearance for e in experts if e.id in YEAR.external_ids} == set(Clearance)
    assert any(e.daily_fee for e in experts)
    assert any(e.most_missions for e in experts)
    assert any(e.daily_fee is None for e in experts if e.id in YEAR.external_ids)
    assert any(e.release_cap_weeks is not None for e in experts)
    assert any(e.administration not in MEMBERS for e in experts)
    assert any(e.record_updated is None for e in experts)
    assert any(e.record_updated and e.record_updated < date(2021, 12, 31) for e in experts)
    assert any(e.release_period_start is None for e in experts if e.id not in YEAR.external_ids)


def test_qualifications() -> None:
    assert {q.status for q in YEAR.qualifications} == set(QualificationStatus)
    assert any(q.since is None for q in YEAR.qualifications)
    held = [{q.expertise for q in rows} for rows in YEAR.qualifications_by_expert.values()]
    assert {len(codes) for codes in held} == {1, 2, 3}
    statuses = [{q.status for q in rows} for rows in YEAR.qualifications_by_expert.values()]
    both = {QualificationStatus.ACCREDITED, QualificationStatus.PRE_ACCREDITED}
    assert both in statuses
    # A qualification that counts for what it covers.
    assert any("MPA" in codes and "CMA" not in codes for codes in held)


def test_release_periods_change_inside_the_year_for_some() -> None:
    starts = [e.release_period_start for e in YEAR.experts if e.release_period_start]
    first, last = YEAR.settings.plan_start, YEAR.settings.plan_end
    changing = [s for s in starts if release_period(s, 3, first) != release_period(s, 3, last)]
    assert 0.15 < len(changing) / len(starts) < 0.6
    assert any((s.month, s.day) == (2, 29) for s in starts)


def test_a_release_period_may_start_on_another_date_than_the_accreditation() -> None:
    accredited = {
        (q.expert_id, q.since)
        for q in YEAR.qualifications
        if q.status is QualificationStatus.ACCREDITED
    }
    own = [e for e in YEAR.experts if e.release_period_start]
    assert any((e.id, e.release_period_start) not in accredited for e in own)


def test_history_ends_before_the_plan_and_leaves_some_few_weeks() -> None:
    assert all(date(2023, 1, 1) <= h.start <= h.end < date(2026, 12, 31) for h in YEAR.history)
    left = []
    for expert in YEAR.experts:
        if expert.release_period_start:
            period = release_period(expert.release_period_start, 3, YEAR.settings.plan_start)
            past = YEAR.history_by_expert.get(expert.id, ())
            used = sum(h.weeks for h in past if period.start <= h.start <= period.end)
            left.append(YEAR.release_cap(expert) - used)
    assert min(left) >= 0
    assert any(weeks <= 3 for weeks in left)


def test_weeks_of_history_may_differ_from_its_dates() -> None:
    assert any(h.weeks != -(-((h.end - h.start).days + 1) // 7) for h in YEAR.history)


def test_unavailability() -> None:
    rows = YEAR.unavailability
    assert {row.applies_to for row in rows} == set(AppliesTo)
    assert any(row.end is None for row in rows)
    august = [r for r in rows if r.applies_to is AppliesTo.ADMINISTRATION and r.start.month == 8]
    assert august
    assert all(row.end is None or row.end >= row.start for row in rows)


def test_exclusions_name_a_mission_or_a_host() -> None:
    kinds = {(row.mission_id is None, row.host is None) for row in YEAR.exclusions}
    assert kinds == {(True, False), (False, True)}


def test_administrations() -> None:
    rows = YEAR.administrations
    for field in ("max_experts_away", "max_weeks", "max_missions_hosted"):
        values = [getattr(row, field) for row in rows]
        assert any(value is not None for value in values)
        assert any(value is None for value in values)
    assert {row.addressee for row in rows} == {*Addressee, None}
    senders = {expert.administration for expert in YEAR.experts}
    assert {c for c in senders if c in MEMBERS} <= {row.country for row in rows}


def test_funds() -> None:
    funds = YEAR.funds
    assert {fund.status for fund in funds} == set(FundStatus)
    for field in ("regions", "expertise", "hosts", "valid_from", "valid_to", "committed"):
        assert any(getattr(fund, field) for fund in funds)
        assert any(not getattr(fund, field) for fund in funds)
    assert any(mission.funds == ("HMRC-2",) for mission in YEAR.missions)


def test_rates_holidays_and_expertise() -> None:
    places = {rate.place for rate in YEAR.rates}
    assert places & {"WCA", "ESA", "AP", "MENA"}
    assert places & {mission.host for mission in YEAR.missions}
    assert YEAR.holidays
    built_in = {entry.code for entry in EXPERTISE}
    assert {e.code for e in OWN_EXPERTISE} & built_in
    assert {e.code for e in OWN_EXPERTISE} - built_in
    assert any(entry.also_covers for entry in OWN_EXPERTISE)
    assert {m.team[0].expertise for m in YEAR.missions} & {"INTEGRITY", "GENDER", "PMM"}


def test_scenarios_make_every_kind_of_change() -> None:
    rows = make_whatifs(YEAR)
    assert {row.change for row in rows} == {change.name for change in CHANGES}
    assert 4 <= len({row.scenario for row in rows}) <= 6


def test_some_missions_are_cancelled() -> None:
    gone = cancelled_missions(YEAR)
    assert gone
    assert not {mission.id for mission in gone} & set(YEAR.mission_by_id)


def test_some_expertise_is_scarce_in_some_language() -> None:
    asked = [m for m in YEAR.missions if (m.positions[0], m.languages) == ("TOA/LAB", ("ar",))]
    assert asked
