"""The outcome of one run: the plan with its proof, its reasons, and what it takes to repeat it."""

from datetime import datetime

from models.answers.flexibility import Flexibility
from models.answers.not_delivered import NotDelivered
from models.answers.plan import Plan
from models.answers.report import LevelResult
from models.answers.standby import Standby
from models.base import Frozen
from models.facts.instance import Year


class FundWish(Frozen):
    """What one amount more of a fund delivers of the missions that are left out.

    No mission of the plan is lost by it; `least` says that no smaller amount does, whatever else
    changes in the plan.
    """

    fund_id: str
    amount: int
    mission_ids: tuple[str, ...]
    least: bool


class Manifest(Frozen):
    """All that it takes to repeat a run.

    `versions` maps the program and the libraries that shape a plan to their versions; `options`
    maps option names to the values used; `fingerprint` is the SHA-256 of the input file.
    """

    started: datetime
    seconds: float
    input_name: str
    fingerprint: str
    seed: int
    versions: dict[str, str]
    options: dict[str, str]


class RunResult(Frozen):
    """A plan that passed the checker, with everything that the output workbook says about it.

    `standbys` has an entry for every position, or none at all where nobody looked for them;
    `flexibility` has one for every expertise of a mission, or none where nobody asked for it, or
    the run ended before anything was known of it; `fund_wishes` are about the funds that several
    missions lack.
    """

    year: Year
    plan: Plan
    levels: tuple[LevelResult, ...]
    not_delivered: tuple[NotDelivered, ...]
    manifest: Manifest
    standbys: tuple[Standby, ...] = ()
    flexibility: tuple[Flexibility, ...] = ()
    fund_wishes: tuple[FundWish, ...] = ()
