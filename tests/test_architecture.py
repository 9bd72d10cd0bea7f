"""Imports go one way, the checker stands alone, and start-up stays light."""

import ast
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Each part may import itself and those before it.
PARTS = ("models", "planner", "scenarios", "web", "cli")
FREE_OF_SOLVERS = ("models", "planner/checker", "planner/workbook")
CHECKER_MAY_USE = ("models", "planner.checker", "planner.domain")
HEAVY = ("ortools", "pandas", "numpy", "openpyxl")
# A line of a NumPy docstring such as "year : Year", and the types in it.
TYPED, TYPE = re.compile(r"[a-z_]\w*(?:, \w+)* : (.+)$"), re.compile(r"\b[A-Z]\w+")
TEXT = {".py", ".toml", ".md", ".csv", ".txt", ".yml", ".yaml", ".json", ".cfg", ".ini"}


def sources(part: str) -> list[Path]:
    """The Python files of a part or of a folder of one."""
    own = ROOT / f"{part}.py"
    files = [own] if own.exists() else sorted((ROOT / part).rglob("*.py"))
    assert files, part
    return files


@cache
def imported(path: Path) -> tuple[str, ...]:
    """The modules that a file imports, also inside functions."""
    return tuple(_imported(path))


@cache
def parsed(path: Path) -> ast.Module:
    """A file as a tree, for all tests that look into it."""
    return ast.parse(path.read_text(encoding="utf-8"))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by relative name"
            assert node.module is not None
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def loaded_by(code: str) -> set[str]:
    """The top-level modules in memory after some code has run in a fresh interpreter."""
    report = "import sys; print('\\n' + ' '.join(sorted({n.split('.')[0] for n in sys.modules})))"
    command = [sys.executable, "-c", f"{code}\n{report}"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stdout.splitlines()[-1].split())


def modules(part: str) -> list[str]:
    """The import names of a part's modules."""
    names = (path.relative_to(ROOT).with_suffix("").parts for path in sources(part))
    return [".".join(name).removesuffix(".__init__") for name in names]


@pytest.mark.parametrize("part", PARTS)
def test_imports_go_one_way(part: str) -> None:
    forbidden = {*PARTS[PARTS.index(part) + 1 :], "tests", "benchmarks"}
    files = sources(part)
    assert files
    for path in files:
        upwards = [name for name in imported(path) if name.split(".")[0] in forbidden]
        assert not upwards, f"{path.relative_to(ROOT)} imports {upwards}"


# A package imports itself and those that stand before it.
ORDER = (
    "models.base",
    "models.cell_ref",
    "models.facts",
    "models.requests",
    "models.answers",
    "models",
    "planner.domain",
    "planner.checker",
    "planner.report",
    "planner.solver",
    "planner.formulation",
    "planner.bounding",
    "planner.heuristics",
    "planner.search",
    "planner.reasons",
    "planner.mobilisation",
    "planner.workbook",
    "planner.together",
    "planner.pool",
    "planner.sample",
    "planner.app",
    "planner.terminal",
    "scenarios.definition",
    "scenarios.fanout",
    "scenarios.study",
    "scenarios.sweep",
    "scenarios.stress",
    "scenarios.app",
    "scenarios.terminal",
    "web",
    "cli",
)


def room(name: str) -> int | None:
    """The place in `ORDER` of the package that a module belongs to."""
    places = [place for place, package in enumerate(ORDER) if _within(name, (package,))]
    return places[0] if places else None


def upward(path: Path) -> Iterator[str]:
    """The imports of a file from packages that stand after its own."""
    own = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    here = room(own)
    for name in imported(path):
        there = room(name)
        if here is not None and there is not None and there > here:
            yield f"{own} imports {name}"


def test_every_module_has_a_room() -> None:
    for part in PARTS:
        for path in sources(part):
            own = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            assert room(own) is not None or own in ("planner", "planner.workbook", "scenarios"), own


