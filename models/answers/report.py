"""What the program reports: problems of the input, violations of a plan, results of levels."""

from datetime import date
from enum import StrEnum

from models.base import Frozen


class Severity(StrEnum):
    """An error stops the run, a warning does not; a cell that is read as something is told."""

    ERROR = "error"
    WARNING = "warning"
    READ_AS = "read as"


class Problem(Frozen):
    """Something wrong in the input, said so that the person who typed it can mend it.

    Attributes
    ----------
    code : str
        A short stable name in kebab-case, for tests and for the documentation.
    sheet, cell : str or None
        Where: the sheet's name as the workbook writes it, and a cell such as ``C14``.
    found : str
        The value found, as text; never more than the cell holds.
    message : str
        What is wrong, a plain English sentence.
    remedy : str
        What to do, a plain English sentence.
    becomes : str, int, date or None
        What the cell has to hold instead, where there is a single answer; "" is a blank cell.
    administration : str
        The code of the country whose expert or mission the row is about, "" where it is none.
    """

    code: str
    severity: Severity = Severity.ERROR
    sheet: str | None = None
    cell: str | None = None
    found: str = ""
    message: str
    remedy: str = ""
    becomes: str | int | date | None = None
    administration: str = ""


class Violation(Frozen):
    """A hard rule that a plan breaks, with a witness and by how much.

    Attributes
    ----------
    rule : str
        The id in RULES.md section 4.
    missions, experts : tuple of str
        The IDs of those involved (the witnesses).
    amount : int
        The measured excess, in the rule's unit (`planner.domain.rules`); 1 where it is yes or no.
    message : str
        A plain English sentence; it names IDs, never a person's name.
    """

    rule: str
    missions: tuple[str, ...] = ()
    experts: tuple[str, ...] = ()
    amount: int = 1
    message: str


class Proof(StrEnum):
    """What proves that no plan is better: our own integers, a solver, or the run before."""

    CERTIFIED = "certified"
    HIGHS = "HiGHS"
    CP_SAT = "CP-SAT"
    RECORDED = "the run that made the plan"
    UNPROVEN = "no"


class StopReason(StrEnum):
    """Why the work on a level ended."""

    OPTIMAL = "the bound was reached"
    EFFORT = "the level's effort limit was reached"
    TIME = "the time limit was reached"
    INTERRUPTED = "the run was interrupted"
    SKIPPED = "the run ended before this level"


class LevelValue(Frozen):
    """The value of one level, recomputed from a plan."""

    level: str
    value: int


class LevelResult(Frozen):
    """The answer to one level: its value, the best bound known, and whether the two meet.

    Attributes
    ----------
    bound : int or None
        None where nothing is known.
    proof : Proof
        What proves the bound; UNPROVEN where one solver alone says so.
    """

    level: str
    value: int
    bound: int | None
    proof: Proof
    stop: StopReason
    seconds: float = 0.0

    @property
    def proven(self) -> bool:
        """Whether the value meets a bound that is proven."""
        return self.value == self.bound and self.proof is not Proof.UNPROVEN

    def at(self, value: int) -> "LevelResult":
        """The answer with another value: a later step can better a level that is not proven."""
        found = self.model_copy(update={"value": value})
        return found.model_copy(update={"stop": StopReason.OPTIMAL}) if found.proven else found
