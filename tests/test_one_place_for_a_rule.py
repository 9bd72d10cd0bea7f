"""A rule is described in one place: all that is said or done rule by rule follows from it."""

import ast
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest

from models.answers.plan import Plan
from models.facts.expert import Expert
from planner.checker.rules import CHECKS
from planner.domain.calendars import Calendars
from planner.domain.rules import (
    RULE_BY_ID,
    RULE_IDS,
    RULES,
    TELLING_ORDER,
    HardRule,
    Scope,
    mappings,
)
from planner.formulation.constraints import CONSTRAINTS, Constraint
from planner.formulation.eligibility import Pool
from planner.formulation.usage import Load, Seat
from planner.heuristics import construction, insertion
from planner.heuristics.standbys import standbys
from planner.reasons.facts.usual import _OF_SCOPE, FACTS
from planner.reasons.fixed_plan_rows import _POST, JOINING
from planner.reasons.not_delivered import SAID
from planner.reasons.substitution.refusals import TELL
from planner.report.rule_figures import APPLIED_RULES
from tests.builders import expert, fund, placement, plan, qualification, year

ROOT = Path(__file__).parents[1]
# The three files of a toy rule, which forbids one mission: its room, or whom it admits, says so.
DESCRIBED = """
from planner.domain.policy import PAIRING
from planner.domain.rules.base import Ease, HardRule, InPapers, Scope

RULE = HardRule(
    id="{rule}",
    place={place},
    unit="positions",
    source=PAIRING,
    sentence="Nobody goes to the mission {mission}.",
    scope=Scope.{scope},
    cells={cells},
    eased_by=frozenset({{Ease.EXPERTS}}),
    way_out="Rename the mission",
    in_papers={{
        language: InPapers("in the way {rule} " + language, "kept away {rule} " + language)
        for language in ("en", "fr", "es")
    }},
    {words}
)
"""
POSTED = """
from planner.formulation.constraints.base import Constraint


class Toy(Constraint):
    def post(self, variables):
        for mission, delivered in variables.delivered.items():
            if mission == "{mission}":
                variables.cp.add(delivered == 0)

"""
WITH = {
    "room": """    def room(self, usage, seat, expert):
        return -1 if seat.mission.id == "{mission}" else 0
""",
    "admits": """    def admits(self, pool, mission, code, expert):
        return mission.id != "{mission}"
""",
}
CHECKED = """
from models.answers.report import Violation

RULE = "{rule}"


def violations(context):
    for post in context.posts:
        if post.mission.id == "{mission}":
            gone = (post.expert.id,)
            yield Violation(rule=RULE, missions=("{mission}",), experts=gone, message="No.")
"""
TOYS = {f"toy-{scope.name.lower()}-{way}": (scope, way) for scope in Scope for way in WITH}
ONE_BY_ONE = 'singular="is kept from {mission}", plural="are kept from {mission}"'
TOGETHER = 'team="nobody goes to {mission}"'
CELLS = {
    Scope.ADMINISTRATION: ("Administrations", "max_weeks"),
    Scope.HOST: ("Administrations", "max_missions_hosted"),
    Scope.FUND: ("Funds", "amount"),
    Scope.MISSION: ("Missions", "funds"),
}
# Each toy forbids the mission that has its name; nothing is wrong with the last one.
ASKED = f"""
import json
from datetime import date
from types import SimpleNamespace
from planner.checker import check
from planner.domain.calendars import Calendars
from planner.domain.rules import RULE_IDS, mappings
from planner.formulation.eligibility import Pool
from planner.domain.tongue import Tongue, texts
from planner.heuristics.construction import first_plan
from planner.heuristics.standbys import standbys
from planner.mobilisation.papers.last_resort import dossiers
from planner.mobilisation.papers.paper import PaperDesk
from planner.mobilisation.papers.report import Answers, report
from planner.reasons.minimal_facts import smallest_sets
from planner.reasons.not_delivered import reasons
from planner.reasons.one_mission import Probe
from planner.reasons.substitution.dossier import DossierLine
from planner.report.rule_figures import APPLIED_RULES
from models.answers.plan import Plan
from models.facts.expert import QualificationStatus
from tests.builders import expert, fund, mission, placement, plan, qualification, year
from tests.mobilisation.answers import view_of
from tests.solving import engine, solve

names = {[*TOYS, "free"]}
facts = year(
    missions=tuple(map(mission, names)),
    experts=(expert("E1"), expert("E2")),
    qualifications=(qualification("E1"), qualification("E2")),
    funds=(fund(),),
)
calendars = Calendars(facts)
pool = Pool(facts, calendars)


def missions(of):
    return sorted({{row.mission_id for row in of.placements}})


def of(found):
    row = plan(placement(found.mission_id, fund_id="F1"))
    return dict(
        broken=[v.rule for v in check(facts, row)],
        standbys=[s.experts for s in standbys(pool, row)],
        rules=found.rules,
        why=found.why,
        facts=[
            (element.rule, element.text, element.place.row)
            for elements in smallest_sets(probe, facts.mission_by_id[found.mission_id])
            for element in elements
        ],
    )


# On the dossier each toy keeps somebody away; on the report it is in the way of its mission.
hired = facts.replace(
    experts=(*facts.experts, expert("X", "CH")),
    qualifications=(*facts.qualifications, qualification("X", QualificationStatus.EXTERNAL)),
)
external = plan(placement("free", "X", fund_id="F1"))


def kept_away(toy):
    where = ("free", date(2027, 3, 1), 1, "TOA/PCA", "X", "Cleared")
    return DossierLine(*where, "E1", "", "FR", "Accredited", toy, toy)


def papers(language):
    view = view_of(hired, external)
    desk = PaperDesk(view, Tongue(language), False, date(2026, 11, 2), "plan.xlsx")
    lines = [kept_away(toy) for toy in names if toy != "free"]
    made = [report(desk, Answers((), found, True)), *dossiers(desk, SimpleNamespace(lines=lines))]
    return [[str(c.text) for b in p.blocks for row in b.rows for c in row] for p in made]


probe = Probe(facts, calendars, Plan(), engine())
found = [*reasons(probe)]
print(json.dumps(dict(
    first=missions(first_plan(pool)),
    unpaid=missions(solve(facts.replace(funds=())).plan),
    solved=missions(solve(facts).plan),
    known=[rule for rule in RULE_IDS if all(mapping[rule] for mapping in mappings())],
    said={{left.mission_id: of(left) for left in found}},
    papers={{language: papers(language) for language in texts()}},
)))
"""


