"""Problems and their cells while names are hidden: only what cannot be a name is shown.

A name may stand in any cell of a workbook with errors, and nobody knows it for one then. So nothing
is looked for: what is no number, no date, no ID with digits and no word of the schema is left out.
In a column for countries, regions or languages, whole words of these lists stay: whoever they may
be elsewhere, there they are a country, a region or a language.
"""

import re
from dataclasses import replace
from functools import cache
from itertools import chain

from babel import Locale

from models.answers.report import Problem
from planner.domain.members.reference import EXPERTISE, MEMBERS, REGION_NAMES
from planner.domain.spelling import fold
from planner.workbook.schema.columns import Kind
from planner.workbook.schema.declared import ALL_SHEETS, CHANGES, SETTING_ROWS
from web.shown.names import DASH, Names
from web.shown.problems import Cell, Slice

_HARMLESS = re.compile(r"[A-Za-z]{0,4}[-/_.#]?[\d\s:.,/_+%-]*[TZ]?[\d:.]*Z?")
# Codes of expertise such as TOA/PCA: nobody is called so.
_CODES = frozenset(entry.code for entry in EXPERTISE if "/" in entry.code)
# After a quotation that has ended comes one of these, or the text is over.
_OUTSIDE = re.compile(r"[\s.,;:()!?]|$")


def veiled(problem: Problem, names: Names | None) -> Problem:
    """A problem whose sentences name nobody."""
    texts = {field: _text(problem, getattr(problem, field)) for field in ("message", "remedy")}
    if names is not None:
        texts = {field: names.without(text) for field, text in texts.items()}
    return problem.model_copy(update=texts)


def _text(problem: Problem, text: str) -> str:
    """A sentence with a dash for what was typed, wherever it is quoted."""
    found = problem.found
    if found and not harmless(found):
        text = text.replace(found, DASH)
    pieces = text.split('"')
    outside = pieces[2:-1:2]
    if len(pieces) % 2 == 0 or not all(map(_OUTSIDE.match, outside)):
        # A name with quotation marks of its own: nobody knows where it ends.
        return f'{pieces[0]}"{DASH}"{pieces[-1]}'
    pieces[1::2] = [piece if harmless(piece) else DASH for piece in pieces[1::2]]
    return '"'.join(pieces)


def veiled_slice(shown: Slice | None) -> Slice | None:
    """The cells around a problem without those that may hold a name."""
    if shown is None:
        return None
    lists = [_listed().get(fold(header), frozenset()) for header in shown.headers]
    rows = tuple(
        (
            number,
            tuple(
                Cell(_cell(cell.text, words), cell.bad)
                for cell, words in zip(cells, lists, strict=True)
            ),
        )
        for number, cells in shown.rows
    )
    return replace(shown, headers=tuple(map(_cell, shown.headers)), rows=rows)


def _cell(text: str, words: frozenset[str] = frozenset()) -> str:
    """A text that is nobody's name, or a list of words that the column asks for."""
    items = [item.strip() for item in text.split(";")]
    return text if harmless(text) or words.issuperset(items) else DASH


def harmless(text: str) -> bool:
    """Whether a text can be nobody's name."""
    is_code = any(map(str.isdigit, text)) and _HARMLESS.fullmatch(text) is not None
    is_word = fold(text) in _words() or text in _CODES
    return is_code or is_word or not any(map(str.isalpha, text))


@cache
def _listed() -> dict[str, frozenset[str]]:
    """The words that a column asks for, by its header, where it asks for the same in all sheets."""
    kinds: dict[str, set[Kind]] = {}
    for column in (column for sheet in ALL_SHEETS for column in sheet.columns):
        kinds.setdefault(fold(column.header), set()).add(column.kind)
    closed = _closed()
    return {
        header: frozenset().union(*(closed[kind] for kind in found))
        for header, found in kinds.items()
        if found <= closed.keys()
    }


def _closed() -> dict[Kind, frozenset[str]]:
    """Lists that are the same in every workbook, written as the planner writes them."""
    countries = frozenset(member.name for member in MEMBERS.values())
    regions = frozenset((*REGION_NAMES, *REGION_NAMES.values()))
    tongues = (pair for pair in Locale("en").languages.items() if len(pair[0]) == 2)
    languages = frozenset(chain(*tongues))
    return {
        **dict.fromkeys((Kind.COUNTRY, Kind.COUNTRIES), countries),
        **dict.fromkeys((Kind.REGION, Kind.REGIONS), regions),
        **dict.fromkeys((Kind.LANGUAGE, Kind.LANGUAGES), languages),
        Kind.PLACE: countries | regions,
    }


@cache
def _words() -> frozenset[str]:
    """The words that the planner itself has given to cells, sheets and settings."""
    columns = [column for sheet in ALL_SHEETS for column in sheet.columns]
    return frozenset(
        map(
            fold,
            (
                *("yes", "no", "true", "false"),
                *(sheet.name for sheet in ALL_SHEETS),
                *(column.header for column in columns),
                *(str(choice) for column in columns for choice in column.choices),
                *(row.name for row in SETTING_ROWS),
                *(change.name for change in CHANGES),
            ),
        )
    )
