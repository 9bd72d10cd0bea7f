"""Whether a file is sound and a workbook, and what it costs to open it."""