def test_every_mapping_over_rules_knows_every_rule_and_no_other() -> None:
    assert {FACTS, TELL, SAID, APPLIED_RULES} <= {*mappings()}
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
    assert rule.id == import_module(f"planner.checker.rules.{rule.module}").RULE


def test_no_module_keeps_a_table_of_rules_by_hand() -> None:
    """Three ids of rules in one container are a table that a new rule would miss."""
    parts = ("planner", "scenarios", "web")
    for path in sorted(path for part in parts for path in (ROOT / part).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if sum(rule in text for rule in RULE_IDS) < 3:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.Dict, ast.Set, ast.Tuple, ast.List)):
                items = node.keys if isinstance(node, ast.Dict) else node.elts
                ids = {i.value for i in items if isinstance(i, ast.Constant)} & {*RULE_IDS}
                assert len(ids) < 3, f"{path.relative_to(ROOT)}: {sorted(ids)}"


def test_no_file_of_texts_has_a_table_by_rule() -> None:
    """Such a table is a sixth file of a new rule; ids of one word are names of other texts."""
    ids = {rule for rule in RULE_IDS if "-" in rule}
    files = [path for part in ("planner", "scenarios", "web") for path in (ROOT / part).rglob("*")]
    files = [path for path in files if path.suffix in (".toml", ".json")]
    assert {"planner/data/texts.toml", "web/texts.toml"} <= {
        path.relative_to(ROOT).as_posix() for path in files
    }
    for path in files:
        text = path.read_text(encoding="utf-8")
        for table in _tables(tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)):
            found = {key.rpartition(".")[2] for key in table} & ids
            assert len(found) < 3, f"{path.relative_to(ROOT)}: {sorted(found)}"


