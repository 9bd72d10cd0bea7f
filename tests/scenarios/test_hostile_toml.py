"""TOML files that hold what no scenario can hold: told when they are read, every kind of them."""

import os
import time
from contextlib import suppress
from pathlib import Path

import pytest

from models.answers.report import Severity
from models.facts.instance import Year
from planner.domain.errors import BadInput
from scenarios.definition.changes import KINDS
from scenarios.definition.from_toml import blocks_of_file
from scenarios.definition.understand import ScenariosFound, understand
from tests.builders import year as tiny_year
from tests.workbook.parts import CASES

CHANGE = """
[[scenario]]
name = {name}
[[scenario.change]]
change = {change}
target = {target}
value = {value}
"""
USUAL = {"name": '"Cut"', "change": '"fund amount"', "target": '"*"', "value": '"-20%"'}
VALUES = (
    *('["-20%"]', "[]", "[[1]]", "{ a = 1 }", "true", "nan", "inf", "-inf", "1e400", "10:00:00"),
    *("99999999999999999999", "2027-01-01", "2027-01-01T10:00:00Z", "1.5", "-1", '""', '"=1+1"'),
    f'"{"x" * 40_000}"',
)


@pytest.fixture(scope="module")
def year() -> Year:
    return tiny_year()


def understood(text: str, year: Year, folder: Path) -> ScenariosFound:
    path = folder / "study.toml"
    path.write_text(text, encoding="utf-8")
    return understand(blocks_of_file(path), year)


def refused(text: str, folder: Path) -> str:
    path = folder / "study.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        blocks_of_file(path)
    assert str(caught.value).isprintable()
    return str(caught.value)


def test_the_case_of_a_list(year: Year) -> None:
    study = understand(blocks_of_file(CASES / "red-scenario-list.toml"), year)
    [error] = [p for p in study.problems if p.cell == "scenario 1, change 1, value"]
    assert error.severity is Severity.ERROR
    assert error.message.startswith("A number is needed here")


def test_the_case_of_a_bell() -> None:
    with pytest.raises(BadInput, match=r"scenario 1, name holds a character .* \(U\+0007\)"):
        blocks_of_file(CASES / "red-scenario-bell.toml")


@pytest.mark.parametrize("field", USUAL)
@pytest.mark.parametrize("code", ["0000", "0007", "001b", "007f", "009b", "fffe", "ffff"])
def test_control_characters_anywhere(field: str, code: str, tmp_path: Path) -> None:
    text = CHANGE.format(**USUAL | {field: f'"Donors\\u{code}[31m"'})
    assert f"U+{code.upper()}" in refused(text, tmp_path)
    key = f'[[scenario]]\nname = "Cut"\n"x\\u{code}" = 1\n'
    assert f"U+{code.upper()}" in refused(key, tmp_path)


def test_line_breaks_and_tabs_are_no_control_characters(year: Year, tmp_path: Path) -> None:
    text = CHANGE.format(**USUAL | {"name": '"Donors\\ncut\\tdeep"'})
    assert [s.name for s in understood(text, year, tmp_path).scenarios] in (
        ["Donors\ncut\tdeep"],
        [],
    )


@pytest.mark.parametrize("kind", KINDS)
def test_values_of_every_type_for_every_change(kind: str, year: Year, tmp_path: Path) -> None:
    """An answer for each: the scenario, or problems with their places, in short sentences."""
    for field in ("target", "value", "Title", "Languages", "Working days", "Earliest start"):
        for value in VALUES:
            text = f'[[scenario]]\nname = "Cut"\n[[scenario.change]]\nchange = "{kind}"\n'
            other = {"target": '"F1"', "value": '"-20%"'} | {field: value}
            text += "".join(f'"{key}" = {given}\n' for key, given in other.items())
            study = understood(text, year, tmp_path)
            assert len(study.scenarios) + len(study.problems) > 0
            for problem in study.problems:
                assert problem.sheet == "study.toml"
                assert len(problem.message) + len(problem.remedy) < 2_000


@pytest.mark.parametrize("value", VALUES)
def test_names_and_kinds_of_every_type(value: str, year: Year, tmp_path: Path) -> None:
    for field in ("name", "change"):
        with suppress(BadInput):
            understood(CHANGE.format(**USUAL | {field: value}), year, tmp_path)


def test_what_nests_too_deep(tmp_path: Path) -> None:
    assert "nests too deep" in refused(f"a = {'[' * 5_000}{']' * 5_000}", tmp_path)


def test_what_is_no_file(tmp_path: Path) -> None:
    started = time.monotonic()
    places = [tmp_path, tmp_path / "none.toml", Path(os.devnull)]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.toml")
        places.append(tmp_path / "pipe.toml")
    for place in places:
        with pytest.raises(BadInput, match="no file that can be read"):
            blocks_of_file(place)
    assert time.monotonic() - started < 5
