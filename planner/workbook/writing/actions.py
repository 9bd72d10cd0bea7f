"""The looks of the sheet Actions: what is overdue stands out, what comes later steps back."""

from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.looks.styles import WARNING_PAINT, conditional, grey_text
from planner.workbook.looks.tables import Area
from planner.workbook.schema.after_plan import ACTIONS


def finish_actions(sheet: Worksheet, area: Area) -> None:
    """Colour what is overdue on the day that somebody looks, and grey what comes later."""
    last = get_column_letter(len(ACTIONS.columns))
    rows = f"A2:{last}{area.bottom}"
    overdue = Rule(
        type="expression",
        dxf=conditional(WARNING_PAINT),
        formula=['AND($A2<>"",$B2="Now",$A2<TODAY())'],
    )
    later = Rule(type="expression", dxf=grey_text(), formula=['$B2="Later"'])
    sheet.conditional_formatting.add(area.column(0), overdue)
    sheet.conditional_formatting.add(rows, later)
