"""The sheet Actions: what is overdue stands out, what is done or comes later steps back."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.country_names import find_country
from planner.domain.spelling import fold
from planner.mobilisation.action_line import ActionLine, When
from planner.workbook.looks.styles import WARNING_PAINT, conditional, grey_text
from planner.workbook.looks.tables import Area
from planner.workbook.schema.after_plan import ACTIONS

_YES = frozenset(("yes", "true", "1", "x", "oui", "si"))


class Mark(NamedTuple):
    """A line of an earlier run that somebody has marked as done, and what it was about."""

    step: str
    administration: str
    missions: frozenset[str]
    experts: frozenset[str]
    done_on: date | None

    def covers(self, line: ActionLine) -> bool:
        """Whether a line of this run asks for nothing that was not done then."""
        same = (self.step, self.administration) == (line.step, line.administration)
        return (
            same
            and self.missions.issuperset(line.mission_ids)
            and self.experts.issuperset(line.expert_ids)
        )


def marks_of(sheet: Worksheet | None) -> tuple[Mark, ...]:
    """The lines that are marked as done on the sheet of an earlier run; none without a sheet."""
    if sheet is None:
        return ()
    rows = sheet.iter_rows(values_only=True)
    names = [fold(str(value or "")) for value in next(rows, ())]
    wanted = {column.field: fold(column.header) for column in ACTIONS.columns}
    places = {field: names.index(name) for field, name in wanted.items() if name in names}
    if "done" not in places or "step" not in places:
        return ()
    return tuple(_marks(rows, places))


def _marks(rows: Iterable[tuple[object, ...]], places: dict[str, int]) -> Iterator[Mark]:
    for row in rows:
        cells = {field: row[place] for field, place in places.items() if place < len(row)}
        if fold(str(cells.get("done") or "")) in _YES:
            yield Mark(
                step=str(cells.get("step") or ""),
                administration=find_country(str(cells.get("administration") or "")) or "",
                missions=_ids(cells.get("mission_ids")),
                experts=_ids(cells.get("expert_ids")),
                done_on=_day(cells.get("done_on")),
            )


def _ids(value: object) -> frozenset[str]:
    return frozenset(part.strip() for part in str(value or "").split(";")) - {""}


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def with_marks(lines: Iterable[ActionLine], marks: tuple[Mark, ...]) -> tuple[ActionLine, ...]:
    """The lines, those that were done before marked as they were."""
    return tuple(_marked(line, marks) for line in lines)


def _marked(line: ActionLine, marks: tuple[Mark, ...]) -> ActionLine:
    mark = next((mark for mark in marks if mark.covers(line)), None)
    return line if mark is None else line._replace(done=True, done_on=mark.done_on)


def finish_actions(sheet: Worksheet, area: Area) -> None:
    """Colour what was overdue on the day of the run, and grey what is done or comes later."""
    last = get_column_letter(len(ACTIONS.columns))
    rows = f"A2:{last}{area.bottom}"
    done = get_column_letter(_place("done"))
    formula = f'AND($A2="{When.OVERDUE}",${done}2<>"yes")'
    overdue = Rule(type="expression", dxf=conditional(WARNING_PAINT), formula=[formula])
    quiet = f'OR($A2="{When.LATER}",${done}2="yes")'
    later = Rule(type="expression", dxf=grey_text(), formula=[quiet])
    sheet.conditional_formatting.add(area.column(0), overdue)
    sheet.conditional_formatting.add(rows, later)
    validation = DataValidation(type="list", formula1='"yes,no"', allow_blank=True)
    validation.add(area.column(_place("done") - 1))
    sheet.add_data_validation(validation)


def due_soon(lines: Iterable[object]) -> int:
    """How many lines stand before those that come later: what goes on paper."""
    return sum(isinstance(line, ActionLine) and line.when is not When.LATER for line in lines)


def _place(field: str) -> int:
    return [column.field for column in ACTIONS.columns].index(field) + 1