def _tables(content: object) -> Iterator[dict[str, Any]]:
    """Every table of a file, those inside others included."""
    if isinstance(content, dict):
        yield content
        yield from _tables([*content.values()])
    elif isinstance(content, list):
        for part in content:
            yield from _tables(part)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house with the toys of all scopes."""
    copy = tmp_path_factory.mktemp("toys") / "house"
    hidden = ignore_patterns(".*", "__pycache__", "benchmarks", "docs", "cases", "web")
    copytree(ROOT, copy, ignore=hidden)
    for name, content in _toys().items():
        (copy / name).write_text(content, encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def told(house: Path) -> dict[str, Any]:
    """What the house with the toys answers."""
    return _ask(house)


@pytest.mark.parametrize("toy", TOYS)
def test_a_toy_rule_of_three_files_is_everywhere(told: dict[str, Any], toy: str) -> None:
    """Examples and a line in the changelog are the two other files that a rule touches."""
    scope, said = TOYS[toy][0], told["said"][toy]
    sentence = f"Nobody goes to the mission {toy}."
    holders = "TOA/PCA needs 1; 2 experts hold it"
    why = {
        ONE_BY_ONE: f"{holders}: 2 are kept from {toy}.",
        TOGETHER: f"{holders}: 2 could come (France); nobody goes to {toy}.",
        "": sentence,
    }
    assert toy in told["known"]
    assert said["broken"] == said["rules"] == [toy]
    assert all(toy not in told[plan] for plan in ("first", "unpaid", "solved"))
    assert said["why"] == why[_words(toy)]
    assert {rule for rule, _, _ in said["facts"]} == {toy}
    ends = (f"is kept from {toy}", f"nobody goes to {toy}", sentence)
    assert all(text.endswith(ends) for _, text, _ in said["facts"])
    if scope.about_people or scope is Scope.FUND:
        assert said["standbys"] == [[]]


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_toy_rules_are_in_the_papers_of_every_language(told: dict[str, Any], language: str) -> None:
    """The report says it of the mission; a dossier says it of a person, in English with facts."""
    report, dossier = told["papers"][language]
    for toy in TOYS:
        assert f"In the way {toy} {language}" in report
        assert (toy if language == "en" else f"kept away {toy} {language}") in dossier


def test_toys_forbid_nothing_else_and_are_gone_with_their_files(
    house: Path, told: dict[str, Any]
) -> None:
    """What no toy forbids is planned, and the house without them says what this one says."""
    assert told["first"] == told["unpaid"] == told["solved"] == ["free"]
    for name in _toys():
        (house / name).unlink()
    with redirect_stdout(StringIO()) as here:
        exec(ASKED, {})
    assert _ask(house) == json.loads(here.getvalue())


def test_every_rule_can_be_asked_of_one_more_mission(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that only the model knows would leave every run without a plan made by hand."""
    silent = {c.id for c in CONSTRAINTS if c.is_silent and not c.structural}
    assert silent == {"funded", "pinned"} == {c.id for c in CONSTRAINTS if c.seen_to}
    assert not insertion.IS_BLIND
    facts = year()
    pool, everybody = Pool(facts, Calendars(facts)), {"M1": ("E1",)}
    whole = construction.first_plan(pool)
    assert whole == construction.completed(pool, Plan(), everybody) == plan(placement())
    monkeypatch.setattr(construction, "IS_BLIND", True)
    assert construction.first_plan(pool) is None
    assert construction.completed(pool, Plan(), everybody) == Plan()


class _NeverF1(Constraint):
    def room(self, usage: Load, seat: Seat, expert: Expert) -> int:
        return -1 if seat.fund_id == "F1" else 0


def test_a_rule_of_funds_is_asked_of_the_fund_that_would_pay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first plan takes the fund that the rule lets pay, stand-bys come where it pays."""
    monkeypatch.setattr(insertion, "_PAYING", [_NeverF1(RULE_BY_ID["funded"])])
    facts = year(
        experts=(expert("E1"), expert("E2")),
        qualifications=(qualification("E1"), qualification("E2")),
        funds=(fund("F1"), fund("F2")),
    )
    pool = Pool(facts, Calendars(facts))
    assert construction.first_plan(pool) == plan(placement(fund_id="F2"))
    could = [standbys(pool, plan(placement(fund_id=payer)))[0].experts for payer in ("F1", "F2")]
    assert could == [(), ("E2",)]


def _words(toy: str) -> str:
    """How a toy says whom it keeps away: one by one, all together, or by its sentence alone."""
    scope, way = TOYS[toy]
    if scope in (Scope.TEAM, Scope.ADMINISTRATION) and way == "admits":
        return TOGETHER
    return ONE_BY_ONE if scope.about_people else ""


def _toys() -> dict[str, str]:
    """The files of the toys, by path; their places are between those of the rules."""
    files = {}
    places = (number for number in range(101, 200) if number % 10)
    for place, (toy, (scope, way)) in zip(places, TOYS.items(), strict=False):
        cells, module = CELLS.get(scope, ("Experts", "region")), f"{toy.replace('-', '_')}.py"
        words = {"rule": toy, "mission": toy, "place": place, "scope": scope.name, "cells": cells}
        described = DESCRIBED.replace("{words}", f"{_words(toy)}," if _words(toy) else "")
        files[f"planner/domain/rules/{module}"] = described.format(**words)
        constraint = (POSTED if way == "room" else POSTED[: POSTED.index("    def")]) + WITH[way]
        files[f"planner/formulation/constraints/{module}"] = constraint.format(**words)
        files[f"planner/checker/rules/{module}"] = CHECKED.format(**words)
    return files


def _ask(house: Path) -> dict[str, Any]:
    command = [sys.executable, "-B", "-c", ASKED]
    run = subprocess.run(command, cwd=house, capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer
