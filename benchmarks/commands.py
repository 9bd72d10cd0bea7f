"""The commands that ask something of a planned year, and what is aimed at with each of them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cases import SAMPLE_SEED
from benchmarks.proofs import Proof, of_document, of_reasons, of_sheets

MISSIONS, EXPERTS = 400, 1_000
SCENARIOS = CHOICES = 20
POINTS = 11


@dataclass(frozen=True)
class Command:
    """A command about a year that was planned before.

    Attributes
    ----------
    name : str
        What the option ``--cases`` calls it.
    story : str
        What is asked, in a few words.
    typed : tuple of str
        The command. Filled in are {plan}, the planned workbook; {folder}, where it stands; {fund},
        the fund that most missions need; and {mission} and {expert}, a choice that the plan did
        not make.
    answer : str
        The file in the folder that says what is proven.
    proof : callable
        Reads from that file how much of what was asked is proven.
    counted : str
        What it counts.
    least : int
        How many of them there are at least where the command did what it was asked.
    target : float
        The seconds in which the whole command shall have proven everything.
    seconds : float
        The time limit, at which it is stopped.
    number : int
        Of choices that are asked about one by one, the slowest counts; 0 where the command runs
        once.
    """

    name: str
    story: str
    typed: tuple[str, ...]
    answer: str
    proof: Callable[[Path], Proof]
    counted: str
    least: int
    target: float
    seconds: float
    number: int = 0
    missions: int = MISSIONS
    experts: int = EXPERTS
    seed: int = SAMPLE_SEED

    @property
    def place(self) -> str:
        """The folder of the planned year; commands about the same year share it."""
        return f"planned-{self.missions}x{self.experts}-{self.seed}"


COMMANDS = (
    Command(
        "scenarios",
        f"`scenarios --jobs 2`: {SCENARIOS} scenarios of less and more money",
        ("scenarios", "{plan}", "-o", "{folder}/scenarios.xlsx", "--jobs", "2", "--quiet"),
        "scenarios.xlsx",
        of_sheets("Comparison"),
        "plans",
        SCENARIOS + 1,
        300,
        900,
    ),
    Command(
        "sweep",
        f"`sweep --jobs 2`: the fund most needed at {POINTS} amounts, with exact steps",
        (
            *("sweep", "{plan}", "--fund", "{fund}", "--from", "-50%", "--to", "+50%"),
            *("--step", "10%", "-o", "{folder}/sweep.xlsx", "--jobs", "2", "--quiet"),
        ),
        "sweep.xlsx",
        of_sheets("Points", "Steps"),
        "points and steps",
        POINTS,
        120,
        600,
    ),
    Command(
        "explain",
        f"`explain MISSION --expert ID`: the price of a choice, the slowest of {CHOICES}",
        ("explain", "{plan}", "{mission}", "--expert", "{expert}", "-o", "{folder}/why.xlsx"),
        "why.xlsx",
        of_reasons,
        "prices",
        CHOICES,
        10,
        60,
        number=CHOICES,
    ),
    Command(
        "gaps",
        "`gaps`: the experts whom the pool needs most",
        ("gaps", "{plan}", "-o", "{folder}/gaps.xlsx"),
        "gaps.xlsx",
        of_sheets("Pool gaps"),
        "kinds of expert that help",
        1,
        180,
        900,
    ),
    Command(
        "flexibility",
        "`solve --flexibility`: who must, may and never goes",
        (
            *("solve", "{plan}", "-o", "{folder}/flexibility.xlsx", "--flexibility"),
            *("--json", "{folder}/flexibility.json", "--quiet"),
        ),
        "flexibility.json",
        of_document,
        "levels and positions",
        1,
        300,
        900,
    ),
)
COMMAND_BY_NAME = {command.name: command for command in COMMANDS}
