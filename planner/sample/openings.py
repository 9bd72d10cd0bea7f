"""What the missions ask for, so that the pool answers it as a real one does: mostly."""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from models.facts.mission import Mission
from planner.sample.draw import chance
from planner.sample.missions import is_scarce
from planner.sample.topics import RECOGNISED_AREAS

# How many of the missions that no serving expert can fill external experts can.
_LAST_RESORT_SHARE = 0.45
_TRIES = 6


class Opening(NamedTuple):
    """One position of one mission, as somebody who looks for experts sees it."""

    code: str
    host: str
    region: str
    languages: tuple[str, ...]

    @property
    def scarce(self) -> bool:
        """Whether nearly nobody can fill it."""
        return is_scarce(self.code, self.languages)

    def understood_in(self, languages: tuple[str, ...]) -> bool:
        """Whether somebody who speaks these languages can work there."""
        return not self.languages or not set(self.languages).isdisjoint(languages)


class Openings:
    """Hands out openings in turn, each once before one comes back."""

    def __init__(self, rng: Random, missions: Sequence[Mission]) -> None:
        wanted = [o for mission in missions for o in _openings(mission)]
        rng.shuffle(wanted)
        self._areas = [o for o in wanted if o.code in RECOGNISED_AREAS]
        self._others = [o for o in wanted if o.code not in RECOGNISED_AREAS and not o.scarce]
        self._last_resorts = [
            opening
            for mission in missions
            if chance(rng, _LAST_RESORT_SHARE)
            for opening in _openings(mission)
            if opening.scarce
        ]
        self._given = {"areas": 0, "others": 0}

    @property
    def area_unmet(self) -> bool:
        """Whether some opening in an area of recognised experts was not handed out yet."""
        return self._given["areas"] < len(self._areas)

    def also_for(self, rng: Random, country: str, languages: tuple[str, ...]) -> str | None:
        """The code of another opening that an official of this country could fill."""
        for opening in rng.choices(self._others, k=_TRIES) if self._others else ():
            if opening.host != country and opening.understood_in(languages):
                return opening.code
        return None

    def next_area(self) -> Opening | None:
        """The next opening in an area of recognised experts, None where there are none."""
        return self._next("areas", self._areas)

    def next_other(self) -> Opening | None:
        """The next opening of the accreditation list, None where there are none."""
        return self._next("others", self._others)

    def next_last_resort(self) -> Opening | None:
        """The next opening that only an external expert can fill, each once, then None."""
        return self._last_resorts.pop(0) if self._last_resorts else None

    def _next(self, name: str, openings: list[Opening]) -> Opening | None:
        if not openings:
            return None
        self._given[name] += 1
        return openings[(self._given[name] - 1) % len(openings)]


def _openings(mission: Mission) -> list[Opening]:
    return [
        Opening(code, mission.host, mission.region, mission.languages) for code in mission.positions
    ]
