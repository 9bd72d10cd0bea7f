"""What is wrong with missions and their teams, cell by cell and against the pool of experts."""

from collections.abc import Iterator, Mapping

from models.answers.report import Problem
from models.facts.mission import Mission
from planner.domain.country_names import country_name
from planner.domain.wording import languages
from planner.workbook.reading.build import own_team, region_of_mission
from planner.workbook.reading.draft import Draft, problem
from planner.workbook.reading.sheets.sources import Record
from planner.workbook.schema.declared import MISSIONS, QUALIFICATIONS, TEAMS


def check_teams(draft: Draft) -> Iterator[Problem]:
    """A mission's team is in its own row or in Teams, in one of them and complete."""
    in_teams = {r.values["mission_id"]: r.row for r in draft.rows(TEAMS) if r.good("mission_id")}
    for record in draft.rows(MISSIONS):
        if not record.good("expertise", "experts", "id"):
            continue
        teams_row = in_teams.get(record.values["id"])
        if teams_row is not None:
            yield from _team_twice(record, teams_row)
        else:
            yield from _team_incomplete(record)


def _team_twice(record: Record, teams_row: int) -> Iterator[Problem]:
    expertise, experts = own_team(record)
    if expertise is not None or experts is not None:
        yield problem(
            record,
            "expertise" if expertise is not None else "experts",
            "team-twice",
            f"Mission {record.values['id']} has a team here and another one in the sheet Teams "
            f"(row {teams_row}).",
            "Leave Expertise and Experts blank here, or delete the rows in Teams.",
        )


def _team_incomplete(record: Record) -> Iterator[Problem]:
    expertise, experts = own_team(record)
    mission = record.values["id"]
    if expertise is None and experts is None:
        yield problem(
            record,
            "expertise",
            "team-missing",
            f"Nothing says which experts mission {mission} needs.",
            "Fill in Expertise and Experts, or add rows for the mission to the sheet Teams.",
        )
    elif experts is None:
        message = f"Experts is blank: how many experts does mission {mission} need?"
        yield problem(record, "experts", "experts-missing", message, "Write 1 or more.")
    elif expertise is None:
        message = f"Expertise is blank: what are the experts of mission {mission} needed for?"
        remedy = "Write a code of the expertise list, TOA/PCA for example."
        yield problem(record, "expertise", "expertise-missing", message, remedy)


def check_mission_regions(draft: Draft) -> Iterator[Problem]:
    """A host that is no Member belongs to no region by itself."""
    for record in draft.rows(MISSIONS):
        if not record.good("host", "region") or region_of_mission(record) is not None:
            continue
        yield problem(
            record,
            "region" if "region" in record.source.columns else "host",
            "region-missing",
            f"{country_name(record.values['host'])} is no Member of the WCO, so the mission's "
            "region is not known.",
            "Write the region in the column Region (AC, AP, ESA, EU, MENA or WCA).",
        )


def check_mission_windows(draft: Draft) -> Iterator[Problem]:
    """Latest end is not before Earliest start, and some of the window is in the plan year."""
    begun = draft.year.begun_by_id if draft.year is not None else {}
    for record in draft.rows(MISSIONS):
        if not record.good("earliest_start", "latest_end") or record.values.get("id") in begun:
            continue
        start, end = record.values["earliest_start"], record.values["latest_end"]
        if end < start:
            yield problem(
                record,
                "latest_end",
                "window-reversed",
                f"The latest end ({end}) is before the earliest start ({start}).",
                "Correct one of the two dates.",
            )
        elif draft.settings and not (
            start <= draft.settings.plan_end and draft.settings.plan_start <= end
        ):
            yield problem(
                record,
                "earliest_start",
                "window-outside-plan",
                f"The mission can take place from {start} to {end} only, outside the plan "
                f"({draft.settings.plan_start} to {draft.settings.plan_end}): it cannot be "
                "delivered.",
                "Correct the dates, or set the mission to Cancelled.",
                warning=True,
            )


def check_allowed_starts(draft: Draft) -> Iterator[Problem]:
    """Every mission whose window is sound has a day to start on."""
    if draft.year is None:
        return
    settings = draft.year.settings
    for mission in draft.year.missions:
        first = max(mission.earliest_start, settings.plan_start)
        last = min(mission.latest_end, settings.plan_end)
        if first <= last and not draft.calendars.allowed_starts(mission):
            yield problem(
                draft.record(MISSIONS, mission.row),
                "working_days",
                "no-allowed-start",
                f"No {mission.working_days} working days in a row fit between {first} and {last} "
                f"in {country_name(mission.host)}, without a public holiday or a closure among "
                "them: the mission cannot be delivered.",
                "Widen the window, ask for fewer working days, or look at the sheets Holidays "
                "and Unavailability.",
                warning=True,
            )


def check_expertise_held(draft: Draft) -> Iterator[Problem]:
    """Somebody holds every expertise that a mission asks for, and speaks one of its languages."""
    if draft.year is None or any(record.bad for record in draft.rows(QUALIFICATIONS)):
        return  # the row that is wrong may be the one that is missing
    holders = _holders(draft)
    speakers = {expert.id: frozenset(expert.languages) for expert in draft.year.experts}
    for mission in draft.year.missions:
        for code in dict.fromkeys(mission.positions):
            if code not in holders:
                yield _nobody(draft, mission, code)
            elif mission.languages and not _somebody_speaks(mission, holders[code], speakers):
                yield _nobody_speaks(draft, mission, code)


def _somebody_speaks(
    mission: Mission, experts: list[str], speakers: Mapping[str, frozenset[str]]
) -> bool:
    # An expert whose own row is wrong may speak anything.
    return any(e not in speakers or speakers[e].intersection(mission.languages) for e in experts)


def _holders(draft: Draft) -> dict[str, list[str]]:
    assert draft.year is not None
    found: dict[str, list[str]] = {}
    covers = {entry.code: (entry.code, *entry.also_covers) for entry in draft.year.expertise}
    for row in draft.year.qualifications:
        for code in covers[row.expertise]:
            found.setdefault(code, []).append(row.expert_id)
    return found


def _nobody(draft: Draft, mission: Mission, code: str) -> Problem:
    return problem(
        draft.record(MISSIONS, mission.row),
        "expertise",
        "nobody-qualified",
        f"No expert holds {code}, which mission {mission.id} asks for: it cannot be delivered.",
        "Check the code, or add the qualification to the sheet Qualifications.",
        warning=True,
    )


def _nobody_speaks(draft: Draft, mission: Mission, code: str) -> Problem:
    return problem(
        draft.record(MISSIONS, mission.row),
        "languages",
        "nobody-speaks",
        f"No expert who holds {code} speaks a language of mission {mission.id} "
        f"({languages(mission.languages)}): it cannot be delivered.",
        "Check the mission's languages and those of the experts.",
        warning=True,
    )
