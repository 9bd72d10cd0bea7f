"""Which sentences there are, and how each is derived again: a pattern, and what has to be so."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from tests.derived.beside import Beside, Wish, everything, team_faults
from tests.derived.sheets import Expert, Mission
from tests.derived.world import Post, Run, World

Found = dict[str, Any]
DAY = r"\d{1,2} [A-Z][a-z]+ \d{4}"
SPAN = rf"(?:\d{{1,2}}(?: [A-Z][a-z]+)?(?: \d{{4}})? to )?{DAY}"


def day(text: str) -> date:
    """A date such as 1 March 2027."""
    return datetime.strptime(text, "%d %B %Y").date()


def span(text: str) -> Run:
    """Days such as 8 to 12 March 2027."""
    *first, last = text.split(" to ")
    end = day(last)
    if not first:
        return Run(end, end)
    words = first[0].split()
    words += last.split()[len(words) :]
    return Run(day(" ".join(words)), end)


def number(text: str) -> int:
    """A number such as 1,200, and "one"."""
    return 1 if text in ("one", "One", "a") else int(text.replace(",", ""))


def names(text: str) -> list[str]:
    """The items of "a, b and c" (and "or"), where none has a comma of its own."""
    return [item for item in re.split(r", | and | or ", text) if item]


class Unknown(AssertionError):
    """A sentence of a kind that nobody derives."""


Judge = Callable[..., None]


class Kinds:
    """The kinds of sentences of one place, each with its derivation."""

    def __init__(self) -> None:
        self._kinds: list[tuple[re.Pattern[str], Judge]] = []

    def of(self, pattern: str) -> Callable[[Judge], Judge]:
        """Take the function below for the sentences of this pattern."""

        def taken(function: Judge) -> Judge:
            self._kinds.append((re.compile(pattern, re.DOTALL), function))
            return function

        return taken

    def knows(self, text: str) -> bool:
        """Whether a sentence is of one of the kinds."""
        return any(pattern.fullmatch(text) for pattern, _ in self._kinds)

    def hold(self, text: str, **about: Any) -> None:
        """Derive a sentence again; raise where it is false, or of no kind known."""
        for pattern, function in self._kinds:
            if match := pattern.fullmatch(text):
                function(**about, **match.groupdict())
                return
        raise Unknown(text)


class Seat:
    """An expert in the place of another on a mission: what it would break, and would change."""

    def __init__(self, world: World, post: Post, expert: Expert) -> None:
        self.world, self.post, self.expert = world, post, expert
        self.mission: Mission = world.missions[post.mission]
        self.beside = Beside(world, post.mission)
        self.team = world.teams(world.plan)[post.mission]

    def people(self) -> list[tuple[Expert, str]]:
        """The team with the expert in it."""
        return [
            (
                self.expert if p.position == self.post.position else self.world.experts[p.expert],
                p.code,
            )
            for p in self.team
        ]

    def plan(self, run: Run | None = None) -> list[Post]:
        """The plan with the expert in the place."""
        run = run or self.post.run
        others = [p for p in self.world.plan if p.mission != self.post.mission]
        return others + [
            p._replace(
                run=run, expert=self.expert.id if p.position == self.post.position else p.expert
            )
            for p in self.team
        ]

    def faults(self, run: Run | None = None) -> set[str]:
        """The rules that are broken."""
        return team_faults(
            self.beside, self.mission, run or self.post.run, self.people(), self.post.fund
        )

    def personal(self, run: Run | None = None) -> list[str]:
        """The rules that keep the expert away, whoever else goes."""
        faults = self.beside.faults(
            Wish(self.mission), self.post.code, self.expert, run or self.post.run, everything
        )
        return list(faults)
