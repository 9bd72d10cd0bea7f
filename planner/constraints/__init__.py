"""The hard rules of the model, one file a rule; the order is that of RULES.md section 4."""

from planner.constraints.administration_capacity import AdministrationCapacity
from planner.constraints.available import Available
from planner.constraints.base import Constraint
from planner.constraints.cleared import Cleared
from planner.constraints.dates import Dates
from planner.constraints.different_administrations import DifferentAdministrations
from planner.constraints.evaluation_lead import EvaluationLead
from planner.constraints.funded import Funded
from planner.constraints.host_capacity import HostCapacity
from planner.constraints.language import Language
from planner.constraints.not_excluded import NotExcluded
from planner.constraints.not_own_administration import NotOwnAdministration
from planner.constraints.one_at_a_time import OneAtATime
from planner.constraints.pinned import Pinned
from planner.constraints.qualified import Qualified
from planner.constraints.release_cap import ReleaseCap
from planner.constraints.whole_team import WholeTeam

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
