"""What README, CONTRIBUTING, CHANGELOG and the help say is so."""

import ast
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import openpyxl
import pytest

import cli
from models.facts.settings import Settings
from planner.domain.levels import LEVELS
from planner.domain.policy import Paragraph
from planner.domain.rules import RULES
from planner.sample.book import write_sample
from planner.sample.build import sample_year
from planner.terminal import exits
from planner.terminal.click_options import Command
from planner.workbook.schema.declared import CHANGES, INPUT_SHEETS, RESULT_SHEETS
from planner.workbook.schema.settings_and_scenarios import SETTING_ROWS
from scenarios.definition.from_toml import blocks_of_file
from scenarios.definition.understand import understand
from tests.__main__ import CHECKS
from tests.commands import edit, run

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted((ROOT / "docs").glob("*.md"))
# The README and the pages of docs/, one after the other.
DOCS = "\n".join([README, *(page.read_text(encoding="utf-8") for page in PAGES)])
MOST_LINES = 150
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
COMMANDS = cli.program.commands
# What every command has, and the README does not repeat.
COMMON = {"--help"}


def table(first: str, text: str = DOCS) -> list[list[str]]:
    """The rows of the table whose header starts with a word, cell by cell."""
    lines = text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {first} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return rows


def source(paragraph: Paragraph) -> str:
    return f"{paragraph.document.partition(',')[0]}, {paragraph.heading}"


def options(name: str) -> set[str]:
    """The long options of a command."""
    parameters = COMMANDS[name].params
    return {o for p in parameters if isinstance(p, click.Option) for o in p.opts if o[1] == "-"}


# Tables


def test_every_rule_has_its_row() -> None:
    expected = [[f"`{rule.id}`", rule.sentence, source(rule.source)] for rule in RULES]
    assert table("rule") == expected


def test_every_level_has_its_row() -> None:
    expected = [
        [f"`{level.id}`", level.sentence, level.direction.value.split()[0], source(level.source)]
        for level in LEVELS
    ]
    assert table("level") == expected


def test_every_sheet_has_its_row() -> None:
    sheets = [row for row in table("sheet") if len(row) == 3]
    expected = [
        [
            f"**{sheet.name}**" if sheet.required else sheet.name,
            sheet.purpose,
            ", ".join(column.header for column in sheet.columns if column.required),
        ]
        for sheet in INPUT_SHEETS
    ]
    assert sheets == expected


def test_every_result_sheet_has_its_row() -> None:
    rest = DOCS[DOCS.index("## The workbook that comes out") :]
    assert table("sheet", rest) == [[sheet.name, sheet.purpose] for sheet in RESULT_SHEETS]


def test_every_change_has_its_row() -> None:
    expected = [[f"`{change.name}`", change.target, change.value] for change in CHANGES]
    assert [[*row, ""][:3] for row in table("change")] == expected


def test_the_comparison_is_described_sheet_by_sheet(folder: Path) -> None:
    assert run("scenarios", folder / "plan.xlsx", "--jobs", 1).code == 0
    sheets = openpyxl.load_workbook(folder / "plan-scenarios.xlsx").sheetnames
    assert [row[0] for row in table("sheet of the comparison")] == sheets


def test_the_study_of_the_readme_can_be_worked_out_on_the_sample(tmp_path: Path) -> None:
    [text] = re.findall(r"```toml\n(.*?)```", DOCS, re.DOTALL)
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    year = sample_year(60, 150, 1)
    study = understand(blocks_of_file(tmp_path / "study.toml"), year)
    assert study.problems == ()
    assert len(study.scenarios) == 3


def test_every_setting_has_its_row() -> None:
    defaults = ["needed" if row.needed else row.default for row in SETTING_ROWS]
    expected = [[row.name, d, row.help] for row, d in zip(SETTING_ROWS, defaults, strict=True)]
    assert table("setting") == expected


