"""The lines that a text takes in a cell."""

import pytest

from planner.workbook.looks.text_lines import lines_of


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("1234567890", 10.7, 1),
        ("1234567890", 10.6, 2),
        ("iiiiiiiiii", 6, 1),
        ("MMMMMMMMMM", 10, 2),
        ("one\ntwo", 20, 2),
        ("National Contact Point, Mauritius, ncp.mu@example.org", 26, 3),
        ("NORAD-ACIP", 9, 2),
        ("éèàçôñ", 7, 1),
        ("Ж" * 10, 10, 2),
    ],
)
def test_letters_have_their_own_widths(text: str, width: float, lines: int) -> None:
    assert lines_of(text, width) == lines


def test_a_word_longer_than_a_line_is_broken() -> None:
    assert lines_of("1" * 95, 10.7) == 10


def test_a_longer_text_never_takes_fewer_lines() -> None:
    text = "Regional Workshop on Post-Clearance Audit for the Americas and the Caribbean"
    found = [lines_of(text[:end], 14) for end in range(len(text) + 1)]
    assert found == sorted(found)
    assert found[-1] > 5
