"""Which further experts are worth a try: counted from what the plan leaves undone."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from models.answers.plan import Plan
from models.facts.expert import QualificationStatus
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.domain.hypothetical import further_expert, year_with
from planner.domain.wording import language

# Where a mission names no language, any will do.
_ANY_LANGUAGE = "en"


class Profile(NamedTuple):
    """A kind of expert whom the pool does not have, or has too few of."""

    expertise: str
    language: str
    region: str
    status: QualificationStatus = QualificationStatus.ACCREDITED

    @property
    def text(self) -> str:
        """Such as "accredited TOA/IPR, French, region WCA"."""
        spoken = language(self.language)
        return f"{self.status.value.lower()} {self.expertise}, {spoken}, region {self.region}"


def profiles(year: Year, plan: Plan) -> tuple[Profile, ...]:
    """Accredited experts whom missions not delivered and external experts make one wish for.

    The most wanted first: by how many positions ask for the expertise, language and region.
    """
    wanted = Counter(
        Profile(code, spoken, mission.region)
        for mission, code in _unmet(year, plan)
        for spoken in mission.languages or (_ANY_LANGUAGE,)
    )
    return tuple(sorted(wanted, key=lambda profile: (-wanted[profile], profile)))


def with_experts(year: Year, profile: Profile, number: int) -> Year:
    """The year with so many further experts, each from an administration of its own."""
    code, spoken, region, status = profile
    numbers = range(1, number + 1)
    return year_with(year, (further_expert(n, code, region, (spoken,), status) for n in numbers))


def _unmet(year: Year, plan: Plan) -> Iterator[tuple[Mission, str]]:
    """The positions of missions not delivered, and those that external experts fill."""
    teams = plan.teams()
    for mission in year.missions:
        if mission.id not in teams:
            yield from ((mission, code) for code in mission.positions)
    for row in plan.placements:
        if row.expert_id in year.external_ids:
            yield year.mission_by_id[row.mission_id], row.expertise
