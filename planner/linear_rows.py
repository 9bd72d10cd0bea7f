"""The linear rows of a CP-SAT model, in whole numbers, and the bounds that follow from them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

Terms = list[tuple[int, int]]

# Fine enough for multipliers of rows in currency units; Python's whole numbers have no limit.
SCALE = 1 << 44
# Beyond this, CP-SAT means "no limit".
_UNLIMITED = 1 << 60


@dataclass(frozen=True)
class Row:
    """low <= sum of coefficient * variable <= high; None where there is no such limit."""

    terms: Terms
    low: int | None
    high: int | None


@dataclass(frozen=True)
class Certificate:
    """A bound that no plan passes, with what it costs a variable to leave where it is.

    `total` is the bound and `reduced` the reduced costs, both in units of 1 / SCALE.
    """

    total: int
    reduced: list[int]

    @property
    def bound(self) -> int:
        """The greatest whole number that the objective can reach."""
        return self.total // SCALE

    def never(self, target: int) -> frozenset[int]:
        """Variables that are at their low limit in every plan that reaches the target."""
        slack = self.total - target * SCALE
        return frozenset(index for index, cost in enumerate(self.reduced) if -cost > slack)


class LinearRows:
    """The rows of a model that are linear as they stand; it holds more plans than the model."""

    def __init__(self, cp: cp_model.CpModel) -> None:
        domains = [list(variable.domain) for variable in cp.proto.variables]
        self.low = [domain[0] for domain in domains]
        self.high = [domain[-1] for domain in domains]
        self.rows = list(_rows_of(cp))

    def certify(self, objective: Terms, offset: int, multipliers: Sequence[float]) -> Certificate:
        """The bound that multipliers, one a row, prove for objective + offset, to be maximised.

        objective = multipliers * rows + rest; rows are at most their limits, and what is left of
        each variable is at most its value at one of its limits. True for any multipliers.
        """
        whole = [self._whole(row, value) for row, value in zip(self.rows, multipliers, strict=True)]
        reduced = self._reduced(objective, whole)
        limits = (
            high if cost > 0 else low
            for cost, low, high in zip(reduced, self.low, self.high, strict=True)
        )
        of_rows = sum(k * _limit(row, k) for row, k in zip(self.rows, whole, strict=True) if k)
        of_variables = sum(cost * limit for cost, limit in zip(reduced, limits, strict=True))
        return Certificate(of_rows + of_variables + offset * SCALE, reduced)

    def _whole(self, row: Row, value: float) -> int:
        """A multiplier as a multiple of 1 / SCALE; 0 where its row has no limit on that side."""
        whole = round(value * SCALE)
        unlimited = row.high is None if whole > 0 else row.low is None
        return 0 if unlimited else whole

    def _reduced(self, objective: Terms, whole: Sequence[int]) -> list[int]:
        reduced = [0] * len(self.low)
        for index, coefficient in objective:
            reduced[index] += coefficient * SCALE
        for multiplier, row in zip(whole, self.rows, strict=True):
            if multiplier:
                for index, coefficient in row.terms:
                    reduced[index] -= multiplier * coefficient
        return reduced


def terms_of(cp: cp_model.CpModel, expression: cp_model.LinearExprT) -> tuple[Terms, int]:
    """The terms of an expression and its constant part."""
    cp.maximize(expression)
    objective = cp.proto.objective
    pairs = zip(objective.vars, objective.coeffs, strict=True)
    terms = _plain((index, -coefficient) for index, coefficient in pairs)
    return terms, -round(objective.offset)


def _rows_of(cp: cp_model.CpModel) -> Iterator[Row]:
    for constraint in cp.proto.constraints:
        conditions = list(constraint.enforcement_literal)
        if constraint.has_linear() and not conditions:
            domain = list(constraint.linear.domain)
            pairs = zip(constraint.linear.vars, constraint.linear.coeffs, strict=True)
            yield Row(_plain(pairs), _finite(domain[0]), _finite(domain[-1]))
        elif constraint.has_bool_and():
            yield from _implications(conditions, list(constraint.bool_and.literals))


def _implications(conditions: list[int], literals: list[int]) -> Iterator[Row]:
    """One condition -> all literals, as condition <= literal; nothing else of that kind is made."""
    if len(conditions) > 1 or any(index < 0 for index in (*conditions, *literals)):
        return
    for literal in literals:
        if conditions:
            yield Row([(conditions[0], 1), (literal, -1)], None, 0)
        else:
            yield Row([(literal, 1)], 1, 1)


def _plain(pairs: Iterable[tuple[int, int]]) -> Terms:
    """Terms without negated references: -1 - index stands for minus the variable."""
    return [(i, c) if i >= 0 else (-1 - i, -c) for i, c in pairs]


def _finite(limit: int) -> int | None:
    return None if abs(limit) > _UNLIMITED else limit


def _limit(row: Row, multiplier: int) -> int:
    limit = row.high if multiplier > 0 else row.low
    assert limit is not None
    return limit
