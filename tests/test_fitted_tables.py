"""Tables that are wider than the terminal."""

from io import StringIO

import pytest
from rich.console import Console

from planner.terminal import tables

HEADERS = ("Scenario", "Delivered>", "Externals>", "Proven", "Other experts>", "Fund use>")
ROWS = (("Regional fund withdrawn", "55", "1", "yes", "1,234", "95%"),) * 2


def printed(width: int) -> str:
    table = tables.new_table(*HEADERS)
    for name, *figures in ROWS:
        table.add_row(tables.text(name), *figures)
    console = Console(file=StringIO(), width=width)
    console.print(tables.fitted(table, width))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("width", range(40, 100, 3))
def test_no_word_is_cut_and_who_looks_is_told_what_is_missing(width: int) -> None:
    found = printed(width)
    assert "…" not in found
    assert max(map(len, found.splitlines())) <= width
    words = [word for header in HEADERS for word in header.rstrip(">").split()]
    missing = [word for word in words if word not in found]
    assert missing == words[len(words) - len(missing) :], "the last ones alone"
    assert bool(missing) == ("Further columns" in " ".join(found.split()))


def test_with_room_everything_is_in_one_line() -> None:
    assert "Other experts" in printed(100)
    assert "Further" not in printed(100)
