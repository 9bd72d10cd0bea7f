"""Every sheet, column, setting and kind of change of the workbook, declared once."""
