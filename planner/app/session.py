"""The steps of a run, from the workbook that comes in to the workbook that goes out."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import FrameType

from models.flexibility import Flexibility
from models.instance import Year
from models.report import Problem, Severity
from models.result import NotDelivered, RunResult
from planner.app import targets
from planner.app.load import BadInputError, read_good
from planner.app.manifest import manifest, now
from planner.domain import agreements
from planner.domain.calendars import Calendars
from planner.domain.errors import INTERRUPTED, CommandError, ContradictionError, contradiction
from planner.heuristics.standbys import standbys
from planner.reasons.agreement_conflicts import Pins
from planner.search.backbone import flexibility
from planner.search.solve_year import NoPlanError, best_plan, reasons
from planner.solver.cp_sat import Engine, Stopwatch, UndecidedError
from planner.solver.events import Outcome
from planner.terminal.exits import answer
from planner.terminal.progress import Follower
from planner.terminal.screen import Screen
from planner.workbook.openxml import container
from planner.workbook.openxml.container import WorkbookError
from planner.workbook.reading.reader import Reading, read
from planner.workbook.schema.declared import ASSIGNMENTS
from planner.workbook.writing import writer
from planner.workbook.writing.annotate import annotate
from planner.workbook.writing.document import write_document

# Shares of the time limit after which the search and the reasons end; writing needs the rest.
_SEARCH_SHARE = 0.85
_REASONS_SHARE = 0.95
# What lies between two looks at the clock grows with the square of the missions: seconds for one.
_SECONDS_BETWEEN = 1e-5
# Who asked for the end waits no longer than this for the reasons.
_SECONDS_AFTER_INTERRUPT = 5.0
# For must, may, never: within ten minutes altogether, and most of what a time limit has left.
_FLEXIBILITY_SECONDS, _FLEXIBILITY_SHARE = 480.0, 0.8


@dataclass(frozen=True)
class Order:
    """What a run is asked to do; dates, time limit (seconds) and JSON file may be missing."""

    source: Path
    target: Path
    json: Path | None = None
    start: date | None = None
    end: date | None = None
    time_limit: float | None = None
    fresh: bool = False
    seed: int = 1
    flexibility: bool = False


class Watch:
    """When a run has to end: its time limit, and whoever presses Ctrl-C."""

    def __init__(self, time_limit: float | None) -> None:
        self._time_limit = time_limit
        self.search = Stopwatch(None if time_limit is None else time_limit * _SEARCH_SHARE)
        self._reasons = Stopwatch(None if time_limit is None else time_limit * _REASONS_SHARE)
        self._at_work = self.search
        self._asked = False
        self.writing = False

    @property
    def interrupted(self) -> bool:
        """Whether somebody has asked for the end."""
        return self._asked

    def make_room(self, missions: int) -> None:
        """End the search early enough for a year of so many missions."""
        if self._time_limit is None or self.search.seconds_left == 0:
            return
        planned = (1 - _SEARCH_SHARE) * self._time_limit
        early = max(0.0, _SECONDS_BETWEEN * missions**2 - planned)
        self.search = self.search.part(max(0.5, 1 - early / self.search.seconds_left))
        self._at_work = self.search

    def interrupt(self) -> None:
        """End what is at work: the search, or the reasons."""
        self._asked = True
        self._at_work.interrupt()

    def start_flexibility(self) -> Stopwatch:
        """Go on to must, may, never; there is no time for it once the search was interrupted."""
        seconds = min(_FLEXIBILITY_SECONDS, _FLEXIBILITY_SHARE * self._reasons.seconds_left)
        self._at_work = Stopwatch(0.0 if self._asked else seconds)
        return self._at_work

    def start_reasons(self) -> Stopwatch:
        """Go on to the reasons; there is little time for them once the search was interrupted."""
        if self._asked:
            self._reasons = Stopwatch(min(_SECONDS_AFTER_INTERRUPT, self._reasons.seconds_left))
        self._at_work = self._reasons
        return self._reasons


def examine(
    path: Path,
    start: date | None = None,
    end: date | None = None,
    also: Callable[[Reading], tuple[Problem, ...]] = lambda reading: (),
) -> Reading:
    """Read a workbook and look at all that can be wrong with it, agreed rows included.

    `also` says what else is wrong with a workbook that can be planned, such as its scenarios.

    Raises
    ------
    WorkbookError
        Where the file is no workbook that can be read.
    """
    reading = read(path, start, end)
    if reading.year is None:
        return reading
    calendars = Calendars(reading.year)
    pins = _pin_problems(reading, reading.year, calendars, Stopwatch())
    found = also(reading)
    whole = replace(reading, problems=(*reading.problems, *found))
    return _with_problems(whole, pins)


def solve(order: Order, screen: Screen, command: str) -> tuple[RunResult, Path]:
    """Plan a year and write the workbook; returns the answer and where it is.

    Parameters
    ----------
    command : str
        What to type to see the warnings of the workbook.

    Raises
    ------
    WorkbookError, BadInputError, CommandError
        Nothing is written then.
    """
    started, watch = now(), Watch(order.time_limit)
    targets.refuse_workbook(order.target, order.source)
    if order.json is not None:
        targets.refuse_document(order.json, order.source, order.target)
    content = container.original_bytes(order.source)
    reading, year = read_good(order.source, order.start, order.end)
    screen.read(year)
    screen.warn(reading.warnings, command)
    if order.fresh:
        year = agreements.without_proposals(year)
    watch.make_room(len(year.missions))
    with interruptible(watch):
        outcome, negotiable, why = _planned(order, reading, year, watch, screen)
        result = RunResult(
            year=year,
            plan=outcome.plan,
            levels=outcome.levels,
            not_delivered=why,
            standbys=standbys(year, outcome.plan),
            flexibility=negotiable,
            manifest=manifest(
                order.source.name, reading.fingerprint, started, order.seed, _options(order)
            ),
        )
        watch.writing = True
        return result, _written(order, result, content)


def _planned(
    order: Order, reading: Reading, year: Year, watch: Watch, screen: Screen
) -> tuple[Outcome, tuple[Flexibility, ...], tuple[NotDelivered, ...]]:
    calendars = Calendars(year)
    with screen.follower(lambda: watch.interrupted) as follower:
        try:
            _refuse_pins(reading, year, calendars, watch)
            engine = Engine(watch.search, seed=order.seed)
            outcome = best_plan(year, calendars, engine, follower)
        except (NoPlanError, UndecidedError):
            raise _no_plan(watch, order) from None
        except ContradictionError as error:
            raise contradiction(error) from error
        negotiable: tuple[Flexibility, ...] = ()
        if order.flexibility:
            engine = Engine(watch.start_flexibility(), seed=order.seed)
            negotiable = flexibility(year, calendars, outcome, engine, follower.settled)
        engine = Engine(watch.start_reasons(), seed=order.seed)
        return outcome, negotiable, _explained(year, calendars, outcome, engine, follower)


def _refuse_pins(reading: Reading, year: Year, calendars: Calendars, watch: Watch) -> None:
    problems = _pin_problems(reading, year, calendars, watch.search)
    if problems:
        raise BadInputError(_with_problems(reading, problems).problems)


def _explained(
    year: Year, calendars: Calendars, outcome: Outcome, engine: Engine, follower: Follower
) -> tuple[NotDelivered, ...]:
    total = len(year.missions) - len(outcome.plan.teams())
    if total == 0:
        return ()
    follower.examined(0, total)
    found = []
    for reason in reasons(year, calendars, outcome.plan, engine):
        found.append(reason)
        follower.examined(len(found), total)
    return tuple(found)


def _written(order: Order, result: RunResult, content: bytes) -> Path:
    """Write what was asked for; where the output is locked by now, under a name that is free."""
    target = order.target
    try:
        writer.write(order.source, target, result, content)
    except WorkbookError:
        target = targets.free_name(target)
        writer.write(order.source, target, result, content)
    if order.json is not None:
        write_document(order.json, result)
    return target


@contextmanager
def interruptible(watch: Watch) -> Iterator[None]:
    """Let the first Ctrl-C ask for the end, and the second one end the program at once.

    While a solver works, "at once" leaves no time to tidy up: Python would take its threads down
    under the solver, which ends the process with a crash.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals only reach the main thread
        return

    def second(number: int, frame: FrameType | None) -> None:
        if watch.writing:  # no solver is at work, and a file is to be tidied up
            raise KeyboardInterrupt
        text, exit_code = answer(KeyboardInterrupt())
        shown = "\x1b[?25h" if sys.stderr.isatty() else ""
        os.write(sys.stderr.fileno(), f"{shown}Error: {text}\n".encode())
        os._exit(exit_code)

    def first(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, second)
        watch.interrupt()

    before = signal.signal(signal.SIGINT, first)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.default_int_handler)


