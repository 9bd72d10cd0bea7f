"""Facts about the mission, its host, and what is agreed for it."""

from models.cell_ref import Place
from models.facts.expert import AppliesTo
from models.facts.mission import Mission
from models.requests.changes import Setting
from planner.domain import agreements
from planner.domain.calendars import Span, closed_days
from planner.domain.country_names import country_name
from planner.domain.hypothetical import waived
from planner.domain.wording import counted, day, listed
from planner.reasons.facts.lifts import Found, Lift, cell_lift, closure_text, row_lift
from planner.reasons.facts.usual import FACTS
from planner.reasons.one_mission import Probe


@FACTS.of("dates")
def dates(probe: Probe, mission: Mission) -> Found:
    """The window of the mission, and the days on which nobody works there."""
    first, last = day(mission.earliest_start), day(mission.latest_end)
    days_wanted = counted(mission.working_days, "working day")
    text = f"{mission.id} takes {days_wanted} between {first} and {last}"
    settings = probe.year.settings
    whole = {"earliest_start": settings.plan_start, "latest_end": settings.plan_end}
    place = Place("Missions", "earliest_start", mission.row)
    yield "window", text, place, cell_lift("missions", mission.id, **whole)
    window = Span(mission.earliest_start, mission.latest_end)
    for row in probe.year.unavailability:
        is_host = row.applies_to is AppliesTo.HOST and row.who == mission.host
        if is_host and window.meets(closed_days(row)):
            place = Place("Unavailability", "start", row.row)
            key = f"{row.who} {row.start} {row.end}"
            yield key, closure_text(row), place, row_lift("unavailability", row)
    for entry in probe.year.holidays:
        if entry.host == mission.host and window.has(entry.day):
            text = f"{day(entry.day)} is a holiday in {country_name(entry.host)}"
            place = Place("Holidays", "day", entry.row)
            yield f"holiday {entry.day}", text, place, row_lift("holidays", entry)
    if settings.avoid_public_holidays:
        text = f"Missions avoid the public holidays of {country_name(mission.host)}"
        place = Place("Settings", "value", None)
        anyway = Setting(target="avoid_public_holidays", value=False)
        yield "public holidays", text, place, Lift((anyway,))


@FACTS.of("host-capacity")
def host(probe: Probe, mission: Mission) -> Found:
    """The limit of the host."""
    row = probe.year.administration_by_country[mission.host]
    others = probe.load.others_at(mission)
    there = f"; the plan has {listed(others)} there" if others else ""
    text = f"{country_name(mission.host)} receives {row.max_missions_hosted} at a time{there}"
    place = Place("Administrations", "max_missions_hosted", row.row)
    lift = cell_lift("administrations", mission.host, max_missions_hosted=None)
    yield mission.host, text, place, lift


@FACTS.of("different-administrations")
def same_country(probe: Probe, mission: Mission) -> Found:
    """The waiver that the mission does not have."""
    text = f"{mission.id} does not allow two experts of the same administration"
    place = Place("Missions", "same_administration_allowed", mission.row)
    yield "", text, place, Lift((waived(mission, "same_administration_allowed"),))


@FACTS.of("evaluation-lead")
def staff(probe: Probe, mission: Mission) -> Found:
    """The staff lead that the mission does not have."""
    text = f"{mission.id} has no staff lead who could evaluate pre-accredited experts"
    place = Place("Missions", "staff_lead", mission.row)
    yield "", text, place, Lift((waived(mission, "staff_lead"),))


@FACTS.of("pinned")
def pinned(probe: Probe, mission: Mission) -> Found:
    """What is agreed for the mission."""
    part = probe.part(mission)
    for row in agreements.pinned_rows(part, probe.calendars):
        start = f" from {day(row.start)}" if row.start else ""
        text = f"{row.expert_id} is agreed for {mission.id}{start} ({row.status})"
        place = Place("Assignments", "status", row.row)
        yield row.expert_id, text, place, row_lift("assignments", row)
