"""What cells mean that do not say it in so many words: one meaning is read, several are told."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from planner.domain.country_names import country_name
from planner.domain.spelling import fold
from planner.domain.wording import WEEKDAYS, counted, language, listed
from planner.workbook.reading.meaning.answers import choice_meant, yes_no_meant
from planner.workbook.reading.meaning.meant import Manner, Meant
from planner.workbook.reading.values import (
    cell_dates,
    cell_numbers,
    cell_values,
    names,
    text_lists,
    text_numbers,
)
from planner.workbook.reading.values.cell_values import CellError, Fault, clean, shown
from planner.workbook.reading.values.cells import SURE, items, parse
from planner.workbook.reading.values.text_dates import weekday_meant
from planner.workbook.reading.values.word_lists import (
    ANY_WORDS,
    BLANK_WORDS,
    CHOICES,
    OFFICE,
)
from planner.workbook.schema.columns import Column, Kind

_LONGEST_OFFICE = 120
_LISTS = (Kind.COUNTRIES, Kind.REGIONS, Kind.LANGUAGES, Kind.CODES, Kind.IDS)


def understood(column: Column, raw: object, manner: Manner) -> Meant:
    """The one meaning of a cell; its value is None where it is blank without a default.

    Raises
    ------
    CellError
        Where the cell has no meaning, or several.
    """
    value = clean(raw)
    if value is not None and _says_blank(column, value):
        return Meant(parse(column, None, manner.codes), "", "blank")
    if column.choices and _asks(value):
        raise CellError(_not_certain(column, value))
    try:
        found = parse(column, value, manner.codes)
    except CellError:
        meant = _MEANINGS.get(column.kind, _nothing)(value, column, manner)
        if meant is None:
            raise
        return meant
    if column.kind is Kind.AMOUNT and cell_numbers.is_part_of_one(value):
        why = "whole units; a percentage would have to be worked out"
        return Meant(found, cell_numbers.amount_of(value), why)
    if column.kind is Kind.DATE and (day := cell_dates.moved_by_its_time(value)):
        return Meant(found, day, "the time is a few moments before midnight")
    return Meant(found)


def _says_blank(column: Column, value: object) -> bool:
    """Whether a cell that need not be filled in says that there is nothing to say."""
    if column.value_needed or column.kind in (Kind.TEXT, Kind.ANY) or not isinstance(value, str):
        return False
    choices = {fold(choice) for choice in column.choices}
    if not choices.isdisjoint((fold(value), *CHOICES.get(fold(value), ()))):
        return False  # a fund "to be confirmed" is Pending
    open_ended = column.kind in _LISTS or column.field in text_numbers.LIMITS
    words = BLANK_WORDS | ANY_WORDS if open_ended else BLANK_WORDS
    return value.casefold() in words


def _asks(value: object) -> bool:
    """Whether a word has a question mark behind it."""
    return isinstance(value, str) and value.rstrip(" )").endswith("?")


def _not_certain(column: Column, value: object) -> Fault:
    return Fault(
        "not-certain",
        f'"{shown(value)}" is a question.',
        f"Write one of: {', '.join(column.choices)}.",
    )


def _nothing(value: object, column: Column, manner: Manner) -> Meant | None:
    return None


def _date(value: object, column: Column, manner: Manner) -> Meant | None:
    return cell_dates.date_meant(value, column.field, manner)


def _percent(value: object, column: Column, manner: Manner) -> Meant | None:
    match = re.fullmatch(r"(.*\d)\s*(?:per ?cent|pct|pour ?cent|p\.? ?c\.?)", shown(value))
    if match is None:
        return None
    found = cell_numbers.percent_of(f"{match[1]}%", column.minimum, column.maximum)
    return Meant(found, f"{found}%")


def _country(value: object, column: Column, manner: Manner) -> Meant | None:
    code = country_meant(cell_values.text_of(value))
    return None if code is None else Meant(code, country_name(code))


def country_meant(text: str) -> str | None:
    """The one country that a text means: "Nairobi, Kenya", "Kenya (KRA)", "Kenya Customs".

    Raises
    ------
    CellError
        Where it names several.
    """
    whole = _whole_name(text)
    if whole is not None:
        return whole
    found = text_lists.listed(text, names.country)
    if len(found.found) > 1:
        raise CellError(_several("countries", text, [country_name(c) for c in found.found]))
    if len(found.found) == 1:
        doubtful = any(names.only_country(part, SURE) for part in found.strange)
        return None if doubtful else found.found[0]
    bare = text_lists.without_brackets(text) if len(text) < _LONGEST_OFFICE else ""
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)?", bare)
    rest = [word for word in words if fold(word) not in OFFICE]
    return names.country(" ".join(rest)) if 0 < len(rest) < len(words) else None


def _whole_name(text: str) -> str | None:
    """The country of a name in parts: "Guinea (Bissau)", "Sudan, South"."""
    parts = [part.strip() for part in re.split(r"[,()\[\]]", text) if part.strip()]
    if len(parts) != 2:
        return None
    return names.country(" ".join(parts)) or names.country(" ".join(reversed(parts)))


def _region(value: object, column: Column, manner: Manner) -> Meant | None:
    text = cell_values.text_of(value)
    found = text_lists.listed(text, names.region)
    if len(found.found) > 1:
        raise CellError(_several("regions", text, list(found.found)))
    code = found.found[0] if found.found and not found.strange else _region_in(text)
    return None if code is None else Meant(code, code)


def _region_in(text: str) -> str | None:
    bare = re.sub(r"\b(?:wco|omd|region|région|región|região)\b", " ", text, flags=re.IGNORECASE)
    return names.region(bare.strip(" -:")) if bare != text else None


def _place(value: object, column: Column, manner: Manner) -> Meant | None:
    region = _region_in(cell_values.text_of(value))
    return Meant(region, region) if region else _country(value, column, manner)


def _code(value: object, column: Column, manner: Manner) -> Meant | None:
    text = cell_values.text_of(value)
    one = _one_code(text, manner)
    if one is not None:
        return Meant(one, one)
    found = text_lists.listed(text, lambda part: _one_code(part, manner), codes=True)
    if len(found.found) > 1 and not found.strange:
        raise CellError(_several_codes(text, found.found, manner))
    if len(found.found) == 1 and not found.strange:
        return Meant(found.found[0], found.found[0])
    bare = text_lists.listed(text, lambda part: _one_code(_uncounted(part), manner), codes=True)
    if len(bare.found) > 1 and not bare.strange:
        raise CellError(_several_codes(text, bare.found, manner))
    return None


def _uncounted(part: str) -> str:
    """A part of a list without how many are wanted: "2 ET/VAL", "1 x TOA/RM"."""
    return re.sub(r"^\d+\s*[x×]?\s+", "", part)


def _one_code(text: str, manner: Manner) -> str | None:
    exact = manner.codes.find(text)
    if exact is not None:
        return exact
    meant = manner.codes.meant(text)
    if len(meant) > 1:
        raise CellError(
            Fault(
                "expertise-ambiguous",
                f'"{shown(text)}" may be {listed(meant, "or")}.',
                f"Write {listed(meant, 'or')}.",
            )
        )
    return meant[0] if meant else None


def _several_codes(text: str, found: tuple[str, ...], manner: Manner) -> Fault:
    ways = {
        "Missions": "Leave Expertise and Experts blank, and give each code a row on the sheet "
        "Teams with the number of experts.",
        "Teams": "Give each code a row of its own, with the number of experts.",
    }
    return Fault(
        "several-codes",
        f'"{shown(text)}" names {counted(len(found), "code")}, {listed(found)}; this cell takes '
        "one.",
        ways.get(manner.sheet, "Give each code a row of its own."),
    )


def _several(what: str, text: str, found: list[str]) -> Fault:
    return Fault(
        f"several-{what}",
        f'"{shown(text)}" names {len(found)} {what}, {listed(found)}; this cell takes one.',
        f"Write {listed(found, 'or')}; give each a row of its own where all are meant.",
    )


Name = Callable[[str], str]


def _list_of(find: Callable[[str, Manner], str | None], name: Name, codes: bool = False) -> "Read":
    """The reader of lists whose items may be separated and described in other ways."""

    def read(value: object, column: Column, manner: Manner) -> Meant | None:
        found: dict[str, None] = {}
        faults: list[Fault] = []
        instead: list[str | None] = []
        for item in items(value):
            read_item = text_lists.listed(item, lambda part: find(part, manner), codes)
            found |= dict.fromkeys(read_item.found)
            instead += [name(code) for code in read_item.found]
            for part in read_item.strange:
                more = _faults(column, part, manner)
                faults.extend(more)
                instead += [str(fault.cell) if fault.cell else None for fault in more]
        if faults:
            whole = None if None in instead else "; ".join(str(item) for item in instead)
            raise CellError(*(fault._replace(cell=whole) for fault in faults))
        return Meant(tuple(found), "; ".join(map(name, found))) if found else None

    return read


def _faults(column: Column, part: str, manner: Manner) -> tuple[Fault, ...]:
    try:
        parse(column, part, manner.codes)
    except CellError as error:
        return error.faults
    return ()


def _language(text: str, manner: Manner) -> str | None:
    exact = names.language(text)
    return exact or text_lists.language_without_level(text, names.language)


def _one_language(value: object, column: Column, manner: Manner) -> Meant | None:
    text = cell_values.text_of(value)
    code = _language(text, manner) or names.language(text_lists.without_brackets(text))
    return None if code is None else Meant(code, language(code))


def _weekdays(value: object, column: Column, manner: Manner) -> Meant | None:
    """Days of the week with other signs between them, or in other languages."""
    found = text_lists.listed(cell_values.text_of(value), _weekday)
    days = dict.fromkeys(found.found)
    if found.strange or not days:
        return None
    return Meant(tuple(WEEKDAYS.index(day) for day in days), "; ".join(days))


def _weekday(text: str) -> str | None:
    number = weekday_meant(text) if len(text) > 1 else None
    return None if number is None else WEEKDAYS[number]


def _region_of_list(text: str, manner: Manner) -> str | None:
    return names.region(text) or _region_in(text)


Read = Callable[[object, Column, Manner], Meant | None]

_MEANINGS: Mapping[Kind, Read] = MappingProxyType(
    {
        Kind.DATE: _date,
        Kind.WHOLE: cell_numbers.whole_meant,
        Kind.AMOUNT: cell_numbers.amount_meant,
        Kind.PERCENT: _percent,
        Kind.YES_NO: yes_no_meant,
        Kind.CHOICE: choice_meant,
        Kind.COUNTRY: _country,
        Kind.COUNTRIES: _list_of(lambda text, _: names.country(text), country_name),
        Kind.REGION: _region,
        Kind.REGIONS: _list_of(_region_of_list, str),
        Kind.PLACE: _place,
        Kind.LANGUAGE: _one_language,
        Kind.WEEKDAYS: _weekdays,
        Kind.LANGUAGES: _list_of(_language, language),
        Kind.CODE: _code,
        Kind.CODES: _list_of(_one_code, str, codes=True),
    }
)
