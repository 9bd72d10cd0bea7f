"""The hard rules, one file a rule: words, no judgement.

A file here is all that a rule needs to be known. Its constraint and its check are the files of the
same name in `planner.formulation.constraints` and `planner.checker.rules`; reasons, ways out,
remedies and sheets take their words from the description.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Generic, TypeVar

from planner.domain.rules.base import Ease, HardRule, InPapers, Scope

__all__ = [
    "RULES",
    "RULE_BY_ID",
    "RULE_IDS",
    "TELLING_ORDER",
    "ByRule",
    "Ease",
    "HardRule",
    "InPapers",
    "Scope",
    "mappings",
]

Said = TypeVar("Said", bound=Callable[..., object])


def _described() -> Iterator[HardRule]:
    for module in iter_modules(__path__):
        if module.name != "base":
            yield import_module(f"{__name__}.{module.name}").RULE


RULES = tuple(sorted(_described(), key=lambda rule: rule.place))
RULE_IDS = tuple(rule.id for rule in RULES)
RULE_BY_ID = {rule.id: rule for rule in RULES}

# Where several rules keep an expert away, first what no change of dates would mend, and of that
# what is about the expert alone.
TELLING_ORDER = tuple(
    rule.id for rule in sorted(RULES, key=lambda rule: (rule.by_dates, rule.scope.value))
)


class ByRule(Generic[Said]):
    """What is said or done rule by rule: in the usual way, or in a rule's own.

    A rule that is not mentioned is treated the usual way, by its description; one that does not
    exist is refused at once.

    Parameters
    ----------
    usual : callable
        Makes the usual way of a rule.
    """

    def __init__(self, usual: Callable[[HardRule], Said]) -> None:
        self._usual = usual
        self._own: dict[str, Said] = {}
        _MAPPINGS.append(self)

    @property
    def own(self) -> tuple[str, ...]:
        """The rules that have a way of their own."""
        return tuple(self._own)

    def of(self, rule: str) -> Callable[[Said], Said]:
        """Take the function below for this rule."""
        if rule not in RULE_BY_ID:
            raise KeyError(rule)

        def taken(function: Said) -> Said:
            self._own[rule] = function
            return function

        return taken

    def __getitem__(self, rule: str) -> Said:
        own = self._own.get(rule)
        return self._usual(RULE_BY_ID[rule]) if own is None else own


_MAPPINGS: list["ByRule[Any]"] = []


def mappings() -> tuple["ByRule[Any]", ...]:
    """Everything that is said or done rule by rule, as far as it is loaded."""
    return tuple(_MAPPINGS)
