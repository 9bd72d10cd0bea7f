"""Around the work of a task: what can go wrong with a plan, in words for the user."""

from collections.abc import Iterator
from contextlib import contextmanager

from planner.domain.errors import CommandError, ContradictionError, contradiction
from planner.search.solve_year import NoPlanError
from planner.solver.cp_sat import UndecidedError


@contextmanager
def guarded() -> Iterator[None]:
    """Tell of a contradiction, or of a search that gave up, as a command's end.

    Raises
    ------
    CommandError
        In the place of the errors of the planner.
    """
    try:
        yield
    except ContradictionError as error:
        raise contradiction(error) from error
    except (NoPlanError, UndecidedError):
        raise CommandError(
            "A search gave up before there was any plan; nothing was written. Another --seed may "
            "help."
        ) from None
