"""Every rule of the list has a check and examples, and no check or example is without a rule."""

import pytest

from planner.checker import check
from planner.checker.rules import CHECKS
from planner.domain.rules import RULE_IDS
from tests.checker.examples import EXAMPLES


def test_there_is_one_check_for_each_rule_in_the_order_of_the_list() -> None:
    assert tuple(rule for rule, _ in CHECKS) == RULE_IDS


def test_every_check_lives_in_the_file_named_after_its_rule() -> None:
    modules = [function.__module__ for _, function in CHECKS]
    assert modules == [f"planner.checker.rules.{rule.replace('-', '_')}" for rule in RULE_IDS]


def test_there_are_examples_for_each_rule_and_for_no_other() -> None:
    assert sorted(EXAMPLES) == sorted(RULE_IDS)


@pytest.mark.parametrize("kind", ["accepted", "on_limit"])
@pytest.mark.parametrize("rule", RULE_IDS)
def test_an_accepted_plan_breaks_no_rule(rule: str, kind: str) -> None:
    year, plan = getattr(EXAMPLES[rule], kind)
    assert check(year, plan) == ()


@pytest.mark.parametrize("kind", ["broken", "over"])
@pytest.mark.parametrize("rule", RULE_IDS)
def test_a_broken_plan_breaks_this_rule_and_no_other(rule: str, kind: str) -> None:
    year, plan = getattr(EXAMPLES[rule], kind)
    assert [violation.rule for violation in check(year, plan)] == [rule]


@pytest.mark.parametrize("rule", RULE_IDS)
def test_a_step_over_the_limit_is_measured(rule: str) -> None:
    example = EXAMPLES[rule]
    (violation,) = check(*example.over)
    assert violation.amount == example.excess


@pytest.mark.parametrize("kind", ["broken", "over"])
@pytest.mark.parametrize("rule", RULE_IDS)
def test_a_violation_names_a_witness_in_a_sentence_without_names(rule: str, kind: str) -> None:
    year, plan = getattr(EXAMPLES[rule], kind)
    (violation,) = check(year, plan)
    assert violation.missions or violation.experts
    assert all(witness in violation.message for witness in violation.experts)
    assert violation.message.endswith(".")
    assert not any(expert.name in violation.message for expert in year.experts)
