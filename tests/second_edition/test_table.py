"""The table of the second edition names tests that exist, three for each mark."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.second_edition.table import TABLE, Marked

TESTS = Path(__file__).parents[1]


@cache
def functions(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@cache
def keys(file: str) -> frozenset[str]:
    """The names of the examples of a file: the keys of its dictionaries."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    every = (node for node in ast.walk(tree) if isinstance(node, ast.Dict))
    texts = (key for node in every for key in node.keys if isinstance(key, ast.Constant))
    return frozenset(str(key.value) for key in texts)


def is_there(name: str) -> bool:
    file, _, rest = name.partition("::")
    function, _, example = rest.partition("[")
    return function in functions(file) and (not example or example[:-1] in keys(file))


@pytest.mark.parametrize("mark", TABLE, ids=lambda mark: mark.about)
def test_the_three_tests_are_there(mark: Marked) -> None:
    assert [name for name in (mark.accepted, mark.limit, mark.broken) if not is_there(name)] == []


def test_a_test_that_is_not_there_is_found() -> None:
    assert not is_there("test_past.py::test_nothing")
    assert not is_there("second_edition/test_words.py::test_what_is_told[nothing]")


def test_every_section_has_its_marks() -> None:
    assert {mark.section for mark in TABLE} == set(range(2, 9))
    assert len({mark.about for mark in TABLE}) == len(TABLE)
