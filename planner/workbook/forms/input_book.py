"""The input workbook as it is handed to people: every sheet and column, lists, notes, help."""

from collections.abc import Iterable, Mapping, Sequence

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from models.base import Frozen
from models.facts.expertise import Expertise
from planner.workbook.forms.drop_downs import add_drop_downs, add_lists, rule_of
from planner.workbook.forms.header_notes import write_headers
from planner.workbook.forms.read_me import add_read_me
from planner.workbook.forms.typed import typed, typed_item
from planner.workbook.looks.cell_text import cell_at, put
from planner.workbook.looks.plain_book import empty_book, finished
from planner.workbook.looks.styles import (
    TO_FILL_IN,
    WHOLE_FORMAT,
    Look,
    Stamp,
    look_of,
    solid,
    width_of,
)
from planner.workbook.looks.tables import (
    Area,
    TableNames,
    add_table,
    fit_height,
    set_up_page,
    set_widths,
    write_table,
)
from planner.workbook.reading.sheets.input_rows import Values
from planner.workbook.schema.columns import Column, Kind, SettingRow, Sheet
from planner.workbook.schema.declared import INPUT_SHEETS, SETTING_ROWS, SETTINGS

_MEANING = Column(header="Meaning", field="help", written_only=True)
_SETTINGS = SETTINGS.model_copy(update={"columns": (*SETTINGS.columns, _MEANING)})
_WIDTHS = {
    "title": 62.0,
    "host": 24.0,
    "administration": 24.0,
    "country": 24.0,
    "languages": 24.0,
    "funds": 22.0,
    "name": 30.0,
    "mission": 52.0,
    "reason": 44.0,
    "ncp_name": 44.0,
    "ncp_email": 26.0,
    "regions": 16.0,
    "codes": 44.0,
    "hosts": 44.0,
    "scenario": 30.0,
    "change": 28.0,
    "setting": 30.0,
    "value": 40.0,
    "help": 84.0,
}
_ROOM_BESIDE_A_WORD = 4


class InputBook:
    """Builds the workbook sheet by sheet.

    Parameters
    ----------
    settings : mapping of str to object
        The values of the settings by field; None leaves a cell blank.
    rows : mapping of str to sequence of mapping
        The rows of the other sheets by sheet name; sheets that are absent get none.
    expertise : iterable of Expertise
        The codes that the drop-down lists offer.
    """

    def __init__(
        self,
        settings: Mapping[str, object],
        rows: Mapping[str, Sequence[Values]],
        expertise: Iterable[Expertise],
    ) -> None:
        self._book = empty_book()
        self._names = TableNames()
        for declared in INPUT_SHEETS:
            if declared is SETTINGS:
                self._add_settings(settings)
            else:
                self._add_sheet(declared, rows.get(declared.name, ()))
        add_lists(self._book, expertise)

    def add_table(self, declared: Sheet, facts: Sequence[Frozen]) -> None:
        """Add a sheet that is no input: its rows are told, not filled in."""
        sheet = self._book.create_sheet(declared.name, index=0)
        set_widths(sheet, declared.columns)
        write_table(sheet, declared, facts, self._names, currency="")
        set_up_page(sheet, freeze="B2", repeat="1:1")

    def to_bytes(self, title: str, note: str) -> bytes:
        """Add the sheet Read me, and give the file."""
        add_read_me(self._book, title, note)
        self._book.active = 0
        return finished(self._book)

    def _add_sheet(self, declared: Sheet, rows: Sequence[Values]) -> None:
        sheet = self._new_sheet(declared)
        stamps = [Stamp(sheet, _look(column)) for column in declared.columns]
        for number, row in enumerate(rows, start=2):
            for index, column in enumerate(declared.columns):
                value = typed(column, row.get(column.field))
                put(cell_at(sheet, number, index + 1), value, stamps[index])
            fit_height(sheet, number, len(declared.columns))
        self._finish(sheet, declared, len(rows))
        add_drop_downs(sheet, declared)

    def _add_settings(self, values: Mapping[str, object]) -> None:
        sheet = self._new_sheet(_SETTINGS)
        stamp = Stamp(sheet, Look(horizontal="left", wrap=True))
        for number, row in enumerate(SETTING_ROWS, start=2):
            put(cell_at(sheet, number, 1), row.name, stamp)
            _write_setting(sheet, number, row, values.get(row.field))
            put(cell_at(sheet, number, 3), _meaning(row), stamp)
            fit_height(sheet, number, len(_SETTINGS.columns))
        self._finish(sheet, _SETTINGS, len(SETTING_ROWS))

    def _new_sheet(self, declared: Sheet) -> Worksheet:
        sheet: Worksheet = self._book.create_sheet(declared.name)
        for index, column in enumerate(declared.columns, start=1):
            dimension = sheet.column_dimensions[get_column_letter(index)]
            look = _look(column)
            dimension.width = _width(column)
            # For the cells that are still to be filled in.
            dimension.number_format = look.number_format
            dimension.alignment = Alignment(
                horizontal=look.horizontal, vertical="top", wrap_text=look.wrap, indent=look.indent
            )
        return sheet

    def _finish(self, sheet: Worksheet, declared: Sheet, rows: int) -> None:
        write_headers(sheet, declared)
        # Excel knows no table without rows, so an empty one has a blank row.
        area = Area(1, 1, len(declared.columns), 1 + max(1, rows))
        add_table(sheet, area, self._names.take(declared.name))
        set_up_page(sheet, freeze="B2", repeat="1:1")
        sheet.sheet_view.showGridLines = True


def _look(column: Column) -> Look:
    look = look_of(column, currency="")
    # Without the currency: the settings name it, and they may be changed.
    return look._replace(number_format=WHOLE_FORMAT) if column.kind is Kind.AMOUNT else look


def _width(column: Column) -> float:
    """As wide as what usually goes in, and never narrower than a word of the header."""
    field = "codes" if column.kind is Kind.CODES else column.field
    longest = max(len(word) for word in column.header.split())
    return max(_WIDTHS.get(field, width_of(column)), longest + _ROOM_BESIDE_A_WORD)


def _write_setting(sheet: Worksheet, number: int, row: SettingRow, value: object) -> None:
    cell = cell_at(sheet, number, 2)
    shown = "; ".join(value) if isinstance(value, tuple) else typed_item(row.kind, value)
    put(
        cell,
        shown or None if isinstance(shown, str) else shown,
        Stamp(sheet, _look(row.column)._replace(horizontal="left", indent=0)),
    )
    if row.needed:
        cell.fill = solid(TO_FILL_IN)
    rule = rule_of(row.column)
    if rule is not None:
        rule.add(cell.coordinate)
        sheet.add_data_validation(rule)


def _meaning(row: SettingRow) -> str:
    if row.needed:
        return f"{row.help} Needed."
    return f"{row.help} Default: {row.default}." if row.default else row.help
