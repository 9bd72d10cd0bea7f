"""Stress tests as tasks of the planning process; this module loads the solver."""

from models.answers.plan import Plan
from models.facts.instance import Year
from planner.solver.deadline import Deadline
from scenarios.app import stressing
from scenarios.stress.findings import Findings
from scenarios.stress.trials import TrialKind
from scenarios.stress.words import headline, method
from web.work.stressed import AtRisk, LeftOut, StepsIn, StressAsked, Stressed
from web.work.what_if import TaskCount
from web.work.worker import Work

_SINGLE = (TrialKind.EXPERT, TrialKind.ADMINISTRATION)


def stress(work: Work, year: Year, plan: Plan, asked: StressAsked) -> Stressed:
    """Draw which releases are declined, again and again; what is finished at a stop is kept."""
    deadline = Deadline()
    work.when_stopped(deadline.end)
    found = stressing.stress(
        year,
        plan,
        usual=None if asked.percent is None else asked.percent / 100,
        number=asked.trials,
        quick=asked.quick,
        deadline=deadline,
        on_event=TaskCount(work).hear,
    )
    return stressed(found)


def stressed(found: Findings) -> Stressed:
    """What was found, without what is lost in no trial and for want of nobody."""
    missions = found.bench.year.mission_by_id
    experts = found.bench.year.expert_by_id
    return Stressed(
        headline=tuple(headline(found)),
        method=tuple(method(found)),
        missions=tuple(
            AtRisk(
                mission_id=risk.id,
                priority=missions[risk.id].priority,
                asked=risk.asked,
                lost=risk.lost,
                survives=f"{risk.survives_percent:.1f}%",
            )
            for risk in found.missions
            if risk.lost
        ),
        points=tuple(_points(found)),
        stand_bys=tuple(
            StepsIn(
                expert_id=stand_by.expert_id,
                administration=experts[stand_by.expert_id].administration,
                share=f"{stand_by.percent:.0f}%",
                missions=stand_by.missions,
            )
            for stand_by in found.stand_bys
        ),
    )


def _points(found: Findings) -> list[LeftOut]:
    return [
        LeftOut(
            kind=kind.value.lower(),
            who=point.who,
            releases=point.releases,
            lost=point.lost,
            proven=point.proven,
        )
        for kind in _SINGLE
        for point in found.single_points(kind)
        if point.lost
    ]
