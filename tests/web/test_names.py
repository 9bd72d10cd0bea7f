"""Names of people while they are hidden, and the language of what is said; no browser."""

import pytest

from models.answers.report import Problem
from tests.builders import year
from web.shown.names import DASH, Names
from web.shown.problems import Cell, Slice
from web.shown.texts import Texts
from web.shown.veil import _listed, harmless, veiled, veiled_slice


def renamed(name: str) -> tuple[Names, str]:
    """A year whose one expert has this name, hidden; and the expert's ID."""
    facts = year()
    expert = facts.experts[0].model_copy(update={"name": name})
    return Names(year(experts=(expert,)), hidden=True), expert.id


def test_short_names_go_after_their_id_and_no_word_is_torn() -> None:
    names, own = renamed("Li")
    assert names.without(f"{own} Li: M044, Liberia") == f"{own}: M044, Liberia"
    assert names.without("Li") == own
    assert names.without("Libya, Li-ion") == "Libya, Li-ion"


def test_names_go_as_whole_words() -> None:
    names, own = renamed("Ann")
    assert names.without(f"Annual, Ann, {own} Ann's") == f"Annual, {own}, {own}'s"
    names, own = renamed("李小明")  # where no spaces stand between words, also beside others
    assert names.without("由李小明") == f"由{own}"
    assert Names(year(), hidden=False).without("Name of E1") == "Name of E1"
    assert Names(year(experts=()), hidden=True).without("Ann") == "Ann"


def test_what_the_page_says_itself_is_not_english_and_stays() -> None:
    said = Texts("fr")("error.no_plan")
    assert Texts("fr").english(said) == said
    assert 'lang="en"' in Texts("fr").english("The plan is there.")
    assert Texts("en").english("The plan is there.") == "The plan is there."


@pytest.mark.parametrize(
    ("text", "may_be_shown"),
    [
        *((text, True) for text in ("E053", "M-12", "2027-01-31", "12,500", "", "Confirmed", "?")),
        *((text, True) for text in ("2027-01-31T23:00:00.000Z", "20%", "Expert ID", "no")),
        *((text, False) for text in ("Li", "Maria Lopez", "E053 Li", "li7@x.example", "李小明")),
        *((text, False) for text in ("ana1987.lopez", "Maria2", "Chad")),
    ],
)
def test_only_what_is_nobodys_name_is_shown(text: str, may_be_shown: bool) -> None:
    assert harmless(text) is may_be_shown


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (
            '"Li" is not the name of E3, which is "Jo Cedar".',
            '"–" is not the name of E3, which is "–".',
        ),
        ('"2027-01-31" is read as "E7".', '"2027-01-31" is read as "E7".'),
        ('"John "Jack" Smith" may be E1 or E2.', '"–" may be E1 or E2.'),
        ('The mark " is not closed: Maria', 'The mark "–" is not closed: Maria'),
        ("Maria Li is no number.", "– is no number."),
    ],
)
def test_quoted_texts_go_where_they_may_be_names(message: str, shown: str) -> None:
    problem = Problem(code="c", found="Maria Li", message=message, remedy='Write "Maria Li".')
    found = veiled(problem, None)
    assert found.message == shown
    assert found.remedy == f'Write "{DASH}".'


@pytest.mark.parametrize(
    ("header", "text", "may_be_shown"),
    [
        ("Host", "Chad", True),
        ("host", "Benin", True),
        ("Expertise", "TOA/PCA", True),
        ("Region", "Chad", False),
        ("Region", "ESA", True),
        ("Languages", "fr; en", True),
        *((header, "Chad", False) for header in ("Name", "Expert", "NCP name", "Title", "Whoever")),
        ("Host", "Chad Smith", False),
        ("Host", "Chad; Ann", False),
        ("Host", "Li", False),
        ("Expertise", "LI/ANN", False),
        ("Languages", "fr; Ann", False),
    ],
)
def test_words_of_a_list_are_shown_where_the_column_asks_for_them_alone(
    header: str, text: str, may_be_shown: bool
) -> None:
    """A country stays in a column for countries; beside a name, or in another column, it goes."""
    found = veiled_slice(Slice(("A",), (header,), ((2, (Cell(text),)),)))
    assert found is not None
    assert found.rows[0][1][0].text == (text if may_be_shown else DASH)


def test_no_column_in_which_people_stand_asks_for_words_of_a_list() -> None:
    """Whatever sheet it is on: a header that anywhere holds text is left to the strict rule."""
    known = _listed()
    people = ("Name", "Expert", "Expert ID", "NCP name", "NCP e-mail", "Directors", "Title", "Who")
    assert not {header.lower() for header in people} & {header.lower() for header in known}
    assert len(known) > 5


def test_a_slice_leaves_out_cells_that_may_hold_names() -> None:
    row = (Cell("E001"), Cell("Maria Lopez", bad=True), Cell("2027-01-31"))
    found = veiled_slice(Slice(("A", "B", "C"), ("Expert ID", "Whoever", "Start"), ((2, row),)))
    assert found is not None
    assert found.headers == ("Expert ID", DASH, "Start")
    assert found.rows == ((2, (Cell("E001"), Cell(DASH, bad=True), Cell("2027-01-31"))),)
    assert veiled_slice(None) is None
