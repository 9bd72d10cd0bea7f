"""What-if questions for the Scenarios sheet, in the words of the workbook (RULES.md section 9)."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from models.facts.expert import QualificationStatus
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.sample.funds import IN_TALKS, PENDING
from planner.sample.places import name_of

_RAISED_FUND = "CCF-J"
_WITHDRAWN_FUND, _LATE_FUND = IN_TALKS


class WhatIf(NamedTuple):
    """A row of the Scenarios sheet; the fields are those of its columns."""

    scenario: str
    change: str
    target: str = ""
    value: str | int = ""


def make_whatifs(year: Year) -> tuple[WhatIf, ...]:
    """Up to six scenarios whose changes leave alone what is agreed already."""
    rows = (
        *_donors_cut(),
        *_donor_leaves(),
        *_money_comes(),
        *_beneficiaries_postpone(year),
        *_experts_leave(year),
        *_rules_change(),
    )
    return tuple(row for row in rows if _has_target(year, row))


def _has_target(year: Year, row: WhatIf) -> bool:
    """Small samples lack some of the funds."""
    if row.change == "fund split" and PENDING not in year.fund_by_id:
        return False
    return not row.change.startswith("fund") or row.target in ("*", *year.fund_by_id)


def _donors_cut() -> Iterator[WhatIf]:
    name = "Donors cut by a fifth"
    yield WhatIf(name, "fund amount", "*", "-20%")
    yield WhatIf(name, "fund from", _LATE_FUND, "2027-02-01")


def _donor_leaves() -> Iterator[WhatIf]:
    yield WhatIf("Regional fund withdrawn", "fund withdrawn", _WITHDRAWN_FUND)


def _money_comes() -> Iterator[WhatIf]:
    name = "Second phase confirmed"
    yield WhatIf(name, "fund confirmed", PENDING)
    yield WhatIf(name, "fund from", PENDING, "2027-05-01")
    yield WhatIf(name, "fund amount", _RAISED_FUND, "+50000")
    yield WhatIf(name, "fund split", _RAISED_FUND, f"10% to {PENDING}")


def _beneficiaries_postpone(year: Year) -> Iterator[WhatIf]:
    name = "Beneficiaries postpone"
    missions = _open_missions(year)
    changes: tuple[tuple[str, str | int], ...] = (
        ("mission window", "2027-09-01..2027-11-30"),
        ("mission cancelled", ""),
        ("mission priority", 1),
    )
    for mission, (change, value) in zip(missions, changes, strict=False):
        yield WhatIf(name, change, mission.id, value)


def _experts_leave(year: Year) -> Iterator[WhatIf]:
    name = "Experts leave"
    changes = (("expert withdrawn", ""), ("expert unavailable", "2027-04-01..2027-09-30"))
    open_experts = _open_experts(year)
    for expert_id, (change, value) in zip(open_experts, changes, strict=False):
        yield WhatIf(name, change, expert_id, value)
    country = _open_administration(year, open_experts[:1])
    if country:
        yield WhatIf(name, "administration withdrawn", name_of(country))


def _rules_change() -> Iterator[WhatIf]:
    name = "More weeks, shorter trips"
    yield WhatIf(name, "release cap", "*", 18)
    yield WhatIf(name, "setting", "Travel days before", 0)


def _open_missions(year: Year) -> list[Mission]:
    agreed = {row.mission_id for row in year.assignments}
    return [mission for mission in year.missions if mission.id not in agreed]


def _open_experts(year: Year) -> list[str]:
    """Accredited experts of whom nobody has been asked for anything yet."""
    agreed = {row.expert_id for row in year.assignments}
    accredited = QualificationStatus.ACCREDITED
    held = (q.expert_id for q in year.qualifications if q.status is accredited)
    return [expert_id for expert_id in dict.fromkeys(held) if expert_id not in agreed]


def _open_administration(year: Year, withdrawn: Collection[str]) -> str | None:
    """The administration with the most experts of whom none is agreed, and not all withdrawn."""
    agreed = {row.expert_id for row in year.assignments}
    bound = {expert.administration for expert in year.experts if expert.id in agreed}
    serving = [expert for expert in year.experts if expert.id not in year.external_ids]
    counts: dict[str, int] = {}
    for expert in serving:
        if expert.administration not in bound:
            counts[expert.administration] = counts.get(expert.administration, 0) + 1
    left = {expert.administration for expert in serving if expert.id not in withdrawn}
    return max((c for c in counts if c in left), key=lambda country: counts[country], default=None)
