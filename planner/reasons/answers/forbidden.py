"""Facts that forbid something, as tables."""

from collections.abc import Iterable, Iterator

from models.answers.explanation import Block, Line
from planner.domain.rules import RULE_BY_ID
from planner.reasons.facts import Element


def fact_lines(elements: Iterable[Element]) -> tuple[Line, ...]:
    """Facts that forbid something, each with its rule and its cell."""
    return tuple(Line(e.rule, e.text, e.place) for e in elements)


def rule_blocks(heading: str, sets: Iterable[tuple[Element, ...]]) -> Iterator[Block]:
    """One block for each set of facts that forbids by itself; none of its facts is superfluous."""
    for number, facts in enumerate(sets, start=1):
        rules = dict.fromkeys(e.rule for e in facts)
        sentences = tuple(RULE_BY_ID[rule].sentence for rule in rules)
        title = heading if number == 1 else "And by itself this forbids it, too"
        yield Block(title, sentences, fact_lines(facts))