def as_typed(default: object) -> str:
    """A default value as somebody would type it into a cell."""
    if isinstance(default, tuple):
        return "; ".join(default)
    return {True: "yes", False: "no"}[default] if isinstance(default, bool) else str(default)


def test_the_defaults_are_those_of_the_settings() -> None:
    fields = [Settings.model_fields[row.field] for row in SETTING_ROWS]
    expected = ["needed" if f.is_required() else as_typed(f.default) for f in fields]
    assert [row[1] for row in table("setting")] == expected


# Commands and options


def test_every_command_has_its_row() -> None:
    listed = [re.match(r"`mission-planner ([\w-]+)", row[0]) for row in table("command")]
    assert {found.group(1) for found in listed if found} == set(COMMANDS)
    assert all(listed)


def test_every_option_has_its_row_and_no_other() -> None:
    listed: dict[str, set[str]] = {name: set() for name in COMMANDS}
    for names, users, _ in table("option"):
        for user in users.split(", "):
            listed[user] |= set(re.findall(r"--[\w-]+", names))
    assert listed == {name: options(name) - COMMON for name in COMMANDS}


def test_the_exit_codes_are_those_of_the_program() -> None:
    codes = {exits.DONE, exits.RULE_BROKEN, exits.BAD_INPUT, exits.OUR_FAULT}
    assert {int(row[0]) for row in table("exit code")} == codes | {exits.INTERRUPTED}
    for row in table("command"):
        assert {int(code) for code in row[2].split(", ")} <= codes | {exits.INTERRUPTED}


def commands_in(text: str) -> list[str]:
    """What a text tells the reader to type, without the program's name."""
    return re.findall(r"`mission-planner ([^`]+)`", text)


