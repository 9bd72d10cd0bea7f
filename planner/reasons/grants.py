"""What would be different in a year: further experts, more money, other dates and limits."""

from dataclasses import dataclass, field

from models.administration import Administration
from models.expert import Expert, Qualification, QualificationStatus
from models.fund import Fund, FundStatus
from models.instance import Year
from models.mission import Mission


@dataclass(frozen=True)
class Grant:
    """What would be different: another version of the mission, spare experts, more money.

    Attributes
    ----------
    mission : Mission, optional
        The mission with other dates or waivers.
    spares : tuple of str
        Expertise codes, one for each further accredited expert who speaks a language of the
        mission, comes from its region and from a country of his own.
    money : dict
        Fund IDs to whole currency units.
    confirmed : tuple of str
        IDs of pending funds that are confirmed.
    limits : tuple of Administration
        Administrations with other limits.
    expert_id : str, optional
        Who has to be in the team: no grant, but a wish.
    """

    mission: Mission | None = None
    spares: tuple[str, ...] = ()
    money: dict[str, int] = field(default_factory=dict)
    confirmed: tuple[str, ...] = ()
    limits: tuple[Administration, ...] = ()
    expert_id: str | None = None


NOTHING = Grant()


def with_grant(part: Year, missions: tuple[Mission, ...], mission: Mission, grant: Grant) -> Year:
    """A year with these missions, and what is granted for one of them."""
    spares = [spare_expert(mission, code, n) for n, code in enumerate(grant.spares, start=1)]
    return part.replace(
        missions=missions,
        experts=(*part.experts, *(expert for expert, _ in spares)),
        qualifications=(*part.qualifications, *(q for _, q in spares)),
        funds=tuple(_granted_fund(fund, grant) for fund in part.funds),
        administrations=_granted_limits(part.administrations, grant),
    )


def spare_expert(mission: Mission, code: str, number: int) -> tuple[Expert, Qualification]:
    """An accredited expert who does not exist, from the mission's region."""
    expert = Expert(
        id=f"(further expert {number})",
        name="",
        administration=f"(further administration {number})",
        region=mission.region,
        languages=mission.languages[:1],
    )
    status = QualificationStatus.ACCREDITED
    return expert, Qualification(expert_id=expert.id, expertise=code, status=status)


def _granted_fund(fund: Fund, grant: Grant) -> Fund:
    changes: dict[str, object] = {}
    if fund.id in grant.money:
        changes["amount"] = fund.amount + grant.money[fund.id]
    if fund.id in grant.confirmed:
        changes["status"] = FundStatus.CONFIRMED
    return fund.model_copy(update=changes) if changes else fund


def _granted_limits(rows: tuple[Administration, ...], grant: Grant) -> tuple[Administration, ...]:
    other = {row.country: row for row in grant.limits}
    return tuple(other.get(row.country, row) for row in rows)