def _pin_problems(
    reading: Reading, year: Year, calendars: Calendars, stopwatch: Stopwatch
) -> tuple[Problem, ...]:
    """Agreed rows that cannot be kept, with the sheet and the cell as the workbook names them."""
    found = Pins(year, calendars, Engine(stopwatch)).problems()
    return tuple(_placed(reading, problem) for problem in found)


def _placed(reading: Reading, problem: Problem) -> Problem:
    row = int("".join(filter(str.isdigit, problem.cell or "")) or 0)
    place = {
        "sheet": reading.sheet_names.get(ASSIGNMENTS.name, problem.sheet),
        "cell": reading.cell(ASSIGNMENTS.name, "status", row) if row else None,
    }
    return problem.model_copy(update=place)


def _with_problems(reading: Reading, problems: tuple[Problem, ...]) -> Reading:
    if not problems:
        return reading
    assert all(problem.severity is Severity.ERROR for problem in problems)
    return replace(reading, year=None, problems=(*problems, *reading.problems))


def _options(order: Order) -> dict[str, object]:
    return {
        "start": order.start,
        "end": order.end,
        "time-limit": order.time_limit,
        "fresh": "yes" if order.fresh else None,
        "flexibility": "yes" if order.flexibility else None,
    }


def _no_plan(watch: Watch, order: Order) -> CommandError:
    if watch.interrupted:
        text = "Interrupted before there was any plan; nothing was written."
        return CommandError(text, INTERRUPTED)
    if order.time_limit is None:
        text = "The search gave up before there was any plan; nothing was written."
        return CommandError(f"{text} Another --seed may help.")
    text = f"The time limit of {order.time_limit:g} s ended the run before there was any plan"
    return CommandError(f"{text}; nothing was written. Run again with more time.")


def check(
    path: Path,
    annotated: Path | None,
    start: date | None,
    end: date | None,
    also: Callable[[Reading], tuple[Problem, ...]] = lambda reading: (),
) -> Reading:
    """Examine a workbook, and write the annotated copy where one is asked for; see `examine`.

    Raises
    ------
    WorkbookError, CommandError
        Where the workbook cannot be read or the copy not be written.
    """
    if annotated is not None:
        targets.refuse_workbook(annotated, path)
    reading = examine(path, start, end, also)
    if annotated is not None:
        annotate(path, annotated, reading.problems)
    return reading
