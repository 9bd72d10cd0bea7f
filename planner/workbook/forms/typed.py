"""Values as a person types them into the input workbook."""

from planner.domain.country_names import country_name
from planner.domain.members.reference import REGION_NAMES
from planner.domain.wording import WEEKDAYS, language
from planner.workbook.looks.cell_text import CellValue, shown
from planner.workbook.schema.columns import Column, Kind

# A blank cell of these kinds says the default as clearly as the default would.
_BLANK_WHEN_DEFAULT = (Kind.YES_NO, Kind.AMOUNT)


def typed(column: Column, value: object) -> CellValue:
    """What a cell of a column holds for a value of the facts; None for a blank cell."""
    if isinstance(value, tuple):
        return "; ".join(str(typed_item(column.kind, item)) for item in value) or None
    cell = typed_item(column.kind, value)
    if column.kind in _BLANK_WHEN_DEFAULT and str(cell) == column.default:
        return None
    return cell


def typed_item(kind: Kind, value: object) -> CellValue:
    """One value, or one item of a list, of a kind."""
    if kind is Kind.WEEKDAYS and value is not None:
        return WEEKDAYS[int(str(value))]
    if kind in (Kind.LANGUAGE, Kind.LANGUAGES) and value:
        return language(str(value))
    if kind is Kind.COUNTRIES:
        return country_name(str(value))
    if kind is Kind.PLACE:
        return str(value) if value in REGION_NAMES else country_name(str(value))
    return shown(kind, value)
