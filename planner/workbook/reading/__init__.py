"""From the cells of a workbook to the facts of a year, or to all that is wrong with them."""
