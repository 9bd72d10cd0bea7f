"""The workbook: read it, check it, write the answer into a copy of it."""
