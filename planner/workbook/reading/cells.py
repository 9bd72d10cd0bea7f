"""From cells to values, one parser for each kind of column."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from models.expertise import Expertise
from planner.domain.country_names import find_country, nearest_country
from planner.domain.spelling import closest, did_you_mean, fold
from planner.domain.wording import WEEKDAYS
from planner.workbook.reading import cell_dates, cell_numbers, cell_values, names
from planner.workbook.reading.cell_values import CellError, Fault, clean
from planner.workbook.reading.reference import region_names
from planner.workbook.schema.columns import Column, Kind

_ITEMS = re.compile(r"[;\n\r]")
_CHOICE_ALIASES = MappingProxyType({"recognized": "recognised", "canceled": "cancelled"})
_CODES_SHOWN = 6


class Codes:
    """The codes of the expertise list, found whatever their case and spaces."""

    def __init__(self, entries: Iterable[Expertise]) -> None:
        self.entries = tuple(entries)
        self._codes: dict[str, str] = {}
        for entry in self.entries:
            self._codes.setdefault(_code_key(entry.code), entry.code)
        self._hints = self._make_hints()

    def find(self, text: str) -> str | None:
        """The code as the list writes it, None where the list does not have it."""
        return self._codes.get(_code_key(text))

    def nearest(self, text: str) -> str | None:
        """The code that a text may be meant for: like a code, its last part, or its title."""
        exact = self._hints.get(fold(text))
        near = exact or closest(text, tuple(self._codes.values()))
        return near or self._hints.get(closest(text, tuple(self._hints)) or "")

    def with_codes(self, codes: Iterable[str]) -> "Codes":
        """The list with more codes; those it has already keep their spelling."""
        new = [Expertise(code=code) for code in codes if self.find(code) is None]
        return Codes((*self.entries, *new))

    def _make_hints(self) -> dict[str, str]:
        hints: dict[str, str] = {}
        for entry in self.entries:
            for words in (entry.code.rpartition("/")[2], entry.title):
                hints.setdefault(fold(words), entry.code)
        hints.pop("", None)
        return hints


def parse(column: Column, raw: object, codes: Codes) -> object:
    """The value of a cell, None where it is blank and the column has no default.

    Raises
    ------
    CellError
        Where the cell holds no value of the column's kind.
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


def _code_key(text: str) -> str:
    return "".join(text.split()).casefold()


def _text(value: object, _column: Column, _codes: Codes) -> str:
    return cell_values.text_of(value)


def _id(value: object, _column: Column, _codes: Codes) -> str:
    return cell_values.id_of(value)


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
    near = closest(text, column.choices)
    raise CellError(
        Fault(
            "unknown-choice",
            f'"{text}" is none of the words that {column.header} takes.',
            _sentences(did_you_mean(near), f"Write one of: {', '.join(column.choices)}."),
        )
    )


@lru_cache(maxsize=100)
def _choices(choices: tuple[str, ...]) -> Mapping[str, str]:
    return {fold(choice): str(choice) for choice in choices}


def country_of(text: str) -> str:
    """The code of a country; `CellError` where the text names none."""
    code = find_country(text)
    if code is None:
        raise CellError(_no_country(text))
    return code


def _country(value: object, _column: Column, _codes: Codes) -> str:
    return country_of(cell_values.text_of(value))


def _no_country(text: str) -> Fault:
    return Fault(
        "unknown-country",
        f'"{cell_values.shown(text)}" is no country that the planner knows.',
        _sentences(
            did_you_mean(nearest_country(text)),
            "Write the country's name in English or its ISO code, KE for Kenya for example.",
        ),
    )


def _region(value: object, _column: Column, _codes: Codes) -> str:
    text = cell_values.text_of(value)
    code = names.region(text)
    if code is None:
        raise CellError(
            Fault(
                "unknown-region",
                f'"{cell_values.shown(text)}" is no WCO region.',
                _sentences(
                    did_you_mean(names.nearest_region(text)),
                    f"Write one of: {', '.join(region_names())}.",
                ),
            )
        )
    return code


def _place(value: object, column: Column, codes: Codes) -> str:
    region = names.region(cell_values.text_of(value))
    return region if region is not None else _country(value, column, codes)


def _language(text: str, _column: Column, _codes: Codes) -> str:
    code = names.language(text)
    if code is None:
        raise CellError(
            Fault(
                "unknown-language",
                f'"{cell_values.shown(text)}" is no language that the planner knows.',
                _sentences(
                    _separator_hint(text, names.language),
                    did_you_mean(names.nearest_language(text)),
                    "Write the language's name in English or its ISO code, fr for French for "
                    "example, and ; between languages.",
                ),
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
                    _separator_hint(text, lambda part: closest(part, WEEKDAYS)),
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
                    _separator_hint(text, codes.find),
                    did_you_mean(codes.nearest(text)),
                    "Write a code such as TOA/PCA, or add the code to the Expertise sheet.",
                ),
            )
        )
    return code


def _separator_hint(text: str, find: Callable[[str], str | None]) -> str:
    """The question whether commas and slashes were meant to separate items of a list."""
    for separator in (",", "/", " and ", "&", "+", " "):
        parts = [part.strip() for part in text.split(separator)]
        if len(parts) > 1 and all(part and find(part) for part in parts):
            return f"Did you mean {'; '.join(parts)}?"
    return ""


Parser = Callable[[object, Column, Codes], object]


def _list_of(parser: Parser) -> Parser:
    def parse_list(value: object, column: Column, codes: Codes) -> tuple[object, ...]:
        found: list[object] = []
        faults: list[Fault] = []
        for item in items(value):
            try:
                found.append(parser(item, column, codes))
            except CellError as error:
                faults.extend(error.faults)
        if faults:
            raise CellError(*faults)
        return tuple(dict.fromkeys(found))

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
        Kind.LANGUAGE: lambda v, column, codes: _language(str(v), column, codes),
        Kind.WEEKDAYS: _list_of(_weekday),
        Kind.LANGUAGES: _list_of(lambda v, column, codes: _language(str(v), column, codes)),
        Kind.CODE: _code,
        Kind.CODES: _list_of(_code),
        Kind.LIST: lambda value, _column, _codes: items(value),
        Kind.ANY: _any,
    }
)
