"""The parts of a workbook file: opened with care, changed one by one, saved whole or not at all."""
