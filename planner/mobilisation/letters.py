"""What the formal letters say: one letter an administration, never one to an expert.

Source: policy HC0150Ea, Mobilization Process ("a letter signed by the WCO Director ... should be
sent seeking formal release of the expert to either the administration's Director-General or the
NCP"; "should not be sent directly to an expert").
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from models.facts.administration import Addressee, Administration
from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.expert import Expert, QualificationStatus
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.checker.standing import standing
from planner.domain.calendars import Calendars
from planner.domain.country_names import country_name, mentions_country
from planner.domain.tongue import Tongue
from planner.mobilisation.directors import UNKNOWN, Director, director_of
from planner.mobilisation.steps import Step

# Texts of the letter into which nothing is filled.
_WORDS = (
    *("organisation", "letterhead", "office"),
    *("expert", "expertise", "mission", "dates", "thanks", "closing"),
)


class Request(NamedTuple):
    """One row of a letter; the fields are those that a template may use.

    `repeated` is true where an earlier letter has asked for the same; `place` is the host, "" where
    the mission's title names it.
    """

    expert: str
    expert_id: str
    expertise: str
    mission: str
    mission_id: str
    host: str
    place: str
    dates: str
    repeated: bool
    start: date


class Key(NamedTuple):
    """What a letter asks for: it is asked for once."""

    mission_id: str
    expert_id: str
    start: date


class Letter(NamedTuple):
    """The letter to one administration, by country code, and what its template may use.

    `keys` is what it asks for; a reminder asks for what an earlier letter has asked for.
    """

    country: str
    context: dict[str, object]
    number: int = 1
    keys: tuple[Key, ...] = ()
    reminder: bool = False


def letters(
    year: Year,
    today: date,
    *,
    sent: Collection[Key] = (),
    first_number: int = 1,
    reminders: bool = False,
) -> tuple[Letter, ...]:
    """A letter for each administration with serving experts who are Available, and each Director.

    External experts are in none: no administration releases them.

    Parameters
    ----------
    sent : collection of Key
        What earlier letters have asked for; no letter but a reminder asks for it again.
    first_number : int
        The number of the first letter; the others follow.
    reminders : bool
        Whether Invited rows are asked for once more, in letters of their own.
    """
    rows = [r for r in _rows(year, AssignmentStatus.AVAILABLE) if _key(r) not in sent]
    again = _rows(year, AssignmentStatus.INVITED) if reminders else []
    groups = [(group, False) for group in _groups(year, rows)]
    groups += [(group, True) for group in _groups(year, again)]
    numbered = enumerate(groups, start=first_number)
    calendars = Calendars(year)
    return tuple(
        _letter(year, calendars, group, Occasion(today, number, reminder))
        for number, (group, reminder) in numbered
    )


class Occasion(NamedTuple):
    """The day of a letter, its number, and whether it reminds of an earlier one."""

    today: date
    number: int
    reminder: bool


def _rows(year: Year, status: AssignmentStatus) -> list[AssignmentRow]:
    return [row for row in year.assignments if row.status is status and _is_of_letter(year, row)]


def _groups(year: Year, rows: list[AssignmentRow]) -> list[list[AssignmentRow]]:
    """Rows by administration and by Director, in the order of the administrations' names."""
    groups: dict[tuple[str, str, Director], list[AssignmentRow]] = {}
    for row in rows:
        code = year.expert_by_id[row.expert_id].administration
        signs = director_of(year.settings, _code_of(year, row))
        groups.setdefault((country_name(code), code, signs), []).append(row)
    return [groups[key] for key in sorted(groups)]


def _key(row: AssignmentRow) -> Key:
    assert row.start is not None
    return Key(row.mission_id, row.expert_id, row.start)


def _is_of_letter(year: Year, row: AssignmentRow) -> bool:
    known = row.expert_id in year.expert_by_id and row.mission_id in year.mission_by_id
    return known and row.start is not None and row.expert_id not in year.external_ids


def _letter(
    year: Year, calendars: Calendars, rows: list[AssignmentRow], occasion: Occasion
) -> Letter:
    code = year.expert_by_id[rows[0].expert_id].administration
    administration = year.administration_by_country.get(code)
    tongue = Tongue(administration.language if administration else None)
    requests = sorted(
        (_request(year, calendars, row, tongue) for row in rows),
        key=lambda request: (request.start, request.mission_id, request.expert_id),
    )
    requests = [request._replace(repeated=occasion.reminder) for request in requests]
    director = director_of(year.settings, _code_of(year, rows[0]))
    experts = list(dict.fromkeys(request.expert for request in requests))
    due = Step.RELEASE.due(requests[0].start)
    context: dict[str, object] = {
        **_address(administration, tongue),
        "language": tongue.code,
        "reference": f"CBD/{year.settings.plan_start.year}/{occasion.number:03d}",
        "date": tongue.day(occasion.today),
        "administration": tongue.country(code),
        "subject": tongue.counted("expert", len(experts)),
        "experts": experts,
        "requests": requests,
        "missions": len({request.mission_id for request in requests}),
        "repeated": occasion.reminder,
        "travel": _travel(year, tongue),
        "candidates": _candidates(year, rows, tongue),
        "reply_by": tongue.day(max(occasion.today, due)),
        "director": tongue.say("letter.director") if director == UNKNOWN else director.name,
        "directorate": tongue.say("letter.directorate")
        if director == UNKNOWN
        else director.directorate,
    }
    context["text"] = _sentences(context, tongue)
    keys = tuple(_key(row) for row in rows)
    return Letter(code, context, occasion.number, keys, occasion.reminder)