def test_commands_in_the_text_are_commands_of_the_program() -> None:
    for typed in commands_in(DOCS):
        name, *rest = typed.split()
        assert name in COMMANDS, typed
        for word in rest:
            if word.startswith("--"):
                assert word in options(name) | COMMON, typed


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small year that has two scenarios, and with its plan."""
    folder = tmp_path_factory.mktemp("docs")
    write_sample(folder / "plan.xlsx", 3, 8, 3)
    edit(folder / "plan.xlsx", "Scenarios", lambda sheet: sheet.delete_rows(5, sheet.max_row))
    assert run("solve", folder / "plan.xlsx", "-o", folder / "solved.xlsx", "--quiet").code == 0
    return folder


@pytest.fixture
def folder(solved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the examples name, in which the examples can be typed."""
    shutil.copytree(solved, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def prepare(folder: Path, command: tuple[str, ...]) -> None:
    """New names for what `template` and `sample` make; a plan for what works on one."""
    if command[0] in ("template", "sample"):
        (folder / "plan.xlsx").unlink()
    for name in ("plan-assigned.xlsx", "plan-2.xlsx", "year-assigned.xlsx"):
        if not (folder / name).exists():
            (folder / name).write_bytes((folder / "solved.xlsx").read_bytes())
    if command[0] in ("merge", "split"):
        write_other_plan(folder)
    if command[0] == "split":
        (folder / "year-assigned.xlsx").unlink()
        joined = ("plan.xlsx", "plan-b.xlsx", "-o", "year-assigned.xlsx")
        assert run("merge", *joined).code == 0
    if "--template" in command:
        assert run("letters", "--write-template", "our-letter.docx").code == 0
    if "--read" in command:
        assert run("refresh", "plan.xlsx", "answers").code == 0


def write_other_plan(folder: Path) -> None:
    """The plan of a colleague: the same pool and funds, missions of its own."""
    book = openpyxl.load_workbook(folder / "plan.xlsx")
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if re.fullmatch(r"M\d+", str(cell.value)):
                cell.value = f"B{cell.value}"
    del book["Assignments"]
    book.save(folder / "plan-b.xlsx")


def examples() -> Iterator[tuple[str, ...]]:
    for name, command in COMMANDS.items():
        assert isinstance(command, Command)
        # The sample of demo is large, and tests/test_cli_files.py runs it on a small one; open
        # serves until it is closed, and tests/web opens it.
        if name not in ("demo", "open"):
            yield from (tuple(shlex.split(example)) for example in command.examples)


@pytest.mark.no_cover
@pytest.mark.parametrize("typed", list(examples()), ids=" ".join)
def test_the_examples_of_the_help_work(folder: Path, typed: tuple[str, ...]) -> None:
    prepare(folder, typed)
    ran = run(*typed)
    assert ran.code == 0, ran.err


@pytest.mark.no_cover
def test_the_steps_of_the_readme_work(folder: Path) -> None:
    """Every command of the section, in its order, on a small year in place of an empty one."""
    page = (ROOT / "docs" / "planning.md").read_text(encoding="utf-8")
    section = page[: page.index("## Commands")]
    steps = [shlex.split(typed) for typed in commands_in(section)]
    assert [step[0] for step in steps] == [
        "template",
        *["check"] * 3,
        *["solve"] * 2,
        "verify",
    ]
    (folder / "solved.xlsx").unlink()
    for step in steps[1:]:
        ran = run(*step)
        assert ran.code == 0, (step, ran.err)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_has_examples_and_explains_its_options(name: str) -> None:
    ran = run(name, "--help")
    assert ran.code == 0
    assert f"\nExamples:\n  mission-planner {name}" in ran.out
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_the_excerpt_has_the_levels_in_their_order() -> None:
    shown = re.findall(r"^│ ([a-z-]+\d?) ", README, re.MULTILINE)
    order = [level.id for level in LEVELS]
    assert list(dict.fromkeys(name.partition("-")[0] for name in shown)) == [
        name.partition("-")[0] for name in order
    ]


# Files


def test_the_readme_is_short_and_leads_to_every_page() -> None:
    assert len(README.splitlines()) <= MOST_LINES
    assert PAGES
    assert all(f"](docs/{page.name})" in README for page in PAGES)


NAMES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", *(f"docs/{page.name}" for page in PAGES))


@pytest.mark.parametrize("name", NAMES)
def test_files_that_are_named_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    quoted = re.findall(r"`([\w./-]+(?:\.py|\.md|\.txt|\.toml|\.json|/))`", text)
    linked = re.findall(r"\]\((?!http)([^)]+)\)", text)
    for path in {named.partition("#")[0] for named in (*quoted, *linked)}:
        places = [ROOT / path, ROOT / "planner" / path, (ROOT / name).parent / path]
        # A file of a rule is an example of a name; examples of commands name workbooks.
        assert any(p.exists() for p in places) or list(ROOT.glob(f"planner/**/{path}")), path


def test_what_contributing_names_in_a_file_is_there() -> None:
    for name, path in re.findall(r"`([A-Z_]{5,})`\s+(?:of|in)\s+`([\w/]+\.py)`", CONTRIBUTING):
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        found = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
        assert name in found, (name, path)


def test_contributing_lists_the_checks() -> None:
    assert [row[0] for row in table("check", CONTRIBUTING)] == list(CHECKS)


def test_the_changelog_starts_with_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    latest = re.search(r"^## (\S+)", changelog, re.MULTILINE)
    assert latest is not None
    assert latest.group(1) == PROJECT["version"]
    assert f"{len(RULES)} rules and {len(LEVELS)} goals" in changelog


def test_ci_runs_the_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "`python3 start.py test`" in README
    assert '"${PYTHON:-python3}" start.py test' in script


def test_the_python_that_is_asked_for_is_that_of_the_project() -> None:
    import start

    oldest = ".".join(map(str, start.OLDEST_PYTHON))
    assert PROJECT["requires-python"] == f">={oldest}"
    assert f"Python {oldest} or newer" in README


def test_constraints_are_names_and_versions_of_all_that_is_needed() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in lines}
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    names = {re.split("[<>=]", requirement)[0].lower().replace("_", "-") for requirement in wanted}
    assert names <= pinned