def test_nothing_flat_stays_in_the_planner() -> None:
    assert [path.name for path in (ROOT / "planner").glob("*.py")] == ["__init__.py"]


def test_a_package_imports_only_those_before_it() -> None:
    found = {edge for part in PARTS for path in sources(part) for edge in upward(path)}
    assert not found


# What a style calls "var(--lane)" is none.
OPTION = re.compile(r"(?<![\w!-])(?<!var\()--[a-z][a-z-]*")
TERMINAL = ("click", "rich", "planner.terminal", "scenarios.terminal")


@pytest.mark.parametrize("part", ["models", "planner", "scenarios", "web"])
def test_only_terminals_know_the_command_line(part: str) -> None:
    """No option, no screen and no command below the packages of the terminal."""
    assert OPTION.search('"Another --seed may help."')
    for path in sources(part):
        name = path.relative_to(ROOT)
        if "terminal" not in path.parts and name.as_posix() != "web/command.py":
            found = OPTION.findall(path.read_text(encoding="utf-8"))
            assert not found, f"{name} names {found}"
            assert not [other for other in imported(path) if _within(other, TERMINAL)], name


def test_the_checker_uses_words_facts_and_dates_and_nothing_else_of_the_planner() -> None:
    for path in sources("planner/checker"):
        own = [name for name in imported(path) if name.split(".")[0] in PARTS]
        strange = [name for name in own if not _within(name, CHECKER_MAY_USE)]
        assert not strange, f"{path.relative_to(ROOT)} imports {strange}"


@pytest.mark.parametrize("kind", ["constraints", "objectives"])
def test_rules_and_levels_of_the_model_do_not_use_the_checker(kind: str) -> None:
    for path in sources(f"planner/formulation/{kind}"):
        assert not [name for name in imported(path) if _within(name, ("planner.checker",))]


def test_one_module_asks_the_rules_why_an_expert_cannot_go() -> None:
    """The models ask besides: which variables they need, and how much is left at each start."""
    asking = set()
    for path in sources("planner"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Attribute) and node.attr in ("admits", "room"):
                asking.add(path.relative_to(ROOT).as_posix())
    inside = {name for name in asking if name.startswith("planner/formulation/constraints/")}
    models = {"planner/formulation/build.py", "planner/reasons/fixed_plan_rows.py"}
    assert asking - inside == {"planner/formulation/obstacles.py", *models}


# What searches or bounds a level, and what a loop goes through that takes all of them.
ASKS = {"maximize", "bound", "advance"}
OF_LEVELS = re.compile(r"(\w+_)?levels|_?left|exact_groups?")


def test_one_loop_searches_the_levels_one_after_the_other() -> None:
    """Another one only tells the relaxation of values that are known; it searches nothing."""
    files = (path for part in ("planner", "scenarios", "web") for path in sources(part))
    found = {p.relative_to(ROOT).as_posix() for p in files if _has_level_loop(parsed(p))}
    assert found == {"planner/search/level_loop.py", "planner/bounding/level_bounds.py"}


LEVEL_LOOPS = {
    "here": "for level in model.levels:\n    engine.maximize(model.cp, level.objective)",
    "elsewhere": "def ask(level):\n    bounds.bound(level)\nwhile left:\n    ask(left.pop())",
    "in a list": "[engine.maximize(cp, level) for level in outcome.levels]",
}


@pytest.mark.parametrize("where", LEVEL_LOOPS)
def test_a_second_loop_over_levels_is_found(where: str) -> None:
    assert _has_level_loop(ast.parse(LEVEL_LOOPS[where]))


