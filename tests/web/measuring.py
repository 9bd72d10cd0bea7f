"""Lines of figures: seconds, processor, and how much other work keeps the machine busy."""

import time
from collections.abc import Callable

import psutil
from playwright.sync_api import Error, Page

# Milliseconds until a step is given up.
PATIENCE = 900_000
_COUNT = 2_000_000


def multiplications() -> tuple[float, float]:
    """Seconds on the clock and of processor for a fixed number of multiplications."""
    clock, worked, product = time.perf_counter(), time.process_time(), 1
    for number in range(_COUNT):
        product = number * 3
    assert product
    return time.perf_counter() - clock, time.process_time() - worked


def busy() -> float:
    """How many times the clock runs while the processor works: 1 where nothing else does."""
    clock, worked = multiplications()
    return max(1.0, clock / worked)


def settled(tab: Page) -> None:
    """Wait until nothing is on its way any more; seen in the frame in which it is so."""
    tab.locator("[data-load], [aria-busy=true]").first.wait_for(state="detached")


class Table:
    """The lines that were measured; `server` is the process whose family is counted."""

    def __init__(self) -> None:
        self.failed = 0
        self.server: int | None = None
        self._said()
        print(
            "| what | seconds | of processor | busy | budget | holds |\n|---|---|---|---|---|---|"
        )

    def take(self, what: str, budget: float, work: Callable[[], object]) -> None:
        """Measure a piece of work against its budget for two cores, in seconds."""
        before = busy()
        worked, since = self._worked(), time.perf_counter()
        work()
        taken, worked = time.perf_counter() - since, self._worked() - worked
        times = (before + busy()) / 2
        holds = taken / times <= budget
        self.failed += not holds
        mark = "yes" if holds else "NO"
        line = f"| {what} | {taken:.2f} | {worked:.2f} | {times:.1f} | {budget:g} | {mark} |"
        print(line, flush=True)

    def note(self, what: str, value: float, budget: float) -> None:
        """A size instead of a time."""
        self.failed += value > budget
        mark = "yes" if value <= budget else "NO"
        print(f"| {what} | {value:,.0f} | | | {budget:,.0f} | {mark} |", flush=True)

    def say(self, what: str) -> None:
        """Something that was seen, without a budget."""
        print(f"| {what} | | | | | |", flush=True)

    def part(self, name: str, work: Callable[[], None]) -> None:
        """Several lines; where one of them fails the parts after it are measured all the same."""
        try:
            work()
        except (Error, AssertionError) as error:
            self.failed += 1
            self.say(f"{name}: {str(error).splitlines()[0]} NO")

    def end(self) -> None:
        """How slow the machine is at the end."""
        self._said()

    def _worked(self) -> float:
        """Seconds of processor of the server and its workers so far."""
        if self.server is None:
            return 0.0
        server = psutil.Process(self.server)
        times = (one.cpu_times() for one in [server, *server.children(recursive=True)])
        return sum(found.user + found.system for found in times)

    def _said(self) -> None:
        clock, worked = (10 * seconds for seconds in multiplications())
        print(
            f"20 million multiplications: {clock:.1f} s on the clock, {worked:.1f} s of processor",
            flush=True,
        )
