"""The check of each hard rule, one file a rule; the order is that of the list of rules."""

from collections.abc import Callable, Iterator
from importlib import import_module

from models.answers.report import Violation
from planner.checker.context import Context
from planner.domain.rules import RULES

Check = Callable[[Context], Iterator[Violation]]

# The check of a rule is in the file of its name.
CHECKS: tuple[tuple[str, Check], ...] = tuple(
    (rule.id, import_module(f"{__name__}.{rule.module}").violations) for rule in RULES
)