def _has_level_loop(tree: ast.Module) -> bool:
    """Whether a loop over levels asks for them, itself or by functions of its module."""
    own = {n.name: n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
    return any(_asks(node, own) for node in ast.walk(tree) if _goes_through_levels(node))


def _goes_through_levels(node: ast.AST) -> bool:
    """Loops and comprehensions, by what they go through or wait for."""
    heads = [node.iter] if isinstance(node, ast.For) else []
    heads += [node.test] if isinstance(node, ast.While) else []
    heads += [of.iter for of in getattr(node, "generators", ())]
    return any(OF_LEVELS.fullmatch(name) for head in heads for name in _names(head))


def _asks(node: ast.AST, own: dict[str, ast.FunctionDef]) -> bool:
    called = {name for n in ast.walk(node) if isinstance(n, ast.Call) for name in _names(n.func)}
    others = {name: function for name, function in own.items() if name not in _names(node)}
    reached = (own[name] for name in _names(node) & own.keys())
    return bool(called & ASKS) or any(_asks(function, others) for function in reached)


def _names(node: ast.AST) -> set[str]:
    found = (getattr(n, "id", getattr(n, "attr", None)) for n in ast.walk(node))
    return {name for name in found if name}


def _within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("part", PARTS)
def test_one_module_makes_tables_and_names_of_pandas_are_types_elsewhere(part: str) -> None:
    for path in sources(part):
        if path.name not in ("frames.py", "tables.py"):
            assert "pandas" not in {name.split(".")[0] for name in imported(path)}, path


def test_only_the_engine_knows_the_solver() -> None:
    users = [p.name for p in sources("planner") if "CpSolver(" in p.read_text(encoding="utf-8")]
    assert users == ["cp_sat.py"]


@pytest.mark.parametrize("part", FREE_OF_SOLVERS)
def test_facts_checker_and_workbook_never_load_a_solver(part: str) -> None:
    code = "\n".join(f"import {name}" for name in modules(part))
    assert not loaded_by(code) & {"ortools", "pandas"}


START_UPS = {
    "import": "import cli",
    "help": "import runpy, sys\nsys.argv = ['cli.py', '--help']\n"
    "try:\n    runpy.run_path('cli.py', run_name='__main__')\n"
    "except SystemExit as end:\n    assert not end.code",
}


@pytest.mark.parametrize("way", START_UPS)
def test_the_command_line_starts_without_solver_and_workbook_libraries(way: str) -> None:
    assert not loaded_by(START_UPS[way]) & {*HEAVY}


def test_no_file_names_a_place_on_the_machine_it_was_written_on() -> None:
    pattern = _places()
    assert pattern.search(f'open("{ROOT.as_posix()}/plan.xlsx")')
    for path in _texts():
        found = pattern.search(path.read_text(encoding="utf-8"))
        assert found is None, f"{path.relative_to(ROOT)} names {found.group() if found else ''}"


def _places() -> re.Pattern[str]:
    places = (ROOT, ROOT.parent, Path.home(), Path(sys.prefix), Path(tempfile.gettempdir()))
    names = {name for place in places if place.name for name in (str(place), place.as_posix())}
    return re.compile(rf"(?<![\w.:/\\-])(?:{'|'.join(map(re.escape, sorted(names)))})(?![\w-])")


def _texts() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".github" for part in inside)
        if path.suffix in TEXT and not hidden and path.is_file():
            yield path


LONGEST_MODULE = 320
MOST_TWICE = 6
MOST_FILES = 16
# One rule, one file: these are lists, not rooms to search.
LISTS = (
    "planner/checker/rules",
    "planner/domain/rules",
    "planner/formulation/constraints",
)


@pytest.mark.parametrize("part", ["models", "planner", "scenarios", "web"])
def test_a_newcomer_finds_at_most_sixteen_files_in_a_package(part: str) -> None:
    for folder in {path.parent for path in sources(part)}:
        name = folder.relative_to(ROOT).as_posix()
        number = len([*folder.glob("*.py")])
        assert name in LISTS or number <= MOST_FILES, f"{name} has {number} files"


def test_every_package_is_installed() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    folders = {path.parent.relative_to(ROOT) for part in PARTS[:-1] for path in sources(part)}
    here = {".".join(folder.parts) for folder in folders}
    assert here == {*told["tool"]["setuptools"]["packages"]}


