"""Every rule and every level of the list has all its parts, and no part is without its rule."""

import re
from pathlib import Path

import pytest

from models.answers.plan import Plan
from models.facts.instance import Year
from models.facts.settings import LEVEL_GROUPS
from planner.checker import check
from planner.checker.levels import VALUES
from planner.checker.rules import CHECKS
from planner.domain.calendars import Calendars
from planner.domain.levels import LEVELS
from planner.domain.rules import RULE_IDS, RULES
from planner.formulation.constraints import CONSTRAINTS
from planner.formulation.objectives import LEVELS as OBJECTIVES
from tests.brute import STRUCTURAL, key_of
from tests.checker.examples import EXAMPLES
from tests.solving import accepted

ROOT = Path(__file__).parents[1]
KINDS = ("accepted", "on_limit", "broken", "over")
LEVEL_IDS = tuple(level.id for level in LEVELS)


def test_there_is_one_constraint_for_each_rule_in_the_order_of_the_list() -> None:
    assert tuple(constraint.id for constraint in CONSTRAINTS) == RULE_IDS


def test_every_constraint_lives_in_the_file_named_after_its_rule() -> None:
    modules = [type(constraint).__module__ for constraint in CONSTRAINTS]
    assert modules == [
        f"planner.formulation.constraints.{rule.replace('-', '_')}" for rule in RULE_IDS
    ]


def test_the_structural_rules_are_those_without_which_there_is_no_plan() -> None:
    assert tuple(c.id for c in CONSTRAINTS if c.structural) == STRUCTURAL


def test_there_is_one_check_for_each_rule() -> None:
    assert tuple(rule for rule, _ in CHECKS) == RULE_IDS


@pytest.mark.parametrize("place", ["domain/rules", "formulation/constraints"])
def test_every_file_about_rules_belongs_to_one(place: str) -> None:
    files = {path.stem for path in (ROOT / "planner" / place).glob("*.py")}
    assert files == {rule.module for rule in RULES} | {"__init__", "base"}


def test_there_is_one_objective_for_each_level_in_the_default_order() -> None:
    assert tuple(objective.id for objective in OBJECTIVES) == LEVEL_IDS == LEVEL_GROUPS


def test_the_checker_counts_every_level() -> None:
    assert ("delivery", *VALUES) == LEVEL_IDS


def test_there_are_four_examples_for_each_rule() -> None:
    assert tuple(EXAMPLES) == RULE_IDS
    assert all(hasattr(example, kind) for example in EXAMPLES.values() for kind in KINDS)


def in_model(year: Year, plan: Plan, rules: tuple[str, ...]) -> bool:
    """Whether the model with these rules, and the structural ones, accepts a plan."""
    left_out = set(RULE_IDS) - {*rules}
    return key_of(plan) in accepted(year, Calendars(year), without=left_out)


def in_checker(year: Year, plan: Plan, rules: tuple[str, ...]) -> bool:
    """Whether the checker finds none of these rules, nor a structural one, broken."""
    return not {found.rule for found in check(year, plan)} & {*rules, *STRUCTURAL}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rule", RULE_IDS)
def test_the_model_judges_the_examples_of_a_rule_as_the_checker_does(rule: str, kind: str) -> None:
    year, plan = getattr(EXAMPLES[rule], kind)
    right = kind in ("accepted", "on_limit")
    for rules in ((rule,), RULE_IDS):
        assert in_checker(year, plan, rules) == right
        assert in_model(year, plan, rules) == right


@pytest.mark.parametrize("kind", ["broken", "over"])
@pytest.mark.parametrize("rule", [rule for rule in RULE_IDS if rule not in STRUCTURAL])
def test_without_the_rule_the_model_accepts_what_breaks_it_alone(rule: str, kind: str) -> None:
    year, plan = getattr(EXAMPLES[rule], kind)
    others = tuple(other for other in RULE_IDS if other != rule)
    if rule == "funded":
        # Without the rule no fund pays in the model.
        plan = Plan.of(r.model_copy(update={"fund_id": None}) for r in plan.placements)
    assert in_model(year, plan, others)


def tables(text: str) -> list[list[str]]:
    """The tables of a Markdown text: of each, what stands in backticks first in a row."""
    blocks = re.findall(r"(?:^\|.*\n)+", text + "\n", re.MULTILINE)
    return [re.findall(r"^\| *`([^`]+)`", block, re.MULTILINE) for block in blocks]


@pytest.mark.parametrize("ids", [RULE_IDS, LEVEL_IDS], ids=["rules", "levels"])
def test_the_docs_have_a_table_with_a_row_for_each(ids: tuple[str, ...]) -> None:
    page = (ROOT / "docs" / "rules-and-goals.md").read_text(encoding="utf-8")
    listed = [rows for rows in tables(page) if ids[0] in rows]
    assert listed == [list(ids)]
