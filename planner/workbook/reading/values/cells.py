"""From cells to values, one parser for each kind of column.

A parser takes what says its value in so many words. What does not, and has one meaning, is made
out by `planner.workbook.reading.meaning.meanings`, which says what it was taken for.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from planner.domain.country_names import nearest_country
from planner.domain.members.reference import REGION_NAMES
from planner.domain.spelling import closest, did_you_mean, fold, only_close
from planner.domain.wording import WEEKDAYS
from planner.workbook.reading.values import cell_dates, cell_numbers, cell_values, names
from planner.workbook.reading.values.cell_values import CellError, Fault, clean
from planner.workbook.reading.values.code_list import Codes
from planner.workbook.reading.values.text_lists import denies
from planner.workbook.schema.columns import Column, Kind

__all__ = ("Codes", "country_of", "items", "parse")

_ITEMS = re.compile(r"[;\n\r]")
_CHOICE_ALIASES = MappingProxyType({"recognized": "recognised", "canceled": "cancelled"})
# As like as this, and nothing else nearly so, a word is taken for a slip of the fingers.
SURE = 80


def parse(column: Column, raw: object, codes: Codes) -> object:
    """The value of a cell, None where it is blank and the column has no default.

    Raises
    ------
    CellError
        Where the cell holds no value of the column's kind, said in so many words.
    """
    value = clean(raw)
    if value is None:
        if not column.default:
            return None
        value = column.default
    found = _PARSERS[column.kind](value, column, codes)
    return None if found == () else found  # a list of nothing but separators


def items(value: object) -> tuple[str, ...]:
    """The items of a list in a cell, in order and each once."""
    parts = _ITEMS.split(cell_values.text_of(value))
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _text(value: object, _column: Column, _codes: Codes) -> str:
    return cell_values.text_of(value)


def _id(value: object, column: Column, _codes: Codes) -> str:
    # The funds of a shared mission stand in one cell of Assignments.
    several = column.field == "fund_id" and not column.required
    return cell_values.id_of(value, several=several)


def _date(value: object, _column: Column, _codes: Codes) -> object:
    return cell_dates.date_of(value)


def _whole(value: object, column: Column, _codes: Codes) -> int:
    return cell_numbers.whole_number_of(value, column.minimum, column.maximum)


def _amount(value: object, column: Column, _codes: Codes) -> int:
    return cell_numbers.amount_of(value, column.minimum, column.maximum)


def _percent(value: object, column: Column, _codes: Codes) -> int:
    return cell_numbers.percent_of(value, column.minimum, column.maximum)


def _yes_no(value: object, _column: Column, _codes: Codes) -> bool:
    return cell_values.yes_or_no_of(value)


def _any(value: object, _column: Column, _codes: Codes) -> object:
    return value


def _choice(value: object, column: Column, _codes: Codes) -> str:
    words = _choices(column.choices)
    key = fold(cell_values.text_of(value))
    found = words.get(_CHOICE_ALIASES.get(key, key))
    if found is not None:
        return found
    text = cell_values.shown(value)
    raise CellError(
        Fault(
            "unknown-choice",
            f'"{text}" is none of the words that {column.header} takes.',
            _sentences(
                did_you_mean(None if denies(text) else closest(text, column.choices)),
                f"Write one of: {', '.join(column.choices)}.",
            ),
            None if denies(text) else only_close(text, column.choices, SURE),
        )
    )


@lru_cache(maxsize=100)
def _choices(choices: tuple[str, ...]) -> Mapping[str, str]:
    return {fold(choice): str(choice) for choice in choices}


def country_of(text: str) -> str:
    """The code of a country; `CellError` where the text names none."""
    code = names.country(text)
    if code is None:
        raise CellError(_no_country(text))
    return code


def _country(value: object, _column: Column, _codes: Codes) -> str:
    return country_of(cell_values.text_of(value))


def _no_country(text: str) -> Fault:
    """A country that nothing is certain about; the cell becomes what alone is suggested."""
    near = None if denies(text) else nearest_country(text)
    sure = names.only_country(text, SURE)
    return Fault(
        "unknown-country",
        f'"{cell_values.shown(text)}" is no country that the planner knows.',
        _sentences(
            did_you_mean(near),
            "Write the country's name in English or its ISO code, KE for Kenya for example.",
        ),
        sure if sure == near else None,
    )


def _region(value: object, _column: Column, _codes: Codes) -> str:
    text = cell_values.text_of(value)
    code = names.region(text)
    if code is None:
        near = names.nearest_region(text)
        raise CellError(
            Fault(
                "unknown-region",
                f'"{cell_values.shown(text)}" is no WCO region.',
                _sentences(did_you_mean(near), f"Write one of: {', '.join(REGION_NAMES)}."),
                near,
            )
        )
    return code


def _place(value: object, column: Column, codes: Codes) -> str:
    region = names.region(cell_values.text_of(value))
    return region if region is not None else _country(value, column, codes)


def _language(value: object, _column: Column, _codes: Codes) -> str:
    text = cell_values.text_of(value)
    code = names.language(text)
    if code is None:
        raise CellError(
            Fault(
                "unknown-language",
                f'"{cell_values.shown(text)}" is no language that the planner knows.',
                _sentences(
                    did_you_mean(names.nearest_language(text)),
                    "Write the language's name in English or its ISO code, fr for French for "
                    "example, and ; between languages.",
                ),
                names.only_language(text, SURE),
            )
        )
    return code


def _weekday(value: object, _column: Column, _codes: Codes) -> int:
    text = cell_values.text_of(value)
    found = [n for n, day in enumerate(WEEKDAYS) if _is_day(fold(text), fold(day))]
    if len(found) != 1:
        raise CellError(
            Fault(
                "unknown-weekday",
                f'"{cell_values.shown(text)}" is no day of the week.',
                _sentences(
                    did_you_mean(closest(text, WEEKDAYS)),
                    "Write the days in English, Friday; Saturday for example.",
                ),
            )
        )
    return found[0]


def _is_day(text: str, day: str) -> bool:
    """Whether a text is a day of the week, or so many of its first letters (Fri, Thurs)."""
    return day == text.removesuffix("s") or (len(text) >= 3 and day.startswith(text))


def _code(value: object, _column: Column, codes: Codes) -> str:
    text = cell_values.text_of(value)
    code = codes.find(text)
    if code is None:
        raise CellError(
            Fault(
                "unknown-expertise",
                f'"{cell_values.shown(text)}" is no code of the expertise list.',
                _sentences(
                    did_you_mean(codes.nearest(text)),
                    _how_to_write(codes.category(text)),
                ),
                codes.only_near(text, SURE),
            )
        )
    return code


def _how_to_write(of_category: tuple[str, ...]) -> str:
    if of_category:
        return f"Write one of the codes of this category: {', '.join(of_category)}."
    return "Write a code such as TOA/PCA, or add the code to the Expertise sheet."


Parser = Callable[[object, Column, Codes], object]


def _list_of(parser: Parser) -> Parser:
    def parse_list(value: object, column: Column, codes: Codes) -> tuple[object, ...]:
        found: dict[object, None] = {}
        faults: list[Fault] = []
        instead: list[str | None] = []
        for item in items(value):
            try:
                found[parser(item, column, codes)] = None
                instead.append(item)
            except CellError as error:
                faults.extend(error.faults)
                instead.append(str(error.faults[0].cell) if error.faults[0].cell else None)
        if faults:
            whole = None if None in instead else "; ".join(str(item) for item in instead)
            raise CellError(*(fault._replace(cell=whole) for fault in faults))
        return tuple(found)

    return parse_list


def _ids(value: object, column: Column, codes: Codes) -> tuple[object, ...]:
    if not isinstance(value, str):
        return (cell_values.id_of(value),)
    return _list_of(_id)(value, column, codes)  # type: ignore[return-value]


def _sentences(*parts: str) -> str:
    return " ".join(part for part in parts if part)


_PARSERS: Mapping[Kind, Parser] = MappingProxyType(
    {
        Kind.TEXT: _text,
        Kind.ID: _id,
        Kind.IDS: _ids,
        Kind.DATE: _date,
        Kind.WHOLE: _whole,
        Kind.AMOUNT: _amount,
        Kind.PERCENT: _percent,
        Kind.YES_NO: _yes_no,
        Kind.CHOICE: _choice,
        Kind.COUNTRY: _country,
        Kind.COUNTRIES: _list_of(_country),
        Kind.REGION: _region,
        Kind.REGIONS: _list_of(_region),
        Kind.PLACE: _place,
        Kind.LANGUAGE: _language,
        Kind.WEEKDAYS: _list_of(_weekday),
        Kind.LANGUAGES: _list_of(_language),
        Kind.CODE: _code,
        Kind.CODES: _list_of(_code),
        Kind.LIST: lambda value, _column, _codes: items(value),
        Kind.ANY: _any,
    }
)