@pytest.mark.parametrize("part", ["models", "planner", "scenarios", "cli"])
def test_no_module_is_long(part: str) -> None:
    for path in sources(part):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= LONGEST_MODULE, f"{path.relative_to(ROOT)} has {lines} lines"


def test_few_classes_share_a_name() -> None:
    """Whoever looks for a class by its name finds one; those of one module alone count, too."""
    homes: dict[str, list[str]] = {}
    for part in PARTS:
        for path in sources(part):
            for node in parsed(path).body:
                if isinstance(node, ast.ClassDef):
                    homes.setdefault(node.name, []).append(path.stem)
    twice = {name: where for name, where in homes.items() if len(where) > 1}
    assert len(twice) <= MOST_TWICE, twice


def test_one_place_begins_a_sentence_with_a_capital() -> None:
    """`wording.upper_first` does; models stand before it."""
    for part in ("planner", "scenarios", "web"):
        for path in sources(part):
            own = re.search(r"\[(:1|0)\]\.upper\(\)", path.read_text(encoding="utf-8"))
            assert not own or path.stem == "wording", path.relative_to(ROOT)


@pytest.mark.parametrize("part", ["models", "planner", "scenarios", "web"])
def test_types_in_docstrings_are_those_of_the_module(part: str) -> None:
    """What `name : Type` says in a docstring is a name that the module has."""
    for path in sources(part):
        tree = parsed(path)
        has = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
        has |= {n.name for n in ast.walk(tree) if isinstance(n, ast.ClassDef)}
        has |= {n.name for n in ast.walk(tree) if isinstance(n, ast.alias)} | {
            "ID",
            "IDs",
            "None",
            "True",
        }
        for node in ast.walk(tree):
            if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
                lines = (ast.get_docstring(node) or "").splitlines()
                said = {w for t in lines if (m := TYPED.match(t)) for w in TYPE.findall(m[1])}
                assert said <= has, f"{path.relative_to(ROOT)}, {node.name}: {said - has}"


# What makes a year of its own: invented ones, joined ones, and parts and copies of one.
MAKERS = (
    "planner/domain",
    "planner/sample",
    "planner/together",
    "planner/reasons/one_mission.py",
    "planner/reasons/substitution/checked_swap.py",
    "scenarios/study/nameless.py",
)
HYPOTHETICAL = {
    *("settings", "funds", "administrations", "rates", "holidays", "qualifications"),
    *("missions", "experts", "assignments", "history", "unavailability", "exclusions"),
}
# A year of one mission, as no fact about others is asked; a plan that stands in another workbook;
# and what is edited on the page, which is no question but the plan itself.
ONE_FIELD = {
    "planner/reasons/minimal_facts.py": {"missions"},
    "scenarios/app/stressing.py": {"assignments"},
    "web/session/draft.py": {"assignments"},
}


@pytest.mark.parametrize("part", ["planner", "scenarios", "web"])
def test_one_place_makes_a_hypothetical_year(part: str) -> None:
    """Whoever asks what would be says typed changes, and `year_with` makes the year."""
    for path in sources(part):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(MAKERS):
            changed = _replaced(path) & HYPOTHETICAL
            assert changed == ONE_FIELD.get(name, set()), f"{name} replaces {changed}: say changes"


def _replaced(path: Path) -> set[str]:
    """The fields that calls of `replace` give, and of `model_copy` (a mission has funds, too)."""
    found: set[str] = set()
    for call in (n for n in ast.walk(parsed(path)) if isinstance(n, ast.Call)):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "replace":
            found |= {keyword.arg for keyword in call.keywords if keyword.arg}
        elif isinstance(call.func, ast.Attribute) and call.func.attr == "model_copy":
            dicts = (k.value for k in call.keywords if isinstance(k.value, ast.Dict))
            keys = (key for update in dicts for key in update.keys)
            found |= {str(k.value) for k in keys if isinstance(k, ast.Constant)} - {"funds"}
    return found
