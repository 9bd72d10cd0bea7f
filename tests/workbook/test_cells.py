"""The parsers of cells: what they take, what they refuse and in which words."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.facts.expertise import Expertise
from planner.domain.members.reference import EXPERTISE
from planner.workbook.reading.meaning.meanings import understood
from planner.workbook.reading.meaning.meant import Manner
from planner.workbook.reading.settings import objectives, parse_setting
from planner.workbook.reading.values.cell_values import CellError, Fault, UnsavedFormula
from planner.workbook.reading.values.cells import Codes
from planner.workbook.schema.columns import Column, Kind
from planner.workbook.schema.declared import INPUT_SHEETS
from tests.breadth import usually

CODES = Codes((*EXPERTISE, Expertise(code="My code", title="Something new")))


def column(kind: Kind, **changes: Any) -> Column:
    return Column(**{"header": "Column", "field": "field", "kind": kind} | changes)


def value(kind: Kind, raw: object, **changes: Any) -> object:
    return understood(column(kind, **changes), raw, Manner(CODES)).value


def told(kind: Kind, raw: object, **changes: Any) -> object:
    return understood(column(kind, **changes), raw, Manner(CODES)).cell


def faults(kind: Kind, raw: object, **changes: Any) -> list[str]:
    with pytest.raises(CellError) as caught:
        value(kind, raw, **changes)
    return [fault.code for fault in caught.value.faults]


def remedy(kind: Kind, raw: object, **changes: Any) -> str:
    with pytest.raises(CellError) as caught:
        value(kind, raw, **changes)
    return " ".join(fault.remedy for fault in caught.value.faults)


@pytest.mark.parametrize("raw", [12, 12.0, "12", " 12 ", "12.0", "12\xa0", "12.00"])
def test_twelve_is_one_id(raw: object) -> None:
    assert value(Kind.ID, raw) == "12"


def test_ids_keep_their_case_and_leading_zeros() -> None:
    assert value(Kind.ID, "aB") == "aB"
    assert value(Kind.ID, "012") == "012"
    assert value(Kind.ID, 12.5) == "12.5"
    assert value(Kind.ID, "1.50") == "1.50"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (datetime(2027, 1, 3), "id-is-date"),
        (time(3, 1), "id-is-date"),
        (True, "id-is-yes-or-no"),
        ("A;B", "id-with-semicolon"),
    ],
)
def test_no_id(raw: object, code: str) -> None:
    assert faults(Kind.ID, raw) == [code]


def test_lists_of_ids() -> None:
    assert value(Kind.IDS, "F1; F2\nF1;;") == ("F1", "F2")
    assert value(Kind.IDS, 12.0) == ("12",)
    assert value(Kind.IDS, " ; \n") is None


@pytest.mark.parametrize("raw", [None, "", "  ", "\xa0", "\u200b"])
def test_blank(raw: object) -> None:
    assert value(Kind.TEXT, raw) is None
    assert value(Kind.WHOLE, raw, default="1") == 1


@pytest.mark.parametrize(
    "raw", [1200, 1200.0, "1200", "1 200", "1\xa0200", "1\u202f200", "1'200", "1200.0", "+1200"]
)
def test_numbers(raw: object) -> None:
    assert value(Kind.WHOLE, raw) == 1200
    assert value(Kind.AMOUNT, raw) == 1200


@pytest.mark.parametrize(
    ("raw", "whole"),
    [(0.5, 1), (1.5, 2), (2.5, 3), (2.4999, 2), ("2.5", 3), (0.0, 0), (1e6, 1_000_000)],
)
def test_amounts_are_rounded_halves_up(raw: object, whole: int) -> None:
    assert value(Kind.AMOUNT, raw) == whole


def test_what_formulas_leave_behind_is_whole() -> None:
    assert value(Kind.WHOLE, 3.0000000000000004) == 3


@pytest.mark.parametrize(
    ("raw", "hint"),
    [
        ("1,200", "1200 or 1.2"),
        ("1.200", "1200 or 1.2"),
        ("50.000", "50000 or 50"),
        ("EUR 50,000", "50000 or 50"),
        ("twelve", "Write digits only"),
    ],
)
def test_numbers_that_could_be_two_are_refused(raw: str, hint: str) -> None:
    assert faults(Kind.AMOUNT, raw) == ["not-a-number"]
    assert hint in remedy(Kind.AMOUNT, raw)


@pytest.mark.parametrize(
    ("raw", "amount"),
    [("EUR 50 000", 50_000), ("50,5", 51), ("1,200.50", 1201), ("1.200,40", 1200), ("12k", 12_000)],
)
def test_numbers_that_can_be_one_alone_are_read_and_told(raw: str, amount: int) -> None:
    assert value(Kind.AMOUNT, raw) == told(Kind.AMOUNT, raw) == amount


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (-1, "too-small"),
        (-0.4, "too-small"),
        (10**13, "too-large"),
        ("9" * 25, "too-large"),
        (float("nan"), "not-a-number"),
        (float("inf"), "not-a-number"),
        (True, "not-a-number"),
        (datetime(2027, 1, 1), "number-is-date"),
        ("9" * 5000, "not-a-number"),
    ],
)
def test_no_amount(raw: object, code: str) -> None:
    assert faults(Kind.AMOUNT, raw, minimum=0) == [code]


def test_whole_numbers_have_limits_and_no_decimals() -> None:
    assert faults(Kind.WHOLE, 1.5) == ["not-whole"]
    assert faults(Kind.WHOLE, 0, minimum=1) == ["too-small"]
    assert faults(Kind.WHOLE, 10, maximum=9) == ["too-large"]


@pytest.mark.parametrize(
    "raw",
    [
        date(2027, 3, 1),
        datetime(2027, 3, 1),
        datetime(2027, 3, 1, 14, 30),
        "2027-03-01",
        "2027-3-1",
        " 2027-03-01 ",
        "2027-03-01T00:00:00",
        "2027-03-01 09:30",
        "2027-03-01T00:00:00.000Z",
    ],
)
def test_dates(raw: object) -> None:
    assert value(Kind.DATE, raw) == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("raw", "code", "hint"),
    [
        ("01/03/2027", "date-ambiguous", "2027-03-01 or 2027-01-03"),
        ("2027-01-01T25:61", "not-a-date", "year-month-day"),
        ("soon", "not-a-date", "2027-03-01"),
        ("2027-02-30", "not-a-date", "Correct the day"),
        ("31/02/2027", "not-a-date", "Correct the day"),
        ("4.31.2027", "not-a-date", "Correct the day"),
        ("32/01/2027", "not-a-date", "year-month-day"),
        (7, "not-a-date", "year-month-day"),
        (True, "not-a-date", "year-month-day"),
        (time(9, 30), "not-a-date", "year-month-day"),
        (timedelta(days=3), "not-a-date", "year-month-day"),
        (date(207, 3, 1), "date-out-of-range", "Correct the year"),
        (date(9999, 12, 31), "date-out-of-range", "Correct the year"),
    ],
)
def test_no_date(raw: object, code: str, hint: str) -> None:
    assert faults(Kind.DATE, raw) == [code]
    assert hint in remedy(Kind.DATE, raw)


@pytest.mark.parametrize("raw", ["25/03/2027", "25 March 2027", "20270325", 46471, 46471.0])
def test_dates_that_can_be_one_alone_are_read_and_told(raw: object) -> None:
    assert value(Kind.DATE, raw) == told(Kind.DATE, raw) == date(2027, 3, 25)


@pytest.mark.parametrize("raw", ["yes", "Yes", "Y", "TRUE", True, 1, 1.0, "1", "x", "X"])
def test_yes(raw: object) -> None:
    assert value(Kind.YES_NO, raw) is True


@pytest.mark.parametrize("raw", ["no", "NO", "n", "false", False, 0, 0.0, "0"])
def test_no(raw: object) -> None:
    assert value(Kind.YES_NO, raw) is False


@pytest.mark.parametrize("raw", ["maybe", 2, "yes and no", date(2027, 1, 1)])
def test_neither_yes_nor_no(raw: object) -> None:
    assert faults(Kind.YES_NO, raw) == ["not-yes-or-no"]


STATUSES = ("Pre-accredited", "Accredited", "Recognised", "External")


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ("accredited", "Accredited"),
        ("PRE ACCREDITED", "Pre-accredited"),
        ("Preaccredited", "Pre-accredited"),
        ("Recognized", "Recognised"),
    ],
)
def test_choices(raw: str, word: str) -> None:
    assert value(Kind.CHOICE, raw, choices=STATUSES) == word


def test_no_choice() -> None:
    assert faults(Kind.CHOICE, "Acredited", choices=STATUSES) == ["unknown-choice"]
    hint = remedy(Kind.CHOICE, "Acredited", choices=STATUSES)
    assert hint == (
        "Did you mean Accredited? Write one of: Pre-accredited, Accredited, Recognised, External."
    )


@pytest.mark.parametrize(
    ("raw", "code"),
    [("TOA/PCA", "TOA/PCA"), ("toa / pca", "TOA/PCA"), ("cma", "CMA"), ("MY CODE", "My code")],
)
def test_codes(raw: str, code: str) -> None:
    assert value(Kind.CODE, raw) == code


@pytest.mark.parametrize(
    ("raw", "hint"),
    [
        ("TOA/PAC", "TOA/PCA"),
        ("post clearence audit", "TOA/PCA"),
    ],
)
def test_no_code(raw: str, hint: str) -> None:
    assert faults(Kind.CODE, raw) == ["unknown-expertise"]
    assert f"Did you mean {hint}?" in remedy(Kind.CODE, raw)


def test_lists_tell_all_that_is_wrong() -> None:
    assert value(Kind.LANGUAGES, "English; fr\nespañol; en") == ("en", "fr", "es")
    assert faults(Kind.LANGUAGES, "English; Klingonese; Elvish") == ["unknown-language"] * 2
    assert value(Kind.LANGUAGES, "en, fr") == value(Kind.LANGUAGES, "English/French")
    assert told(Kind.LANGUAGES, "en, fr") == "English; French"
    assert value(Kind.COUNTRIES, "Kenya; Hong Kong, China; NA") == ("KE", "HK", "NA")
    assert value(Kind.REGIONS, "mena; Europe") == ("MENA", "EU")
    assert value(Kind.CODES, "TOA/PCA; cma") == ("TOA/PCA", "CMA")


def test_a_place_is_a_region_or_a_country() -> None:
    assert value(Kind.PLACE, "EU") == "EU"
    assert value(Kind.PLACE, "Kenya") == "KE"
    assert value(Kind.PLACE, "AC") == "AC"
    assert faults(Kind.PLACE, "Atlantis") == ["unknown-country"]


@pytest.mark.parametrize("kind", list(Kind))
def test_excel_errors_have_their_own_message(kind: Kind) -> None:
    for text in ("#REF!", "#N/A", "#NAME?"):
        assert faults(kind, text) == ["excel-error"]


def test_a_formula_without_value_has_its_own_message() -> None:
    assert faults(Kind.WHOLE, UnsavedFormula("=A1+1")) == ["formula-without-value"]
    assert "save it" in remedy(Kind.WHOLE, UnsavedFormula("=A1+1"))


def test_text() -> None:
    assert value(Kind.TEXT, " a  b\xa0c ") == "a b c"
    assert value(Kind.TEXT, 12.0) == "12"
    assert value(Kind.TEXT, datetime(2027, 3, 1)) == "2027-03-01"
    assert value(Kind.TEXT, "NA") == "NA"


def test_objectives() -> None:
    assert objectives("Delivery; COST\npre accredited") == ("delivery", "cost", "pre-accredited")
    for text, code in (
        ("cost", "delivery-not-first"),
        ("cost; delivery", "delivery-not-first"),
        ("delivery; costs", "unknown-objective"),
        ("delivery, cost", "unknown-objective"),
    ):
        with pytest.raises(CellError) as caught:
            objectives(text)
        assert [fault.code for fault in caught.value.faults] == [code]


def test_parse_setting() -> None:
    assert parse_setting("release cap WEEKS", "10") == ("release_cap_weeks", 10)
    assert parse_setting("Use pending funds", "yes") == ("use_pending_funds", True)
    with pytest.raises(CellError, match="no setting"):
        parse_setting("Release cap", 10)


def columns() -> Iterator[Column]:
    for sheet in INPUT_SHEETS:
        yield from sheet.columns


anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=40),
    st.text(alphabet="0123456789.,+-eE '/:T;#", max_size=25),
    st.sampled_from(["#REF!", "NA", "TOA/PCA; CMA", "en; fr", "2027-02-30", "99999-01-01"]),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@settings(max_examples=usually(200, 400), deadline=None)
@given(st.sampled_from(list(columns())), anything)
def test_every_cell_has_a_value_or_an_answer(chosen: Column, raw: object) -> None:
    for fault in answers(lambda: understood(chosen, raw, Manner(CODES))):
        assert fault.message[-1] in ".?"
        assert fault.remedy[-1] in ".?"


def answers(read: Callable[[], object]) -> tuple[Fault, ...]:
    """The faults that reading finds; anything but a value or faults fails the test."""
    try:
        read()
    except CellError as error:
        return error.faults or (Fault("", "", ""),)
    return ()


@settings(max_examples=200, deadline=None)
@given(st.integers(min_value=0, max_value=10**11))
def test_amounts_survive_being_text(amount: int) -> None:
    assert value(Kind.AMOUNT, str(amount)) == amount
    assert value(Kind.AMOUNT, f"{amount:,}".replace(",", " ")) == amount
    assert value(Kind.AMOUNT, float(amount)) == amount


@settings(max_examples=200, deadline=None)
@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2200, 12, 31)))
def test_dates_survive_being_text(day: date) -> None:
    assert value(Kind.DATE, day.isoformat()) == day
    assert value(Kind.DATE, datetime(day.year, day.month, day.day, 23, 54)) == day


@settings(max_examples=300, deadline=None)
@given(anything)
@pytest.mark.no_cover
def test_every_setting_has_a_value_or_an_answer(raw: object) -> None:
    for name in ("Plan start", "Objectives", "Daily allowance", "Currency", "Use pending funds"):
        for fault in answers(lambda name=name: parse_setting(name, raw)):
            assert fault.message[-1] in ".?"


@pytest.mark.parametrize("raw", ["20%", "20 %", 20, 20.0, 0.2, "0.2", "20"])
def test_percentages_are_read_as_excel_keeps_them_or_as_people_write_them(raw: object) -> None:
    assert value(Kind.PERCENT, raw, minimum=0, maximum=100) == 20


@pytest.mark.parametrize(("raw", "percent"), [(1, 100), (0, 0), (1.0, 100), ("1%", 1), (100, 100)])
def test_one_is_all_of_it(raw: object, percent: int) -> None:
    assert value(Kind.PERCENT, raw, minimum=0, maximum=100) == percent


@pytest.mark.parametrize(
    ("raw", "code"),
    [("often", "not-a-number"), (120, "too-large"), (-0.1, "too-small"), ("12.5%", "not-whole")],
)
def test_what_is_no_percentage(raw: object, code: str) -> None:
    assert faults(Kind.PERCENT, raw, minimum=0, maximum=100) == [code]
