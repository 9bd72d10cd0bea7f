"""What the checker says names Members as the WCO does, not by their codes; so do all problems."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest

from models.answers.plan import Placement, Plan
from models.facts.expert import Exclusion
from models.facts.instance import Year
from planner.checker import check
from planner.domain.rules import RULE_IDS
from tests.builders import CODE, MONDAY, fund, mission, placement, year
from tests.checker.examples import EXAMPLES
from tests.checker.test_any_plan import busy_year

# The codes of the Members that these years know: none is part of any other word here.
_CODES = re.compile(r"\b(BE|FR|DE|JP|LU|SA|ES|NL)\b")


@pytest.mark.parametrize("rule", RULE_IDS)
def test_no_message_has_the_code_of_a_member(rule: str) -> None:
    for kind in ("broken", "over"):
        facts, plan = getattr(EXAMPLES[rule], kind)
        said = [found.message for found in check(facts, plan) if found.rule == rule]
        assert said
        assert not [text for text in said if _CODES.search(text)]


def test_no_plan_of_a_busy_year_is_told_with_a_code() -> None:
    """Plans drawn at random break every rule that a busy year has, several at once."""
    draw, found = Random(14), set()
    facts = busy_year()
    for _ in range(60):
        for violation in check(facts, Plan.of(_rows(draw, facts))):
            found.add(violation.rule)
            assert not _CODES.search(violation.message), violation.message
    assert found >= {"dates", "available", "administration-capacity", "host-capacity", "funded"}


def _rows(draw: Random, facts: Year) -> Iterator[Placement]:
    for entry in facts.missions:
        start = MONDAY + timedelta(days=draw.randrange(12))
        for number, code in enumerate(entry.positions, 1):
            expert = draw.choice(facts.experts).id
            yield placement(entry.id, expert, start, number, code, "F1")


def test_a_fund_for_other_hosts_and_a_start_in_the_week_name_the_members() -> None:
    facts = year(
        missions=(mission(latest_end=date(2027, 12, 31)),),
        funds=(fund(hosts=("JP", "FR")),),
        exclusions=(Exclusion(expert_id="E1", host="BE"),),
    )
    wednesday = MONDAY + timedelta(days=9)
    plan = Plan.of([placement(expertise=CODE, start=wednesday, fund_id="F1")])
    said = " ".join(found.message for found in check(facts, plan))
    assert "it is for the hosts Japan and France, not Belgium" in said
    assert "after a weekend in Belgium" in said
    assert "excluded from missions to Belgium" in said
