"""The missions of the sample: what, where, in which language, by how many experts, and when."""

from random import Random
from typing import NamedTuple

from models.facts.mission import Mission, TeamRow
from planner.sample.closures import closed_year, closure_of
from planner.sample.draw import chance, deck, one, some
from planner.sample.places import REGION_SHARES, hosts, name_of, region_of, working_languages
from planner.sample.topics import RECOGNISED_AREAS, Programme, Topic, subject_of, topic_of
from planner.sample.windows import DrawnWindow, Windows, shut_window

_TEAM_SIZES = {1: 0.28, 2: 0.57, 3: 0.15}
_DAYS = {3: 0.1, 4: 0.12, 5: 0.52, 8: 0.06, 9: 0.05, 10: 0.15}
_PRIORITIES = {1: 0.3, 2: 0.4, 3: 0.2, 4: 0.1}
_MIXED_SHARE, _STAFF_SHARE, _WAIVER_SHARE = 0.08, 0.2, 0.04
_FIXED_COST_SHARE, _ANY_LANGUAGE_SHARE, _ALL_LANGUAGES_SHARE = 0.25, 0.03, 0.5
_SHUT_SHARE, _HEADQUARTERS_SHARE = 0.015, 0.1

# Expertise that nearly nobody has in this language: the shortage of a normal year.
SCARCE = (("TOA/LAB", "ar"), ("ET/STCE", "pt"), ("TOA/IWT", "fr"), ("ET/CCP", "ru"))
_SCARCE_SHARE, _AREA_SHARE = 0.045, 0.017

_LANGUAGE_HOSTS = {
    "ar": ("JO", "EG", "DZ", "OM", "IQ", "TN"),
    "pt": ("MZ", "AO", "CV", "BR", "TL"),
    "fr": ("BJ", "CM", "TG", "GN", "MG"),
    "ru": ("KZ", "UZ", "TJ", "KG"),
}
_REGION_WORDS = {
    "WCA": "West and Central Africa",
    "ESA": "East and Southern Africa",
    "AP": "Asia/Pacific",
    "AC": "the Americas and the Caribbean",
    "EU": "Europe",
    "MENA": "the North of Africa, Near and Middle East",
}
_REGION_LANGUAGES = {
    "WCA": ("fr",),
    "ESA": ("en",),
    "AP": ("en",),
    "AC": ("es",),
    "EU": ("en", "ru"),
    "MENA": ("ar", "en"),
}
_HEADQUARTERS = "BE"
_MIXED_TEAMS = (
    (("CMA", 1), ("TOA/RM", 1)),
    (("MPA", 1), ("TOA/TRS", 1)),
    (("CMA", 1), ("LMDA", 1)),
    (("TOA/TTA", 1), ("ET/HS", 1)),
    (("TOA/PCA", 1), ("ET/VAL", 1), ("TOA/PCA", 1)),
    (("CMA", 1), ("INTEGRITY", 1)),
    (("TOA/SW", 1), ("TOA/DM", 2)),
)


class DrawnRequest(NamedTuple):
    """What is asked for, before anybody says when."""

    topic: Topic
    team: tuple[TeamRow, ...]
    host: str
    region: str
    languages: tuple[str, ...]


def make_missions(rng: Random, count: int, experts: int) -> tuple[Mission, ...]:
    """`count` missions for a pool of so many experts, in the order in which they were asked for."""
    windows = Windows(rng, closed_year())
    requests = _requests(rng, count, Programme(rng, experts))
    shut = _shut(rng, requests)
    return tuple(
        _mission(rng, windows, _id(index, count), request, index in shut)
        for index, request in enumerate(requests)
    )


def is_scarce(code: str, languages: tuple[str, ...]) -> bool:
    """Whether nearly nobody has this expertise in one of these languages."""
    return any(code == scarce and language in languages for scarce, language in SCARCE)


def _id(index: int, count: int) -> str:
    return f"M{index + 1:0{max(3, len(str(count)))}d}"


def _requests(rng: Random, count: int, programme: Programme) -> list[DrawnRequest]:
    regions = deck(rng, REGION_SHARES, count)
    scarce, areas = _special(rng, count, programme)
    return [
        _scarce_request(rng)
        if index in scarce
        else _request(rng, programme, region, _topic(rng, programme, index in areas))
        for index, region in enumerate(regions)
    ]


