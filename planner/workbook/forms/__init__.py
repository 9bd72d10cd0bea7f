"""Workbooks to fill in: the template, drop-down lists, notes, the first sheet."""
