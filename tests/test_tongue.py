"""Languages of letters, mails, papers and forms: every text in each, days and numbers."""

import string
from datetime import date

import pytest

from models.facts.assignment import AssignmentStatus
from planner.domain.members.reference import EXPERTISE, MEMBERS, REGION_NAMES
from planner.domain.rules import RULE_IDS, RULES, HardRule
from planner.domain.tongue import Tongue, texts

LANGUAGES = ("en", "fr", "es")


def forms(text: str | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else text


def names(text: str | list[str]) -> list[set[str]]:
    """What is filled into each form of a text."""
    parse = string.Formatter().parse
    return [{name for _, name, _, _ in parse(form) if name} for form in forms(text)]


def test_there_are_three_languages() -> None:
    assert tuple(texts()) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_has_every_text_with_the_same_names(language: str) -> None:
    english, own = texts()["en"], texts()[language]
    assert {part: list(found) for part, found in own.items()} == {
        part: list(found) for part, found in english.items()
    }
    for part, found in english.items():
        for name, text in found.items():
            assert names(own[part][name]) == names(text), (part, name)
            assert all(form.strip() for form in forms(own[part][name]))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_sentences_are_translated(language: str) -> None:
    """What consists of several words is never the English text once more."""
    english, own = texts()["en"], texts()[language]
    for part, found in english.items():
        for name, text in found.items():
            many = max(len(form.split()) for form in forms(text)) > 3
            assert not many or own[part][name] != text, (part, name)


DAY, LAST = date(2027, 3, 1), date(2027, 3, 5)


@pytest.mark.parametrize(
    ("language", "day", "span", "number", "month"),
    [
        ("en", "1 March 2027", "1 to 5 March 2027", "12,345", "Mar"),
        ("fr", "1er mars 2027", "1er au 5 mars 2027", "12\u202f345", "mars"),
        ("es", "1 de marzo de 2027", "1 al 5 de marzo de 2027", "12.345", "mar"),
    ],
)
def test_days_and_numbers(language: str, day: str, span: str, number: str, month: str) -> None:
    tongue = Tongue(language)
    assert (tongue.day(DAY), tongue.span(DAY, LAST)) == (day, span)
    assert (tongue.number(12345), tongue.month(DAY)) == (number, month)


def test_what_has_no_texts_is_english() -> None:
    assert Tongue("sw").code == Tongue(None).code == "en"


def test_days_of_two_months_and_a_single_one() -> None:
    english = Tongue("en")
    assert english.span(DAY, date(2027, 4, 2)) == "1 March 2027 to 2 April 2027"
    assert english.span(DAY, DAY) == "1 March 2027"


def test_in_french_nothing_is_one() -> None:
    assert [Tongue("fr").counted("mission", n) for n in (0, 1, 2)] == [
        "0 mission",
        "1 mission",
        "2 missions",
    ]
    assert Tongue("en").counted("mission", 0) == "0 missions"


@pytest.mark.parametrize("rule", RULES, ids=RULE_IDS)
def test_every_rule_is_said_in_short_in_every_language_of_the_papers(rule: HardRule) -> None:
    """Its own description says so: of a mission and of a person, and no language as another."""
    assert tuple(rule.in_papers) == tuple(texts())
    assert all(text.strip() for said in rule.in_papers.values() for text in said)
    for texts_of_a_kind in zip(*rule.in_papers.values(), strict=True):
        assert len({*texts_of_a_kind}) == len(LANGUAGES)


def test_every_region_and_status_has_its_words() -> None:
    english = texts()["en"]
    assert {*english["regions"]} == {*REGION_NAMES}
    assert {*english["status"]} == {s.value for s in AssignmentStatus if s.demanding}


def test_names_of_countries_and_languages() -> None:
    assert Tongue("fr").country("ES") == "Espagne"
    assert Tongue("es").language("fr") == "francés"
    assert Tongue("es").listed("abc") == "a, b y c"


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ("Congo, Democratic Republic of the", "Korea, Republic of", "Kenya")),
        ("fr", ("République démocratique du Congo", "République de Corée", "Kenya")),
        ("es", ("República Democrática del Congo", "República de Corea", "Kenia")),
    ],
)
def test_members_are_named_as_in_letters_between_states(
    language: str, names: tuple[str, ...]
) -> None:
    tongue = Tongue(language)
    assert tuple(tongue.country(code) for code in ("CD", "KR", "KE")) == names


def test_what_stands_under_the_code_of_a_country_is_its_name() -> None:
    english = texts()["en"]["countries"]
    assert english == {code: MEMBERS[code].name for code in english}


def test_titles_of_expertise_are_those_of_the_list_unless_the_workbook_has_its_own() -> None:
    usual = {entry.code: entry.title for entry in EXPERTISE}
    assert texts()["en"]["expertise"] == usual
    french = Tongue("fr")
    assert french.expertise("TOA/RM", usual["TOA/RM"]) == "Gestion des risques"
    assert french.expertise("TOA/RM", "Risks of ours") == "Risks of ours"
    assert french.expertise("OWN", "") == "OWN"


def test_days_in_tables_are_short() -> None:
    spanish = Tongue("es")
    assert spanish.short_span(DAY, LAST) == "1–5 mar 2027"
    assert spanish.short_span(DAY, DAY) == "1 mar 2027"
    assert spanish.short_span(DAY, date(2027, 4, 2)) == "1 mar 2027 – 2 abr 2027"