def _special(rng: Random, count: int, programme: Programme) -> tuple[set[int], set[int]]:
    """Which missions nearly nobody can fill, and which are for recognised experts for certain."""
    if not programme.wide:
        return set(), set()
    scarce = set(some(rng, range(count), _SCARCE_SHARE))
    others = [index for index in range(count) if index not in scarce]
    return scarce, set(some(rng, others, _AREA_SHARE))


def _topic(rng: Random, programme: Programme, area: bool) -> Topic:
    return topic_of(rng.choice(RECOGNISED_AREAS)) if area else programme.topic()


def _shut(rng: Random, requests: list[DrawnRequest]) -> set[int]:
    """Which missions are asked for just while their host is closed."""
    possible = [index for index, r in enumerate(requests) if closure_of(r.host)]
    share = _SHUT_SHARE * len(requests) / max(1, len(possible))
    return set(some(rng, possible, share))


def _request(rng: Random, programme: Programme, region: str, topic: Topic) -> DrawnRequest:
    host = rng.choice(hosts(region))
    if topic.regional:
        place = _HEADQUARTERS if chance(rng, _HEADQUARTERS_SHARE) else host
        return DrawnRequest(topic, _team(rng, topic), place, region, _REGION_LANGUAGES[region])
    mixed = programme.wide and topic.code not in RECOGNISED_AREAS and chance(rng, _MIXED_SHARE)
    team = _mixed_team(rng) if mixed else _team(rng, topic)
    return DrawnRequest(topic, team, host, region, _languages(rng, host))


def _scarce_request(rng: Random) -> DrawnRequest:
    code, language = rng.choice(SCARCE)
    topic, host = topic_of(code), rng.choice(_LANGUAGE_HOSTS[language])
    return DrawnRequest(topic, _team(rng, topic), host, region_of(host), (language,))


def _languages(rng: Random, host: str) -> tuple[str, ...]:
    if chance(rng, _ANY_LANGUAGE_SHARE):
        return ()
    spoken = working_languages(host)
    return spoken if chance(rng, _ALL_LANGUAGES_SHARE) else spoken[:1]


def _team(rng: Random, topic: Topic) -> tuple[TeamRow, ...]:
    return (TeamRow(expertise=topic.code, experts=topic.experts or one(rng, _TEAM_SIZES)),)


def _mixed_team(rng: Random) -> tuple[TeamRow, ...]:
    rows = rng.choice(_MIXED_TEAMS)
    return tuple(TeamRow(expertise=code, experts=experts) for code, experts in rows)


def _mission(rng: Random, windows: Windows, id: str, request: DrawnRequest, shut: bool) -> Mission:
    days = request.topic.days or one(rng, _DAYS)
    window = _window(rng, windows, request.host, days, shut)
    return Mission(
        id=id,
        title=_title(request),
        host=request.host,
        region=request.region,
        team=request.team,
        languages=request.languages,
        earliest_start=window.earliest_start,
        latest_end=window.latest_end,
        working_days=days,
        priority=one(rng, _PRIORITIES),
        fixed_cost=100 * rng.randint(8, 60) if chance(rng, _FIXED_COST_SHARE) else 0,
        staff_lead=chance(rng, _STAFF_SHARE),
        same_administration_allowed=chance(rng, _WAIVER_SHARE),
    )


def _window(rng: Random, windows: Windows, host: str, days: int, shut: bool) -> DrawnWindow:
    closure = closure_of(host) if shut else None
    return shut_window(closure) if closure else windows.draw(host, days)


def _title(request: DrawnRequest) -> str:
    topic, place = request.topic, name_of(request.host)
    codes = tuple(dict.fromkeys(row.expertise for row in request.team))
    if len(codes) > 1:
        subjects = " and ".join(subject_of(code) for code in codes)
        return f"Support Mission on {subjects}, {place}"
    if topic.regional:
        return f"{topic.workshop} for {_REGION_WORDS[request.region]}, {place}"
    return f"{topic.workshop}, {place}"
