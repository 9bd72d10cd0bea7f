"""The hard rules of the model, one file a rule; the order is that of RULES.md section 4."""

from planner.formulation.constraints.administration_capacity import AdministrationCapacity
from planner.formulation.constraints.available import Available
from planner.formulation.constraints.base import Constraint
from planner.formulation.constraints.cleared import Cleared
from planner.formulation.constraints.dates import Dates
from planner.formulation.constraints.different_administrations import DifferentAdministrations
from planner.formulation.constraints.evaluation_lead import EvaluationLead
from planner.formulation.constraints.funded import Funded
from planner.formulation.constraints.host_capacity import HostCapacity
from planner.formulation.constraints.language import Language
from planner.formulation.constraints.not_excluded import NotExcluded
from planner.formulation.constraints.not_own_administration import NotOwnAdministration
from planner.formulation.constraints.one_at_a_time import OneAtATime
from planner.formulation.constraints.pinned import Pinned
from planner.formulation.constraints.qualified import Qualified
from planner.formulation.constraints.release_cap import ReleaseCap
from planner.formulation.constraints.whole_team import WholeTeam

# `pinned` comes last: it needs the funds that `funded` chose from.
CONSTRAINTS: tuple[Constraint, ...] = (
    Dates(),
    WholeTeam(),
    Qualified(),
    Language(),
    Available(),
    OneAtATime(),
    ReleaseCap(),
    AdministrationCapacity(),
    HostCapacity(),
    DifferentAdministrations(),
    NotOwnAdministration(),
    EvaluationLead(),
    Cleared(),
    NotExcluded(),
    Funded(),
    Pinned(),
)

__all__ = ["CONSTRAINTS", "Constraint"]
