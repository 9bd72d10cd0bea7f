"""A rule is described in one place: all that is said or done rule by rule follows from it."""

import ast
import subprocess
import sys
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from planner.checker import CHECKS
from planner.domain.rules import RULE_IDS, RULES, TELLING_ORDER, HardRule, mappings
from planner.formulation.constraints import CONSTRAINTS
from planner.reasons.facts.usual import _OF_SCOPE, FACTS
from planner.reasons.fixed_plan_rows import _POST, JOINING
from planner.reasons.substitution.refusals import TELL
from planner.report.rule_figures import APPLIED_RULES

ROOT = Path(__file__).parents[1]
TOY = {
    "planner/domain/rules/two_regions.py": """
from planner.domain.policy import PAIRING
from planner.domain.rules.base import Ease, HardRule, Scope

RULE = HardRule(
    id="two-regions",
    place=105,
    unit="positions",
    source=PAIRING,
    sentence="Nobody goes to the mission with the ID M1.",
    scope=Scope.POSITION,
    cells=("Experts", "region"),
    eased_by=frozenset({Ease.EXPERTS}),
    way_out="Rename the mission",
    singular="is kept from M1",
    plural="are kept from M1",
)
""",
    "planner/formulation/constraints/two_regions.py": """
from models.expert import Expert
from models.mission import Mission
from planner.formulation.constraints.base import Constraint
from planner.formulation.eligibility import Pool


class TwoRegions(Constraint):
    def admits(self, pool: Pool, mission: Mission, code: str, expert: Expert) -> bool:
        return mission.id != "M1"
""",
    "planner/checker/two_regions.py": """
from collections.abc import Iterator

from models.report import Violation
from planner.checker.context import Context

RULE = "two-regions"


def violations(context: Context) -> Iterator[Violation]:
    for post in context.posts:
        if post.mission.id == "M1":
            yield Violation(rule=RULE, missions=("M1",), experts=(post.expert.id,), message="No.")
""",
}
ASKED = """
from planner.checker import check
from planner.checker.context import Context
from planner.domain.calendars import Calendars
from planner.domain.rules import RULE_IDS, mappings
from planner.reasons.minimal_facts import smallest_sets
from planner.reasons.not_delivered import reasons
from planner.reasons.one_mission import Probe
from planner.report.rule_figures import APPLIED_RULES
from planner.formulation.usage import Load
from planner.heuristics.standbys import Standbys
from models.plan import Plan
from tests.builders import placement, plan, year
from tests.solving import engine, solve

facts = year()
calendars = Calendars(facts)
print(len(solve(facts).plan.placements))
print([v.rule for v in check(facts, plan(placement()))])
probe = Probe(facts, calendars, Plan(), engine())
(said,) = reasons(probe)
print(said.rules, said.why, said.what_would_help)
print([(e.rule, e.text) for found in smallest_sets(probe, facts.missions[0]) for e in found])
print(all(mapping[rule] for mapping in mappings() for rule in RULE_IDS))
print("two-regions" in RULE_IDS)
"""


def test_every_mapping_over_rules_knows_every_rule_and_no_other() -> None:
    assert {FACTS, TELL, APPLIED_RULES} <= {*mappings()}
    for mapping in mappings():
        assert all(callable(mapping[rule]) for rule in RULE_IDS)
        assert set(mapping.own) <= set(RULE_IDS)
        with pytest.raises(KeyError):
            mapping["no-such-rule"]
        with pytest.raises(KeyError):
            mapping.of("no-such-rule")


def test_orders_and_registries_are_those_of_the_list() -> None:
    assert sorted(TELLING_ORDER) == sorted(RULE_IDS)
    assert tuple(rule for rule, _ in CHECKS) == RULE_IDS
    assert tuple(constraint.id for constraint in CONSTRAINTS) == RULE_IDS
    assert {rule.scope for rule in RULES if rule.id in JOINING} <= _POST.keys()
    assert {rule.scope for rule in RULES} <= _OF_SCOPE.keys()
    assert len({rule.place for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=RULE_IDS)
def test_a_description_is_whole(rule: HardRule) -> None:
    """What keeps people away is said of one and of several; what can be eased is said how."""
    keeps_away = rule.scope.about_people and not rule.structural
    assert bool(rule.singular and rule.plural) or bool(rule.team) or not keeps_away
    assert bool(rule.singular) >= bool(rule.plural)
    assert rule.way_out or rule.id in ("pinned", "whole-team")
    assert rule.eased_by or rule.structural
    assert rule.id == import_module(f"planner.checker.{rule.module}").RULE


def test_no_module_keeps_a_table_of_rules_by_hand() -> None:
    """Three ids of rules in one container are a table that a new rule would miss."""
    for path in sorted((ROOT / "planner").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if sum(rule in text for rule in RULE_IDS) < 3:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.Dict, ast.Set, ast.Tuple, ast.List)):
                items = node.keys if isinstance(node, ast.Dict) else node.elts
                ids = {i.value for i in items if isinstance(i, ast.Constant)} & {*RULE_IDS}
                assert len(ids) < 3, f"{path.relative_to(ROOT)}: {sorted(ids)}"


def test_a_toy_rule_of_three_files_is_everywhere_and_gone_with_them(tmp_path: Path) -> None:
    """Examples and a line in the changelog are the two other files that a rule touches."""
    hidden = ignore_patterns(".*", "__pycache__", "benchmarks", "docs", "cases", "web")
    copytree(ROOT, tmp_path / "house", ignore=hidden)
    for name, text in TOY.items():
        (tmp_path / "house" / name).write_text(text, encoding="utf-8")
    delivered, broken, said, facts, whole, known = _ask(tmp_path / "house", ASKED)
    assert (delivered, broken, whole, known) == ("0", "['two-regions']", "True", "True")
    assert said.startswith(
        "('two-regions',) TOA/PCA needs 1; 1 expert holds it: 1 is kept from M1."
    )
    assert "('two-regions', 'E1 is kept from M1')" in facts
    for name in TOY:
        (tmp_path / "house" / name).unlink()
    with redirect_stdout(StringIO()) as here:
        exec(WITHOUT_TOY, {})
    assert _ask(tmp_path / "house", WITHOUT_TOY) == here.getvalue().splitlines()


# Nothing keeps anybody away, so nothing is said.
WITHOUT_TOY = "\n".join(line for line in ASKED.splitlines() if "said" not in line)


def _ask(house: Path, code: str) -> list[str]:
    command = [sys.executable, "-B", "-c", code]
    run = subprocess.run(command, cwd=house, capture_output=True, text=True, check=True)
    return run.stdout.splitlines()
