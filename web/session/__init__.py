"""What is open: the workbook, its edits and their journal, what runs, and where it is kept."""
