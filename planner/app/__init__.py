"""The use cases, from a workbook that comes in to an answer that goes out."""