def _address(administration: Administration | None, tongue: Tongue) -> dict[str, object]:
    """Whom the letter goes to; the Director-General where the workbook does not say."""
    name = administration.ncp_name if administration else ""
    email = administration.ncp_email if administration else ""
    to_ncp = administration is not None and administration.addressee is Addressee.NCP
    office = tongue.say("letter.copy_contact")
    who = [name] if name.startswith(office) else [office, *([name] if name else [])]
    called = tongue.say("letter.salutation_director")
    if to_ncp:
        called = name or tongue.say("letter.salutation_contact")
    return {
        "addressee": tongue.say(f"letter.{'contact_point' if to_ncp else 'director_general'}"),
        "addressee_name": name if to_ncp else "",
        "addressee_email": email if to_ncp else "",
        "salutation": called,
        "contact": tongue.say(f"letter.{'with_you' if to_ncp else 'with_contact'}"),
        "copy": "" if to_ncp else ", ".join(who),
    }


def _sentences(context: Mapping[str, Any], tongue: Tongue) -> dict[str, str]:
    """The sentences of the letter that ships with the program, by name."""
    experts, missions = len(context["experts"]), context["missions"]

    def say(name: str, number: int = 1, /, **facts: object) -> str:
        return tongue.say(f"letter.{name}", number, **facts)

    days = (say("days", missions), context["travel"], say("costs"))
    candidates, copy = context["candidates"], context["copy"]
    return {
        "reference": say("reference", reference=context["reference"]),
        "dated": say("dated", date=context["date"]),
        "dear": say("dear", name=context["salutation"]),
        "administration": say("administration", administration=context["administration"]),
        "subject": say("subject", experts=context["subject"]),
        "opening": say("opening", experts, contact=context["contact"]),
        **{name: say(name) for name in _WORDS},
        "repeated": say("repeated") if context["repeated"] else "",
        "days": " ".join(part for part in days if part),
        "candidates": say("candidates", names=candidates) if candidates else "",
        "policy": say("policy", experts, date=context["reply_by"]),
        "copied_to": say("copy", who=copy) if copy else "",
    }


def _request(year: Year, calendars: Calendars, row: AssignmentRow, tongue: Tongue) -> Request:
    mission, expert = year.mission_by_id[row.mission_id], year.expert_by_id[row.expert_id]
    assert row.start is not None
    host = tongue.country(mission.host)
    return Request(
        expert=expert.name or expert.id,
        expert_id=expert.id,
        expertise=_expertise(year, _code(year, mission, expert, row), tongue),
        mission=mission.title or mission.id,
        mission_id=mission.id,
        host=host,
        place="" if mentions_country(mission.title, mission.host) else host,
        dates=tongue.span(*calendars.run(mission, row.start)),
        repeated=False,
        start=row.start,
    )


def _code_of(year: Year, row: AssignmentRow) -> str:
    mission, expert = year.mission_by_id[row.mission_id], year.expert_by_id[row.expert_id]
    return _code(year, mission, expert, row)


def _code(year: Year, mission: Mission, expert: Expert, row: AssignmentRow) -> str:
    """The expertise of the row's position; where it does not say, one that the expert holds."""
    held = (code for code in mission.positions if standing(year, expert.id, code) is not None)
    return row.expertise or next(held, mission.positions[0])


def _expertise(year: Year, code: str, tongue: Tongue) -> str:
    entry = year.expertise_by_code.get(code)
    return tongue.expertise(code, entry.title if entry else "")


def _travel(year: Year, tongue: Tongue) -> str:
    settings = year.settings
    parts = [
        tongue.say(f"letter.travel_{word}", days=tongue.counted("day", days))
        for days, word in (
            (settings.travel_days_before, "before"),
            (settings.travel_days_after, "after"),
        )
        if days
    ]
    return tongue.say("letter.travel", parts=tongue.listed(parts)) if parts else ""


def _candidates(year: Year, rows: list[AssignmentRow], tongue: Tongue) -> str:
    """The names of those for whom the mission can complete the accreditation."""
    return tongue.listed(dict.fromkeys(_pre_accredited(year, rows)))


def _pre_accredited(year: Year, rows: list[AssignmentRow]) -> Iterator[str]:
    for row in rows:
        mission, expert = year.mission_by_id[row.mission_id], year.expert_by_id[row.expert_id]
        status = standing(year, expert.id, _code(year, mission, expert, row))
        if status is QualificationStatus.PRE_ACCREDITED:
            yield expert.name or expert.id
